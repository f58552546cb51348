// What waits on this device goes to the server as soon as there is a page to take it.
import * as store from "./store.js";
import { isSomebodyElse, look } from "./who.js";
import { piece } from "./words.js";

const inHand = new Set();
const HERE = /^\/(?![/\\])/;

let going;

// One round at a time: whoever asks meanwhile hears the end of it.
export const carry = () => (going ??= round().finally(() => (going = null)));

async function round() {
  const texts = (await store.waiting()).filter(({ page, path }) => page !== store.here() && HERE.test(path));
  for (const text of texts) {
    const state = await look();
    if (!state.signed_in || isSomebodyElse(state)) return;
    if (!inHand.has(text.tab) && !(await store.take(text.tab, 1000))) continue;
    inHand.add(text.tab);
    if (await store.isThere(text.tab)) await post(text, state.csrf);
  }
}

async function post({ path, page, tab, version, pairs }, csrf) {
  const body = new FormData();
  for (const [name, value] of [...pairs, ["tab", tab], ["version", version]]) body.append(name, value);
  body.append("csrfmiddlewaretoken", csrf);
  const answer = await fetch(path, { method: "POST", body, headers: { "X-Autosave": "1" }, redirect: "manual" });
  // A sheet may be gone. What has no version is new: whatever is answered, it is not there yet.
  if (answer.ok || (answer.status === 404 && version !== "")) await store.forget(tab);
  else if (answer.status === 409) offer(page);
}

function offer(page) {
  const note = piece("left-behind");
  note.querySelector("a").href = page;
  document.querySelector("main").prepend(note);
}
