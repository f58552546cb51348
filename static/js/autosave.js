// What is written reaches the server a second after the pen stops. Until it has, it waits in the store.
import { blockOf } from "./lines.js";
import { fill, pairs, sameText, stepIn } from "./paper.js";
import { isSomebodyElse, look, useToken } from "./who.js";
import * as store from "./store.js";
import { clock, piece, word } from "./words.js";

const PAUSE = 1000;
const LONGEST = 2000;
const PATIENCE = 20000;
const AGAIN = [2000, 4000, 8000, 15000, 30000];

export async function keepSaved(form) {
  const saver = new Saver(form);
  saver.listen();
  await saver.putBack();
}

class Saver {
  typed = 0; // how many changes there were
  kept = 0; // how many of them the server has
  since = 0; // when the oldest unsent one was made
  tries = 0;
  sending = null;
  stopped = false;
  refused = false;

  constructor(form) {
    this.form = form;
    this.status = form.querySelector(".saved") ?? document.querySelector(".saved");
  }

  get tab() {
    return this.form.elements.tab?.value ?? "";
  }

  get path() {
    const { pathname, search } = new URL(this.form.getAttribute("action") || "", location);
    return pathname + search;
  }

  get waits() {
    return this.typed > this.kept;
  }

  listen() {
    const { form } = this;
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("focusout", () => this.waits && !this.tries && this.soon(100));
    form.addEventListener("submit", (event) => this.onSubmit(event));
    addEventListener("online", () => this.waits && this.send());
    addEventListener("offline", () => this.waits && this.say(this.offlineWord()));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.flush();
      else if (this.signedOut) this.lookAgain();
    });
    addEventListener("pagehide", () => this.flush());
    document.addEventListener("footing:leave", ({ detail }) => {
      if (this.waits && !this.stopped) detail.push(this.send({ keepalive: true }));
    });
    document.addEventListener("footing:signed-out", () => this.onSignedOut());
  }

  changed() {
    this.typed += 1;
    this.keepHere();
    if (this.tries) return;
    const now = Date.now();
    if (!this.since) this.since = now;
    this.soon(Math.max(0, Math.min(PAUSE, this.since + LONGEST - now)));
  }

  keepHere() {
    store.keep({
      tab: this.tab,
      path: this.path,
      page: store.here(),
      version: this.form.dataset.version,
      pairs: pairs(this.form),
      at: Date.now(),
    });
  }

  soon(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), delay);
  }

  flush() {
    if (this.waits && !this.sending && !this.stopped) this.send({ keepalive: true });
  }

  // One at a time; what was written meanwhile goes next.
  async send(options) {
    clearTimeout(this.timer);
    if (this.stopped) return false;
    while (this.sending) await this.sending;
    if (this.stopped || !this.waits) return !this.waits;
    this.sending = this.post(options);
    const went = await this.sending;
    this.sending = null;
    return went;
  }

  async post({ keepalive = false, again = true } = {}) {
    const upTo = this.typed;
    this.since = 0;
    const slow = setTimeout(() => this.say(word("saving")), 600);
    try {
      const answer = await fetch(this.path, {
        method: "POST",
        body: new FormData(this.form),
        headers: { "X-Autosave": "1", Accept: "application/json" },
        redirect: "manual",
        keepalive,
        signal: AbortSignal.timeout(PATIENCE),
      });
      clearTimeout(slow);
      return await this.take(answer, upTo, again);
    } catch {
      clearTimeout(slow);
      return this.later(this.offlineWord());
    }
  }

  async take(answer, upTo, again) {
    if (answer.ok) return this.onSaved(await answer.json(), upTo);
    if (answer.status === 409) return this.onConflict();
    if (answer.status === 401 || answer.type === "opaqueredirect") return this.onSignedOut();
    if (answer.status === 403 && again) return this.withFreshToken();
    if (answer.status >= 500 || answer.status === 429) return this.later(word("later"));
    this.refused = true;
    this.say(word("refused"));
    return false;
  }

  onSaved({ version, saved, url, errors }, upTo) {
    this.kept = upTo;
    this.tries = 0;
    this.refused = false;
    this.form.dataset.version = version;
    if (this.form.elements.version) this.form.elements.version.value = version;
    if (url) this.livesAt(url);
    showErrors(this.form, errors ?? {});
    if (this.waits) {
      this.keepHere();
      this.changedWhileSending();
    } else {
      store.forget(this.tab);
      this.say(word("saved", { time: saved }), true);
    }
    return true;
  }

  changedWhileSending() {
    this.since ||= Date.now();
    this.soon(PAUSE);
  }

  // A new entry has an address from its first save on.
  livesAt(url) {
    if (new URL(url, location).pathname === this.path) return;
    if (!this.form.dataset.version || location.pathname + location.search === this.path) history.replaceState(history.state, "", url);
    this.form.setAttribute("action", url);
  }

  later(words) {
    this.say(words);
    this.soon(AGAIN[Math.min(this.tries, AGAIN.length - 1)]);
    this.tries += 1;
    return false;
  }

  offlineWord() {
    return word(store.keepsHere() ? "offline" : "offline-shared");
  }

  async withFreshToken() {
    const state = await look();
    if (!state.signed_in) return this.onSignedOut();
    if (isSomebodyElse(state)) return this.onSomebodyElse();
    useToken(state.csrf);
    return this.post({ again: false });
  }

  onSomebodyElse() {
    this.stopped = true;
    location.replace("/");
    return false;
  }

  // From here on nothing is sent by itself; the banner's button sends the page to be laid beside the other.
  onConflict() {
    this.stopped = this.inConflict = true;
    this.say(word("conflict-short"));
    const banner = piece("conflict");
    this.form.prepend(banner);
    banner.scrollIntoView({ block: "nearest" });
    return false;
  }

  async onSignedOut() {
    if (this.signedOut) return false;
    this.signedOut = this.stopped = true;
    this.say(word("signed-out"));
    store.forgetCopies().catch(() => {});
    const { askToSignIn } = await import("./signin.js");
    askToSignIn((state) => this.onSignedIn(state));
    return false;
  }

  onSignedIn(state) {
    if (isSomebodyElse(state)) return this.onSomebodyElse();
    useToken(state.csrf);
    this.signedOut = this.stopped = false;
    this.tries = 0;
    if (!this.waits) return this.say("");
    return this.send();
  }

  // Somebody may have signed in again in another tab.
  async lookAgain() {
    const state = await look().catch(() => ({}));
    if (!state.signed_in) return;
    const { signedInElsewhere } = await import("./signin.js");
    signedInElsewhere(state);
  }

  // Saved first, then sent the ordinary way: a form never leaves with the only copy. What was refused goes
  // at once, because the answer says why.
  async onSubmit(event) {
    if (this.inConflict || this.refused || (!this.waits && !this.sending)) return;
    event.preventDefault();
    const button = event.submitter;
    while (this.waits || this.sending) if (!(await this.send())) return;
    this.form.requestSubmit(button);
  }

  // Whoever chose the words from elsewhere comes back without the ones that waited here.
  async letGo() {
    const chosen = new URLSearchParams(location.search).get("without");
    if (!chosen) return;
    await store.forget(chosen);
    history.replaceState(history.state, "", location.pathname);
  }

  async putBack() {
    await this.letGo();
    const found = (await store.waiting().catch(() => [])).filter((text) => this.isOurs(text));
    for (const text of found) {
      if (this.waits || !(await store.take(text.tab, 400))) continue;
      if (sameText(this.form, text.pairs)) await store.forget(text.tab);
      else return this.putIn(text);
    }
    await store.take(this.tab);
  }

  // What was written on another step is not for the fields of this one; it is carried to the server as it is.
  isOurs({ path, pairs: written }) {
    return path === this.path && stepIn(written) === stepIn(pairs(this.form));
  }

  putIn({ pairs: written, version, at, tab }) {
    fill(this.form, written);
    this.form.elements.tab.value = tab;
    this.form.elements.version.value = this.form.dataset.version = version;
    const note = piece("restored");
    note.textContent = note.textContent.replace("{time}", clock(at));
    this.form.prepend(note);
    this.typed += 1;
    this.send();
  }

  say(words, saved = false) {
    if (!this.status) return;
    const icon = this.status.querySelector("svg");
    icon?.toggleAttribute("hidden", !saved);
    const text = [...this.status.childNodes].find((node) => node.nodeType === 3 && node.data.trim());
    if (text?.data === words) return;
    if (text) text.data = words;
    else this.status.append(words);
  }
}

