"""The ledger of everything sent to a person. Ids and kinds only; never a word anybody wrote."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class Message(models.Model):
    """One thing to tell one person once, by one channel."""

    class State(models.TextChoices):
        QUEUED = "queued"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        SKIPPED = "skipped"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages_sent")
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
