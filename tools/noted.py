"""What the urge log has to offer a sheet: what set urges off time and again, and what was often done about them.

The member takes a line or declines it. One that was declined is not offered there again.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from smartrecovery.sheets import Sheet, new_row_id
from stages.coping import alike
from stages.models import CopingAction, Urge

from . import links
from .catalogue.triggers import KINDS
from .copies import can_take
from .models import Declined

FROM_LOG = "noted"
OFTEN, LATEST, MOST = 3, 200, 6
Trigger = Urge.Trigger
# A kind that comes up often, though in other words each time, begins a line with these.
OF_A_KIND: dict[int, Promise] = {
    Trigger.PLACE: _("A certain place"),
    Trigger.PEOPLE: _("Certain people"),
    Trigger.TIME: _("A certain time of day"),
    Trigger.FEELING: _("A feeling that comes up"),
    Trigger.THOUGHT: _("A thought that comes up"),
    Trigger.BODY: _("Pain, hunger or being tired"),
    Trigger.EVENT: _("Something that happens"),
    Trigger.SENSES: _("Seeing or smelling it"),
    Trigger.MONEY: _("Money in my pocket"),
    Trigger.CELEBRATION: _("Something to celebrate"),
}


@dataclass(frozen=True)
class Noticed:
    """Words that may become a line, in how many notes they stood, and the `kinds` they come with."""

    words: str
    times: int
    kinds: tuple[str, ...] = ()
    only_a_kind: bool = False

    @property
    def key(self) -> str:
        return hashlib.sha256(alike(self.words).encode()).hexdigest()[:12]

    @property
    def value(self) -> str:
        return f"{FROM_LOG}:{self.key}"

    @property
    def text(self) -> str:
        return self.words

    @property
    def noticed(self) -> str:
        return ngettext("in %(n)s of your notes", "in %(n)s of your notes", self.times) % {
            "n": self.times
        }


def offers(
    member, behaviour: UUID | None, sheet: Sheet, answers: dict, asked: Collection[str]
) -> dict[str, list[Noticed]]:
    """By question. One query for each that the log may offer something to, and one where it does."""
    found = {}
    for name in asked:
        source = SOURCES.get(f"{sheet.slug}.{name}")
        new = list(_not_there(sheet, name, answers, source(member, behaviour))) if source else []
        if new and can_take(sheet, name, answers):
            found[name] = _not_declined(member, sheet, name, new)[:MOST]
    return {name: noticed for name, noticed in found.items() if noticed}


def _not_there(
    sheet: Sheet, name: str, answers: dict, noticed: Iterable[Noticed]
) -> Iterable[Noticed]:
    """A line that stands under another question of the sheet stands there too."""
    rows, written = answers.get(name, ()), sheet.rows(answers)
    said = {alike(str(row.get(links.first_cell(sheet, lines), ""))) for lines, row in written}
    taken = {str(row.get("log", "")) for row in rows}
    kinds = {kind for row in rows for kind in row.get("kind") or ()}
    for one in noticed:
        there = alike(one.words) in said or one.key in taken
        if not there and not (one.only_a_kind and kinds & set(one.kinds)):
            yield one


def _not_declined(member, sheet: Sheet, name: str, noticed: list[Noticed]) -> list[Noticed]:
    declined = Declined.objects.filter(member=member, question=f"{sheet.slug}.{name}")
    words = {alike(one.words) for one in declined}
    return [one for one in noticed if alike(one.words) not in words]


def take(
    member, behaviour: UUID | None, sheet: Sheet, answers: dict, name: str, key: str, today: date
) -> dict | None:
    """Answers with the line, once; None where the log does not say it any more."""
    one = _find(member, behaviour, sheet, name, key)
    if one is None:
        return None
    if not can_take(sheet, name, answers) or one not in _not_there(sheet, name, answers, [one]):
        return answers
    row: dict[str, Any] = {"id": new_row_id(), links.first_cell(sheet, name): one.words}
    more = {"kind": list(one.kinds)} if one.kinds else {}
    row |= more | {"added": today.isoformat(), "log": one.key}
    return answers | {name: [*answers.get(name, ()), row]}


def decline(
    member, behaviour: UUID | None, sheet: Sheet, name: str, key: str, now: datetime
) -> None:
    """Not offered to this question again, on whichever sheet."""
    one = _find(member, behaviour, sheet, name, key)
    if one and _not_declined(member, sheet, name, [one]):
        Declined.objects.create(
            member=member, question=f"{sheet.slug}.{name}", words=one.words, at=now
        )


def _find(member, behaviour: UUID | None, sheet: Sheet, name: str, key: str) -> Noticed | None:
    source = SOURCES.get(f"{sheet.slug}.{name}")
    noticed = source(member, behaviour) if source else ()
    return next((one for one in noticed if one.key == key), None)


def _triggers(member, behaviour: UUID | None) -> list[Noticed]:
    """What was named in three notes or more, however it was spelt; then the kinds that come up without it."""
    mine = member.urges.standing().only("member", "said", "triggers", "occurred_at")
    notes: dict[str, list[Urge]] = {}
    for urge in mine.filter(_about(behaviour))[:LATEST]:
        notes.setdefault(alike(str(urge.said.get("trigger") or "")), []).append(urge)
    named = [
        Noticed(_spelt(urges), len(urges), _kinds(urges, (len(urges) + 1) // 2))
        for words, urges in notes.items()
        if words and len(urges) >= OFTEN
    ]
    told = {kind for one in named for kind in one.kinds}
    rest = [urge for w, urges in notes.items() if not w or len(urges) < OFTEN for urge in urges]
    kinds = [
        Noticed(str(words), times, (KINDS[bit][0],), only_a_kind=True)
        for bit, words in OF_A_KIND.items()
        if (times := _times(rest, bit)) >= OFTEN and KINDS[bit][0] not in told
    ]
    return [*_often_first(named), *_often_first(kinds)]


def _spelt(urges: list[Urge]) -> str:
    """As it was written last."""
    return " ".join(str(urges[0].said["trigger"]).split())


def _kinds(urges: list[Urge], least: int) -> tuple[str, ...]:
    return tuple(KINDS[bit][0] for bit in OF_A_KIND if _times(urges, bit) >= least)


def _times(urges: list[Urge], bit: int) -> int:
    return sum(urge.triggers >> bit & 1 for urge in urges)


def _often_first(noticed: list[Noticed]) -> list[Noticed]:
    return sorted(noticed, key=lambda one: -one.times)


def _done(member, behaviour: UUID | None) -> list[Noticed]:
    """What was done about three urges or more, and stands in no plan yet."""
    times = Count("coped", filter=_about(behaviour, "coped__urge__"))
    mine = CopingAction.objects.filter(member=member, entry=None)
    often = mine.annotate(times=times).filter(times__gte=OFTEN).order_by("-times", "created_at")
    return [Noticed(action.label, action.times) for action in often[:MOST]]


def _about(behaviour: UUID | None, of: str = "") -> Q:
    """What is about the same, or about nothing in particular."""
    if behaviour is None:
        return Q()
    return Q(**{f"{of}behaviour": behaviour}) | Q(**{f"{of}behaviour": None})


SOURCES: dict[str, Callable[..., list[Noticed]]] = {
    "triggers.triggers": _triggers,
    "urge-plan.swap": _done,
}
