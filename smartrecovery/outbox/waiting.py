"""What is in the ledger and has not gone yet, when the reason for it changes.

What pages write of one person goes in one order: the person, their reminders, messages. A sender holds
nothing while it waits but other messages of its batch, so no page waits for those while it holds any.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import connection, transaction

from smartrecovery.accounts.models import User

from .models import Message, MessageQuerySet, Reminder

State = Message.State


def one_at_a_time(member) -> None:
    """First in everything that changes what somebody is reminded of, until it is kept."""
    User.objects.select_for_update(no_key=True).only("pk").get(pk=member.pk)


def call_off(messages: MessageQuerySet) -> None:
    """Whoever is sending one has lost its lease, and looks before it sends."""
    change(messages.waiting(), state=State.CANCELLED, lease=None, leased_until=None)


def change(messages: MessageQuerySet, **said: Any) -> None:
    """Those changed must not be among `messages` any more.

    What a sender writes of in this very moment is changed after it, when all of this is kept.
    """
    if not connection.features.has_select_for_update_skip_locked:
        messages.update(**said)
        return
    free = messages.order_by().select_for_update(skip_locked=True)
    Message.objects.filter(pk__in=free.values("pk")).update(**said)
    for pk in messages.order_by().values_list("pk", flat=True):
        transaction.on_commit(partial(messages.filter(pk=pk).update, **said), robust=True)


def look_again(member, now: datetime) -> None:
    """What it waited for may be over sooner than it was: its sender finds out, or holds it again."""
    held = Message.objects.filter(member=member, state=State.HELD, look_at__gt=now)
    held.update(look_at=now)


def move(
    member, kind: str, wanted: dict[str, Reminder], was: dict[str, Reminder], now: datetime
) -> None:
    """What is for today or later goes at the new hour and by the new way, or not at all."""
    mine = Message.objects.filter(member=member, kind=kind)
    for message in mine.waiting().filter(day__gte=member.today(now)):
        row, before, day = wanted.get(message.about), was.get(message.about), message.day
        if row is None or day is None or not row.rule(member.day_starts).falls_on(day):
            call_off(mine.filter(pk=message.pk))
            continue
        if before is not None and row.channel != before.channel == message.channel:
            _by_the_new_way(mine, message, row.channel)
        at = row.rule(member.day_starts).instant(day)
        was_put_off = message.occurrence != f"{message.about}:{day}"
        if at is not None and now < at != message.due_at and not was_put_off:
            _at_the_new_hour(mine.filter(pk=message.pk), at, timedelta(minutes=row.window))


def _by_the_new_way(mine: MessageQuerySet, message: Message, channel: str) -> None:
    """Unless it went that way before."""
    this = mine.filter(pk=message.pk)
    if mine.filter(occurrence=message.occurrence, channel=channel).exists():
        call_off(this)
    else:
        this.filter(state__in=(State.QUEUED, State.HELD)).update(channel=channel)


def _at_the_new_hour(this: MessageQuerySet, at: datetime, window: timedelta) -> None:
    fresh = {"state": State.QUEUED, "held_for": "", "expires_at": at + window}
    this.filter(state__in=(State.QUEUED, State.HELD)).update(due_at=at, look_at=at, **fresh)
