"""How somebody wants to be reached: by which way for what, at which hours, and how much it may say."""

import uuid
from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartrecovery.vault.fields import SealedJSONField


class Contact(models.Model):
    """What holds for every kind; none is all of it as it comes.

    Quiet from one hour of the member's clock to another, past midnight or not; the same hour twice is never.
    `email_broken_at` is when their mailbox refused us for good.
    """

    MOST_A_DAY = 3

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="contact")
    quiet_from = models.TimeField(_("quiet from"), default=time(21))
    quiet_to = models.TimeField(_("quiet until"), default=time(8))
    morning_at = models.TimeField(_("things without an hour"), default=time(9))
    most_a_day = models.PositiveSmallIntegerField(_("at most a day"), default=MOST_A_DAY)
    says_what = models.BooleanField(_("say what it is about"), default=False)
    email_broken_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(most_a_day__range=(1, 3)), name="at_most_three_messages_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"


class Choice(models.Model):
    """By which way somebody wants one kind of reminder; `none` is not at all, no row is as the kind has it."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("By e-mail")
        PUSH = "push", _("On my devices")
        INBOX = "inbox", _("Only in here")
        NONE = "none", _("Not at all")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminder_choices", db_index=False
    )
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "kind"], name="a_kind_comes_one_way")
        ]

    def __str__(self) -> str:
        return f"choice {self.pk}"


class PushDevice(models.Model):
    """A browser that shows our messages. Where it listens is a secret of its own, so it is sealed.

    `mark` is a digest of it, by which the same browser is known again; `made_for` is a digest of the key of
    this site that it listens for, blank where that was not kept yet.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="push_devices"
    )
    mark = models.CharField(max_length=64, unique=True)
    told = SealedJSONField()
    made_for = models.CharField(max_length=16, blank=True)
    name = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    last_ok_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"push device {self.pk}"
