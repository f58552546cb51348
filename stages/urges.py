"""Urges that were written down. Nothing else writes them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce

from . import coping
from .models import Behaviour, Urge

# A page left open says nothing about how long an urge was.
LONGEST = timedelta(hours=3)
EARLIEST = timedelta(days=365)
CLOCKS_DIFFER = timedelta(minutes=10)
MORE_WITHIN = timedelta(hours=48)
STRONG = 9
MORE = {
    "occurred_at", "intensity", "behaviour", "minutes", "is_going", "triggers", "feelings",
    "place", "company", "helped", "outcome", "said",
}  # fmt: skip


@dataclass(frozen=True)
class Quick:
    """What is said in fifteen seconds."""

    occurred_at: datetime
    intensity: int
    behaviour: Behaviour | None = None
    is_going: bool = False


def note(member, once: UUID, said: Quick, now: datetime) -> Urge:
    """Written down. The same send twice is one row, also where it was taken back meanwhile."""
    urge = Urge(
        pk=uuid5(member.pk, str(once)),
        member=member,
        behaviour=said.behaviour,
        intensity=said.intensity,
        is_going=said.is_going,
        created_at=now,
        changed_at=now,
        **_moments(member, said.occurred_at),
    )
    Urge.objects.bulk_create([urge], ignore_conflicts=True)
    return urge


def found(member, given: UUID) -> Urge | None:
    """The one a page means: by its id, or by the id that page gave it before it was sent."""
    return member.urges.filter(pk__in=[given, uuid5(member.pk, str(given))]).first()


def passed(
    member,
    once: UUID,
    behaviour: Behaviour | None,
    began: datetime | None,
    minutes: int | None,
    now: datetime,
    intensity: int | None = None,
) -> Urge:
    """It passed. The same send twice is one row, also where it was taken back meanwhile.

    `began` and `minutes` are what the page says; without a believable word of its own the length is
    the time since it began.
    """
    began = believable(began, now)
    if minutes is None and began is not None:
        minutes = _length(began, now)
    if minutes is not None and not 0 <= minutes <= LONGEST.total_seconds() // 60:
        minutes = None
    urge, _new = Urge.objects.get_or_create(
        pk=uuid5(member.pk, str(once)),
        defaults={
            "member": member,
            "behaviour": behaviour,
            "intensity": intensity,
            "minutes": minutes,
            "outcome": Urge.Outcome.RODE_IT_OUT,
            "got_by": True,
            "created_at": now,
            "changed_at": now,
            **_moments(member, began or now),
        },
    )
    return urge


def it_passed(urge: Urge, ended: datetime, now: datetime) -> None:
    """One that was written down before has passed, once; what was said of it stays."""
    minutes = _length(urge.occurred_at, ended)
    waits = Urge.objects.standing().filter(pk=urge.pk, outcome=Urge.Outcome.NOT_SAID, got_by=False)
    waits.update(
        outcome=Urge.Outcome.RODE_IT_OUT,
        got_by=True,
        is_going=False,
        minutes=Coalesce("minutes", Value(minutes, Urge._meta.get_field("minutes"))),
        changed_at=now,
    )


def add(urge: Urge, now: datetime, **said: Any) -> bool:
    """More about one that stands: what is given changes, the rest stays. False where it was taken back.

    What it is about may be said later and is not changed then. `got_by` turns on with how it ended
    and never off.
    """
    if wrong := said.keys() - MORE:
        raise TypeError(f"Nothing to say about {', '.join(sorted(wrong))}.")
    with transaction.atomic():
        row = Urge.objects.standing().select_for_update().filter(pk=urge.pk).first()
        if row is None:
            return False
        if row.behaviour_id is not None:
            said.pop("behaviour", None)
        ended = said.get("outcome", Urge.Outcome.NOT_SAID)
        if ended != Urge.Outcome.NOT_SAID:
            said.setdefault("is_going", False)
        if said.get("occurred_at", row.occurred_at) != row.occurred_at:
            said |= _moments(urge.member, said["occurred_at"])
        said |= {"changed_at": now, "got_by": row.got_by or ended in Urge.GOT_BY}
        for name, value in said.items():
            setattr(row, name, value)
        row.save(update_fields=list(said))
    return True


def may_add(urge: Urge, now: datetime) -> bool:
    return urge.taken_back_at is None and now <= urge.created_at + MORE_WITHIN


def take_back(urge: Urge, now: datetime) -> None:
    """What it said goes; that there was one, and about what, stays: it is not written again, and no total falls."""
    with transaction.atomic():
        row = Urge.objects.standing().select_for_update().filter(pk=urge.pk).first()
        if row is None:
            return
        coping.forget(row)
        cleared = {"said": {}, "taken_back_at": now, "changed_at": now}
        cleared |= dict.fromkeys(("intensity", "minutes", "helped"))
        cleared |= {"is_going": False, "triggers": 0, "feelings": 0, "place": "", "company": ""}
        cleared |= {"outcome": Urge.Outcome.NOT_SAID}
        for name, value in cleared.items():
            setattr(row, name, value)
        row.save(update_fields=list(cleared))


def believable(moment: datetime | None, now: datetime) -> datetime | None:
    """None for what no clock that is only a little wrong would say."""
    fits = moment is not None and now - EARLIEST <= moment <= now + CLOCKS_DIFFER
    return moment if fits else None


def _moments(member, occurred_at: datetime) -> dict[str, Any]:
    """When it was, and what the member's own clock and calendar said then."""
    hour = occurred_at.astimezone(member.tz).hour
    return {"occurred_at": occurred_at, "day": member.day_of(occurred_at), "hour": hour}


def _length(began: datetime, ended: datetime) -> int | None:
    """Whole minutes between two instants; None for what nobody means."""
    length = max(ended - began, timedelta())
    return int(length.total_seconds() // 60) if length <= LONGEST else None
