"""What a figure is drawn from: one sheet's answers, those of an earlier day, and numbers over time."""

from dataclasses import dataclass, field
from datetime import date

from smartrecovery.sheets import Choice, Lines, Sheet


@dataclass(frozen=True)
class Reading:
    """The charted numbers of one saved state, on the member's own day; `title` where a figure names it."""

    day: date
    values: dict[str, int]
    title: str = ""


@dataclass(frozen=True)
class Earlier:
    """The answers of another day, to lay under today's."""

    day: date
    answers: dict


@dataclass(frozen=True)
class Seen:
    """All that a figure may look at. `readings` are oldest first; `opened` are whole answers, of several entries."""

    sheet: Sheet
    answers: dict = field(default_factory=dict)
    earlier: Earlier | None = None
    readings: tuple[Reading, ...] = ()
    opened: tuple[dict, ...] = ()

    def number(self, name: str) -> int | None:
        return self.answers.get(name)

    def rows(self, name: str) -> list[dict]:
        return rows(self.answers, name)

    def words(self, lines: str, cell: str) -> dict[str, str]:
        """What may be chosen in a cell, as this sheet says it; in a question, where `lines` is empty."""
        asked = self.sheet.questions.get(lines or cell)
        if isinstance(asked, Lines):
            asked = next((each for each in asked.of if each.name == cell), None)
        return {key: str(said) for key, said in asked.choices} if isinstance(asked, Choice) else {}


def rows(answers: dict, name: str) -> list[dict]:
    """Rows with words: one whose words were refused is not drawn yet."""
    return [row for row in answers.get(name, ()) if row.get("text")]
