"""The ledger of everything sent to a person. Ids and kinds only; never a word anybody wrote."""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class MessageQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Not sent yet, and not given up: what can still be called off."""
        return self.filter(state__in=Message.OPEN)


class Message(models.Model):
    """One thing to tell one person once, by one channel.

    `about` is the id of what gave the reason; `day` is the member's own day it is for, and stays when it is
    put off. `due_at` is when it should go, `look_at` when a sender looks at it next: later while it is held
    or tried again. `number` counts reminders since the last one was answered. `went_with` is the message
    that carried it, where several went as one. `answer` is the other side's code, never its words.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        HELD = "held"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        CANCELLED = "cancelled"
        EXPIRED = "expired"

    class Held(models.TextChoices):
        QUIET = "quiet"
        PAUSE = "pause"
        SPACED = "spaced"
        ENOUGH = "enough"
        SLIP = "slip"
        LATER = "later"

    OPEN = (State.QUEUED, State.HELD, State.SENDING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages_sent", db_index=False
    )
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=40, blank=True)
    occurrence = models.CharField(max_length=80)
    day = models.DateField(null=True, blank=True)
    number = models.PositiveSmallIntegerField(default=0)
    channel = models.CharField(max_length=12, default="email")
    template = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.QUEUED)
    held_for = models.CharField(max_length=6, choices=Held.choices, blank=True)
    due_at = models.DateTimeField(default=timezone.now)
    look_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True)
    posted_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=40, blank=True)
    went_with = models.UUIDField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind", "occurrence", "channel"], name="nobody_is_told_twice"
            )
        ]
        indexes = [
            models.Index(
                fields=["look_at"],
                condition=Q(state__in=["queued", "held"]),
                name="what_is_due",
            ),
            models.Index(
                fields=["member"],
                condition=Q(state__in=["queued", "held"]),
                name="what_waits_for_me",
            ),
            models.Index(
                fields=["leased_until"],
                condition=Q(state="sending"),
                name="what_somebody_is_sending",
            ),
            models.Index(
                fields=["look_at"],
                condition=Q(state="failed"),
                name="what_failed_lately",
            ),
            models.Index(
                fields=["member", "-sent_at"],
                condition=Q(sent_at__isnull=False),
                name="what_was_sent_to_me",
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"

    def is_late(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= now
