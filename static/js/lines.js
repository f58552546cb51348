// Lists of lines: add with Enter, remove and move in place. The buttons are plain submits underneath.
import { fit } from "./grow.js";
import { say, word } from "./words.js";

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => LETTERS[n % 36]).join("");
const most = (block) => Number(block.dataset.full);
const list = (block) => block.querySelector("ol.lines");
const rowsOf = (block) => [...list(block).children];
const fields = (row) =>
  [...row.querySelectorAll("input, textarea, select")].filter((field) => field.type !== "hidden");

const isBlank = (row) =>
  fields(row).every((field) =>
    ["radio", "checkbox"].includes(field.type) ? !field.checked : !field.value.trim(),
  );

export const blockOf = (form, name) => form.querySelector(`[data-rows="${CSS.escape(name)}"]`);

// Lines that are only answered here, not written, have no pattern for another.
export const patternOf = (form, name) => form.querySelector(`[data-row-template="${CSS.escape(name)}"]`);

export function makeRow(form, name, id = newId()) {
  const holder = document.createElement("template");
  holder.innerHTML = patternOf(form, name).innerHTML.replaceAll("__row__", id);
  return holder.content.firstElementChild;
}

export function bindLines(form) {
  form.addEventListener("click", (event) => {
    const [verb, name, id] = event.target.closest("button[name=do]")?.value.split(":") ?? [];
    const block = name && verb in VERBS && blockOf(form, name);
    if (!block) return;
    event.preventDefault();
    const row = id && block.querySelector(`[data-row="${CSS.escape(id)}"]`);
    VERBS[verb](form, block, row, event.target.closest("button"));
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input, textarea.one-line, textarea.fits")) return;
    event.preventDefault();
    const row = event.target.closest("[data-row]");
    if (row && !isBlank(row)) add(form, row.closest("[data-rows]"), row);
  });
  form.addEventListener("focusout", ({ target }) => {
    const left = target !== document.activeElement; // going to another window does not leave the line
    if (left && target.matches("[data-row] input[type=text]")) onceReleased(() => leave(target));
  });
  for (const each of ["pointerdown", "pointerup", "pointercancel"])
    document.addEventListener(each, () => (pressing = each === "pointerdown"), true);
  document.addEventListener("pointerdown", holdOpen, true);
}

// What is being pressed stays under the finger: a line that grows by settling, or closes because it was left
// empty, waits until it is let go.
let pressing = false;
function holdOpen() {
  const row = document.activeElement?.closest(".row-of.fresh");
  row?.classList.add("held");
  for (const each of ["pointerup", "pointercancel"])
    document.addEventListener(each, () => setTimeout(() => row?.classList.remove("held")), { once: true });
}

function onceReleased(work) {
  if (!pressing) return work();
  const soon = () => setTimeout(work);
  document.addEventListener("pointerup", soon, { once: true });
}

function leave(field) {
  if (field.isConnected && field !== document.activeElement && field.value.trim()) settle(field);
}

const VERBS = {
  add: (form, block) => add(form, block),
  up: (form, block, row) => moveRow(block, row, "up"),
  down: (form, block, row) => moveRow(block, row, "down"),
  remove,
  idea: (form, block, _row, button) => begin(form, block, button),
};

// An empty line that is already there is used before another is made.
function add(form, block, after = rowsOf(block).at(-1)) {
  const next = [after, after?.nextElementSibling].find((row) => row && isBlank(row));
  if (next) return focus(next);
  if (!patternOf(form, block.dataset.rows)) return;
  if (rowsOf(block).length >= most(block)) return say(word("full", { n: most(block) }));
  const row = makeRow(form, block.dataset.rows);
  list(block).insertBefore(row, after?.nextElementSibling ?? null);
  dress(form, block);
  focus(row);
  say(word("added", { n: rowsOf(block).indexOf(row) + 1 }));
}

// The neighbour moves, not the row itself, so that focus stays where it is. Without a way it has moved already.
export function moveRow(block, row, way) {
  const written = () => rowsOf(block).filter((each) => each === row || !isBlank(each));
  const neighbour = { up: row.previousElementSibling, down: row.nextElementSibling }[way];
  const moves = neighbour && written().includes(neighbour);
  if (moves && way === "up") row.after(neighbour);
  if (moves && way === "down") row.before(neighbour);
  if (moves || !way) {
    row.scrollIntoView({ block: "nearest" });
    changed(block);
  }
  say(word("moved", { n: written().indexOf(row) + 1, of: written().length }));
}

// Words that are offered begin a line, and are offered no more.
function begin(form, block, button) {
  const blank = rowsOf(block).findLast(isBlank);
  if (!blank && rowsOf(block).length >= most(block)) return say(word("full", { n: most(block) }));
  const row = blank ?? list(block).appendChild(makeRow(form, block.dataset.rows));
  fields(row)[0].value = button.textContent.trim();
  settle(fields(row)[0]);
  dress(form, block);
  button.remove();
  if (rowsOf(block).length < most(block)) list(block).append(makeRow(form, block.dataset.rows));
  fields(row)[0].focus();
  say(word("added", { n: rowsOf(block).indexOf(row) + 1 }));
  changed(block);
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
  if (!patternOf(form, block.dataset.rows)) return;
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
