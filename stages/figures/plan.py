"""Days on my own plan, in the last thirty. A day without a word is unknown, and says nothing."""

from collections import Counter
from datetime import date, timedelta

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartrecovery.drawing import (
    KEYS,
    NOTHING,
    WIDE,
    Figure,
    day_said,
    dot,
    key,
    marks,
    whole,
    words,
)
from stages.counting import LATELY, SPOKEN
from stages.models import CheckIn
from stages.tallies import Tally

from .paper import counted

FIRST, ACROSS, DOWN, TOP = 78, 30, 30, 24
MARKS = dict(zip(SPOKEN, ("full", "half", "ring", "turn"), strict=True))


def days_on_plan(tally: Tally) -> Figure | None:
    """A mark for each day there was a word about; None where there was none at all."""
    if not tally.plan_days and not tally.plan_weeks:
        return None
    last = tally.span.last
    first = last - timedelta(days=LATELY - 1)
    mondays = _mondays(first, last)
    foot = TOP + DOWN * len(mondays)
    rows = [_week(tally, monday, first, last) for monday in mondays]
    return Figure(
        "plan",
        _("Days on my plan"),
        _(
            "The last 30 days, week by week: on plan, partly, not this time, plan changed, or no word"
        ),
        _says(tally),
        **whole(
            (
                _("Week from"),
                _("On plan"),
                _("Partly"),
                _("Not this time"),
                _("Changed plan"),
                _("No word"),
                _("Said of the week"),
            ),
            rows,
        ),
        marks=marks(
            _heads(),
            *(_drawn(tally, monday, i, first, last) for i, monday in enumerate(mondays)),
            *_keys(foot),
        ),
        height=foot + 44,
        side=_("The last 30 days"),
    )


def _keys(foot: int) -> tuple[str, ...]:
    return (
        key(foot + 14, ("full", _("on plan")), ("half", _("partly")), ("ring", _("not this time"))),
        key(foot + 36, ("turn", _("plan changed"))),
        dot(128, foot + 32, "ax", 2),
        words(138, foot + 36, _("no word")),
    )


def _mondays(first: date, last: date) -> list[date]:
    monday = first - timedelta(days=first.weekday())
    return [monday + timedelta(weeks=n) for n in range((last - monday).days // 7 + 1)]


def _days(monday: date, first: date, last: date) -> list[date]:
    week = (monday + timedelta(days=n) for n in range(7))
    return [day for day in week if first <= day <= last]


def _heads() -> str:
    return "".join(
        words(FIRST + ACROSS * day, 14, str(name)[:1], anchor="middle")
        for day, name in WEEKDAYS_ABBR.items()
    )


def _drawn(tally: Tally, monday: date, number: int, first: date, last: date) -> str:
    y = TOP + DOWN * number + 8
    drawn = words(0, y + 4, day_said(monday, "j M"))
    for day in _days(monday, first, last):
        x = FIRST + ACROSS * day.weekday()
        said = tally.plan_days.get(day)
        drawn += KEYS[MARKS[CheckIn.Plan(said)]](x, y) if said else dot(x, y, "ax", 2)
    if monday in tally.plan_weeks:
        of = _("%(part)s of 7") % {"part": tally.plan_weeks[monday]}
        drawn += words(WIDE, y + 4, of, "lab", "end")
    return drawn


def _week(tally: Tally, monday: date, first: date, last: date) -> tuple[object, ...]:
    days = _days(monday, first, last)
    said = Counter(tally.plan_days[day] for day in days if day in tally.plan_days)
    week = tally.plan_weeks.get(monday)
    return (
        day_said(monday, "DATE_FORMAT"),
        *(said[plan.value] for plan in SPOKEN),
        len(days) - said.total(),
        NOTHING if week is None else week,
    )


def _says(tally: Tally) -> str:
    parts = []
    if tally.plan_days:
        parts.append(_written_about(tally))
    if tally.plan_weeks:
        latest = max(tally.plan_weeks)
        parts.append(
            _("Of the week from %(day)s you said: %(on)s of seven.")
            % {
                "day": day_said(latest, "MONTH_DAY_FORMAT"),
                "on": counted(tally.plan_weeks[latest]),
            }
        )
    return " ".join(parts)


def _written_about(tally: Tally) -> str:
    """Only days with a word are counted; none of them on plan is not said as a nought."""
    said = Counter(tally.plan_days.values())
    on_plan, silent = sum(said[plan.value] for plan in CheckIn.ON_PLAN), LATELY - said.total()
    wrote = (
        _("You wrote about %(days)s of the last 30 days") % {"days": counted(said.total())}
        if silent
        else _("You wrote about each of the last 30 days")
    )
    kept = ngettext(
        "; %(on)s was on plan, or partly", "; %(on)s were on plan, or partly", on_plan
    ) % {"on": counted(on_plan)}
    others = _("The others say nothing either way.")
    return f"{wrote}{kept if on_plan else ''}." + (f" {others}" if silent else "")
