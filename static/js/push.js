// Turning this browser on and off as a place where reminders show. The server decides whether it will send there.
const form = document.querySelector("form[data-push]");
const words = document.querySelector("[data-push-words]");
const workers = navigator.serviceWorker;
const isAble = form && workers && "PushManager" in window && "Notification" in window;

const say = (what) => (words.textContent = words.dataset[what]);
const text = (raw) => btoa(String.fromCharCode(...new Uint8Array(raw))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const bytes = (said) => Uint8Array.from(atob(said.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));

async function markOf({ endpoint }) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const listening = async () => (await workers.getRegistration(form.dataset.scope))?.pushManager.getSubscription();

// This page is outside what the worker looks after, so nothing here says when it is ready but itself.
async function worker() {
  const { worker: script, scope } = form.dataset;
  const registration = await workers.register(script, { scope, updateViaCache: "none" });
  const coming = registration.installing ?? registration.waiting;
  if (!registration.active && coming) {
    await new Promise((ready) => coming.addEventListener("statechange", () => coming.state === "activated" && ready()));
  }
  return registration;
}

async function turnOn() {
  if ((await Notification.requestPermission()) !== "granted") return say("refused");
  const { pushManager } = await worker();
  await (await pushManager.getSubscription())?.unsubscribe(); // it may listen for another key
  const place = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.push) });
  form.elements.endpoint.value = place.endpoint;
  form.elements.p256dh.value = text(place.getKey("p256dh"));
  form.elements.auth.value = text(place.getKey("auth"));
  form.submit();
}

// After a change of the site's key nothing reaches a browser that listens for the one before.
const isDeaf = ({ options }) => Boolean(options?.applicationServerKey) && text(options.applicationServerKey) !== form.dataset.push;

// What is known of this browser stands first in the list; where the server has forgotten it, it can be told again.
async function showThisOne() {
  const place = await listening().catch(() => null);
  const line = place && document.querySelector(`[data-mark="${await markOf(place)}"]`);
  form.hidden = Boolean(line);
  if (!line) return;
  if (isDeaf(place)) {
    form.hidden = false;
    form.elements.instead.value = line.dataset.device;
    if (Notification.permission === "granted") return turnOn();
  }
  line.querySelector("[data-this]").hidden = false;
  line.querySelector("form").addEventListener("submit", () => void place.unsubscribe());
}

if (isAble) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    turnOn().catch(() => say("trouble"));
  });
  showThisOne().catch(() => (form.hidden = false));
} else if (form) say("unable");
