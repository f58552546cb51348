// The card, opened with a network.
import { copyOf, keep } from "./copies.js";
import { bind } from "./urge.js";

const copy = copyOf(document);
bind();
keep("card", copy).catch(() => {});
