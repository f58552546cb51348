"""The table of stages, cell by cell, and the page that does what it says."""

import itertools
import re

import pytest
from django.urls import reverse

from stages import machine
from stages.machine import Kind
from stages.models import Stage

from .helpers import NOON, at_stage, fresh, steps

SAYS = """
from   unset pre con det act mai gra rel
unset  -     E   E   E   E   E   E   E
pre    E     -   E   S   S   C1  no  no
con    E     E   -   E   S   C1  no  no
det    E     S   E   -   E   C1  no  C2
act    E     S   S   E   -   E   C3  E
mai    E     S   S   S   E   -   E   E
gra    E     no  S   S   E   E   -   E
rel    E     E   E   E   E   E   no  -
"""
MEANS = {
    "-": Kind.STAY,
    "E": Kind.EXPECTED,
    "S": Kind.SKIP,
    "C1": Kind.SINCE,
    "C2": Kind.SLIP,
    "C3": Kind.LEAVING,
    "no": Kind.OTHERWISE,
}
PAIRS = list(itertools.product(Stage.values, Stage.values))
ASKS = {Kind.SKIP, Kind.SINCE, Kind.SLIP, Kind.LEAVING}
# Words that stand on the page of one kind and of no other.
ONLY_ON = {
    Kind.STAY: "You are here already",
    Kind.SINCE: "Roughly when did the change begin?",
    Kind.SLIP: "Stay where I am",
    Kind.LEAVING: "Take a copy of everything",
    Kind.OTHERWISE: "Put it away",
}


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def table() -> dict[tuple[str, str], Kind]:
    head, *lines = (line.split() for line in SAYS.strip().splitlines())
    return {
        (here, to): MEANS[cell]
        for here, *cells in lines
        for to, cell in zip(head[1:], cells, strict=True)
    }


def test_all_64_pairs_are_of_the_kind_the_reference_gives_them():
    assert {pair: machine.kind(*pair) for pair in PAIRS} == table()


def test_every_pair_without_a_straight_way_has_one_stage_to_pass_through():
    no_way = {pair for pair, kind in table().items() if kind is Kind.OTHERWISE}

    assert set(machine.VIA) == no_way
    for here, to in no_way:
        via = machine.via(here, to)
        assert Kind.OTHERWISE not in {machine.kind(here, via), machine.kind(via, to)}


def test_every_stage_says_what_it_means_and_not_saying_offers_nothing():
    assert set(machine.ABOUT) == set(Stage)
    assert all(about.means for about in machine.ABOUT.values())
    assert machine.ABOUT[Stage.UNSET].offers == ()


@pytest.mark.parametrize("here", Stage.values)
def test_the_choices_are_taps_pages_or_where_i_am_as_the_table_says(as_ana, ana, here):
    behaviour = at_stage(ana, here)

    page = as_ana.get(reverse("stage_move", args=[behaviour.pk])).content.decode()

    taps = set(re.findall(r'<button[^>]* name="to" value="(\w+)"', page))
    asks = set(re.findall(r'<a class="go" href="\?to=(\w+)"', page))
    assert taps == {to for to in Stage.values if machine.kind(here, to) is Kind.EXPECTED}
    assert asks == set(Stage.values) - taps - {here}
    assert page.count("You are here") == 1


@pytest.mark.parametrize("here", Stage.values)
def test_the_page_of_a_pair_asks_what_its_kind_asks(as_ana, ana, here):
    behaviour = at_stage(ana, here)

    for to in Stage.values:
        kind = machine.kind(here, to)
        page = as_ana.get(reverse("stage_move", args=[behaviour.pk]), {"to": to}).content.decode()
        main = page[page.index("<main") : page.index("</main>")]
        found = {of for of, words in ONLY_ON.items() if words in main}
        assert found == ({kind} if kind in ONLY_ON else set())
        assert ('name="note"' in main) == (kind in ASKS | {Kind.EXPECTED})
        assert ('name="since"' in main) == (kind in ASKS | {Kind.EXPECTED})
        assert main.count("btn-primary") == (kind not in {Kind.STAY, Kind.OTHERWISE, Kind.SLIP})


@pytest.mark.parametrize("here", Stage.values)
def test_one_tap_writes_a_move_only_where_it_is_expected(as_ana, ana, here):
    for to in Stage.values:
        behaviour = at_stage(ana, here)
        before = steps(behaviour)

        as_ana.post(reverse("stage_move", args=[behaviour.pk]), {"to": to, "was": here})

        moved = machine.kind(here, to) is Kind.EXPECTED
        assert steps(behaviour) == before + ([(len(before) + 1, here, to)] if moved else [])


@pytest.mark.parametrize("here", Stage.values)
def test_once_asked_every_move_is_written_but_those_that_go_another_way(as_ana, ana, here):
    for to in Stage.values:
        behaviour, said = at_stage(ana, here), {"to": to, "was": here, "asked": "True"}
        before = steps(behaviour)

        answer = as_ana.post(reverse("stage_move", args=[behaviour.pk]), said)

        moved = machine.kind(here, to) not in {Kind.STAY, Kind.OTHERWISE}
        assert steps(behaviour) == before + ([(len(before) + 1, here, to)] if moved else [])
        assert fresh(behaviour).stage == (to if moved else here)
        assert answer.status_code == (200 if machine.kind(here, to) is Kind.OTHERWISE else 302)


def test_leaving_relapse_begins_at_the_stage_held_before(as_ana, ana):
    behaviour = at_stage(ana, Stage.MAI)
    as_ana.post(reverse("stage_move", args=[behaviour.pk]), {"to": Stage.REL})

    page = as_ana.get(reverse("stage_move", args=[behaviour.pk])).content.decode()

    assert re.findall(r'value="(\w+)" autofocus', page) == [Stage.MAI]
    assert page.count("Where you were before") == 1
