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
  bindRedraws(form);
}

// An answer on which others depend is kept at once, and the page comes back with them.
function bindRedraws(form) {
  const keep = form.querySelector("button[value='add:']");
  form.addEventListener("change", ({ target }) => target.closest("[data-redraws]") && form.requestSubmit(keep));
}
