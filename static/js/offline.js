// The pages that stand in for the quick form and the card. Where there is a copy on this device they show that.
import { bind as bindQuick } from "./quick.js";
import * as store from "./store.js";
import { bind as bindCard } from "./urge.js";
import { piece, word } from "./words.js";

const main = document.querySelector("main");
const pieces = [...main.querySelectorAll("template[data-words], template[data-again]")];
const again = pieces.find(({ dataset }) => "again" in dataset);
const { page } = again.dataset;
const asked = new URLSearchParams(location.search);
const HALF_AN_HOUR = 30 * 60_000;
const SOME_HOURS = 3 * 3600_000;

function show({ theme, pages }) {
  if (theme) document.documentElement.dataset.theme = theme;
  const [, html] = pages.find(([key]) => key === asked.get("about")) ?? pages[0];
  const icons = document.querySelector(".top use").getAttribute("href").split("#")[0];
  main.innerHTML = html;
  main.append(...pieces);
  // The copy may be from before a release that named the icons anew.
  for (const each of main.querySelectorAll("use")) each.setAttribute("href", `${icons}#${each.getAttribute("href").split("#")[1]}`);
}

// What leads elsewhere leads nowhere now; the words for an emergency stand on the card.
function dress(words) {
  const here = main.querySelector("[data-here]");
  const safe = main.querySelector("#safe > div");
  const { card } = document.querySelector("template[data-worker]").dataset;
  for (const each of main.querySelectorAll("[data-online]")) each.hidden = true;
  for (const each of document.querySelectorAll(".top a:not(.name), .foot a[href*=help]")) each.href = safe ? "#safe" : `${card}#safe`;
  (safe ?? main.querySelector("header > div:last-child")).append(document.importNode(again.content, true));
  here.textContent = words;
  addEventListener("online", () => (here.textContent = word("back")));
}

// "It passed" on the card is about the urge that was written down here just before, wherever that is by now.
async function goOn(form) {
  const urge = asked.get("urge");
  if (!form || !urge) return;
  form.elements.urge.value = urge;
  const note = (await store.waiting()).find(({ tab }) => tab === urge);
  if (!note) return;
  const { about, at, intensity, when } = Object.fromEntries(note.pairs);
  const ago = { hour: HALF_AN_HOUR, earlier: SOME_HOURS }[when] ?? 0;
  const began = new Date(Date.parse(at) - ago).toISOString();
  for (const [name, value] of Object.entries({ about, began, intensity })) form.elements[name].value = value;
}

const person = await store.ownerOfCopies().catch(() => null);
if (person) document.body.dataset.person = person;
const copy = person && (await store.copyOf(page).catch(() => null));
if (copy) show(copy);
// With nobody signed in there is nobody to write it down for.
if (!person && page === "quick") main.querySelector("form[data-note]").replaceWith(piece("nobody"));
dress(word(copy ? "copy" : "no-copy"));
await goOn(main.querySelector("form[data-passed]")).catch(() => {});
if (page === "card") bindCard();
else bindQuick();
