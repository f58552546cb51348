// The card in use: the time that has gone by, and writing down that it passed. Also without a network.
import { carryOn, newId, putBy, send, tell } from "./queue.js";
import * as store from "./store.js";
import { clock, word } from "./words.js";

const WHOLE = 15 * 60_000;
const LEFT_OPEN = 2 * 3600_000; // what began longer ago is another time
const FROM = 10;
const TO = 330;

// One that was written down before counts from when it began. Else kept with this visit alone: a reload goes
// on counting, and "It passed" pressed again after going back is the same one.
function visit(form) {
  const since = form?.elements.urge?.value && Date.parse(form.elements.began.value);
  if (since) return { began: since, once: newId() };
  const { began, once } = history.state ?? {};
  const ago = Date.now() - began;
  if (once && ago >= 0 && ago < LEFT_OPEN) return { began, once };
  const begun = { began: Date.now(), once: newId() };
  history.replaceState({ ...history.state, ...begun }, "");
  return begun;
}

const minutesSince = (began) => Math.max(0, Math.floor((Date.now() - began) / 60_000));
const many = (name, n) => word(n < 2 ? `${name}-${n}` : name, { n });

export function bind() {
  const form = document.querySelector("form[data-passed]");
  const { began, once } = visit(form);
  const drawn = () => draw(began);
  drawn();
  setInterval(drawn, 5000);
  document.addEventListener("visibilitychange", drawn);
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
  const answer = await send(form);
  if (answer?.ok) return location.assign((await answer.json()).url);
  // Signed out, or the page is too old: the server's own pages know what to do then.
  if (answer && answer.status < 500) return form.submit();
  return keepForLater(form, once, minutes);
}

async function keepForLater(form, once, minutes) {
  if (!(await putBy(form, once))) {
    delete form.dataset.sent;
    return tell(form, word("no-connection"));
  }
  tell(form, `${many("written", minutes)} ${word("waits")}`);
  form.hidden = true;
  return carryOn(async () => {
    const left = await store.waiting();
    if (left.some(({ tab }) => tab === once)) return false;
    tell(form, many("written", minutes));
    return true;
  });
}
