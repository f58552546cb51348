"""The card: two taps, by keyboard, and with the network gone; nobody but the one who is signed in has a copy."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from smartrecovery.accounts.models import Session
from stages.models import Behaviour, Urge
from tests.conftest import PASSPHRASE
from tools.models import Entry

from .hands import begun, end_session, in_store, sign_in, until, write
from .test_every_page import against

MINE = "Twenty minutes, then decide"
OURS = "This will pass"
STORE = "footing-waiting"


@pytest.fixture
def wine(ana) -> Behaviour:
    return Behaviour.objects.create(member=ana, kind="alcohol", label="Wine on weeknights")


def row(text: str) -> list[dict]:
    return [{"id": "line000001", "text": text}]


def plan(member, about: Behaviour | None = None, text: str = MINE) -> Entry:
    answers = {
        "delay": row(text),
        "escape": row("Out the back"),
        "people": [{"id": "line000002", "who": "Ben", "contact": "07700 900123"}],
        "sentences": row("I can do dull"),
    }
    return Entry.objects.create(
        member=member, behaviour=about, tool="urge-plan", answers=answers, unsaved=False
    )


@pytest.fixture
def card(phone, ana, wine, open_as):
    """Ana's card, opened with a network and kept for when there is none."""
    plan(ana, wine)
    page = open_as(phone, ana, "/urge/card/")
    page.get_by_text("Works with no signal").wait_for()
    return page


def heading(page) -> str:
    return page.locator("h1").inner_text()


def copies(page) -> int:
    """How many copies of a card rest on this device."""
    return page.evaluate(
        """async () => {
            const all = await indexedDB.databases();
            if (!all.some(({ name }) => name === "footing-waiting")) return 0;
            return new Promise((found) => {
                const asked = indexedDB.open("footing-waiting");
                asked.onsuccess = () => {
                    const cards = asked.result.transaction("cards").objectStore("cards").count();
                    cards.onsuccess = () => { asked.result.close(); found(cards.result); };
                };
            });
        }"""
    )


def offline(page, path: str = "/urge/card/") -> None:
    page.context.set_offline(True)
    page.goto(path)
    page.get_by_role("link", name="Try the connection again").wait_for()


def written() -> list[tuple[int | None, str]]:
    urges = Urge.objects.standing().select_related("behaviour")
    return [(urge.minutes, urge.behaviour.title if urge.behaviour else "") for urge in urges]


def press(page, name: str = "It passed") -> None:
    page.get_by_role("button", name=name).click()


def test_it_is_two_taps_away_and_a_letter_opens_what_i_wrote(phone, ana, open_as):
    plan(ana)
    page = open_as(phone, ana)

    page.get_by_role("link", name="Urge").click()
    page.get_by_role("link", name="open my card").click()
    page.locator("summary", has_text="Escape").click()

    assert heading(page) == MINE
    expect(page.get_by_text("Out the back")).to_be_visible()
    assert (
        page.get_by_role("link", name="Ring Ben").first.get_attribute("href") == "tel:07700900123"
    )


def test_it_passed_is_written_down_once_however_often_it_is_pressed(card):
    card.evaluate("document.querySelector('form[data-passed] button').click()")
    card.get_by_role("heading", name="Written down").wait_for()
    card.go_back()
    press(card)
    card.get_by_role("heading", name="Written down").wait_for()

    assert written() == [(0, "Wine on weeknights")]


def test_what_was_written_down_can_be_taken_back(card):
    press(card)
    press(card, "Take it back")
    card.get_by_text("Taken back. Nothing is written down").wait_for()

    assert written() == []


def test_time_counts_up_and_goes_on_while_the_page_is_hidden(phone, ana, open_as):
    page = open_as(phone, ana)
    page.clock.install()
    page.goto("/urge/card/")

    said = [page.locator("[data-so-far]").inner_text()]
    page.clock.fast_forward(9 * 60_000 + 1000)
    said.append(page.locator("[data-so-far]").inner_text())
    page.reload()
    said.append(page.locator("[data-so-far]").inner_text())
    page.clock.fast_forward(6 * 60_000)
    said.append(page.locator("[data-so-far]").inner_text())
    press(page)
    page.get_by_role("heading", name="Written down: 15 minutes.").wait_for()

    assert [each.split(".")[0] for each in said] == [
        "Just begun", "9 minutes so far", "9 minutes so far", "Fifteen minutes have gone by",
    ]  # fmt: skip


@pytest.mark.parametrize(("motion", "moves"), [("no-preference", True), ("reduce", False)])
def test_the_line_breathes_only_where_motion_is_welcome(device, ana, open_as, motion, moves):
    page = open_as(device(reduced_motion=motion), ana, "/urge/card/")

    shown = [
        page.locator(".breathing .breath").is_visible(),
        page.get_by_text("Breathe in as the line grows").is_visible(),
        page.get_by_text("Breathe in while you count to four").is_visible(),
    ]

    assert shown == [moves, moves, not moves]


