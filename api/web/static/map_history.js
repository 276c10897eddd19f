/* The state of the map as the address holds it: what the picture begins with, how it grew, what is filtered. */

const LISTS = ["grow", "off", "untie", "firm", "hide", "sel"];
const TEXTS = ["path", "most", "in", "at"];
const MARKS = ["lone", "roll"];
const OURS = new Set([...LISTS, ...TEXTS, ...MARKS, "pin", "lang", "state"]);
const LONGEST = 1800; // characters of an address that any program passes on
const KEPT = "xiaodi-map-";

/**
 * @typedef {object} State
 * @property {[string, string][]} base what the picture begins with: entity, depth, place, or query with its parameters
 * @property {string[]} grow whose neighbours were added, in order
 * @property {string[]} off types of entities that are hidden
 * @property {string[]} untie types of ties that are hidden
 * @property {string[]} firm how firm what is hidden is
 * @property {string[]} hide entities that are hidden
 * @property {string[]} sel what is selected
 * @property {string} path two ends, as "A,B"
 * @property {string} most how many entities it begins with
 * @property {string} in a division; only what lies in it is shown
 * @property {string} at a year; only what may hold in it is shown
 * @property {boolean} lone entities without ties are hidden
 * @property {boolean} roll colleges count as their university
 * @property {Map<string, number[]>} pins entities that somebody put somewhere
 */

/** @returns {{state: State, lost: boolean}} `lost`: the address points to a state of another window. */
export function read(search) {
  let given = new URLSearchParams(search);
  const kept = given.get("state") && sessionStorage.getItem(KEPT + given.get("state"));
  const lost = given.has("state") && !kept;
  if (kept) given = new URLSearchParams(kept);
  const state = { base: [...given].filter(([name]) => !OURS.has(name)), pins: new Map() };
  for (const name of LISTS) state[name] = given.getAll(name);
  for (const name of TEXTS) state[name] = given.get(name) || "";
  for (const name of MARKS) state[name] = given.get(name) === "1";
  for (const pin of given.getAll("pin")) {
    const [, id, x, y] = pin.match(/^(.+)@(-?\d+),(-?\d+)$/) || [];
    if (id) state.pins.set(id, [Number(x), Number(y)]);
  }
  return { state, lost };
}

/** The query string of a state; a long one is kept in this window, and the address names it. */
export function write(state) {
  const whole = new URLSearchParams(state.base);
  for (const name of LISTS) for (const one of state[name]) whole.append(name, one);
  for (const name of TEXTS) if (state[name]) whole.set(name, state[name]);
  for (const name of MARKS) if (state[name]) whole.set(name, "1");
  for (const [id, [x, y]] of state.pins) whole.append("pin", `${id}@${Math.round(x)},${Math.round(y)}`);
  const lang = new URLSearchParams(location.search).get("lang");
  if (lang) whole.set("lang", lang);
  return String(whole).length > LONGEST ? shortened(state, String(whole), lang) : String(whole);
}

function shortened(state, whole, lang) {
  const id = Date.now().toString(36);
  sessionStorage.setItem(KEPT + id, whole);
  const short = new URLSearchParams([...state.base, ["state", id]]);
  if (lang) short.set("lang", lang);
  return String(short);
}

/** What the server is asked for the picture of a state. */
export function request(state, kept = 0) {
  const base = Object.fromEntries(state.base);
  const { query, ...rest } = base;
  const params = { path: state.path, expand: state.grow, limit: state.most, kept: kept || "" };
  if (query) return { ...params, query, params: JSON.stringify(rest) };
  return { ...params, entity: base.entity, place: base.place, depth: base.depth || (base.entity ? 2 : "") };
}

/** Whether two states have the same picture, filters aside. */
export const same = (one, other) => JSON.stringify(request(one)) === JSON.stringify(request(other));
