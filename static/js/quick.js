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

// Until the last of them is gone.
async function sendWaiting(form) {
  const there = await draw(form);
  if (!there.length || sending) return;
  sending = true;
  await carryOn(async () => {
    sending = (await draw(form)).length > 0;
    if (!sending) tell(form, word("sent"));
    return !sending;
  });
}

async function draw(form) {
  const place = document.querySelector("[data-waiting]");
  const path = form.getAttribute("action");
  const mine = (await store.waiting().catch(() => [])).filter((each) => each.path === path);
  const heading = place.querySelector("[data-how-many]");
  heading.textContent = word(`wait-${mine.length}`) || word("wait", { n: mine.length });
  place.querySelector("[data-each]").replaceChildren(...mine.map((each) => line(form, each)));
  place.hidden = !mine.length;
  return mine;
}

function line(form, { pairs }) {
  const said = Object.fromEntries(pairs);
  const [time, strength] = [document.createElement("span"), document.createElement("span")];
  time.textContent = whenOf(form, said);
  strength.className = "num";
  strength.textContent = word("strength", { n: said.intensity });
  const row = document.createElement("li");
  row.append(time, strength);
  return row;
}

function whenOf(form, { when, at }) {
  const moment = new Date(at);
  const lang = document.documentElement.lang || [];
  const isToday = moment.toDateString() === new Date().toDateString();
  const day = isToday ? "" : `${moment.toLocaleDateString(lang, { weekday: "short", day: "numeric", month: "short" })} `;
  const rough = ["hour", "earlier"].includes(when) ? `, ${optionOf(form, when)}` : "";
  return `${day}${clock(moment)}${rough}`;
}

const optionOf = (form, when) => form.elements.when.querySelector(`[value="${when}"]`).textContent.toLowerCase();
