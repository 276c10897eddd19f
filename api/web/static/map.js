/* The map of ties: one picture that grows in place. This file joins the others. */

import { ask, element, t, tell } from "./site.js";
import { Canvas } from "./map_canvas.js";
import { Painter } from "./map_draw.js";
import { links, savePng, saveSvg } from "./map_export.js";
import { Filters } from "./map_filters.js";
import { boxes } from "./map_find.js";
import { first } from "./map_first.js";
import { read, request, same, write } from "./map_history.js";
import { listen } from "./map_keys.js";
import { closeMenu, openMenu, showQueries } from "./map_menu.js";
import { button, Panel, Words } from "./map_panel.js";
import { Scene } from "./map_scene.js";

const byId = (id) => document.getElementById(id);
const style = JSON.parse(byId("style").textContent);
style.other = { colour: "#5f6b76", width: 1.5, head: "" };
style.spare = new Path2D("M12 3a9 9 0 1 0 .01 0z");
const words = new Words(style);
const FEWEST = 500;

class Map_ {
  constructor() {
    this.place = byId("graph");
    this.scene = new Scene(style);
    this.painter = new Painter(this.scene, style);
    this.act = this.#acts();
    this.canvas = new Canvas(this.place, this.scene, this.painter, this.#heard());
    this.panel = new Panel(this.scene, words, this.act);
    this.filters = new Filters(this.scene, style, words, (part, final) => this.#change(part, final));
    this.boxes = boxes({ find: (one) => this.#find(one), path: (a, b) => this.go({ path: a && b ? `${a},${b}` : "" }) });
    listen(this.place, this);
    this.#buttons();
    addEventListener("popstate", () => this.#enter());
    document.addEventListener("pointerdown", (event) => { if (!event.target.closest("#menu")) closeMenu(); });
    this.#enter();
  }

  /** Takes over the state that the address holds. */
  #enter() {
    const { state, lost } = read(location.search);
    if (lost) tell(t("这个链接所指的状态在另一个窗口里；这里从头开始。", "The state of this link lives in another window; this begins afresh."), "error");
    this.#take(state);
  }

  /** Goes to a state that differs in some parts; it becomes a step of the browser's history. */
  go(part, { step = true } = {}) {
    const state = { ...this.state, ...part };
    const url = `${location.pathname}?${write(state)}`;
    if (step && url !== location.pathname + location.search) history.pushState(null, "", url);
    else history.replaceState(null, "", url);
    return this.#take(state);
  }

  /** Only filters change: while a slider moves, that is no step. */
  #change(part, final) {
    if (final && this.sliding) history.replaceState(null, "", this.sliding);
    if (!final && !this.sliding) this.sliding = location.pathname + location.search;
    if (final) this.sliding = null;
    this.go(part, { step: final });
  }

  async #take(state) {
    const fetched = this.state && this.scene.picture && same(this.state, state);
    const before = this.state;
    this.state = state;
    if (!fetched && !(await this.#fetch(state, before))) return;
    this.#show(!this.shown);
    this.shown = true;
    performance.mark("shown");
  }

  /** Asks for the picture; whatever was asked for before is no longer wanted. */
  async #fetch(state, before) {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    byId("busy").hidden = false;
    const kept = before && Number(state.most || FEWEST) > Number(before.most || FEWEST) ? this.scene.picture?.begun : 0;
    try {
      const picture = await (before ? ask("/v1/pictures", { params: request(state, kept), signal: asking.signal }) : first);
      if (asking.signal.aborted) return false;
      this.scene.take(picture);
      return true;
    } catch (error) {
      if (error.name === "AbortError") return false;
      this.#failed(error);
      return false;
    } finally {
      if (asking === this.asking) byId("busy").hidden = true;
    }
  }

  #failed(error) {
    const note = byId("note");
    note.className = "alert error";
    note.hidden = false;
    note.replaceChildren(error.message, " ", button(t("重试", "Try again"), () => this.#take(this.state)));
  }

  #show(first) {
    const { scene, state } = this;
    scene.settle(state.pins);
    scene.show(state);
    state.sel = state.sel.filter((id) => scene.nodes.has(id));
    this.#lights();
    this.canvas.sync();
    if (first) this.canvas.fit();
    this.canvas.redraw();
    byId("filters").hidden = !scene.picture.nodes.length;
    this.filters.show(state);
    this.#details();
    this.panel.table();
    this.#counts();
    this.#note();
    links(scene);
    byId("no-path").hidden = !state.path || !state.base.length;
  }

  /** What stands out: the selected with its neighbours, else the path that was found. */
  #lights() {
    const { look } = this.canvas;
    const { path } = this.scene.picture;
    look.selected = this.state.sel;
    look.pinned = new Set(this.state.pins.keys());
    const { scene } = this;
    const chosen = this.state.sel;
    if (chosen.length) {
      const ties = chosen.flatMap((id) => scene.tiesOf.get(id) || []);
      return this.canvas.light(new Set([...chosen, ...ties.flatMap((edge) => [edge.from, edge.to])]), new Set(ties.map((edge) => edge.id)));
    }
    if (!path?.stops.length) return this.canvas.light(null, null);
    const ends = scene.picture.edges.filter((edge) => path.edges.includes(edge.id)).flatMap((edge) => [edge.from, edge.to]);
    return this.canvas.light(new Set([...path.stops, ...ends]), new Set(path.edges));
  }

  #details() {
    const node = this.scene.nodes.get(this.state.sel[0]);
    if (node) this.panel.node(node, this.state);
    else if (this.scene.picture.path) this.panel.path(this.scene.picture.path, this.state.base.length > 0);
    else this.panel.empty();
  }

  #counts() {
    const { scene } = this;
    const { picture } = scene;
    const counts = byId("counts");
    const hidden = scene.all.nodes.length - scene.nodes.size;
    const said = t(`${scene.nodes.size} 个实体 · ${scene.edges.size} 条关系`, `${scene.nodes.size} entities · ${scene.edges.size} ties`);
    counts.replaceChildren(element("span", said));
    if (hidden) counts.append(element("span", t(`筛去 ${hidden} 个`, `${hidden} filtered out`)));
    counts.append(element("span", `${t("数据版本", "data version")} v${picture.version}`));
    const left = Math.min(picture.total, picture.most) - picture.begun;
    if (left > 0) {
      const next = Math.min(picture.most, picture.begun * 2);
      counts.append(button(t(`再显示 ${Math.min(left, next - picture.begun)} 个`, `Show ${Math.min(left, next - picture.begun)} more`), () => this.go({ most: String(next) }), { id: "show-more" }));
    }
  }

