"""How far back a page looks, in the member's own days: which days, and how they are gathered."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _

DAY, WEEK = timedelta(days=1), timedelta(days=7)
BY_DAY, BY_MONTH, BY_YEAR = len("2026-11-23"), len("2026-11"), len("2026")
MOST_PERIODS = 27


class Over(models.TextChoices):
    WEEK = "week", _("Week")
    MONTH = "month", _("Month")
    QUARTER = "quarter", _("3 months")
    YEAR = "year", _("Year")
    ALL = "all", _("All")


class Step(Enum):
    """What one point on a chart stands for."""

    DAY = 0
    WEEK = 7
    MONTH = 1
    QUARTER = 3
    YEAR = 12


@dataclass(frozen=True)
class Period:
    """Whole days, both ends counted."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Axis:
    """What a chart has across: one period after the other, without a gap."""

    step: Step
    periods: tuple[Period, ...]

    def place(self, day: date) -> int | None:
        """Which period a day falls in; None for one before or after them all."""
        if not self.first <= day <= self.last:
            return None
        return bisect_right(self.periods, day, key=lambda period: period.first) - 1

    @property
    def first(self) -> date:
        return self.periods[0].first

    @property
    def last(self) -> date:
        return self.periods[-1].last

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Span:
    """Days up to and with `last`; no `first` is since the beginning.

    `key_length` is how much of a day written as 2026-11-23 says what it is counted under: the day, its
    month, or its year.
    """

    over: Over
    first: date | None
    last: date
    key_length: int = BY_DAY

    @property
    def by_day(self) -> bool:
        return self.key_length == BY_DAY

    def key(self, day: date) -> str:
        return day.isoformat()[: self.key_length]


def span(over: Over, today: date, began: date) -> Span:
    """The days looked at: a week is the last seven, a month and three months are whole weeks from a Monday."""
    monday = today - DAY * today.weekday()
    if over is Over.WEEK:
        return Span(over, today - 6 * DAY, today)
    if over is Over.MONTH:
        return Span(over, monday - 4 * WEEK, today)
    if over is Over.QUARTER:
        return Span(over, monday - 12 * WEEK, today)
    if over is Over.YEAR:
        return Span(over, months_before(today.replace(day=1), 11), today, BY_MONTH)
    return Span(over, None, today, _counted_by(today - began))


def _counted_by(since: timedelta) -> int:
    """As coarse as the chart will be, so that many years are few lines; a note may be of the year before."""
    if since < 20 * WEEK:
        return BY_DAY
    return BY_MONTH if since < timedelta(days=365 * 6) else BY_YEAR


def axis(span: Span, found: Iterable[str]) -> Axis:
    """The periods a chart of this span has; one since the beginning starts with what was found."""
    first = span.first or min((day_of_key(key) for key in found), default=span.last)
    first = min(first, span.last)
    step = _step(span, first)
    if step is Step.DAY:
        starts = [first + DAY * n for n in range((span.last - first).days + 1)]
    elif step is Step.WEEK:
        monday = first - DAY * first.weekday()
        starts = [monday + WEEK * n for n in range((span.last - monday).days // 7 + 1)]
    else:
        starts = _months(first, span.last, step.value)
    ends = [start - DAY for start in starts[1:]] + [span.last]
    return Axis(step, tuple(map(Period, starts, ends)))


def _step(span: Span, first: date) -> Step:
    """The shortest that leaves few enough points to be read."""
    if span.over is Over.WEEK:
        return Step.DAY
    if span.key_length == BY_YEAR:
        return Step.YEAR
    if span.by_day and (span.last - first).days // 7 < MOST_PERIODS:
        return Step.WEEK
    months = (span.last.year - first.year) * 12 + span.last.month - first.month + 1
    if months <= MOST_PERIODS:
        return Step.MONTH
    return Step.QUARTER if months / 3 <= MOST_PERIODS else Step.YEAR


def day_of_key(key: str) -> date:
    """The day a key begins with: the first of a month or a year."""
    return date.fromisoformat(key + "2026-01-01"[len(key) :])


def months_before(month: date, count: int) -> date:
    number = month.year * 12 + month.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


def _months(first: date, last: date, step: int) -> list[date]:
    """Starts of every so many months, of the calendar's own quarters and years."""
    start = first.year * 12 + (first.month - 1) // step * step
    end = last.year * 12 + last.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(start, end + 1, step)]
