"""E4: leaving in a hurry hides the page at once, ends the session and leaves nothing to go back to."""

import pytest

from smartrecovery.accounts.models import Session

from .hands import begun, kept, until, write

WEATHER = "https://www.bbc.co.uk/weather"
SECRET = "a sentence nobody else is to read"


def went(page) -> bool:
    return until(page, lambda: page.url == WEATHER)


def seen_going_back(page) -> list[str]:
    """What every earlier page shows to somebody who presses Back."""
    shown = []
    for _ in range(4):
        page.go_back(wait_until="load")
        shown.append(page.locator("body").inner_text())
    return shown


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


@pytest.mark.parametrize("how", ["tap", "shift"])
def test_it_ends_the_session_and_back_shows_nothing(phone, ana, open_as, how):
    page = open_as(phone, ana, begun(ana, reflection=SECRET))
    page.goto("/urge/")
    page.goto(begun(ana, reflection=SECRET))

    page.click(".leave") if how == "tap" else press(page, "Shift", "Shift", "Shift")

    assert went(page)
    assert until(page, lambda: not Session.objects.exists())
    assert [text for text in seen_going_back(page) if SECRET in text] == []


def test_the_page_is_hidden_before_anything_else_happens(phone, ana, open_as):
    page = open_as(phone, ana, "/")

    shown, waited = page.evaluate(
        """() => {
          const began = performance.now();
          document.querySelector(".leave").click();
          const { display } = getComputedStyle(document.documentElement);
          return [display, performance.now() - began];
        }"""
    )

    assert shown == "none"
    assert waited < 100


def test_text_in_mid_sentence_is_saved_on_the_way_out(phone, ana, open_as):
    page = open_as(phone, ana, begun(ana, reflection=""))
    write(page, SECRET)

    page.click(".leave")

    assert went(page)
    assert until(page, lambda: kept() == SECRET)


def test_writing_with_capitals_does_not_leave(phone, ana, open_as):
    address = begun(ana, reflection="")
    page = open_as(phone, ana, address)
    write(page, "I AM HERE")

    press(page, "Shift+A", "Shift+B", "Shift+C", "Shift", "Shift", "d", "Shift")
    page.wait_for_timeout(300)

    assert page.url.endswith(address)


def test_it_works_without_script(device, ana, open_as):
    page = open_as(device(java_script_enabled=False), ana, begun(ana, reflection=SECRET))

    page.click(".leave")

    assert went(page)
    assert not Session.objects.exists()
    assert SECRET not in (page.go_back(wait_until="load") and page.content())


def test_signed_out_it_leaves_too(phone):
    page = phone.new_page()
    page.goto("/help/")

    page.click(".leave")

    assert went(page)
