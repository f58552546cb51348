"""What somebody is to be reminded of, kept in step with what gives the reason."""

from collections import defaultdict
from collections.abc import Container, Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction

from smartrecovery.accounts.models import User

from . import choices, kinds, schedule, waiting
from .kinds import Kind
from .models import Choice, Message, Reminder
from .schedule import Occurrence, Rule

NONE = Choice.Channel.NONE

# Days around now that can have been told about already, by all the clocks of the world together.
AROUND = range(-3, 4)
HALF_A_DAY = timedelta(hours=12)
MINUTE = timedelta(minutes=1)
HOURS = ("days", "at")
SAID = (*HOURS, "channel", "zone", "first_on", "last_on", "window")


def rebuild(member, now: datetime) -> None:
    """Everything here, told again from what there is: after a file was brought back."""
    is_reminded = any(channel != NONE for channel in choices.channels(member).values())
    User.objects.filter(pk=member.pk).update(is_reminded=is_reminded)
    member.is_reminded = is_reminded
    moved(member, now)


@transaction.atomic
def moved(member, now: datetime) -> None:
    """Their zone, an hour of theirs or a choice changed: every kind again."""
    for kind in kinds.everyone():
        if kind.is_chosen:
            reconcile(member, kind.name, now)


@transaction.atomic
def reconcile(member, kind: str, now: datetime) -> None:
    """What `plans` says now: what is unchanged stays, what was sent is never sent again.

    `plans` speaks of today and of what is to come. What it no longer tells of is called off; what was put
    off from an earlier day is left as it is.
    """
    waiting.one_at_a_time(member)
    channel = choices.channels(member)[kind]
    wanted = {} if channel == NONE else _wanted(member, kinds.named(kind), channel, now)
    mine = Reminder.objects.filter(member=member, kind=kind)
    standing = {row.about: row for row in mine.select_for_update()}
    gone = standing.keys() - wanted.keys()
    changed = [
        row
        for about, row in wanted.items()
        if about not in standing or _differs(standing[about], row, member.day_starts, now)
    ]
    if gone:
        mine.filter(about__in=gone).delete()
    told = _told(member, kind, [row.about for row in changed], now) if changed else {}
    for row in changed:
        _change(standing.get(row.about), row, member.day_starts, told[row.about], now)
    if channel == NONE:
        waiting.call_off(Message.objects.filter(member=member, kind=kind))
    elif gone or changed:
        waiting.move(member, kind, wanted, standing, now)


# What is wanted, against what stands


def _wanted(member, kind: Kind, channel: str, now: datetime) -> dict[str, Reminder]:
    """By what it is about; not kept yet."""
    planned = list(kind.plans(member, now))
    hourless = any(one.at is None for one in planned)
    morning = choices.morning_of(member, choices.contact_of(member)) if hourless else None
    return {
        one.about: Reminder(
            member=member,
            kind=kind.name,
            about=one.about,
            channel=channel,
            days=one.days,
            at=one.at or morning,
            zone=member.zone,
            first_on=one.first_on,
            last_on=one.last_on,
            window=kind.window // MINUTE,
        )
        for one in planned
    }


def _same(one: Reminder, other: Reminder, names: Iterable[str]) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _differs(standing: Reminder, wanted: Reminder, day_starts: time, now: datetime) -> bool:
    """Also where the rule makes something else of it: their day starts later, or it was given up and is back."""
    if not _same(standing, wanted, SAID):
        return True
    if standing.stopped_at is not None:
        return False
    rule = standing.rule(day_starts)
    if standing.next_on is None:
        return schedule.first(rule, now) is not None
    return rule.instant(standing.next_on) != standing.next_at


def _told(member, kind: str, abouts: Iterable[str], now: datetime) -> dict[str, set[date]]:
    """What is in the ledger stays told, whichever way it went and whatever became of it."""
    today = member.today(now)
    asked = {
        f"{about}:{day.isoformat()}": (about, day)
        for about in abouts
        for day in (today + timedelta(days=n) for n in AROUND)
    }
    ledger = Message.objects.filter(member=member, kind=kind, occurrence__in=asked)
    told: dict[str, set[date]] = defaultdict(set)
    for occurrence in ledger.values_list("occurrence", flat=True):
        about, day = asked[occurrence]
        told[about].add(day)
    return told


def _change(
    was: Reminder | None, row: Reminder, day_starts: time, told: set[date], now: datetime
) -> None:
    """A new hour or another way is a new wish: it counts afresh what goes unanswered."""
    rule = row.rule(day_starts)
    after = schedule.first(rule, now, told)
    if was is not None:
        row.pk = was.pk
        if _same(was, row, HOURS):
            after = _after_a_move(was, rule, after, told, now)
        if _same(was, row, (*HOURS, "channel")):
            row.unanswered, row.stopped_at = was.unanswered, was.stopped_at
    if after is not None and row.stopped_at is None:
        row.next_on, row.next_at = after
    row.changed_at = now
    row.save(force_insert=was is None, force_update=was is not None)


def _after_a_move(
    was: Reminder, rule: Rule, after: Occurrence | None, told: Container[date], now: datetime
) -> Occurrence | None:
    """A clock put forward can leap over the hour that was next: it comes now if that is not long ago, else
    when it would have come, unless the one after is near. So nobody hears nothing for a day and a half.
    """
    if was.next_on is None or was.next_at is None or was.next_on in told:
        return after
    due, at = Occurrence(was.next_on, was.next_at), rule.instant(was.next_on)
    if not rule.falls_on(due.on) or (after is not None and after.on <= due.on):
        return after
    if due.at <= now:
        return due
    if at is None:
        return after
    if now < at + was.window * MINUTE:
        return Occurrence(due.on, at)
    is_near = after is not None and after.at - due.at < HALF_A_DAY
    return after if is_near else due
