"""It happened: safety first, very little asked, private, nothing counted down, and somebody to turn to."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from stages import moves
from stages.models import Behaviour, Slip, Stage
from tests.frame.test_support import HEAVY, offer, text
from tests.stages.helpers import a_behaviour
from tests.tools.test_card import plan
from tools.models import Entry

NOW = datetime(2026, 11, 23, 18, 41, tzinfo=UTC)
ONCE = "6f1c2d3e-0000-4000-8000-000000000001"
NOBODYS = "6f1c2d3e-0000-4000-8000-00000000000f"
Kind = Behaviour.Kind


@pytest.fixture(autouse=True)
def at_six(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def wine(ana) -> Behaviour:
    return a_behaviour(ana, Stage.ACT)


def write(browser, **said):
    return browser.post(reverse("slip_new"), {"once": ONCE} | said)


def page(browser, slip: Slip, **more):
    return browser.get(reverse("slip", args=[slip.pk]), **more)


def the_slip() -> Slip:
    return Slip.objects.get()


# Writing it down


def test_safety_stands_first_and_can_be_passed_by(as_ana, wine):
    shown = as_ana.get(reverse("slip_new")).content.decode()

    safe, write_it = shown.index("Are you safe right now?"), shown.index('id="write"')
    assert safe < shown.index('href="#write"') < write_it < shown.index("<form", write_it)


@pytest.mark.parametrize(
    ("kind", "notes"),
    [
        (Kind.ALCOHOL, ["withdrawal"]),
        (Kind.SEDATIVES, ["withdrawal"]),
        (Kind.BENZOS, ["after-a-break", "withdrawal"]),
        (Kind.OPIOIDS, ["after-a-break"]),
        (Kind.OTHER_DRUG, ["after-a-break"]),
        (Kind.GAMBLING, []),
        (Kind.NICOTINE, []),
    ],
)
def test_what_stands_there_fits_what_it_was(as_ana, ana, kind, notes):
    behaviour = a_behaviour(ana, Stage.ACT, kind=kind)
    write(as_ana)

    asked = as_ana.get(reverse("slip_new"), {"about": behaviour.pk}).content.decode()
    written = page(as_ana, the_slip()).content.decode()

    found = [re.findall(r'id="(after-a-break|withdrawal)"', each) for each in (asked, written)]
    assert found == [notes, notes]


def test_staying_alive_stays_in_sight_afterwards(as_ana, ana):
    a_behaviour(ana, Stage.ACT, kind=Kind.OPIOIDS)
    write(as_ana)

    assert "<details open><summary>What to know" in page(as_ana, the_slip()).content.decode()


def test_before_it_is_said_which_the_notes_of_all_stand_there_once(as_ana, ana):
    for kind in (Kind.ALCOHOL, Kind.OPIOIDS, Kind.OTHER_DRUG, Kind.ALCOHOL):
        a_behaviour(ana, kind=kind)

    shown = as_ana.get(reverse("slip_new")).content.decode()

    assert re.findall(r'class="alert alert-warning" id="([\w-]+)"', shown) == [
        "after-a-break", "withdrawal",
    ]  # fmt: skip


def test_with_one_thing_worked_on_nothing_has_to_be_said(as_ana, ana, wine):
    answer = write(as_ana)

    slip = the_slip()
    assert answer.headers["Location"] == reverse("slip", args=[slip.pk])
    assert [slip.behaviour, slip.occurred_at, slip.extent, slip.said] == [wine, NOW, "", ""]


def test_with_several_it_asks_which_and_nothing_else(as_ana, ana, wine):
    bets = a_behaviour(ana, kind=Kind.GAMBLING)

    refused = write(as_ana, said="Two beers")
    write(as_ana, about=bets.pk)

    assert "Choose what it was about." in text(refused)
    assert "Two beers" in refused.content.decode()
    assert the_slip().behaviour == bets


def test_the_one_a_link_names_is_chosen_already(as_ana, ana, wine):
    a_behaviour(ana, kind=Kind.GAMBLING)

    shown = as_ana.get(reverse("slip_new"), {"about": wine.pk}).content.decode()

    assert re.findall(r'value="([^"]+)"[^>]*\bchecked', shown) == [str(wine.pk)]


def test_with_nothing_worked_on_it_still_says_how_to_be_safe(as_ana):
    shown = text(as_ana.get(reverse("slip_new")))

    assert "Are you safe right now?" in shown
    assert "Name one thing" in shown
    assert write(as_ana).status_code == 200


def test_it_can_be_written_down_days_later(as_ana, wine):
    write(as_ana, at="2026-11-20T23:30", extent="few", said="Two beers")

    slip = the_slip()
    assert [slip.occurred_at, slip.extent, slip.said] == [
        datetime(2026, 11, 20, 23, 30, tzinfo=UTC), "few", "Two beers",
    ]  # fmt: skip


def test_it_says_whose_clock_and_asks_which_of_two_hours(as_ana, wine):
    """The clocks went back on 25 October: half past one came twice."""
    asked = as_ana.get(reverse("slip_new"))
    write(as_ana, **{"at": "2026-10-25T01:30", "at-second": "1"})

    assert "Empty means just now. Your time: Europe/London." in text(asked)
    assert the_slip().occurred_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2026-11-23T19:30", "That is still to come."),
        ("2199-01-01T10:00", "That is still to come."),
        ("1900-01-01T10:00", "Give a time within the last year."),
        ("2025-11-23T18:40", "Give a time within the last year."),
        ("yesterday", "Give a day and a time"),
        ("0001-01-01T00:00", "Give a day and a time"),
        ("\0", "Give a day and a time"),
    ],
)
def test_a_time_that_cannot_be_is_asked_again_and_nothing_is_lost(as_ana, wine, at, told):
    answer = write(as_ana, at=at, said="Two beers")

    assert told in text(answer)
    assert "Two beers" in answer.content.decode()
    assert Slip.objects.count() == 0


@pytest.mark.parametrize(
    "said",
    [{"extent": "a lot"}, {"said": "x" * 1001}, {"about": "nonsense"}, {"about": NOBODYS}],
)
def test_what_is_not_an_answer_is_refused_kindly(as_ana, ana, wine, said):
    a_behaviour(ana, kind=Kind.GAMBLING)

    assert write(as_ana, **{"about": wine.pk} | said).status_code == 200
    assert Slip.objects.count() == 0


@pytest.mark.parametrize("once", ["", "1", "\0", "x" * 65])
def test_without_an_id_it_is_written_all_the_same_or_asked_again(as_ana, wine, once):
    assert write(as_ana, once=once).status_code in (200, 302)


def test_sent_twice_it_is_one(as_ana, wine):
    first, second = write(as_ana, said="Two beers"), write(as_ana, said="Two beers")

    assert first.headers["Location"] == second.headers["Location"]
    assert Slip.objects.count() == 1


def test_somebody_elses_behaviour_is_nobodys(as_ana, ana, ben, wine):
    theirs = a_behaviour(ben)
    a_behaviour(ana, kind=Kind.GAMBLING)

    shown = as_ana.get(reverse("slip_new"), {"about": theirs.pk}).content.decode()
    write(as_ana, about=theirs.pk)

    assert [str(theirs.pk) in shown, Slip.objects.count()] == [False, 0]


# The page after


def test_it_thanks_says_what_still_stands_and_leads_to_a_person(as_ana, ana, wine):
    people = [{"id": "p0000000", "who": "Ade", "contact": "07700 900123"}]
    plan(ana, wine, people=people)
    write(as_ana, extent="once", said="Two beers at the match")

    answer = page(as_ana, the_slip())
    shown, said = answer.content.decode(), text(answer)

    for words in (
        "Thanks for writing it down", "Two beers at the match", "days since you began still happened",
        "One event. The skills are still yours.", "Only you can see this.", "A glass of water.",
        "Something to eat.", "Some sleep, or a rest.", "Ade", "A meeting, if one is on.",
        "Where you put yourself has not changed.", "Doing it.",
    ):  # fmt: skip
        assert words in said
    for url in ("tel:07700900123", reverse("help"), f"{reverse('urge_card')}?about={wine.pk}",
                reverse("stage_move", args=[wine.pk])):  # fmt: skip
        assert f'href="{url}"' in shown
    assert shown.count("btn-primary") == 1


def test_with_nobody_named_help_is_the_one_thing_to_press(as_ana, wine):
    write(as_ana)

    shown = page(as_ana, the_slip()).content.decode()

    assert re.findall(r'class="btn btn-primary" href="([^"]+)"', shown) == [reverse("help")]


def test_nothing_on_it_counts_from_nought(as_ana, wine):
    write(as_ana, extent="back")

    assert re.findall(r"\b0\b|zero|nought|start over|!", text(page(as_ana, the_slip()))) == []


def test_whoever_would_rather_not_say_a_stage_is_not_told_one(as_ana, ana):
    a_behaviour(ana)
    write(as_ana)

    assert "Where you put yourself" not in text(page(as_ana, the_slip()))


def test_the_closer_look_opens_with_what_was_said(as_ana, wine):
    write(as_ana, at="2026-11-20T23:30", extent="once", said="A glass with Tom")
    link = re.search(r'href="([^"]*slip-review[^"]*)"', page(as_ana, the_slip()).content.decode())

    shown = as_ana.get(link.group(1).replace("&amp;", "&")).content.decode()

    assert "A glass with Tom</textarea>" in shown
    assert 'value="2026-11-20T23:30"' in shown
    assert re.findall(r'value="once"[^>]*\bchecked', shown) != []
    assert re.findall(rf'value="{wine.pk}"[^>]*\b(?:selected|checked)', shown) != []
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("wanted", ["", "nonsense", "\0", NOBODYS, "ben's", "taken back"])
def test_the_closer_look_opens_empty_for_anything_else(as_ana, ana, ben, wine, wanted):
    write(as_ana, said="A glass with Tom")
    mine = the_slip()
    theirs = Slip.objects.create(
        member=ben, behaviour=a_behaviour(ben), day=NOW.date(), said="Three pints"
    )
    if wanted == "taken back":
        as_ana.post(reverse("slip_take_back", args=[mine.pk]))
    wanted = {"ben's": str(theirs.pk), "taken back": str(mine.pk)}.get(wanted, wanted)

    shown = as_ana.get(reverse("begin", args=["slip-review"]), {"slip": wanted})

    assert shown.status_code == 200
    assert [each in shown.content.decode() for each in ("A glass with Tom", "Three pints")] == [
        False,
        False,
    ]


def test_taken_back_it_says_nothing(as_ana, wine):
    write(as_ana, said="Two beers at the match", extent="once")

    as_ana.post(reverse("slip_take_back", args=[the_slip().pk]))
    write(as_ana, said="Two beers at the match", extent="once")

    said = text(page(as_ana, the_slip()))
    assert ["Taken back" in said, "Two beers" in said, "Once" in said] == [True, False, False]


def test_words_of_theirs_are_only_ever_text(as_ana, ana):
    bad = '<img src=x onerror=alert(1)>{{ 7|add:7 }}"'
    a_behaviour(ana, label=bad)
    write(as_ana, said=bad)

    for answer in (page(as_ana, the_slip()), as_ana.get(reverse("slip_new"))):
        assert "<img" not in answer.content.decode()


def test_heavy_words_bring_a_quiet_offer_and_block_nothing(as_ana, ana, wine):
    answer = write(as_ana, said=HEAVY)

    assert answer.headers["Location"] == reverse("slip", args=[the_slip().pk])
    assert offer(page(as_ana, the_slip())) == "seen"
    assert [row.why for row in ana.support_shown.all()] == ["words"]


def test_other_words_bring_none(as_ana, ana, wine):
    write(as_ana, said="I was dying for a drink")

    assert [offer(page(as_ana, the_slip())), ana.support_shown.count()] == ["waits", 0]


@pytest.mark.parametrize("much", [0, 1, 40])
def test_the_pages_ask_the_same_however_much_is_written(
    as_ana, ana, wine, much, django_assert_max_num_queries
):
    slip = Slip.objects.create(member=ana, behaviour=wine, day=NOW.date(), said="Two beers")
    for n in range(much):
        plan(ana, wine, ago=n)
        Slip.objects.create(member=ana, behaviour=wine, day=NOW.date() - timedelta(n))

    with django_assert_max_num_queries(9):
        page(as_ana, slip)
    with django_assert_max_num_queries(4):
        as_ana.get(reverse("slip_new"))


# Where it is offered


def test_saying_i_am_back_in_it_first_offers_to_write_it_down_and_stay(as_ana, ana):
    ready = a_behaviour(ana, Stage.DET)

    shown = as_ana.get(reverse("stage_move", args=[ready.pk]), {"to": Stage.REL}).content.decode()

    assert f'href="{reverse("slip_new")}?about={ready.pk}"' in shown
    assert "Write it down, and stay where I am" in shown


def test_the_page_of_what_they_work_on_has_a_way_there(as_ana, wine):
    shown = as_ana.get(reverse("behaviour", args=[wine.pk])).content.decode()

    assert f'href="{reverse("slip_new")}?about={wine.pk}"' in shown


# Coming back, with the earlier tools at hand


def at_hand(browser, behaviour) -> list[str]:
    shown = browser.get(reverse("behaviour", args=[behaviour.pk])).content.decode()
    _before, here, rest = shown.partition('id="at-hand"')
    return re.findall(r'href="/entries/([^/"]+)', rest.split("</section>")[0]) if here else ["none"]


def test_while_back_in_it_their_own_tools_are_at_hand(as_ana, ana, ben):
    wine = a_behaviour(ana, Stage.ACT, Stage.REL)
    other = a_behaviour(ana, kind=Kind.GAMBLING)
    plan(ben)
    plan(ana, other)
    plan(ana)
    plan(ana, wine, ago=9)
    mine = plan(ana, wine, ago=3)

    assert at_hand(as_ana, wine) == [str(mine.pk)]


@pytest.mark.parametrize(("days", "near"), [(0, True), (14, True), (15, False)])
def test_they_stay_for_two_weeks_after_leaving(as_ana, ana, days, near, time_machine):
    wine = a_behaviour(ana, Stage.ACT, Stage.REL)
    mine = plan(ana, wine)
    moves.move(wine, Stage.CON, "", None, NOW)
    as_ana.force_login(ana)
    time_machine.move_to(NOW + timedelta(days=days), tick=False)
    as_ana.force_login(ana)

    assert at_hand(as_ana, wine) == ([str(mine.pk)] if near else ["none"])


@pytest.mark.parametrize("stage", [Stage.UNSET, Stage.CON, Stage.ACT, Stage.MAI, Stage.GRA])
def test_at_other_times_the_page_stays_as_it_is(as_ana, ana, stage):
    wine = a_behaviour(ana, *([] if stage == Stage.UNSET else [stage]))
    plan(ana, wine)

    assert at_hand(as_ana, wine) == ["none"]


def test_with_no_tools_yet_a_small_one_is_offered(as_ana, ana):
    wine = a_behaviour(ana, Stage.REL)

    shown = as_ana.get(reverse("behaviour", args=[wine.pk])).content.decode()

    assert f'href="{reverse("begin", args=["urge-plan"])}"' in shown.partition('id="at-hand"')[2]


def test_leaving_may_go_anywhere_and_looks_first_at_where_they_were(as_ana, ana):
    wine = a_behaviour(ana, Stage.MAI, Stage.REL)

    shown = as_ana.get(reverse("stage_move", args=[wine.pk])).content.decode()

    offered = re.findall(r'<button class="go" name="to" value="(\w+)"( autofocus)?', shown)
    assert dict(offered) == {
        "pre": "", "con": "", "det": "", "act": "", "mai": " autofocus", "unset": "",
    }  # fmt: skip
