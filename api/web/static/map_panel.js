/* The side panel: what is selected, with its ties and where they are written; the table below; the counts. */

import { address, element, t } from "./site.js";

const ROWS = 200; // of the table, at once
const REFS = 6;

export const button = (text, act, attributes = {}) => {
  const made = element("button", text, { type: "button", ...attributes });
  made.addEventListener("click", act);
  return made;
};

/** Where in a source a piece of evidence is, in words. */
function placeOf(locator, kind) {
  const [, from, to] = (kind !== "registry" && locator.match(/^(\d+)(?:-(\d+))?$/)) || [];
  if (!from) return (locator.includes("!") ? t("单元格 ", "cell ") : t("条目 ", "entry ")) + locator;
  return to && to !== from ? t(`第 ${from}–${to} 段`, `paragraphs ${from}–${to}`) : t(`第 ${from} 段`, `paragraph ${from}`);
}

/** The sources of a statement, each a link to its paragraph; `sources` tells what they are called. */
function evidence(refs, sources, most = REFS) {
  const all = element("span");
  let before = "";
  for (const ref of refs.slice(0, most)) {
    const [source, locator] = [ref.slice(0, ref.indexOf("#")), ref.slice(ref.indexOf("#") + 1)];
    const { name, kind } = sources[source] || { name: source, kind: "" };
    const link = element("a", "", { class: "evidence", href: address(`/evidence/${encodeURIComponent(ref)}`), title: `${name} · ${ref}` });
    link.append(element("span", name, { class: source === before ? "hidden" : "of" }), ` ${placeOf(locator, kind)}`);
    all.append(link, " ");
    before = source;
  }
  if (refs.length > most) {
    const more = element("details", "", { class: "more" });
    more.append(element("summary", `${t("另有", "more:")} ${refs.length - most}`), evidence(refs.slice(most), sources, refs.length));
    all.append(more);
  }
  return all;
}

/** In brackets, as the language has them. */
const aside = (text) => t(`（${text}）`, ` (${text})`);

/** When something holds, as it is stated. */
export function span(one) {
  if (!one.valid_from && !one.valid_to) return "";
  return `${one.valid_from || t("起始不详", "start unknown")} — ${one.valid_to || t("未载结束", "no end stated")}`;
}

/** Words for types and values. */
export class Words {
  constructor(style) { this.style = style; }
  type(label) { return this.style.nodes[label]?.name || label; }
  tie(type) { return this.style.edges[type]?.name || type; }
  value(value) { return this.style.values[value] || value || ""; }
  facts(edge) { return [this.tie(edge.type), this.value(edge.kind), span(edge), edge.status !== "stated" && this.value(edge.status), edge.modality !== "actual" && this.value(edge.modality)].filter(Boolean).join(" · "); }
}

/** Fills the panel; `act` are the functions of the map that its buttons call. */
export class Panel {
  constructor(scene, words, act) {
    Object.assign(this, { scene, words, act, place: document.getElementById("details"), rows: ROWS });
    document.getElementById("more-rows").addEventListener("click", () => { this.rows += ROWS; this.table(); });
    document.getElementById("table").addEventListener("toggle", () => this.table());
  }

  empty() {
    const said = t("点选一个实体或一条线，这里列出它的关系与出处；双击实体即展开。", "Select an entity or a line to read its ties and where they are written; double click an entity to expand it.");
    this.place.replaceChildren(element("p", said, { class: "note" }));
  }

  node(node, state) {
    const facts = [this.words.type(node.label), span(node)].filter(Boolean).join(" · ");
    const where = node.places.map((id) => this.scene.picture.places[id]).filter(Boolean).join(" › ");
    this.place.replaceChildren(
      element("h2", node.name),
      element("p", facts, { class: "note" }),
      element("p", where, { class: "note" }),
      ...this.#marks(node),
      this.#buttons(node, state),
      this.#evidence(node.evidence),
      element("h3", `${t("图中的关系", "Ties in the picture")}${aside(this.scene.tiesOf.get(node.id).length)}`),
      this.#ties(node),
    );
  }

  #evidence(refs, most) { return evidence(refs, this.scene.picture.sources, most); }

