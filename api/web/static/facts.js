/* "Add a tie" and "this is wrong": what a person adds or disputes, with the document that says so; both can be undone. */
import { ask, element, suggesting, t, tell, undo } from "./site.js";

const KEPT = "xiaodi-last-fact";
let count = 0;

function field(label, input, hint = "") {
  const id = `fact-${(count += 1)}`;
  input.id = id;
  const box = element("div", "", { class: "field" });
  box.append(element("label", label, { for: id }), input);
  if (hint) {
    box.append(element("span", hint, { class: "note", id: `${id}-hint` }));
    input.setAttribute("aria-describedby", `${id}-hint`);
  }
  return box;
}

function select(name, options) {
  const made = element("select", "", { name });
  for (const [value, text] of options) made.append(element("option", text, { value }));
  return made;
}

/** Which document says so: one of the graph's sources, or another by its title; and where in it. */
function citation() {
  const box = element("fieldset");
  const known = element("input", "", { name: "source", maxlength: "200", list: "known-sources", placeholder: "000-yuci", autocomplete: "off" });
  const list = element("datalist", "", { id: "known-sources" });
  ask("/v1/queries/sources/described").then(
    (told) => list.append(...told.rows.filter((row) => row.kind !== "registry").map((row) => element("option", row.source, { value: row.source_id }))),
    (error) => tell(error.message, "error"),
  );
  const title = element("input", "", { name: "title", maxlength: "300" });
  box.append(
    element("legend", t("写在哪里", "Where it is written")),
    field(t("图中的来源", "A source of the graph"), known),
    list,
    field(t("或别的文件的标题", "Or the title of another document"), title),
    field(t("发布单位", "Publisher"), element("input", "", { name: "publisher", maxlength: "300" })),
    field(t("发布日期", "Published"), element("input", "", { name: "published", pattern: "[0-9]{4}(-[0-9]{2}){0,2}", placeholder: "2024-03" })),
    field(t("第几段、页或格", "Paragraph, page or cell"), element("input", "", { name: "at", required: "", maxlength: "200", placeholder: "12" }), t("段 12 或 9-12，页 p3，格 表1!C3", "paragraph 12 or 9-12, page p3, cell Sheet1!C3")),
  );
  return box;
}

/** What a form says of the document, as the server takes it. */
function cited(given) {
  const { source, title, publisher, published, at } = given;
  const other = Object.fromEntries(Object.entries({ title, publisher, published }).filter(([, value]) => value));
  return { ...(source ? { source } : other), at: at.split(/[,，、\s]+/).filter(Boolean) };
}

/** A dialog with a form; `act` is given what was filled in, and closes it by succeeding. */
function dialog(title, parts, act) {
  const box = element("dialog", "", { "aria-labelledby": "fact-title" });
  const form = element("form");
  const fault = element("p", "", { class: "alert error", role: "alert", hidden: "" });
  const go = element("button", t("记下", "Record"), { class: "main" });
  const leave = element("button", t("取消", "Cancel"), { type: "button" });
  const row = element("p", "", { class: "row" });
  row.append(go, leave);
  form.append(element("h2", title, { id: "fact-title" }), ...parts, field(t("理由", "Why"), element("textarea", "", { name: "why", required: "", maxlength: "1000" })), fault, row);
  box.append(form);
  document.body.append(box);
  leave.addEventListener("click", () => box.close());
  box.addEventListener("close", () => box.remove());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    go.disabled = true;
    try {
      const done = await act(Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()])));
      sessionStorage.setItem(KEPT, JSON.stringify({ undo: done.undo, title }));
      location.reload();
    } catch (error) {
      fault.textContent = error.message;
      fault.hidden = false;
      go.disabled = false;
    }
  });
  box.showModal();
}

function addTie(button) {
  const other = element("input", "", { name: "other", required: "", maxlength: "300", role: "combobox", "aria-expanded": "false", "aria-controls": "fact-others", "aria-autocomplete": "list", autocomplete: "off" });
  const list = element("ul", "", { id: "fact-others", class: "suggestions", role: "listbox", "aria-label": t("建议", "Suggestions"), hidden: "" });
  let id = null;
  other.addEventListener("input", () => { id = null; });
  suggesting(other, list, (one) => { other.value = one.name; id = one.id; });
  const party = field(t("与谁", "With whom"), other);
  party.classList.add("search");
  party.append(list);
  const kind = select("kind", button.dataset.kinds.split(",").map((one) => one.split("=")));
  const since = element("input", "", { name: "valid_from", pattern: "[0-9]{4}(-[0-9]{2}){0,2}", placeholder: "2024-03" });
  dialog(`${button.dataset.name}：${t("加一条关系", "add a tie")}`, [party, field(t("怎样合作", "What kind"), kind), field(t("从何时（可不填）", "Since when (may be left out)"), since), citation()], (given) => {
    const tie = { type: "PARTNERS_WITH", kind: given.kind, from: button.dataset.id, to: id ?? given.other, ...(given.valid_from && { valid_from: given.valid_from }) };
    return ask("/v1/facts", { method: "POST", body: { source: cited(given), why: given.why, relations: [tie] } });
  });
}

function dispute(button) {
  const note = element("p", t("内容仍会显示，标明有争议；审核后可以更正。", "It stays in sight, marked as disputed; it can be corrected after a review."), { class: "note" });
  dialog(`${t("这里不对", "This is wrong")}：${button.dataset.name}`, [note, citation()], (given) =>
    ask("/v1/facts/disputes", { method: "POST", body: { item: button.dataset.id, source: cited(given), why: given.why } }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.add-tie, button.dispute");
  if (button) (button.classList.contains("add-tie") ? addTie : dispute)(button);
});

const last = JSON.parse(sessionStorage.getItem(KEPT) || "null");
if (last) {
  sessionStorage.removeItem(KEPT);
  tell(`${t("已记下", "Recorded")}：${last.title}`, "", {
    text: t("撤销", "Undo"),
    act: () => undo(last.undo),
  });
}
