"""Checking in by thumb and by keyboard: a week filled in beforehand, a minute at most, with script and without."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from smartrecovery.sheets.sheet import WEEKDAYS
from stages import check_ins
from stages.models import Behaviour, CheckIn, CheckInPlan, Urge
from tests.tools.writing import kept

from .test_every_page import against

TAPS = "addEventListener('pointerdown', () => sessionStorage.taps = 1 + Number(sessionStorage.taps ?? 0), true)"
A_MINUTE, MOST_TAPS = 60, 6


@pytest.fixture
def wine(ana) -> Behaviour:
    return Behaviour.objects.create(member=ana, kind="alcohol", label="Wine on weeknights")


@pytest.fixture
def a_week(ana, wine) -> None:
    """Four things planned and three done on two days, and two urges; asked about today, once a week."""
    now, today = timezone.now(), ana.today()
    days = [WEEKDAYS[(today - timedelta(days=n)).weekday()] for n in (1, 3)]
    actions = [
        {"id": "swim000000", "text": "Swim", "target": 3, "done_on": sorted(days, key=WEEKDAYS.index)},
        {"id": "ring000000", "text": "Ring June", "target": 1, "done_on": days[:1]},
    ]  # fmt: skip
    answers = {
        "intention": "Evenings that are mine",
        "starts_on": (today - timedelta(days=6)).isoformat(),
        "actions": actions,
    }
    kept(ana, "week-plan", answers, now - timedelta(days=6), behaviour=wine)
    for n, strength in [(1, 8), (2, 5)]:
        Urge.objects.create(
            member=ana, behaviour=wine, day=today - timedelta(days=n), hour=18, intensity=strength
        )
    check_ins.set_rhythm(ana, {"rhythm": "weekly", "days": 1 << today.weekday()}, now)


def choose(page, name: str, value: int | str) -> None:
    page.locator(f"[name={name}][value='{value}']").click()


def test_a_week_filled_in_beforehand_is_kept_within_a_minute_and_six_taps(
    phone, ana, wine, a_week, open_as
):
    phone.add_init_script(TAPS)
    page = open_as(phone, ana, "/")
    page.evaluate("delete sessionStorage.taps")
    began = time.monotonic()

    page.get_by_role("link", name="Your check-in: a minute").click()
    main = page.locator("main").inner_text()
    for name, value in [("mood", 6), ("importance", 9), ("confidence", 7)]:
        choose(page, name, value)
    page.get_by_role("button", name="Keep this").click()
    page.get_by_text("You were on your own plan on two of these seven days.").wait_for()

    assert time.monotonic() - began < A_MINUTE
    assert int(page.evaluate("sessionStorage.taps")) <= MOST_TAPS
    assert (
        "You planned four things and did three. You wrote down two urges, the strongest at 8."
        in main
    )
    assert main.count("From your week plan.") == main.count("From your urge log.") == 1
    (row,) = CheckIn.objects.all()
    assert [row.weekly, row.days, row.urge, row.mood, row.importance, row.confidence] == [
        True, 2, 8, 6, 9, 7,
    ]  # fmt: skip
    page.get_by_role("link", name="Back to Today").click()
    expect(page.get_by_role("link", name="Your check-in: a minute")).to_have_count(0)


def test_by_keyboard_alone_without_script(device, ana, wine, open_as):
    page = open_as(device(java_script_enabled=False), ana, "/check-in/")

    page.locator("[name=plan]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _step in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Swam, did not ring June")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="It is kept").wait_for()

    (row,) = CheckIn.objects.all()
    assert [row.plan, row.mood, row.urge, row.note] == [
        "partly", 4, None, "Swam, did not ring June",
    ]  # fmt: skip


def test_pressed_twice_it_is_one(phone, ana, wine, open_as):
    page = open_as(phone, ana, "/check-in/")
    choose(page, "mood", 6)

    page.get_by_role("button", name="Keep this").dblclick()
    page.get_by_role("heading", name="It is kept").wait_for()

    assert [row.mood for row in CheckIn.objects.all()] == [6]


def test_two_tabs_are_one_row_with_both(phone, ana, wine, open_as):
    here = open_as(phone, ana, "/check-in/")
    there = phone.new_page()
    there.goto("/check-in/")
    for page, name, note in [(here, "mood", "Swam"), (there, "urge", "Rang June")]:
        choose(page, name, 6)
        page.fill("[name=note]", note)
        page.get_by_role("button", name="Keep this").click()
        page.get_by_role("heading", name="It is kept").wait_for()

    (row,) = CheckIn.objects.all()
    assert (row.mood, row.urge, row.note) == (6, 6, "Swam\nRang June")


@pytest.mark.parametrize("script", [True, False])
def test_the_rhythm_is_chosen_by_thumb(device, ana, open_as, script):
    page = open_as(device(java_script_enabled=script), ana, "/check-in/rhythm/")

    expect(page.locator("[name=days]").first).to_be_hidden()
    choose(page, "rhythm", "weekly")
    choose(page, "days", 2)
    page.fill("[name=at]", "21:15")
    page.locator("[name=prompts][value='4']").uncheck()
    page.get_by_role("button", name="Save my rhythm").click()
    page.get_by_text("Saved. You can change it any time.").wait_for()

    chosen = CheckInPlan.objects.get(member=ana)
    assert [chosen.rhythm, chosen.days, f"{chosen.at:%H:%M}", chosen.prompts] == [
        "weekly", 0b100, "21:15", 0b11101111,
    ]  # fmt: skip


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_either_theme(device, ana, wine, a_week, open_as, width):
    likes = ("encouragement", "ideas", "call")
    rows = [
        check_ins.save(
            ana,
            wine,
            ana.today() - timedelta(days=n),
            {"would_like": like, "note": "Swam"},
            timezone.now(),
        )
        for n, like in enumerate(likes)
    ]
    Behaviour.objects.create(member=ana, kind="internet", label="Phone")
    paths = ["/check-in/", "/check-in/?week=1", f"/check-in/?week=1&about={wine.pk}"]
    paths += ["/check-in/rhythm/", "/check-in/all/", *(f"/check-in/{row.pk}/" for row in rows)]
    page = open_as(device(width=width), ana)

    found = []
    for path in paths:
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            page.goto(path)
            found += against(page, f"{path} {theme}")
        found += (
            [path] if page.evaluate("document.documentElement.scrollWidth > innerWidth") else []
        )

    assert found == []
