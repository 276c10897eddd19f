/* The entrance is served before the gap rules have run; their counts are filled in one region after the other. */

import { ask, t, tell } from "./site.js";

async function count(link) {
  const { open, serious } = await ask("/gap-count", { params: { place: link.dataset.gaps } });
  const told = serious ? t(`，严重 ${serious}`, `, serious: ${serious}`) : "";
  link.textContent = t(`缺口 ${open}${told}`, `gaps: ${open}${told}`);
}

try {
  for (const link of document.querySelectorAll("[data-gaps]:not([data-known])")) await count(link);
} catch (error) {
  tell(error.message, "error");
}
