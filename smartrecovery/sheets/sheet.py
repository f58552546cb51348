"""A sheet: its sections, what it is called, and what its answers say."""

from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass, field
from datetime import date
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from .lines import Lines, Pick
from .questions import SHORT, Around, Question


@dataclass(frozen=True, eq=False)
class Section:
    """Questions that belong together under one heading; `side` stands in the margin."""

    title: str
    questions: tuple[Question, ...]
    side: str = ""


@dataclass(frozen=True, eq=False)
class Sheet:
    """One edition of one worksheet. Once people have filled it in, it stays as it was."""

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

    @cached_property
    def questions(self) -> dict[str, Question]:
        return {q.name: q for section in self.sections for q in section.questions}

    @cached_property
    def first(self) -> Question:
        return next(iter(self.questions.values()))

    @property
    def print_template(self) -> str:
        return f"tools/print_{self.layout}.html"

    @cached_property
    def charted(self) -> tuple[str, ...]:
        return tuple(q.name for q in self.questions.values() if q.charted)

    def title_of(self, answers: dict) -> str:
        """What an entry is called in a list: the first answer, on one line."""
        said = (
            answers.get(self.first.name) or (answers.get("_raw") or {}).get(self.first.name) or ""
        )
        if isinstance(said, list):
            said = said[0].get("text", "") if said else ""
        return str(said)[:SHORT]

    def rows(self, answers: dict) -> Iterable[tuple[str, dict]]:
        """Every row, with the name of the question it answers."""
        for question in self.questions.values():
            if isinstance(question, Lines):
                yield from ((question.name, row) for row in answers.get(question.name, ()))

    def next_on(self, answers: dict) -> date | None:
        """The earliest day still ahead of the member: a row's day that is not ticked off, or a day of its own."""
        days = [d for name in self.dates for d in self._days(name, answers)]
        return min(days, default=None)

    def _days(self, name: str, answers: dict) -> list[date]:
        lines, _dot, cell = name.partition(".")
        if not cell:
            return [date.fromisoformat(answers[name])] if answers.get(name) else []
        return [
            date.fromisoformat(row[cell])
            for row in answers.get(lines, ())
            if row.get(cell) and not row.get("done")
        ]

    def read(
        self, answers: dict, around: Around | None = None
    ) -> list[tuple[str, list[tuple[str, list[str]]]]]:
        """What was answered, in words: (section, [(question, lines)]); what was not is left out."""
        around = around or Around()
        texts = {row["id"]: row.get("text", "") for _name, row in self.rows(answers) if "id" in row}
        told = []
        for section in self.sections:
            said = []
            for question in section.questions:
                value = answers.get(question.name)
                if value in (None, "", []):
                    continue
                lines = question.read(value, around)
                if isinstance(question, Pick):
                    lines = [texts[row_id] for row_id in lines if row_id in texts]
                said.append((str(question.ask), lines))
            if said:
                told.append((str(section.title), said))
        return told
