"""Measures somebody took, their scores, and which instruments this site has on."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartrecovery.vault.fields import SealedJSONField, SealedTextField

from .behaviours import Behaviour


class Taking(models.Model):
    """One measure, answered once. Written by `stages/measuring.py` alone; answers by item, sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="takings")
    behaviour = models.ForeignKey(
        Behaviour, models.CASCADE, null=True, blank=True, related_name="takings"
    )
    instrument = models.CharField(max_length=20)
    edition = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=12)
    taken_at = models.DateTimeField(default=timezone.now)
    day = models.DateField()
    answers = SealedJSONField(blank=True)
    words = SealedTextField(_("in my words"), blank=True)

    class Meta:
        ordering = ["-taken_at", "-id"]
        indexes = [
            models.Index(fields=["member", "instrument", "-taken_at"], name="my_latest_measures")
        ]

    def __str__(self) -> str:
        return f"taking {self.pk}"


class Score(models.Model):
    """One number of one taking, by its name in the instrument's declaration."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="scores")
    taking = models.ForeignKey(Taking, models.CASCADE, related_name="scores")
    name = models.CharField(max_length=20)
    value = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["taking", "name"]
        constraints = [
            models.UniqueConstraint(fields=["taking", "name"], name="a_taking_has_each_score_once"),
            models.CheckConstraint(condition=Q(value__range=(0, 100)), name="a_score_is_0_to_100"),
        ]

    def __str__(self) -> str:
        return f"score {self.pk}"


class InstrumentState(models.Model):
    """Whether this site uses an instrument, by which right, and its wording where an admin enters it."""

    class Rights(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("not confirmed")
        CONFIRMED = "confirmed", _("confirmed")

    slug = models.CharField(primary_key=True, max_length=20)
    is_on = models.BooleanField(default=False)
    rights = models.CharField(max_length=11, choices=Rights.choices, default=Rights.UNCONFIRMED)
    evidence = models.TextField(blank=True)
    wording = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=12, default="en-gb")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_on=False) | Q(rights="confirmed"),
                name="only_what_may_be_used_is_on",
            )
        ]

    def __str__(self) -> str:
        return self.slug

    def save(self, *args, **kwargs) -> None:
        self.clean()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """What is on may be: by right, in whole words, and with help at hand where it asks for that."""
        from stages.switching import why_not

        if self.is_on and (reason := why_not(self)):
            raise ValidationError(reason)
