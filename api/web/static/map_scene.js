/* What is in the picture, what of it is shown, and where it stands. */

/** Keeps the entities and ties of the picture; `nodes` and `edges` are those that are shown. */
export class Scene {
  constructor(style) {
    this.style = style;
    this.picture = null;
    this.placed = new Map(); // id -> [x, y] where it was first put
    this.at = new Map(); // id -> [x, y] where it is
    this.nodes = new Map();
    this.edges = new Map();
    this.tiesOf = new Map();
    this.version = 0; // changes with whatever ties are shown, and where
  }

  /** Takes a picture in; what has a place keeps it, and what is new comes to the side of its anchor, wherever that is. */
  take(picture) {
    const given = new Map(picture.nodes.map((node) => [node.id, node]));
    for (const node of picture.nodes) {
      if (this.placed.has(node.id)) continue;
      const anchor = given.get(node.anchor);
      const [x, y] = (anchor && this.at.get(anchor.id)) || (anchor ? [anchor.x, anchor.y] : [0, 0]);
      const place = anchor ? [node.x + x - anchor.x, node.y + y - anchor.y] : [node.x, node.y];
      this.placed.set(node.id, place);
      this.at.set(node.id, place);
    }
    this.picture = picture;
    this.drawn = new Map();
    for (const edge of picture.edges) for (const end of [edge.from, edge.to]) this.drawn.set(end, (this.drawn.get(end) || 0) + 1);
  }

  /** Puts everything where the state says: where it was pinned, else where it was first put. */
  settle(pins) {
    for (const [id, place] of this.placed) this.at.set(id, pins.get(id) || place);
  }

  /** Puts an entity somewhere. */
  put(id, place) {
    this.at.set(id, place);
    this.version += 1;
  }

  /** Applies roll-up and filters. */
  show(state) {
    const { nodes, edges } = state.roll ? rolled(this.picture, this) : this.picture;
    this.all = { nodes, edges };
    this.version += 1;
    const stays = keeper(state);
    const kept = nodes.filter((node) => stays.node(node));
    this.nodes = new Map(kept.map((node) => [node.id, node]));
    this.edges = new Map();
    for (const edge of edges) {
      if (stays.edge(edge) && this.nodes.has(edge.from) && this.nodes.has(edge.to)) this.edges.set(edge.id, edge);
    }
    this.#index();
    if (state.lone) this.#dropLone(state);
  }

  #index() {
    this.tiesOf = new Map([...this.nodes.keys()].map((id) => [id, []]));
    const pairs = new Map();
    for (const edge of this.edges.values()) {
      for (const end of new Set([edge.from, edge.to])) this.tiesOf.get(end).push(edge);
      const pair = edge.from < edge.to ? `${edge.from} ${edge.to}` : `${edge.to} ${edge.from}`;
      if (!pairs.has(pair)) pairs.set(pair, []);
      pairs.get(pair).push(edge);
    }
    for (const group of pairs.values()) group.forEach((edge, nth) => { edge.bend = bend(edge, nth, group.length); });
    this.ranked = [...this.nodes.values()].sort((a, b) => this.tiesOf.get(b.id).length - this.tiesOf.get(a.id).length || (a.id < b.id ? -1 : 1));
  }

  #dropLone(state) {
    for (const [id, ties] of this.tiesOf) {
      if (!ties.length && !state.sel.includes(id)) {
        this.nodes.delete(id);
        this.tiesOf.delete(id);
      }
    }
    this.ranked = this.ranked.filter((node) => this.nodes.has(node.id));
  }

  /** The neighbours that are shown. */
  neighbours(id) {
    return (this.tiesOf.get(id) || []).map((edge) => (edge.from === id ? edge.to : edge.from)).filter((other) => other !== id);
  }

  /** How many an expansion of an entity would add, as far as it is known; null where it is not. */
  remaining(id) {
    const grown = this.picture.expansions.find((one) => one.id === id);
    if (grown) return grown.total - grown.shown;
    return this.nodes.get(id).degree === null ? null : this.unseen(id);
  }

  /** How many relations of an entity are not drawn. */
  unseen(id) {
    const node = this.nodes.get(id);
    return node.degree === null ? 0 : Math.max(0, node.degree - (this.drawn.get(id) || 0));
  }

  /** Left, top, right and bottom of what is shown. */
  frame() {
    const frame = [Infinity, Infinity, -Infinity, -Infinity];
    for (const node of this.nodes.values()) {
      const [x, y] = this.at.get(node.id);
      frame[0] = Math.min(frame[0], x - 70);
      frame[1] = Math.min(frame[1], y - node.size - 10);
      frame[2] = Math.max(frame[2], x + 70);
      frame[3] = Math.max(frame[3], y + node.size + 60);
    }
    return frame;
  }

  /** The entity at a point, symbols that are small on the screen taken for larger ones. */
  nodeAt(x, y, scale) {
    let best = null;
    let near = Infinity;
    for (const node of this.nodes.values()) {
      const [nx, ny] = this.at.get(node.id);
      const far = Math.hypot(nx - x, ny - y);
      if (far <= Math.max(node.size, 9 / scale) && far < near) [best, near] = [node, far];
    }
    return best;
  }

  /** The tie at a point. */
  edgeAt(x, y, scale) {
    let best = null;
    let near = 6 / scale;
    for (const edge of this.edges.values()) {
      const far = distance(x, y, this.at.get(edge.from), this.at.get(edge.to), edge.bend);
      if (far < near) [best, near] = [edge, far];
    }
    return best;
  }
}

