"""An answer that is let in can be shown, read and counted, whatever was put in its place in the file."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from smartrecovery.portable import Refused
from smartrecovery.sheets import Long, Sheet, SheetForm, Text
from tools import export
from tools.catalogue import CATALOGUE
from tools.models import Entry

from .content import answers_to

ID = "42e71b69-86d7-41b1-aff2-704b4c341699"
SHAPES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 10**30, "", "x", "_raw", "٣"),
    *([], [None], [[]], [{}], ["x"], {}, {"x": 1}, {"x": "y"}),
    *("2026-09-14", "9999-12-31", "2026-09-14T12:00:00", "0001-01-01T00:00:00+14:00"),
    *([{"id": "row00002", "_raw": {"text": ["a"]}}], {"entry": ID, "row": []}),
)
SHEETS = [pytest.param(sheet, id=f"{sheet.slug}-{sheet.edition}") for sheet in CATALOGUE.values()]


def whole(sheet: Sheet) -> dict[str, Any]:
    """Everything answered, and beside it something refused and something taken from elsewhere."""
    answers = answers_to(sheet, "x", ID)
    rows = [row for _name, row in sheet.rows(answers)]
    refused = {name: "typed" for name in sheet.questions if not isinstance(answers[name], list)}
    for row in rows:
        row["_raw"] = dict.fromkeys(set(row) - {"id", "added", "from"}, "typed")
    words = [q.name for q in sheet.questions.values() if isinstance(q, Text | Long)]
    return answers | {"_raw": refused, "_from": dict.fromkeys(words, {"entry": ID, "row": "x"})}


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place where something else could stand."""
    keys = list(value) if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield value, key
        if isinstance(value[key], dict | list):
            yield from places(value[key])


def lets_in(sheet: Sheet, answers: dict[str, Any]) -> bool:
    try:
        export.entries_fit([Entry(tool=sheet.slug, edition=sheet.edition, answers=answers)])
    except Refused:
        return False
    return True


def read(sheet: Sheet, answers: dict[str, Any]) -> None:
    """All that pages, the timetable and the readable copy do with it."""
    form = SheetForm(sheet=sheet, answers=answers)
    _ = [form.cell(name) for name in sheet.questions], form.steps
    checked = SheetForm(sheet=sheet, answers=answers, checking=True)
    _ = checked.errors, checked.answers
    _ = sheet.read(answers), sheet.title_of(answers), list(sheet.pointed_at(answers))
    _ = sheet.next_on(answers), sheet.due(answers, date(2026, 9, 14))
    for name in sheet.charted:
        _ = [sheet.questions[name].number(answers[name])] if answers.get(name) else []


@pytest.mark.page
@pytest.mark.parametrize("sheet", SHEETS)
def test_what_is_let_in_can_be_read(sheet):
    answers = whole(sheet)
    assert lets_in(sheet, answers)
    for holder, key in list(places(answers)):
        was = holder[key]
        for shape in SHAPES:
            holder[key] = shape
            if lets_in(sheet, answers):
                read(sheet, answers)
        holder[key] = was
