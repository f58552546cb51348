"""Sheets on paper: what was written, laid out by section, and blank ones for a pen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as say

from smartrecovery.sheets import Around, Choice, Lines, Question, Scale, Section, Sheet, Tick
from smartrecovery.sheets.questions import is_blank

A_TABLE = 3  # columns; with fewer, a row reads well on its own line
ROOM = dict.fromkeys(("scale", "number", "clock", "tick", "day", "minutes", "percent"), "narrow")
ROOM |= {"choice": "less", "choices": "less"}
ROWS, TABLE_ROWS = 4, 6  # empty ones, where the list takes as many
# Drawn on the blank sheet, before its questions or where a question stands.
BY_HAND = {"balance": "tools/_blank_wheel.html", "pig": "tools/_blank_loop.html"}


@dataclass(frozen=True)
class Column:
    """One cell of some rows: its words, what a pen may choose from, and how much room it takes."""

    ask: str
    choose: str = ""
    room: str = ""


@dataclass(frozen=True)
class Said:
    """One question on paper: its answer in lines, or in a table where its rows have several cells."""

    question: Question
    lines: list[str] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    note: str = ""

    @property
    def ask(self) -> str:
        return str(self.question.ask)

    @property
    def blank_rows(self) -> range:
        return range(
            min(getattr(self.question, "most", ROWS), TABLE_ROWS if self.columns else ROWS)
        )


@dataclass(frozen=True)
class Part:
    """One section on paper, with the letter of its step where it has one."""

    section: Section
    letter: str
    said: list[Said]

    @property
    def title(self) -> str:
        return str(self.section.title)


def filled(sheet: Sheet, answers: dict[str, Any], around: Around) -> list[Part]:
    """What was answered; what was not is left out."""
    answers = answers | _kept_first(sheet, answers)
    parts = [
        Part(
            section,
            _letter(sheet, section),
            [
                said
                for question, cells in asked
                if (said := _said(sheet, question, cells, answers, around))
            ],
        )
        for section, asked in _laid_out(sheet, answers)
    ]
    return [part for part in parts if part.said]


def blank(sheet: Sheet) -> list[Part]:
    """Everything a pen can answer: what a button opens on a screen stands open."""
    return [
        Part(section, _letter(sheet, section), [_to_fill(sheet, *each) for each in asked])
        for section, asked in _laid_out(sheet, dict.fromkeys(sheet.switches, True))
        if asked
    ]


def crossed(sheet: Sheet, parts: list[Part]) -> dict[str, list[Part]]:
    """A sheet of four boxes: what stands above them, the four, filled or not, and what stands below."""
    four = sheet.sections[1:5]
    there = {id(part.section): part for part in parts}
    boxes = [
        there.get(id(s)) or Part(s, "", [Said(question) for question in s.questions]) for s in four
    ]
    first, after = sheet.sections[:1], sheet.sections[5:]
    return {
        "before": [part for part in parts if part.section in first],
        "four": boxes,
        "after": [part for part in parts if part.section in after],
    }


Asked = list[tuple[Question, tuple[str, ...]]]


def _laid_out(sheet: Sheet, answers: dict[str, Any]) -> list[tuple[Section, Asked]]:
    """Each section with what it asks. Lines that stand twice on one page are printed once, with every cell."""
    sections = [s for s in sheet.sections if not s.only_with or answers.get(s.only_with)]
    if len(sheet.steps) > 1:
        return [(section, _asks(sheet, section)) for section in sections]
    last = {question.name: section for section in sections for question in section.questions}
    return [
        (
            section,
            [
                (question, _cells(question, sections))
                for question, _cells_here in _asks(sheet, section)
                if last[question.name] is section
            ],
        )
        for section in sections
    ]


def _asks(sheet: Sheet, section: Section) -> Asked:
    return [(q, section.cells_of(q)) for q in section.questions if q.name not in sheet.switches]


def _cells(question: Question, sections: Iterable[Section]) -> tuple[str, ...]:
    if not isinstance(question, Lines):
        return ()
    wanted = {cell for s in sections if question in s.questions for cell in s.cells_of(question)}
    return tuple(cell.name for cell in question.of if cell.name in wanted)


def _kept_first(sheet: Sheet, answers: dict[str, Any]) -> dict[str, list[dict]]:
    """Lines in which some rows are starred are read with those first."""
    return {
        question.name: sorted(answers[question.name], key=lambda row: not row.get("starred"))
        for question in sheet.questions.values()
        if isinstance(question, Lines)
        and "starred" in question.cells
        and answers.get(question.name)
    }


def _said(
    sheet: Sheet,
    question: Question,
    cells: tuple[str, ...],
    answers: dict[str, Any],
    around: Around,
) -> Said | None:
    lines = sheet.said(question, answers, around, cells)
    if not lines:
        return None
    if isinstance(question, Lines):
        rows = answers[question.name]
        shown = [q for q in _columns(question, cells) if any(_has(row, q) for row in rows)]
        if len(shown) >= A_TABLE:
            return Said(question, columns=_heads(shown), rows=_table(shown, cells, rows, around))
    return Said(question, lines)


def _columns(question: Lines, cells: tuple[str, ...]) -> list[Question]:
    """The cells asked here, always after the words the row begins with."""
    return [q for n, q in enumerate(question.of) if n == 0 or q.name in cells]


def _table(
    shown: list[Question], cells: tuple[str, ...], rows: list[dict], around: Around
) -> list[list[str]]:
    return [
        [_in_words(q, row[q.name], around) if _has(row, q) else "" for q in shown]
        for row in rows
        if any(_has(row, q) for q in shown if q.name in cells)
    ]


def _has(row: dict, question: Question) -> bool:
    return not is_blank(row.get(question.name))


def _in_words(question: Question, value: Any, around: Around) -> str:
    return "✓" if isinstance(question, Tick) else ", ".join(question.read(value, around))


def _to_fill(sheet: Sheet, question: Question, cells: tuple[str, ...]) -> Said:
    """Four boxes share one page, so their lines stay lines, and a note says what to mark them with."""
    if not isinstance(question, Lines):
        return Said(question)
    columns = _heads([q for q in _columns(question, cells) if not q.only_with])
    if sheet.layout == "cross":
        return Said(question, note=" · ".join(c.choose for c in columns if c.choose))
    return Said(question, columns=columns if len(columns) > 1 else [])


def _heads(questions: Sequence[Question]) -> list[Column]:
    return [Column(str(q.ask), _to_choose(q), ROOM.get(q.kind, "")) for q in questions]


def _to_choose(question: Question) -> str:
    if isinstance(question, Scale):
        return say("0 to 10")
    if isinstance(question, Choice):
        return " / ".join(str(words) for _key, words in question.choices)
    return ""


def _letter(sheet: Sheet, section: Section) -> str:
    """The step it begins, or what stands in its margin, where that is a letter or nearly one."""
    if sheet.layout == "card":
        return str(section.side)
    return str(section.step) if len(section.step) == 1 else ""
