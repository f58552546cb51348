"""Slips that were written down. Nothing else writes them, and they change no stage and no total."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db.models import Max

from .models import Behaviour, Slip

# How long nothing is sent after one, unless they asked for it.
QUIET_AFTER = timedelta(hours=12)


def note(
    member,
    once: UUID,
    behaviour: Behaviour,
    now: datetime,
    occurred_at: datetime | None = None,
    extent: str = "",
    said: str = "",
) -> Slip:
    """It happened; just now, unless they say when. The same send twice is one, also where it was taken back."""
    occurred_at = min(occurred_at or now, now)
    slip, _new = Slip.objects.get_or_create(
        pk=uuid5(member.pk, str(once)),
        defaults={
            "member": member,
            "behaviour": behaviour,
            "occurred_at": occurred_at,
            "day": member.day_of(occurred_at),
            "extent": extent,
            "said": said,
            "created_at": now,
        },
    )
    return slip


def take_back(slip: Slip, now: datetime) -> None:
    """What it said goes; that there was one stays, so that it is not written again."""
    if slip.taken_back_at is None:
        slip.taken_back_at, slip.extent, slip.said = now, "", ""
        slip.save(update_fields=["taken_back_at", "extent", "said"])


def last_at(member) -> datetime | None:
    """When the latest one happened, by their own word; None where none is written down."""
    return member.slips.standing().aggregate(last=Max("occurred_at"))["last"]
