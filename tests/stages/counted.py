"""What tests of charts begin from: urges and check-ins as their writers leave them, and tallies by hand."""

from datetime import UTC, date, datetime, timedelta

from stages.models import Behaviour, CheckIn, Coped, CopingAction, Slip, Urge
from stages.spans import Axis, Over, span
from stages.spans import axis as axis_of
from stages.tallies import Tally

TODAY = date(2026, 11, 11)
DAY = timedelta(days=1)


def an_urge(behaviour: Behaviour, day: date = TODAY, hour: int = 18, **said) -> Urge:
    """One urge on a day of theirs, at an hour of their own clock."""
    at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    outcome = said.get("outcome", Urge.Outcome.NOT_SAID)
    return Urge.objects.create(
        **{
            "member": behaviour.member,
            "behaviour": behaviour,
            "occurred_at": at,
            "day": day,
            "hour": hour,
            "intensity": 6,
            "got_by": outcome in Urge.GOT_BY,
            "created_at": at,
        }
        | said
    )


def coped(action: CopingAction, *urges: Urge) -> None:
    Coped.objects.bulk_create(
        Coped(member=action.member, urge=urge, action=action) for urge in urges
    )


def an_action(member, label: str = "Rang Ben") -> CopingAction:
    return CopingAction.objects.create(member=member, label=label)


def a_check_in(behaviour: Behaviour, day: date = TODAY, **said) -> CheckIn:
    on_plan = said.get("plan") in CheckIn.ON_PLAN
    return CheckIn.objects.create(
        **{
            "member": behaviour.member,
            "behaviour": behaviour,
            "day": day,
            "week": day - DAY * day.weekday(),
            "counted": said.get("days", 0) if said.get("weekly") else int(on_plan),
        }
        | said
    )


def a_history(behaviour, notes: int = 12) -> None:
    """A note every third day, what was done about it, check-ins, a slip."""
    action = an_action(behaviour.member)
    for n in range(notes):
        said = {"minutes": 5 + n, "triggers": 8, "feelings": 2, "helped": 7}
        urge = an_urge(behaviour, TODAY - 3 * n * DAY, outcome=Urge.Outcome.RODE_IT_OUT, **said)
        coped(action, urge)
    for n in range(6):
        a_check_in(behaviour, TODAY - n * DAY, plan="yes", mood=5, importance=8, confidence=6)
    Slip.objects.create(member=behaviour.member, behaviour=behaviour, day=TODAY - 9 * DAY)


def three_months(**found) -> tuple[Tally, Axis]:
    """A tally over thirteen weeks, and what a chart of it has across."""
    over = span(Over.QUARTER, TODAY, TODAY)
    return Tally(over, **found), axis_of(over, ())
