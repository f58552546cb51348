"""History is added: moves, undo, the day a move belongs to, and who may write one."""

import ast
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import hypothesis
import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from smartrecovery.vault import keys
from stages import machine, moves
from stages.models import AppendOnly, Behaviour, NoteSeen, Stage, StageMove
from tools.models import Entry

from .helpers import NOON, a_behaviour, at_stage, fresh, steps

LATER = NOON + timedelta(hours=1)
MAY_WRITE = {
    "stages/moves.py": "the member says so",
    "stages/export.py": "a member brings back a history of their own",
    "smartrecovery/restore.py": "a member brings back a history of their own",
    "smartrecovery/demo/volume.py": "volume for measurement, made up",
}


def test_a_move_says_where_from_where_to_since_when_and_what_changed(ana):
    behaviour = a_behaviour(ana, Stage.CON)

    move = moves.move(behaviour, Stage.DET, "Booked a day off", date(2026, 11, 1), NOON)

    move.refresh_from_db()
    said = (move.number, move.from_stage, move.to_stage, move.note, move.since, move.at)
    assert said == (2, "con", "det", "Booked a day off", date(2026, 11, 1), NOON)
    assert (move.member, move.behaviour, move.undoes) == (ana, behaviour, None)


def test_the_same_move_twice_is_one_row(ana):
    behaviour = a_behaviour(ana, Stage.CON)

    first = moves.move(behaviour, Stage.DET, "", None, NOON, was=Stage.CON)
    second = moves.move(behaviour, Stage.DET, "", None, NOON, was=Stage.CON)

    assert (first.number, second) == (2, None)
    assert len(steps(behaviour)) == 2


def test_a_move_from_a_page_that_is_out_of_date_is_not_written(ana):
    behaviour = a_behaviour(ana, Stage.CON, Stage.DET)

    with pytest.raises(moves.MovedMeanwhile):
        moves.move(behaviour, Stage.ACT, "", None, NOON, was=Stage.CON)

    assert fresh(behaviour).stage == Stage.DET


def test_a_pair_without_a_straight_way_is_not_written(ana):
    behaviour = a_behaviour(ana, Stage.REL)

    with pytest.raises(moves.NotFromHere):
        moves.move(behaviour, Stage.GRA, "", None, NOON)

    assert fresh(behaviour).stage == Stage.REL


def test_undo_adds_a_row_that_goes_back_with_the_day_it_had_before(ana):
    behaviour = a_behaviour(ana, Stage.CON)
    move = moves.move(behaviour, Stage.ACT, "Began", None, NOON)

    undone = moves.undo(move, LATER)

    assert steps(behaviour) == [(1, "unset", "con"), (2, "con", "act"), (3, "act", "con")]
    assert (undone.undoes, undone.at, undone.since) == (move, LATER, date(2026, 10, 12))
    assert StageMove.objects.get(pk=move.pk).note == "Began"


def test_undo_twice_is_one_row(ana):
    behaviour = a_behaviour(ana, Stage.CON)
    move = moves.move(behaviour, Stage.DET, "", None, NOON)

    assert moves.undo(move, LATER) is not None
    assert moves.undo(move, LATER) is None


def test_undo_ends_24_hours_after_the_move(ana):
    behaviour = a_behaviour(ana, Stage.CON)
    move = moves.move(behaviour, Stage.DET, "", None, NOON)

    assert moves.undo(move, NOON + timedelta(hours=24, seconds=1)) is None
    assert moves.undo(move, NOON + timedelta(hours=24)) is not None


def test_only_the_last_standing_move_is_undone_then_the_one_before_it(ana):
    behaviour = a_behaviour(ana)
    first = moves.move(behaviour, Stage.CON, "", None, NOON)
    second = moves.move(behaviour, Stage.DET, "", None, NOON)

    assert moves.undo(first, LATER) is None
    assert moves.undo(second, LATER).to_stage == Stage.CON
    assert moves.undo(first, LATER).to_stage == Stage.UNSET
    assert fresh(behaviour).stage == Stage.UNSET


def test_an_undo_is_not_itself_undone(ana):
    behaviour = a_behaviour(ana)
    move = moves.move(behaviour, Stage.CON, "", None, NOON)
    back = moves.undo(move, LATER)

    assert moves.undo(back, LATER) is None


ANY_WAY = st.lists(st.one_of(st.sampled_from(Stage.values), st.just("undo")), max_size=8)


