/* The menu of an entity, by right click or by key, and the dialogs. */

import { address, element, t, tell } from "./site.js";
import { button } from "./map_panel.js";

const menu = document.getElementById("menu");

/**
 * Opens the menu of an entity beside a point of the window; `rest` is how many an expansion would add, `act` are the
 * functions of the map. An entry without a function cannot be chosen, and says why.
 */
export function openMenu(node, rest, state, act, x, y, back) {
  const entries = [
    rest === 0 ? [t("展开：相邻的都在图中了", "Expand: all neighbours are here")] : [t("展开", "Expand"), () => act.expand(node.id)],
    state.grow.includes(node.id) && [t("收起", "Collapse"), () => act.collapse(node.id)],
    [t("隐藏", "Hide"), () => act.hide(node.id)],
    [state.pins.has(node.id) ? t("放开位置", "Let go") : t("固定位置", "Pin"), () => act.pin(node.id)],
    [t("打开概况", "Open the profile"), () => { location.href = profile(node); }],
    [t("从这里找路", "Path from here"), () => act.pathFrom(node)],
    act.started() && act.started().id !== node.id && [t(`从${act.started().name}到这里的路`, `Path from ${act.started().name} to here`), () => act.pathTo(node)],
    [t("复制名称", "Copy the name"), () => copy(node.name)],
    [t("复制链接", "Copy the link"), () => copy(location.origin + profile(node))],
  ].filter(Boolean);
  menu.replaceChildren(...entries.map(([text, does]) => {
    const item = element("li", text, { role: "menuitem", tabindex: "-1" });
    if (does) item.addEventListener("click", () => { closeMenu(back); does(); });
    else item.setAttribute("aria-disabled", "true");
    return item;
  }));
  menu.hidden = false;
  menu.setAttribute("aria-label", node.name);
  menu.style.left = `${Math.max(4, Math.min(x, innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${Math.max(4, Math.min(y, innerHeight - menu.offsetHeight - 8))}px`;
  menu.onkeydown = (event) => keys(event, back);
  menu.firstChild.focus();
}

export function closeMenu(back) {
  if (menu.hidden) return;
  menu.hidden = true;
  back?.focus();
}

function keys(event, back) {
  const items = [...menu.children];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined) items[(to + items.length) % items.length].focus();
  else if (event.key === "Enter" || event.key === " ") document.activeElement.click();
  else if (event.key === "Escape" || event.key === "Tab") closeMenu(back);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

const profile = (node) => address(`/profiles/${encodeURIComponent(node.id)}`);

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    tell(t("已复制。", "Copied."));
  } catch {
    tell(t(`浏览器不让复制，请手工选取：${text}`, `The browser does not let us copy; select it by hand: ${text}`), "error");
  }
}

/** The queries behind the picture, each with its parameters and its text, to copy. */
export function showQueries(picture) {
  const parts = [picture.query, ...picture.further].flatMap((query) => {
    const asked = JSON.stringify(query.params);
    const row = element("p", "", { class: "row" });
    row.append(button(t("复制名称与参数", "Copy name and parameters"), () => copy(`${query.name} ${asked}`)), button(t("复制 Cypher", "Copy the Cypher"), () => copy(query.cypher)));
    const text = element("pre", query.cypher, { tabindex: "0" });
    return [element("h3", query.title), element("p", `${query.name} ${asked}`, { class: "note" }), row, text];
  });
  document.getElementById("queries").replaceChildren(...parts);
  document.getElementById("query-dialog").showModal();
}
