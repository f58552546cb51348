"""Whether the timetable lives: for machines, for the desk, and for the line admins see on every page.

It reads signs of life that whoever did the work left in the database, so any web process can tell, and
none of them loads the queue for it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, F, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from smartrecovery.accounts.models import User
from smartrecovery.outbox import heartbeats
from smartrecovery.outbox.models import Heartbeat, Message

State = Message.State
WAITING = (State.QUEUED, State.HELD)

LONGEST_WAIT = timedelta(minutes=10)
# Longer than any lease, and than most of what one process doing everything is busy with.
LONGEST_SILENCE = timedelta(minutes=2)
# A sign from later than now was left before the clock was put back.
AHEAD = timedelta(minutes=5)
FAILED_WITHIN = timedelta(days=7)

# What each tick is for, in words for the desk.
WORK = {
    "heartbeat": _("Answers the timetable"),
    "plan": _("Works out who is to be reminded"),
    "deliver": _("Sends what is due"),
    "imports": _("Forgets files that were not brought back"),
    "sessions": _("Forgets sessions that are over"),
    "suggest_lately": _("Looks at sheets just saved"),
    "suggest": _("Looks at what time has brought about"),
    "erase": _("Erases those who left"),
}


@dataclass(frozen=True)
class Work:
    """One tick: when it was last done, and whether that is too long ago."""

    name: str
    what: Any
    at: datetime | None
    is_late: bool


@dataclass(frozen=True)
class Standing:
    """`rings` is when a beat last said it rings; `oldest` since when the message that is due longest waits."""

    rings: datetime | None
    timetable: bool
    work: tuple[Work, ...]
    oldest: datetime | None
    lag: timedelta

    @property
    def worker(self) -> bool:
        return not self.late

    @property
    def late(self) -> list[Work]:
        return [one for one in self.work if one.is_late]

    @property
    def messages(self) -> bool:
        return self.lag < LONGEST_WAIT

    @property
    def is_well(self) -> bool:
        return self.timetable and self.worker and self.messages


def standing(now: datetime) -> Standing:
    """In one query."""
    rows = {row.name: row for row in _rows(now)}
    beat = rows.get(heartbeats.BEAT)
    due = [at for row in rows.values() for at in (row.due, row.taken) if at]
    oldest = min(due, default=None)
    return Standing(
        rings=beat.at if beat else None,
        timetable=beat is not None and now - LONGEST_SILENCE < beat.at < now + AHEAD,
        work=tuple(_work(name, rows.get(name), now) for name in WORK),
        oldest=oldest,
        lag=max(now - oldest, timedelta()) if oldest else timedelta(),
    )


def alarm(user: Any, now: datetime) -> Standing | None:
    """What admins are told on every page; nothing while all is well, and nothing to anybody else."""
    if getattr(user, "role", None) != User.Role.ADMIN:
        return None
    found = standing(now)
    return None if found.is_well else found


def _rows(now: datetime) -> QuerySet:
    """Each with when the oldest message is due, and the oldest that somebody took and never finished."""
    due = Message.objects.filter(state__in=WAITING, look_at__lte=now).order_by("look_at")
    taken = Message.objects.filter(state=State.SENDING, leased_until__lte=now)
    return Heartbeat.objects.annotate(
        due=Subquery(due.values("look_at")[:1]),
        taken=Subquery(taken.order_by("leased_until").values("look_at")[:1]),
    )


def _work(name: str, row: Heartbeat | None, now: datetime) -> Work:
    in_time = row is not None and row.until is not None and now < row.until and row.at < now + AHEAD
    return Work(name, WORK[name], row.at if row else None, not in_time)


@dataclass(frozen=True)
class Some:
    """So many messages of one sort; never whose."""

    channel: str
    what: str
    number: int


def waiting() -> list[Some]:
    """By state; each state by the index made for it, as the ledger is long and what waits is not."""
    open_ones = [
        Message.objects.filter(state__in=WAITING),
        Message.objects.filter(state=State.SENDING),
    ]
    return [one for messages in open_ones for one in _counted(messages, "state")]


def failed(now: datetime) -> list[Some]:
    """Those given up in the last week, by the code the other side gave."""
    lately = Message.objects.filter(state=State.FAILED, look_at__gte=now - FAILED_WITHIN)
    return _counted(lately, "answer")


def _counted(messages: QuerySet, by: str) -> list[Some]:
    rows = messages.order_by().values("channel", what=F(by)).annotate(number=Count("pk"))
    return [Some(**row) for row in rows.order_by("-number", "channel", "what")]


def done(tick: str, seconds: int, result: Any, now: datetime) -> None:
    """A tick's sign of life, and how much it did, added up for the metrics."""
    heartbeats.done(tick, seconds, now)
    if result and isinstance(result, int):
        cache.add(f"done:{tick}", 0, None)
        cache.incr(f"done:{tick}", result)


def done_in_all() -> dict[str, int]:
    """Since the cache was last emptied."""
    found = cache.get_many([f"done:{tick}" for tick in WORK])
    return {tick: found.get(f"done:{tick}", 0) for tick in WORK}
