"""Weeks somebody planned, and their lines: days and counts, without the words."""

import uuid
from datetime import date, timedelta
from enum import Enum
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from .entries import Entry

NO_BEHAVIOUR = uuid.UUID(int=0)


class WeekQuerySet(models.QuerySet):
    def out(self) -> Self:
        """Those whose page is not put away."""
        return self.exclude(entry__state=Entry.State.ARCHIVED)

    def holding(self, day: date) -> Self:
        """Those whose seven days hold this one."""
        return self.filter(starts_on__gt=day - Week.DAYS, starts_on__lte=day)

    def latest_first(self) -> Self:
        return self.order_by("-starts_on", "-entry__created_at", "-entry_id")

    def with_next(self) -> Self:
        """Adds `next_on`: the first day of the plan that follows, about the same behaviour or about none."""
        about = Coalesce("entry__behaviour", Value(NO_BEHAVIOUR, models.UUIDField()))
        starts, made = OuterRef("starts_on"), OuterRef("entry__created_at")
        after = Q(starts_on__gt=starts) | Q(starts_on=starts, entry__created_at__gt=made)
        follow = (
            Week.objects.out()
            .annotate(about=about)
            .filter(after, member=OuterRef("member"), about=OuterRef("about"))
            .order_by("starts_on")
        )
        return self.annotate(about=about, next_on=Subquery(follow.values("starts_on")[:1]))


class Week(models.Model):
    """Seven days somebody planned: what is counted of them. The words stay in the entry.

    A plan never saved has no row. One that nobody looked back at closes without a state of its own:
    that is a matter of which day it is, see `tools/weeks.py`, the only writer.
    """

    DAYS = timedelta(days=7)
    CLOSES_AFTER = timedelta(days=14)

    class State(models.TextChoices):
        ACTIVE = "active"
        REVIEWED = "reviewed"

    class Stands(Enum):
        """How it stands on a day of the member's own; never stored."""

        AHEAD = "ahead"
        RUNNING = "running"
        OVER = "over"
        CLOSED = "closed"
        REVIEWED = "reviewed"

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="week")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="weeks")
    starts_on = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.ACTIVE)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    planned = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveSmallIntegerField(default=0)
    changed = models.PositiveSmallIntegerField(default=0)
    confidence = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = WeekQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confidence__range=(0, 10)), name="confidence_in_a_week_is_0_to_10"
            ),
            models.CheckConstraint(
                condition=Q(state="reviewed", reviewed_at__isnull=False)
                | Q(state="active", reviewed_at__isnull=True),
                name="a_week_looked_back_at_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "-starts_on"], name="my_latest_weeks"),
            models.Index(fields=["starts_on"], name="weeks_by_their_first_day"),
        ]

    def __str__(self) -> str:
        return f"week {self.pk}"

    @property
    def last_day(self) -> date:
        return self.starts_on + self.DAYS - timedelta(days=1)

    @property
    def closes_on(self) -> date:
        """The day it stops being current by itself: the next plan has begun, or two weeks have gone by.

        Only for weeks that came `with_next`.
        """
        by_itself = self.starts_on + self.CLOSES_AFTER
        return min(by_itself, self.next_on or by_itself)

    def stands(self, day: date) -> Stands:
        if self.state == self.State.REVIEWED:
            return self.Stands.REVIEWED
        if day >= self.closes_on:
            return self.Stands.CLOSED
        if day < self.starts_on:
            return self.Stands.AHEAD
        return self.Stands.RUNNING if day <= self.last_day else self.Stands.OVER

    def day_number(self, day: date) -> int:
        return (day - self.starts_on).days + 1

    def runs_on(self, day: date) -> bool:
        """One of its seven days, before the next plan begins; looking back early does not end them."""
        return self.starts_on <= day <= self.last_day and day < self.closes_on


class PlanLineQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        """Lines of the weeks that hold this day and name its weekday; a member's day, not an instant."""
        weeks = Week.objects.out().holding(day)
        bit = models.F("days").bitand(1 << day.weekday())
        return self.annotate(falls=bit).filter(week__in=weeks).exclude(falls=0)


class PlanLine(models.Model):
    """One line of a week somebody planned, an action or a risky moment: its days, and no words.

    Days are a bit each, Monday the lowest; none set is any day of the seven.
    """

    class What(models.TextChoices):
        ACTION = "action"
        RISK = "risk"

    class Did(models.TextChoices):
        ALL = "all"
        SOME = "some"
        NONE = "none"
        CHANGED = "changed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="plan_lines")
    week = models.ForeignKey(Week, models.CASCADE, related_name="lines")
    what = models.CharField(max_length=6, choices=What.choices)
    row = models.CharField(max_length=40)
    days = models.PositiveSmallIntegerField(default=0)
    at = models.TimeField(null=True, blank=True)
    target = models.PositiveSmallIntegerField(null=True, blank=True)
    did = models.CharField(max_length=7, choices=Did.choices, blank=True)
    done_days = models.PositiveSmallIntegerField(default=0)

    objects = PlanLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["week", "what", "row"], name="a_line_is_planned_once"),
            models.CheckConstraint(
                condition=Q(days__range=(0, 127), done_days__range=(0, 127)),
                name="a_line_falls_on_days_of_one_week",
            ),
            models.CheckConstraint(
                condition=Q(target__range=(0, 50)), name="an_action_is_planned_50_times_at_most"
            ),
            models.CheckConstraint(
                condition=Q(what="action") | Q(did="", done_days=0, target__isnull=True),
                name="a_risky_moment_is_nothing_to_do",
            ),
        ]

    def __str__(self) -> str:
        return f"plan line {self.pk}"

    @property
    def planned_times(self) -> int:
        """As often as they said, or once for each day they named, or once."""
        return self.target or self.days.bit_count() or 1

    @property
    def done_times(self) -> int:
        """At least what their own word means; a day ticked is never taken away by it."""
        if self.did == self.Did.ALL:
            return max(self.done_days.bit_count(), self.planned_times)
        return max(self.done_days.bit_count(), int(self.did == self.Did.SOME))
