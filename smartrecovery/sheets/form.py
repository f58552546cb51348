"""A sheet as a form: what was typed, what is right with it, and how it is drawn."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from . import drawing
from .lines import Lines, Pick, RowErrors
from .questions import LONG, Around, Question, Switch, Tick, is_blank, new_row_id, shown
from .sheet import Section, Sheet, Step

LOW = {str(number) for number in range(7)}
Said = list[tuple[str, list[str]]]


@dataclass(frozen=True, eq=False)
class Cell:
    """One control to draw: what is asked, what it holds, what is wrong with it.

    One that `waits` is not asked for now, and what it holds goes along unseen. Lines that are `fixed` keep
    their rows: only cells behind the first are asked.
    """

    question: Question
    name: str
    value: Any
    error: str = ""
    options: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    blank: Any = None
    pattern: Any = None
    waits: bool = False
    fixed: bool = False
    zone: str = ""

    @property
    def id(self) -> str:
        return f"id_{self.name}"

    @property
    def room(self) -> bool:
        """Whether the lines take another row."""
        return len(self.rows) < self.question.most

    @property
    def ideas(self) -> list[tuple[int, str]]:
        """Words to begin a row with that none here has, each with its number."""
        if not self.room:
            return []
        said = {row.words.casefold() for row in self.rows}
        ideas = enumerate(map(drawing.said, self.question.ideas))
        return [(number, words) for number, words in ideas if words.casefold() not in said]

    @property
    def drawn(self) -> SafeString:
        return drawing.control(self)

    @property
    def note(self) -> str:
        return getattr(self.question, "note", "") if str(self.value) in LOW else ""

    @property
    def described_by(self) -> str:
        parts = [f"{self.id}_error"] if self.error else []
        return " ".join(parts + ([f"{self.id}_helptext"] if self.question.help else []))

    @property
    def wall(self) -> str:
        return str(self.value).partition("~")[0]


@dataclass(frozen=True, eq=False)
class Row:
    """One row to draw; `kept` is the row as it is stored, with its origin."""

    id: str
    cells: list[Cell]
    folded: list[Cell]
    says: str
    kept: dict
    name: str
    lines: Lines
    fresh: bool = False
    fixed: bool = False

    @property
    def words(self) -> str:
        """What its first cell holds."""
        return str(self.cells[0].value)


class SheetLayout(LayoutObject):
    """Draws the whole sheet from its own templates, in crispy's markup."""

    def __init__(self, layout: str) -> None:
        self.fields = []
        self.layout = layout

    def render(self, form, context, template_pack=None, **kwargs):
        return render_to_string(
            f"sheets/layout_{self.layout}.html",
            context.flatten() | {"form": form, "sheet": form.sheet},
        )


