// Stands in for the quick form and the card where there is no network, and for nothing else. Nothing personal is ever put in its cache.
// The server puts `told` before this: each address with the page that stands in for it, and those pages' files.
const KEPT = `footing-card-${told.version}`;
const PATIENCE = 6000;

const kept = (path) => caches.match(path, { cacheName: KEPT });

// Asked for without a cookie, so what is kept is nobody's.
async function fill() {
  const cache = await caches.open(KEPT);
  const asked = [...Object.values(told.pages), ...told.files];
  await cache.addAll(asked.map((path) => new Request(path, { credentials: "omit", cache: "no-cache" })));
}

async function empty() {
  const all = await caches.keys();
  const old = all.filter((name) => name.startsWith("footing-card-") && name !== KEPT);
  await Promise.all(old.map((name) => caches.delete(name)));
}

// A line that hangs is no line: whoever opens this page cannot wait.
async function page(request, standsIn) {
  const asked = fetch(request).catch(() => null);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const answer = await Promise.race([asked, late]);
  if (answer && answer.status < 500) return answer;
  return (await kept(standsIn)) ?? (await asked) ?? Response.error();
}

const file = (request, path) => fetch(request).catch(async () => (await kept(path)) ?? Response.error());

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(empty().then(() => self.clients.claim())));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (told.pages[pathname]) event.respondWith(page(request, told.pages[pathname]));
  } else if (told.files.includes(pathname)) event.respondWith(file(request, pathname));
});

// A reminder says what the server sealed for this browser, and leads to a page of ours; the same one shows once.
self.addEventListener("push", (event) => {
  const { say, go, tag } = event.data.json();
  event.waitUntil(self.registration.showNotification(say, { tag, data: go }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { origin, pathname } = new URL(event.notification.data || "/", self.location.origin);
  event.waitUntil(self.clients.openWindow(origin === self.location.origin ? pathname : "/"));
});
