// Rows that are put in order: by a handle under a finger, a mouse or the arrow keys. The buttons do the same.
import { moveRow } from "./lines.js";
import { piece } from "./words.js";

export function bindDrag(form) {
  const blocks = [...form.querySelectorAll("[data-orders] [data-rows]")];
  if (!blocks.length) return;
  blocks.forEach(giveHandles);
  form.addEventListener("input", ({ target }) => {
    const block = target.closest?.("[data-orders] [data-rows]");
    if (block) giveHandles(block);
  });
  form.addEventListener("focusout", () => blocks.forEach(giveHandles));
  form.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (grip && event.button === 0) drag(grip, event);
  });
  form.addEventListener("keydown", (event) => {
    const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    if (!way || !event.target.matches("[data-grip]")) return;
    event.preventDefault();
    const row = event.target.closest("[data-row]");
    moveRow(event.target.closest("[data-rows]"), row, way);
    event.target.focus();
  });
}

// Only a line that can be moved has a handle: one that has its buttons.
function giveHandles(block) {
  for (const row of block.querySelectorAll(":scope > ol > [data-row]")) {
    if (row.querySelector("[data-grip]") || !row.querySelector(".row-do")) continue;
    row.prepend(piece("grip"));
  }
}

// The neighbours make room, so that the row in hand never leaves the page and the pointer stays with it.
function drag(grip, down) {
  const row = grip.closest("[data-row]");
  const block = grip.closest("[data-rows]");
  const before = row.previousElementSibling;
  down.preventDefault();
  grip.focus();
  grip.setPointerCapture(down.pointerId);
  row.classList.add("held");
  grip.addEventListener("pointermove", onMove);
  grip.addEventListener("lostpointercapture", onEnd, { once: true });

  function onMove({ clientY }) {
    const { previousElementSibling: above, nextElementSibling: below } = row;
    if (above && clientY < middle(above)) row.after(above);
    else if (below?.querySelector("[data-grip]") && clientY > middle(below)) row.before(below);
  }

  function onEnd() {
    grip.removeEventListener("pointermove", onMove);
    row.classList.remove("held");
    grip.focus();
    if (row.previousElementSibling !== before) moveRow(block, row);
  }
}

function middle(row) {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}
