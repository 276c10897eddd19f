/* The form of a question: boxes that suggest entities; one that was picked is asked for by its id. */
import { suggesting } from "./site.js";

for (const input of document.querySelectorAll(".ask [role=combobox]")) {
  suggesting(input, document.getElementById(`${input.id}-list`), (one) => {
    input.value = one.name;
    Object.assign(input.dataset, { id: one.id, name: one.name });
  });
}

document.querySelector(".ask")?.addEventListener("formdata", (event) => {
  for (const input of event.target.querySelectorAll("[data-id]")) {
    if (input.value === input.dataset.name) event.formData.set(input.name, input.dataset.id);
  }
});
