// The card, opened with a network: a copy of it is sealed on this device, for when there is none.
import * as store from "./store.js";
import { bind } from "./urge.js";
import { word } from "./words.js";

const { worker, scope } = document.querySelector("template[data-worker]").dataset;
const workers = navigator.serviceWorker;

// As the server drew it, without what only this visit may use.
function copy() {
  const main = document.querySelector("main").cloneNode(true);
  const others = [...main.querySelectorAll("template[data-card]")].map(({ dataset, innerHTML }) => [dataset.card, innerHTML]);
  for (const each of main.querySelectorAll("[name=csrfmiddlewaretoken], .alert, template")) each.remove();
  const about = main.querySelector("form[data-passed]").elements.about.value;
  return { theme: document.documentElement.dataset.theme, cards: [[about, main.innerHTML], ...others] };
}

async function keep(card) {
  await store.keepCard(card);
  await workers.register(worker, { scope, updateViaCache: "none" });
  await workers.ready;
  document.querySelector("[data-here]").textContent = word("kept-here");
}

const letGo = async () => (await workers.getRegistration(scope))?.unregister();

const card = copy();
bind();
if (workers) (store.keepsHere() ? keep(card) : letGo()).catch(() => {});
