/* The assistant that says what the columns of a table are: what the server guesses, as a form that a person puts right. */
import { choice, constants, lookup, readConstants, readLookup } from "./loads_values.js";
import { ask, element, headed, t } from "./site.js";

const SURE = 0.8;
let known = null;

/** The kinds of tables by name, asked once. */
async function kinds() {
  known ??= ask("/v1/tables/kinds").then((told) => new Map(told.kinds.map((kind) => [kind.name, kind])));
  return known;
}

const words = (text) => t(text.zh, text.en);

function labelled(label, input) {
  const box = element("div", "", { class: "field" });
  const id = `in-${Math.random().toString(36).slice(2)}`;
  input.id = id;
  box.append(element("label", label, { for: id }), input);
  return box;
}

const HEAD = [
  ["id", t("来源代号", "Id of the source"), { pattern: "[a-z0-9][a-z0-9._\\-]*", required: "", maxlength: "100" }],
  ["title", t("标题", "Title"), { required: "", maxlength: "200" }],
  ["region", t("讲的是哪里（名称或代码）", "Which place it is about"), { required: "", maxlength: "100" }],
  ["publisher", t("发布单位", "Publisher"), { maxlength: "200" }],
  ["published", t("发布日期", "Published"), { pattern: "[0-9]{4}(-[0-9]{2}){0,2}", placeholder: "2024-03" }],
];

function head(given) {
  const box = element("div", "", { class: "head" });
  for (const [name, label, attributes] of HEAD) {
    box.append(labelled(label, element("input", "", { name, value: given[name] ?? "", ...attributes })));
  }
  return box;
}

/** A row of the table of columns: what the column is called, what stands in it, what field it is, and how sure that is. */
function columnRow(column, kind) {
  const row = element("tr", "", { "data-heading": column.heading });
  const fields = [["", t("（不读）", "(not read)")], ...kind.fields.map((one) => [one.name, words(one.heading) + (one.required ? " *" : "")])];
  const field = choice(fields, column.field, t(`${column.heading} 是什么`, `what ${column.heading} is`));
  const split = element("input", "", { class: "split", value: column.split.join(""), maxlength: "10", "aria-label": t(`${column.heading} 的分隔符`, `marks that part ${column.heading}`) });
  const meanings = lookup(column, () => kind.fields.find((one) => one.name === field.value));
  field.addEventListener("change", meanings.again);
  const unsure = column.field === null || column.score < SURE || column.todo.length > 0;
  row.classList.toggle("open", unsure);
  const cells = [element("th", column.heading, { scope: "row" }), element("td", column.samples.slice(0, 3).join(" / "), { class: "samples note" }), element("td"), element("td"), element("td", words(column.why), { class: "note" })];
  cells[2].append(field, meanings);
  cells[3].append(split);
  // what the form asks for itself need not be told as well
  if (!Object.keys(column.lookup).length) for (const todo of column.todo) cells[4].append(element("br"), element("strong", words(todo)));
  row.append(...cells);
  return row;
}

function columnTable(sheet, kind) {
  const box = element("div", "", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("各列", "columns") });
  const table = element("table", "", { class: "columns stacked" });
  const top = element("tr");
  for (const name of [t("列", "Column"), t("内容举例", "For example"), t("是什么", "What it is"), t("分隔符", "Parted by"), t("依据", "Why")]) top.append(element("th", name, { scope: "col" }));
  const body = element("tbody");
  body.append(...sheet.columns.map((column) => columnRow(column, kind)));
  table.append(element("thead"), body);
  table.tHead.append(top);
  box.append(table);
  return box;
}

