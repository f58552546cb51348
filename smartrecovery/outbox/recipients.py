"""Who a batch is for: everything the sender needs to know about them, in a few statements for all of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.db import connection

from smartrecovery.accounts.models import User
from smartrecovery.vault import keys

from . import kinds, words
from .models import Choice, Contact, Message
from .statements import Statement

A_DAY_AND_A_BIT = timedelta(hours=26)
# Most messages say nothing of anybody; the few that do fetch what they want to say.
NEEDED = (
    "email",
    "is_active",
    "language",
    "zone",
    "day_starts",
    "paused_until",
    "leaving_at",
    "resets",
    "has_news",
)
SILENT = (Choice.Channel.INBOX,)

Stamp = tuple[Any, ...]

# Everything that can turn a message into an unwanted one, in one look by primary keys.
LOOK = Statement(
    "look_at_messages",
    """
SELECT m.id, u.is_active, u.leaving_at, u.paused_until, c.changed_at, c.email_broken_at, chosen.channel,
       (SELECT k.given FROM accounts_consent k WHERE k.member_id = u.id ORDER BY k.at DESC, k.id DESC LIMIT 1)
FROM outbox_message m
JOIN accounts_user u ON u.id = m.member_id
LEFT JOIN outbox_contact c ON c.member_id = u.id
LEFT JOIN outbox_choice chosen ON chosen.member_id = u.id AND chosen.kind = m.kind
WHERE m.id {ids} AND m.lease = {0}
""",
    ("lease",),
)


@dataclass(slots=True)
class Recipient:
    """`rang` is when something reached them lately, `came_unasked` without what they had just asked for;
    `is_told_elsewhere`, that another sender is at it now."""

    member: User
    contact: Contact
    address: str = ""
    rang: list[datetime] = field(default_factory=list)
    came_unasked: list[datetime] = field(default_factory=list)
    is_told_elsewhere: bool = False


def look(messages: Sequence[Message]) -> dict[UUID, Stamp]:
    """How things stand for each that is still ours; what is missing was called off or taken over."""
    with connection.cursor() as cursor:
        LOOK.run(cursor, [message.pk for message in messages], messages[0].lease)
        return {_as_id(pk): tuple(stamp) for pk, *stamp in cursor.fetchall()}


def is_unwanted(stamp: Stamp) -> bool:
    """They chose not at all, or took back their yes."""
    chosen, given = stamp[-2:]
    return chosen == Choice.Channel.NONE or (given is not None and not given)


def read(messages: Sequence[Message], now: datetime) -> dict[UUID, Recipient]:
    ids = {message.member_id for message in messages}
    members = User.objects.only(*NEEDED).in_bulk(ids)
    contacts = {one.member_id: one for one in Contact.objects.filter(member__in=ids)}
    addresses = words.addresses(ids)
    rang, elsewhere = _rang(ids, now), _told_elsewhere(ids, messages[0].lease)
    asked_for = {kind.name for kind in kinds.everyone() if kind.asked_for}
    keys.load(pk for pk, contact in contacts.items() if contact.says_what)
    return {
        pk: Recipient(
            member,
            contact := contacts.get(pk) or Contact(member=member),
            "" if contact.email_broken_at else addresses.get(pk, ""),
            [at for at, _kind in rang[pk]],
            [at for at, kind in rang[pk] if kind not in asked_for],
            pk in elsewhere,
        )
        for pk, member in members.items()
    }


def _rang(ids: Iterable[UUID], now: datetime) -> dict[UUID, list[tuple[datetime, str]]]:
    """When, and of what kind. Several that went as one rang once; what waits in here for a visit never rings."""
    lately = Message.objects.filter(member__in=ids, sent_at__gt=now - A_DAY_AND_A_BIT)
    alone = lately.filter(went_with=None).exclude(channel__in=SILENT)
    rang: dict[UUID, list[tuple[datetime, str]]] = defaultdict(list)
    for pk, at, kind in alone.values_list("member_id", "sent_at", "kind"):
        rang[pk].append((cast(datetime, at), kind))
    return rang


def _told_elsewhere(ids: Iterable[UUID], lease: UUID | None) -> set[UUID]:
    others = Message.objects.filter(member__in=ids, state=Message.State.SENDING)
    return set(
        others.exclude(lease=lease).exclude(channel__in=SILENT).values_list("member_id", flat=True)
    )


def _as_id(raw: UUID | str) -> UUID:
    return raw if isinstance(raw, UUID) else UUID(raw)