def test_the_breathing_can_be_put_away(card):
    card.get_by_text("Breathe with it").click()

    assert card.locator(".breath").is_visible() is False


def test_without_script_everything_is_there(device, ana, open_as):
    plan(ana)
    page = open_as(device(java_script_enabled=False), ana, "/urge/card/")

    page.locator("summary", has_text="Escape").click()
    expect(page.get_by_text("Out the back")).to_be_visible()
    expect(page.locator("[data-so-far]")).to_contain_text(
        "fifteen minutes will have gone by", use_inner_text=True
    )
    press(page)
    page.get_by_role("heading", name="Written down").wait_for()

    assert written() == [(0, "")]


def test_by_keyboard_alone(card):
    for name in ("Wine", "It passed", "Ring Ben", "Delay"):
        for _each in range(30):
            card.keyboard.press("Tab")
            if name in card.evaluate("document.activeElement.innerText ?? ''"):
                break
            if name == "Wine":
                break
    card.keyboard.press("Enter")
    assert card.locator("details.pull[open] .own").inner_text() == MINE

    card.get_by_role("button", name="It passed").focus()
    card.keyboard.press("Enter")
    card.get_by_role("heading", name="Written down").wait_for()

    assert len(written()) == 1


def test_with_the_network_gone_it_shows_my_words(card):
    offline(card)

    assert heading(card) == MINE
    expect(card.get_by_text("I can do dull")).to_be_visible()
    expect(card.get_by_text("ring your local emergency number")).to_be_visible()
    expect(card.get_by_text("the copy on this device")).to_be_visible()
    expect(card.get_by_role("link", name="Ring Ben").first).to_be_visible()


def test_with_the_network_gone_each_of_my_cards_is_there(phone, ana, wine, open_as):
    other = Behaviour.objects.create(member=ana, kind="internet", label="Phone in bed")
    plan(ana, wine)
    plan(ana, other, "Phone stays in the hall")
    page = open_as(phone, ana, f"/urge/card/?about={wine.pk}")
    page.get_by_text("Works with no signal").wait_for()

    offline(page)
    page.get_by_role("link", name="Phone in bed").click()

    assert until(page, lambda: heading(page) == "Phone stays in the hall")


def test_it_keeps_the_theme_i_chose(phone, ana, open_as):
    ana.theme = "dark"
    ana.save()
    page = open_as(phone, ana, "/urge/card/")
    page.get_by_text("Works with no signal").wait_for()

    offline(page)

    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_other_pages_are_left_to_the_browser(card):
    card.context.set_offline(True)

    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        card.goto("/progress/")


def test_it_passed_without_a_network_is_sent_once_when_it_is_back(card):
    offline(card)
    press(card)
    card.get_by_text("stays on this device until").wait_for()
    before = written()
    card.context.set_offline(False)

    assert before == []
    assert until(card, lambda: written() == [(0, "Wine on weeknights")])
    assert until(card, lambda: card.get_by_text("stays on this device").count() == 0)
    card.goto("/progress/")
    card.wait_for_timeout(800)
    assert len(written()) == 1


def test_it_passed_on_a_page_whose_network_went_is_sent_from_any_other(card):
    card.context.set_offline(True)
    press(card)
    card.get_by_text("stays on this device until").wait_for()
    card.close()
    card.context.set_offline(False)
    page = card.context.new_page()
    page.goto("/progress/")

    assert until(page, lambda: len(written()) == 1)


def test_what_rests_here_cannot_be_read_without_the_key(card):
    held = card.evaluate(
        """() => new Promise((found) => {
            const asked = indexedDB.open("footing-waiting");
            asked.onsuccess = () => {
                const deal = asked.result.transaction(["cards", "keys"]);
                const cards = deal.objectStore("cards").getAll();
                const keys = deal.objectStore("keys").getAll();
                deal.oncomplete = () => {
                    const text = new TextDecoder().decode(cards.result[0].box);
                    found([text.includes("Twenty"), keys.result[0].extractable]);
                };
            };
        })"""
    )
    cached = card.evaluate(
        """async () => {
            const pages = [];
            for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                for (const asked of await cache.keys()) {
                    pages.push(await (await cache.match(asked)).text());
                }
            }
            return pages.join("").includes("Twenty");
        }"""
    )

    assert (held, cached) == ([False, False], False)


@pytest.mark.parametrize("where", ["/me/", "/accounts/logout/"])
def test_signing_out_takes_it_away(card, where):
    card.goto(where)
    card.locator("main").get_by_role("button", name="Sign out").click()
    card.wait_for_url("**/accounts/login/**")

    assert until(card, lambda: in_store(card) == [] or copies(card) == 0)
    card.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        card.goto("/urge/card/")


