"""When something comes round: rules of days and an hour by somebody's own clock, and the instants they make.

An hour the clock leaps over is the first minute after; an hour that comes twice is the first of both; a
date that never came in a zone is passed over. The next is worked out from the one before, never from now.
"""

from collections.abc import Container, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

MIDNIGHT = time()
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


class Occurrence(NamedTuple):
    """The member's own day it is for, and the instant of it."""

    on: date
    at: datetime


class Rule(NamedTuple):
    """At this hour on these days of the week, a bit each from Monday; with no day set, once, on `first_on`.

    An hour before the member's day starts is the end of that day: one in the morning comes after Monday
    evening and is for Monday.
    """

    days: int
    at: time
    tz: ZoneInfo
    first_on: date
    last_on: date | None = None
    day_starts: time = MIDNIGHT

    def falls_on(self, day: date) -> bool:
        is_between = self.first_on <= day and (self.last_on is None or day <= self.last_on)
        is_chosen = self.days >> day.weekday() & 1 if self.days else day == self.first_on
        return bool(is_between and is_chosen)

    def instant(self, day: date) -> datetime | None:
        """Of the occurrence for this day, chosen or not."""
        if self.at < self.day_starts and day < date.max:
            return instant(day + DAY, self.at, self.tz)
        return instant(day, self.at, self.tz)

    def chosen(self, since: date) -> Iterator[date]:
        """The days it falls on from this one on."""
        day = max(since, self.first_on)
        last = min(self.last_on or date.max, date.max if self.days else self.first_on)
        while day <= last:
            if self.falls_on(day):
                yield day
            if day == date.max:
                return
            day += DAY


@lru_cache(maxsize=65_536)
def instant(day: date, at: time, tz: ZoneInfo) -> datetime | None:
    """Of an hour on a date of the calendar; None where that date never came, or is the first or last there is."""
    if not date.min < day < date.max:
        return None
    wall = datetime.combine(day, at)
    moment = wall.replace(tzinfo=tz).astimezone(UTC)
    if _wall(moment, tz) == wall:
        return moment
    return _leap(wall, tz)


def first(rule: Rule, after: datetime, told: Container[date] = ()) -> Occurrence | None:
    """The first that is strictly later and on none of the days already told about."""
    since = max(after.astimezone(rule.tz).date(), date.min + 2 * DAY) - 2 * DAY
    for day in rule.chosen(since):
        at = rule.instant(day)
        if at is not None and at > after and day not in told:
            return Occurrence(day, at)
    return None


@lru_cache(maxsize=65_536)
def following(rule: Rule, last: Occurrence) -> Occurrence | None:
    """The next on a later day; strictly later, however the clock was changed."""
    if last.on == date.max:
        return None
    for day in rule.chosen(last.on + DAY):
        at = rule.instant(day)
        if at is not None and at > last.at:
            return Occurrence(day, at)
    return None


def latest(rule: Rule, due: Occurrence, now: datetime) -> tuple[Occurrence, Occurrence | None]:
    """Of all that came while nobody looked the last one, and what comes after it."""
    after = following(rule, due)
    while after is not None and after.at <= now:
        due, after = after, following(rule, after)
    return due, after


def _wall(moment: datetime, tz: ZoneInfo) -> datetime:
    return moment.astimezone(tz).replace(tzinfo=None, fold=0)


def _leap(missing: datetime, tz: ZoneInfo) -> datetime | None:
    """The instant the clock leapt over this hour; None where it leapt over the whole of the date."""
    before = missing.replace(tzinfo=tz, fold=1).astimezone(UTC)
    after = missing.replace(tzinfo=tz, fold=0).astimezone(UTC)
    while after - before > SECOND:
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if middle <= before:
            middle = before + SECOND
        if _wall(middle, tz) < missing:
            before = middle
        else:
            after = middle
    came_at_all = missing.date() in (_wall(before, tz).date(), _wall(after, tz).date())
    return after if came_at_all else None
