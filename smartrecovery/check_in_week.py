"""What a look back at seven days is filled in with: the week plan, the urge log, the days written about.

Nothing of it is kept until the member says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.db.models import Count, F, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stages.models import Behaviour, CheckIn
from tools.models import Week

SIX_DAYS = timedelta(days=6)
MOST_WEEKS = 4
WEEKDAYS = range(7)


@dataclass(frozen=True)
class Planned:
    """A week plan in these seven days: how often something was planned and done, and on which days."""

    starts_on: date
    planned: int
    done: int
    done_days: set[date] = field(default_factory=set)

    def days_in(self, first: date, last: date) -> int:
        ends_on = self.starts_on + SIX_DAYS
        return (min(last, ends_on) - max(first, self.starts_on)).days + 1


@dataclass(frozen=True)
class Found:
    """What is known of seven days: values for the page, where each is from, and sentences about them."""

    values: dict[str, int]
    sources: dict[str, str]
    says: list[str]


def found(member, behaviour: Behaviour | None, last: date, written: Iterable[CheckIn]) -> Found:
    """Two queries. `written` are the check-ins about single days of the seven that end with `last`."""
    first = last - SIX_DAYS
    spoken = [each for each in written if not each.weekly and first <= each.day <= last]
    plans = _plans(member, behaviour, first, last)
    urges = _urges(member, behaviour, first, last)
    values, sources, says = {}, {}, []
    if planned := [plan for plan in plans if plan.planned]:
        says.append(_told(_most_of(planned, first, last)))
    if urges["count"]:
        says.append(_noted(urges["count"], urges["strongest"]))
    if spoken or any(plan.done_days for plan in plans):
        values["days"], sources["days"] = _on_plan(spoken, plans)
    strongest = max((each.urge for each in spoken if each.urge is not None), default=None)
    if urges["strongest"] is not None and urges["strongest"] >= (strongest or 0):
        values["urge"], sources["urge"] = urges["strongest"], _("From your urge log.")
    elif strongest is not None:
        values["urge"], sources["urge"] = strongest, _("From your check-ins.")
    return Found(values, sources, says)


def _on_plan(spoken: list[CheckIn], plans: list[Planned]) -> tuple[int, str]:
    """A day they spoke of counts by their word; one they did not, by what they ticked."""
    said = {each.day for each in spoken if each.plan}
    by_word = {each.day for each in spoken if each.plan in CheckIn.ON_PLAN}
    ticked = {day for plan in plans for day in plan.done_days} - said
    if not ticked:
        return len(by_word), _("From your check-ins.")
    if not said:
        return len(ticked), _("From your week plan.")
    return len(by_word | ticked), _("From your check-ins and your week plan.")


def _urges(member, behaviour: Behaviour | None, first: date, last: date) -> dict[str, Any]:
    mine = member.urges.standing().filter(day__range=(first, last))
    if behaviour:
        mine = mine.filter(Q(behaviour=behaviour) | Q(behaviour=None))
    return mine.aggregate(count=Count("pk"), strongest=Max("intensity"))


def _plans(member, behaviour: Behaviour | None, first: date, last: date) -> list[Planned]:
    """Week plans with a day among these, latest first; which days hold a tick is told by the database."""
    ticked = {f"ticked_{n}": Max(F("lines__done_days").bitand(1 << n)) for n in WEEKDAYS}
    about = Q(entry__behaviour=None) | Q(entry__behaviour=behaviour) if behaviour else Q()
    rows = (
        member.weeks.out()
        .filter(about, starts_on__range=(first - SIX_DAYS, last))
        .latest_first()
        .values("pk", "starts_on", "planned", "done")
        .annotate(**ticked)
    )
    return [_planned(row, first, last) for row in rows[:MOST_WEEKS]]


def _planned(row: dict[str, Any], first: date, last: date) -> Planned:
    begins = row["starts_on"]
    days = (begins + timedelta(days=n) for n in range(Week.DAYS.days))
    done = {day for day in days if row[f"ticked_{day.weekday()}"] and first <= day <= last}
    return Planned(begins, row["planned"], row["done"], done)


def _most_of(plans: list[Planned], first: date, last: date) -> Planned:
    """The plan these days are mostly of; of two alike, the later."""
    return max(plans, key=lambda plan: plan.days_in(first, last))


def _told(plan: Planned) -> str:
    said = {"planned": apnumber(plan.planned), "done": apnumber(plan.done)}
    if plan.done == 0:
        return (
            ngettext(
                "You planned %(planned)s thing.", "You planned %(planned)s things.", plan.planned
            )
            % said
        )
    return (
        ngettext(
            "You planned %(planned)s thing and did %(done)s.",
            "You planned %(planned)s things and did %(done)s.",
            plan.planned,
        )
        % said
    )


def _noted(count: int, strongest: int | None) -> str:
    said = {"count": apnumber(count), "strongest": strongest}
    if strongest is None:
        words = ngettext("You wrote down %(count)s urge.", "You wrote down %(count)s urges.", count)
    else:
        words = ngettext(
            "You wrote down %(count)s urge, and it was %(strongest)s at its peak.",
            "You wrote down %(count)s urges, the strongest at %(strongest)s.",
            count,
        )
    return words % said