class SheetForm(forms.Form):
    """A sheet as a form. `answers` is what is stored; what it says beyond what this page asks is kept.

    `step` is the page of a sheet worked in steps. A form that is `checking` finds what is wrong with what is stored.
    """

    def __init__(
        self,
        data=None,
        *,
        sheet: Sheet,
        answers: dict | None = None,
        around: Around | None = None,
        today: date | None = None,
        step: int = 1,
        checking: bool = False,
    ) -> None:
        super().__init__(data)
        self.sheet, self.stored = sheet, answers or {}
        self.around = replace(around or Around(), kept=tuple(sheet.pointed_at(self.stored)))
        self.today = today
        self.from_page = self.is_bound
        self.is_bound = self.is_bound or checking
        self.step = sheet.steps[min(max(step, 1), len(sheet.steps)) - 1]
        self.row_errors: dict[str, dict] = {}
        for question in sheet.questions.values():
            self.fields[question.name] = question.field(self.around)
        self._open_picks()

    @cached_property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = helper.form_show_errors = False
        helper.layout = Layout(SheetLayout(self.sheet.layout))
        return helper

    @cached_property
    def in_view(self) -> list[Section]:
        """The sections on this page: of this step, and of those a switch opens, the open ones."""
        return [s for s in self.step.sections if not s.only_with or self._is_on(s.only_with)]

    def _is_on(self, switch: str) -> bool:
        """A page that was sent says itself what was open on it; nothing else was asked there."""
        if self.from_page and self._stands_here(switch):
            return bool(self.data.get(switch))
        return bool(self.stored.get(switch))

    def _stands_here(self, name: str) -> bool:
        return any(q.name == name for s in self.step.sections for q in s.questions)

    @cached_property
    def asked(self) -> set[str]:
        """The questions this page asks; every other answer stays as it is stored."""
        return {question.name for section in self.in_view for question in section.questions}

    @cached_property
    def cells_asked(self) -> dict[str, set[str]]:
        """Of each of the lines on this page, the cells it asks."""
        asked: dict[str, set[str]] = {}
        for section in self.in_view:
            for question in section.questions:
                if isinstance(question, Lines):
                    asked.setdefault(question.name, set()).update(section.cells_of(question))
        return asked

    def _open_picks(self) -> None:
        """A pick chooses among the rows as they now stand."""
        for question in self.sheet.questions.values():
            if isinstance(question, Pick):
                self.fields[question.name].choices = [
                    (row["id"], words) for name in question.rows for row, words in self._begun(name)
                ]

    def _begun(self, name: str) -> list[tuple[dict, str]]:
        first = self.sheet.questions[name].of[0].name
        return [(row, row["cells"][first]) for row in self.typed(name) if row["cells"].get(first)]

    def typed(self, name: str) -> Any:
        """What the control holds now: what was just typed, or what is stored."""
        question = self.sheet.questions[name]
        if not self.from_page or name not in self.asked:
            return shown(question, self.stored, self.around)
        if isinstance(question, Lines):
            kept = {row["id"]: row for row in self.stored.get(name, ())}
            rows = self.fields[name].widget.value_from_datadict(self.data, None, name)
            return [self._with_waiting(question, row, kept.get(row["id"], {})) for row in rows]
        return question.raw(self.data, name)

    def _with_waiting(self, question: Lines, row: dict, kept: dict) -> dict:
        """Of a row that is kept already, cells of another step are as they are kept: this page may be older."""
        waiting = {
            cell.name: shown(cell, kept, self.around)
            for cell in question.of
            if kept
            and cell.name not in self.cells_asked[question.name]
            and cell.name not in kept.get("_raw", {})
        }
        return row | {"cells": row["cells"] | waiting, "kept": kept}

    def _clean_fields(self) -> None:
        for name, question in self.sheet.questions.items():
            try:
                if name in self.asked:
                    self.cleaned_data[name] = self.fields[name].clean(self.typed(name))
                else:
                    self._still_right(question)
            except ValidationError as error:
                self.add_error(name, error)

    def _still_right(self, question: Question) -> None:
        """An answer of another page is looked at only where something is missing or was refused."""
        stored = self.stored.get(question.name)
        rows = stored if isinstance(question, Lines) and stored else ()
        refused = question.name in self.stored.get("_raw", {}) or any("_raw" in r for r in rows)
        if refused or (question.required and is_blank(stored)):
            self.fields[question.name].clean(shown(question, self.stored, self.around))

    def add_error(self, field, error) -> None:
        if isinstance(error, RowErrors):
            self.row_errors[field] = error.cells
        super().add_error(field, error)

    @property
    def step_to_mend(self) -> int | None:
        """The first step, other than this one, with something wrong on it; None where there is none."""
        for step in self.sheet.steps:
            names = {question.name for section in step.sections for question in section.questions}
            if names & set(self.errors) - self.asked:
                return step.number
        return None

    @property
    def answers(self) -> dict:
        """What is right, packed, with what was typed and refused beside it under `_raw`."""
        kept, refused = {}, {}
        for name, question in self.sheet.questions.items():
            if name not in self.asked:
                self._keep(name, kept, refused)
            elif isinstance(question, Lines):
                kept[name] = self._rows(question)
            elif isinstance(question, Switch) and self.stored.get(name):
                kept[name] = True
            elif name in self.errors:
                refused[name] = _cut(self.typed(name))
            elif not is_blank(value := self.cleaned_data[name]):
                kept[name] = question.pack(value)
        refused = {name: typed for name, typed in refused.items() if typed}
        kept = {name: value for name, value in kept.items() if value != []}
        origins = {name: o for name, o in self.stored.get("_from", {}).items() if name in kept}
        beside = {"_raw": refused, "_from": origins}
        return kept | {name: said for name, said in beside.items() if said}

    def _keep(self, name: str, kept: dict, refused: dict) -> None:
        if name in self.stored:
            kept[name] = self.stored[name]
        if name in (typed := self.stored.get("_raw", {})):
            refused[name] = typed[name]

    def _rows(self, question: Lines) -> list[dict]:
        if question.name not in self.errors:
            rows = self.cleaned_data[question.name]
        else:
            rows = self._rows_as_typed(question)
        return [self._with_kept(question, row) for row in rows]

    def _with_kept(self, question: Lines, row: dict) -> dict:
        """A row keeps what it has besides its cells: its day, its origin, when it was ticked."""
        before = next((r for r in self.stored.get(question.name, ()) if r["id"] == row["id"]), {})
        extra = {k: v for k, v in before.items() if k not in question.cells and k != "_raw"}
        today = self.today.isoformat() if self.today else ""
        if not before:
            extra["added"] = today
        for tick in (q for q in question.of if isinstance(q, Tick) and q.stamps):
            if row.get(tick.name):
                extra.setdefault(tick.stamps, today)
            else:
                extra.pop(tick.stamps, None)
        return {k: v for k, v in extra.items() if v} | row

    def _rows_as_typed(self, question: Lines) -> list[dict]:
        """Every row as far as it is right, with the cells that are not under its `_raw`."""
        errors, rows = self.row_errors.get(question.name, {}), []
        for row in self.typed(question.name):
            wrong = {c: _cut(t) for c, t in row["cells"].items() if (row["id"], c) in errors}
            right = {c: "" if c in wrong else t for c, t in row["cells"].items()}
            values, _ = self.fields[question.name].clean_row({"id": row["id"], "cells": right})
            wrong = {cell: typed for cell, typed in wrong.items() if typed}
            if values or wrong:
                rows.append({"id": row["id"]} | values | ({"_raw": wrong} if wrong else {}))
        return rows

    @property
    def views(self) -> list[tuple[Section, list[Cell]]]:
        """What there is to draw: lines that stand in several sections in view are drawn once, in the last."""
        last = {q.name: section for section in self.in_view for q in section.questions}
        return [
            (section, [self.cell(q.name) for q in section.questions if last[q.name] is section])
            for section in self.in_view
        ]

    @property
    def steps(self) -> list[tuple[Step, bool]]:
        """Every step, and whether something is written on it."""
        return [
            (step, any(self._said(section) for section in step.sections))
            for step in self.sheet.steps
        ]

    @property
    def earlier(self) -> list[tuple[Step, list[tuple[Section, Said]]]]:
        """What was answered on the steps before this one, in words, by step."""
        before = self.sheet.steps[: self.step.number - 1]
        told = [
            (step, [(section, self._said(section)) for section in step.sections]) for step in before
        ]
        said = [(step, [each for each in sections if each[1]]) for step, sections in told]
        return [(step, sections) for step, sections in said if sections]

    @property
    def just_before(self) -> Step | None:
        """The step last written on before this one, unless its lines stand here again."""
        last = next((step for step, _told in reversed(self.earlier)), None)
        names = {q.name for section in last.sections for q in section.questions} if last else set()
        return None if names & self.asked else last

    def open_furthest(self) -> None:
        """Opens at the last step with something on it: where somebody left off."""
        begun = [step for step, begun in self.steps if begun]
        self.step = begun[-1] if begun else self.step

    def _said(self, section: Section) -> Said:
        return self.sheet.read_section(section, self.stored, self.around)

    def cell(self, name: str) -> Cell:
        """The control for one question, with everything its template needs."""
        question = self.sheet.questions[name]
        typed = self.typed(name)
        error = self.errors[name][0] if self.is_bound and name in self.errors else ""
        if isinstance(question, Lines):
            return Cell(
                question,
                name,
                typed,
                error,
                rows=[self._row(question, row) for row in typed if any(row["cells"].values())],
                blank=self._blank(question, new_row_id()),
                pattern=self._blank(question, "__row__"),
                fixed=question.of[0].name not in self.cells_asked.get(name, ()),
            )
        if isinstance(question, Pick):
            options = [(key, words, key in typed) for key, words in self.fields[name].choices]
        else:
            options = question.options(typed, self.around)
        return Cell(question, name, typed, error, options, zone=str(self.around.tz))

    def _blank(self, question: Lines, row_id: str) -> Row:
        empty = {"id": row_id, "cells": {q.name: q.empty() for q in question.of}}
        return self._row(question, empty, fresh=True)

    def _row(self, question: Lines, row: dict, fresh: bool = False) -> Row:
        errors = self.row_errors.get(question.name, {})
        cells = [
            Cell(
                q,
                f"{question.name}-{row['id']}-{q.name}",
                row["cells"][q.name],
                error := errors.get((row["id"], q.name), ""),
                q.options(row["cells"][q.name], self.around),
                waits=not error and self._waits(question, q),
                zone=str(self.around.tz),
            )
            for q in question.of
        ]
        kept = row.get("kept", {})
        return Row(
            row["id"],
            [cell for cell in cells if cell.question.name not in question.folded],
            [cell for cell in cells if cell.question.name in question.folded],
            question.read_folded(kept, self.around),
            kept,
            question.name,
            question,
            fresh,
            question.of[0].name not in self.cells_asked.get(question.name, ()),
        )

    def _waits(self, lines: Lines, cell: Question) -> bool:
        """A cell of another page, or one no switch has opened."""
        off = bool(cell.only_with) and not self.typed(cell.only_with)
        return off or cell.name not in self.cells_asked.get(lines.name, ())


def _cut(typed: str | list) -> str | list:
    """What was refused is kept as typed, up to a length no honest answer reaches."""
    return typed[: 5 * LONG]
