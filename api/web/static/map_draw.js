/* Draws the picture on a canvas: all of it when at rest, less while it moves or where it is seen from far.

What limits the speed is the filling of pixels by strokes: ten thousand ties take a hundred times longer than five
thousand symbols. So the ties are drawn on a layer of their own when the picture rests, and the layer moves with it;
symbols of one colour are one path; labels seen from far are few. */

import { pull } from "./map_scene.js";

const FAINT = 0.14;
const MANY = 700; // symbols in view from which they are drawn as plain squares
const READABLE = 9; // pixels of letters from which a label is drawn in its place
const FAR = 12; // pixels of letters of labels seen from far
const NAMED = 90; // labels seen from far, at most
const LOT = 8000; // square pixels of the view for each of them: a small screen has fewer
const GAP = 4; // pixels around each of them
const KNOWN = 12; // of the best connected: no label of a lesser one that is seen from far covers their symbols
const RIM = 0.25; // of what is in view, beyond each edge of the layer of ties
const HAIR = 0.6; // pixels of a tie seen from far: wider ones take many times longer
const DENSE = 1500; // ties of one colour from which they step back, lest they cover the symbols
const FONT = 'system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif';
const INK = "#1c2530";
const STRONG = "#0a558c";

/** Draws a scene; `look` says what is selected, lit, pinned and hovered. */
export class Painter {
  constructor(scene, style) {
    this.scene = scene;
    this.style = style;
    this.shapes = new Map(Object.entries(style.nodes).map(([label, one]) => [label, new Path2D(one.path)]));
    this.heads = new Map(Object.entries(style.edges).filter(([, one]) => one.head).map(([type, one]) => [type, new Path2D(one.head)]));
    this.named = [];
  }

  /** Draws into a context that is already moved and scaled; `frame` is what can be seen of the picture; `once`: for a file. */
  draw(pen, { scale, frame, moving, look, once = false }) {
    const seen = this.#seen(frame, 60 / scale);
    const plain = moving ? seen.length > 250 : seen.length > MANY;
    if (once) this.#ties(pen, scale, frame, plain, look);
    else this.#layered(pen, { scale, frame, moving, look }, plain);
    if (plain) this.#squares(pen, scale, seen, look);
    else this.#symbols(pen, scale, seen, look);
    this.#rings(pen, scale, look);
    if (!moving) this.named = this.#names(scale, seen, look, frame);
    this.#texts(pen, moving ? this.named.slice(0, 60) : this.named, scale, moving);
    if (!plain && scale > 0.45) this.#more(pen, seen, look);
  }

