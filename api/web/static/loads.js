/* Loading: files are dropped, columns told, the load tried, then done. */
import { address, element, t, tell } from "./site.js";
import { clean, progressBar, run, send, told } from "./loads_jobs.js";
import { assistant } from "./loads_map.js";

const drop = document.getElementById("drop");
const work = document.getElementById("work");

const isMap = (name) => /\.map\.ya?ml$/i.test(name);
const isTable = (name) => /\.(csv|tsv|xlsx|xls|ods|jsonl)$/i.test(name);
const isSheet = (name) => /\.ya?ml$/i.test(name) && !isMap(name);
const stem = (name) => name.replace(/(\.map)?\.[^.]+$/i, "").replace(/\.refused$/i, "");

function step(name) {
  for (const item of document.querySelectorAll(".steps li")) item.toggleAttribute("aria-current", item.id === `step-${name}`);
  document.getElementById(`step-${name}`).setAttribute("aria-current", "step");
}

/** A place on the page for one file, or for files that are loaded together. */
function place(title) {
  const box = element("section", "", { class: "job" });
  const body = element("div");
  box.append(element("h2", title, { class: "as-is" }), body);
  work.prepend(box);
  return body;
}

function failed(body, error) {
  body.replaceChildren(element("p", error.message, { class: "alert error", role: "alert" }));
}

/** What is being done with a file; its place comes into view, since what stood there before may have been long. */
function under(body, label) {
  const bar = progressBar(label);
  body.replaceChildren(bar);
  body.parentElement.scrollIntoView({ block: "nearest" });
  return bar;
}

/** Try a load, tell what it would do, and offer to do it. */
async function check(uploads, body) {
  step("check");
  const bar = under(body, t("试装，什么也不写…", "trying; nothing is written…"));
  const tried = await run({ kind: "load", uploads, dry_run: true }, bar.show);
  const buttons = element("p", "", { class: "row" });
  if (clean(tried)) {
    body.replaceChildren(element("p", t("没有问题，可以装载。", "Nothing is wrong; it can be loaded."), { class: "alert good" }), ...told(tried), buttons);
    buttons.append(button(t("装载", "Load"), () => load({ kind: "load", uploads }, body), "main"));
    return;
  }
  const ofRows = !tried.error && tried.report.some((one) => one.problems.some((problem) => problem.place));
  const or = ofRows ? t("，或只装好的行", ", or load the good rows alone") : "";
  const said = t(`有问题，什么也没有写。改好再放进来${or}。`, `Something is wrong and nothing was written. Mend it and drop it again${or}.`);
  body.replaceChildren(element("p", said, { class: "alert" }), ...told(tried), buttons);
  if (ofRows) {
    buttons.append(button(t("只装好的行", "Load the good rows"), () => load({ kind: "load", uploads, partial: true, lang: t("zh", "en") }, body)));
  }
}

function button(text, act, kind = "") {
  const made = element("button", text, { type: "button", ...(kind && { class: kind }) });
  made.addEventListener("click", async () => {
    made.disabled = true;
    await act();
  });
  return made;
}

/** Do it, and say where to look at what was loaded. */
async function load(wanted, body) {
  step("load");
  const bar = under(body, t("装载中…", "loading…"));
  try {
    const done = await run(wanted, bar.show);
    const well = clean(done) || (wanted.partial && done.state === "done");
    const words = well ? t("已装载。", "Loaded.") : t("没有全部装载。", "Not all of it was loaded.");
    body.replaceChildren(element("p", words, { class: `alert ${well ? "good" : "error"}` }), ...told(done), ...onwards(done, wanted.kind));
  } catch (error) {
    failed(body, error);
  }
}

function onwards(job, kind) {
  const box = element("p", "", { class: "row" });
  for (const one of job.report) {
    if (one.source) box.append(element("a", t("看这个来源", "See this source"), { href: address(`/sources/${encodeURIComponent(one.source)}`) }));
  }
  if (kind === "propose") box.append(element("a", t("去审核", "Review it"), { href: address("/reviews") }));
  return [box];
}

/** A table whose map is not there: the assistant makes one. */
async function mapped(upload, body) {
  step("map");
  under(body, t("看看各列是什么…", "looking at the columns…"));
  await assistant(upload, body, async (yaml) => {
    const map = await send(new Blob([yaml]), `${stem(upload.name)}.map.yaml`);
    await check([upload.id, map.id], body);
  });
}

/** A document is read, and what it tells waits for a review. */
function offered(upload, body) {
  const region = element("input", "", { maxlength: "100", placeholder: "榆次区", "aria-label": t("讲的是哪里", "which place it is about") });
  const row = element("p", "", { class: "row" });
  row.append(element("span", t("讲的是哪里（可不填）", "Which place it is about (may be left out)")), region);
  row.append(button(t("读出提议", "Read proposals from it"), () => load({ kind: "propose", uploads: [upload.id], ...(region.value.trim() && { region: region.value.trim() }) }, body), "main"));
  body.replaceChildren(row);
}

async function handle(file, map) {
  const body = place(file.name);
  try {
    body.replaceChildren(element("p", t("发送中…", "sending…")));
    const upload = await send(file);
    if (map) await check([upload.id, (await send(map)).id], body);
    else if (isTable(file.name)) await mapped(upload, body);
    else if (isSheet(file.name)) await check([upload.id], body);
    else offered(upload, body);
  } catch (error) {
    failed(body, error);
  }
}

async function take(files) {
  const maps = files.filter((file) => isMap(file.name));
  const others = files.filter((file) => !isMap(file.name));
  if (!others.length) return tell(t("映射要和它的表一起放入。", "Drop a map together with its table."), "error");
  const mapOf = (file) => maps.find((map) => stem(map.name) === stem(file.name)) || (others.length === 1 ? maps[0] : undefined);
  for (const file of others) await handle(file, isTable(file.name) ? mapOf(file) : undefined);
}

if (drop) {
  const input = document.getElementById("files");
  input.addEventListener("change", () => { take([...input.files]); input.value = ""; });
  for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.remove("over"); });
  drop.addEventListener("drop", (event) => take([...event.dataTransfer.files]));
}
