/* The picture as a file: PNG and SVG are made here, CSV and the offline page by the server. */

import { address, save, t, tell } from "./site.js";
import { pull } from "./map_scene.js";

const SVG = "http://www.w3.org/2000/svg";
const LARGEST = 8000; // pixels of a side of a PNG
const NAMEABLE = 400; // entities whose ids fit into an address

const fileName = (picture, ending) => `xiaodi-map-v${picture.version}-${new Date().toISOString().slice(0, 10)}.${ending}`;

/** All that is shown, on white. */
export function savePng(scene, painter, look) {
  const [left, top, right, bottom] = scene.frame();
  const scale = Math.min(2, LARGEST / (right - left), LARGEST / (bottom - top));
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil((right - left) * scale);
  canvas.height = Math.ceil((bottom - top) * scale);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.scale(scale, scale);
  pen.translate(-left, -top);
  painter.draw(pen, { scale, frame: scene.frame(), moving: false, look, once: true });
  canvas.toBlob((blob) => {
    if (blob) save(blob, fileName(scene.picture, "png"));
    else tell(t("图太大，导不出 PNG；请先筛选，或用 SVG。", "Too large for a PNG; filter it first, or take the SVG."), "error");
  });
}

/** The same as shapes and texts. */
export function saveSvg(scene, style, title) {
  const [left, top, right, bottom] = scene.frame();
  const root = part("svg", { viewBox: `${left} ${top} ${right - left} ${bottom - top}`, width: right - left, height: bottom - top, "font-family": "sans-serif" });
  root.append(named("title", title), part("rect", { x: left, y: top, width: right - left, height: bottom - top, fill: "#ffffff" }));
  for (const edge of scene.edges.values()) root.append(tie(scene, style, edge));
  for (const node of scene.nodes.values()) root.append(...symbol(scene, style, node));
  save(new Blob([new XMLSerializer().serializeToString(root)], { type: "image/svg+xml" }), fileName(scene.picture, "svg"));
}

function part(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function named(name, text, attributes = {}) {
  const made = part(name, attributes);
  made.textContent = text;
  return made;
}

function tie(scene, style, edge) {
  const [a, b] = [scene.at.get(edge.from), scene.at.get(edge.to)];
  const line = style.edges[edge.type] || style.other;
  const way = edge.bend ? `Q${pull(a, b, edge.bend).join(" ")} ${b.join(" ")}` : `L${b.join(" ")}`;
  const dashes = (style.dashes[edge.status] || []).join(" ");
  return part("path", { d: `M${a.join(" ")}${way}`, fill: "none", stroke: line.colour, "stroke-width": line.width, "stroke-dasharray": dashes, opacity: edge.modality === "actual" ? 0.8 : 0.45 });
}

function symbol(scene, style, node) {
  const [x, y] = scene.at.get(node.id);
  const look = style.nodes[node.label] || style.other;
  const shape = part("path", { d: look.path, fill: look.colour, stroke: "#4a4a4a", transform: `translate(${x - node.size} ${y - node.size}) scale(${node.size / 12})` });
  const lines = node.text.split("\n").map((line, i) => named("text", line, { x, y: y + node.size + node.font * (1.15 * i + 1.05), "font-size": node.font, "text-anchor": "middle", fill: "#1c2530" }));
  return [shape, ...lines];
}

/** Where the server gives the ties as a table and the picture as a page: of what is shown where that can be named. */
export function links(scene) {
  const { picture } = scene;
  const graph = [picture.query, ...picture.further].find((query) => query.name.startsWith("network/") && query.name !== "network/around") || picture.further.find((query) => query.name === "paths/steps") || picture.query;
  const shown = { entities: [...scene.nodes.keys()] };
  const exact = scene.nodes.size <= NAMEABLE;
  document.getElementById("as-csv").href = file(`/v1/exports/queries/${exact ? "network/among" : graph.name}`, exact ? shown : graph.params, { format: "csv" });
  document.getElementById("as-html").href = file(`/v1/views/${exact ? "network/among" : graph.name}`, exact ? shown : graph.params, {});
}

function file(path, params, more) {
  const url = new URL(address(path), location.origin);
  for (const [name, value] of Object.entries({ ...params, ...more })) {
    for (const one of [value].flat()) if (one !== null) url.searchParams.append(name, String(one));
  }
  return url.pathname + url.search;
}
