"""Every page, for ana and for nobody: quiet, from one host, open to all, and never wider than the phone."""

from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from smartrecovery.access import ACCESS, Opens
from smartrecovery.management.commands.urls import addresses
from tests.house import belongings
from tests.house.walk import where

from .hands import begun

# Addresses that only take a post, answer no page, or end what the walk stands on.
NO_PAGE = {
    "account_logout",
    "behaviour_run",
    "behaviour_state",
    "entry_archive",
    "entry_follow",
    "entry_step",
    "entry_tick",
    "experiment_stop",
    "healthz",
    "inbox_done",
    "leave",
    "me_bring_confirm",
    "me_bring_forget",
    "me_consent_withdraw",
    "me_device_end",
    "me_devices_end",
    "me_pause",
    "me_stay",
    "me_unpause",
    "metrics",
    "note_seen",
    "push_off",
    "push_on",
    "readyz",
    "reminder_later",
    "reminder_now",
    "reminder_stop",
    "session_extend",
    "session_state",
    "slip_take_back",
    "stage_undo",
    "suggestion",
    "taking_take_back",
    "urge_note",
    "urge_passed",
    "urge_take_back",
    "urge_worker",
}
FOR_NOBODY = (
    "account_login",
    "account_signup",
    "account_reset_password",
    "recover",
    "help",
    "about",
    "privacy",
    "consent_document",
)


def of_ana(ana) -> SimpleNamespace:
    row = {"id": "abcdefgh0", "text": "Missed the match on 3 May", "horizon": "long"}
    entry = begun(ana, doing_cost=[row]).split("/")[2]
    return SimpleNamespace(
        **vars(belongings.of(ana)) | {"entry": entry, "row": row["id"], "device": ""}
    )


def pages(ana, *, of_the_desk: bool = False) -> list[str]:
    things = of_ana(ana)
    return [
        where(address, things)
        for address in addresses()
        if address.name and address.name not in NO_PAGE
        if (ACCESS[address.name] is Opens.ADMIN) == of_the_desk
    ]


def findings(page, paths: list[str], in_the_dark: bool = True) -> list[str]:
    """What axe has against each page; in the dark only the colours are new."""
    found = []
    for path in paths:
        page.emulate_media(color_scheme="light")
        answer = page.goto(path)
        if answer.status >= 400 and "no-such-key" not in path:
            found.append(f"{path}: {answer.status}")
        found += against(page, path)
        if not in_the_dark:
            continue
        page.emulate_media(color_scheme="dark")
        found += against(page, path, runOnly=["color-contrast", "link-in-text-block"])
    return found


def against(page, path: str, **options) -> list[str]:
    """Of what is in order only the number comes back: carrying it all over took longer than looking."""
    found = Axe().run(page, options={"resultTypes": ["violations"]} | options)
    return [
        f"{path}: {wrong['id']} {wrong['nodes'][0]['html'][:120]}"
        for wrong in found.response["violations"]
    ]


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_either_theme(device, ana, open_as, width):
    paths = pages(ana)
    page = open_as(device(width=width), ana)

    # No colour depends on the width.
    assert findings(page, paths, in_the_dark=width == 360) == []


def test_axe_finds_nothing_at_the_desk(device, ana, ada, open_as):
    paths = pages(ana, of_the_desk=True)
    page = open_as(device(width=360), ada)

    assert (len(paths) > 2, findings(page, paths)) == (True, [])


def test_axe_finds_nothing_on_the_pages_of_nobody(device, db):
    page = device().new_page()
    paths = [reverse(name) for name in FOR_NOBODY]

    assert findings(page, paths) == []


def test_axe_does_find_what_is_wrong(phone):
    page = phone.new_page()
    page.goto("/help/")
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")

    assert [wrong.split()[1] for wrong in against(page, "")] == ["button-name"]


@pytest.mark.parametrize("width", [320])
def test_nothing_scrolls_sideways(device, ana, open_as, width):
    paths = pages(ana)
    page = open_as(device(width=width), ana)

    wide = []
    for path in paths:
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(path)

    assert wide == []
