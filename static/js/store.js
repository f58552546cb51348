// Text the server does not have yet waits here, sealed, until it does.
// The key is made for one member on this device and never leaves the browser; another member's text is never opened.
// Beside it rest copies of the card and the quick form for when there is no network, the only pages that are kept.
const NAME = "footing-waiting";
const STORES = ["keys", "texts", "cards"];
const whose = document.body.dataset;
const usable = () =>
  Boolean(whose.person && whose.shared !== "1" && globalThis.indexedDB && globalThis.crypto?.subtle);

let opened;
let latest;
let queue = Promise.resolve();

export const keepsHere = usable;

// The page that is open, and the step it shows: its address may be the same for all of them.
export function here() {
  const step = document.querySelector("form[data-sheet] [name=step]")?.value;
  return location.pathname + (step ? `?step=${step}` : location.search);
}

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 2);
    asked.onupgradeneeded = () => {
      const there = asked.result.objectStoreNames;
      for (const name of STORES) if (!there.contains(name)) asked.result.createObjectStore(name);
    };
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      asked.result.onversionchange = () => {
        asked.result.close();
        opened = undefined;
      };
      resolve(asked.result);
    };
  });
  return opened;
}

async function using(store, mode, work) {
  const deal = (await open()).transaction(store, mode);
  const asked = work(deal.objectStore(store));
  return new Promise((resolve, reject) => {
    deal.oncomplete = () => resolve(asked?.result);
    deal.onabort = deal.onerror = () => reject(deal.error);
  });
}

let myKey;

async function key() {
  const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const there = await using("keys", "readonly", (keys) => keys.get(whose.person));
  if (there) return there;
  await using("keys", "readwrite", (keys) => keys.add(fresh, whose.person)).catch(() => {});
  return using("keys", "readonly", (keys) => keys.get(whose.person));
}

const place = (tab) => `${whose.person} ${tab}`;
const bound = (tab) => new TextEncoder().encode(place(tab));

async function seal(tab, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const box = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: bound(tab) },
    await (myKey ??= key()),
    new TextEncoder().encode(JSON.stringify(value)),
  );
  return { iv, box };
}

async function unseal(tab, { iv, box }) {
  const plain = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv, additionalData: bound(tab) },
    await (myKey ??= key()),
    box,
  );
  return JSON.parse(new TextDecoder().decode(plain));
}

async function write({ tab, path, ...rest }) {
  const { person } = whose;
  const sealed = await seal(tab, rest);
  await using("texts", "readwrite", (texts) => texts.put({ person, path, tab, ...sealed }, place(tab)));
}

const read = async ({ tab, path, ...sealed }) => ({ tab, path, ...(await unseal(tab, sealed)) });

// Writes follow one another; one that has been overtaken is left out.
export function keep(record) {
  if (!usable()) return queue;
  latest = record;
  queue = queue
    .then(() => {
      const next = latest;
      latest = undefined;
      return next && write(next);
    })
    .catch(() => {});
  return queue;
}

// One that is never overtaken: whoever asks hears whether it rests here.
export function add(record) {
  if (!usable()) return Promise.reject(new Error("nothing is kept here"));
  const written = queue.then(() => write(record));
  queue = written.catch(() => {});
  return written;
}

export function forget(tab) {
  if (!usable()) return queue;
  if (latest?.tab === tab) latest = undefined;
  queue = queue.then(() => using("texts", "readwrite", (texts) => texts.delete(place(tab)))).catch(() => {});
  return queue;
}

export const isThere = async (tab) => (await using("texts", "readonly", (texts) => texts.getKey(place(tab)))) !== undefined;

// Everything of mine that no open tab is still writing, newest first.
export async function waiting() {
  if (!usable() || !(await exists())) return [];
  const all = await using("texts", "readonly", (texts) => texts.getAll());
  const mine = all.filter((text) => text?.person === whose.person);
  const readable = await Promise.all(mine.map((text) => read(text).catch(() => null)));
  return readable.filter(Boolean).sort((a, b) => b.at - a.at);
}

const exists = async () => (await indexedDB.databases?.())?.some(({ name }) => name === NAME) ?? true;

// One tab at a time has a text in hand. A page that has just been left may take a moment to let go.
export function take(tab, patience = 0) {
  if (!navigator.locks) return Promise.resolve(true);
  const options = patience ? { signal: AbortSignal.timeout(patience) } : { ifAvailable: true };
  return new Promise((resolve) => {
    navigator.locks
      .request(`${NAME} ${tab}`, options, (lock) => {
        resolve(Boolean(lock));
        return lock && new Promise(() => {});
      })
      .catch(() => resolve(false));
  });
}

// The copies here are one person's at most: whoever signs in after them has them taken away.
export async function keepCopy(name, copy) {
  const sealed = await seal(name, copy);
  await forgetCopies(whose.person);
  await using("cards", "readwrite", (cards) => cards.put(sealed, place(name)));
}

export async function copyOf(name) {
  const sealed = await using("cards", "readonly", (cards) => cards.get(place(name)));
  return sealed && unseal(name, sealed);
}

export async function ownerOfCopies() {
  if (!globalThis.indexedDB || !(await exists())) return undefined;
  const [first] = await using("cards", "readonly", (cards) => cards.getAllKeys());
  return first?.split(" ")[0];
}

export async function forgetCopies(but) {
  const owner = await ownerOfCopies();
  if (owner && owner !== but) await using("cards", "readwrite", (cards) => cards.clear());
}

// At sign-out: my text, my copies and my key. Leaving in a hurry takes the whole of it.
export async function wipe() {
  const { person } = whose;
  if (!person || !globalThis.indexedDB || !(await exists())) return;
  latest = undefined;
  await queue;
  for (const store of ["texts", "cards"]) {
    const all = await using(store, "readonly", (rows) => rows.getAllKeys());
    const mine = all.filter((each) => each.startsWith(`${person} `));
    await using(store, "readwrite", (rows) => mine.forEach((each) => rows.delete(each)));
  }
  await using("keys", "readwrite", (keys) => keys.delete(person));
}

export const wipeAll = () => globalThis.indexedDB?.deleteDatabase(NAME);

if (whose.shared === "1") wipeAll();
