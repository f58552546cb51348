"""Measures by hand: keyboard alone, help before any number, the desk; open to all in both themes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from stages import switching
from stages.models import Taking
from tests.stages.test_measuring import every, switched_on, take

from .test_every_page import findings

NOW = datetime.now(UTC)


@pytest.fixture
def answered(ana) -> list[str]:
    """Every kind of page there is of measures, each with a line of several times."""
    paths = [reverse("measures")]
    for slug in ("rulers", "tea", "barc-10", "who-5", "phq-9", "audit"):
        switched_on(slug)
        values = [item.scale.values for item in switching.standing(slug).instrument.items]
        names = [item.name for item in switching.standing(slug).instrument.items]
        for days, at in ((60, 0), (30, -1), (0, 1)):
            chosen = {name: each[at] for name, each in zip(names, values, strict=True)}
            latest = take(ana, slug, chosen, NOW - timedelta(days=days), words="I sleep again")
        paths += [reverse("measure", args=[slug]), reverse("taking", args=[latest.pk])]
    partly = take(ana, "phq-2", {"1": 2}, NOW)
    return [*paths, reverse("taking", args=[partly.pk])]


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_any_of_them_in_either_theme(device, ana, open_as, answered, width):
    page = open_as(device(width=width), ana)

    assert findings(page, answered, in_the_dark=width == 360) == []


def test_axe_finds_nothing_at_the_desk_in_either_theme(phone, ada, open_as):
    switched_on("who-5")
    page = open_as(phone, ada)
    slugs = ("who-5", "audit", "phq-9", "rulers")

    found = findings(
        page, [reverse("desk_measures"), *(reverse("desk_measure", args=[each]) for each in slugs)]
    )

    assert found == []


@pytest.mark.parametrize("width", [320])
def test_nothing_scrolls_sideways(device, ana, open_as, answered, width):
    page = open_as(device(width=width), ana)

    wide = []
    for path in answered:
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(path)

    assert wide == []


def test_it_is_answered_by_keyboard_alone(phone, ana, open_as):
    page = open_as(phone, ana, reverse("measure", args=["phq-2"]))

    page.locator("input[type=radio]").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "reset"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What it may mean").wait_for()

    assert Taking.objects.get().answers == {"1": 2, "2": 0}


def test_what_was_chosen_can_be_emptied_again_without_script(device, ana, open_as):
    page = open_as(device(java_script_enabled=False), ana, reverse("measure", args=["phq-2"]))
    page.get_by_label("Several days").first.check()

    page.get_by_role("button", name="Empty it").click()
    page.get_by_role("button", name="Save answers").click()

    expect(page.get_by_text("Nothing is answered yet")).to_be_visible()
    assert Taking.objects.count() == 0


def test_one_answer_about_harm_brings_help_and_no_number(phone, ana, open_as):
    switched_on("phq-9")
    page = open_as(phone, ana, reverse("measure", args=["phq-9"]))

    page.locator("[name=item-9]").nth(1).check()
    page.get_by_role("button", name="Save answers").click()
    page.wait_for_url("**/support/")

    said = page.locator("main").inner_text()
    assert "come to" not in said
    assert page.locator("main a[href^='tel:'], main a[href^='sms:'], main a[rel]").count() > 0
    assert Taking.objects.get().answers == {"9": 1}


def test_a_thumb_that_taps_twice_keeps_one(phone, ana, open_as):
    page = open_as(phone, ana, reverse("measure", args=["phq-2"]))
    page.locator("[name=item-1]").nth(1).check()

    page.get_by_role("button", name="Save answers").dblclick()
    page.get_by_role("heading", name="What it may mean").wait_for()

    assert [each.answers for each in Taking.objects.all()] == [{"1": 1}]


def test_an_admin_enters_words_and_switches_one_on(phone, ada, open_as):
    page = open_as(phone, ada, reverse("desk_measure", args=["who-5"]))
    expect(page.get_by_role("button", name="Switch it on")).to_have_count(0)

    page.get_by_label("What gives this site the right").fill("A letter of 3 May")
    page.get_by_label("I have looked at it").check()
    page.get_by_role("button", name="Confirm the right").click()
    page.get_by_text("Its words come first").wait_for()
    for field in page.locator("input[name^=item-], input[name^=label-]").all():
        field.fill(f"As printed: {field.get_attribute('name')}")
    page.get_by_role("button", name="Keep these words").click()
    page.get_by_role("button", name="Switch it on").click()
    page.get_by_role("button", name="Switch it off").wait_for()

    assert switching.standing("who-5").is_open


def test_it_prints_with_its_numbers_and_no_buttons(device, ana, open_as):
    for days in (30, 0):
        taking = take(ana, "phq-2", every("phq-2", 1), NOW - timedelta(days=days))
    page = open_as(device(width=794), ana, reverse("taking", args=[taking.pk]))

    page.emulate_media(media="print")

    assert page.locator("main .btn").first.is_hidden()
    expect(page.get_by_text("Your answers come to 2")).to_be_visible()