  /** States that need words: nothing to draw, only a part drawn. */
  #note() {
    const { picture, nodes } = this.scene;
    const note = byId("note");
    const most = picture.nodes.length >= picture.most;
    let said = "";
    if (!picture.nodes.length) said = this.#nothing();
    else if (!nodes.size) said = t("筛选后没有剩下的；请放宽筛选。", "The filters leave nothing; widen them.");
    else if (most) said = t(`图中已有 ${picture.most} 个实体，到了上限。请从一个实体或一地看起，或先筛选。`, `The picture has ${picture.most} entities and is full. Begin with an entity or a place, or filter.`);
    else if (picture.total > picture.begun) said = t(`共 ${picture.total} 个实体，先画出关系最多的 ${picture.begun} 个。`, `Of ${picture.total} entities the ${picture.begun} best connected are drawn first.`);
    note.className = "alert";
    note.hidden = !said;
    note.textContent = said;
  }

  /** Why there is nothing to draw, and what to do. */
  #nothing() {
    if (this.state.base.length) return t("没有可画的：这里没有合乎条件的关系。换个地方、日期或问题再看。", "Nothing to draw: no ties are as asked for. Try another place, date or question.");
    return t("没有可画的：还没有装载来源。到“装载”页放入表格或文档。", "Nothing to draw: no source is loaded. Drop a table or a document on the Load page.");
  }

  // What a person can do.

  #acts() {
    return {
      select: (id) => this.select(id),
      expand: (id) => this.#expand(id),
      collapse: (id) => this.#collapse(id),
      hide: (id) => this.go({ hide: [...this.state.hide, id], sel: [] }),
      pin: (id) => this.#pin(id),
      pathFrom: (node) => this.boxes.from(node),
      pathTo: (node) => this.go({ path: `${this.boxes.started().id},${node.id}`, sel: [] }),
      noPath: () => this.go({ path: "" }),
      started: () => this.boxes.started(),
    };
  }

  #heard() {
    return {
      select: (node, edge, several) => this.#picked(node, edge, several),
      open: (id) => this.#expand(id),
      menu: (id, x, y) => { if (id) { this.select(id); this.openMenu(id, x, y); } },
      moved: (ids) => this.#pinned(ids),
      hover: (node, edge, x, y) => this.#tip(node, edge, x, y),
    };
  }

  #picked(node, edge, several) {
    closeMenu();
    if (several && node && this.state.sel[0] && this.state.sel[0] !== node) this.go({ path: `${this.state.sel[0]},${node}`, sel: [] });
    else if (edge) this.#pickedTie(edge);
    else this.select(node);
  }

  select(id) {
    this.go({ sel: id ? [id] : [] }, { step: false });
    if (id && this.scene.nodes.has(id)) this.canvas.reveal(id);
  }

  #pickedTie(edge) {
    this.go({ sel: [] }, { step: false });
    this.canvas.light(new Set([edge.from, edge.to]), new Set([edge.id]));
    this.canvas.redraw();
    this.panel.edge(edge);
  }

  #expand(id) {
    if (this.scene.remaining(id) === 0) return tell(t("它的相邻实体都在图中了。", "All its neighbours are in the picture."));
    return this.go({ grow: [...this.state.grow, id], sel: [id] });
  }

  /** Takes back an expansion, and those of entities that were there through it alone. */
  #collapse(id) {
    if (!this.state.grow.includes(id)) return tell(t("它没有展开过。", "It was not expanded."));
    const by = new Map(this.scene.picture.nodes.map((node) => [node.id, node.by]));
    const gone = new Set([id]);
    for (let size = 0; size !== gone.size;) {
      size = gone.size;
      for (const one of this.state.grow) if (by.get(one)?.length && by.get(one).every((other) => gone.has(other))) gone.add(one);
    }
    return this.go({ grow: this.state.grow.filter((one) => !gone.has(one)) });
  }

  #pin(id) {
    const pins = new Map(this.state.pins);
    if (!pins.delete(id)) pins.set(id, this.scene.at.get(id));
    this.go({ pins });
  }

  #pinned(ids) {
    const pins = new Map(this.state.pins);
    for (const id of ids) pins.set(id, this.scene.at.get(id));
    this.go({ pins });
  }

  /** What was looked for is selected; when it is not in the picture it comes with its neighbours. */
  #find(one) {
    if (this.scene.nodes.has(one.id)) this.select(one.id);
    else this.go({ grow: [...this.state.grow, one.id], hide: this.state.hide.filter((id) => id !== one.id), sel: [one.id] }).then(() => this.scene.nodes.has(one.id) && this.canvas.reveal(one.id));
    this.place.focus();
  }

  openMenu(id, x, y) {
    const [nx, ny] = this.canvas.onScreen(id);
    openMenu(this.scene.nodes.get(id), this.scene.remaining(id), this.state, this.act, x ?? nx, y ?? ny, this.place);
  }

  #tip(node, edge, x, y) {
    const tip = byId("tip");
    tip.hidden = !(node || edge);
    if (node) tip.textContent = `${node.name}\n${words.type(node.label)}`;
    else if (edge) tip.textContent = `${this.scene.nodes.get(edge.from).name} — ${this.scene.nodes.get(edge.to).name}\n${words.facts(edge)}`;
    if (tip.hidden) return;
    tip.style.left = `${Math.max(0, Math.min(x + 14, this.place.clientWidth - tip.offsetWidth - 4))}px`;
    tip.style.top = `${Math.max(0, Math.min(y + 14, this.place.clientHeight - tip.offsetHeight - 4))}px`;
  }

  #buttons() {
    const on = (id, act) => byId(id).addEventListener("click", act);
    on("back", () => history.back());
    on("forth", () => history.forward());
    on("closer", () => this.canvas.zoom(1.3));
    on("farther", () => this.canvas.zoom(1 / 1.3));
    on("fit", () => this.canvas.fit());
    on("behind", () => { if (this.scene.picture) showQueries(this.scene.picture); });
    on("help", () => byId("help-dialog").showModal());
    on("screen", () => (document.fullscreenElement ? document.exitFullscreen() : byId("map").requestFullscreen()));
    for (const made of document.querySelectorAll("[data-export]")) made.addEventListener("click", () => this.#export(made.dataset.export));
  }

  #export(form) {
    byId("exports").open = false;
    if (form === "png") savePng(this.scene, this.painter, this.canvas.look);
    else saveSvg(this.scene, style, document.title);
  }
}

const map = new Map_();
window.xiaodi = { network: map.canvas.network, map };
