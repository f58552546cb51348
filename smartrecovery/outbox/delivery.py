"""Delivering what is due: claim a few rows, send them outside any transaction, record it.

Nothing is ever lost. A crash in the moment between the sending and the recording can repeat one message.
"""

import logging
import time
import uuid
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone, translation

from smartrecovery.vault import keys

from . import kinds
from .channels import CHANNELS, Refused
from .models import Message

log = logging.getLogger(__name__)

BATCH = 10
LEASE = timedelta(minutes=5)
TRY_AGAIN_AFTER = [timedelta(minutes=m) for m in (1, 5, 15, 60)]
ATTEMPTS = len(TRY_AGAIN_AFTER) + 1

State = Message.State


def deliver_due(now: datetime, limit: int = 50) -> int:
    """Sends what is due, oldest first; how many went out."""
    sent, looked_at = 0, 0
    while looked_at < limit and (batch := claim(now, min(BATCH, limit - looked_at))):
        looked_at += len(batch)
        sent += deliver_batch(batch, now)
    return sent


def claim(now: datetime, limit: int) -> list[Message]:
    """Takes rows for this drainer alone; whoever asks at the same time gets others."""
    lease = uuid.uuid4()
    with transaction.atomic():
        due = Message.objects.due(now)
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        ids = list(due.values_list("pk", flat=True)[:limit])
        if not ids:
            return []
        Message.objects.due(now).filter(pk__in=ids).lease(lease, until=now + LEASE)
    return list(Message.objects.filter(lease=lease).select_related("member"))


def deliver_batch(batch: list[Message], now: datetime) -> int:
    """What there was no time for is left alone: its lease runs out and it is due again."""
    began, sent = time.monotonic(), 0
    for message in batch:
        if time.monotonic() - began > LEASE.total_seconds() / 2:
            break
        sent += deliver_one(message, now) == State.SENT
    return sent


def deliver_one(message: Message, now: datetime) -> str:
    """One message that cannot be made or sent never stops the others."""
    if message.attempts > ATTEMPTS:
        return message.settle(State.FAILED)
    if message.is_late(now):
        return message.settle(State.SKIPPED)
    try:
        went = send(message, now)
    except Refused:
        log.warning("Message %s was refused for good.", message.pk)
        return message.settle(State.FAILED)
    except Exception as error:
        log.warning(
            "Message %s, attempt %s: %s.", message.pk, message.attempts, type(error).__name__
        )
        return put_off(message, now)
    return message.settle(State.SENT, sent_at=now) if went else message.settle(State.SKIPPED)


def send(message: Message, now: datetime) -> bool:
    """False where there is nobody, or nothing, to tell any more."""
    member = message.member
    if not kinds.still_wanted(message, now):
        return False
    with keys.held(), translation.override(member.language), timezone.override(member.tz):
        mail = kinds.compose(message)
    if mail is None or not mail.to:
        return False
    CHANNELS[message.channel].deliver(message, mail)
    return True


def put_off(message: Message, now: datetime) -> str:
    if message.attempts >= ATTEMPTS:
        return message.settle(State.FAILED)
    return message.settle(State.QUEUED, due_at=now + TRY_AGAIN_AFTER[message.attempts - 1])
