"""Urges that were written down. Nothing else writes them."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from .models import Behaviour, Urge

# A page left open says nothing about how long an urge was.
LONGEST = timedelta(hours=3)
EARLIEST = timedelta(days=365)
CLOCKS_DIFFER = timedelta(minutes=10)


def passed(
    member,
    once: UUID,
    behaviour: Behaviour | None,
    began: datetime | None,
    minutes: int | None,
    now: datetime,
) -> Urge:
    """It passed. The same send twice is one row, also where it was taken back meanwhile.

    `began` and `minutes` are what the page says; without a believable word of its own the length is
    the time since it began.
    """
    if began is None or not now - EARLIEST <= began <= now + CLOCKS_DIFFER:
        began = None
    if minutes is None and began is not None:
        minutes = max(0, int((now - began).total_seconds() // 60))
    if minutes is not None and not 0 <= minutes <= LONGEST.total_seconds() // 60:
        minutes = None
    urge, _new = Urge.objects.get_or_create(
        pk=uuid5(member.pk, str(once)),
        defaults={
            "member": member,
            "behaviour": behaviour,
            "occurred_at": began or now,
            "minutes": minutes,
            "outcome": Urge.Outcome.RODE_IT_OUT,
            "created_at": now,
        },
    )
    return urge


def take_back(urge: Urge, now: datetime) -> None:
    """What it said goes; that there was one stays, so that it is not written again."""
    said = {"behaviour": None, "minutes": None, "outcome": Urge.Outcome.NOT_SAID}
    Urge.objects.standing().filter(pk=urge.pk).update(taken_back_at=now, **said)
