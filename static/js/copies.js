// Pages for when there is no network: a copy of each is sealed on this device, as the server drew it.
import * as store from "./store.js";
import { word } from "./words.js";

const { worker, scope } = document.querySelector("template[data-worker]").dataset;
const workers = navigator.serviceWorker;

// Without what only this visit may use.
export function copyOf(page) {
  const main = page.querySelector("main").cloneNode(true);
  const others = [...main.querySelectorAll("template[data-card]")].map(({ dataset, content }) => [dataset.card, cleared(content)]);
  for (const each of main.querySelectorAll("[name=csrfmiddlewaretoken], .alert, template")) each.remove();
  const about = main.querySelector("form[data-passed]")?.elements.about.value ?? "";
  return { theme: document.documentElement.dataset.theme, pages: [[about, cleared(main)], ...others] };
}

function cleared(part) {
  for (const each of part.querySelectorAll("[name=id], [name=urge], [name=began]")) each.setAttribute("value", "");
  for (const each of part.querySelectorAll("a[href*='urge=']")) each.setAttribute("href", each.getAttribute("href").replace(/&urge=[^&]*/, ""));
  const whole = document.createElement("div");
  whole.append(part.cloneNode(true));
  return part.nodeType === Node.ELEMENT_NODE ? part.innerHTML : whole.innerHTML;
}

// Where others use the device there is nothing to keep, and no worker to keep it.
export async function keep(name, copy) {
  if (!workers) return;
  if (!store.keepsHere()) {
    await (await workers.getRegistration(scope))?.unregister();
    return;
  }
  await store.keepCopy(name, copy);
  await workers.register(worker, { scope, updateViaCache: "none" });
  await workers.ready;
  document.querySelector("[data-here]").textContent = word("kept-here");
}
