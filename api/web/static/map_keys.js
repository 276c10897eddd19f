/* The keyboard: all that a mouse can do on the canvas. */

const byId = (id) => document.getElementById(id);

/** Listens on the canvas; `map` is the map whose functions the keys call. */
export function listen(place, map) {
  place.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const does = action(event, map);
    if (!does) return;
    event.preventDefault();
    does();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, dialog");
    if (typing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "/") { event.preventDefault(); byId("find").focus(); }
    else if (event.key === "?") { event.preventDefault(); byId("help-dialog").showModal(); }
  });
}

function action(event, map) {
  const id = map.state.sel[0];
  const chosen = id && map.scene.nodes.has(id);
  const always = {
    ArrowLeft: () => step(map, -1, 0), ArrowRight: () => step(map, 1, 0), ArrowUp: () => step(map, 0, -1), ArrowDown: () => step(map, 0, 1),
    "+": () => map.canvas.zoom(1.3), "=": () => map.canvas.zoom(1.3), "-": () => map.canvas.zoom(1 / 1.3), 0: () => map.canvas.fit(),
    Escape: () => map.act.select(null),
  };
  const ofOne = {
    Enter: () => map.act.expand(id), Backspace: () => map.act.collapse(id), Delete: () => map.act.hide(id), p: () => map.act.pin(id), P: () => map.act.pin(id),
    ContextMenu: () => map.openMenu(id), F10: event.shiftKey && (() => map.openMenu(id)),
  };
  return always[event.key] || (chosen && ofOne[event.key]);
}

/** To the neighbour that lies most in a direction; without one, to the nearest entity there; from nowhere, to the best connected. */
function step(map, dx, dy) {
  const { scene } = map;
  const from = scene.nodes.get(map.state.sel[0]);
  if (!from) return map.act.select(scene.ranked[0]?.id || null);
  const to = towards(scene, from, scene.neighbours(from.id), dx, dy) || towards(scene, from, scene.nodes.keys(), dx, dy);
  if (to) map.act.select(to);
}

function towards(scene, from, ids, dx, dy) {
  const [x, y] = scene.at.get(from.id);
  let best = null;
  let least = Infinity;
  for (const id of ids) {
    const [ox, oy] = scene.at.get(id);
    const along = (ox - x) * dx + (oy - y) * dy;
    const aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
    if (id !== from.id && along > 0 && aside <= along * 1.2 && along + aside * 2 < least) [best, least] = [id, along + aside * 2];
  }
  return best;
}
