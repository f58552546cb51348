// A script to read slowly: one paragraph after another. Without this, all of it stands there.
export function bindScript(page) {
  const script = page.querySelector("[data-script]");
  if (!script) return;
  const paragraphs = [...script.querySelectorAll("p.big")];
  const acts = script.querySelector("[data-script-acts]");
  const [next, all] = acts.querySelectorAll("button");
  let at = 0;

  paragraphs.slice(1).forEach((each) => (each.hidden = true));
  acts.hidden = paragraphs.length < 2;
  next.addEventListener("click", () => show(at + 1));
  all.addEventListener("click", () => show(paragraphs.length - 1));

  // Whoever listens hears the paragraph that has come; whoever looks finds it under their eyes.
  function show(to) {
    const first = paragraphs[at + 1];
    paragraphs.slice(0, to + 1).forEach((each) => (each.hidden = false));
    at = to;
    acts.hidden = at === paragraphs.length - 1;
    first.focus({ preventScroll: true });
    first.scrollIntoView({ block: "center" });
  }
}
