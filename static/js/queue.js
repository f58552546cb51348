// What is written down in a hard moment: sent at once, or put by on this device until there is a network.
import { carry } from "./carry.js";
import * as store from "./store.js";

const PATIENCE = 8000;
const NOW_AND_THEN = 30_000;

export const newId = () => crypto.randomUUID();

// The answer, or null where none came.
export async function send(form) {
  if (!form.elements.csrfmiddlewaretoken?.value) return null;
  return fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { "X-Autosave": "1", Accept: "application/json" },
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => null);
}

// Whether it rests here now, sealed; it goes under the id it was given, and so counts once.
export async function putBy(form, id, more = []) {
  if (!store.keepsHere()) return false;
  const path = form.getAttribute("action");
  const said = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const record = { tab: id, path, page: path, version: "", pairs: [...said, ...more], at: Date.now() };
  return store.add(record).then(() => true, () => false);
}

// Now, when the network is back, and now and then, until there is nothing left to wait for.
export function carryOn(done) {
  const go = async () => {
    await carry().catch(() => {});
    if (!(await done())) return;
    removeEventListener("online", go);
    clearInterval(again);
  };
  const again = setInterval(go, NOW_AND_THEN);
  addEventListener("online", go);
  return go();
}

export function tell(form, words) {
  const before = form.previousElementSibling;
  const note = before?.matches("[role=status]") ? before : document.createElement("p");
  if (note !== before) {
    note.className = "alert";
    note.setAttribute("role", "status");
    form.before(note);
  }
  note.textContent = words;
}
