/* What is shown: types by the legend, firmness, region, year, and what is folded or hidden. */

import { element, t } from "./site.js";

const SVG = "http://www.w3.org/2000/svg";
const byId = (id) => document.getElementById(id);

function drawing(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function symbol(look) {
  const svg = drawing("svg", { width: 18, height: 18, viewBox: "0 0 24 24", "aria-hidden": "true" });
  svg.append(drawing("path", { d: look.path, fill: look.colour, stroke: "#4a4a4a" }));
  return svg;
}

function stroke(line) {
  const svg = drawing("svg", { width: 42, height: 16, viewBox: "0 0 42 16", "aria-hidden": "true" });
  svg.append(drawing("path", { d: `M1 8H${line.head ? 33 : 40}`, stroke: line.colour, "stroke-width": line.width }));
  if (line.head) svg.append(drawing("path", { d: line.head, fill: line.colour }));
  return svg;
}

const counted = (items, key) => {
  const counts = new Map();
  for (const item of items) if (item[key]) counts.set(item[key], (counts.get(item[key]) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
};

/** The boxes and sliders beside the picture; `change(part, final)` is called with what of the state they change. */
export class Filters {
  constructor(scene, style, words, change) {
    Object.assign(this, { scene, style, words, change });
    const mark = (id, name) => byId(id).addEventListener("change", (event) => change({ [name]: event.target.checked }, true));
    mark("lone", "lone");
    mark("roll", "roll");
    byId("region").addEventListener("change", (event) => change({ in: event.target.value }, true));
    byId("at").addEventListener("input", () => change({ at: this.#year() }, false));
    byId("at").addEventListener("change", () => change({ at: this.#year() }, true));
    byId("unhide").addEventListener("click", () => change({ hide: [] }, true));
    byId("all-types").addEventListener("click", () => change({ off: [], untie: [], firm: [], in: "", at: "", lone: false }, true));
    byId("ties-only").addEventListener("click", () => change({ untie: this.#rosters(), lone: true }, true));
    if (matchMedia("(max-width: 800px)").matches) byId("filters").open = false;
  }

  /** Shows what there is to choose from in the picture, and what the state has chosen. */
  show(state) {
    const { nodes, edges } = this.scene.all;
    this.#legend("node-legend", counted(nodes, "label"), "off", state, (label) => [symbol(this.style.nodes[label] || this.style.other), this.words.type(label)]);
    this.#legend("edge-legend", counted(edges, "type"), "untie", state, (type) => [stroke(this.style.edges[type] || this.style.other), this.words.tie(type)]);
    this.#firmness([...nodes, ...edges], state);
    this.#regions(state);
    this.#years([...nodes, ...edges], state);
    byId("lone").checked = state.lone;
    byId("roll").checked = state.roll;
    byId("hidden-ones").hidden = !state.hide.length;
    byId("hidden-ones").querySelector("span").textContent = t(`隐藏了 ${state.hide.length} 个实体`, `${state.hide.length} entities are hidden`);
  }

  #legend(id, counts, name, state, look) {
    const rows = counts.map(([type, number]) => {
      const box = element("input", "", { type: "checkbox", id: `${name}-${type}`, "data-type": type });
      box.checked = !state[name].includes(type);
      box.addEventListener("change", () => this.change({ [name]: toggled(state[name], type) }, true));
      const label = element("label", "", { for: box.id });
      const [drawn, text] = look(type);
      label.append(drawn, ` ${text}`);
      const row = element("tr");
      for (const part of [box, label, String(number)]) {
        const cell = element("td");
        cell.append(part);
        row.append(cell);
      }
      return row;
    });
    this.#keepFocus(byId(id).tBodies[0], rows);
  }

  /** Puts new boxes in place of old ones; the one that had the focus keeps it. */
  #keepFocus(place, made) {
    const focused = place.contains(document.activeElement) ? document.activeElement.id : null;
    place.replaceChildren(...made);
    if (focused) byId(focused)?.focus();
  }

  #firmness(items, state) {
    const found = new Set(items.flatMap((one) => [one.status, one.modality]).filter(Boolean));
    const made = [...found].sort().map((value) => {
      const label = element("label");
      const box = element("input", "", { type: "checkbox", id: `firm-${value}` });
      box.checked = !state.firm.includes(value);
      box.addEventListener("change", () => this.change({ firm: toggled(state.firm, value) }, true));
      label.append(box, ` ${this.words.value(value)}`);
      return label;
    });
    this.#keepFocus(byId("firmness"), [byId("firmness").querySelector("legend"), ...made]);
  }

  #regions(state) {
    const options = Object.entries(this.scene.picture.places).map(([id, name]) => {
      const depth = Math.max(0, (id.replace(/\D/g, "").length - 2) / 2);
      return element("option", "\u3000".repeat(Math.min(3, depth)) + name, { value: id });
    });
    byId("region").replaceChildren(element("option", t("全部", "all"), { value: "" }), ...options);
    byId("region").value = state.in;
  }

  /** The slider goes from "all times" over the first to the last year that the picture knows. */
  #years(items, state) {
    const years = items.flatMap((one) => [one.first_day, one.last_day]).filter(Boolean).map((day) => Number(day.slice(0, 4)));
    const at = byId("at");
    at.disabled = !years.length;
    const first = years.length ? Math.min(...years) : 0;
    Object.assign(at, { min: String(first - 1), max: String(years.length ? Math.max(...years) : 0) });
    at.value = state.at || String(first - 1);
    const said = state.at ? t(`${state.at} 年`, state.at) : t("全部时间", "all times");
    byId("year").textContent = said;
    at.setAttribute("aria-valuetext", said);
    const open = items.filter((one) => !one.first_day && !one.last_day).length;
    byId("dates").textContent = years.length
      ? t(`${open} 项没有日期，缺的一端按未限计，照常显示。`, `${open} items bear no date; a bound that is not stated counts as open, and they stay.`)
      : t("图中没有写明日期的。", "Nothing in the picture bears a date.");
  }

  #year() {
    const at = byId("at");
    return at.value === at.min ? "" : at.value;
  }

  #rosters() {
    return Object.entries(this.style.edges).filter(([, line]) => line.roster).map(([type]) => type);
  }
}

const toggled = (list, one) => (list.includes(one) ? list.filter((other) => other !== one) : [...list, one]);
