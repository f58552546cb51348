// A session that is about to end says so in good time; what waits on this device is carried to the server;
// signing out clears it. Loaded on the pages of somebody who is signed in.
import { carry } from "./carry.js";
import * as store from "./store.js";
import { look, useToken } from "./who.js";
import { clock, piece } from "./words.js";

const A_MOMENT_MS = 3000;
const WARN = 150; // seconds before the end: more than the two minutes promised
const { idle } = document.body.dataset;

let timer;
let due = 0;
let warning;

const lookIn = (seconds) => {
  clearTimeout(timer);
  due = Date.now() + seconds * 1000;
  timer = setTimeout(check, seconds * 1000);
};

async function check() {
  const state = await look().catch(() => null);
  if (!state) return lookIn(60);
  if (!state.signed_in) return ended();
  if (state.seconds > WARN) {
    warning?.remove();
    warning = null;
    return lookIn(Math.max(5, state.seconds - WARN));
  }
  warn(state);
  lookIn(state.seconds + 1);
}

function warn({ seconds }) {
  if (warning) return;
  warning = piece("session-ends");
  const time = warning.querySelector("[data-time]");
  time.textContent = clock(Date.now() + seconds * 1000);
  warning.querySelector("button").addEventListener("click", stay);
  document.querySelector("main").prepend(warning);
}

async function stay(event) {
  event.preventDefault();
  const form = warning.querySelector("form");
  useToken((await look()).csrf);
  await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
    redirect: "manual",
  });
  await check();
}

// A page with something half-written on it asks to sign in where it is; any other goes to the door.
function ended() {
  store.forgetCopies().catch(() => {});
  if (document.querySelector("form[data-sheet]")) document.dispatchEvent(new Event("footing:signed-out"));
  else location.reload();
}

async function signOut(event) {
  const form = event.target;
  if (!new URL(form.action).pathname.endsWith("/accounts/logout/") || form.dataset.wiped) return;
  event.preventDefault();
  if (!(await mayWipe(form))) return;
  await store.wipe().catch(() => {});
  form.dataset.wiped = "1";
  form.requestSubmit(event.submitter);
}

// What waits here goes to the server first. Where it cannot, it is said, and the second press takes it away.
async function mayWipe(form) {
  const moment = new Promise((over) => setTimeout(over, A_MOMENT_MS));
  await Promise.race([carry().catch(() => {}), moment]);
  const waits = form.dataset.warned ? [] : await store.waiting().catch(() => []);
  if (!waits.length) return true;
  form.dataset.warned = "1";
  form.before(piece("still-waits"));
  form.querySelector("button").focus();
  return false;
}

document.addEventListener("submit", signOut);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && Date.now() > due) check();
});
lookIn(Math.max(2, (idle - 3) * 60 - performance.now() / 1000));
setTimeout(() => carry().catch(() => {}), 300);
store.forgetCopies(document.body.dataset.person).catch(() => {});
