"""An urge in three taps, with and without a network; nobody but the one who noted it has it."""

import time

import pytest
from playwright.sync_api import expect

from smartrecovery.accounts.models import Session
from stages.models import Behaviour, Urge
from tests.conftest import PASSPHRASE

from .hands import end_session, in_store, sign_in, until, waiting
from .test_every_page import against

HERE = "Works with no signal"
TAPS = "addEventListener('pointerdown', () => sessionStorage.taps = 1 + Number(sessionStorage.taps ?? 0), true)"


@pytest.fixture
def wine(ana) -> Behaviour:
    return Behaviour.objects.create(member=ana, kind="alcohol", label="Wine on weeknights")


@pytest.fixture
def quick(phone, ana, wine, open_as):
    """Ana's quick form, opened with a network and kept for when there is none."""
    page = open_as(phone, ana, "/urge/")
    page.get_by_text(HERE).wait_for()
    return page


def offline(page, path: str = "/urge/") -> None:
    page.context.set_offline(True)
    page.goto(path)
    page.get_by_role("link", name="Try the connection again").wait_for()


def choose(page, strength: int) -> None:
    page.locator(f"#id_intensity_{strength}").click()


def save(page, strength: int) -> None:
    choose(page, strength)
    page.get_by_role("button", name="Save this urge").click()


def noted() -> list[tuple[int | None, str]]:
    urges = Urge.objects.standing().select_related("behaviour").order_by("intensity")
    return [(u.intensity, u.behaviour.title if u.behaviour else "") for u in urges]


def listed(page) -> list[str]:
    return page.locator("[data-each] .num").all_inner_texts()


def kept(page, how_many: str) -> None:
    page.get_by_role("heading", name=f"{how_many} on this device").wait_for()


@pytest.mark.parametrize("path", ["/", "/tools/", "/progress/", "/me/"])
def test_three_taps_in_fifteen_seconds_from_anywhere(phone, ana, wine, open_as, path):
    phone.add_init_script(TAPS)
    page = open_as(phone, ana, path)

    began = time.monotonic()
    page.get_by_role("link", name="Urge", exact=True).click()
    save(page, 7)
    page.get_by_role("heading", name="Written down").wait_for()
    took = time.monotonic() - began

    assert noted() == [(7, "Wine on weeknights")]
    assert page.evaluate("sessionStorage.taps") == "3"
    assert took < 15


def test_without_script_too(device, ana, wine, open_as):
    page = open_as(device(java_script_enabled=False), ana, "/urge/")

    shown = [page.locator("#id_on").is_visible()]
    page.select_option("#id_when", "other")
    shown.append(page.locator("#id_on").is_visible())
    page.fill("#id_on", "2026-11-01T18:40")
    save(page, 6)
    page.get_by_role("heading", name="Written down").wait_for()

    assert shown == [False, True]
    assert noted() == [(6, "Wine on weeknights")]


def test_without_script_one_that_is_going_passes_on_the_card(device, ana, open_as):
    page = open_as(device(java_script_enabled=False), ana, "/urge/")

    page.get_by_label("It is still going").check()
    save(page, 6)
    page.get_by_text("It began at").wait_for()
    page.get_by_role("button", name="It passed").click()
    page.get_by_role("heading", name="Written down").wait_for()

    assert [(u.intensity, u.outcome) for u in Urge.objects.all()] == [(6, "rode_it_out")]


def test_by_keyboard_alone(quick):
    quick.locator("#id_intensity_0").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "Tab", "Tab", "Tab"):
        quick.keyboard.press(key)
    focused = quick.evaluate("document.activeElement.innerText")
    quick.keyboard.press("Enter")
    quick.get_by_role("heading", name="Written down").wait_for()

    assert (focused, noted()) == ("Save this urge", [(3, "Wine on weeknights")])


def test_one_that_is_going_counts_up_from_when_it_began(phone, ana, wine, open_as):
    page = open_as(phone, ana)
    page.clock.install()
    page.goto("/urge/")

    page.get_by_label("It is still going").check()
    save(page, 6)
    page.get_by_text("Just begun").wait_for()
    page.clock.fast_forward(9 * 60_000 + 1000)
    page.get_by_text("9 minutes so far").wait_for()
    page.reload()
    page.get_by_text("9 minutes so far").wait_for()
    page.get_by_role("button", name="It passed").click()
    page.get_by_role("heading", name="Written down").wait_for()

    assert [(u.intensity, u.outcome, u.got_by) for u in Urge.objects.all()] == [
        (6, "rode_it_out", True)
    ]


