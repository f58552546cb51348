"""Today's part of the weeks somebody planned: what is for this day, and a week that is just over."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from smartrecovery.accounts.models import User
from tools import planning, weeks
from tools.models import Week

MOST_WEEKS = 8
MOST_OPENED = 2
LATELY = timedelta(days=60)
HAS_A_PLAN = {Week.Stands.AHEAD, Week.Stands.RUNNING, Week.Stands.OVER}


@dataclass(frozen=True)
class Action:
    """Something planned for this day; one without a day of its own may wait for another."""

    text: str
    at: str
    done: bool
    url: str
    done_url: str
    any_day: bool = False


@dataclass(frozen=True)
class Moment:
    """A risky moment this day, and what they meant to do then."""

    text: str
    then: str = ""


@dataclass(frozen=True)
class Running:
    """A week under way: which of its days this is, and what is planned for it."""

    title: str
    number: int
    url: str
    actions: list[Action]
    moments: list[Moment]


@dataclass(frozen=True)
class Over:
    """A week that is over, until it is looked back at or closes."""

    title: str
    url: str


@dataclass(frozen=True)
class ThisWeek:
    """`taken` are the lines of other entries that stand in a week under way."""

    running: list[Running] = field(default_factory=list)
    over: list[Over] = field(default_factory=list)
    taken: set[tuple[str, str]] = field(default_factory=set)
    has_a_plan: bool = False
    planned_lately: bool = False


def this_week(member: User, about: Iterable[UUID], day: date) -> ThisWeek:
    """One query, and two worksheets opened at most. `about` are the behaviours worked on now."""
    near = _near(member, list(about), day)
    running = [week for week in near if week.runs_on(day)][:MOST_OPENED]
    return ThisWeek(
        running=[_running(week, member, day) for week in running],
        over=[_over(week) for week in near if week.stands(day) == Week.Stands.OVER],
        taken={origin for week in running for origin in weeks.origins(week.entry.answers)},
        planned_lately=bool(near),
        has_a_plan=bool(running) or any(week.stands(day) in HAS_A_PLAN for week in near),
    )


def _near(member: User, about: list[UUID], day: date) -> list[Week]:
    """Weeks ahead, under way, or of the last two months, about nothing paused or put away."""
    found = (
        member.weeks.out()
        .filter(Q(entry__behaviour__in=about) | Q(entry__behaviour=None))
        .filter(starts_on__gt=day - LATELY)
        .select_related("entry")
        .latest_first()
    )
    return weeks.following_each_other(list(found[:MOST_WEEKS]))


def _running(week: Week, member: User, day: date) -> Running:
    answers = week.entry.answers
    due = sorted(
        weeks.actions_on(answers, day), key=lambda row: _in_the_day(row, member.day_starts)
    )
    risks = weeks.risks_on(answers, day)
    return Running(
        title=week.entry.title,
        number=week.day_number(day),
        url=reverse("entry", args=[week.pk]),
        actions=[_action(row, week, day) for row in due],
        moments=[Moment(row.get("text", ""), row.get("then", "")) for row in risks],
    )


def _in_the_day(row: dict, day_starts: time) -> tuple:
    """By the clock, from when their day starts; then without a time; then without a day."""
    at = time.fromisoformat(row["at"]) if row.get("at") else time.max
    return not row.get("days"), not row.get("at"), at < day_starts, at


def _action(row: dict, week: Week, day: date) -> Action:
    return Action(
        text=row.get("text", ""),
        at=planning.clock(row),
        done=weeks.is_done_on(row, day),
        url=reverse("entry", args=[week.pk]),
        done_url=reverse("entry_tick", args=[week.pk, row["id"]]),
        any_day=not row.get("days"),
    )


def _over(week: Week) -> Over:
    return Over(week.entry.title, planning.look_back_url(week.pk))
