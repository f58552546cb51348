"""Stages that were suggested, from which day on they are, and what somebody tries out."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartrecovery.vault.fields import SealedJSONField, SealedTextField

from .behaviours import Behaviour, Stage


class Suggestion(models.Model):
    """A stage the member might say they are at, and why. Written by `stages/suggesting.py` alone.

    It changes nothing: only the member moves, through `stages/moves.py`.
    """

    class Answer(models.TextChoices):
        NONE = "", _("not answered")
        ACCEPTED = "accepted", _("that was right")
        LEFT = "left", _("left as it was")
        SILENCED = "silenced", _("not again")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="suggestions")
    behaviour = models.ForeignKey(Behaviour, models.CASCADE, related_name="suggestions")
    from_stage = models.CharField(max_length=5, choices=Stage.choices)
    to_stage = models.CharField(max_length=5, choices=Stage.choices)
    evidence = SealedJSONField()
    shown_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-shown_at", "-id"]
        indexes = [
            models.Index(fields=["behaviour", "-shown_at"], name="suggestions_of_a_behaviour")
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(to_stage__in=["pre", "rel", "unset"]),
                name="some_stages_are_never_suggested",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="an_answer_to_a_suggestion_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"suggestion {self.pk}"


class Threshold(models.Model):
    """How much it takes before a stage is suggested, where this site wants it otherwise."""

    name = models.CharField(primary_key=True, max_length=40)
    value = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Experiment(models.Model):
    """One change somebody tries for a while, and what they look at before and after."""

    class LooksAt(models.TextChoices):
        URGES = "urges", _("How many urges I write down")
        STRENGTH = "strength", _("How strong they are")
        MOOD = "mood", _("My mood")
        PLAN = "plan", _("Days on my plan")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="experiments")
    behaviour = models.ForeignKey(Behaviour, models.CASCADE, related_name="experiments")
    change = SealedTextField(_("what I change"))
    looks_at = models.CharField(max_length=8, choices=LooksAt.choices, default=LooksAt.URGES)
    starts_on = models.DateField()
    days = models.PositiveSmallIntegerField(default=14)
    stopped_on = models.DateField(null=True, blank=True)
    learned = SealedTextField(_("what I learned"), blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(days__range=(7, 28)), name="a_try_is_7_to_28_days")
        ]

    def __str__(self) -> str:
        return f"experiment {self.pk}"
