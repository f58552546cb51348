"""What becomes of a reminder somebody did something about: answered, put off, or not wanted any more."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Case, F, Value, When

from smartrecovery.accounts.models import User

from . import choices, kinds, news, reminders, waiting
from .models import Message, MessageQuerySet, Reminder

State = Message.State
AGAIN = "~"


@transaction.atomic
def answered(member: User, kind: str, day: date | None, now: datetime, about: str = "") -> None:
    """What it asked about was done for this day of theirs, or, without a day, once and for all.

    What has not gone out yet is called off, what has is closed, and the count of the ignored begins anew.
    """
    waiting.one_at_a_time(member)
    told = Message.objects.filter(member=member, kind=kind, about=about)
    _close(told.filter(day=day) if day else told, now)
    heard(member, kind, about, now)
    _read(member)


@transaction.atomic
def snooze(message: Message, until: datetime, now: datetime) -> Message:
    """The same one again at `until`, about the same day; pressed twice, it comes once, at the later choice."""
    waiting.one_at_a_time(message.member)
    later = _again(message, until)
    Message.objects.bulk_create([later], ignore_conflicts=True)
    which = {"kind": later.kind, "occurrence": later.occurrence, "channel": later.channel}
    kept = Message.objects.get(member=message.member_id, **which)
    if kept.pk != later.pk and kept.state in (State.QUEUED, State.HELD):
        kept.due_at = kept.look_at = until
        kept.expires_at = later.expires_at
        kept.save(update_fields=["due_at", "look_at", "expires_at"])
    this = Message.objects.filter(pk=message.pk)
    _close(this, now)
    this.update(held_for=Message.Held.LATER)
    heard(message.member, message.kind, message.about, now)
    _read(message.member)
    return kept


@transaction.atomic
def stop(member: User, kind: str | None, now: datetime) -> None:
    """Nothing more of this kind, or of any: not even what is being sent in this moment."""
    waiting.one_at_a_time(member)
    named = kinds.everyone() if kind is None else (kinds.named(kind),)
    for each in named:
        if each.is_chosen:
            choices.choose(member, each.name, choices.NONE, now)
            reminders.reconcile(member, each.name, now)
    # Last, so that what a planner posted meanwhile is called off with the rest.
    waiting.call_off(
        member.messages_sent.filter(kind__in=[each.name for each in named if not each.compose])
    )


@transaction.atomic
def heard(member: User, kind: str, about: str, now: datetime) -> None:
    """They are there: what was given up begins again."""
    mine = Reminder.objects.filter(member=member, kind=kind, about=about)
    was = mine.values("unanswered", "stopped_at").first()
    if was is None or not (was["unanswered"] or was["stopped_at"]):
        return
    waiting.one_at_a_time(member)
    mine.update(unanswered=0, stopped_at=None)
    if was["stopped_at"]:
        reminders.reconcile(member, kind, now)


def _close(messages: MessageQuerySet, now: datetime) -> None:
    concerned = messages.filter(state__in=[*Message.OPEN, State.SENT], answered_at=None)
    waiting.change(
        concerned,
        state=Case(When(state=State.SENT, then=F("state")), default=Value(State.CANCELLED)),
        lease=None,
        leased_until=None,
        answered_at=now,
    )


def _read(member: User) -> None:
    if member.has_news:
        news.look_again(member)


def _again(message: Message, until: datetime) -> Message:
    """The first is `…:2027-03-14`, put off once `…:2027-03-14~1`."""
    first, _mark, times = message.occurrence.partition(AGAIN)
    lives = message.expires_at - message.due_at if message.expires_at else None
    return Message(
        member=message.member,
        kind=message.kind,
        about=message.about,
        occurrence=f"{first}{AGAIN}{int(times or 0) + 1}",
        day=message.day,
        number=message.number,
        channel=message.channel,
        template=message.template,
        due_at=until,
        look_at=until,
        expires_at=until + lives if lives else None,
    )
