"""Every change of every clock from 2024 to 2035, found once, and a calendar worked out without zones.

The zones are asked only for how far they are from UTC. What a wall clock says around a change is then
plain arithmetic: the offset before it, the offset after it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from smartrecovery.accounts import zones
from smartrecovery.accounts.models import User

FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
FOUR = time(4)


@dataclass(frozen=True)
class Change:
    """At this instant a clock goes from one distance to UTC to another."""

    at: datetime
    before: timedelta
    after: timedelta

    @property
    def by(self) -> timedelta:
        return self.after - self.before

    def wall(self, instant: datetime) -> datetime:
        """What the clock on the wall says, by adding up."""
        offset = self.before if instant < self.at else self.after
        return instant.replace(tzinfo=None) + offset

    def day(self, instant: datetime, starts: time = FOUR) -> date:
        """The day as the clock on the wall tells it: one that starts later is the day shifted back."""
        return (self.wall(instant) - timedelta(hours=starts.hour, minutes=starts.minute)).date()

    def instants(self, hours: int = 30, minutes: int = 30) -> list[datetime]:
        """Around the change, the moment itself and the minute before it among them."""
        step, reach = timedelta(minutes=minutes), hours * 60 // minutes
        return sorted({self.at + n * step for n in range(-reach, reach + 1)} | {self.at - MINUTE})


def somebody(zone: str, starts: time = FOUR) -> User:
    return User(username="somebody", zone=zone, day_starts=starts)


def offset(zone: str, at: datetime) -> timedelta:
    return at.astimezone(zones.zone(zone)).utcoffset()


@cache
def changes(zone: str) -> tuple[Change, ...]:
    return tuple(_changes(zone))


@cache
def in_different_places() -> dict[Change, str]:
    """Each change once, with a zone where it happens."""
    return {change: zone for zone in reversed(zones.names()) for change in changes(zone)}


def kinds() -> dict[tuple[timedelta, time], tuple[str, Change]]:
    """One change of each kind: by how much, at what hour on the wall."""
    return {
        (change.by, change.wall(change.at - MINUTE).time()): (zone, change)
        for change, zone in in_different_places().items()
    }


def _changes(zone: str) -> Iterator[Change]:
    """Looked for week by week, then halved down to the minute: no change is undone within a week."""
    week, at = 7 * DAY, FIRST
    before = offset(zone, at)
    while at < LAST:
        after = offset(zone, at + week)
        if after != before:
            yield Change(_halved(zone, at, at + week, before), before, after)
        at, before = at + week, after


def _halved(zone: str, low: datetime, high: datetime, before: timedelta) -> datetime:
    while high - low > MINUTE:
        middle = low + MINUTE * ((high - low) // MINUTE // 2)
        if offset(zone, middle) == before:
            low = middle
        else:
            high = middle
    return high
