"""A crash in the middle leaves nothing half written: each writer is one transaction, whichever statement fails."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from stages import check_ins, coping, experiments, measuring, moves, slips, suggesting, urges
from stages.measures import wording
from stages.measures.catalogue import CATALOGUE
from stages.models import Behaviour, Stage, Suggestion
from tests.house.walk import everything_kept

from .helpers import NOON, at_stage

ONCE = UUID(int=1)
RULERS = CATALOGUE["rulers"]
WRITES = ("INSERT", "UPDATE", "DELETE")


class Crash(Exception):
    pass


class CrashAfter:
    """Lets so many writes through, then the power goes."""

    def __init__(self, writes: int) -> None:
        self.left = writes

    def __call__(self, execute, sql, params, many, context):
        if sql.lstrip().startswith(WRITES):
            if not self.left:
                raise Crash
            self.left -= 1
        return execute(sql, params, many, context)


def an_urge(wine):
    return urges.note(wine.member, ONCE, urges.Quick(NOON, 7, wine), NOON)


def a_suggestion(wine) -> Suggestion:
    return Suggestion.objects.create(
        member=wine.member, behaviour=wine, from_stage=Stage.CON, to_stage=Stage.DET, evidence={"facts": []},
        shown_at=NOON, expires_at=NOON + timedelta(days=14),
    )  # fmt: skip


# What is there before, and what is done with it.
Before, Act = Callable[[Behaviour], object], Callable[[Behaviour, object], object]
WRITERS: dict[str, tuple[Before, Act]] = {
    "noting an urge": (lambda wine: None, lambda wine, _: an_urge(wine)),
    "an urge that passed": (
        lambda wine: None,
        lambda wine, _: urges.passed(wine.member, ONCE, wine, None, 12, NOON),
    ),
    "more about an urge": (
        an_urge,
        lambda wine, urge: urges.add(urge, NOON, outcome="rode_it_out", said={"thought": "One"}),
    ),
    "what was tried": (
        an_urge,
        lambda wine, urge: coping.tried(urge, [], "Walked round the block", [], NOON),
    ),
    "taking an urge back": (an_urge, lambda wine, urge: urges.take_back(urge, NOON)),
    "a slip": (
        lambda wine: None,
        lambda wine, _: slips.note(wine.member, ONCE, wine, NOON, None, "once", "Two"),
    ),
    "a check-in": (
        lambda wine: None,
        lambda wine, _: check_ins.save(wine.member, wine, NOON.date(), {"mood": 5}, NOON),
    ),
    "a check-in once more": (
        lambda wine: check_ins.save(wine.member, wine, NOON.date(), {"mood": 5}, NOON),
        lambda wine, _: check_ins.save(wine.member, wine, NOON.date(), {"plan": "yes"}, NOON),
    ),
    "a measure": (
        lambda wine: None,
        lambda wine, _: measuring.take(
            wine.member, ONCE, RULERS, wording.declared(RULERS),
            {"importance": 8, "confidence": 5}, NOON, behaviour=wine,
        ),
    ),
    "not again": (a_suggestion, lambda wine, made: suggesting.answer(made, "silenced", NOON)),
    "a move": (lambda wine: None, lambda wine, _: moves.move(wine, Stage.DET, "", None, NOON)),
    "trying something": (
        lambda wine: None,
        lambda wine, _: experiments.begin(wine, ONCE, "Supper", "urges", NOON.date(), 14, NOON),
    ),
}  # fmt: skip


# These read what is there before they write, so each waits for whoever writes the same.
LOCKED = (
    "more about an urge", "what was tried", "taking an urge back", "a check-in once more", "a move",
    "trying something",
)  # fmt: skip


@pytest.mark.parametrize("name", LOCKED)
def test_what_is_read_to_be_written_is_locked_first(ana, name):
    if not connection.features.has_select_for_update:
        pytest.skip("here one writes at a time, whatever is asked for")
    before, act = WRITERS[name]
    wine = at_stage(ana, Stage.CON)
    there = before(wine)

    with CaptureQueriesContext(connection) as asked:
        act(wine, there)

    assert any("FOR UPDATE" in query["sql"] for query in asked)


@pytest.mark.parametrize("name", WRITERS)
def test_whichever_write_fails_nothing_is_left_half_done(ana, name):
    before, act = WRITERS[name]
    wine = at_stage(ana, Stage.CON)
    there = before(wine)
    kept, crashes = everything_kept(), 0

    while True:
        try:
            with connection.execute_wrapper(CrashAfter(crashes)):
                act(wine, there)
        except Crash:
            transaction.set_rollback(False)
            assert everything_kept() == kept
            crashes += 1
        else:
            break

    assert crashes >= 1
    assert everything_kept() != kept
