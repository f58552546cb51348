"""The notes about stopping and about coming back: when they stand open, and that they gate nothing."""

import itertools
import re

import pytest
from django.urls import reverse

from stages import moves, safety
from stages.models import Behaviour, NoteSeen, Stage

from .helpers import NOON, a_behaviour, fresh, steps

Kind, Goal = Behaviour.Kind, Behaviour.Goal


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def open_notes(behaviour) -> list[str]:
    return [note.slug for note in safety.notes_for(behaviour, behaviour.member) if note.open]


def test_the_note_about_stopping_is_open_for_these_kinds_when_goal_or_stage_calls_for_it(ana):
    found = set()
    for kind, goal, stage in itertools.product(Kind, Goal, Stage):
        behaviour = Behaviour(member=ana, kind=kind, goal=goal)
        behaviour.stage = stage.value
        if "withdrawal" in open_notes(behaviour):
            found.add((kind, goal, stage))

    assert found == {
        (kind, goal, stage)
        for kind in [Kind.ALCOHOL, Kind.BENZOS, Kind.SEDATIVES]
        for goal, stage in itertools.product(Goal, Stage)
        if goal in {Goal.STOP, Goal.CUT_DOWN, Goal.PAUSE} or stage in {Stage.DET, Stage.ACT}
    }


def test_the_note_about_coming_back_stands_while_they_are_back_and_is_a_line_afterwards(ana):
    behaviour = a_behaviour(ana, Stage.REL, kind=Kind.OPIOIDS, goal=Goal.STOP)
    assert open_notes(behaviour) == [safety.AFTER_A_BREAK]

    moves.move(behaviour, Stage.ACT, "", None, NOON)

    notes = safety.notes_for(fresh(behaviour), ana)
    assert [(note.slug, note.open) for note in notes] == [(safety.AFTER_A_BREAK, False)]


def test_a_slip_calls_for_coming_back_first_and_then_for_stopping(ana):
    found = {}
    for kind in Kind:
        notes = safety.notes_for_slip(Behaviour(member=ana, kind=kind, goal=Goal.DECIDING))
        if notes:
            found[kind] = [(note.slug, note.open) for note in notes]

    back, stopping = (safety.AFTER_A_BREAK, True), (safety.WITHDRAWAL, True)
    assert found == {
        Kind.ALCOHOL: [stopping],
        Kind.BENZOS: [back, stopping],
        Kind.SEDATIVES: [stopping],
        Kind.OPIOIDS: [back],
        Kind.OTHER_DRUG: [back],
    }


def test_a_slip_about_nothing_named_calls_for_no_note():
    assert safety.notes_for_slip(None) == []


def test_slips_that_may_be_about_several_call_for_each_note_once_a_kind(ana):
    kinds = (Kind.ALCOHOL, Kind.BENZOS, Kind.ALCOHOL, Kind.OPIOIDS)

    notes = safety.notes_for_slips([Behaviour(member=ana, kind=kind) for kind in kinds])

    assert [note.slug for note in notes] == [
        safety.AFTER_A_BREAK, safety.WITHDRAWAL, safety.WITHDRAWAL,
    ]  # fmt: skip
    assert {note.behaviour.kind for note in notes[1:]} == {Kind.ALCOHOL, Kind.BENZOS}


def test_a_note_read_about_one_thing_stands_open_for_another(ana):
    wine, pills = (a_behaviour(ana, kind=kind, goal=Goal.STOP) for kind in ("alcohol", "benzos"))
    safety.seen(wine, ana)

    assert [open_notes(each) for each in (wine, pills)] == [[], [safety.WITHDRAWAL]]


def test_a_note_read_once_is_a_line_until_the_goal_changes(as_ana, ana):
    behaviour = a_behaviour(ana, goal=Goal.STOP)
    page, note = url("behaviour", behaviour), {"note": "withdrawal"}
    assert "I have read this" in text(as_ana.get(page))

    as_ana.post(url("note_seen", behaviour), note)
    as_ana.post(url("note_seen", behaviour), note)

    assert list(NoteSeen.objects.values_list("behaviour", "note", "goal")) == [
        (behaviour.pk, "withdrawal", "stop")
    ]
    assert "I have read this" not in text(as_ana.get(page))
    assert "About stopping safely" in text(as_ana.get(page))

    Behaviour.objects.filter(pk=behaviour.pk).update(goal=Goal.CUT_DOWN)
    assert "I have read this" in text(as_ana.get(page))

    Behaviour.objects.filter(pk=behaviour.pk).update(goal=Goal.DECIDING)
    assert "About stopping safely" in text(as_ana.get(page))


def test_an_open_note_stops_no_move(as_ana, ana):
    behaviour = a_behaviour(ana, Stage.DET, goal=Goal.STOP)

    as_ana.post(url("stage_move", behaviour), {"to": "act", "was": "det"})

    assert steps(behaviour)[-1] == (2, "det", "act")


@pytest.mark.parametrize("kind", [Kind.ALCOHOL, Kind.BENZOS, Kind.SEDATIVES])
def test_the_note_sends_people_to_a_doctor_and_to_help_and_gives_no_amounts(as_ana, ana, kind):
    behaviour = a_behaviour(ana, goal=Goal.STOP, kind=kind)

    page = text(as_ana.get(url("behaviour", behaviour)))

    note = page[page.index('id="stopping-safely"') :]
    note = note[: note.index("</div>")]
    assert "doctor" in note
    assert "call an ambulance now" in note
    assert reverse("help") in note
    assert not re.search(r"\d+ ?(mg|ml|units|drinks|per cent|%)", note)


def test_reading_a_note_goes_back_to_the_page_it_stood_on_and_never_elsewhere(as_ana, ana):
    behaviour = a_behaviour(ana, goal=Goal.STOP)

    def sent_to(back: str) -> str:
        said = {"note": "withdrawal", "next": back}
        return as_ana.post(url("note_seen", behaviour), said)["Location"]

    mine = url("behaviour", behaviour)
    assert sent_to("/tools/") == "/tools/"
    assert sent_to("https://example.org/") == mine
    assert sent_to("//example.org/") == mine
    assert sent_to("") == mine


def test_an_unknown_note_is_refused(as_ana, ana):
    behaviour = a_behaviour(ana, goal=Goal.STOP)

    answer = as_ana.post(url("note_seen", behaviour), {"note": "x" * 1000})

    assert (answer.status_code, NoteSeen.objects.count()) == (400, 0)


def url(name: str, behaviour: Behaviour) -> str:
    return reverse(name, args=[behaviour.pk])


def text(answer) -> str:
    return answer.content.decode()
