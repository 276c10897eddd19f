/* Reviewing by keyboard. Each proposal has an address of its own; a verdict leads to the next one. */
import { ask, suggesting, t, tell, undo } from "./site.js";

const one = document.getElementById("one");
const links = [...document.querySelectorAll(".queue a[data-item]")];
const at = links.findIndex((link) => link.getAttribute("aria-current"));
const picks = [...document.querySelectorAll(".pick")];
const KEPT = "xiaodi-last-decision";

const chosen = () => picks.filter((box) => box.checked).map((box) => box.value);
const why = () => document.getElementById("why").value.trim();

/** The proposal after those that were just decided; else the one before. */
function onwards(items) {
  const left = links.filter((link) => !items.includes(link.dataset.item));
  const next = left.find((link) => links.indexOf(link) > at) || left.at(-1);
  if (next) location.href = next.href;
  else location.href = location.pathname + new URL(location.href).search.replace(/([?&])item=[^&]*&?/, "$1");
}

async function decide(path, body, items, said) {
  if (!why()) {
    tell(t("请写理由。", "Say why."), "error");
    document.getElementById("why").focus();
    return;
  }
  document.querySelectorAll("[data-act]").forEach((button) => { button.disabled = true; });
  try {
    const done = await ask(path, { method: "POST", body: { ...body, why: why() } });
    sessionStorage.setItem(KEPT, JSON.stringify({ undo: done.undo, said, items }));
    onwards([...items, ...done.along]);
  } catch (error) {
    document.querySelectorAll("[data-act]").forEach((button) => { button.disabled = false; });
    tell(error.message, "error");
  }
}

function takeBack(decision) {
  undo(decision, () => {
    sessionStorage.removeItem(KEPT);
    location.reload();
  });
}

const last = JSON.parse(sessionStorage.getItem(KEPT) || "null");
const some = () => (chosen().length ? chosen() : [one.dataset.item]);
const acts = {
  accept: () => decide("/v1/reviews/accept", { items: some() }, some(), t("已接受", "accepted")),
  reject: () => decide("/v1/reviews/reject", { items: some() }, some(), t("已否决", "rejected")),
  correct: () => open("correction"),
  merge: () => open("merging"),
  undo: () => (last ? takeBack(last.undo) : tell(t("没有可撤销的。", "There is nothing to undo."))),
};

function open(id) {
  const dialog = document.getElementById(id);
  dialog.returnValue = "";
  dialog.showModal();
}

/** What was changed in the form of a correction; an emptied field takes the property away. */
function changes(form) {
  const inputs = [...form.querySelectorAll("[data-was]")].filter((input) => input.value !== input.dataset.was);
  return Object.fromEntries(inputs.map((input) => [input.name, input.value.trim() || null]));
}

document.getElementById("correction")?.addEventListener("close", (event) => {
  if (event.target.returnValue !== "ok") return;
  const changed = changes(event.target);
  if (!Object.keys(changed).length) return tell(t("什么也没有改。", "Nothing was changed."));
  const item = one.dataset.item;
  decide("/v1/reviews/correct", { item, changes: changed }, [item], t("已更正", "corrected"));
});
document.getElementById("merging")?.addEventListener("close", (event) => {
  if (event.target.returnValue !== "ok") return;
  const item = one.dataset.item;
  const into = document.getElementById("into");
  decide("/v1/reviews/merge", { item, into: into.dataset.id || into.value.trim() }, [item], t("已并入", "merged"));
});
const into = document.getElementById("into");
if (into) {
  into.addEventListener("input", () => delete into.dataset.id);
  suggesting(into, document.getElementById("into-list"), (found) => { into.value = found.name; into.dataset.id = found.id; });
}

for (const button of document.querySelectorAll("[data-act]")) button.addEventListener("click", () => acts[button.dataset.act]());
for (const button of document.querySelectorAll("button.undo")) button.addEventListener("click", () => takeBack(button.dataset.decision));

const move = (step) => links[at + step] && (location.href = links[at + step].href);
const keys = {
  j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1),
  a: acts.accept, r: acts.reject, c: acts.correct, u: acts.undo,
  m: () => document.querySelector('[data-act="merge"]') && acts.merge(),
  " ": () => { picks[at].checked = !picks[at].checked; },
};
document.addEventListener("keydown", (event) => {
  const writing = event.target.closest("input:not(.pick), textarea, select, dialog, button, summary");
  if (writing || event.ctrlKey || event.metaKey || event.altKey || !one || !keys[event.key]) return;
  if (event.target.closest("a") && event.key === " ") return;
  if (!document.querySelector("[data-act]") && !/^(j|k|Arrow)/.test(event.key)) return;
  event.preventDefault();
  keys[event.key]();
});

if (last) tell(`${last.said}：${last.items.length} — ${t("按 u 撤销", "press u to undo")}`);
links[at]?.scrollIntoView({ block: "nearest" });
/* What is cited stands in sight, with as much before it as there is room for. */
const passages = document.querySelector(".passages");
const cited = [...document.querySelectorAll(".passages .cited")];
if (cited.length) passages.scrollTop = Math.min(cited[0].offsetTop, cited.at(-1).offsetTop + cited.at(-1).offsetHeight - passages.clientHeight + 12);
