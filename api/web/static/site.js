/* What every page has: suggestions below the search box, messages, and calls to our own server. */

export const lang = document.documentElement.lang === "en" ? "en" : "zh";
/** One of two texts, by the language of the page. */
export const t = (zh, en) => (lang === "en" ? en : zh);

/** An address of this site in the language of the page. */
export function address(path, params = {}) {
  const url = new URL(path, location.origin);
  for (const [name, value] of Object.entries(params)) {
    if (value !== null && value !== undefined && value !== "") url.searchParams.set(name, value);
  }
  if (new URLSearchParams(location.search).has("lang")) url.searchParams.set("lang", lang);
  return url.pathname + url.search;
}

/** An element with text and attributes; nothing here parses markup. */
export function element(name, text = "", attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/**
 * Says something at the foot of the page, to eyes and to readers of screens; it stays until the next one.
 * `action` is a button beside it: what it says, and what it does.
 */
export function tell(text, kind = "", action = null) {
  const told = document.getElementById("told");
  told.textContent = text;
  told.className = kind;
  if (!action) return;
  const button = element("button", action.text, { type: "button" });
  button.addEventListener("click", action.act);
  told.append(" ", button);
}

/** What a problem of the server says, in one sentence. */
export class Problem extends Error {
  constructor(body, status) {
    super([body.detail || body.title || `HTTP ${status}`, body.hint].filter(Boolean).join(" — "));
    this.body = body;
    this.status = status;
  }
}

/** Ask our server; JSON in, JSON out. Throws a Problem. */
export async function ask(path, { method = "GET", body, params = {}, signal } = {}) {
  const url = new URL(path, location.origin);
  for (const [name, value] of Object.entries(params)) {
    for (const one of [value].flat()) if (one !== null && one !== undefined && one !== "") url.searchParams.append(name, one);
  }
  if (url.searchParams.get("lang") !== lang) url.searchParams.set("lang", lang);
  const headers = { Accept: "application/json" };
  const sent = { method, headers, signal };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
    sent.body = JSON.stringify(body);
  }
  let answer;
  try {
    answer = await fetch(url, sent);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem({ detail: t("连不上服务，请稍后再试。", "The server cannot be reached; try again later.") }, 0);
  }
  if (answer.status === 204) return null;
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Problem(told, answer.status);
  return told;
}

/**
 * Take back a decision, or all of a batch; whether that was done. `taken` follows: by default the page is loaded anew,
 * so that it shows what the server holds.
 */
export async function undo(decision, taken = () => location.reload()) {
  try {
    await ask("/v1/reviews/undo", { method: "POST", body: { decision, why: t("在页面上撤销", "undone on the page") } });
  } catch (error) {
    tell(error.message, "error");
    return false;
  }
  taken();
  return true;
}

/** Give a file to the browser, under a name. */
export function save(blob, name) {
  const anchor = element("a", "", { href: URL.createObjectURL(blob), download: name });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
}

/** Tells the cells of tables their headings: on a narrow screen a row stands there as a card. */
export function headed(root = document) {
  for (const table of root.querySelectorAll("table.stacked")) {
    const heads = [...table.querySelectorAll("thead th")].map((one) => one.textContent.trim());
    for (const row of [...table.tBodies].flatMap((body) => [...body.rows])) {
      const missing = heads.length - row.cells.length; // under a cell that spans rows
      [...row.cells].forEach((cell, at) => {
        const head = heads[at + missing];
        if (cell.tagName === "TD" && head && !cell.dataset.label && cell.childNodes.length) cell.dataset.label = head;
      });
    }
  }
}

/** Turns an input into a box that suggests entities; `choose(candidate)` is called with the one that is picked. */
export function suggesting(input, list, choose) {
  let shown = [];
  let at = -1;
  let running = null;
  let waiting = 0;
  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (next) => {
    at = shown.length ? (next + shown.length) % shown.length : -1;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    if (at >= 0) input.setAttribute("aria-activedescendant", list.children[at].id);
  };
  const show = (found) => {
    shown = found;
    at = -1;
    list.replaceChildren(...found.map((one, index) => {
      const item = element("li", one.name, { role: "option", id: `${list.id}-${index}`, "aria-selected": "false" });
      item.append(element("span", [one.type || one.label, one.where].filter(Boolean).join(" · "), { class: "type" }));
      item.addEventListener("pointerdown", (event) => event.preventDefault());
      item.addEventListener("click", () => { close(); choose(one); });
      return item;
    }));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
  };
  const look = async () => {
    running?.abort();
    running = new AbortController();
    const q = input.value.trim();
    if (!q) return close();
    try {
      const found = await ask("/suggestions", { params: { q, label: input.dataset.label }, signal: running.signal });
      if (input.value.trim() === q) show(found);
    } catch (error) {
      if (error.name !== "AbortError") tell(error.message, "error");
    }
  };
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 80); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) return;
      event.preventDefault();
      mark(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Escape") close();
    else if (event.key === "Enter" && at >= 0 && !list.hidden) {
      event.preventDefault();
      const chosen = shown[at];
      close();
      choose(chosen);
    }
  });
  input.addEventListener("blur", close);
}

headed();

const box = document.getElementById("q");
if (box) suggesting(box, document.getElementById("suggestions"), (one) => { location.href = address(`/profiles/${encodeURIComponent(one.id)}`); });
