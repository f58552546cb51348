"""Check-ins: the rhythm somebody chose, what they say of a day or a week, and what that adds up to.

The only writer of either. Silence is unknown: a day nobody wrote about counts for nothing and against nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, Greatest

from . import reminders
from .models import Behaviour, CheckIn, CheckInPlan

Rhythm, Prompt = CheckInPlan.Rhythm, CheckInPlan.Prompt

# What may be said, and what stands there while it is not.
UNSAID: dict[str, Any] = {
    "plan": "",
    "mood": None,
    "urge": None,
    "days": None,
    "importance": None,
    "confidence": None,
    "would_like": "",
    "feels_done": False,
    "note": "",
}
OPEN_DAYS = 7
# A week speaks of the calendar week most of its days lie in.
MIDDLE = timedelta(days=3)
# Once a week is offered on its day and a little after: that is a day to sit down, not a date to keep.
STILL_OFFERED = 2
# Monday, Wednesday, Friday.
MANY_DAYS, THREE_DAYS = 3, 0b0010101
# Their rhythm, and what of it is written. Said in SQL: Today asks it each time it is opened.
RHYTHM = """
SELECT stages_checkinplan.*, EXISTS (
    SELECT 1 FROM stages_checkin WHERE member_id = %(who)s AND day = %(day)s
) AS is_written, (
    SELECT MAX(day) FROM stages_checkin WHERE member_id = %(who)s AND weekly
) AS last_week
FROM stages_checkinplan WHERE member_id = %(who)s
"""


@dataclass(frozen=True)
class Due:
    """A check-in that the member's own rhythm asks for, and that has not been written."""

    day: date
    weekly: bool


# Which day


def open_days(member, now: datetime) -> list[date]:
    """Days that may be written about and changed, latest first: the last seven, and after midnight the new date."""
    today = member.today(now)
    last = [today - timedelta(days=n) for n in range(OPEN_DAYS)]
    return [*nights(member, now)[1:], *last]


def nights(member, now: datetime) -> list[date]:
    """From midnight until their day starts: last night, and the new date. At any other hour nothing."""
    local = now.astimezone(member.tz)
    last_night = member.day_of(now)
    return [last_night, local.date()] if local.date() != last_night else []


# The rhythm


def rhythm_of(member) -> CheckInPlan:
    """What they chose; until they do, nothing is asked for and everything may be said."""
    chosen = CheckInPlan.objects.filter(member=member).first()
    return chosen or CheckInPlan(member=member)


@transaction.atomic
def set_rhythm(member, said: Mapping[str, Any], now: datetime) -> CheckInPlan:
    chosen, _new = CheckInPlan.objects.update_or_create(
        member=member, defaults={**said, "changed_at": now}
    )
    reminders.rhythm_changed(member, now)
    return chosen


def less_often(plan: CheckInPlan) -> CheckInPlan:
    """One step rarer, not kept: three days of a week, then one, then only when they feel like it."""
    if plan.rhythm == Rhythm.DAILY or plan.days.bit_count() > MANY_DAYS:
        rhythm, days = Rhythm.DAYS, THREE_DAYS
    elif plan.rhythm == Rhythm.DAYS:
        rhythm, days = Rhythm.WEEKLY, 1 << plan.days.bit_length() - 1
    else:
        rhythm, days = Rhythm.OFF, plan.days
    return CheckInPlan(
        member_id=plan.member_id,
        rhythm=rhythm,
        days=days,
        at=plan.at,
        prompts=plan.prompts,
        paused_until=plan.paused_until,
    )


def asks(plan: CheckInPlan, weekly: bool) -> list[CheckInPlan.Prompt]:
    """What is asked of a day, or of a week: what was chosen, as far as it can be said of one."""
    chosen = [prompt for prompt in Prompt if plan.prompts >> prompt & 1]
    if weekly:
        return [p for p in chosen if p != Prompt.PLAN or Prompt.DAYS not in chosen]
    return [p for p in chosen if p not in (Prompt.DAYS, Prompt.IMPORTANCE, Prompt.CONFIDENCE)]


def due(member, day: date) -> Due | None:
    """The check-in their rhythm asks for on this day of theirs, until it is written. One query."""
    plan = rhythm(member, day)
    return due_by(plan, member, day) if plan else None


def rhythm(member, day: date) -> CheckInPlan | None:
    """What they chose, with what of it is written on this day; None before they chose. One query."""
    who = CheckIn._meta.get_field("member").get_db_prep_value(member.pk, connection)
    of_day = CheckIn._meta.get_field("day").get_db_prep_value(day, connection)
    return next(iter(CheckInPlan.objects.raw(RHYTHM, {"who": who, "day": of_day})), None)


