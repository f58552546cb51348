"""Sheets filled in, as a browser would send them: for every question an answer of its own."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from smartrecovery import sheets
from smartrecovery.bench.pages import Form, forms
from smartrecovery.sheets import Around, Question, Sheet
from smartrecovery.sheets.questions import is_blank
from smartrecovery.sheets.sheet import Step
from tools import catalogue
from tools.models import Entry

HERE = Around(ZoneInfo("Europe/London"))
A_DAY, A_MOMENT = date(2027, 1, 4), datetime(2027, 1, 4, 6, 5)
SOURCE_ROW = "source00001"

Pairs = list[tuple[str, str]]
Rows = list[tuple[str, dict[str, Any]]]
Values = dict[str, Any]


def typed(question: Question, words: str, number: int) -> str | list[str]:
    """What is typed or chosen for one question: `words` where it takes words, else something by `number`."""
    match question:
        case sheets.Text():
            return words
        case sheets.Long():
            return f"{words}, at some length\nand {words} on a second line"
        case sheets.Choices():
            keys = [key for key, _words in question.choices]
            return sorted({keys[number % len(keys)], keys[-1]}, key=keys.index)
        case sheets.Choice():
            return question.choices[number % len(question.choices)][0]
        case sheets.Tick():
            return "on"
        case sheets.Scale():
            return str(number % 11)
        case sheets.Percent():
            return str(number % 101)
        case sheets.Number():
            return str(number % (question.most + 1))
        case sheets.Minutes():
            return str(number)
        case sheets.Day():
            return (A_DAY + timedelta(number)).isoformat()
        case sheets.Clock():
            return f"{number % 24:02}:{number % 60:02}"
        case sheets.Instant():
            return (A_MOMENT + timedelta(number)).isoformat(timespec="minutes")
    raise LookupError(f"Say here what to type for a {type(question).__name__}.")


def filled(
    sheet: Sheet, *, rows: int = 2, mark: str = "", sources: dict[str, str] | None = None
) -> Values:
    """Every question of a sheet, by name; lines are (row id, cells). `sources` are what links may point at."""
    filling = _Filling(f"{sheet.slug} {mark}".strip(), sources or {})
    said: Values = {}
    for question in sheet.questions.values():
        if isinstance(question, sheets.Lines):
            said[question.name] = filling.rows(question, min(rows, question.most))
        elif isinstance(question, sheets.Pick):
            said[question.name] = [said[name][0][0] for name in question.rows]
        else:
            said[question.name] = filling.one(question, question.name)
    return said


class _Filling:
    """Counts as it goes, so that no two answers are the same where they can differ."""

    def __init__(self, mark: str, sources: dict[str, str]) -> None:
        self.mark, self.sources, self.number = mark, sources, 0

    def one(self, question: Question, place: str) -> str | list[str]:
        self.number += 1
        if isinstance(question, sheets.Link):
            return next((self.sources[to] for to in question.to if to in self.sources), "")
        return typed(question, f"{self.mark} {place} words {self.number}", self.number)

    def rows(self, lines: sheets.Lines, count: int) -> Rows:
        name = re.sub("[^a-z0-9]", "", lines.name)
        return [
            (
                f"{name}row{number:05}",
                {cell.name: self.one(cell, f"{lines.name} {cell.name}") for cell in lines.of},
            )
            for number in range(count)
        ]


def sources(member, sheet: Sheet) -> dict[str, str]:
    """A line in another entry for each question that the links of a sheet may point at."""
    asked = list(sheet.questions.values())
    asked += [cell for q in asked if isinstance(q, sheets.Lines) for cell in q.of]
    wanted = {to for q in asked if isinstance(q, sheets.Link) for to in q.to}
    return {to: _source(member, *to.split(".")) for to in sorted(wanted)}


def _source(member, slug: str, question: str) -> str:
    row = {"id": SOURCE_ROW, "text": f"A line of {question} to point at"}
    entry = Entry.objects.create(
        member=member, tool=slug, title="A source", answers={question: [row]},
        state="saved", unsaved=False, version=1,
    )  # fmt: skip
    return f"{entry.pk}/{SOURCE_ROW}"


def stored(sheet: Sheet, said: Values) -> dict[str, Any]:
    """What an entry keeps of these answers, but for what a row has beside its cells."""
    kept: dict[str, Any] = {}
    for question in sheet.questions.values():
        value = said.get(question.name)
        if isinstance(question, sheets.Lines):
            kept[question.name] = [
                {"id": row_id} | _packed(question.of, cells) for row_id, cells in value or []
            ]
        else:
            kept |= _packed([question], {question.name: value})
    return {name: value for name, value in kept.items() if value != []}


def _packed(questions: Iterable[Question], said: dict[str, Any]) -> dict[str, Any]:
    return {q.name: _pack(q, said[q.name]) for q in questions if not is_blank(said[q.name])}


def _pack(question: Question, raw: Any) -> Any:
    if isinstance(question, sheets.Link | sheets.Pick):
        return question.pack(raw)
    return question.pack(question.field(HERE).clean(raw))


def cells_alone(sheet: Sheet, answers: dict[str, Any]) -> dict[str, Any]:
    """Stored answers without what rows have beside their cells."""
    return {
        name: [{k: v for k, v in row.items() if k == "id" or k in sheet.questions[name].cells} for row in value]
        if isinstance(sheet.questions.get(name), sheets.Lines)
        else value
        for name, value in answers.items()
    }  # fmt: skip


def texts(sheet: Sheet, said: Values) -> list[str]:
    """Every line of words among them, as it is shown."""
    asked = [(q, said[q.name]) for q in sheet.questions.values()]
    for lines in (q for q in sheet.questions.values() if isinstance(q, sheets.Lines)):
        asked += [(cell, cells[cell.name]) for _id, cells in said[lines.name] for cell in lines.of]
    words = [value for q, value in asked if isinstance(q, sheets.Text | sheets.Long)]
    return [line for value in words for line in value.split("\n")]


def posted(sheet: Sheet, step: Step, said: Values) -> Pairs:
    """What the page of one step sends: what it asks, and of its lines what earlier steps asked as well."""
    pairs: Pairs = []
    for question in {q.name: q for s in step.sections for q in s.questions}.values():
        value = said[question.name]
        if isinstance(question, sheets.Lines):
            cells = _cells_by(sheet, step, question)
            for row_id, row in value:
                pairs.append((question.name, row_id))
                for cell in cells:
                    pairs += _said(f"{question.name}-{row_id}-{cell}", row[cell])
        else:
            pairs += _said(question.name, value)
    return pairs


def _cells_by(sheet: Sheet, step: Step, lines: sheets.Lines) -> list[str]:
    """The cells asked up to and on this step."""
    asked = {
        cell
        for earlier in sheet.steps[: step.number]
        for section in earlier.sections
        if lines in section.questions
        for cell in section.cells_of(lines)
    }
    return [cell.name for cell in lines.of if cell.name in asked]


def _said(name: str, value: str | list[str]) -> Pairs:
    values = value if isinstance(value, list) else [value]
    return [(name, each.replace("\n", "\r\n")) for each in values if each]


def by_name(pairs: Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
    named: dict[str, list[Any]] = {}
    for name, value in pairs:
        named.setdefault(name, []).append(value)
    return named


def work(client, sheet: Sheet, said: Values, **headers: str) -> Entry:
    """A sheet begun, worked step by step and saved, as pages without script send it; with headers, as script does."""
    key, here = uuid4(), f"/tools/{sheet.slug}/begin/"
    for step in sheet.steps:
        do = "save" if step is sheet.steps[-1] else "next"
        answer = send(client, here, key, sheet, step, said, do, **headers)
        assert answer.status_code == (200 if headers else 302), answer.content.decode()[:2_000]
        here = f"/entries/{key}/"
    return Entry.objects.get(pk=key)


def send(
    client, url: str, key: UUID, sheet: Sheet, step: Step, said: Values, do: str, **headers: str
):
    """The page of one step, with the button that was pressed; version 0 and one tab, as if never left."""
    page: Pairs = [("id", str(key)), ("edition", str(sheet.edition)), ("version", "0")]
    page += [("tab", "t"), ("step", str(step.number)), ("do", do)]
    return client.post(url, by_name(page + posted(sheet, step, said)), headers=headers or None)


def worksheets(client, entry: Entry) -> Iterator[tuple[Step, Form]]:
    """The form of each step's page."""
    for step in catalogue.sheet_of(entry.tool, entry.edition).steps:
        page = client.get(f"/entries/{entry.pk}/?step={step.number}").content.decode()
        yield step, next(form for form in forms(page) if "version" in form.names)


def not_held(client, entry: Entry, said: Values) -> Pairs:
    """What was typed and no control of its page holds now."""
    sheet = catalogue.sheet_of(entry.tool, entry.edition)
    lost = []
    for step, form in worksheets(client, entry):
        held = set(form.fields)
        lost += [
            (name, value)
            for name, value in posted(sheet, step, said)
            if (name, value.replace("\r\n", "\n")) not in held
        ]
    return lost
