"""How somebody wants to be reached. The only writer of contacts and choices."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.db import transaction

from smartrecovery.accounts.models import User

from . import kinds
from .models import Choice, Contact

NONE = Choice.Channel.NONE


def contact_of(member) -> Contact:
    """What they chose; until they do, as it comes."""
    return Contact.objects.filter(member=member).first() or Contact(member=member)


def morning_of(member, contact: Contact) -> time:
    """The hour of what has none. Before their day begins would be the end of the day before."""
    return max(contact.morning_at, member.day_starts)


def channels(member) -> dict[str, str]:
    """Kind by kind, for every kind there is a choice about; `none` where they want none. One query."""
    chosen = dict(Choice.objects.filter(member=member).values_list("kind", "channel"))
    return {
        kind.name: chosen.get(kind.name, kind.channel)
        for kind in kinds.everyone()
        if kind.is_chosen
    }


@transaction.atomic
def choose(member, kind: str, channel: str, now: datetime) -> None:
    """By this way from now on. Call `reminders.reconcile` after it."""
    Choice.objects.update_or_create(
        member=member, kind=kind, defaults={"channel": channel, "changed_at": now}
    )
    is_reminded = any(one != NONE for one in channels(member).values())
    User.objects.filter(pk=member.pk).update(is_reminded=is_reminded)
    member.is_reminded = is_reminded


def set_contact(member, said: Mapping[str, Any], now: datetime) -> Contact:
    contact, _new = Contact.objects.update_or_create(
        member=member, defaults={**said, "changed_at": now}
    )
    return contact
