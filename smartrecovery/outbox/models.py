"""The ledger of everything sent to a person. Ids and kinds only; never a word anybody wrote."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class MessageQuerySet(models.QuerySet):
    def due(self, now: datetime) -> Self:
        """Waiting and due, or taken by somebody who never came back."""
        waiting = Q(state=Message.State.QUEUED, due_at__lte=now)
        abandoned = Q(state=Message.State.SENDING, leased_until__lte=now)
        return self.filter(waiting | abandoned)

    def lease(self, lease: uuid.UUID, until: datetime) -> int:
        return self.update(
            state=Message.State.SENDING,
            lease=lease,
            leased_until=until,
            attempts=F("attempts") + 1,
        )

    def lag(self, now: datetime) -> timedelta:
        """How long the oldest waiting message has been due; a timetable that stands still shows here."""
        oldest = self.due(now).aggregate(models.Min("due_at"))["due_at__min"]
        return max(now - oldest, timedelta()) if oldest else timedelta()


class Message(models.Model):
    """One thing to tell one person once, by one channel."""

    class State(models.TextChoices):
        QUEUED = "queued"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        SKIPPED = "skipped"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages_sent"
    )
    kind = models.CharField(max_length=40)
    occurrence = models.CharField(max_length=80)
    channel = models.CharField(max_length=12, default="email")
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    due_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True)
    posted_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind", "occurrence", "channel"], name="nobody_is_told_twice"
            )
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="what_is_due")]

    def __str__(self) -> str:
        return f"message {self.pk}"

    def is_late(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= now

    def settle(self, state: str, **changes) -> str:
        """Only while the lease is ours: whoever took it over has the say now."""
        mine = Message.objects.filter(pk=self.pk, lease=self.lease, state=self.State.SENDING)
        mine.update(state=state, lease=None, leased_until=None, **changes)
        return state