  #seen([left, top, right, bottom], rim) {
    const seen = [];
    for (const node of this.scene.nodes.values()) {
      const [x, y] = this.scene.at.get(node.id);
      if (x > left - rim && x < right + rim && y > top - rim && y < bottom + rim) seen.push(node);
    }
    return seen;
  }

  #layered(pen, { scale, frame, moving, look }, plain) {
    if (!moving || !this.layer) this.#layer(scale, frame, plain, look);
    pen.drawImage(this.layer.canvas, ...this.layer.place);
  }

  /** Draws the ties of what is in view and a little beyond it; they stay while nothing changed. */
  #layer(scale, [left, top, right, bottom], plain, look) {
    const [wide, tall] = [(right - left) * RIM, (bottom - top) * RIM];
    const key = [this.scene.version, scale, left, top, plain, look.version].join(" ");
    if (this.layer?.key === key) return;
    const frame = [left - wide, top - tall, right + wide, bottom + tall];
    const fine = scale * Math.min(2, devicePixelRatio || 1);
    const canvas = this.layer?.canvas || document.createElement("canvas");
    canvas.width = Math.max(1, Math.ceil((frame[2] - frame[0]) * fine));
    canvas.height = Math.max(1, Math.ceil((frame[3] - frame[1]) * fine));
    const pen = canvas.getContext("2d");
    pen.scale(fine, fine);
    pen.translate(-frame[0], -frame[1]);
    this.#ties(pen, scale, frame, plain, look);
    this.layer = { key, canvas, place: [frame[0], frame[1], canvas.width / fine, canvas.height / fine] };
  }

  /** Ties of one look are one path; where few are in view each has its width, dashes and head. */
  #ties(pen, scale, frame, plain, look) {
    const groups = new Map();
    const heads = [];
    for (const edge of this.scene.edges.values()) {
      const a = this.scene.at.get(edge.from);
      const b = this.scene.at.get(edge.to);
      if (outside(a, b, frame)) continue;
      const faint = look.lit && !(look.ties ? look.ties.has(edge.id) : look.lit.has(edge.from) && look.lit.has(edge.to));
      const style = this.style.edges[edge.type] || this.style.other;
      const light = edge.modality && edge.modality !== "actual";
      const key = plain ? `${style.colour}${faint}` : `${edge.type} ${edge.status} ${faint} ${light}`;
      if (!groups.has(key)) groups.set(key, { style, faint, light, status: edge.status, edges: [] });
      groups.get(key).edges.push([a, b, plain ? 0 : edge.bend, edge]);
      if (!plain && scale > 0.4 && this.heads.has(edge.type) && !faint) heads.push([a, b, edge]);
    }
    for (const group of groups.values()) stroke(pen, group, scale, plain, this.style.dashes);
    for (const [a, b, edge] of heads) this.#head(pen, a, b, edge);
    pen.globalAlpha = 1;
    pen.setLineDash([]);
  }

  #head(pen, a, b, edge) {
    const from = edge.bend ? pull(a, b, edge.bend) : a;
    const angle = Math.atan2(b[1] - from[1], b[0] - from[0]);
    const size = this.scene.nodes.get(edge.to).size + 2;
    pen.save();
    pen.globalAlpha = 0.85;
    pen.translate(b[0] - Math.cos(angle) * size, b[1] - Math.sin(angle) * size);
    pen.rotate(angle);
    pen.translate(-40, -8);
    pen.fillStyle = this.style.edges[edge.type].colour;
    pen.fill(this.heads.get(edge.type));
    pen.restore();
  }

  #squares(pen, scale, seen, look) {
    const groups = new Map();
    for (const node of seen) {
      const key = `${this.#colour(node)} ${Boolean(look.lit && !look.lit.has(node.id))}`;
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(node);
    }
    for (const [key, nodes] of groups) {
      const [colour, faint] = key.split(" ");
      pen.globalAlpha = faint === "true" ? FAINT : 1;
      pen.fillStyle = colour;
      pen.beginPath();
      for (const node of nodes) {
        const [x, y] = this.scene.at.get(node.id);
        const half = Math.max(node.size * 0.85, 1.6 / scale);
        pen.rect(x - half, y - half, 2 * half, 2 * half);
      }
      pen.fill();
    }
    pen.globalAlpha = 1;
  }

  #symbols(pen, scale, seen, look) {
    for (const node of seen) {
      const [x, y] = this.scene.at.get(node.id);
      const half = Math.max(node.size, 3 / scale);
      pen.save();
      pen.globalAlpha = look.lit && !look.lit.has(node.id) ? FAINT : 1;
      pen.translate(x - half, y - half);
      pen.scale(half / 12, half / 12);
      pen.fillStyle = this.#colour(node);
      pen.strokeStyle = node.disputed ? "#a11a1a" : "#4a4a4a";
      pen.lineWidth = ((node.disputed ? 2.5 : 1) * 12) / half;
      pen.setLineDash((this.style.dashes[node.status] || []).map((part) => (part * 8) / half));
      const shape = this.shapes.get(node.label) || this.style.spare;
      pen.fill(shape);
      pen.stroke(shape);
      pen.restore();
    }
  }

  #colour(node) {
    return (this.style.nodes[node.label] || this.style.other).colour;
  }

  /** Around what is selected, pinned or under the pointer. */
  #rings(pen, scale, look) {
    const ring = (id, colour, width, gap) => {
      const node = this.scene.nodes.get(id);
      if (!node) return;
      const [x, y] = this.scene.at.get(id);
      pen.strokeStyle = colour;
      pen.lineWidth = width / Math.min(1, scale);
      pen.beginPath();
      pen.arc(x, y, node.size + gap / Math.min(1, scale), 0, 7);
      pen.stroke();
    };
    for (const id of look.pinned) ring(id, "#74808c", 1.5, 4);
    if (look.hovered) ring(look.hovered, "#56B4E9", 2.5, 5);
    for (const id of look.selected) ring(id, STRONG, 4, 6);
  }

  /** Which labels are drawn: where they can be read all of them, else of whom the picture is and the best connected, as far as there is room. */
  #names(scale, seen, look, frame) {
    const inView = new Set(seen);
    const [placed, named, known] = [[], [], []]; // known: symbols of better connected ones
    const first = [...look.selected, look.hovered].map((id) => this.scene.nodes.get(id)).filter(Boolean);
    const most = Math.min(NAMED, ((frame[2] - frame[0]) * (frame[3] - frame[1]) * scale ** 2) / LOT);
    let far = false;
    const begun = [this.scene.nodes.get(this.scene.picture.query.params.entity)].filter(Boolean);
    for (const node of new Set([...first, ...begun, ...this.scene.ranked])) {
      if (!inView.has(node) || (look.lit && !look.lit.has(node.id))) continue;
      const away = node.font * scale < READABLE;
      if (away && (named.length >= most || placed.length > 400)) continue;
      const font = away ? FAR / scale : node.font;
      const box = this.#box(node, font, away ? GAP / scale : 0);
      const crowded = (away || far) && [...placed, ...known].some((other) => meet(box, other));
      if (known.length < KNOWN) known.push(this.#symbol(node));
      if (!first.includes(node) && (crowded || (away && (box[0] < frame[0] || box[2] > frame[2])))) continue;
      far ||= away;
      placed.push(box);
      named.push({ node, font });
    }
    return named;
  }

  #symbol(node) {
    const [x, y] = this.scene.at.get(node.id);
    return [x - node.size, y - node.size, x + node.size, y + node.size];
  }

  #box(node, font, gap) {
    const [x, y] = this.scene.at.get(node.id);
    const lines = node.text.split("\n");
    const half = Math.max(...lines.map((line) => line.length)) * font * 0.52;
    return [x - half - gap, y - node.size - gap, x + half + gap, y + node.size + font * 1.2 * lines.length + gap];
  }

  #texts(pen, named, scale, moving) {
    pen.textAlign = "center";
    pen.lineJoin = "round";
    pen.strokeStyle = "rgba(255,255,255,0.92)";
    pen.fillStyle = INK;
    for (const { node, font } of named) {
      const [x, y] = this.scene.at.get(node.id);
      const size = moving ? Math.max(node.font * scale >= READABLE ? node.font : 0, FAR / scale) : font;
      pen.font = `${size}px ${FONT}`;
      pen.lineWidth = size / 4;
      node.text.split("\n").forEach((line, i) => {
        const at = y + node.size + size * (1.15 * i + 1.05);
        pen.strokeText(line, x, at);
        pen.fillText(line, x, at);
      });
    }
  }

  /** How many relations are not drawn, beside each symbol. */
  #more(pen, seen, look) {
    pen.font = `bold 11px ${FONT}`;
    pen.textAlign = "left";
    pen.fillStyle = STRONG;
    pen.strokeStyle = "rgba(255,255,255,0.92)";
    pen.lineWidth = 3;
    for (const node of seen) {
      const unseen = this.scene.unseen(node.id);
      if (!unseen || (look.lit && !look.lit.has(node.id))) continue;
      const [x, y] = this.scene.at.get(node.id);
      pen.strokeText(`+${unseen}`, x + node.size * 0.8, y - node.size * 0.7);
      pen.fillText(`+${unseen}`, x + node.size * 0.8, y - node.size * 0.7);
    }
  }
}

const meet = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

const outside = (a, b, [left, top, right, bottom]) =>
  (a[0] < left && b[0] < left) || (a[0] > right && b[0] > right) || (a[1] < top && b[1] < top) || (a[1] > bottom && b[1] > bottom);

function stroke(pen, group, scale, plain, dashes) {
  const dense = plain && group.edges.length > DENSE;
  pen.globalAlpha = group.faint ? FAINT : dense ? 0.3 : group.light && !plain ? 0.45 : 0.8;
  pen.strokeStyle = group.style.colour;
  pen.lineWidth = plain ? HAIR / scale : Math.max(group.style.width, 1 / scale);
  pen.setLineDash((!plain && dashes[group.status]) || []);
  pen.beginPath();
  for (const [a, b, bent] of group.edges) {
    pen.moveTo(a[0], a[1]);
    if (bent) pen.quadraticCurveTo(...pull(a, b, bent), b[0], b[1]);
    else pen.lineTo(b[0], b[1]);
  }
  pen.stroke();
}
