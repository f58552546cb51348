// A worksheet's fields as plain pairs, and back again.
import { dress, makeRow, patternOf } from "./lines.js";

const OURS = ["csrfmiddlewaretoken", "version", "tab"];
const isRowId = (field) => field.type === "hidden" && field.closest("[data-row]");

// A worksheet may be worked in steps, each on a page of its own at one address.
export const stepIn = (written) => written.find(([name]) => name === "step")?.[1] ?? "1";

export const pairs = (form) =>
  [...new FormData(form)].filter(([name, value]) => !OURS.includes(name) && typeof value === "string");

export function sameText(form, written) {
  const marks = [...form.elements]
    .filter((field) => field.type === "hidden" && !isRowId(field))
    .map(({ name }) => name);
  const gistOf = (list) => gist(list.filter(([name]) => !marks.includes(name)));
  return gistOf(pairs(form)) === gistOf(written);
}

// Empty lines and empty answers differ from one page to the next and mean nothing.
function gist(list) {
  const said = list
    .map(([name, value]) => [name, value.replaceAll("\r\n", "\n").trim()])
    .filter(([, value]) => value);
  const cells = ([name, value]) => said.some(([cell]) => cell.startsWith(`${name}-${value}-`));
  const isRow = ([name, value]) => list.some(([cell]) => cell.startsWith(`${name}-${value}-`));
  return JSON.stringify(said.filter((pair) => !isRow(pair) || cells(pair)));
}

export function fill(form, written) {
  const said = new Map();
  for (const [name, value] of written) said.set(name, [...(said.get(name) ?? []), value]);
  const blocks = form.querySelectorAll("[data-rows]");
  for (const block of blocks) fillRows(form, block, said.get(block.dataset.rows) ?? []);
  for (const field of form.elements) {
    const mine = said.get(field.name) ?? [];
    if (!field.name || OURS.includes(field.name) || isRowId(field)) continue;
    if (["radio", "checkbox"].includes(field.type)) field.checked = mine.includes(field.value);
    else if (field.type === "hidden") field.value = mine[0] ?? field.value;
    else if (field.matches("input, textarea, select")) field.value = mine[0] ?? "";
  }
  for (const block of blocks) dress(form, block);
}

function fillRows(form, block, ids) {
  const list = block.querySelector("ol.lines");
  const there = new Map([...list.children].map((row) => [row.dataset.row, row]));
  if (!patternOf(form, block.dataset.rows)) return;
  const rows = ids.map((id) => there.get(id) ?? makeRow(form, block.dataset.rows, id));
  list.replaceChildren(...(rows.length ? rows : [makeRow(form, block.dataset.rows)]));
}