  #marks(node) {
    const marks = [];
    if (node.status !== "stated") marks.push(element("span", this.words.value(node.status), { class: `mark ${node.status}` }));
    if (node.disputed) marks.push(element("span", t("来源不一致", "sources differ"), { class: "mark disputed" }));
    return marks;
  }

  #buttons(node, state) {
    const row = element("p", "", { class: "row" });
    const grown = this.scene.picture.expansions.find((one) => one.id === node.id);
    const rest = this.scene.remaining(node.id);
    const more = grown ? t(`再展开（还有 ${rest}）`, `Expand further (${rest} more)`) : t(`展开${rest ? `（还有 ${rest}）` : ""}`, `Expand${rest ? ` (${rest} more)` : ""}`);
    row.append(element("a", t("概况", "Profile"), { class: "button", href: address(`/profiles/${encodeURIComponent(node.id)}`) }));
    if (rest !== 0) row.append(button(more, () => this.act.expand(node.id)));
    if (grown) row.append(button(t("收起", "Collapse"), () => this.act.collapse(node.id)));
    row.append(button(t("隐藏", "Hide"), () => this.act.hide(node.id)));
    row.append(button(state.pins.has(node.id) ? t("放开", "Let go") : t("固定", "Pin"), () => this.act.pin(node.id)));
    return row;
  }

  #ties(node) {
    const list = element("ul", "", { class: "statements" });
    const ties = [...this.scene.tiesOf.get(node.id)].sort((a, b) => (a.type < b.type ? -1 : a.type > b.type ? 1 : a.id < b.id ? -1 : 1));
    for (const edge of ties.slice(0, 100)) {
      const out = edge.from === node.id;
      const other = this.scene.nodes.get(out ? edge.to : edge.from);
      const item = element("li", this.#symmetric(edge) ? "— " : out ? "→ " : "← ");
      item.append(button(other.name, () => this.act.select(other.id), { class: "plain" }), element("span", aside(this.words.facts(edge))), " ", this.#evidence(edge.evidence, 3));
      list.append(item);
    }
    if (ties.length > 100) list.append(element("li", t(`另有 ${ties.length - 100} 个，见下方表格。`, `${ties.length - 100} more in the table below.`)));
    return list;
  }

  #symmetric(edge) { return !this.words.style.edges[edge.type]?.head; }

  edge(edge) {
    const [a, b] = [edge.from, edge.to].map((id) => this.scene.nodes.get(id));
    const title = element("h2");
    title.append(...[a, b].flatMap((end, nth) => [nth ? (this.#symmetric(edge) ? " — " : " → ") : "", button(end.name, () => this.act.select(end.id), { class: "plain" })]));
    this.place.replaceChildren(title, element("p", this.words.facts(edge)), element("p", this.words.value(edge.status), { class: `mark ${edge.status}` }), this.#evidence(edge.evidence));
  }

  /** The path that was found: its stops, and what each step runs through; `apart`: it can go, and the picture stays. */
  path(path, apart) {
    const name = (id) => this.scene.picture.nodes.find((node) => node.id === id)?.name || id;
    const away = apart ? [button(t("去掉这条路", "Remove the path"), () => this.act.noPath())] : [];
    if (!path.stops.length) {
      const said = t(`图中没有从${name(path.ends[0])}到${name(path.ends[1])}的路：没有来源写明把它们连起来的合作。`, `There is no path from ${name(path.ends[0])} to ${name(path.ends[1])}: no source states ties that join them.`);
      this.place.replaceChildren(element("p", said, { class: "alert" }), ...away);
      return;
    }
    const list = element("ol", "", { class: "path" });
    path.stops.forEach((id, nth) => {
      const item = element("li");
      item.append(button(name(id), () => this.act.select(id), { class: "plain" }));
      if (nth < path.via.length) item.append(element("span", `${t("经由", "via")} ${this.words.value(path.via[nth])}`, { class: "note" }));
      list.append(item);
    });
    const steps = path.stops.length - 1;
    this.place.replaceChildren(element("h2", t(`最短的路：${steps} 步`, `The shortest path: ${steps} steps`)), list, ...away, this.#evidence(path.evidence), ...this.#steps(path));
  }

  #steps(path) {
    const list = element("ul", "", { class: "statements" });
    for (const id of path.edges) {
      const edge = this.scene.edges.get(id);
      if (!edge) continue;
      const item = element("li", `${this.scene.nodes.get(edge.from).name} ${this.#symmetric(edge) ? "—" : "→"} ${this.scene.nodes.get(edge.to).name}${aside(this.words.facts(edge))} `);
      item.append(this.#evidence(edge.evidence, 3));
      list.append(item);
    }
    return [element("h3", t("逐步写在哪里", "Where each step is written")), list];
  }

  /** The table below, filled while it is open. */
  table() {
    if (!document.getElementById("table").open) return;
    const name = (id) => this.scene.nodes.get(id).name;
    const ties = [...this.scene.edges.values()].sort((a, b) => (a.type < b.type ? -1 : a.type > b.type ? 1 : a.id < b.id ? -1 : 1));
    const rows = ties.slice(0, this.rows).map((edge) => {
      const row = element("tr");
      for (const text of [name(edge.from), this.words.tie(edge.type), name(edge.to), this.words.value(edge.kind), this.words.value(edge.status), span(edge)]) row.append(element("td", text));
      const cell = element("td");
      cell.append(this.#evidence(edge.evidence, 3));
      row.append(cell);
      return row;
    });
    document.querySelector("#table tbody").replaceChildren(...rows);
    const more = document.getElementById("more-rows");
    more.hidden = ties.length <= this.rows;
    more.textContent = t(`再列出 ${Math.min(ROWS, ties.length - this.rows)} 个`, `List ${Math.min(ROWS, ties.length - this.rows)} more`);
    this.#lonely();
  }

  #lonely() {
    const alone = [...this.scene.nodes.values()].filter((node) => !this.scene.tiesOf.get(node.id).length);
    const said = alone.length ? [element("h3", t("图中没有关系的实体", "Entities without ties in the picture")), element("p", alone.map((node) => node.name).join("、"))] : [];
    document.getElementById("lonely").replaceChildren(...said);
  }
}