def due_by(plan: CheckInPlan, member, day: date) -> Due | None:
    """What this rhythm asks for, as `rhythm` brought it."""
    if plan.rhythm == Rhythm.OFF or _is_paused(plan, member, day):
        return None
    if plan.rhythm == Rhythm.WEEKLY:
        asked_on = plan.last_asked(day)
        last_week = CheckIn._meta.get_field("day").to_python(plan.last_week)
        is_written = last_week is not None and last_week >= asked_on
        is_near = (day - asked_on).days <= STILL_OFFERED
        return Due(day, weekly=True) if is_near and not is_written else None
    asks_today = plan.rhythm == Rhythm.DAILY or plan.days >> day.weekday() & 1
    return Due(day, weekly=False) if asks_today and not plan.is_written else None


def _is_paused(plan: CheckInPlan, member, day: date) -> bool:
    return any(until and day < until for until in (plan.paused_until, member.paused_until))


# Writing


@transaction.atomic
def save(
    member,
    behaviour: Behaviour | None,
    day: date,
    said: Mapping[str, Any],
    now: datetime,
    *,
    weekly: bool = False,
    seen: Mapping[str, Any] | None = None,
) -> CheckIn | None:
    """One row for a day, or for a week said on it, however often it is sent; None where nothing was said.

    What `said` does not name stays as it is. `seen` is what the page showed when it was opened, with `at`,
    the moment that was last changed: what another page wrote since is kept, unless this one said otherwise.
    """
    asked = {name: said[name] for name in UNSAID if name in said}
    which = {"member": member, "behaviour": behaviour, "day": day, "weekly": weekly}
    if is_empty(asked) and not CheckIn.objects.filter(**which).exists():
        return None
    new = asked | {"week": week_of(day, weekly), "counted": _counts(asked, weekly)}
    row, made = CheckIn.objects.get_or_create(
        **which, defaults=new | {"at": now, "changed_at": now}
    )
    kept = row if made else _edit(row.pk, asked, seen or {}, now)
    reminders.wrote(member, day, weekly, now)
    return kept


def _edit(pk, asked: dict[str, Any], seen: Mapping[str, Any], now: datetime) -> CheckIn:
    row = CheckIn.objects.select_for_update().get(pk=pk)
    as_seen = seen.get("at") == stamp(row)
    for name, value in asked.items():
        if as_seen:
            setattr(row, name, value)
        elif name == "note":
            row.note = both(row.note, value)
        elif value != seen.get(name, UNSAID[name]):
            setattr(row, name, value)
    row.counted = max(
        row.counted, _counts({name: getattr(row, name) for name in asked}, row.weekly)
    )
    row.changed_at = now
    row.save(update_fields=[*asked, "counted", "changed_at"])
    return row


def is_empty(said: Mapping[str, Any]) -> bool:
    return all(value == UNSAID[name] for name, value in said.items())


def stamp(row: CheckIn | None) -> str:
    return row.changed_at.isoformat() if row else ""


def both(kept: str, written: str) -> str:
    """Neither of two notes is lost, and neither stands there twice."""
    if written in kept:
        return kept
    return written if kept in written else f"{kept}\n{written}"


def week_of(day: date, weekly: bool) -> date:
    """The Monday of the week it speaks of."""
    spoken_of = day - MIDDLE if weekly else day
    return spoken_of - timedelta(days=spoken_of.weekday())


def _counts(said: Mapping[str, Any], weekly: bool) -> int:
    if weekly:
        return said.get("days") or 0
    return int(said.get("plan") in CheckIn.ON_PLAN)


# What it adds up to


def on_plan_days(behaviour: Behaviour | None, member=None) -> int:
    """Days on their own plan, ever: each calendar week by the larger of what its days and its weeks say.

    About nothing in particular, `member` says whose.
    """
    whose = behaviour.member_id if behaviour else member.pk
    mine = CheckIn.objects.filter(member=whose, behaviour=behaviour)
    return by_week(mine).aggregate(days=Coalesce(Sum("on_plan"), 0))["days"]


def by_week(rows: QuerySet[CheckIn]) -> QuerySet:
    """`week` and `on_plan`, a line for each calendar week there is anything about."""
    days = Coalesce(Sum("counted", filter=Q(weekly=False)), 0)
    whole = Coalesce(Max("counted", filter=Q(weekly=True)), 0)
    return rows.order_by().values("week").annotate(on_plan=Greatest(days, whole))


def lately(member, behaviour: Behaviour | None) -> tuple[int, int]:
    """Of the last seven days they wrote about, on how many they did their plan, or part of it."""
    spoken = CheckIn.objects.filter(member=member, behaviour=behaviour, weekly=False)
    said = list(
        spoken.exclude(plan__in=["", CheckIn.Plan.SKIP])
        .order_by("-day")
        .values_list("plan", flat=True)[:OPEN_DAYS]
    )
    return sum(plan in CheckIn.ON_PLAN for plan in said), len(said)
