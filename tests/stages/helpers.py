"""What the tests of stages begin from: a moment, and behaviours with a history."""

from datetime import UTC, datetime, timedelta

from stages import moves
from stages.models import Behaviour, Stage

NOON = datetime(2026, 11, 11, 12, tzinfo=UTC)
LONG_AGO = NOON - timedelta(days=900)


def a_behaviour(member, *stages: str, label: str = "Wine on weeknights", **said) -> Behaviour:
    """One behaviour that went through these stages, thirty days apart, the last thirty days ago."""
    made = Behaviour.objects.create(
        member=member, label=label, **{"kind": Behaviour.Kind.ALCOHOL} | said
    )
    for number, stage in enumerate(stages):
        at = NOON - timedelta(days=30 * (len(stages) - number))
        assert moves.move(made, stage, "", None, at)
    return fresh(made)


def at_stage(member, stage: str) -> Behaviour:
    """One behaviour at this stage: every stage is one step from not having said."""
    return a_behaviour(member, *([] if stage == Stage.UNSET else [stage]))


def fresh(behaviour: Behaviour) -> Behaviour:
    return Behaviour.objects.with_stage().select_related("member").get(pk=behaviour.pk)


def steps(behaviour: Behaviour) -> list[tuple[int, str, str]]:
    """Every row, also those taken back."""
    return list(behaviour.moves.values_list("number", "from_stage", "to_stage"))
