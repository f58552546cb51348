// The page that stands in for the card. Where there is a copy on this device it shows that; else our own words.
import * as store from "./store.js";
import { bind } from "./urge.js";
import { word } from "./words.js";

const main = document.querySelector("main");
const pieces = [...main.querySelectorAll("template[data-words], template[data-again]")];

function show({ theme, cards }) {
  if (theme) document.documentElement.dataset.theme = theme;
  const about = new URLSearchParams(location.search).get("about");
  const [, html] = cards.find(([key]) => key === about) ?? cards[0];
  const icons = document.querySelector(".top use").getAttribute("href").split("#")[0];
  main.innerHTML = html;
  main.append(...pieces);
  // The copy may be from before a release that named the icons anew.
  for (const each of main.querySelectorAll("use")) each.setAttribute("href", `${icons}#${each.getAttribute("href").split("#")[1]}`);
}

// What leads elsewhere leads nowhere now; the words for an emergency stand on this page.
function dress(words) {
  const here = main.querySelector("[data-here]");
  const again = document.importNode(pieces.find(({ dataset }) => "again" in dataset).content, true);
  for (const each of main.querySelectorAll("[data-online]")) each.hidden = true;
  for (const each of document.querySelectorAll(".top a:not(.name), .foot a[href*=help]")) each.href = "#safe";
  main.querySelector("#safe > div").append(again);
  here.textContent = words;
  addEventListener("online", () => (here.textContent = word("back")));
}

const person = await store.ownerOfCard().catch(() => null);
if (person) document.body.dataset.person = person;
const copy = person && (await store.card().catch(() => null));
if (copy) show(copy);
dress(word(copy ? "copy" : "no-copy"));
bind();
