/* What of a table no column says, and what its own words mean: the constants and lookups of a map, as rows of a form. */
import { element, t } from "./site.js";

const words = (text) => t(text.zh, text.en);

/** A list to choose from; `label` where no label stands beside it. */
export function choice(options, chosen, label = "") {
  const made = element("select", "", label ? { "aria-label": label } : {});
  for (const [value, text] of options) made.append(element("option", text, { value }));
  made.value = chosen ?? "";
  return made;
}

/** Where the value of a field is given: a list where it has one. Both are written as the Chinese tables write them. */
function valueOf(field, chosen, label) {
  const choices = Object.entries(field?.choices ?? {});
  if (!choices.length) return element("input", "", { value: chosen, maxlength: "300", placeholder: field?.example || "", "aria-label": label });
  return choice([["", t("（请选）", "(choose)")], ...choices.map(([value, zh]) => [zh, t(zh, value)])], chosen, label);
}

function removing(row) {
  const button = element("button", t("去掉", "Remove"), { type: "button" });
  button.addEventListener("click", () => row.remove());
  return button;
}

/** A list of rows with a button that adds one. */
function growing(name, make, add) {
  const box = element("div", "", { class: name });
  const rows = element("div", "", { class: "pairs" });
  const button = element("button", add, { type: "button" });
  button.addEventListener("click", () => {
    const row = make();
    rows.append(row);
    row.querySelector("select, input").focus();
  });
  box.append(rows, button);
  box.add = (...given) => rows.append(make(...given));
  return box;
}

/** What is the same in every row: fields with their values. `wanted` are those that have to be told. */
export function constants(kind, wanted) {
  const fields = [["", t("（哪一项）", "(which field)")], ...kind.fields.map((one) => [one.name, words(one.heading)])];
  const box = element("details", "", { class: "constants" });
  const list = growing("list", (name = "") => {
    const row = element("p", "", { class: "row" });
    const field = choice(fields, name, t("整张表都一样的一项", "a field that is the same in every row"));
    const fresh = () => valueOf(kind.fields.find((one) => one.name === field.value), "", t(`${field.selectedOptions[0].text} 都是`, `${field.selectedOptions[0].text} is always`));
    let value = fresh();
    field.addEventListener("change", () => {
      const next = fresh();
      value.replaceWith(next);
      value = next;
    });
    row.append(field, element("span", t("都是", "is always")), value, removing(row));
    return row;
  }, t("加一项", "Add one"));
  for (const name of wanted) list.add(name);
  box.open = wanted.length > 0;
  box.append(
    element("summary", t("整张表都一样的（constants）", "The same in every row (constants)")),
    element("p", t("没有哪一列写、而每一行都一样的写在这里：如合作方式都是签约，乙方都是高校。", "What no column says and every row has: all are signed, say, or party B is always a university."), { class: "note" }),
    list,
  );
  return box;
}

/** What the constants say: field -> value. */
export function readConstants(part) {
  const pairs = [...part.querySelectorAll(".constants .row")].map((row) => [...row.querySelectorAll("select, input")].map((one) => one.value.trim()));
  return Object.fromEntries(pairs.filter(([field, value]) => field && value));
}

/** What words of a column mean: as the table has them, and what they stand for. `fieldOf` is the field chosen now. */
export function lookup(column, fieldOf) {
  const box = element("details", "", { class: "lookup" });
  const list = growing("list", (printed = "", meant = "") => {
    const row = element("p", "", { class: "row" });
    const label = t(`${column.heading} 里写的`, `as ${column.heading} has it`);
    row.append(
      element("input", "", { value: printed, maxlength: "300", "aria-label": label }),
      element("span", t("即", "means")),
      valueOf(fieldOf(), meant, t(`${printed || label} 的意思`, `what ${printed || label} means`)),
      removing(row),
    );
    return row;
  }, t("加一种写法", "Add a word"));
  for (const [printed, meant] of Object.entries(column.lookup)) list.add(printed, meant);
  box.open = Object.keys(column.lookup).length > 0;
  box.append(element("summary", t("写法对照（lookup）", "What its words mean (lookup)")), list);
  /** Another field has other values to choose from; what it does not know is asked for. */
  box.again = () => {
    const choices = Object.entries(fieldOf()?.choices ?? {}).flat();
    if (choices.length && !box.querySelector(".row")) {
      for (const printed of column.samples) if (!choices.includes(printed)) list.add(printed);
      box.open = Boolean(box.querySelector(".row"));
    }
    for (const row of box.querySelectorAll(".row")) {
      const [, meant] = row.querySelectorAll("input, select");
      meant.replaceWith(valueOf(fieldOf(), "", meant.getAttribute("aria-label")));
    }
  };
  return box;
}

/** What a lookup says: the word in the table -> what it means. */
export function readLookup(row) {
  const pairs = [...row.querySelectorAll(".lookup .row")].map((one) => [...one.querySelectorAll("input, select")].map((input) => input.value.trim()));
  return Object.fromEntries(pairs.filter(([printed, meant]) => printed && meant));
}
