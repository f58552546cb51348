"""How a stage is changed: the member says so. Nothing else writes a stage move."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from . import machine
from .models import Behaviour, Stage, StageMove

UNDO_WITHIN = timedelta(hours=24)


class NotFromHere(Exception):
    """The table has no straight way; the page offers the nearest."""


class MovedMeanwhile(Exception):
    """They moved in another place since this page was opened."""


@transaction.atomic
def begin(
    member, once: UUID, stage: str, since: date | None, now: datetime, **said: str
) -> Behaviour:
    """A behaviour and where they put themselves today; the same form sent twice makes one."""
    behaviour, new = Behaviour.objects.get_or_create(
        pk=uuid5(member.pk, str(once)), defaults={"member": member, "created_at": now} | said
    )
    if new and stage:
        move(behaviour, stage, "", since, now)
    return behaviour


@transaction.atomic
def move(
    behaviour: Behaviour,
    to: str,
    note: str,
    since: date | None,
    now: datetime,
    was: str | None = None,
) -> StageMove | None:
    """Writes down where they say they are; None where they were there already.

    `was` is the stage they saw when they chose. `since` is today for this person unless they say.
    """
    last = _last(behaviour)
    here = last.to_stage if last else Stage.UNSET
    if to == here:
        return None
    if was is not None and was != here:
        raise MovedMeanwhile
    if machine.kind(here, to) is machine.Kind.OTHERWISE:
        raise NotFromHere
    return _add(behaviour, last, to, note, since or behaviour.member.today(now), now)


@transaction.atomic
def undo(move: StageMove, now: datetime) -> StageMove | None:
    """Goes back to where they were before `move`; None where it is too late or done already."""
    behaviour = move.behaviour
    last = _last(behaviour)
    standing = standing_moves(behaviour.moves.all())
    if not can_undo(standing, now) or standing[-1].pk != move.pk:
        return None
    before = standing[-2].since if len(standing) > 1 else behaviour.member.today(now)
    return _add(behaviour, last, move.from_stage, "", before, now, undoes=move)


def standing_moves(moves) -> list[StageMove]:
    """Those that were not taken back, first to last."""
    moves = list(moves)
    undone = {move.undoes_id for move in moves}
    return [move for move in moves if move.undoes_id is None and move.pk not in undone]


def can_undo(standing: list[StageMove], now: datetime) -> bool:
    """Whether the last of the standing moves may still be taken back."""
    return bool(standing) and now - standing[-1].at <= UNDO_WITHIN


def before_coming_round(behaviour: Behaviour) -> str | None:
    """Where they were before they came round again, while they are there; it is offered first."""
    if behaviour.stage != Stage.REL:
        return None
    return standing_moves(behaviour.moves.all())[-1].from_stage


def _last(behaviour: Behaviour) -> StageMove | None:
    """The latest row. The behaviour is locked first, so two moves at once come one after the other."""
    Behaviour.objects.select_for_update().only("pk").get(pk=behaviour.pk)
    return behaviour.moves.order_by("-number").first()


def _add(behaviour, last, to, note, since, now, undoes=None) -> StageMove:
    return StageMove.objects.create(
        member_id=behaviour.member_id,
        behaviour=behaviour,
        number=last.number + 1 if last else 1,
        from_stage=last.to_stage if last else Stage.UNSET,
        to_stage=to,
        note=note,
        since=since,
        at=now,
        undoes=undoes,
    )
