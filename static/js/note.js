// The quick form, opened with a network. The card it leads to is kept as well, where it is not yet.
import { copyOf, keep } from "./copies.js";
import { bind } from "./quick.js";
import * as store from "./store.js";

const asAnswered = document.querySelector("main .alert-danger");
const copy = copyOf(document);
bind();
if (!asAnswered) keep("quick", copy).then(keepCardToo).catch(() => {});

async function keepCardToo() {
  if (!store.keepsHere() || !navigator.serviceWorker || (await store.copyOf("card"))) return;
  const { card } = document.querySelector("template[data-worker]").dataset;
  const answer = await fetch(card, { redirect: "manual" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  await store.keepCopy("card", copyOf(page));
}