def test_pressed_twice_it_is_one(quick):
    choose(quick, 5)
    quick.evaluate(
        "() => { const b = document.querySelector('[data-note] button'); b.click(); b.click(); }"
    )
    quick.get_by_role("heading", name="Written down").wait_for()

    assert len(noted()) == 1


def note_three_offline(page) -> None:
    offline(page)
    for strength, how_many in (
        (7, "One urge waits"),
        (4, "Two urges wait"),
        (2, "Three urges wait"),
    ):
        save(page, strength)
        kept(page, how_many)


def test_three_noted_without_a_network_are_three_when_it_is_back(quick):
    note_three_offline(quick)
    shown, before = listed(quick), noted()
    quick.context.set_offline(False)
    quick.get_by_text("Sent, and written down.").wait_for()

    assert (sorted(shown), before) == (["2 of 10", "4 of 10", "7 of 10"], [])
    assert noted() == [(n, "Wine on weeknights") for n in (2, 4, 7)]
    for path in ("/progress/", "/urge/", "/"):
        quick.goto(path)
        quick.wait_for_timeout(700)
    assert (len(noted()), waiting(quick)) == (3, 0)


def test_one_that_waits_can_be_taken_off_by_itself(quick):
    note_three_offline(quick)

    quick.get_by_role("button", name="4 of 10").click()
    first = listed(quick)
    quick.get_by_role("button", name="Remove it for good").click()
    kept(quick, "Two urges wait")
    told = quick.locator("[role=status]").inner_text()
    quick.context.set_offline(False)
    quick.get_by_text("Sent, and written down.").wait_for()

    assert (sorted(first), told) == (["2 of 10", "4 of 10", "7 of 10"], "Removed. It was not sent.")
    assert noted() == [(2, "Wine on weeknights"), (7, "Wine on weeknights")]


def test_with_the_last_one_taken_off_nothing_says_it_was_sent(quick):
    offline(quick)
    save(quick, 7)
    kept(quick, "One urge waits")

    quick.get_by_role("button", name="7 of 10").click()
    quick.get_by_role("button", name="Remove it for good").click()
    quick.locator("[data-waiting]").wait_for(state="hidden")
    quick.evaluate("dispatchEvent(new Event('online'))")
    quick.wait_for_timeout(300)

    assert quick.locator("[role=status]").inner_text() == "Removed. It was not sent."
    assert (waiting(quick), noted()) == (0, [])


def test_one_that_passed_on_the_card_waits_in_sight_too(quick):
    offline(quick)
    quick.get_by_label("It is still going").check()
    save(quick, 6)
    quick.get_by_role("button", name="It passed").click()
    quick.get_by_text("It stays on this device").wait_for()
    quick.goto("/urge/card/")
    quick.get_by_role("button", name="It passed").click()
    quick.get_by_text("It stays on this device").wait_for()
    quick.goto("/urge/")
    kept(quick, "Two urges wait")

    assert sorted(listed(quick)) == ["6 of 10 · it passed", "it passed"]


def test_saved_one_upon_the_other_none_is_overtaken(quick):
    offline(quick)
    quick.evaluate(
        """async () => {
            const { add } = await import(document.querySelector("script[src*=offline]").src.replace("offline", "store"));
            const path = "/urge/note/";
            const one = (n) => [["id", crypto.randomUUID()], ["intensity", n], ["kept", "1"]];
            const record = (pairs) => ({ tab: pairs[0][1], path, page: path, version: "", pairs, at: Date.now() });
            await Promise.all([1, 2, 3, 4, 5].map((n) => add(record(one(n)))));
        }"""
    )
    quick.context.set_offline(False)
    quick.goto("/progress/")

    assert until(quick, lambda: [n for n, _about in noted()] == [1, 2, 3, 4, 5])


def test_a_page_whose_network_went_keeps_it_and_any_other_page_sends_it(quick):
    quick.context.set_offline(True)
    save(quick, 8)
    kept(quick, "One urge waits")
    quick.close()
    quick.context.set_offline(False)
    page = quick.context.new_page()
    page.goto("/progress/")

    assert until(page, lambda: noted() == [(8, "Wine on weeknights")])


def test_it_counts_when_it_was_pressed_not_when_it_was_sent(quick):
    offline(quick)
    pressed = time.time()
    save(quick, 8)
    kept(quick, "One urge waits")
    quick.wait_for_timeout(1500)
    quick.context.set_offline(False)
    assert until(quick, lambda: len(noted()) == 1)

    (urge,) = Urge.objects.all()
    assert abs(urge.occurred_at.timestamp() - pressed) < 1


