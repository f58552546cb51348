"""Posting is a row, written in the same transaction as its reason."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from smartrecovery.accounts.models import User

from . import doorbell, kinds
from .models import Choice, Message

EMAIL, NONE = Choice.Channel.EMAIL.value, Choice.Channel.NONE.value


def post(
    member: User,
    kind: str,
    occurrence: str,
    *,
    about: str = "",
    day: date | None = None,
    channel: str | None = None,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> Message | None:
    """Tell somebody something, once: None where this occurrence is in the ledger already, or they want none.

    Without a channel it goes the way they chose for its kind, without an end within the kind's window.
    """
    known = kinds.named(kind)
    if (channel := channel or _way(member, known)) == NONE:
        return None
    due_at = due_at or timezone.now()
    message = Message(
        member=member,
        kind=kind,
        about=about,
        occurrence=occurrence,
        day=day,
        channel=channel,
        template=known.template,
        due_at=due_at,
        look_at=due_at,
        expires_at=expires_at or due_at + known.window,
    )
    return message if _keep(message) else None


def post_instead(message: Message, channel: str, now: datetime) -> bool:
    """The same occurrence by another way, at once; False where it has gone that way before."""
    instead = Message(
        member_id=message.member_id,
        kind=message.kind,
        about=message.about,
        occurrence=message.occurrence,
        day=message.day,
        number=message.number,
        channel=channel,
        template=message.template,
        due_at=message.due_at,
        look_at=now,
        expires_at=message.expires_at,
    )
    return _keep(instead)


def _way(member: User, kind: kinds.Kind) -> str:
    """What nobody chooses about, such as a link asked for, goes by e-mail."""
    if not kind.is_chosen:
        return EMAIL
    chosen = Choice.objects.filter(member=member, kind=kind.name).values_list("channel", flat=True)
    return chosen.first() or kind.channel


def _keep(message: Message) -> bool:
    Message.objects.bulk_create([message], ignore_conflicts=True)
    if not Message.objects.filter(pk=message.pk).exists():
        return False
    transaction.on_commit(doorbell.ring)
    return True
