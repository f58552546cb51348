"""Signs of life, as rows: which beat rings, and when each tick of the timetable was last done.

Everything is by the database, so it holds on one machine without a queue as it does on ten.
"""

from datetime import datetime, timedelta

from django.db.models import Q

from .models import Heartbeat

BEAT = "beat"
SLACK = timedelta(minutes=2)


def hold(owner: str, now: datetime, lease: timedelta) -> bool:
    """Takes or keeps the lease of the beat that rings; false where another beat has it.

    One that ends later than any could was taken before the clock was put back, and counts for nothing.
    """
    ours = Q(owner=owner) | Q(until__lte=now) | Q(until__gt=now + 2 * lease)
    held = {"owner": owner, "at": now, "until": now + lease}
    if Heartbeat.objects.filter(ours, name=BEAT).update(**held):
        return True
    return Heartbeat.objects.get_or_create(name=BEAT, defaults=held)[1]


def let_go(owner: str, now: datetime) -> None:
    """The next beat need not wait for the lease to run out."""
    Heartbeat.objects.filter(name=BEAT, owner=owner).update(until=now)


def done(tick: str, seconds: int, now: datetime) -> None:
    """That a tick did its work, and until when that is recent enough: it may miss one."""
    until = now + timedelta(seconds=seconds) + max(timedelta(seconds=seconds), SLACK)
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=tick, at=now, until=until)],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at", "until"],
    )


def last_done() -> dict[str, datetime]:
    return dict(Heartbeat.objects.exclude(name=BEAT).values_list("name", "at"))
