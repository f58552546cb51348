"""Posting is a row, written in the same transaction as its reason."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from smartrecovery.accounts.models import User

from . import doorbell
from .models import Message


def post(
    member: User,
    kind: str,
    occurrence: str,
    *,
    channel: str = "email",
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> Message | None:
    """Tell somebody something, once: None where this occurrence is in the ledger already."""
    message = Message(
        member=member,
        kind=kind,
        occurrence=occurrence,
        channel=channel,
        due_at=due_at or timezone.now(),
        expires_at=expires_at,
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
    if not Message.objects.filter(pk=message.pk).exists():
        return None
    transaction.on_commit(doorbell.ring)
    return message
