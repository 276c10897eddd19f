/* A click on a piece of evidence opens it in place; without script, or with a modifier key, the link leads to its page. */

import { element, headed, t, tell } from "./site.js";

const dialog = document.body.appendChild(element("dialog", "", { class: "opened", "aria-labelledby": "opened-title" }));
let from = null;

/** The article of a page of ours, as nodes of this document; no script in it runs. */
async function fetched(href) {
  const answer = await fetch(href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const article = page.getElementById("evidence");
  if (!article) throw new Error(page.querySelector("[role=alert] p")?.textContent ?? `HTTP ${answer.status}`);
  const own = document.importNode(article, true);
  headed(own);
  return own;
}

/** Row ids of the article may stand on this page already. */
function withoutIds(article) {
  for (const one of article.querySelectorAll("[id]")) if (one.id !== "opened-title") one.removeAttribute("id");
  for (const one of article.querySelectorAll("[aria-labelledby]")) one.removeAttribute("aria-labelledby");
  article.removeAttribute("id");
  return article;
}

async function open(link) {
  const close = element("button", t("关闭", "Close"), { type: "button", class: "close" });
  close.addEventListener("click", () => dialog.close());
  const whole = element("a", t("打开整页", "Open the page"), { class: "button", href: link.href });
  const bar = element("p", "", { class: "row bar" });
  bar.append(whole, close);
  try {
    dialog.replaceChildren(bar, withoutIds(await fetched(link.href)));
  } catch (error) {
    tell(error.message, "error");
    return;
  }
  from = link;
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  dialog.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  close.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.evidence");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link);
});
dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
dialog.addEventListener("close", () => from?.focus());