def test_an_answer_that_is_lost_on_the_way_leaves_one_row(quick):
    quick.context.route(
        "**/urge/note/", lambda route: (route.fetch(), route.abort("internetdisconnected"))
    )
    save(quick, 8)
    kept(quick, "One urge waits")
    quick.context.unroute("**/urge/note/")
    quick.goto("/progress/")

    assert until(quick, lambda: waiting(quick) == 0)
    assert noted() == [(8, "Wine on weeknights")]


def test_another_time_is_asked_for_without_a_network_too(quick):
    offline(quick)
    quick.select_option("#id_when", "other")
    said = []
    for wall in ("", "2199-01-01T10:00", "2001-01-01T10:00"):
        quick.fill("#id_on", wall)
        save(quick, 3)
        said.append(quick.locator("main [role=status]").inner_text())
    quick.evaluate(
        """() => {
            const at = new Date(Date.now() - 26 * 3600_000);
            const wall = new Date(at - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
            document.querySelector("#id_on").value = wall;
        }"""
    )
    save(quick, 3)
    kept(quick, "One urge waits")
    quick.context.set_offline(False)

    assert [words.split(".")[0] for words in said] == [
        "Give the day and the time", "That is still to come", "Give a time within the last year",
    ]  # fmt: skip
    assert until(quick, lambda: len(noted()) == 1)
    (urge,) = Urge.objects.all()
    assert 25.9 < (time.time() - urge.occurred_at.timestamp()) / 3600 < 26.1


def test_one_still_going_without_a_network_passes_there(quick):
    quick.goto("/urge/card/")
    quick.get_by_text(HERE).wait_for()
    offline(quick)
    quick.get_by_label("It is still going").check()
    save(quick, 6)
    quick.wait_for_url("**/urge/card/?urge=*")
    quick.get_by_role("button", name="It passed").click()
    quick.get_by_text("stays on this device until").wait_for()
    quick.context.set_offline(False)

    assert until(quick, lambda: waiting(quick) == 0)
    assert [(u.intensity, u.outcome, u.got_by, u.is_going) for u in Urge.objects.all()] == [
        (6, "rode_it_out", True, False)
    ]


def test_the_card_is_there_without_a_network_though_it_was_never_opened(quick):
    quick.wait_for_timeout(800)
    offline(quick)
    quick.get_by_role("link", name="open my card").click()
    quick.get_by_text("the copy on this device").wait_for()

    expect(quick.get_by_role("button", name="It passed")).to_be_visible()


def test_a_strong_one_is_offered_the_card_without_a_network_too(quick):
    offline(quick)
    save(quick, 9)
    kept(quick, "One urge waits")

    offer = quick.get_by_role("link", name="Open my card", exact=True)
    assert offer.get_attribute("href") == "/urge/card/"
    assert offer.evaluate("(link) => link === document.activeElement")


def test_somebody_else_on_this_browser_neither_sees_nor_sends_them(quick, ben, live_server):
    offline(quick)
    save(quick, 7)
    kept(quick, "One urge waits")
    quick.context.set_offline(False)
    Session.objects.all().delete()
    quick.goto("/urge/")
    sign_in(quick, "ben", PASSPHRASE)
    quick.wait_for_url(f"{live_server.url}/urge/")
    quick.get_by_text(HERE).wait_for()
    quick.wait_for_timeout(800)
    seen = [quick.locator("[data-waiting]").is_visible(), quick.get_by_text("Wine").count()]

    offline(quick)
    seen.append(quick.locator("[data-waiting]").is_visible())
    save(quick, 2)
    kept(quick, "One urge waits")
    quick.context.set_offline(False)
    assert until(quick, lambda: len(noted()) >= 1)
    quick.wait_for_timeout(500)

    assert seen == [False, 0, False]
    assert [(u.member, u.intensity) for u in Urge.objects.all()] == [(ben, 2)]


def test_when_the_one_who_noted_them_is_back_they_are_sent(quick, ana, live_server):
    offline(quick)
    save(quick, 7)
    kept(quick, "One urge waits")
    end_session()
    quick.context.set_offline(False)
    quick.goto("/urge/")
    before = noted()
    sign_in(quick, "ana", PASSPHRASE)
    quick.wait_for_url(f"{live_server.url}/urge/")

    assert until(quick, lambda: noted() == [(7, "Wine on weeknights")])
    assert before == []


