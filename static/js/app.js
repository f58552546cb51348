// Every page: leaving in a hurry, and, when signed in, a word before the session ends.
const PRESSES = 3;
const WITHIN_MS = 1500;
const A_MOMENT_MS = 300;
const root = document.documentElement;

function leave(form) {
  root.hidden = true; // first of all, and seen before anything that may take time
  afterPaint(() => go(form));
}

// What is being written may set off first, and has a moment to arrive: once signed out nobody could take it.
function go(form) {
  document.title = "";
  const saving = [];
  document.dispatchEvent(new CustomEvent("footing:leave", { detail: saving }));
  if (!saving.length) return end(form);
  const moment = new Promise((over) => setTimeout(over, A_MOMENT_MS));
  Promise.race([Promise.allSettled(saving), moment]).then(() => end(form));
}

function end(form) {
  navigator.sendBeacon?.(form.action) || fetch(form.action, { method: "POST", keepalive: true, mode: "no-cors" });
  try {
    forget();
  } finally {
    location.replace(form.dataset.leave);
  }
}

// A page in the background is never painted, so it does not wait for that.
function afterPaint(act) {
  let once = () => {
    once = () => {};
    act();
  };
  requestAnimationFrame(() => setTimeout(() => once()));
  setTimeout(() => once(), 60);
}

// What waited in this browser goes too; the header the server sends does it again, more thoroughly.
function forget() {
  sessionStorage.clear();
  localStorage.clear();
  indexedDB.deleteDatabase("footing-waiting");
  globalThis.caches?.keys().then((all) => all.forEach((each) => caches.delete(each)), () => {});
  navigator.serviceWorker?.getRegistrations().then((all) => Promise.all(all.map((each) => each.unregister()))).catch(() => {});
}

// Three presses of Shift with no other key between them; capitals and shortcuts do not count.
function onThreeShifts(act) {
  let presses = [];
  let alone = false;
  addEventListener("keydown", (event) => {
    alone = event.key === "Shift" && !event.repeat && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!alone && event.key !== "Shift") presses = [];
  }, true);
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    const now = event.timeStamp;
    presses = [...presses.filter((at) => now - at < WITHIN_MS), now];
    if (presses.length >= PRESSES) act();
  }, true);
  addEventListener("pointerdown", () => { presses = []; alone = false; }, true);
}

const form = document.querySelector("form[data-leave]");
if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave(form);
  });
  onThreeShifts(() => leave(form));
}

// A page the browser kept whole shows nothing until the server has said who is looking.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  root.hidden = true;
  location.reload();
});

// What warns of a session's end, and carries text left waiting, is fetched when it may be wanted.
const { idle, sessionScript } = document.body.dataset;
if (idle && sessionScript) {
  const fetchIt = () => import(sessionScript);
  setTimeout(fetchIt, Math.max(idle - 3, 1) * 60_000);
  somethingWaits().then((waits) => waits && fetchIt());
}

// A quiet block that words may open: what looks for them is fetched with the first of them.
const near = document.querySelector("[data-near]");
const look = ({ target }) => import(near.dataset.near).then(({ bindNear }) => bindNear(near, target)).catch(() => {});
if (near) addEventListener("input", look, { once: true });

// Who is asked to sign in is signed out, so the copy of the card that was here goes.
if (document.querySelector("main [name=login]")) {
  somethingWaits()
    .then((waits) => waits && import("./store.js"))
    .then((store) => store && store.forgetCopies())
    .catch(() => {});
}

async function somethingWaits() {
  const all = (await indexedDB.databases?.()) ?? [];
  return all.some(({ name }) => name.startsWith("footing-"));
}
