"""The rhythm somebody chose, and what they said when they checked in."""

import uuid
from datetime import date, time, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartrecovery.vault.fields import SealedTextField

from .behaviours import Behaviour


def _at_most(name: str, most: int) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__range": (0, most)}),
        name=f"check_in_{name}_is_0_to_{most}",
    )


class CheckInPlan(models.Model):
    """How often a member wants to be asked, and what; none, or `off`, is not at all.

    Days are a bit each, Monday the lowest; prompts a bit each, by number. `at` is by their own clock.
    """

    class Rhythm(models.TextChoices):
        OFF = "off", _("Only when I feel like it")
        DAILY = "daily", _("Every day")
        DAYS = "days", _("On days I choose")
        WEEKLY = "weekly", _("Once a week")

    class Prompt(models.IntegerChoices):
        PLAN = 0, _("How my plan went")
        MOOD = 1, _("My mood")
        URGE = 2, _("My strongest urge")
        DAYS = 3, _("Days on my own plan")
        IMPORTANCE = 4, _("How important it is")
        CONFIDENCE = 5, _("How sure I am")
        NOTE = 6, _("A note")
        LIKE = 7, _("What I would like")

    EVERY_PROMPT = 2**8 - 1

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="check_in_plan"
    )
    rhythm = models.CharField(max_length=6, choices=Rhythm.choices, default=Rhythm.OFF)
    days = models.PositiveSmallIntegerField(default=0)
    at = models.TimeField(_("time of day"), default=time(20))
    prompts = models.PositiveSmallIntegerField(_("what is asked"), default=EVERY_PROMPT)
    paused_until = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(days__range=(0, 127), prompts__range=(0, 255)),
                name="check_ins_fall_on_days_of_one_week",
            )
        ]

    def __str__(self) -> str:
        return f"check-in plan {self.pk}"

    def last_asked(self, day: date) -> date:
        """The last time its weekday came round, on this day or before."""
        weekday = max(self.days.bit_length() - 1, 0) if self.days else 6
        return day - timedelta(days=(day.weekday() - weekday) % 7)


class CheckIn(models.Model):
    """What somebody said about one of their days, once for each behaviour, or on it about the week before.

    Written by `stages/check_ins.py` alone. A day and a week that are said on one day are two rows: neither's
    strongest urge is the other's, and neither takes away what the other counts.

    `counted` is the days on plan it adds to the total: 1 for a day, up to 7 for a week; it only grows.
    `week` is the Monday of the week it speaks of, for one about a week the Monday of three days before.
    """

    class Plan(models.TextChoices):
        YES = "yes", _("Yes")
        PARTLY = "partly", _("Partly")
        NO = "no", _("Not this time")
        CHANGED = "changed", _("I changed the plan")
        SKIP = "skip", _("Skip this")

    class Like(models.TextChoices):
        NOTHING = "none", _("Nothing just now")
        ENCOURAGEMENT = "encouragement", _("Encouragement")
        IDEAS = "ideas", _("Ideas")
        CALL = "call", _("A call")

    ON_PLAN = (Plan.YES, Plan.PARTLY)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="check_ins")
    behaviour = models.ForeignKey(
        Behaviour, models.CASCADE, null=True, blank=True, related_name="check_ins"
    )
    day = models.DateField()
    week = models.DateField()
    weekly = models.BooleanField(_("about the week"), default=False)
    plan = models.CharField(_("my plan"), max_length=7, choices=Plan.choices, blank=True)
    mood = models.PositiveSmallIntegerField(null=True, blank=True)
    urge = models.PositiveSmallIntegerField(_("strongest urge"), null=True, blank=True)
    days = models.PositiveSmallIntegerField(_("days on my own plan"), null=True, blank=True)
    importance = models.PositiveSmallIntegerField(null=True, blank=True)
    confidence = models.PositiveSmallIntegerField(null=True, blank=True)
    counted = models.PositiveSmallIntegerField(default=0)
    would_like = models.CharField(
        _("I would like"), max_length=13, choices=Like.choices, blank=True
    )
    feels_done = models.BooleanField(_("I feel done with this"), default=False)
    note = SealedTextField(blank=True)
    at = models.DateTimeField(_("written down at"), default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-day", "-id"]
        indexes = [
            models.Index(fields=["member", "-day"], name="my_latest_check_ins"),
            models.Index(
                fields=["member", "behaviour", "week", "weekly", "counted"],
                name="days_on_plan_by_week",
            ),
            models.Index(
                fields=["member", "behaviour", "day", "mood", "importance", "confidence"],
                name="what_check_ins_are_counted_by",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "behaviour", "day", "weekly"],
                condition=Q(behaviour__isnull=False),
                name="one_check_in_a_day",
            ),
            models.UniqueConstraint(
                fields=["member", "day", "weekly"],
                condition=Q(behaviour__isnull=True),
                name="one_check_in_a_day_about_nothing",
            ),
            *(_at_most(name, 10) for name in ("mood", "urge", "importance", "confidence")),
            _at_most("days", 7),
            models.CheckConstraint(
                condition=Q(weekly=False, counted__range=(0, 1))
                | Q(weekly=True, counted__range=(0, 7)),
                name="a_check_in_counts_its_days",
            ),
        ]

    def __str__(self) -> str:
        return f"check-in {self.pk}"
