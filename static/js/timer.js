// A few minutes of writing without judging. Time counts up; nothing is sent when it is over.
import { say, word } from "./words.js";

const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

export function bindTimer(form) {
  const timer = form.querySelector("[data-timer]");
  const sorting = form.querySelector("[data-after-time]:has(button)");
  if (!timer || !sorting) return;
  const [rest, run, over] = ["rest", "run", "over"].map((part) => timer.querySelector(`[data-${part}]`));
  const page = form.closest("main");
  const begun = form.querySelector("[data-row]:not(.fresh)");
  let ticking;

  timer.hidden = false;
  if (!begun) sorting.hidden = true;
  rest.querySelector("button").addEventListener("click", start);
  run.querySelector("button").addEventListener("click", () => stop("timer-stopped"));

  function start() {
    const whole = Number(timer.dataset.seconds);
    const since = Date.now();
    const asked = form.querySelector("[required]")?.value;
    run.querySelector("[data-question]").textContent = asked ?? "";
    show(run);
    page.classList.add("running");
    const fields = form.querySelectorAll("[data-listed] [data-row] :is(input[type=text], textarea)");
    fields[fields.length - 1]?.focus();
    say(word("timer-begun"));
    tick();
    ticking = setInterval(tick, 1000);

    function tick() {
      const gone = Math.floor((Date.now() - since) / 1000);
      run.querySelector("[data-so-far]").textContent = minutes(Math.min(gone, whole));
      if (gone === whole - 60) say(word("timer-minute"));
      if (gone >= whole) stop("timer-over");
    }
  }

  // The cursor stays in the line that is being written.
  function stop(why) {
    clearInterval(ticking);
    const writing = form.contains(document.activeElement) && !run.contains(document.activeElement);
    page.classList.remove("running");
    show(over);
    rest.hidden = false;
    sorting.hidden = false;
    if (!writing) rest.querySelector("button").focus();
    say(word(why));
  }

  const show = (part) => [rest, run, over].forEach((each) => (each.hidden = each !== part));
}
