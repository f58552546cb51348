// The card in use: the time that has gone by, and writing down that it passed. Also without a network.
import { carry } from "./carry.js";
import * as store from "./store.js";
import { clock, word } from "./words.js";

const WHOLE = 15 * 60_000;
const LEFT_OPEN = 2 * 3600_000; // what began longer ago is another time
const FROM = 10;
const TO = 330;
const PATIENCE = 8000;

// Kept with this visit alone: a reload goes on counting, and "It passed" pressed again after going back is the same one.
function visit() {
  const { began, once } = history.state ?? {};
  const ago = Date.now() - began;
  if (once && ago >= 0 && ago < LEFT_OPEN) return { began, once };
  const begun = { began: Date.now(), once: newId() };
  history.replaceState({ ...history.state, ...begun }, "");
  return begun;
}

const newId = () => crypto.randomUUID();
const minutesSince = (began) => Math.max(0, Math.floor((Date.now() - began) / 60_000));
const many = (name, n) => word(n < 2 ? `${name}-${n}` : name, { n });

export function bind() {
  const { began, once } = visit();
  const drawn = () => draw(began);
  drawn();
  setInterval(drawn, 5000);
  document.addEventListener("visibilitychange", drawn);
  const form = document.querySelector("form[data-passed]");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    passed(form, began, once);
  });
}

function draw(began) {
  const figure = document.querySelector("[data-time]");
  if (!figure) return;
  const gone = Math.max(0, Date.now() - began);
  const whole = gone >= WHOLE;
  put(figure.querySelector("[data-from]"), clock(began));
  put(figure.querySelector("[data-to]"), clock(began + WHOLE));
  put(figure.querySelector("[data-so-far]"), whole ? word("so-far-whole") : many("so-far", minutesSince(began)));
  moveTo(figure, Math.min(1, gone / WHOLE));
}

function put(place, words) {
  if (place && place.textContent !== words) place.textContent = words;
}

// The line is drawn as far as time has come; the dot stands at its end.
function moveTo(figure, part) {
  const line = figure.querySelector("[data-gone]");
  const dot = figure.querySelector("[data-now]");
  const x = FROM + part * (TO - FROM);
  let [near, far] = [0, line.getTotalLength()];
  for (let turn = 0; turn < 20; turn += 1) {
    const middle = (near + far) / 2;
    if (line.getPointAtLength(middle).x < x) near = middle;
    else far = middle;
  }
  const { y } = line.getPointAtLength(near);
  line.setAttribute("stroke-dasharray", `${near} 999`);
  dot.setAttribute("cx", x);
  dot.setAttribute("cy", y);
}

async function passed(form, began, once) {
  if (form.dataset.sent) return;
  form.dataset.sent = "1";
  const minutes = minutesSince(began);
  const { elements } = form;
  Object.assign(elements.id, { value: once });
  Object.assign(elements.began, { value: new Date(began).toISOString() });
  Object.assign(elements.minutes, { value: minutes });
  const answer = elements.csrfmiddlewaretoken?.value ? await send(form) : null;
  if (answer?.ok) return location.assign((await answer.json()).url);
  // Signed out, or the page is too old: the server's own pages know what to do then.
  if (answer && answer.status < 500) return form.submit();
  return keepForLater(form, once, minutes);
}

const send = (form) =>
  fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { "X-Autosave": "1", Accept: "application/json" },
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => null);

async function keepForLater(form, once, minutes) {
  if (!store.keepsHere()) {
    delete form.dataset.sent;
    return tell(form, word("no-connection"));
  }
  const { id, about, began, minutes: length } = form.elements;
  const path = form.getAttribute("action");
  const pairs = [id, about, began, length].map(({ name, value }) => [name, value]);
  await store.keep({ tab: once, path, page: path, version: "", pairs, at: Date.now() });
  tell(form, `${many("written", minutes)} ${word("waits")}`);
  form.hidden = true;
  const go = async () => {
    await carry().catch(() => {});
    const left = await store.waiting();
    if (left.some(({ tab }) => tab === once)) return;
    removeEventListener("online", go);
    tell(form, many("written", minutes));
  };
  addEventListener("online", go);
  return go();
}

function tell(form, words) {
  const before = form.previousElementSibling;
  const note = before?.matches("[role=status]") ? before : document.createElement("p");
  if (note !== before) {
    note.className = "alert";
    note.setAttribute("role", "status");
    form.before(note);
  }
  note.textContent = words;
}
