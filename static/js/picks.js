// Choosing among the lines of this sheet: the choices follow the lines as they are written.
const PAUSE_MS = 300;

export function bindPicks(form) {
  const picks = [...form.querySelectorAll("fieldset[data-pick]")];
  if (!picks.length) return;
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => picks.forEach((pick) => follow(form, pick)), PAUSE_MS);
  });
}

function follow(form, pick) {
  const lines = pick.dataset.pick.split(" ").flatMap((name) => written(form, name));
  const list = pick.querySelector("[data-choices]");
  const boxes = new Map([...list.querySelectorAll("input")].map((box) => [box.value, box]));
  list.replaceChildren(...lines.map(([id, text]) => choice(pick, boxes.get(id), id, text)));
}

function written(form, name) {
  const rows = form.querySelectorAll(`[data-rows="${CSS.escape(name)}"] > ol > [data-row]`);
  return [...rows]
    .map((row) => [row.dataset.row, row.querySelector("input[type=text], textarea")?.value.trim()])
    .filter(([, text]) => text);
}

function choice(pick, box, id, text) {
  const row = box?.closest(".form-check") ?? fresh(pick, id);
  row.querySelector("label").textContent = text;
  return row;
}

function fresh(pick, id) {
  const row = pick.querySelector("template").content.firstElementChild.cloneNode(true);
  const [box, label] = [row.querySelector("input"), row.querySelector("label")];
  box.value = id;
  box.id = label.htmlFor = `${box.id}${id}`;
  return row;
}