def test_leaving_in_a_hurry_takes_it_away(card):
    card.click(".leave")
    assert until(card, lambda: card.url == settings.LEAVE_URL)
    assert until(card, lambda: not Session.objects.exists())

    page = card.context.new_page()
    page.goto("/about/")

    assert until(page, lambda: copies(page) == 0)
    assert until(page, lambda: page.evaluate("caches.keys().then((all) => all.length)") == 0)


def test_leaving_in_a_hurry_without_a_network_takes_it_away(card):
    offline(card)
    assert heading(card) == MINE
    card.click(".leave")
    card.wait_for_timeout(500)
    card.context.set_offline(False)
    page = card.context.new_page()
    page.goto("/about/")

    assert until(page, lambda: copies(page) == 0)


def test_a_session_that_ended_takes_it_away(card):
    end_session()
    card.goto("/urge/card/")
    card.wait_for_url("**/accounts/login/**")

    assert until(card, lambda: copies(card) == 0)
    offline(card)
    assert heading(card) == OURS
    expect(card.get_by_role("button", name="It passed")).to_have_count(0)
    expect(card.get_by_text("ring your local emergency number")).to_be_visible()


def test_a_session_that_ended_under_a_worksheet_takes_it_away(card, ana):
    card.goto(begun(ana))
    end_session()
    write(card, "more")
    card.get_by_role("dialog").wait_for()

    assert until(card, lambda: copies(card) == 0)


def test_somebody_else_signing_in_there_sees_none_of_it(card, ben, live_server):
    end_session()
    card.goto("/urge/card/")
    sign_in(card, "ben", PASSPHRASE)
    card.wait_for_url(f"{live_server.url}/urge/card/")
    card.get_by_text("Works with no signal").wait_for()

    offline(card)

    assert heading(card) == OURS
    expect(card.get_by_text(MINE)).to_have_count(0)


def test_somebody_elses_session_under_my_copy_drops_it(card, ben, open_as):
    page = open_as(card.context, ben, "/progress/")

    assert until(page, lambda: copies(page) == 0)


def test_what_passed_for_me_is_not_written_down_for_somebody_else(card, ben, open_as):
    offline(card)
    press(card)
    card.get_by_text("stays on this device until").wait_for()
    card.close()
    card.context.set_offline(False)
    page = open_as(card.context, ben, "/progress/")
    page.wait_for_timeout(1000)

    assert written() == []


def test_where_others_use_the_device_nothing_stays(phone, ana, open_as):
    ana.shared_device = True
    ana.save()
    plan(ana)
    page = open_as(phone, ana, "/urge/card/")
    page.wait_for_timeout(800)

    assert in_store(page) == []
    assert (
        page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    )
    expect(page.get_by_text("Works with no signal")).to_have_count(0)


def test_saying_that_others_use_the_device_takes_it_away(card, ana):
    ana.shared_device = True
    ana.save()
    card.goto("/urge/card/")

    assert until(card, lambda: in_store(card) == [])
    assert until(
        card,
        lambda: (
            card.evaluate("navigator.serviceWorker.getRegistrations().then((a) => a.length)") == 0
        ),
    )


def test_where_nothing_stays_a_lost_line_is_said_and_it_can_be_pressed_again(phone, ana, open_as):
    ana.shared_device = True
    ana.save()
    page = open_as(phone, ana, "/urge/card/")

    page.context.set_offline(True)
    press(page)
    page.get_by_text("not written down yet").wait_for()
    page.context.set_offline(False)
    press(page)
    page.get_by_role("heading", name="Written down").wait_for()

    assert len(written()) == 1


def test_after_the_session_ended_it_passed_is_not_lost(card):
    end_session()
    press(card)
    sign_in(card, "ana", PASSPHRASE)
    press(card, "Save it and carry on")
    card.get_by_role("heading", name="Written down").wait_for()

    assert len(written()) == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/urge/card/", "/urge/print/"])
def test_axe_finds_nothing_with_a_plan(card, theme, path):
    card.goto(path)
    card.emulate_media(color_scheme=theme, reduced_motion="reduce")
    for each in card.locator("details.pull summary").all():
        each.click()

    assert against(card, path) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_without_a_network(card, theme):
    source = card.evaluate("fetch('/urge/card/').then((answer) => answer.status)")
    offline(card)
    card.emulate_media(color_scheme=theme, reduced_motion="reduce")

    assert (source, against(card, "/urge/card/")) == (200, [])


@pytest.mark.parametrize("width", [320])
def test_nothing_scrolls_sideways_without_a_network(device, ana, open_as, width):
    plan(ana)
    page = open_as(device(width=width), ana, "/urge/card/")
    page.get_by_text("Works with no signal").wait_for()
    offline(page)

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