/** How far one of several ties between two is bent, as a part of their distance; the same whichever way it runs. */
function bend(edge, nth, of) {
  const offset = (nth - (of - 1) / 2) * Math.min(0.24, 0.9 / of);
  return edge.from < edge.to ? offset : -offset;
}

/** The point that pulls a bent tie aside. */
export function pull([ax, ay], [bx, by], bent) {
  return [(ax + bx) / 2 - (by - ay) * bent * 2, (ay + by) / 2 + (bx - ax) * bent * 2];
}

function distance(x, y, a, b, bent) {
  if (!bent) return toSegment(x, y, a, b);
  const middle = pull(a, b, bent);
  const on = (t) => [0, 1].map((i) => (1 - t) ** 2 * a[i] + 2 * t * (1 - t) * middle[i] + t ** 2 * b[i]);
  const points = [0, 0.25, 0.5, 0.75, 1].map(on);
  return Math.min(...points.slice(1).map((point, i) => toSegment(x, y, points[i], point)));
}

function toSegment(x, y, [ax, ay], [bx, by]) {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const t = length ? Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length)) : 0;
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
}

/** Which entities and ties a state lets through. An unknown bound of time is open. */
function keeper(state) {
  const [off, untie, firm, hide] = [state.off, state.untie, state.firm, state.hide].map((list) => new Set(list));
  const holds = (one) => !state.at || ((one.first_day || "") <= `${state.at}-12-31` && (one.last_day || "9999") >= `${state.at}-01-01`);
  const stands = (one) => !firm.has(one.status) && !firm.has(one.modality);
  return {
    node: (node) => !off.has(node.label) && !hide.has(node.id) && stands(node) && holds(node) && (!state.in || node.places.includes(state.in)),
    edge: (edge) => !untie.has(edge.type) && stands(edge) && holds(edge),
  };
}

/** The picture with colleges folded into their universities; one that is not in the picture comes in their place. */
function rolled(picture, scene) {
  const nodes = new Map(picture.nodes.filter((node) => !node.university).map((node) => [node.id, node]));
  const whole = new Map();
  for (const node of picture.nodes.filter((one) => one.university)) {
    whole.set(node.id, node.university);
    if (nodes.has(node.university)) continue;
    nodes.set(node.university, { ...node, id: node.university, name: node.university_name, text: node.university_name, label: "University", degree: null, university: null });
    if (!scene.at.has(node.university)) scene.at.set(node.university, scene.at.get(node.id));
  }
  const moved = picture.edges.map((edge) => ({ ...edge, from: whole.get(edge.from) || edge.from, to: whole.get(edge.to) || edge.to }));
  return { nodes: [...nodes.values()], edges: moved.filter((edge) => edge.from !== edge.to) };
}
