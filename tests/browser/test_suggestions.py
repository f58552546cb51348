"""A suggestion by hand: its evidence followed, accepted, left, silenced and let again; the two short questions; the desk."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from stages import moves
from stages.models import Behaviour, Stage, Suggestion
from tests.tools.writing import kept
from tools import evidence

from .test_every_page import against
from .test_layouts import tab_to

ASKS = "Would you say you are thinking about it?"


def weighed(member) -> Behaviour:
    """Not thinking of it by their own word; weighed up on two days since, once for looking at it."""
    now = timezone.now()
    wine = member.behaviours.create(kind="alcohol", label="Wine on weeknights")
    moves.move(wine, Stage.PRE, "", None, now - timedelta(days=30))
    for days_ago in (3, 1):
        at = now - timedelta(days=days_ago)
        kept(member, "cost-benefit", {"title": "Wine on weeknights"}, at, behaviour=wine)
    assert evidence.look(wine, now)
    return wine


def stage(behaviour: Behaviour) -> str:
    return Behaviour.objects.with_stage().get(pk=behaviour.pk).stage


def answers() -> list[str]:
    return list(Suggestion.objects.values_list("answer", flat=True))


@pytest.mark.parametrize("script", [True, False])
def test_its_evidence_is_looked_at_and_it_is_accepted(device, ana, open_as, script):
    wine = weighed(ana)
    page = open_as(device(java_script_enabled=script), ana)
    page.get_by_text(ASKS).wait_for()

    page.get_by_role("link", name="You weighed it up").click()
    page.wait_for_url("**/entries/**")
    page.go_back()
    page.get_by_role("button", name="That is right, update").click()
    page.wait_for_url(f"**/progress/{wine.pk}/")

    assert (stage(wine), answers()) == (Stage.CON, ["accepted"])
    assert page.get_by_role("heading", name="Thinking about it").count() >= 1
    expect(page.get_by_role("button", name="Take it back")).to_be_visible()


def test_it_is_left_and_nothing_is_asked_again(phone, ana, open_as):
    wine = weighed(ana)
    page = open_as(phone, ana)

    page.get_by_role("button", name="Leave it").click()
    page.get_by_text("Left as it is.").wait_for()

    assert (stage(wine), answers()) == (Stage.PRE, ["left"])
    expect(page.locator("#suggestion")).to_have_count(0)


def test_it_is_silenced_and_let_again(phone, ana, open_as):
    wine = weighed(ana)
    page = open_as(phone, ana, f"/progress/{wine.pk}/")

    page.get_by_role("button", name="Do not suggest this again").click()
    page.get_by_text("Nothing more is suggested here").wait_for()
    silent = Behaviour.objects.get(pk=wine.pk).suggests
    page.get_by_role("button", name="Suggest stages here again").click()
    page.get_by_text("Suggestions are on.").wait_for()

    assert (silent, Behaviour.objects.get(pk=wine.pk).suggests) == (False, True)
    assert (stage(wine), answers()) == (Stage.PRE, ["silenced"])


def test_both_answers_weigh_the_same(phone, ana, open_as):
    weighed(ana)
    page = open_as(phone, ana)
    looks = "each => { const s = getComputedStyle(each); return [s.backgroundColor, s.color, s.borderColor, s.fontWeight, s.fontSize, each.offsetHeight] }"

    right, leave = (
        page.get_by_role("button", name=name) for name in ("That is right, update", "Leave it")
    )

    assert right.evaluate(looks) == leave.evaluate(looks)
    assert [each.bounding_box()["height"] >= 44 for each in (right, leave)] == [True, True]


def test_it_is_answered_by_keyboard_alone(phone, ana, open_as):
    wine = weighed(ana)
    page = open_as(phone, ana)

    tab_to(page, "button[value=accepted]")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/progress/{wine.pk}/")

    assert stage(wine) == Stage.CON


@pytest.mark.parametrize("script", [True, False])
def test_two_short_questions_lead_to_the_stage_page(device, ana, open_as, script):
    wine = weighed(ana)
    page = open_as(device(java_script_enabled=script), ana, f"/progress/{wine.pk}/move/")

    page.get_by_role("link", name="Not sure?").click()
    page.get_by_role("link", name="No", exact=True).click()
    page.get_by_role("link", name="In the next month").click()
    page.get_by_text("You could put yourself at “Getting ready”.").wait_for()
    before = stage(wine)
    page.get_by_role("link", name="That is right, go on").click()
    page.get_by_role("button", name="This is where I am").click()
    page.wait_for_url(f"**/progress/{wine.pk}/")

    assert (before, stage(wine)) == (Stage.PRE, Stage.DET)


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_either_theme(device, ana, ada, open_as, width):
    wine = weighed(ana)
    mine = ["/", f"/progress/{wine.pk}/", f"/progress/{wine.pk}/readiness/"]
    mine += [f"{mine[2]}?now=no", f"{mine[2]}?now=under"]
    page, desk = open_as(device(width=width), ana), open_as(device(width=width), ada)

    found = []
    for shown, paths in ((page, mine), (desk, ["/desk/suggestions/"])):
        for path in paths:
            for scheme in ("light", "dark"):
                shown.emulate_media(color_scheme=scheme)
                shown.goto(path)
                found += against(shown, path)
            wide = "document.documentElement.scrollWidth > innerWidth"
            found += [f"{path} is wide"] if shown.evaluate(wide) else []

    assert found == []
