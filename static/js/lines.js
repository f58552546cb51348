// Lists of lines: add with Enter, remove and move in place. The buttons are plain submits underneath.
import { fit } from "./grow.js";
import { say, word } from "./words.js";

const MOST = 50;
const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => LETTERS[n % 36]).join("");
const list = (block) => block.querySelector("ol.lines");
const rowsOf = (block) => [...list(block).children];
const fields = (row) =>
  [...row.querySelectorAll("input, textarea, select")].filter((field) => field.type !== "hidden");

const isBlank = (row) =>
  fields(row).every((field) =>
    ["radio", "checkbox"].includes(field.type) ? !field.checked : !field.value.trim(),
  );

export const blockOf = (form, name) => form.querySelector(`[data-rows="${CSS.escape(name)}"]`);

export function makeRow(form, name, id = newId()) {
  const holder = document.createElement("template");
  const pattern = form.querySelector(`[data-row-template="${CSS.escape(name)}"]`);
  holder.innerHTML = pattern.innerHTML.replaceAll("__row__", id);
  return holder.content.firstElementChild;
}

export function bindLines(form) {
  form.addEventListener("click", (event) => {
    const [verb, name, id] = event.target.closest("button[name=do]")?.value.split(":") ?? [];
    const block = name && verb in VERBS && blockOf(form, name);
    if (!block) return;
    event.preventDefault();
    VERBS[verb](form, block, id && block.querySelector(`[data-row="${CSS.escape(id)}"]`));
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input, textarea.one-line")) return;
    event.preventDefault();
    const row = event.target.closest("[data-row]");
    if (row && !isBlank(row)) add(form, row.closest("[data-rows]"), row);
  });
  form.addEventListener("focusout", ({ target }) => {
    const left = target !== document.activeElement; // going to another window does not leave the line
    if (left && target.matches("[data-row] input[type=text]") && target.value.trim()) settle(target);
  });
}

const VERBS = {
  add: (form, block) => add(form, block),
  up: (form, block, row) => move(block, row, row.previousElementSibling, "up"),
  down: (form, block, row) => move(block, row, row.nextElementSibling, "down"),
  remove,
};

// An empty line that is already there is used before another is made.
function add(form, block, after = rowsOf(block).at(-1)) {
  const next = [after, after?.nextElementSibling].find((row) => row && isBlank(row));
  if (next) return focus(next);
  if (rowsOf(block).length >= MOST) return say(word("full", { n: MOST }));
  const row = makeRow(form, block.dataset.rows);
  list(block).insertBefore(row, after?.nextElementSibling ?? null);
  dress(form, block);
  focus(row);
  say(word("added", { n: rowsOf(block).indexOf(row) + 1 }));
}

// The neighbour moves, not the row itself, so that focus stays where it is.
function move(block, row, neighbour, way) {
  const written = () => rowsOf(block).filter((each) => each === row || !isBlank(each));
  if (neighbour && written().includes(neighbour)) {
    if (way === "up") row.after(neighbour);
    else row.before(neighbour);
    row.scrollIntoView({ block: "nearest" });
    changed(block);
  }
  say(word("moved", { n: written().indexOf(row) + 1, of: written().length }));
}

function remove(form, block, row) {
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  if (!next) list(block).append(makeRow(form, block.dataset.rows));
  focus(next ?? rowsOf(block)[0]);
  say(word("removed"));
  changed(block);
}

// The empty line the server sends has no buttons; once written in, it gets them.
export function dress(form, block) {
  for (const row of rowsOf(block)) {
    if (row.querySelector(".row-do") || isBlank(row)) continue;
    const whole = makeRow(form, block.dataset.rows, row.dataset.row);
    row.append(whole.querySelector(".row-do") ?? "");
  }
}

// Once written, a line takes as much room as it needs, as it does on the page the server sends.
function settle(field) {
  const written = document.createElement("textarea");
  for (const name of ["name", "id", "data-most"]) written.setAttribute(name, field.getAttribute(name));
  Object.assign(written, { className: "form-control own one-line", rows: 1, dir: "auto", value: field.value });
  field.closest("[data-row]").classList.remove("fresh");
  field.replaceWith(written);
  fit(written);
}

const focus = (row) => fields(row)[0]?.focus();
const changed = (block) => block.dispatchEvent(new Event("input", { bubbles: true }));
