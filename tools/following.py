"""A line was written anew, and elsewhere stands a copy of it: whether the copy follows is asked, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartrecovery.portable import is_id
from smartrecovery.sheets import Sheet

from . import catalogue, keeping, links
from .copies import Copy, address, copies, written
from .links import told
from .models import Entry

MOST_ASKED = 200


@dataclass(frozen=True)
class Question:
    """One copy that reads otherwise than its source now does. One the member `reworded` is theirs to keep."""

    entry: Entry
    copy: Copy
    words: dict[str, str]
    there: str
    here: str
    said: str
    reworded: bool

    @property
    def value(self) -> str:
        return ":".join([str(self.entry.pk), *self.copy.place, str(self.entry.version)])

    @property
    def title(self) -> str:
        return catalogue.title_of(self.entry.tool, self.entry.edition)

    @property
    def url(self) -> str:
        sheet = catalogue.sheet_of(self.entry.tool, self.entry.edition)
        return address(self.entry.pk, sheet, self.entry.answers, self.copy.row["id"])


@dataclass(frozen=True)
class Followed:
    """How many copies follow, how many stay as they are, and how many must be asked about again."""

    follow: int = 0
    stay: int = 0
    again: int = 0

    @property
    def told(self) -> str:
        if self.again:
            return _("Something was written meanwhile, so not all is done. Have another look.")
        if self.follow:
            return ngettext("%(n)s copy follows.", "%(n)s copies follow.", self.follow) % {
                "n": self.follow
            }
        return _("Left as it is.")


def asked(source: Entry, sheet: Sheet, users: list[Entry]) -> list[Question]:
    """What there is to ask, once the source is saved; about the same words once."""
    if source.unsaved:
        return []
    return [
        question
        for entry in users
        if entry.state != Entry.State.ARCHIVED
        for question in _of_entry(source, sheet, entry)
    ]


def _of_entry(source: Entry, sheet: Sheet, entry: Entry) -> Iterator[Question]:
    target = catalogue.sheet_of(entry.tool, entry.edition)
    if target is None:
        return
    for copy in copies(target, entry.answers):
        if copy.origin["entry"] == str(source.pk):
            question = _about(source, sheet, entry, target, copy)
            if question:
                yield question


def _about(source: Entry, sheet: Sheet, entry: Entry, target: Sheet, copy: Copy) -> Question | None:
    """None where the line is gone, reads as the copy does, or was asked about as it is."""
    for flow in links.between(source.tool, entry.tool, copy.question):
        if row := flow.row(sheet, source.answers, copy.origin["row"]):
            words = flow.words(row, target.questions[copy.question])
            there, here = flow.told(copy.words), flow.told(words)
            if here in (there, was := copy.origin.get("said")):
                return None
            return Question(entry, copy, words, told(there), told(here), here, was != there)
    return None


@transaction.atomic
def answer(
    source: Entry, sheet: Sheet, seen: set[str], chosen: set[str], now: datetime
) -> Followed:
    """Copies that were shown as they still are: the chosen follow, the others stay, and are not asked about again.

    Locked, so no page can write in between. One that was written meanwhile is asked about again.
    """
    ids = {value.partition(":")[0] for value in sorted(seen)[:MOST_ASKED]}
    users = Entry.objects.filter(member=source.member_id, pk__in=[one for one in ids if is_id(one)])
    follow = stay = 0
    for entry in users.select_for_update().order_by("pk"):
        if entry.state == Entry.State.ARCHIVED:
            continue
        there = [q for q in _of_entry(source, sheet, entry) if q.value in seen]
        ticked = [q for q in there if q.value in chosen]
        _write(entry, there, ticked, now)
        follow, stay = follow + len(ticked), stay + len(there) - len(ticked)
    return Followed(follow, stay, len(seen) - follow - stay)


def _write(entry: Entry, there: list[Question], ticked: list[Question], now: datetime) -> None:
    answers = entry.answers
    for question in there:
        words = question.words if question in ticked else {}
        answers = written(answers, question.copy, words, question.said)
    sheet = catalogue.sheet_of(entry.tool, entry.edition)
    if ticked and sheet:
        keeping.step(entry, sheet, answers, now)
    elif there:
        keeping.noted(entry, answers)
