"""What is to come: when somebody wants to be reminded of something, and the next time that is."""

import uuid
from datetime import datetime, time
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from smartrecovery.accounts import zones
from smartrecovery.outbox.schedule import Rule


class ReminderQuerySet(models.QuerySet):
    def due(self, now: datetime) -> Self:
        return self.filter(next_at__lte=now)


class Reminder(models.Model):
    """A standing wish: at this hour, on these days of the week, between these two dates, all by the member's clock.

    Days are a bit each, Monday the lowest; none set is once, on `first_on`. `next_on` is the member's own
    date of the next occurrence and `next_at` the instant of it; both null once nothing is to come.
    `window` is how many minutes later it may still be sent. `unanswered` counts what was posted since the
    last answer; `stopped_at` is when it was given up because of that. Zone and channel are the member's,
    copied so that everything due is found and posted without looking at anybody.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders", db_index=False
    )
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=12)
    days = models.PositiveSmallIntegerField(default=0)
    at = models.TimeField()
    zone = models.CharField(max_length=64)
    first_on = models.DateField()
    last_on = models.DateField(null=True, blank=True)
    window = models.PositiveSmallIntegerField(default=240)
    next_on = models.DateField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    unanswered = models.PositiveSmallIntegerField(default=0)
    stopped_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind", "about"], name="reminded_of_a_thing_in_one_way"
            ),
            models.CheckConstraint(
                condition=Q(days__range=(0, 127)), name="reminders_fall_on_days_of_one_week"
            ),
            models.CheckConstraint(
                condition=Q(next_on__isnull=True, next_at__isnull=True)
                | Q(next_on__isnull=False, next_at__isnull=False),
                name="what_is_next_has_a_date_and_an_instant",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=Q(next_at__isnull=False),
                name="reminders_that_are_due",
            )
        ]

    def __str__(self) -> str:
        return f"reminder {self.pk}"

    def rule(self, day_starts: time) -> Rule:
        """What it comes round by, for a member whose day starts then."""
        tz = zones.zone(self.zone)
        return Rule(self.days, self.at, tz, self.first_on, self.last_on, day_starts)
