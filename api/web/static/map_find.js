/* Boxes that look for entities: in the picture and beyond it, and the two ends of a path. */

import { suggesting } from "./site.js";

const byId = (id) => document.getElementById(id);

/** `act.find(candidate)` is called with what is picked, `act.path(a, b)` with two. */
export function boxes(act) {
  const find = byId("find");
  suggesting(find, byId("found"), (one) => { find.value = ""; act.find(one); });
  const ends = {};
  for (const end of ["start", "end"]) {
    const input = byId(`path-${end}`);
    input.addEventListener("input", () => { delete ends[end]; });
    suggesting(input, byId(`path-${end}-found`), (one) => { input.value = one.name; ends[end] = one; });
  }
  byId("path-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const [a, b] = ["start", "end"].map((end) => ends[end]?.id || byId(`path-${end}`).value.trim());
    if (a && b) act.path(a, b);
    else byId(a ? "path-end" : "path-start").focus();
  });
  byId("no-path").addEventListener("click", () => act.path("", ""));
  return {
    /** Names the start of a path, and opens its box. */
    from(node) {
      byId("pathing").open = true;
      byId("path-start").value = node.name;
      ends.start = node;
      byId("path-end").focus();
    },
    started: () => ends.start,
  };
}
