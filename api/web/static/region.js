/* A region's page: accepting gaps and undoing that, the bars as a picture, printing with everything open. */
import { ask, element, save, tell, undo } from "./site.js";

const dialog = document.getElementById("acceptance");
let asked = null;

/** Load the page anew where it was, so that what is shown is what the server holds. */
function again(item) {
  const rule = item.closest("details");
  location.hash = rule ? `#${rule.id}` : "";
  location.reload();
}

for (const button of document.querySelectorAll("button.accept")) {
  button.addEventListener("click", () => {
    asked = button.closest("li");
    document.getElementById("acceptance-what").textContent = asked.querySelector("p").firstChild.textContent.trim();
    dialog.returnValue = "";
    dialog.showModal();
  });
}

dialog?.addEventListener("close", async () => {
  if (dialog.returnValue !== "ok" || !asked) return;
  const { rule, subject } = asked.dataset;
  const { until, why } = Object.fromEntries(new FormData(dialog.querySelector("form")));
  try {
    await ask("/v1/gaps/acceptances", { method: "POST", body: { rule, subject, until, why } });
    again(asked);
  } catch (error) {
    tell(error.message, "error");
  }
});

for (const button of document.querySelectorAll("button.undo")) {
  button.addEventListener("click", async () => {
    button.disabled = true;
    button.disabled = await undo(button.dataset.decision, () => again(button));
  });
}

/** The bars with their names and counts as one picture that needs no style sheet. */
function picture() {
  const ns = "http://www.w3.org/2000/svg";
  const made = (name, attributes, text = "") => {
    const one = document.createElementNS(ns, name);
    for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
    one.textContent = text;
    return one;
  };
  const figure = document.getElementById("bars");
  const font = "system-ui, 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif";
  const whole = made("svg", { xmlns: ns, viewBox: "0 0 1000 330", width: "1000", height: "330", "font-family": font });
  const patterns = document.querySelector("#patterns defs").cloneNode(true);
  whole.append(patterns, made("rect", { width: "1000", height: "330", fill: "#ffffff" }));
  whole.append(made("text", { x: "10", y: "30", "font-size": "20", fill: "#1c2530" }, figure.querySelector("figcaption").textContent));
  let y = 60;
  for (const term of figure.querySelectorAll("dt")) {
    const bar = term.nextElementSibling.querySelector(".bar");
    whole.append(made("text", { x: "10", y: String(y), "font-size": "16", fill: "#1c2530" }, term.textContent));
    if (bar) {
      for (const part of bar.querySelectorAll("rect")) {
        const [x, width] = ["x", "width"].map((name) => Number.parseFloat(part.getAttribute(name)) * 9.8);
        whole.append(made("rect", { x: String(10 + x), y: String(y + 10), width: String(width), height: "30", fill: part.getAttribute("fill"), stroke: "#74808c" }));
      }
    }
    const told = (bar ? [...term.nextElementSibling.querySelectorAll(".count")].map((one) => one.textContent).join("  ") : term.nextElementSibling.textContent).trim();
    whole.append(made("text", { x: "10", y: String(y + 60), "font-size": "14", fill: "#4d5a67" }, told));
    y += 96;
  }
  return new Blob([new XMLSerializer().serializeToString(whole)], { type: "image/svg+xml" });
}

/** The same as points, at twice the size. */
async function raster(svg) {
  const image = new Image();
  image.src = URL.createObjectURL(svg);
  await image.decode();
  const canvas = element("canvas");
  [canvas.width, canvas.height] = [2000, 660];
  canvas.getContext("2d").drawImage(image, 0, 0, 2000, 660);
  URL.revokeObjectURL(image.src);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

for (const button of document.querySelectorAll("button.picture")) {
  button.addEventListener("click", async () => {
    const svg = picture();
    const { form } = button.dataset;
    save(form === "png" ? await raster(svg) : svg, `${document.getElementById("bars").dataset.name}.${form}`);
  });
}

document.querySelector("button.print")?.addEventListener("click", () => print());
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((one) => { one.open = true; }));

const wanted = location.hash && document.getElementById(location.hash.slice(1));
if (wanted instanceof HTMLDetailsElement) wanted.open = true;
