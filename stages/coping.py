"""What a member does about urges, in their own words, and when each was tried. Nothing else writes either.

The same words, however they are spaced or capitalised, are one action. One that came from a line of a plan
reads as the line does, also after the line was written anew.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef

from smartrecovery.accounts.models import User

from .models import Coped, CopingAction, Urge


@dataclass(frozen=True)
class Line:
    """A line of a plan of theirs, and where it stands."""

    entry: UUID
    row: str
    words: str

    @property
    def key(self) -> str:
        return f"{self.entry}:{self.row}"


@dataclass(frozen=True)
class Way:
    """Something to choose. `key` is where in a plan it stands, or the action it is."""

    key: str
    words: str
    was_tried: bool = False


@dataclass(frozen=True)
class Ways:
    """Those of the plan in its own order, then what was done before, latest first."""

    planned: list[Way]
    before: list[Way]

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(way.key, way.words) for way in (*self.planned, *self.before)]

    @property
    def tried(self) -> list[str]:
        return [way.key for way in (*self.planned, *self.before) if way.was_tried]


def alike(words: str) -> str:
    """Words as they count: not how they are spaced or capitalised."""
    return " ".join(words.casefold().split())


class _Known:
    """What they have done so far, to be found by its words or by where it came from."""

    def __init__(self, actions: Iterable[CopingAction]) -> None:
        self.by_words: dict[str, CopingAction] = {}
        self.by_origin: dict[tuple[UUID | None, str], CopingAction] = {}
        self.by_id: dict[str, CopingAction] = {}
        for action in actions:
            self.add(action)

    def add(self, action: CopingAction) -> None:
        self.by_words.setdefault(alike(action.label), action)
        self.by_id[str(action.pk)] = action
        if action.entry:
            self.by_origin[action.entry, action.row] = action

    def of_line(self, line: Line) -> CopingAction | None:
        """The one with its words, or else the one that once came from there."""
        found = self.by_words.get(alike(line.words))
        return found or self.by_origin.get((line.entry, line.row))


def ways(urge: Urge, lines: Iterable[Line]) -> Ways:
    """What may have been done about this one, each once, and what was. One query."""
    tried = Coped.objects.filter(urge=urge, action=OuterRef("pk"))
    latest = F("latest").desc(nulls_last=True)
    mine = CopingAction.objects.filter(member=urge.member_id)
    mine = mine.annotate(latest=Max("coped__urge__occurred_at"), was_tried=Exists(tried))
    actions = list(mine.order_by(latest, "created_at", "id"))
    known, seen = _Known(actions), set()
    planned = []
    for line in lines:
        action = known.of_line(line)
        if alike(line.words) not in seen and (action is None or action.pk not in seen):
            seen |= {alike(line.words), action.pk if action else None}
            planned.append(Way(line.key, line.words, bool(action and action.was_tried)))
    before = [
        Way(str(action.pk), action.label, action.was_tried)
        for action in actions
        if action.pk not in seen and known.by_words[alike(action.label)] is action
    ]
    return Ways(planned, before)


@transaction.atomic
def tried(
    urge: Urge, chosen: Collection[str], own: str, lines: Iterable[Line], now: datetime
) -> list[CopingAction]:
    """These were tried, by their keys, and what was typed besides; no others. Keys nobody has say nothing.

    One at a time for each member, so that words sent twice at once become one action.
    """
    User.objects.select_for_update().only("pk").get(pk=urge.member_id)
    lines = list(lines)
    known = _Known(CopingAction.objects.filter(member=urge.member_id).order_by("created_at", "id"))
    _follow(known, lines)
    by_key = {line.key: line for line in lines}
    actions = [
        _of_line(urge, known, by_key[key], now) if key in by_key else known.by_id.get(key)
        for key in chosen
    ]
    if alike(own):
        actions.append(_of_words(urge, known, own, now))
    there = {action.pk: action for action in actions if action}
    urge.coped.exclude(action__in=there).delete()
    Coped.objects.bulk_create(
        [Coped(member_id=urge.member_id, urge=urge, action=action) for action in there.values()],
        ignore_conflicts=True,
    )
    return list(there.values())


def forget(urge: Urge) -> None:
    """Nothing was tried on this one any more; what they do about urges stays theirs."""
    urge.coped.all().delete()


def _follow(known: _Known, lines: Iterable[Line]) -> None:
    """A line that was written anew takes its action along, unless another has these words already."""
    for line in lines:
        action = known.by_origin.get((line.entry, line.row))
        if action is None or known.by_words.get(alike(line.words), action) is not action:
            continue
        if action.label != line.words:
            known.by_words.pop(alike(action.label), None)
            action.label = line.words
            action.save(update_fields=["label"])
            known.by_words[alike(line.words)] = action


def _of_line(urge: Urge, known: _Known, line: Line, now: datetime) -> CopingAction:
    action = known.of_line(line) or _new(urge, known, line.words, now)
    if (line.entry, line.row) not in known.by_origin:
        action.entry, action.row = line.entry, line.row
        action.save(update_fields=["entry", "row"])
        known.add(action)
    return action


def _of_words(urge: Urge, known: _Known, words: str, now: datetime) -> CopingAction:
    return known.by_words.get(alike(words)) or _new(urge, known, words, now)


def _new(urge: Urge, known: _Known, words: str, now: datetime) -> CopingAction:
    words = " ".join(words.split())
    action = CopingAction.objects.create(member_id=urge.member_id, label=words, created_at=now)
    known.add(action)
    return action
