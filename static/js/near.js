// While somebody writes: words that may be about not wanting to live open a quiet block with a way to people.
// Nothing of it leaves the page and nothing is kept. The patterns are those of stages/harm.py; a test compares them.
import { say } from "./words.js";

const PAUSE_MS = 900;
export const HARM = [
  "kill(?:ing)? my ?self",
  "suicidal",
  "suicide(?! (?:squad|prevention|awareness|bomb\\w*))",
  "(?:end|ending|take|taking) my (?:own )?life(?! (?:back|in hand|into|with|so|less|more|too))",
  "(?:want|wanted|going|plan|planning|ready) to end (?:it all|things for good)(?! with)",
  "(?:want|wants|wanted|wish|like|ready|rather|hope) to (?:be dead|die)(?! (?:of|from) (?:embarrassment|laughing|laughter|boredom)| laughing)",
  "(?:wanna|rather) (?:be dead|die)(?! (?:of|from) (?:embarrassment|laughing|laughter|boredom)| than)",
  "wish i (?:(?:was|were) (?:dead|not alive|never born)|wasnt alive|werent alive)",
  "wish (?:i had|id) (?:never|not) been born",
  "(?:be|am|im|are|is) better off (?:dead|without me|if i (?:was|were|am) (?:dead|gone))",
  "(?:dont|do not|didnt|did not|never) (?:really )?(?:want|wanted) to (?:live(?! (?:with|in|like|at|near|here|there|alone|together|on))|be alive|exist|wake up (?:again|any ?more|tomorrow))",
  "(?:dont|do not) (?:really )?(?:want|wanna) to be here any ?more",
  "(?:not|never|dont|do not) (?:to )?wake up again",
  "(?:no|not any) (?:reason|point|use) (?:to live|in living|in going on living|to go on living|in being alive)",
  "nothing (?:left )?to live for",
  "(?:cant|cannot|can not) go on living",
  "(?:want|wanted|wanting|going|urge|urges|thought|thoughts|think|thinking|plan|planning|close|about|keep|started|thought about) (?:of |to |about )?(?:hurt|harm|cut)(?:ing|ting)? my ?self(?! (?:off|down|out|some|a|loose|short|shaving|in|on))",
  "(?:hurt|cut|burnt|burned|harmed) my ?self on purpose",
  "self harm(?:ed|ing|s)?",
  "harming my ?self",
  "(?:take|taking|took) an overdose",
  "overdose on purpose",
  "(?:hang|hanging|drown|drowning|shoot|shooting) my ?self(?! (?:in|out|with))",
  "slit(?:ting)? my wrists?",
  "(?:jump|jumping|throw my ?self|throwing my ?self) (?:off|from|under|in front of) (?:a |the )?(?:bridge|roof|building|train|tube|cliff|lorry|bus|balcony)",
];
export const NOT_SO =
  "(?:not|never|no|nor|without|longer|stopped|dont|didnt|doesnt|isnt|wasnt|arent|wont|wouldnt|havent|hadnt)(?:(?: (?:a|an|any|be|been|being|ever|feel|feeling|felt|going|gonna|want|wanted|wish|like|longer|more|have|having|had|really|actually|thinking|think|thought|thoughts|plan|planning|urge|urges|intend|of|about|that i|do|would|trying)){1,4}(?: to)?)? $";

const harm = new RegExp(`\\b(?:${HARM.join("|")})\\b`, "g");
const notSo = new RegExp(`\\b${NOT_SO}`);

export function soundsLikeHarm(text) {
  const plain = text
    .toLowerCase()
    .replace(/['’‘`´]/g, "")
    .replace(/[.,!?;:()\n…]+/g, " . ")
    .replace(/[^\w.]+/g, " ");
  return [...plain.matchAll(harm)].some(({ index }) => !notSo.test(plain.slice(Math.max(0, index - 80), index).split(".").at(-1)));
}

// The block stands where the page put it, or, while somebody writes, below what they write.
export function bindNear(block, first) {
  let timer;
  const soon = (field) => {
    if (!field.matches("textarea, input[type=text]")) return;
    clearTimeout(timer);
    timer = setTimeout(() => look(block, field), PAUSE_MS);
  };
  soon(first);
  addEventListener("input", ({ target }) => soon(target));
}

function look(block, field) {
  if (!block.hidden || !soundsLikeHarm(field.value)) return;
  (field.closest("[data-rows]") ?? field.closest(".mb-3") ?? field).after(block);
  block.hidden = false;
  say(block.textContent.trim().replace(/\s+/g, " "));
}