@hypothesis.settings(max_examples=20)
@given(way=ANY_WAY)
def test_rows_are_only_ever_added_and_each_begins_where_the_last_ended(ana, way):
    behaviour, held = a_behaviour(ana), []
    for wish in way:
        try:
            if wish == "undo":
                standing = moves.standing_moves(behaviour.moves.all())
                if standing:
                    moves.undo(standing[-1], NOON)
            else:
                moves.move(behaviour, wish, "", None, NOON)
        except moves.NotFromHere:
            pass
        now = steps(behaviour)
        assert now[: len(held)] == held
        held = now

    assert [number for number, *_rest in held] == list(range(1, len(held) + 1))
    ends = ["unset", *(to for _number, _here, to in held)]
    assert [here for _number, here, _to in held] == ends[:-1]
    assert fresh(behaviour).stage == ends[-1]
    standing = ["unset", *(m.to_stage for m in moves.standing_moves(behaviour.moves.all()))]
    assert standing[-1] == ends[-1]


@pytest.mark.parametrize(
    "change",
    [
        lambda move: StageMove.objects.filter(pk=move.pk).update(to_stage=Stage.MAI),
        lambda move: StageMove.objects.filter(pk=move.pk).delete(),
        lambda move: move.behaviour.moves.all().delete(),
        lambda move: move.delete(),
        lambda move: move.save(),
        lambda move: StageMove.objects.bulk_update([move], ["to_stage"]),
    ],
)
def test_a_row_of_history_is_neither_changed_nor_taken_away(ana, change):
    behaviour = a_behaviour(ana, Stage.CON)
    move = behaviour.moves.get()
    move.to_stage = Stage.MAI

    with pytest.raises(AppendOnly), transaction.atomic():
        change(move)

    assert steps(behaviour) == [(1, "unset", "con")]


