// The quick form in use: sent at once, or kept here until there is a network; what waits is shown.
import { carryOn, newId, putBy, send, tell } from "./queue.js";
import * as store from "./store.js";
import { clock, piece, word } from "./words.js";

const STRONG = 9;
const YEAR = 365 * 86_400_000;

export function bind() {
  const form = document.querySelector("form[data-note]");
  if (!form) return;
  form.elements.id.value ||= newId();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save(form);
  });
  sendWaiting(form);
}

async function save(form) {
  if (form.dataset.sent) return;
  form.dataset.sent = "1";
  form.elements.at.value = new Date().toISOString();
  const answer = await send(form);
  const { url } = answer?.ok ? await answer.json() : {};
  if (url) return location.assign(url);
  // Signed out, or something to say about it: the server's own pages know what to do then.
  if (answer && answer.status < 500) return form.submit();
  delete form.dataset.sent;
  return keepForLater(form);
}

async function keepForLater(form) {
  const { id, intensity, is_going: going, on, when, at } = form.elements;
  const wrong = when.value === "other" && wrongWith(on.value);
  if (wrong) {
    tell(form, word(wrong));
    return on.focus();
  }
  // By this device's own clock: the server is not there to ask which one is meant.
  if (when.value === "other") at.value = new Date(on.value).toISOString();
  const said = { id: id.value, strong: Number(intensity.value) >= STRONG, going: going.checked };
  if (!(await putBy(form, said.id, [["kept", "1"]]))) return tell(form, word("not-kept"));
  if (said.going) return location.assign(`${form.dataset.card}?urge=${said.id}`);
  form.reset();
  id.value = newId();
  tell(form, word("kept"));
  if (said.strong) offerCard(form);
  return sendWaiting(form);
}

function wrongWith(wall) {
  const moment = Date.parse(wall);
  if (Number.isNaN(moment)) return "on-empty";
  if (moment > Date.now() + 600_000) return "on-future";
  return moment < Date.now() - YEAR ? "on-long-ago" : "";
}

function offerCard(form) {
  form.previousElementSibling.replaceWith(piece("strong"));
  const note = form.previousElementSibling;
  note.scrollIntoView({ block: "center" });
  note.querySelector("a").focus();
}

let sending = false;
let byHand = false; // the last of them was taken off, and not sent

// Until the last of them is gone.
async function sendWaiting(form) {
  const there = await draw(form);
  if (!there.length) return;
  byHand = false;
  if (sending) return;
  sending = true;
  await carryOn(async () => {
    sending = (await draw(form)).length > 0;
    if (!sending && !byHand) tell(form, word("sent"));
    return !sending;
  });
}

async function draw(form) {
  const place = document.querySelector("[data-waiting]");
  const mine = urgesOf(form, await store.waiting().catch(() => []));
  const list = place.querySelector("[data-each]");
  const drawn = mine.map(({ tabs }) => tabs).join(" ");
  if (list.dataset.drawn === drawn) return mine;
  list.dataset.drawn = drawn;
  list.replaceChildren(...mine.map((each) => line(form, each)));
  place.querySelector("[data-how-many]").textContent = word(`wait-${mine.length}`) || word("wait", { n: mine.length });
  place.hidden = !mine.length;
  return mine;
}

// That one passed may wait by itself, or with the urge it is the end of: then the two are one.
function urgesOf(form, all) {
  const of = (way) =>
    all.filter(({ path }) => path === way).map(({ tab, pairs }) => ({ tabs: [tab], said: Object.fromEntries(pairs) }));
  const noted = of(form.getAttribute("action"));
  const alone = [];
  for (const end of of(form.dataset.ended)) {
    const one = noted.find(({ tabs }) => tabs[0] === end.said.urge);
    if (one) one.tabs.push(...end.tabs);
    else alone.push(end);
    (one ?? end).passed = true;
  }
  return [...noted, ...alone];
}

function line(form, each) {
  const row = piece("waits");
  const { said, passed } = each;
  const strength = said.intensity ? word("strength", { n: said.intensity }) : "";
  const told = [strength, passed && word("it-passed")].filter(Boolean).join(" · ");
  row.querySelector("[data-at]").textContent = whenOf(form, said);
  row.querySelector(".num").textContent = told;
  row.querySelector("[data-which]").textContent = `, ${told}`;
  row.querySelector("button").addEventListener("click", ({ currentTarget }) => takeOff(form, each, currentTarget));
  return row;
}

// The first press asks, the second does it.
async function takeOff(form, { tabs }, button) {
  const words = button.querySelector("[data-does]");
  if (words.textContent !== word("for-good")) {
    words.textContent = word("for-good");
    return;
  }
  for (const tab of tabs) await store.forget(tab);
  byHand = !(await draw(form)).length;
  tell(form, word("removed"));
  Object.assign(form.previousElementSibling, { tabIndex: -1 }).focus();
}

function whenOf(form, { when, at, began }) {
  const moment = new Date(at ?? began);
  const lang = document.documentElement.lang || [];
  const isToday = moment.toDateString() === new Date().toDateString();
  const day = isToday ? "" : `${moment.toLocaleDateString(lang, { weekday: "short", day: "numeric", month: "short" })} `;
  const rough = ["hour", "earlier"].includes(when) ? `, ${optionOf(form, when)}` : "";
  return `${day}${clock(moment)}${rough}`;
}

const optionOf = (form, when) => form.elements.when.querySelector(`[value="${when}"]`).textContent.toLowerCase();
