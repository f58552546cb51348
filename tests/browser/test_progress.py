"""What is changing, on a phone and by keyboard: tabs, spans, the numbers, both themes, and one sheet of paper."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from stages.models import Slip, Urge
from stages.moves import move
from tests.stages.counted import DAY, a_check_in, an_action, an_urge, coped

SPANS = ["Week", "Month", "3 months", "Year", "All"]


@pytest.fixture
def history(ana):
    """Three months of everything there is, up to today."""
    now = timezone.now()
    wine = ana.behaviours.create(kind="alcohol", label="Wine on weeknights")
    ana.behaviours.create(kind="gaming", label="Games after midnight")
    for n, stage in enumerate(["con", "det", "act", "rel", "act"]):
        move(wine, stage, "", None, now - timedelta(days=150 - 25 * n))
    actions = [an_action(ana, label) for label in ("Rang Ben", "Walked round the block")]
    today = ana.today(now)
    for n in range(30):
        said = {
            "minutes": 5 + n,
            "triggers": 9,
            "feelings": 66,
            "helped": 7,
            "intensity": 2 + n % 9,
        }
        urge = an_urge(wine, today - 3 * n * DAY, 19, outcome=Urge.Outcome.RODE_IT_OUT, **said)
        coped(actions[n % 2], urge)
    for n in range(20):
        plan = ["yes", "partly", "no", "changed"][n % 4]
        a_check_in(wine, today - n * DAY, plan=plan, mood=4 + n % 3, importance=8, confidence=5)
    Slip.objects.create(member=ana, behaviour=wine, day=today - 9 * DAY)
    return wine


def said_by_axe(page) -> list[str]:
    return [
        f"{found['id']}: {[node['html'][:80] for node in found['nodes']][:3]}"
        for found in Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    ]


def wider_than(page) -> int:
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_a_phone_in_either_theme(device, open_as, ana, history, theme):
    page = open_as(device(color_scheme=theme), ana, "/progress/")
    sheet = "/progress/summary/?line=when-picture&line=mood&line=strong-picture"

    found = []
    for path in (
        "/progress/",
        "/progress/?over=all",
        "/progress/?over=week",
        "/progress/summary/",
        sheet,
    ):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        found += [f"{path} {each}" for each in said_by_axe(page)]
        found += [f"{path} is {wider_than(page)} too wide"] if wider_than(page) > 0 else []

    assert found == []


def test_tabs_and_spans_are_links_that_keep_each_other(phone, open_as, ana, history):
    page = open_as(phone, ana, "/progress/")

    seen = []
    for name in SPANS:
        page.get_by_role("navigation", name="How far back").get_by_role(
            "link", name=name, exact=True
        ).click()
        seen.append(page.locator(".spans [aria-current]").inner_text())
    page.get_by_role("link", name="Games after midnight").first.click()

    assert seen == SPANS
    expect(page.locator(".spans [aria-current]")).to_have_text("All", use_inner_text=True)
    expect(page.get_by_role("heading", name="What you notice shows here")).to_be_visible()


def test_the_numbers_open_by_keyboard(phone, open_as, ana, history):
    page = open_as(phone, ana, "/progress/")
    numbers = page.locator("details.numbers").first

    numbers.locator("summary").focus()
    page.keyboard.press("Enter")

    assert numbers.get_by_role("columnheader").all_inner_texts() == [
        "Week from", "Notes", "Middle", "Highest",
    ]  # fmt: skip
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "region"


def test_there_is_one_filled_button_and_it_says_where_i_am(phone, open_as, ana, history):
    page = open_as(phone, ana, "/progress/")

    assert page.locator("main .btn-primary").all_inner_texts() == ["Change where I am"]
    page.locator("main .btn-primary").click()
    assert page.url.endswith(f"/progress/{history.pk}/move/")


def test_days_in_a_row_are_shown_and_hidden_where_they_stand(phone, open_as, ana, history):
    page = open_as(phone, ana, "/progress/")

    page.get_by_role("button", name="Show days in a row too").click()
    shown = page.locator("#in-all").inner_text()
    page.get_by_role("button", name="Hide days in a row").click()

    assert re.search(r"\d+ days? on plan in a row, the longest so far", shown)
    expect(page.locator("#in-all")).not_to_contain_text(
        "in a row, the longest", use_inner_text=True
    )
    assert page.url.endswith("#in-all")


def test_without_script_it_is_the_same_page(device, open_as, ana, history):
    page = open_as(device(java_script_enabled=False), ana, "/progress/?over=month")

    page.locator("details.numbers summary").nth(1).click()

    expect(page.locator("details.numbers").nth(1).get_by_role("table")).to_be_visible()
    expect(page.locator(".spans [aria-current]")).to_have_text("Month", use_inner_text=True)


def test_one_sheet_is_made_line_by_line_and_is_one_page_of_paper(device, open_as, ana, history):
    page = open_as(device(width=1280, height=900), ana, "/progress/")
    page.get_by_role("link", name="One sheet to take along").click()

    assert page.get_by_role("checkbox", checked=False).count() > 5
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Make the sheet").click()

    expect(page.locator(".pictures svg")).to_have_count(9)
    papers = [page.pdf(format=size) for size in ("A4", "Letter")]
    assert [len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) for paper in papers] == [1, 1]


def test_the_sheet_prints_what_was_chosen_and_the_notice(device, open_as, ana, history):
    path = "/progress/summary/?line=when&line=when-picture&line=day"
    page = open_as(device(width=1280, height=900), ana, path)

    page.emulate_media(media="print")

    shown = page.locator("body").inner_text()
    assert "Most often between" in shown
    assert "Not affiliated with or endorsed by SMART Recovery" in shown
    assert "It shows only what that person chose to show" in shown
    for unseen in (
        "Wine on weeknights",
        "Choose again",
        "Use your browser",
        "Leave",
        "Urge",
        "Rang Ben",
    ):
        assert unseen not in shown
