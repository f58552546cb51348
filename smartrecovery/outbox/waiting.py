"""What is in the ledger and has not gone yet, when the reason for it changes."""

from datetime import datetime, timedelta

from .models import Message, MessageQuerySet, Reminder

State = Message.State


def call_off(messages: MessageQuerySet) -> int:
    """Whoever is sending one has lost its lease, and looks before it sends."""
    return messages.waiting().update(state=State.CANCELLED, lease=None, leased_until=None)


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
