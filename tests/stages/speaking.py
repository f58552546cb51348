"""What speaks for another stage, written down the way its pages write it."""

from datetime import datetime, timedelta

from stages import suggesting
from stages.models import Behaviour, CheckIn, Score, Stage, Suggestion, Taking
from tests.stages.helpers import NOON, at_stage, fresh
from tests.tools.writing import kept
from tools import evidence
from tools.models import Entry

DAY = timedelta(days=1)


def check_in(behaviour: Behaviour, days_ago: int = 0, about: bool = True, **said) -> CheckIn:
    at = NOON - days_ago * DAY
    day = behaviour.member.day_of(at)
    return CheckIn.objects.create(
        member=behaviour.member,
        behaviour=behaviour if about else None,
        day=day,
        week=day - timedelta(days=day.weekday()),
        at=at,
        changed_at=at,
        **said,
    )


def ruler(behaviour: Behaviour, days_ago: int = 0, **scores: int) -> Taking:
    at = NOON - days_ago * DAY
    taking = Taking.objects.create(
        member=behaviour.member,
        behaviour=behaviour,
        instrument="rulers",
        language="en-gb",
        taken_at=at,
        day=behaviour.member.day_of(at),
        answers=scores,
    )
    for name, value in scores.items():
        Score.objects.create(member=behaviour.member, taking=taking, name=name, value=value)
    return taking


def plan(behaviour: Behaviour, *steps: dict, days_ago: int = 0, **said) -> Entry:
    rows = [{"id": f"step{n:06}", "text": f"Step {n}"} | step for n, step in enumerate(steps)]
    answers = {"change": "Evenings", "steps": rows} | said
    return kept(
        behaviour.member, "change-plan", answers, NOON - days_ago * DAY, behaviour=behaviour
    )


def weighing(behaviour: Behaviour | None, member=None, days_ago: int = 0, **more) -> Entry:
    owner = member or behaviour.member
    answers = {"title": "Wine on weeknights"}
    return kept(owner, "cost-benefit", answers, NOON - days_ago * DAY, behaviour=behaviour, **more)


def iso(days_ahead: int) -> str:
    return (NOON.date() + days_ahead * DAY).isoformat()


def all_that_speaks(behaviour: Behaviour) -> None:
    """Everything at once: whatever stage they are at, nothing more could speak for another."""
    weighing(behaviour, days_ago=3)
    weighing(behaviour, days_ago=1)
    ruler(behaviour, 5, importance=2, confidence=2)
    ruler(behaviour, 1, importance=9, confidence=9)
    plan(behaviour, {"when": iso(2)}, {"done": True, "done_at": iso(-1)}, start_on=iso(-2))
    for days_ago in range(4):
        check_in(behaviour, 7 * days_ago, weekly=True, plan="yes", feels_done=True)


def look(behaviour: Behaviour, now: datetime = NOON) -> Suggestion | None:
    return evidence.look(fresh(behaviour), now)


def suggested(behaviour: Behaviour, now: datetime = NOON) -> tuple[str, list[str]] | None:
    """Where to, and by which facts."""
    made = look(behaviour, now)
    return made and (made.to_stage, [piece["fact"] for piece in made.evidence["facts"]])


def a_suggestion(member, stage: str = Stage.PRE, now: datetime = NOON) -> Suggestion:
    """Made by what was weighed up, or by everything."""
    behaviour = at_stage(member, stage)
    all_that_speaks(behaviour)
    made = look(behaviour, now)
    assert made is not None
    return made


def offered(member, now: datetime = NOON) -> list[str]:
    """What the pages would show: where to."""
    found = suggesting.offer(member, now)
    return [found.to.value] if found else []
