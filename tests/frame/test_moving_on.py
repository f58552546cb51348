"""Moving on: a look back, a copy to take, a thank-you, and a door; nobody is moved by opening it."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from stages import machine
from stages.models import CheckIn, Stage, Urge
from tests.frame.test_support import text
from tests.house.walk import everything_kept
from tests.stages.helpers import NOON, a_behaviour, at_stage, fresh, steps
from tests.tools.test_card import rows
from tests.tools.writing import kept
from tools import reasons

STRAIGHT = [s for s in Stage if machine.kind(s, Stage.GRA) in (
    machine.Kind.EXPECTED, machine.Kind.LEAVING
)]  # fmt: skip
ROUNDABOUT = [s for s in Stage if machine.kind(s, Stage.GRA) is machine.Kind.OTHERWISE]


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def opened(browser, behaviour):
    return browser.get(reverse("moving_on", args=[behaviour.pk]))


def test_it_looks_back_over_everything_and_leaves_the_door_open(as_ana, ana):
    wine = a_behaviour(ana, Stage.DET, Stage.ACT, Stage.MAI)
    day = date(2026, 11, 2)
    CheckIn.objects.create(
        member=ana, behaviour=wine, day=day, week=day, weekly=True, days=5, counted=5
    )
    for got_by in (True, True, False):
        Urge.objects.create(member=ana, behaviour=wine, day=day, hour=9, got_by=got_by)
    kept(ana, "change-plan", {"change": "No wine", "reasons": rows("Leo")}, NOON, behaviour=wine)
    kept(ana, "cost-benefit", {"title": "Wine"}, NOON, behaviour=wine, saved=False)
    phone = a_behaviour(ana, label="Phone")
    Urge.objects.create(member=ana, behaviour=phone, day=day, hour=9, got_by=True)

    answer = opened(as_ana, wine)
    said, page = text(answer), answer.content.decode()

    for words in (
        "5 days on your own plan", "3 urges written down", "2 urges you got past", "1 worksheet kept",
        "Leo", "The way you went", "Giving something back", "Thank you", "The door stays open",
    ):  # fmt: skip
        assert words in said
    assert f'href="{reverse("me_take")}"' in page
    assert page.count("btn-primary") == 1


def test_with_nothing_written_it_still_says_thank_you(as_ana, ana):
    said = text(opened(as_ana, at_stage(ana, Stage.MAI)))

    assert "Most of it is not written here. You did it all the same." in said
    assert re.findall(r"\b0\b", said) == []


def test_opening_it_moves_nobody(as_ana, ana):
    wine = at_stage(ana, Stage.MAI)
    before = everything_kept()

    opened(as_ana, wine)

    assert everything_kept() == before


@pytest.mark.parametrize("stage", STRAIGHT)
def test_the_button_goes_through_the_stage_page_with_a_line_for_later(as_ana, ana, stage):
    wine = at_stage(ana, stage)
    page = opened(as_ana, wine).content.decode()
    action = re.search(r'<form[^>]*action="([^"]*/move/)"', page).group(1)
    hidden = dict(re.findall(r'<input type="hidden" name="(to|was|asked)" value="(\w+)"', page))

    as_ana.post(action, hidden | {"note": "Sundays are yours now"})

    move = wine.moves.order_by("-number").first()
    assert [fresh(wine).stage, move.note, move.since] == [
        Stage.GRA, "Sundays are yours now", ana.today(NOON),
    ]  # fmt: skip


@pytest.mark.parametrize("stage", ROUNDABOUT)
def test_where_there_is_a_step_in_between_it_says_so(as_ana, ana, stage):
    wine = at_stage(ana, stage)
    before = steps(wine)

    page = opened(as_ana, wine).content.decode()

    assert f'href="{reverse("stage_move", args=[wine.pk])}?to=gra"' in page
    assert [re.findall(r'action="[^"]*/move/"', page), steps(wine)] == [[], before]


def test_once_there_it_is_a_look_back(as_ana, ana):
    page = opened(as_ana, at_stage(ana, Stage.GRA)).content.decode()

    assert "You have moved on" in page
    assert re.findall(r'action="[^"]*/move/"', page) == []


@pytest.mark.parametrize(
    ("stage", "leads"),
    [(s, s in (Stage.ACT, Stage.MAI, Stage.GRA)) for s in Stage],
)
def test_the_page_of_what_they_work_on_leads_there_once_it_makes_sense(as_ana, ana, stage, leads):
    wine = at_stage(ana, stage)

    page = as_ana.get(reverse("behaviour", args=[wine.pk])).content.decode()

    assert (f'href="{reverse("moving_on", args=[wine.pk])}"' in page) is leads


def test_leaving_straight_from_doing_it_offers_the_look_back_and_does_not_dissuade(as_ana, ana):
    wine = at_stage(ana, Stage.ACT)

    page = as_ana.get(reverse("stage_move", args=[wine.pk]), {"to": Stage.GRA}).content.decode()

    assert f'href="{reverse("moving_on", args=[wine.pk])}"' in page
    assert "You can move on whenever you say so." in page


def test_the_first_reasons_come_first_and_at_most_three(ana, ben):
    wine, other = a_behaviour(ana), a_behaviour(ana)
    kept(
        ana,
        "cost-benefit",
        {"title": "Wine", "changing_benefit": rows("Sleep", "Leo")},
        NOON,
        behaviour=wine,
    )
    kept(
        ana,
        "urge-plan",
        {"delay": rows("Wait"), "reasons": rows("Leo", "Money", "Time")},
        NOON + timedelta(hours=1),
        behaviour=wine,
    )
    kept(ana, "change-plan", {"change": "Bets", "reasons": rows("Payday")}, NOON, behaviour=other)

    assert [reasons.first(wine), reasons.first(other)] == [["Sleep", "Leo", "Money"], ["Payday"]]


@pytest.mark.parametrize("much", [0, 1, 60])
def test_the_same_queries_however_much_is_written(as_ana, ana, much, django_assert_max_num_queries):
    wine = at_stage(ana, Stage.MAI)
    for n in range(much):
        Urge.objects.create(member=ana, behaviour=wine, day=NOON.date(), hour=9, got_by=True)
        kept(ana, "change-plan", {"change": f"{n}", "reasons": rows("Leo")}, NOON, behaviour=wine)

    with django_assert_max_num_queries(12):
        opened(as_ana, wine)


def test_what_is_not_there_is_not_there(as_ana, ben):
    theirs = at_stage(ben, Stage.MAI)

    answers = [as_ana.get(reverse("moving_on", args=[pk])) for pk in (theirs.pk, uuid4())]

    assert [answer.status_code for answer in answers] == [404, 404]