// Beside the field, quietly: what was written stays, and so does the cursor. An empty field is not yet wrong.
function showErrors(form, errors) {
  for (const old of form.querySelectorAll("[data-gentle]")) {
    if (errors[old.dataset.gentle]) continue;
    fieldOf(form, old.dataset.gentle)?.removeAttribute("aria-invalid");
    fieldOf(form, old.dataset.gentle)?.classList.remove("is-invalid");
    old.remove();
  }
  for (const [name, [first]] of Object.entries(errors)) {
    const field = fieldOf(form, name) ?? blockOf(form, name);
    if (!field || field.value === "") continue;
    const note = form.querySelector(`[data-gentle="${CSS.escape(name)}"]`) ?? noteBy(field, name);
    if (note.textContent !== first) note.textContent = first;
  }
}

function noteBy(field, name) {
  const note = document.createElement("p");
  Object.assign(note, { className: "invalid-feedback", id: `gentle-${name}` });
  note.dataset.gentle = name;
  (field.closest("fieldset, .mb-3, .cell") ?? field.parentElement).append(note);
  const described = [field.getAttribute("aria-describedby"), note.id].filter(Boolean).join(" ");
  field.setAttribute("aria-describedby", described);
  if (field.matches("input, textarea, select")) {
    field.classList.add("is-invalid");
    field.setAttribute("aria-invalid", "true");
  }
  return note;
}

const fieldOf = (form, name) => form.querySelector(`[name="${CSS.escape(name)}"]:not([type=hidden])`);