def test_a_behaviour_takes_its_history_along_and_no_other(ana):
    gone, kept = a_behaviour(ana, Stage.CON, Stage.DET), a_behaviour(ana, Stage.ACT)
    move = moves.move(gone, Stage.ACT, "", None, NOON)
    moves.undo(move, LATER)
    NoteSeen.objects.create(member=ana, behaviour=gone, note="withdrawal", goal="stop")
    Entry.objects.create(member=ana, behaviour=gone, tool="cost-benefit")

    gone.delete()

    assert [move.behaviour for move in StageMove.objects.all()] == [kept]
    assert (NoteSeen.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_member_takes_their_history_along(ana, ben):
    a_behaviour(ana, Stage.CON, Stage.DET)
    kept = a_behaviour(ben, Stage.ACT)

    ana.delete()

    assert [move.behaviour for move in StageMove.objects.all()] == [kept]


def test_the_database_refuses_two_moves_with_one_number_and_a_move_to_where_one_is(ana):
    behaviour = a_behaviour(ana, Stage.CON)
    row = {"member": ana, "behaviour": behaviour, "since": date(2026, 11, 11)}

    with pytest.raises(IntegrityError), transaction.atomic():
        StageMove.objects.create(number=1, from_stage="con", to_stage="det", **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        StageMove.objects.create(number=2, from_stage="con", to_stage="con", **row)


@pytest.mark.django_db(transaction=True)
def test_moves_at_the_same_moment_come_one_after_the_other(ana):
    if connection.vendor == "sqlite":
        pytest.skip("the in-memory database of the tests has one writer, and does not wait")
    behaviour, start = a_behaviour(ana, Stage.CON), threading.Barrier(6)

    def say(stage):
        with keys.held():
            start.wait()
            moves.move(fresh(behaviour), stage, "", None, NOON)
            connection.close()

    at_once = [threading.Thread(target=say, args=[stage]) for stage in ["det", "act"] * 3]
    for thread in at_once:
        thread.start()
    for thread in at_once:
        thread.join()

    held = steps(behaviour)
    assert [number for number, *_rest in held] == list(range(1, len(held) + 1))
    assert all(before[2] == after[1] for before, after in zip(held, held[1:], strict=False))


@pytest.mark.parametrize(
    ("zone", "instant", "day"),
    [
        ("Etc/GMT+11", "2026-11-11T02:00", "2026-11-10"),  # 15:00 the day before, at UTC−11
        ("Pacific/Tongatapu", "2026-11-11T16:00", "2026-11-12"),  # 05:00 the day after, at UTC+13
        ("Etc/GMT+5", "2026-11-12T04:30", "2026-11-11"),  # 23:30 at UTC−5
        ("Asia/Tokyo", "2026-11-11T14:30", "2026-11-11"),  # 23:30 at UTC+9
        ("Europe/London", "2026-11-11T03:59", "2026-11-10"),  # the night belongs to the day before
        ("Europe/London", "2026-11-11T04:00", "2026-11-11"),
        ("Europe/London", "2026-03-29T03:00", "2026-03-29"),  # 04:00, the night of 23 hours
        ("Europe/London", "2026-03-29T02:59", "2026-03-28"),
        ("Europe/London", "2026-10-25T03:59", "2026-10-24"),  # 03:59, the night of 25 hours
        ("America/New_York", "2026-11-01T05:30", "2026-10-31"),  # 01:30, the first time
        ("America/New_York", "2026-11-01T06:30", "2026-10-31"),  # 01:30, the second time
        ("Australia/Lord_Howe", "2026-10-03T17:30", "2026-10-04"),  # 04:30, clocks went on by 30
    ],
)
def test_a_move_belongs_to_the_day_it_is_for_this_person(ana, zone, instant, day):
    ana.zone = zone
    ana.save()
    now = datetime.fromisoformat(instant).replace(tzinfo=UTC)

    move = moves.move(a_behaviour(ana), Stage.CON, "", None, now)

    assert move.since.isoformat() == day


def test_the_same_form_sent_twice_makes_one_behaviour_with_one_move(ana):
    said = {"kind": "alcohol", "label": "Wine", "goal": "stop", "stage": "con", "since": None}
    once = uuid4()

    first = moves.begin(ana, once, now=NOON, **said)
    second = moves.begin(ana, once, now=NOON, **said)

    assert first == second
    assert steps(Behaviour.objects.get()) == [(1, "unset", "con")]


def test_the_form_sent_again_after_they_moved_on_moves_nobody_back(ana):
    said = {"kind": "alcohol", "label": "Wine", "goal": "stop", "stage": "con", "since": None}
    once = uuid4()
    moves.move(moves.begin(ana, once, now=NOON, **said), Stage.DET, "", None, NOON)

    moves.begin(ana, once, now=NOON, **said)

    assert steps(Behaviour.objects.get()) == [(1, "unset", "con"), (2, "con", "det")]


def test_one_persons_form_never_lands_on_anothers_behaviour(ana, ben):
    said = {"kind": "alcohol", "label": "Wine", "goal": "stop", "stage": "", "since": None}
    once = uuid4()

    assert moves.begin(ana, once, now=NOON, **said) != moves.begin(ben, once, now=NOON, **said)


def test_no_code_but_moves_writes_a_stage_move():
    found = {
        str(file.relative_to(settings.BASE_DIR))
        for package in ("smartrecovery", "stages", "tools", "peers")
        for file in (settings.BASE_DIR / package).rglob("*.py")
        if "node_modules" not in file.parts and writes_a_stage_move(file)
    }

    assert "stages/moves.py" in found
    assert found <= set(MAY_WRITE), found - set(MAY_WRITE)


@pytest.mark.parametrize(
    "code",
    [
        "StageMove(number=1)",
        "models.StageMove(number=1).save()",
        "StageMove.objects.create(number=1)",
        "models.StageMove.objects.filter(pk=1).bulk_create(rows)",
        "StageMove._base_manager.get_or_create(number=1)",
        "behaviour.moves.create(number=1)",
        "request.user.stage_moves.update_or_create(number=1)",
        "moves.filter(pk=1).update(to_stage='mai')",
        "from stages.models import StageMove as Step",
        "apps.get_model('stages', 'StageMove')",
    ],
)
def test_the_scan_sees_each_way_of_writing_one(tmp_path, code):
    file = tmp_path / "sly.py"
    file.write_text(code)

    assert writes_a_stage_move(file)


def test_the_scan_lets_reading_pass(tmp_path):
    file = tmp_path / "reader.py"
    file.write_text("StageMove.objects.filter(pk=1).count()\nbehaviour.moves.all()\nmove.update(1)")

    assert not writes_a_stage_move(file)


WRITING = {
    "create", "acreate", "bulk_create", "get_or_create", "update_or_create", "update",
    "bulk_update", "delete", "_raw_delete", "add", "set", "get_model",
}  # fmt: skip


def writes_a_stage_move(file: Path) -> bool:
    """A call that makes, changes or removes one, or another name for the model."""
    return any(_writes(node) for node in ast.walk(ast.parse(file.read_text())))


def _writes(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return any(name.name == "StageMove" and name.asname for name in node.names)
    if not isinstance(node, ast.Call):
        return False
    made = ast.unparse(node.func)
    if made.rpartition(".")[2] == "StageMove":
        return True
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in WRITING:
        return False
    about = f"{ast.unparse(node.func.value)} {[ast.unparse(arg) for arg in node.args]}"
    if node.func.attr == "get_model":
        return "stagemove" in about.lower()
    return any(name in about for name in ("StageMove", "moves.", "stage_moves")) or (
        ast.unparse(node.func.value).endswith(".moves")
    )


def test_the_table_is_the_only_thing_asked_before_a_move(ana):
    """Every legal move is written at any time, whatever else is true of the behaviour."""
    for state in Behaviour.State.values:
        behaviour = at_stage(ana, Stage.ACT)
        behaviour.state = state
        behaviour.save()
        assert moves.move(behaviour, Stage.MAI, "", None, NOON)

    assert machine.kind(Stage.ACT, Stage.MAI) is machine.Kind.EXPECTED
