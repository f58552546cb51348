"""Urges, what was done about them, slips, and that help was shown."""

import uuid
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartrecovery.vault.fields import SealedJSONField, SealedTextField

from .behaviours import Behaviour

MOST_BITS = 2**11 - 1


class StandingQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(taken_back_at=None)


class Urge(models.Model):
    """An urge: when, how strong, and whatever else was said. Written by `stages/urges.py` alone.

    `day` and `hour` are read off the member's own clock once, when it is written; strengths are 0 to 10.
    `got_by` is turned on by an urge that passed and never off again: a total does not fall. One taken
    back keeps its id, its moments and `got_by`, so that the same send, arriving late, adds nothing.
    """

    class Outcome(models.TextChoices):
        RODE_IT_OUT = "rode_it_out", _("It passed")
        DID_SOMETHING_ELSE = "did_something_else", _("I did something else")
        ACTED_A_BIT = "acted_a_bit", _("I acted on it a bit")
        ACTED = "acted", _("I acted on it")
        NOT_SAID = "prefer_not_to_say", _("Rather not say")

    class Trigger(models.IntegerChoices):
        """The number of its bit in `triggers`."""

        PLACE = 0, _("A place")
        PEOPLE = 1, _("Somebody")
        TIME = 2, _("The time of day")
        FEELING = 3, _("A feeling")
        THOUGHT = 4, _("A thought")
        BODY = 5, _("My body: pain, hunger, tiredness")
        EVENT = 6, _("Something that happened")
        SENSES = 7, _("Seeing or smelling it")
        MONEY = 8, _("Money, or payday")
        CELEBRATION = 9, _("Something to celebrate")
        UNKNOWN = 10, _("Nothing I could spot")

    class Feeling(models.IntegerChoices):
        """The number of its bit in `feelings`."""

        BORED = 0, _("Bored")
        LONELY = 1, _("Lonely")
        ANGRY = 2, _("Angry")
        ANXIOUS = 3, _("Anxious")
        SAD = 4, _("Sad")
        ASHAMED = 5, _("Ashamed")
        TIRED = 6, _("Tired")
        STRESSED = 7, _("Stressed")
        EXCITED = 8, _("Excited")
        HAPPY = 9, _("Happy")
        NUMB = 10, _("Numb")

    class Place(models.TextChoices):
        HOME = "home", _("At home")
        WORK = "work", _("At work")
        OUT = "out", _("Out")
        ONLINE = "online", _("Online")
        TRAVELLING = "travelling", _("On the way")

    class Company(models.TextChoices):
        ALONE = "alone", _("Alone")
        PARTNER = "partner", _("My partner")
        FAMILY = "family", _("Family")
        FRIENDS = "friends", _("Friends")
        STRANGERS = "strangers", _("People I do not know")

    MOST_MINUTES = 24 * 60
    GOT_BY = (Outcome.RODE_IT_OUT, Outcome.DID_SOMETHING_ELSE)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="urges")
    behaviour = models.ForeignKey(
        Behaviour, models.CASCADE, null=True, blank=True, related_name="urges"
    )
    occurred_at = models.DateTimeField(default=timezone.now)
    day = models.DateField(_("the day it was part of"))
    hour = models.PositiveSmallIntegerField(_("hour of the day"))
    intensity = models.PositiveSmallIntegerField(_("how strong"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(MOST_MINUTES)]
    )
    is_going = models.BooleanField(_("still going"), default=False)
    triggers = models.PositiveSmallIntegerField(_("what set it off"), default=0)
    feelings = models.PositiveSmallIntegerField(_("how I felt"), default=0)
    place = models.CharField(_("where"), max_length=10, choices=Place.choices, blank=True)
    company = models.CharField(_("with whom"), max_length=9, choices=Company.choices, blank=True)
    helped = models.PositiveSmallIntegerField(_("how much it helped"), null=True, blank=True)
    outcome = models.CharField(
        _("how it ended"), max_length=18, choices=Outcome.choices, default=Outcome.NOT_SAID
    )
    got_by = models.BooleanField(_("it passed, as I once said"), default=False)
    said = SealedJSONField(_("in my words"), blank=True)
    created_at = models.DateTimeField(_("written down at"), default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_at", "-id"]
        indexes = [
            models.Index(fields=["member", "-occurred_at"], name="my_latest_urges"),
            models.Index(fields=["behaviour", "day"], name="urges_of_a_behaviour_by_day"),
            # All that a chart counts, so that ten years of urges are counted without opening a row.
            models.Index(
                fields=[
                    "member",
                    "behaviour",
                    "day",
                    "hour",
                    "intensity",
                    "minutes",
                    "triggers",
                    "feelings",
                    "got_by",
                    "taken_back_at",
                ],
                name="what_urges_are_counted_by",
            ),  # fmt: skip
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__range=(0, 24 * 60)),
                name="an_urge_lasts_a_day_at_most",
            ),
            models.CheckConstraint(condition=Q(hour__range=(0, 23)), name="an_urge_has_an_hour"),
            models.CheckConstraint(
                condition=Q(intensity__isnull=True) | Q(intensity__range=(0, 10)),
                name="an_urge_is_0_to_10_strong",
            ),
            models.CheckConstraint(
                condition=Q(helped__isnull=True) | Q(helped__range=(0, 10)),
                name="what_was_done_helped_0_to_10",
            ),
            models.CheckConstraint(
                condition=Q(triggers__range=(0, MOST_BITS), feelings__range=(0, MOST_BITS)),
                name="what_set_it_off_is_from_the_list",
            ),
        ]

    def __str__(self) -> str:
        return f"urge {self.pk}"


