"""What reminds of plans: actions and risky moments of a week, steps that have a day, a plan to look at again.

Nothing that is put away reminds, nor anything about a behaviour that is paused or put away. A plan whose
words do not open keeps what was planned of it while they did, and operators are told.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from hashlib import blake2s
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from smartrecovery.outbox import answering, kinds, reminders
from smartrecovery.outbox.kinds import Kind, Planned
from smartrecovery.outbox.models import Message
from smartrecovery.sheets import Due, Sheet
from smartrecovery.vault import keys
from smartrecovery.vault.keyring import CannotOpen
from stages.models import Behaviour

from .catalogue import sheet_of
from .models import Entry, PlanLine, Taken, Week
from .weeks import SLUG

log = logging.getLogger(__name__)

ACTION, RISK, STEP, REVIEW = "action", "risk", "step", "review"
OF_A_WEEK, OF_A_PLAN = (ACTION, RISK), (STEP, REVIEW)
MOST_PLANS, MOST_WEEKS = 50, 26
LATELY = timedelta(days=14)
ROW_BYTES = 4
WORKED_ON = Q(behaviour=None) | Q(behaviour__state=Behaviour.State.ACTIVE)
WEEK_WORKED_ON = Q(week__entry__behaviour=None) | Q(
    week__entry__behaviour__state=Behaviour.State.ACTIVE
)


def register() -> None:
    for name, title in (
        (ACTION, _("Things I planned for the week")),
        (RISK, _("Risky moments in my week")),
    ):
        planned = partial(lines_planned, name)
        kinds.register(
            Kind(name, title, name, planned, lines_still, page=week_page, details=line_details)
        )
    for name, title, details in (
        (STEP, _("Steps of my plans"), step_details),
        (REVIEW, _("A plan to look at again"), review_details),
    ):
        planned = partial(dues_planned, name)
        kind = Kind(name, title, name, planned, dues_still, page=entry_page, details=details)
        kinds.register(replace(kind, backs_off=name == STEP))


# Weeks: found without opening them


def lines_planned(what: str, member, now: datetime) -> Iterator[Planned]:
    """Lines with days of their own, in the weeks that are not over, until the next plan begins. Two queries."""
    since = member.today(now) - Week.DAYS
    near = _weeks(member).filter(starts_on__gt=since).with_next().order_by("starts_on")
    weeks = {week.pk: week for week in near[:MOST_WEEKS]}
    lines = PlanLine.objects.filter(week__in=weeks, what=what, did="").exclude(days=0)
    for line in lines:
        week = weeks[line.week_id]
        last_on = min(week.last_day, week.closes_on - timedelta(days=1))
        if last_on >= week.starts_on:
            yield Planned(str(line.pk), week.starts_on, last_on, line.days, line.at)


def _weeks(member):
    about = Q(entry__behaviour=None) | Q(entry__behaviour__state=Behaviour.State.ACTIVE)
    return Week.objects.out().filter(about, member=member)


def lines_still(messages: Sequence[Message], now: datetime) -> set[UUID]:
    """Those planned for that day that nothing was said about yet. One query."""
    there = PlanLine.objects.filter(WEEK_WORKED_ON, pk__in=[m.about for m in messages], did="")
    lines = {
        str(line.pk): line
        for line in there.exclude(week__entry__state=Entry.State.ARCHIVED).annotate(
            starts_on=F("week__starts_on")
        )
    }
    return {
        message.pk
        for message in messages
        if message.day
        and (line := lines.get(message.about))
        and _is_open(line, line.starts_on, message.day)
    }


def _is_open(line: PlanLine, starts_on: date, day: date) -> bool:
    bit = 1 << day.weekday()
    falls = starts_on <= day < starts_on + Week.DAYS and line.days & bit
    return bool(falls and not line.done_days & bit)


def week_page(message: Message) -> str:
    line = PlanLine.objects.filter(pk=message.about, member=message.member_id).first()
    return reverse("entry", args=[line.week_id]) if line else reverse("today")


def line_details(message: Message) -> dict[str, Any]:
    mine = PlanLine.objects.select_related("week__entry").filter(member=message.member_id)
    line = mine.filter(pk=message.about).first()
    if line is None:
        return {}
    rows = (row for name in ("actions", "risks") for row in line.week.entry.answers.get(name, ()))
    return next((row for row in rows if row["id"] == line.row), {})


# Plans: their days are in their words


def dues_planned(kind: str, member, now: datetime) -> Iterator[Planned]:
    """Days a saved plan names, from today on; a weekly one from the day it was written down."""
    today = member.today(now)
    mine = _dated(member.entries.filter(saved_at__isnull=False))
    for entry in mine.order_by("-changed_at")[:MOST_PLANS]:
        try:
            yield from [
                _planned(about, entry, due)
                for about, due in _dues(entry, today)
                if _kind_of(due) == kind and (due.weekly or due.day >= today)
            ]
        except CannotOpen:
            _tell(entry)
            yield from _as_it_was(kind, entry, today)


def _planned(about: str, entry: Entry, due: Due) -> Planned:
    if due.weekly:
        return Planned(about, _since(entry, due), days=1 << due.day.weekday())
    return Planned(about, due.day)


def _as_it_was(kind: str, entry: Entry, today: date) -> Iterator[Planned]:
    """Days are not words: those it had stand beside it."""
    standing = entry.member.reminders.filter(kind=kind, about__startswith=entry.pk.hex)
    for row in standing:
        if row.days or row.first_on >= today:
            yield Planned(row.about, row.first_on, row.last_on, row.days)


def _tell(entry: Entry) -> None:
    log.error("Entry %s did not open. What it reminds of stays as it was.", entry.pk)


def _dated(entries):
    told_apart = entries.filter(WORKED_ON, next_on__isnull=False).exclude(tool=SLUG)
    return told_apart.exclude(state=Entry.State.ARCHIVED)


def _kind_of(due: Due) -> str:
    return STEP if due.row else REVIEW


def _since(entry: Entry, due: Due) -> date:
    added = due.row.get("added") if due.row else None
    return date.fromisoformat(added) if added else entry.member.day_of(entry.created_at)


def _dues(entry: Entry, day: date) -> Iterator[tuple[str, Due]]:
    """What it has to say around this day, each under the name its reminder has."""
    sheet = sheet_of(entry.tool, entry.edition)
    for due in sheet.due(entry.answers, day) if sheet else ():
        yield named(entry.pk, due.row["id"] if due.row else "", due.weekly), due


def named(entry: UUID, row: str = "", weekly: bool = False) -> str:
    """The entry in full, and enough of the row to tell it from its neighbours; forty characters."""
    mark = blake2s(f"{row}:{weekly:d}".encode(), digest_size=ROW_BYTES).hexdigest() if row else ""
    return entry.hex + mark


def entry_named(about: str) -> UUID:
    return UUID(about[:32])


def dues_still(messages: Sequence[Message], now: datetime) -> set[UUID]:
    """Those whose plan still names that day, done nowhere and not standing in that week's plan.

    Three queries, and each plan opened once.
    """
    ids = {entry_named(message.about) for message in messages}
    entries = _dated(Entry.objects.filter(pk__in=ids))
    taken = _taken_into_weeks(ids)
    with keys.held():
        keys.load({message.member_id for message in messages})
        by_id = {entry.pk: entry for entry in entries}
        return {
            message.pk
            for message in messages
            if message.day
            and (entry := by_id.get(entry_named(message.about)))
            and _names(entry, message.about, message.day, taken)
        }


def _names(entry: Entry, about: str, day: date, taken: dict) -> bool:
    """One that does not open did once, and was not put away since."""
    try:
        dues = list(_dues(entry, day))
    except CannotOpen:
        _tell(entry)
        return True
    for name, due in dues:
        if name == about and due.day == day:
            weeks = taken.get((entry.pk, due.row["id"]), ()) if due.row else ()
            return not any(begins <= day < begins + Week.DAYS for begins in weeks)
    return False


def _taken_into_weeks(sources: Iterable[UUID]) -> dict[tuple[UUID, str], list[date]]:
    """The lines of these entries that stand in a week plan, and when each such week begins."""
    rows = Taken.objects.filter(source__in=list(sources), entry__week__isnull=False)
    found: dict[tuple[UUID, str], list[date]] = {}
    for source, row, begins in (
        rows.exclude(entry__state=Entry.State.ARCHIVED)
        .values_list("source", "source_row", "entry__week__starts_on")
    ):  # fmt: skip
        found.setdefault((source, row), []).append(begins)
    return found


def entry_page(message: Message) -> str:
    entry = _entry_of(message)
    return reverse("entry", args=[entry.pk]) if entry else reverse("today")


def step_details(message: Message) -> dict[str, Any]:
    entry = _entry_of(message)
    if entry is None or message.day is None:
        return {}
    rows = (due.row for name, due in _dues(entry, message.day) if name == message.about)
    return next((row for row in rows if row), {})


def review_details(message: Message) -> dict[str, Any]:
    entry = _entry_of(message)
    return {"title": entry.title} if entry else {}


def _entry_of(message: Message) -> Entry | None:
    return Entry.objects.filter(pk=entry_named(message.about), member=message.member_id).first()


# Kept in step


def kept(entry: Entry, sheet: Sheet, now: datetime) -> None:
    """Called where an entry was saved, or something in it was ticked: what it reminds of follows."""
    if _has_days(sheet) and entry.member.is_reminded:
        _follow(entry.member, sheet.slug, now)


def looked_at(entry: Entry, sheet: Sheet, now: datetime) -> None:
    """Called where somebody saved the page of a plan: that was looking at it again."""
    if _has_days(sheet) and entry.member.is_reminded:
        answering.answered(entry.member, REVIEW, None, now, named(entry.pk))


def moved(member, tool: str, now: datetime) -> None:
    """Called where an entry was put away, taken out again or deleted: it falls silent, or speaks again."""
    if member.is_reminded:
        _follow(member, tool, now)


def _has_days(sheet: Sheet) -> bool:
    return bool(sheet.dates or sheet.weekly or sheet.dues)


def _follow(member, tool: str, now: datetime) -> None:
    """What is to come is worked out again, and what has come and is done or gone is closed."""
    since = member.today(now) - LATELY
    for name in OF_A_WEEK if tool == SLUG else OF_A_PLAN:
        reminders.reconcile(member, name, now)
        told = list(member.messages_sent.filter(_unanswered(), kind=name, day__gte=since))
        still: Callable = kinds.named(name).still
        wanted = still(told, now) if told else set()
        for message in told:
            if message.pk not in wanted:
                answering.answered(member, name, message.day, now, message.about)


def _unanswered() -> Q:
    return Q(answered_at=None, state__in=[*Message.OPEN, Message.State.SENT])
