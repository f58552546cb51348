"""A sheet as a form: what was typed, what is right with it, and how it is drawn."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from .lines import Lines, Pick, RowErrors
from .questions import LONG, Around, Question, Tick, is_blank, new_row_id, shown
from .sheet import Section, Sheet

LOW = {str(number) for number in range(7)}


@dataclass(frozen=True, eq=False)
class Cell:
    """One control to draw: what is asked, what it holds, what is wrong with it.

    One that `waits` is not asked for now, and what it holds goes along unseen.
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

    @property
    def id(self) -> str:
        return f"id_{self.name}"

    @property
    def row_template(self) -> str:
        return "sheets/_cell_waiting.html" if self.waits else self.question.row_template

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
    """A sheet as a form. `answers` is what is stored; what it says about rows beyond their cells is kept."""

    def __init__(
        self,
        data=None,
        *,
        sheet: Sheet,
        answers: dict | None = None,
        around: Around | None = None,
        today: date | None = None,
    ) -> None:
        super().__init__(data)
        self.sheet, self.stored, self.around = sheet, answers or {}, around or Around()
        self.today = today
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

    def _open_picks(self) -> None:
        """A pick chooses among the rows as they now stand."""
        for question in self.sheet.questions.values():
            if isinstance(question, Pick):
                self.fields[question.name].choices = [
                    (row["id"], row["cells"]["text"])
                    for name in question.rows
                    for row in self._typed_rows(name)
                ]

    def _typed_rows(self, name: str) -> list[dict]:
        rows = self.typed(name)
        return [row for row in rows if row["cells"].get("text")]

    def typed(self, name: str) -> Any:
        """What the control holds now: what was just typed, or what is stored."""
        question = self.sheet.questions[name]
        if not self.is_bound:
            return shown(question, self.stored, self.around)
        if isinstance(question, Lines):
            kept = {row["id"]: row for row in self.stored.get(name, ())}
            rows = self.fields[name].widget.value_from_datadict(self.data, None, name)
            return [row | {"kept": kept.get(row["id"], {})} for row in rows]
        return question.raw(self.data, name)

    def _clean_fields(self) -> None:
        for name in self.sheet.questions:
            try:
                self.cleaned_data[name] = self.fields[name].clean(self.typed(name))
            except ValidationError as error:
                self.add_error(name, error)

    def add_error(self, field, error) -> None:
        if isinstance(error, RowErrors):
            self.row_errors[field] = error.cells
        super().add_error(field, error)

    @property
    def answers(self) -> dict:
        """What is right, packed, with what was typed and refused beside it under `_raw`."""
        kept, refused = {}, {}
        for name, question in self.sheet.questions.items():
            if isinstance(question, Lines):
                kept[name] = self._rows(question)
            elif name in self.errors:
                refused[name] = _cut(self.typed(name))
            elif not is_blank(value := self.cleaned_data[name]):
                kept[name] = question.pack(value)
        refused = {name: typed for name, typed in refused.items() if typed}
        kept = {name: value for name, value in kept.items() if value != []}
        return kept | ({"_raw": refused} if refused else {})

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
    def sections(self) -> list[tuple[Section, list[Cell]]]:
        return [
            (section, [self.cell(q.name) for q in section.questions])
            for section in self.sheet.sections
        ]

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
            )
        if isinstance(question, Pick):
            options = [(key, words, key in typed) for key, words in self.fields[name].choices]
        else:
            options = question.options(typed, self.around)
        return Cell(question, name, typed, error, options)

    def _blank(self, question: Lines, row_id: str) -> Row:
        return self._row(
            question, {"id": row_id, "cells": {q.name: q.empty() for q in question.of}}
        )

    def _row(self, question: Lines, row: dict) -> Row:
        errors = self.row_errors.get(question.name, {})
        cells = [
            Cell(
                q,
                f"{question.name}-{row['id']}-{q.name}",
                row["cells"][q.name],
                errors.get((row["id"], q.name), ""),
                q.options(row["cells"][q.name], self.around),
                waits=bool(q.only_with) and not self.typed(q.only_with),
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
        )


def _cut(typed: str | list) -> str | list:
    """What was refused is kept as typed, up to a length no honest answer reaches."""
    return typed[: 5 * LONG]
