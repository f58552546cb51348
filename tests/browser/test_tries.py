"""Trying one change for a while, on a phone: begun by keyboard, told afterwards, in both themes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from stages import experiments
from tests.stages.counted import DAY, an_urge


@pytest.fixture
def wine(ana):
    return ana.behaviours.create(kind="alcohol", label="Wine on weeknights")


def tried(behaviour, days_ago: int, change: str):
    return experiments.begin(
        behaviour,
        once=uuid4(),
        change=change,
        looks_at="urges",
        starts_on=behaviour.member.today() - days_ago * DAY,
        days=14,
        now=timezone.now() - timedelta(days=days_ago),
    )


@pytest.fixture
def told(wine):
    """One that is over and has enough notes, one over with few, and one under way."""
    today = wine.member.today()
    early = tried(wine, 60, "Supper before six")
    for n in range(20):
        an_urge(wine, today - (74 - n) * DAY, 19)
    late = tried(wine, 30, "A walk at seven")
    return early, late, tried(wine, 3, "The guitar on its stand")


def test_one_is_begun_by_keyboard_stopped_and_what_was_learned_is_kept(phone, open_as, ana, wine):
    page = open_as(phone, ana, f"/progress/{wine.pk}/tries/")
    page.get_by_role("link", name="Try something").press("Enter")
    page.get_by_label("What would you do differently?").fill("Supper before six")
    page.get_by_label("How many urges I write down").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Try it").press("Enter")
    page.get_by_role("heading", name="Under way").wait_for()

    page.get_by_role("button", name="Stop here").press("Enter")
    page.get_by_label("What did you learn?").fill("Hungry is half of it.")
    page.get_by_role("button", name="Save what I learned").press("Enter")
    page.get_by_text("Saved.").wait_for()

    made = wine.experiments.get()
    assert (made.change, made.looks_at, made.learned) == (
        "Supper before six", "strength", "Hungry is half of it.",
    )  # fmt: skip
    assert made.stopped_on == ana.today()


def test_both_sides_are_told_without_script(device, open_as, ana, told):
    early, late, _running = told
    page = open_as(device(java_script_enabled=False), ana, page_of(early))
    both = page.locator("main").inner_text()
    page.goto(page_of(late))

    assert "Before, in 14 days: 14 urges written down." in both
    assert "Since then, in 14 days: six urges written down." in both
    expect(page.locator("main")).to_contain_text("Too few notes to tell", use_inner_text=True)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_and_there_is_one_filled_button(device, open_as, ana, told, theme):
    early, late, running = told
    all_of_it = f"/progress/{running.behaviour_id}/tries/"
    page = open_as(device(color_scheme=theme), ana, all_of_it)

    found = []
    for path in (
        all_of_it, f"{all_of_it}new/", *map(page_of, told), f"{page_of(late)}delete/",
        f"/progress/summary/?about={running.behaviour_id}",
    ):  # fmt: skip
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        found += [
            f"{path} {each['id']}"
            for each in Axe()
            .run(page, options={"resultTypes": ["violations"]})
            .response["violations"]
        ]
        filled = page.locator("main .btn-primary").count()
        found += [f"{path} has {filled} filled buttons"] if filled > 1 else []
        page.set_viewport_size({"width": 320, "height": 700})
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{path} is {wide} wide"] if wide > 320 else []

    assert found == []


def page_of(experiment) -> str:
    return f"/progress/{experiment.behaviour_id}/tries/{experiment.pk}/"
