/* Jobs of the server: handing one in, following it, telling its report. */
import { ask, element, headed, t } from "./site.js";

const SHOWN = 200;
const ENDED = ["done", "failed", "cancelled", "interrupted"];
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** Send a file as it is; what the server calls it. */
export async function send(file, name = file.name) {
  const url = new URL("/v1/uploads", location.origin);
  url.searchParams.set("name", name);
  const answer = await fetch(url, { method: "POST", body: file, headers: { "Content-Type": "application/octet-stream" } });
  const told = await answer.json();
  if (!answer.ok) throw new Error([told.detail, told.hint].filter(Boolean).join(" — "));
  return told;
}

/** Hand in a job and follow it to its end; `progress` is told how far it is. */
export async function run(wanted, progress) {
  let job = await ask("/v1/jobs", { method: "POST", body: wanted });
  for (let pause = 100; !ENDED.includes(job.state); pause = Math.min(pause * 1.5, 2000)) {
    progress(job);
    await wait(pause);
    job = await ask(`/v1/jobs/${job.id}`);
  }
  return job;
}

/** Whether a job did, or would do, all that it was asked. */
export const clean = (job) => job.state === "done" && job.report.every((one) => !one.refused);

/** A bar with what is being done. */
export function progressBar(label) {
  const box = element("p", "", { class: "row" });
  const bar = element("progress", "", { "aria-label": label });
  const step = element("span", label);
  box.append(bar, step);
  box.show = (job) => {
    const { done, total, step: doing } = job.progress;
    if (total > 1) Object.assign(bar, { max: total, value: done });
    step.textContent = job.state === "queued" ? t("排队中…", "waiting for its turn…") : `${label} ${doing}`;
  };
  return box;
}

const NUMBERS = [
  ["read", t("读到", "read")], ["created", t("新增", "new")], ["changed", t("改动", "changed")], ["unchanged", t("未变", "unchanged")],
  ["removed", t("撤下", "gone")], ["refused", t("有误", "faults")], ["rows_refused", t("退回的行", "rows refused")],
];

function numbers(report) {
  const list = element("ul", "", { class: "numbers" });
  for (const [name, said] of NUMBERS) {
    if (report[name]) list.append(element("li", `${said} ${report[name]}`));
  }
  return list;
}

const where = (one) => one.place || [one.line || "", one.column || ""].filter(Boolean).join(":");
const words = (text) => t(text.zh, text.en);

function faults(problems) {
  const box = element("div", "", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("有误之处", "faults") });
  const table = element("table", "", { class: "faults stacked" });
  const head = element("tr");
  for (const name of [t("位置", "Where"), t("问题", "What"), t("怎么办", "What to do")]) head.append(element("th", name, { scope: "col" }));
  const body = element("tbody");
  for (const one of problems.slice(0, SHOWN)) {
    const row = element("tr");
    row.append(element("td", where(one)), element("td", words(one.what)), element("td", words(one.hint)));
    body.append(row);
  }
  table.append(element("thead"), body);
  table.tHead.append(head);
  box.append(table);
  headed(box);
  return box;
}

/** What a job did, or would do, file by file, with every fault at its cell. */
export function told(job) {
  const parts = [];
  if (job.error) {
    const hint = words(job.error.hint);
    parts.push(element("p", [words(job.error.what), hint].filter(Boolean).join(" — "), { class: "alert error", role: "alert" }));
  }
  for (const one of job.report) {
    parts.push(element("h3", one.file), numbers(one));
    if (one.problems.length) parts.push(faults(one.problems));
    if (one.problems.length > SHOWN) parts.push(element("p", t(`另有 ${one.problems.length - SHOWN} 处`, `${one.problems.length - SHOWN} more`), { class: "note" }));
    if (one.kept) {
      const link = element("a", t("下载退回的行，改好再放进来", "Fetch the refused rows; mend them and drop them here"), { href: one.kept, download: "", class: "button" });
      const box = element("p");
      box.append(link);
      parts.push(box);
    }
  }
  return parts;
}
