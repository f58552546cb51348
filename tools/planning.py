"""Where a week plan shows: on its own page, and in the list of my weeks."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartrecovery.sheets import Sheet
from stages.models import Behaviour

from . import given, weeks
from .catalogue import sheet_of
from .models import Entry, Week

A_PAGE = 10
LAST_PAGE = 1_000
Stands = Week.Stands


@dataclass(frozen=True)
class WeekLine:
    """One week in the list of mine."""

    title: str
    days: str
    says: str
    stands: str
    url: str
    look_back_url: str = ""


def carried(member, sheet: Sheet, behaviour: Behaviour | None) -> dict[str, Any]:
    """What a new plan opens with from the last one; other tools open empty."""
    return weeks.offered(member, member.today(), behaviour) if sheet.slug == weeks.SLUG else {}


def shown(entry: Entry, today: date) -> dict[str, Any]:
    """How this week stands, and what others would see of it: for the page of a plan that was begun."""
    if entry.tool != weeks.SLUG or not entry.version:
        return {}
    week = Week.objects.filter(pk=entry.pk).with_next().first()
    stands = week.stands(today) if week else None
    return {
        "week": week,
        "week_stands": stands.value if stands else "draft",
        "week_day": week.day_number(today) if week else None,
        "looked_back_on": entry.member.day_of(week.reviewed_at)
        if week and week.reviewed_at
        else None,
        "next_week_url": begin_url(entry.behaviour_id)
        if stands in (Stands.REVIEWED, Stands.CLOSED) and week.next_on is None
        else "",
        "seen": seen_by_others(entry.answers),
    }


def seen_by_others(answers: dict) -> dict[str, Any]:
    """Exactly what a group would see under the choice as it stands."""
    share = answers.get("share")
    if share not in ("title", "actions"):
        return {"title": "", "actions": []}
    actions = answers.get("actions", ()) if share == "actions" else ()
    return {
        "title": answers.get("intention", ""),
        "actions": [(row.get("text", ""), when(row)) for row in actions],
    }


def when(row: dict) -> str:
    """Mon · Wed · Sat, 20:00"""
    sheet = sheet_of(weeks.SLUG, 1)
    days = next(cell for cell in sheet.questions["actions"].of if cell.name == "days")
    named = dict(days.choices)
    said = " · ".join(str(named[day]) for day in named if day in row.get("days", ()))
    return ", ".join(filter(None, [said, clock(row)]))


def clock(row: dict) -> str:
    return time_format(time.fromisoformat(row["at"]), "TIME_FORMAT") if row.get("at") else ""


def of_tool(slug: str, member, page: str) -> dict[str, Any]:
    """What the page of the tool itself shows besides; nothing for the others."""
    return my_weeks(member, member.today(), page) if slug == weeks.SLUG else {}


def my_weeks(member, today: date, page: str = "") -> dict[str, Any]:
    """My weeks, latest first; one query, from what is counted of them."""
    number = given.page(page, LAST_PAGE)
    start = (number - 1) * A_PAGE
    mine = member.weeks.out().with_next().select_related("entry").defer("entry__answers")
    found = list(mine.latest_first()[start : start + A_PAGE + 1])
    return {
        "weeks": [_line(week, today) for week in found[:A_PAGE]],
        "later_weeks": number - 1,
        "earlier_weeks": number + 1 if len(found) > A_PAGE else 0,
    }


def begin_url(behaviour_id: UUID | None = None) -> str:
    url = reverse("begin", args=[weeks.SLUG])
    return f"{url}?{urlencode({'behaviour': behaviour_id})}" if behaviour_id else url


def look_back_url(entry_id: UUID) -> str:
    return reverse("entry", args=[entry_id]) + "?step=2"


def _line(week: Week, today: date) -> WeekLine:
    stands = week.stands(today)
    may_look_back = stands in (Stands.OVER, Stands.CLOSED)
    words = {
        Stands.AHEAD: _("Not begun yet"),
        Stands.RUNNING: _("Day %(day)s of 7") % {"day": week.day_number(today)},
        Stands.REVIEWED: _("Looked back"),
    }
    return WeekLine(
        title=week.entry.title,
        days=_("Week of %(day)s") % {"day": date_format(week.starts_on, "DATE_FORMAT")},
        says=_counts(week),
        stands=words.get(stands, ""),
        url=reverse("entry", args=[week.pk]),
        look_back_url=look_back_url(week.pk) if may_look_back else "",
    )


def _counts(week: Week) -> str:
    said = [
        _("Planned %(n)s") % {"n": week.planned} if week.planned else "",
        _("done %(n)s") % {"n": week.done} if week.done else "",
        ngettext("changed my mind once", "changed my mind about %(n)s", week.changed)
        % {"n": week.changed}
        if week.changed
        else "",
    ]
    return ", ".join(filter(None, said))
