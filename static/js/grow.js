// Long answers grow with what is written; near the limit, a quiet word about how much room is left.
import { word } from "./words.js";

const sizesItself = globalThis.CSS?.supports("field-sizing", "content");

export function bindGrowing(form) {
  if (!sizesItself) form.querySelectorAll("textarea").forEach(grow);
  form.addEventListener("input", ({ target }) => {
    if (target.matches("textarea") && !sizesItself) grow(target);
    if (target.matches("textarea, input")) sayRoom(target);
  });
}

export function fit(field) {
  if (!sizesItself) grow(field);
}

function grow(field) {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
}

function sayRoom(field) {
  const limit = Number(field.dataset.most);
  if (!limit) return;
  const left = limit - [...field.value].length;
  let note = field.parentElement.querySelector(":scope > .room");
  if (left > Math.max(20, limit / 20)) return note?.remove();
  if (!note) {
    note = document.createElement("p");
    note.className = "form-text room";
    note.setAttribute("role", "status");
    field.after(note);
  }
  note.textContent = left < 0 ? word("over", { n: -left }) : word("room", { n: left });
}
