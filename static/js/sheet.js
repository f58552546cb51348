// A worksheet page. Everything here also works without it.
import { keepSaved } from "./autosave.js";
import { bindGrowing } from "./grow.js";
import { bindLines } from "./lines.js";
import { bindPercent } from "./percent.js";
import { bindPicks } from "./picks.js";

for (const form of document.querySelectorAll("form[data-sheet]")) {
  bindLines(form);
  bindPercent(form);
  bindPicks(form);
  bindGrowing(form);
  keepSaved(form);
  bindLayout(form);
  bindRedraws(form);
}

// What only some worksheets want is fetched by those.
async function bindLayout(form) {
  if (form.querySelector("[data-orders]")) (await import("./drag.js")).bindDrag(form);
  if (form.querySelector("[data-timer]")) (await import("./timer.js")).bindTimer(form);
  if (form.querySelector("[data-script]")) (await import("./script.js")).bindScript(form);
}

// An answer on which others depend is kept at once, and the page comes back with them.
function bindRedraws(form) {
  const keep = form.querySelector("button[value='add:']");
  form.addEventListener("change", ({ target }) => target.closest("[data-redraws]") && form.requestSubmit(keep));
}
