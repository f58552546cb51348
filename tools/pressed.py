"""The button that was pressed on a worksheet: what it does to the answers, and where the page goes on."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from smartrecovery.sheets import Lines, Sheet, SheetForm, Switch

from . import given, keeping, noted, offers
from .models import Entry

MOVES = {"next": 1, "back": -1, "go": 0}


@dataclass(frozen=True)
class Pressed:
    """`do` is what it does, `at` the step, the question or the line it does it to."""

    do: str
    at: str

    @classmethod
    def read(cls, posted: Mapping[str, str], otherwise: str = "") -> "Pressed":
        do, _colon, at = posted.get("do", otherwise).partition(":")
        return cls(do, at)

    @property
    def moves(self) -> bool:
        return self.do in MOVES

    @property
    def saves(self) -> bool:
        """Saving, or choosing this page's words over another's."""
        return self.do in ("save", "mine")

    @property
    def brings_words(self) -> bool:
        return self.do in ("take", "idea")

    def step(self, form: SheetForm) -> int:
        """The step it goes to; that of the page, if it moves nowhere."""
        if self.do == "go":
            return given.number(self.at)
        return form.step.number + MOVES.get(self.do, 0)

    def acted(self, member, entry: Entry, sheet: Sheet, answers: dict) -> dict | None:
        """Answers after it; None where the line to be taken is not there any more."""
        name, _colon, rest = self.at.partition(":")
        question = sheet.questions.get(name)
        if self.do == "turn" and isinstance(question, Switch):
            return answers | {name: True}
        if self.do == "decline" and question:
            self.decline(member, entry, sheet)
            return answers
        if self.do == "take":
            return offers.take(member, entry, sheet, answers, self.at, member.today())
        if not isinstance(question, Lines):
            return answers
        if self.do == "idea":
            return keeping.begun(answers, question, given.number(rest), member.today())
        if self.do in ("up", "down", "remove"):
            return keeping.moved(answers, name, rest, self.do)
        return answers

    def decline(self, member, entry: Entry, sheet: Sheet) -> None:
        """A line the urge log offered is not wanted."""
        name, _colon, key = self.at.partition(f":{noted.FROM_LOG}:")
        noted.decline(member, entry.behaviour_id, sheet, name, key, timezone.now())

    def place(self, form: SheetForm) -> str:
        """Where on the page it goes on."""
        at = self.at or (_grown(form) if self.do == "add" else "")
        name = at.partition(":")[0] or self.do
        if self.do == "turn":
            return f"open-{name}"
        if self.do == "take" and not isinstance(form.sheet.questions.get(name), Lines):
            return f"id_{name}"
        return f"rows-{name}"


def _grown(form: SheetForm) -> str:
    """The list a line was just written in, for those who press Enter without script."""
    return next(
        (
            name
            for name, question in form.sheet.questions.items()
            if isinstance(question, Lines)
            and len(form.answers.get(name, ())) > len(form.stored.get(name, ()))
        ),
        "",
    )
