/* The canvas: vis-network holds the view and the gestures; our painter draws.

It is told of an entity when somebody first takes hold of it: to make thousands of its own would take longer than to draw
them. Two functions of vis-network are replaced on its instance, those that draw its nodes and that find the one under the
pointer: it draws each by itself, which is too slow for thousands, and finds only those that it drew. */

const REST = 140; // milliseconds without a move after which all is drawn

/** What a person does on the canvas is told to `heard`: {select, open, menu, moved, hover}. */
export class Canvas {
  constructor(place, scene, painter, heard) {
    Object.assign(this, { place, scene, painter, heard });
    this.nodes = new vis.DataSet([]);
    this.look = { selected: [], lit: null, ties: null, pinned: new Set(), hovered: null, version: 0 };
    this.moving = false;
    this.network = new vis.Network(place, { nodes: this.nodes, edges: [] }, OPTIONS);
    this.network.renderer._drawNodes = () => ({ drawExternalLabels() {} });
    this.network.selectionHandler.getNodeAt = (pointer, whole = true) => this.#nodeAt(pointer, whole);
    this.network.on("beforeDrawing", (pen) => this.#draw(pen));
    place.firstElementChild.tabIndex = -1; // one stop for the Tab key, the place itself
    this.#listen();
  }

  /** Tells vis-network where those stand that it knows; it forgets what is no longer shown. */
  sync() {
    const { nodes, at } = this.scene;
    this.nodes.remove(this.nodes.getIds().filter((id) => !nodes.has(id)));
    this.nodes.update(this.nodes.getIds().map((id) => placed(id, at.get(id))));
  }

  redraw() {
    this.network.redraw();
  }

  /** Says what stands out: entities, ties, or nothing in particular. */
  light(lit, ties) {
    Object.assign(this.look, { lit, ties, version: this.look.version + 1 });
  }

  /** The part of the picture that is in view: left, top, right, bottom. */
  view() {
    const { clientWidth, clientHeight } = this.place;
    const a = this.network.DOMtoCanvas({ x: 0, y: 0 });
    const b = this.network.DOMtoCanvas({ x: clientWidth, y: clientHeight });
    return [a.x, a.y, b.x, b.y];
  }

  fit() {
    if (!this.scene.nodes.size) return;
    const [left, top, right, bottom] = this.scene.frame();
    const { clientWidth, clientHeight } = this.place;
    const scale = Math.min(clientWidth / (right - left), clientHeight / (bottom - top), 1.4);
    this.network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: scale * 0.97 });
  }

  zoom(factor) {
    this.network.moveTo({ scale: Math.min(4, Math.max(0.01, this.network.getScale() * factor)) });
    this.stir();
  }

  /** Moves the view so that an entity is in it; far away it comes to the middle. */
  reveal(id) {
    const [x, y] = this.scene.at.get(id);
    const [left, top, right, bottom] = this.view();
    const rim = 60 / this.network.getScale();
    const inside = x > left + rim && x < right - rim && y > top + rim && y < bottom - rim;
    if (inside && this.network.getScale() > 0.35) return;
    this.network.moveTo({ position: { x, y }, scale: Math.max(0.8, this.network.getScale()) });
  }

  /** Where a point of the picture is in the window. */
  onScreen(id) {
    const [x, y] = this.scene.at.get(id);
    const at = this.network.canvasToDOM({ x, y });
    const box = this.place.getBoundingClientRect();
    return [box.left + at.x, box.top + at.y];
  }

  #draw(pen) {
    if (!this.scene.picture) return;
    const scale = this.network.getScale();
    const frame = this.view();
    this.#watch(frame.join(" "));
    this.painter.draw(pen, { scale, frame, moving: this.moving, look: this.look });
  }

  /** Two views one soon after the other are a movement, whatever moves them. */
  #watch(view) {
    const now = performance.now();
    if (view !== this.last?.view && now - (this.last?.at || 0) < REST) this.stir();
    this.last = { view, at: now };
  }

  /** The view moves: little is drawn until it rests. */
  stir() {
    this.moving = true;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => { this.moving = false; this.redraw(); }, REST);
  }

  #nodeAt(pointer, whole) {
    const at = this.network.DOMtoCanvas(pointer);
    const found = this.scene.nodeAt(at.x, at.y, this.network.getScale());
    if (!found) return undefined;
    if (!whole) return found.id;
    if (!this.nodes.get(found.id)) this.nodes.add(placed(found.id, this.scene.at.get(found.id)));
    return this.network.body.nodes[found.id];
  }

  #listen() {
    const { network } = this;
    network.on("click", (event) => this.#click(event));
    network.on("doubleClick", (event) => { if (event.nodes[0]) this.heard.open(event.nodes[0]); });
    network.on("oncontext", (event) => {
      event.event.preventDefault();
      this.heard.menu(network.getNodeAt(event.pointer.DOM), event.event.clientX, event.event.clientY);
    });
    network.on("dragging", (event) => (event.nodes.length ? this.#carry(event.nodes) : this.stir()));
    network.on("zoom", () => this.stir());
    network.on("dragEnd", (event) => { if (event.nodes.length) this.heard.moved(event.nodes); });
    this.place.addEventListener("pointermove", (event) => this.#hover(event));
    this.place.addEventListener("pointerleave", () => this.#hovered(null, null));
  }

  #click(event) {
    const several = event.event.srcEvent.ctrlKey || event.event.srcEvent.metaKey || event.event.srcEvent.shiftKey;
    const node = this.network.selectionHandler.getNodeAt(event.pointer.DOM, false) ?? null;
    const edge = node ? null : this.scene.edgeAt(event.pointer.canvas.x, event.pointer.canvas.y, this.network.getScale());
    this.heard.select(node, edge, several);
  }

  #carry(ids) {
    for (const [id, { x, y }] of Object.entries(this.network.getPositions(ids))) this.scene.put(id, [x, y]);
  }

  #hover(event) {
    if (this.moving || event.buttons) return this.#hovered(null, null);
    const box = this.place.getBoundingClientRect();
    const at = this.network.DOMtoCanvas({ x: event.clientX - box.left, y: event.clientY - box.top });
    const node = this.scene.nodeAt(at.x, at.y, this.network.getScale());
    const edge = node ? null : this.scene.edgeAt(at.x, at.y, this.network.getScale());
    this.#hovered(node, edge, event.clientX - box.left, event.clientY - box.top);
  }

  #hovered(node, edge, x, y) {
    const changed = this.look.hovered !== (node?.id || null);
    this.look.hovered = node?.id || null;
    this.place.classList.toggle("over", Boolean(node || edge));
    this.heard.hover(node, edge, x, y);
    if (changed) this.redraw();
  }
}

const placed = (id, [x, y]) => ({ id, x, y });

const OPTIONS = {
  physics: { enabled: false },
  layout: { improvedLayout: false, randomSeed: 7 },
  interaction: { hover: false, multiselect: false, keyboard: false, tooltipDelay: 1e9, zoomSpeed: 0.8 },
  nodes: { shape: "dot", chosen: false },
};
