"""Trying one change for a while: what was written down before and since, and how much chance could do.

Each day with a note is worth one number. To see what chance alone does, the days of both sides are
dealt anew into two piles as large as the sides were, in every way there is, and counted: in how many of
them do the piles differ, on average, by at least as much as before and since do? That share is exact
(an exact two-sided permutation test of the difference between means; the piles are counted by their
sums, so nothing is drawn by lot). It takes one day to be as good as another, while in life days that
follow each other are alike, so chance can do more than it says; the page says so. It never says that a
change works: other things changed too, and more notes may mean more noticing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import comb, lcm
from statistics import median
from uuid import UUID, uuid5

from django.db import models, transaction
from django.db.models import Count, Min, Q

from .models import Behaviour, CheckIn, Experiment, Urge

FEWEST_DAYS, MOST_DAYS, DAYS = 7, 28, 14
FEWEST_NOTES = 5
LooksAt = Experiment.LooksAt


class OneAtATime(Exception):
    """One of this behaviour is running or to come."""


@dataclass(frozen=True)
class Side:
    """What was written down on one side, and what each day of it is worth.

    `count` is what has to be enough: notes where every day counts, else days that have one.
    """

    days: int
    count: int
    notes: tuple[int, ...]
    values: tuple[Fraction, ...]

    @property
    def middle(self) -> float | None:
        return median(self.notes) if self.notes else None

    @property
    def average(self) -> Fraction:
        return sum(self.values, Fraction()) / len(self.values)


@dataclass(frozen=True)
class Comparison:
    """Both sides, equally long; `chance` is None where there are too few notes to tell."""

    looks_at: str
    before: Side
    since: Side
    chance: Fraction | None

    @property
    def days(self) -> int:
        return self.before.days

    @property
    def difference(self) -> Fraction:
        return self.since.average - self.before.average


@transaction.atomic
def begin(
    behaviour: Behaviour,
    once: UUID,
    change: str,
    looks_at: str,
    starts_on: date,
    days: int,
    now: datetime,
) -> Experiment:
    """One at a time for each behaviour; the same form sent twice is one."""
    Behaviour.objects.select_for_update().only("pk").get(pk=behaviour.pk)
    pk = uuid5(behaviour.member_id, str(once))
    sent = Experiment.objects.filter(member=behaviour.member_id, pk=pk).first()
    if sent is not None:
        return sent
    if running(behaviour, behaviour.member.today(now)) is not None:
        raise OneAtATime
    return Experiment.objects.create(
        pk=pk,
        member=behaviour.member,
        behaviour=behaviour,
        change=change,
        looks_at=looks_at,
        starts_on=starts_on,
        days=days,
        created_at=now,
    )


def running(behaviour: Behaviour, today: date) -> Experiment | None:
    """The one that is not over yet."""
    open_ones = behaviour.experiments.filter(
        stopped_on=None, starts_on__gt=today - timedelta(days=MOST_DAYS)
    )
    return next((each for each in open_ones if not is_over(each, today)), None)


def ends_on(experiment: Experiment) -> date:
    """The last whole day of it: the day it was stopped on is not one."""
    last = experiment.starts_on + timedelta(days=experiment.days - 1)
    if experiment.stopped_on is None:
        return last
    return min(last, experiment.stopped_on - timedelta(days=1))


def is_over(experiment: Experiment, today: date) -> bool:
    return experiment.stopped_on is not None or today > ends_on(experiment)


def stop(experiment: Experiment, today: date) -> None:
    """It ends here, and what there was of it is compared; one that is over stays as it was."""
    if not is_over(experiment, today):
        Experiment.objects.filter(pk=experiment.pk, stopped_on=None).update(stopped_on=today)


def learn(experiment: Experiment, words: str) -> None:
    experiment.learned = words
    experiment.save(update_fields=["learned"])


def compare(experiment: Experiment, today: date) -> Comparison:
    """As many days before as there were of it until today, that day left out while it runs."""
    start = experiment.starts_on
    days = max(0, (min(ends_on(experiment), today - timedelta(days=1)) - start).days + 1)
    days = min(days, _days_before(experiment))
    notes = _notes(experiment, start - timedelta(days=days), start + timedelta(days=days))
    before, since = (
        _side(experiment.looks_at, [from_day + timedelta(days=n) for n in range(days)], notes)
        for from_day in (start - timedelta(days=days), start)
    )
    told = Comparison(experiment.looks_at, before, since, None)
    if not has_enough(told):
        return told
    return Comparison(experiment.looks_at, before, since, chance(before.values, since.values))


def has_enough(told: Comparison) -> bool:
    """Five days with a note on each side. Urges may be missing because there were none: five on one side."""
    if told.looks_at == LooksAt.URGES:
        return told.days >= FEWEST_DAYS and max(told.before.count, told.since.count) >= FEWEST_NOTES
    return min(told.before.count, told.since.count) >= FEWEST_NOTES


def chance(before: Iterable[Fraction], since: Iterable[Fraction]) -> Fraction:
    """Of all the ways to deal the days into two piles this large, those that differ at least as much."""
    first, days = list(before), [*before, *since]
    scale = lcm(*(value.denominator for value in days))
    worth = [int(value * scale) for value in days]
    size, total = len(first), sum(worth)
    seen = abs(sum(worth[:size]) * len(days) - total * size)
    far = sum(
        ways
        for together, ways in enumerate(_ways(worth, size))
        if abs(together * len(days) - total * size) >= seen
    )
    return Fraction(far, comb(len(days), size))


def _ways(values: list[int], size: int) -> Iterator[int]:
    """How many piles of so many of these come to 0, to 1, to 2 …

    A long number holds them all, `wide` bits for each: adding a value to every pile is one shift.
    """
    wide = len(values) + 1
    piles = [1] + [0] * size
    for value in values:
        for taken in range(size, 0, -1):
            piles[taken] += piles[taken - 1] << (wide * value)
    rest = piles[size]
    while rest:
        yield rest & ((1 << wide) - 1)
        rest >>= wide


def _days_before(experiment: Experiment) -> int:
    """How many days before it could have notes: urges were not written down before the first was."""
    if experiment.looks_at != LooksAt.URGES:
        return MOST_DAYS
    first = Urge.objects.standing().filter(member=experiment.member_id).aggregate(d=Min("day"))["d"]
    return max(0, (experiment.starts_on - first).days) if first else 0


def _notes(experiment: Experiment, start: date, end: date) -> dict[date, Counter[int]]:
    """{day: {number noted: how often}}, counted by the database."""
    column, rows = _rows(experiment)
    counted = rows.filter(day__gte=start, day__lt=end).values("day", number=column)
    found: dict[date, Counter[int]] = {}
    for row in counted.order_by().annotate(times=Count("pk")):
        found.setdefault(row["day"], Counter())[row["number"]] += row["times"]
    return found


def _rows(experiment: Experiment) -> tuple[models.Expression | models.F, models.QuerySet]:
    urges = Urge.objects.standing().filter(behaviour=experiment.behaviour_id)
    mine = CheckIn.objects.filter(
        Q(behaviour=experiment.behaviour_id) | Q(behaviour=None), member=experiment.member_id
    )
    match experiment.looks_at:
        case LooksAt.STRENGTH:
            return models.F("intensity"), urges.filter(intensity__isnull=False)
        case LooksAt.MOOD:
            return models.F("mood"), mine.filter(mood__isnull=False)
        case LooksAt.PLAN:
            said = mine.filter(weekly=False).exclude(plan__in=["", CheckIn.Plan.SKIP])
            on_plan = models.Case(
                models.When(plan__in=CheckIn.ON_PLAN, then=1),
                default=0,
                output_field=models.IntegerField(),
            )
            return on_plan, said
    return models.Value(1), urges


def _side(looks_at: str, days: list[date], notes: Mapping[date, Counter[int]]) -> Side:
    """Each day is worth its urges, or the middle of what was noted; a day on plan one, if any note says so."""
    noted = {day: sorted(notes[day].elements()) for day in days if day in notes}
    numbers = tuple(number for day in noted.values() for number in day)
    if looks_at == LooksAt.URGES:
        worth = tuple(Fraction(len(noted.get(day, ()))) for day in days)
        return Side(len(days), len(numbers), numbers, worth)
    of_a_day = max if looks_at == LooksAt.PLAN else median
    worth = tuple(Fraction(of_a_day(numbers)) for numbers in noted.values())
    return Side(len(days), len(worth), numbers, worth)
