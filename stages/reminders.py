"""What reminds of a check-in, and what holds everything back for half a day after a slip."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from smartrecovery.outbox import answering, holding, kinds, reminders
from smartrecovery.outbox.kinds import Kind, Planned
from smartrecovery.outbox.models import Message

from .models import CheckIn, CheckInPlan, Slip
from .slips import QUIET_AFTER

CHECK_IN = "check-in"
EVERY_DAY, SUNDAY = 2**7 - 1, 6
A_WEEK = timedelta(days=7)
Rhythm = CheckInPlan.Rhythm


def register() -> None:
    kinds.register(
        Kind(
            CHECK_IN,
            _("Checking in"),
            "check_in",
            plans=plans,
            still=still,
            page=page,
            less=less,
            backs_off=True,
        )
    )
    holding.register(after_a_slip)


def plans(member, now: datetime) -> Iterable[Planned]:
    """Their rhythm, from the day it was chosen or the pause in it ends."""
    plan = CheckInPlan.objects.filter(member=member).exclude(rhythm=Rhythm.OFF).first()
    if plan is None:
        return ()
    chosen_on = member.day_of(plan.changed_at)
    begins = max(chosen_on, plan.paused_until or chosen_on)
    return (Planned("", begins, days=days_of(plan), at=plan.at),)


def days_of(plan: CheckInPlan) -> int:
    """The days of the week it asks on, a bit each."""
    if plan.rhythm == Rhythm.WEEKLY:
        return plan.days or 1 << SUNDAY
    return EVERY_DAY if plan.rhythm == Rhythm.DAILY else plan.days


class _Asks(NamedTuple):
    """As much of a rhythm as has to be known of a whole batch."""

    member: UUID
    rhythm: str
    paused_until: date | None


class _Written(NamedTuple):
    """What is written down already: days somebody wrote about, and days they wrote about a week on."""

    any: set[tuple[UUID, date]]
    weeks: set[tuple[UUID, date]]

    def answers(self, plan: _Asks, day: date) -> bool:
        if plan.rhythm != Rhythm.WEEKLY:
            return (plan.member, day) in self.any
        since = [day + timedelta(days=n) for n in range(A_WEEK.days)]
        return any((plan.member, each) in self.weeks for each in since)


def still(messages: Sequence[Message], now: datetime) -> set[UUID]:
    """Those nobody wrote about yet, of a rhythm that still asks. Two queries, however many."""
    people = {message.member_id for message in messages}
    asking = CheckInPlan.objects.filter(member__in=people).exclude(rhythm=Rhythm.OFF)
    plans = map(_Asks._make, asking.values_list("member", "rhythm", "paused_until"))
    by_member = {plan.member: plan for plan in plans}
    written = _written(by_member, [message.day for message in messages if message.day])
    return {
        message.pk
        for message in messages
        if message.day
        and (plan := by_member.get(message.member_id))
        and not (plan.paused_until and message.day < plan.paused_until)
        and not written.answers(plan, message.day)
    }


def _written(people: Iterable[UUID], days: list[date]) -> _Written:
    if not days:
        return _Written(set(), set())
    near = CheckIn.objects.filter(
        member__in=list(people), day__range=(min(days), max(days) + A_WEEK)
    )
    rows = list(near.order_by().values_list("member", "day", "weekly").distinct())
    return _Written(
        {(member, day) for member, day, _weekly in rows},
        {(member, day) for member, day, weekly in rows if weekly},
    )


def page(message: Message) -> str:
    """The day it was for, also when it comes after midnight."""
    said = urlencode({"day": message.day.isoformat()}) if message.day else ""
    return f"{reverse('check_in')}?{said}"


def less(message: Message) -> str:
    return reverse("check_in_plan") + "?less=1"


def wrote(member, day: date, weekly: bool, now: datetime) -> None:
    """Closes the reminder for that day; a week closes the one it was asked by, and a day of it none."""
    if not member.is_reminded:
        return
    plan = CheckInPlan.objects.filter(member=member).first()
    if plan is None or plan.rhythm != Rhythm.WEEKLY:
        answering.answered(member, CHECK_IN, day, now)
    elif weekly:
        answering.answered(member, CHECK_IN, plan.last_asked(day), now)
    else:
        answering.heard(member, CHECK_IN, "", now)


def rhythm_changed(member, now: datetime) -> None:
    """Choosing is an answer too: what was given up begins again."""
    if member.is_reminded:
        answering.heard(member, CHECK_IN, "", now)
        reminders.reconcile(member, CHECK_IN, now)


def work_changed(member, now: datetime) -> None:
    """Something was put away, paused or taken up again: what hangs on it falls silent or speaks again."""
    if member.is_reminded:
        reminders.moved(member, now)


def after_a_slip(people: Iterable[UUID], now: datetime) -> dict[UUID, tuple[datetime, str]]:
    """Until when each is left in peace: twelve hours from when it happened. One query.

    Clocks differ, and a file may come from another; one that is years ahead silences nobody for years.
    """
    lately = Slip.objects.filter(
        member__in=list(people),
        occurred_at__gt=now - QUIET_AFTER,
        occurred_at__lte=now + QUIET_AFTER,
        taken_back_at=None,
    )
    last = lately.order_by().values("member").annotate(last=Max("occurred_at"))
    return {row["member"]: (row["last"] + QUIET_AFTER, Message.Held.SLIP.value) for row in last}
