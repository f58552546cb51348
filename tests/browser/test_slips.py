"""It happened, written down on a phone: nothing else changes. And the page where help is, by keyboard."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from stages import check_ins, moves
from stages.models import CheckIn, Slip, Stage, SupportShown, Urge
from tests.frame.test_support import HEAVY
from tests.stages.harm_words import DENIED, PLAIN, STILL_HEAVY
from tests.stages.harm_words import HEAVY as ALL_HEAVY
from tests.stages.helpers import a_behaviour, fresh, steps
from tests.tools.test_card import plan

from .hands import until
from .test_every_page import against

DAY = date(2026, 11, 10)


@pytest.fixture
def wine(ana):
    wine = a_behaviour(ana, Stage.DET, Stage.ACT)
    CheckIn.objects.create(
        member=ana, behaviour=wine, day=DAY, week=date(2026, 11, 9), plan="yes", counted=1
    )
    Urge.objects.create(member=ana, behaviour=wine, day=DAY, hour=18, got_by=True)
    plan(ana, wine, people=[{"id": "p0000000", "who": "Ade", "contact": "07700 900123"}])
    return wine


def counted(wine) -> list:
    return [
        steps(wine),
        fresh(wine).stage,
        check_ins.on_plan_days(wine),
        wine.urges.filter(got_by=True).count(),
        wine.entries.count(),
    ]


def test_it_is_written_down_and_every_total_and_the_stage_stay(phone, ana, wine, open_as):
    before = counted(wine)
    page = open_as(phone, ana, reverse("behaviour", args=[wine.pk]))

    page.get_by_role("link", name="It happened?").click()
    page.get_by_role("link", name="Yes, go on").click()
    page.check("#id_extent_0")
    page.fill("[name=said]", "A glass with Tom")
    page.get_by_role("button", name="Write it down").click()
    page.get_by_role("heading", name="Thanks for writing it down").wait_for()

    words = page.inner_text("main")
    assert "Your 1 day on your own plan still happened." in words
    assert page.locator('main a[href^="tel:"]').get_attribute("href") == "tel:07700900123"
    assert counted(wine) == before
    assert [slip.said for slip in Slip.objects.all()] == ["A glass with Tom"]


def test_pressed_twice_it_is_one(phone, ana, wine, open_as):
    page = open_as(phone, ana, reverse("slip_new"))

    page.evaluate(
        """() => {
            const form = document.querySelector("main form");
            const sent = () => fetch(form.action, { method: "POST", body: new FormData(form) });
            return Promise.all([sent(), sent(), sent()]);
        }"""
    )

    assert Slip.objects.count() == 1


def test_ready_and_back_in_it_the_first_offer_is_to_stay(phone, ana, open_as):
    ready = a_behaviour(ana, Stage.DET)
    page = open_as(phone, ana, f"{reverse('stage_move', args=[ready.pk])}?to=rel")

    page.get_by_role("link", name="Write it down, and stay where I am").click()
    page.get_by_role("button", name="Write it down").click()
    page.wait_for_url("**/progress/slip/*/")

    assert [fresh(ready).stage, Slip.objects.count()] == [Stage.DET, 1]


def test_the_closer_look_is_one_tap_and_opens_with_it(phone, ana, wine, open_as):
    page = open_as(phone, ana, reverse("slip_new"))
    page.fill("[name=said]", "A glass with Tom")
    page.get_by_role("button", name="Write it down").click()

    page.get_by_role("link", name="Look at it more closely").click()

    expect(page.locator("[name=what]")).to_have_value("A glass with Tom")


def test_words_open_the_quiet_block_while_they_are_written_and_send_nothing(
    phone, ana, wine, open_as
):
    page = open_as(phone, ana, reverse("slip_new"))
    sent = []
    block = page.locator("[data-near]")
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))

    page.locator("[name=said]").press_sequentially("killing time. ")
    page.wait_for_timeout(1200)
    waits = block.is_visible()
    page.locator("[name=said]").press_sequentially(HEAVY)

    assert until(page, block.is_visible)
    assert page.evaluate("document.activeElement.name") == "said"
    assert [waits, sent, SupportShown.objects.count()] == [False, [], 0]
    assert against(page, "the block") == []


def test_the_page_hears_what_the_server_hears(phone, ana, wine, open_as):
    page = open_as(phone, ana, reverse("slip_new"))
    script = page.locator("[data-near]").get_attribute("data-near")
    heavy, plain = [*ALL_HEAVY, *STILL_HEAVY], [*DENIED, *PLAIN]

    heard = page.evaluate(
        "([script, texts]) => import(script).then(({ soundsLikeHarm }) => texts.map(soundsLikeHarm))",
        [script, heavy + plain],
    )

    assert heard == [True] * len(heavy) + [False] * len(plain)


def test_from_heavy_words_to_somebody_by_keyboard_alone(phone, ana, wine, open_as):
    ana.region = "GB"
    ana.save()
    page = open_as(phone, ana, reverse("slip_new"))

    page.locator("[name=said]").focus()
    page.keyboard.type(HEAVY)
    page.get_by_role("button", name="Write it down").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/progress/slip/*/")
    page.locator("[data-near] a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/support/")
    found = []
    for _press in range(25):
        page.keyboard.press("Tab")
        found.append(page.evaluate("document.activeElement.getAttribute('href')"))

    assert [row.why for row in ana.support_shown.all()] == ["words"]
    wanted = ["tel:999", "tel:116123", "sms:85258?body=SHOUT", "tel:07700900123"]
    assert list(dict.fromkeys(href for href in found if href in wanted)) == wanted


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_are_for_everybody_in_both_themes(device, ana, wine, open_as, width, theme):
    ana.region = "US"
    ana.save()
    slip = Slip.objects.create(member=ana, behaviour=wine, day=DAY, said=HEAVY, extent="once")
    moves.move(wine, Stage.REL, "", None, slip.created_at)
    page = open_as(device(width=width, color_scheme=theme), ana)

    found = []
    for path in (
        reverse("slip_new"),
        reverse("slip", args=[slip.pk]),
        reverse("support"),
        reverse("moving_on", args=[wine.pk]),
        reverse("behaviour", args=[wine.pk]),
        reverse("help"),
    ):
        page.goto(path)
        found += against(page, path)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{path} is too wide")

    assert found == []


def test_without_script_all_of_it_works(device, ana, wine, open_as):
    page = open_as(device(java_script_enabled=False), ana, reverse("slip_new"))

    page.fill("[name=said]", HEAVY)
    page.get_by_role("button", name="Write it down").click()
    page.locator("[data-near] a").click()

    expect(page.locator("h1")).to_contain_text(
        "You do not have to carry this alone", use_inner_text=True
    )