def test_nobody_signed_in_is_told_so_without_a_network(quick):
    end_session()
    quick.goto("/urge/")
    quick.wait_for_url("**/accounts/login/**")
    quick.wait_for_timeout(500)
    offline(quick)

    expect(quick.get_by_text("nobody is signed in on this device")).to_be_visible()
    expect(quick.get_by_role("button", name="Save this urge")).to_have_count(0)
    expect(quick.get_by_role("link", name="Open the card")).to_be_visible()


def test_where_others_use_the_device_it_says_so_and_loses_nothing(phone, ana, wine, open_as):
    ana.shared_device = True
    ana.save()
    page = open_as(phone, ana, "/urge/")

    page.context.set_offline(True)
    page.select_option("#id_when", "hour")
    save(page, 7)
    page.get_by_text("not written down yet").wait_for()
    left = [page.locator("#id_intensity_7").is_checked(), page.locator("#id_when").input_value()]
    stores = in_store(page)
    page.context.set_offline(False)
    page.get_by_role("button", name="Save this urge").click()
    page.get_by_role("heading", name="Written down").wait_for()

    assert (left, stores) == ([True, "hour"], [])
    assert noted() == [(7, "Wine on weeknights")]


def test_signing_out_sends_them_first(quick):
    quick.goto("/me/")
    quick.evaluate("import(document.body.dataset.sessionScript)")
    quick.goto("/urge/")
    quick.context.set_offline(True)
    save(quick, 7)
    kept(quick, "One urge waits")
    quick.close()
    quick.context.set_offline(False)
    page = quick.context.new_page()
    page.goto("/accounts/logout/")
    page.wait_for_timeout(100)
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")

    assert noted() == [(7, "Wine on weeknights")]


def test_signing_out_without_a_network_says_what_would_go(quick):
    page = quick.context.new_page()
    quick.context.set_offline(True)
    save(quick, 7)
    kept(quick, "One urge waits")
    quick.context.set_offline(False)
    quick.context.route("**/urge/note/", lambda route: route.abort("internetdisconnected"))
    page.goto("/me/")
    page.wait_for_timeout(600)
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.get_by_text("Signing out now takes it away").wait_for()
    before = waiting(page)
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")

    assert (before, noted()) == (1, [])
    assert in_store(page) == [] or waiting(page) == 0


def test_leaving_in_a_hurry_takes_them_away(quick):
    offline(quick)
    save(quick, 7)
    kept(quick, "One urge waits")
    quick.click(".leave")
    quick.wait_for_timeout(500)
    quick.context.set_offline(False)
    page = quick.context.new_page()
    page.goto("/about/")

    assert until(page, lambda: in_store(page) == [])


def test_what_waits_cannot_be_read_without_the_key(quick):
    offline(quick)
    save(quick, 7)
    kept(quick, "One urge waits")

    held = quick.evaluate(
        """() => new Promise((found) => {
            const asked = indexedDB.open("footing-waiting");
            asked.onsuccess = () => {
                const deal = asked.result.transaction(["texts", "cards"]);
                const texts = deal.objectStore("texts").getAll();
                const cards = deal.objectStore("cards").getAll();
                deal.oncomplete = () => {
                    const boxes = [...texts.result, ...cards.result].map(({ box }) => new TextDecoder().decode(box));
                    found([texts.result.length, boxes.some((box) => /intensity|Wine/.test(box))]);
                };
            };
        })"""
    )

    assert held == [1, False]


def test_after_the_session_ended_it_is_not_lost(quick):
    end_session()
    save(quick, 7)
    sign_in(quick, "ana", PASSPHRASE)
    quick.get_by_role("button", name="Save it and carry on").click()
    quick.get_by_role("heading", name="Written down").wait_for()

    assert noted() == [(7, "Wine on weeknights")]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_with_one_waiting_or_something_wrong(quick, theme):
    quick.emulate_media(color_scheme=theme, reduced_motion="reduce")
    quick.select_option("#id_when", "other")
    save(quick, 7)
    quick.get_by_text("Not written down yet").wait_for()
    wrong = against(quick, "/urge/note/")
    quick.goto("/urge/")
    quick.evaluate("document.fonts.ready")
    offline(quick)
    save(quick, 9)
    kept(quick, "One urge waits")

    assert (wrong, against(quick, "/urge/")) == ([], [])


@pytest.mark.parametrize("width", [320])
def test_nothing_scrolls_sideways_with_one_waiting(device, ana, open_as, width):
    for n in range(2):
        Behaviour.objects.create(member=ana, kind="food", label=f"{n} " + "very long words " * 6)
    page = open_as(device(width=width), ana, "/urge/")
    page.get_by_text(HERE).wait_for()
    offline(page)
    save(page, 9)
    kept(page, "One urge waits")
    page.select_option("#id_when", "other")

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