/** A sheet with its columns; another kind has other fields, so the server is asked again. */
async function sheetPart(sheet, other) {
  const all = await kinds();
  const part = element("fieldset", "", { "data-sheet": sheet.sheet });
  part.header = sheet.header;
  part.append(element("legend", t(`工作表 ${sheet.sheet}`, `Sheet ${sheet.sheet}`)));
  const options = [["", t("（不读这张表）", "(leave this sheet out)")], ...[...all.values()].map((kind) => [kind.name, words(kind.title)])];
  const kind = choice(options, sheet.kind);
  kind.addEventListener("change", () => {
    if (kind.value) return other(kind.value);
    for (const one of [...part.children].slice(2)) one.remove();
  });
  part.kind = kind;
  const told = all.get(sheet.kind);
  part.append(labelled(t("这是什么表", "What it lists"), kind), element("p", words(told.doc), { class: "note" }), columnTable(sheet, told));
  const alert = element("p", "", { class: "alert" });
  part.append(alert);
  const wanted = [...sheet.missing, ...sheet.columns.map((column) => column.wants).filter((name) => name && !sheet.columns.some((one) => one.field === name))];
  const skipped = element("input", "", { class: "left-out", value: sheet.skip.join("、"), maxlength: "300", placeholder: "合计、小计" });
  part.append(constants(told, [...new Set(wanted)]), labelled(t("不读的行：有一格只写着（skip，用、隔开）", "Rows to leave out: a cell says just (skip, parted by 、)"), skipped));
  const look = () => sayMissing(part, told, alert);
  part.addEventListener("change", look);
  look();
  return part;
}

/** Which fields are needed, and are neither a column nor the same in every row. */
function sayMissing(part, kind, alert) {
  if (!part.kind.value) return;
  const { columns, constants: given } = chosenTable(part);
  const had = [...columns.flatMap((one) => one.fields), ...Object.keys(given)];
  const missing = kind.fields.filter((one) => one.required && !had.includes(one.name)).map((one) => words(one.heading)).join(t("、", ", "));
  alert.hidden = !missing;
  alert.textContent = t(`还没有一列是：${missing}。选一列，或在下面写明每一行都是什么。`, `No column is yet: ${missing}. Choose one, or say below what it is in every row.`);
}

function chosenTable(part) {
  const columns = [...part.querySelectorAll("tbody tr")].map((row) => ({
    heading: row.dataset.heading,
    fields: [row.querySelector("select").value].filter(Boolean),
    split: [...row.querySelector(".split").value.trim()],
    lookup: readLookup(row),
  }));
  const skip = part.querySelector(".left-out").value.split(/[、,，]/).map((one) => one.trim()).filter(Boolean);
  return { kind: part.kind.value, sheet: part.dataset.sheet, header: part.header, columns: columns.filter((one) => one.fields.length), constants: readConstants(part), skip };
}

function chosen(form) {
  const given = Object.fromEntries(new FormData(form));
  const tables = [...form.querySelectorAll("fieldset")].filter((part) => part.kind.value).map(chosenTable);
  return { ...Object.fromEntries(Object.entries(given).filter(([, value]) => value)), tables };
}

/**
 * Ask what the columns of an upload are. `done` is given the text of the map when the person agrees; the form goes into `box`.
 */
export async function assistant(upload, box, done, kind = null, given = {}) {
  const told = await ask("/v1/tables/maps", { method: "POST", body: { upload: upload.id, ...(kind && { kind }) } });
  const form = element("form");
  form.append(element("p", t("看看每一列认得对不对；没把握的左边有一道线。", "See whether each column is what it is taken for; a line on the left marks those that are not certain."), { class: "note" }), head({ ...told.head, ...given }));
  for (const sheet of told.sheets) form.append(await sheetPart(sheet, (other) => assistant(upload, box, done, other, Object.fromEntries(new FormData(form)))));
  if (told.left.length) form.append(element("p", t(`没有读的工作表：${told.left.join("、")}`, `Sheets left out: ${told.left.join(", ")}`), { class: "note" }));
  const fault = element("p", "", { class: "alert error", role: "alert", hidden: "" });
  const go = element("button", t("就这样，试装", "Right; check it"), { class: "main" });
  form.append(fault, go);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    go.disabled = true;
    fault.hidden = true;
    try {
      const map = await ask("/v1/tables/maps/text", { method: "POST", body: chosen(form) });
      await done(map.yaml);
    } catch (error) {
      fault.textContent = error.message;
      fault.hidden = false;
    } finally {
      go.disabled = false;
    }
  });
  headed(form);
  box.replaceChildren(form);
}
