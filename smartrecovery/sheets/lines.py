"""Ordered lists of rows, and choosing among them."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from .questions import (
    FIRST_WORDS,
    ROW_ID,
    Around,
    Number,
    Question,
    Scale,
    Text,
    Tick,
    is_blank,
    new_row_id,
    shown,
)

MOST_ROWS = 50
# What was typed is kept beyond what is taken, so that it can be mended; a page sends no more than this.
MOST_KEPT = 2 * MOST_ROWS


class LinesField(forms.Field):
    """Cleans rows as typed, `[{"id", "cells": {name: raw}}]`, leaving out the empty ones."""

    def __init__(self, lines: "Lines", around: Around) -> None:
        super().__init__(required=lines.required, widget=LinesWidget(lines))
        self.lines, self.around = lines, around

    def clean(self, rows: list[dict]) -> list[dict]:
        cleaned, errors = [], {}
        for row in rows:
            values, wrong = self.clean_row(row)
            errors |= wrong
            if values:
                cleaned.append({"id": row["id"]} | values)
        if errors:
            raise RowErrors(errors)
        if len(cleaned) > self.lines.most:
            raise ValidationError(
                say("That is more than %(most)s lines. Take one out to add another.")
                % {"most": self.lines.most}
            )
        if self.required and not cleaned:
            raise ValidationError(FIRST_WORDS)
        return cleaned

    def clean_row(self, row: dict) -> tuple[dict, dict]:
        values, errors = {}, {}
        for question in self.lines.of:
            raw = row["cells"][question.name]
            try:
                value = None if is_blank(raw) else question.field(self.around).clean(raw)
            except ValidationError as error:
                errors[row["id"], question.name] = error.messages[0]
            else:
                if not is_blank(value):
                    values[question.name] = question.pack(value)
        if values and self.lines.of[0].name not in values and not errors:
            errors[row["id"], self.lines.of[0].name] = say("Write this line, or take it out.")
        return values, errors


class RowErrors(ValidationError):
    """`cells` maps (row id, cell) to what is wrong there."""

    def __init__(self, cells: dict) -> None:
        super().__init__(say("Something in these lines needs another look."))
        self.cells = cells


class LinesWidget(forms.Widget):
    def __init__(self, lines: "Lines") -> None:
        super().__init__()
        self.lines = lines

    def value_from_datadict(self, data, files, name) -> list[dict]:
        """Rows in the order their hidden inputs stand; an id that is none of ours gets a new one."""
        ids = list(dict.fromkeys(data.getlist(name)))[:MOST_KEPT]
        return [
            {
                "id": row_id if ROW_ID.fullmatch(row_id) else new_row_id(),
                "cells": {q.name: q.raw(data, f"{name}-{row_id}-{q.name}") for q in self.lines.of},
            }
            for row_id in ids
        ]


@dataclass(frozen=True, eq=False)
class Lines(Question):
    """An ordered list of rows, up to `most`. A row without its first cell is empty. `ideas` are words to begin one.

    Cells that are `folded` stand behind the words of `fold`, or behind what they say; `labelled` shows the
    first cell's words.
    """

    of: tuple[Question, ...] = (Text("text", _("One line")),)
    most: int = MOST_ROWS
    ideas: tuple[str, ...] = ()
    add: str = _("Add a line")
    labelled: bool = False
    folded: tuple[str, ...] = ()
    fold: str = ""
    kind = "lines"

    def field(self, around: Around) -> forms.Field:
        return LinesField(self, around)

    @cached_property
    def cells(self) -> frozenset[str]:
        return frozenset(q.name for q in self.of)

    def empty(self) -> list:
        return []

    def show(self, value, around: Around) -> list[dict]:
        return [
            {
                "id": row["id"],
                "cells": {q.name: shown(q, row, around) for q in self.of},
                "kept": row,
            }
            for row in value
        ]

    def read(self, value, around: Around) -> list[str]:
        return [self.read_row(row, around) for row in value]

    def read_folded(self, row: dict, around: Around) -> str:
        """What stands folded away, on one line; a bare number after what was asked."""
        folded = [q for q in self.of if q.name in self.folded and row.get(q.name)]
        said = [(q, self._words(q, row, around)) for q in folded]
        return " · ".join(
            f"{q.ask}: {words}" if isinstance(q, Number) else words for q, words in said
        )

    def read_cells(self, value: list[dict], around: Around, cells: tuple[str, ...]) -> list[str]:
        """Rows that say something in one of these cells, each after its first words."""
        asked = {self.of[0].name, *cells}
        return [
            self.read_row(row, around, asked)
            for row in value
            if any(not is_blank(row.get(cell)) for cell in cells)
        ]

    def read_row(self, row: dict, around: Around, cells: Collection[str] = ()) -> str:
        """The row on one line: its first cell, then the others with their words."""
        parts = [
            (q, self._words(q, row, around))
            for q in self.of
            if row.get(q.name) not in (None, "", []) and (not cells or q.name in cells)
        ]
        if len(parts) == 1:
            return parts[0][1]
        return " · ".join(self._said(q, said) for q, said in parts)

    def _words(self, question: Question, row: dict, around: Around) -> str:
        """What a cell says; a tick says what was asked."""
        if isinstance(question, Tick):
            return str(question.ask)
        return ", ".join(question.read(row[question.name], around))

    def _said(self, question: Question, said: str) -> str:
        """A bare number says nothing, so what was asked stands before it."""
        bare = isinstance(question, Scale | Number)
        named = bare or (self.labelled and not isinstance(question, Tick))
        return f"{question.ask}: {said}" if named else said


class PickField(forms.MultipleChoiceField):
    """A row that is gone, or was never here, is not picked any more."""

    def to_python(self, value) -> list[str]:
        there = {row_id for row_id, _words in self.choices}
        return [row_id for row_id in super().to_python(value) if row_id in there]


@dataclass(frozen=True, eq=False)
class Pick(Question):
    """Some of the rows written on this same sheet; `rows` names the `Lines` they stand in."""

    rows: tuple[str, ...] = ()
    kind = "pick"

    def field(self, around: Around) -> forms.Field:
        return PickField(required=False)

    def empty(self) -> list:
        return []

    def raw(self, data, name: str) -> list[str]:
        return data.getlist(name)

    def show(self, value, around: Around) -> list[str]:
        return value
