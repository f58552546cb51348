"""A sheet: its sections, what it is called, and what its answers say."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from .fields import EARLIEST
from .lines import Lines, Pick
from .questions import SHORT, Around, Link, Long, Question, Switch, Text

A_FEW = 3
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, eq=False)
class Section:
    """Questions that belong together under one heading; `side` stands in the margin.

    `step` begins a new step, by its short label; a section without one belongs to the step before. `only_with`
    names the `Switch` that opens it. Lines may stand in two sections: `cells` says which of theirs are asked here.
    """

    title: str
    questions: tuple[Question, ...]
    side: str = ""
    _: KW_ONLY
    step: str = ""
    only_with: str = ""
    cells: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def cells_of(self, question: Question) -> tuple[str, ...]:
        """The cells of these lines that are asked here; none for what is not lines."""
        if not isinstance(question, Lines):
            return ()
        return self.cells.get(question.name) or tuple(cell.name for cell in question.of)


@dataclass(frozen=True, eq=False)
class Step:
    """Some sections on one page; `number` counts from 1."""

    number: int
    label: str
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        return self.sections[0].title


@dataclass(frozen=True)
class Due:
    """A day a sheet names: of one of its rows, or, where there is no row, of the whole sheet."""

    day: date
    row: dict | None = None
    weekly: bool = False


@dataclass(frozen=True, eq=False)
class Sheet:
    """One edition of one worksheet. Once people have filled it in, it stays as it was.

    `layout` is how it is worked, with what some kinds want: `timer` in minutes, `script` to be read slowly,
    `orders` for lines that are put in order; steps that stand `apart` are worked on different days, each saved by
    itself. `head` names a partial that stands before the questions. `helps` says
    what may be happening when somebody reaches for it, and why it may help then. `dues` finds its days where no
    cell holds them.
    """

    slug: str
    edition: int
    title: str
    about: str
    sections: tuple[Section, ...]
    _: KW_ONLY
    lead: str = ""
    aliases: tuple[str, ...] = ()
    points: tuple[int, ...] = ()
    suits: tuple[str, ...] = ()
    minutes: int = 10
    cadence: str = ""
    share: str = "private"
    layout: str = "page"
    save: str = _("Save")
    mistakes: tuple[str, ...] = ()
    example: dict = field(default_factory=dict)
    example_note: str = ""
    dates: tuple[str, ...] = ()
    weekly: tuple[str, ...] = ()
    dues: "Callable[[dict, date], list[Due]] | None" = None
    head: str = ""
    apart: bool = False
    timer: int = 0
    script: tuple[str, ...] = ()
    helps: tuple[tuple[str, str], ...] = ()
    orders: tuple[str, ...] = ()
    whole_life: bool = False
    companion: bool = False

    @cached_property
    def questions(self) -> dict[str, Question]:
        return {q.name: q for section in self.sections for q in section.questions}

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The pages it is worked on, in order: one, unless its layout is steps."""
        if self.layout != "steps":
            return (Step(1, "", self.sections),)
        groups: list[list[Section]] = []
        for section in self.sections:
            if section.step or not groups:
                groups.append([])
            groups[-1].append(section)
        return tuple(Step(n, g[0].step, tuple(g)) for n, g in enumerate(groups, 1))

    @property
    def worked_example(self) -> dict:
        """The example as an entry keeps it: with its words looked up."""
        return _in_words(self.example)

    @cached_property
    def first(self) -> Question:
        return next(iter(self.questions.values()))

    @cached_property
    def first_in_words(self) -> Question:
        """A number alone names nothing."""
        written = (q for q in self.questions.values() if isinstance(q, Text | Long | Lines))
        return next(written, self.first)

    @cached_property
    def switches(self) -> set[str]:
        """Answers that only say whether others are asked for: no part of what is read."""
        lines = [q for q in self.questions.values() if isinstance(q, Lines)]
        opening = {cell.only_with for q in lines for cell in q.of} - {""}
        return opening | {q.name for q in self.questions.values() if isinstance(q, Switch)}

    @property
    def print_template(self) -> str:
        return f"tools/print_{self.layout}.html"

    @cached_property
    def charted(self) -> tuple[str, ...]:
        return tuple(q.name for q in self.questions.values() if q.charted)

    def title_of(self, answers: dict) -> str:
        """What an entry is called in a list: the first answer in words, of lines the first few."""
        first = self.first_in_words
        said = answers.get(first.name) or (answers.get("_raw") or {}).get(first.name) or ""
        if isinstance(said, list):
            words = [row[first.of[0].name] for row in said if row.get(first.of[0].name)]
            said = ", ".join(words[:A_FEW]) + ("…" if len(words) > A_FEW else "")
        return str(said)[:SHORT]

    def offered(self, today: date) -> dict[str, str]:
        """What stands in a new sheet before anything is written: days somebody may well choose."""
        ahead = {q.name: getattr(q, "in_days", None) for q in self.questions.values()}
        return {
            name: (today + timedelta(days)).isoformat()
            for name, days in ahead.items()
            if days is not None
        }

    def rows(self, answers: dict) -> Iterable[tuple[str, dict]]:
        """Every row, with the name of the question it answers."""
        for question in self.questions.values():
            if isinstance(question, Lines):
                yield from ((question.name, row) for row in answers.get(question.name, ()))

    def pointed_at(self, answers: dict) -> Iterable[str]:
        """What links in these answers point at, as their controls hold it."""
        for question in self.questions.values():
            if isinstance(question, Link) and (value := answers.get(question.name)):
                yield question.show(value, Around())
            elif isinstance(question, Lines):
                cells = [cell for cell in question.of if isinstance(cell, Link)]
                rows = answers.get(question.name, ()) if cells else ()
                yield from (
                    cell.show(row[cell.name], Around())
                    for row in rows
                    for cell in cells
                    if row.get(cell.name)
                )

    def next_on(self, answers: dict) -> date | None:
        """The first day this sheet has something to say: a weekly row from the day it was added."""
        days = [due.day for due in self._dated(answers)]
        days += [_added(row) for row, _weekday in self._weekly(answers)]
        days += [due.day for due in self.dues(answers, EARLIEST)] if self.dues else []
        return min(days, default=None)

    def due(self, answers: dict, today: date) -> list[Due]:
        """Every day of the sheet and of its open rows; a weekly row next falls on or after today."""
        weekly = [
            Due(today + timedelta((weekday - today.weekday()) % 7), row, True)
            for row, weekday in self._weekly(answers)
        ]
        return self._dated(answers) + weekly + (self.dues(answers, today) if self.dues else [])

    def _dated(self, answers: dict) -> list[Due]:
        found = []
        for name in self.dates:
            lines, _dot, cell = name.partition(".")
            if not cell:
                found += [Due(date.fromisoformat(answers[name]))] if answers.get(name) else []
            else:
                rows = _open(answers.get(lines, ()))
                found += [Due(date.fromisoformat(r[cell]), r) for r in rows if r.get(cell)]
        return found

    def _weekly(self, answers: dict) -> list[tuple[dict, int]]:
        return [
            (row, WEEKDAYS.index(row[cell]))
            for lines, _dot, cell in (name.partition(".") for name in self.weekly)
            for row in _open(answers.get(lines, ()))
            if row.get(cell) in WEEKDAYS
        ]

    def read(
        self, answers: dict, around: Around | None = None
    ) -> list[tuple[str, list[tuple[str, list[str]]]]]:
        """What was answered, in words: (section, [(question, lines)]); what was not is left out."""
        return [
            (str(section.title), said)
            for section in self.sections
            if (said := self.read_section(section, answers, around or Around()))
        ]

    def read_section(
        self, section: Section, answers: dict, around: Around
    ) -> list[tuple[str, list[str]]]:
        """One section in words: (question, lines)."""
        return [
            (str(question.ask), lines)
            for question in section.questions
            if question.name not in self.switches
            and (lines := self.said(question, answers, around, section.cells_of(question)))
        ]

    def said(
        self, question: Question, answers: dict, around: Around, cells: tuple[str, ...] = ()
    ) -> list[str]:
        """One answer in words, a line each; of lines, only these cells where some are named."""
        if (value := answers.get(question.name)) in (None, "", []):
            return []
        if isinstance(question, Pick):
            texts = {row["id"]: row.get("text") for _name, row in self.rows(answers)}
            return [texts[row_id] for row_id in value if texts.get(row_id)]
        if isinstance(question, Lines) and cells:
            return question.read_cells(value, around, cells)
        return question.read(value, around)


def _in_words(said: Any) -> Any:
    if isinstance(said, dict):
        return {name: _in_words(value) for name, value in said.items()}
    if isinstance(said, list | tuple):
        return [_in_words(each) for each in said]
    return said if isinstance(said, bool | int) else str(said)


def _open(rows: Iterable[dict]) -> list[dict]:
    return [row for row in rows if not row.get("done")]


def _added(row: dict) -> date:
    return date.fromisoformat(row["added"]) if row.get("added") else EARLIEST
