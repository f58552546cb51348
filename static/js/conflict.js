// Choosing the other words lets go of the ones that waited on this device.
import { forget } from "./store.js";

const theirs = document.querySelector("a[data-theirs]");
theirs?.addEventListener("click", async (event) => {
  event.preventDefault();
  await forget(theirs.closest("form").elements.tab.value);
  location.assign(theirs.href);
});
