"""Every figure at full size: fifty rows, twenty points, the longest words."""

import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from statistics import median
from typing import Any

from django.template.loader import get_template
from django.utils import translation

from smartrecovery.sheets import Choice, Choices, Day, Lines, Question, Sheet, Tick
from smartrecovery.sheets.questions import LONG, SHORT, Long, Number, Percent, Text
from tools import catalogue, figures

ROWS, POINTS, TIMES = 50, 20, 40
DAY = date(2026, 11, 1)


def full(sheet: Sheet) -> dict:
    """Answers as full as the sheet allows: every question answered, every list at its most."""
    return {
        name: [_row(q, n) for n in range(min(ROWS, q.most))]
        if isinstance(q, Lines)
        else _value(q, 0)
        for name, q in sheet.questions.items()
    }


def _row(lines: Lines, number: int) -> dict:
    added = DAY - timedelta(30 * (number % 12))
    row = {"id": f"row{number:05}", "added": added.isoformat()}
    return row | {cell.name: _value(cell, number) for cell in lines.of}


def _value(question: Question, number: int) -> Any:
    if isinstance(question, Choices):
        return [key for key, _words in question.choices]
    if isinstance(question, Choice):
        return question.choices[number % len(question.choices)][0]
    if isinstance(question, Tick):
        return True
    if isinstance(question, Day):
        return DAY.isoformat()
    if isinstance(question, Percent | Number):
        return number % 7
    if isinstance(question, Text):
        return (f"Line {number} said at some length " * 8)[:SHORT]
    if isinstance(question, Long):
        return "A long answer. " * (LONG // 15)
    return (number * 7) % 11


def scenes() -> Iterator[tuple[str, Callable[[figures.Seen], figures.Figure | None], figures.Seen]]:
    """Each figure with its name and all it may look at."""
    for kind, registry in (("entry", figures.FIGURES), ("across", figures.ACROSS)):
        for slug, draws in registry.items():
            sheet = catalogue.newest(slug)
            answers = full(sheet)
            readings = tuple(
                figures.Reading(
                    DAY + timedelta(n),
                    {name: (n * 3) % 8 for name in sheet.charted},
                    f"Title {n} " * 20,
                )
                for n in range(POINTS)
            )
            earlier = figures.Earlier(DAY, answers)
            seen = figures.Seen(sheet, answers, earlier, readings, (answers,) * POINTS)
            for number, draw in enumerate(draws, start=1):
                yield f"{slug} {kind} {number}", draw, seen


def measured() -> list[tuple[str, float]]:
    """The p50 of each in milliseconds of work, drawn and put on the page, the slowest first."""
    page = get_template("tools/_figure.html")
    with translation.override("en-gb"):
        taken = [(name, _p50(draw, seen, page)) for name, draw, seen in scenes()]
    return sorted(taken, key=lambda each: -each[1])


def _p50(draw: Callable, seen: figures.Seen, page: Any) -> float:
    times = []
    for _ in range(TIMES):
        start = time.process_time()
        figure = draw(seen)
        if figure is not None:
            page.render({"figure": figure})
        times.append(time.process_time() - start)
    return median(times) * 1000
