/* Boxes of a form that suggest entities; one that was picked is asked for by its id. */
import { suggesting } from "./site.js";

const boxes = document.querySelectorAll("[data-picks]");

for (const input of boxes) {
  suggesting(input, document.getElementById(`${input.id}-list`), (one) => {
    input.value = one.name;
    Object.assign(input.dataset, { id: one.id, name: one.name });
  });
}

for (const form of new Set([...boxes].map((input) => input.form))) {
  form.addEventListener("formdata", (event) => {
    for (const input of form.querySelectorAll("[data-picks][data-id]")) {
      if (input.value === input.dataset.name) event.formData.set(input.name, input.dataset.id);
    }
  });
}