class CopingAction(models.Model):
    """Something a member does about urges, in their words. Written by `stages/coping.py` alone.

    `entry` and `row` are where in a plan of theirs the words come from, if they do.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="coping_actions"
    )
    label = SealedTextField(_("what I do"))
    entry = models.UUIDField(null=True, blank=True)
    row = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "entry", "row"],
                condition=Q(entry__isnull=False),
                name="a_line_of_a_plan_is_one_action",
            )
        ]

    def __str__(self) -> str:
        return f"coping action {self.pk}"


class Coped(models.Model):
    """One action was tried on one urge. Written by `stages/coping.py` alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="coped")
    urge = models.ForeignKey(Urge, models.CASCADE, related_name="coped")
    action = models.ForeignKey(CopingAction, models.CASCADE, related_name="coped")

    class Meta:
        ordering = ["urge", "action"]
        constraints = [
            models.UniqueConstraint(fields=["urge", "action"], name="an_action_counts_once_an_urge")
        ]

    def __str__(self) -> str:
        return f"coped {self.pk}"


class Slip(models.Model):
    """A return to the behaviour, as the member tells it. Written by `stages/slips.py` alone.

    It changes no stage and no total, and nobody else is ever shown it.
    """

    class Extent(models.TextChoices):
        ONCE = "once", _("Once")
        FEW = "few", _("A few times")
        BACK = "back", _("Back to how it was")
        RATHER_NOT = "rather_not", _("Rather not say")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="slips")
    behaviour = models.ForeignKey(Behaviour, models.CASCADE, related_name="slips")
    occurred_at = models.DateTimeField(default=timezone.now)
    day = models.DateField(_("the day it was part of"))
    extent = models.CharField(max_length=10, choices=Extent.choices, blank=True)
    said = SealedTextField(_("in my words"), blank=True)
    created_at = models.DateTimeField(_("written down at"), default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_at", "-id"]
        indexes = [models.Index(fields=["behaviour", "day"], name="slips_of_a_behaviour_by_day")]

    def __str__(self) -> str:
        return f"slip {self.pk}"


class SupportShown(models.Model):
    """That help lines were put before somebody, and why. Private; a row is only added."""

    class Why(models.TextChoices):
        MEASURE = "measure", _("an answer")
        WORDS = "words", _("words I wrote")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="support_shown"
    )
    why = models.CharField(max_length=7, choices=Why.choices)
    taking = models.ForeignKey(
        "stages.Taking", models.CASCADE, null=True, blank=True, related_name="support_shown"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"support shown {self.pk}"
