"""What somebody does on a page, and what the server has of it."""

import contextlib
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Error, Page

from smartrecovery.accounts.models import Session
from tools.models import Entry

TITLE, LONG = "[name=title]", "[name=reflection]"
SENTENCE = "Most of what I get from it is over in two hours"


def kept(question: str = "reflection") -> Any:
    """What the server has in the only analysis there is; None before there is one."""
    entry = Entry.objects.filter(tool="cost-benefit").first()
    return entry and entry.answers.get(question)


def until(page: Page, holds: Callable[[], bool], seconds: float = 15) -> bool:
    """Whether something becomes true while the page goes on living."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        page.wait_for_timeout(50)
    return True


def write(page: Page, text: str, where: str = LONG) -> None:
    """Types at the end of a field, as fast as a thumb."""
    page.locator(where).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(text, delay=5)


def begun(member, **answers: object) -> str:
    """The address of a cost/benefit analysis somebody has begun."""
    written = {"title": "Wine on weeknights", "reflection": SENTENCE} | answers
    entry = Entry.objects.create(member=member, tool="cost-benefit", edition=1, answers=written)
    return f"/entries/{entry.pk}/"


def end_session() -> None:
    Session.objects.all().delete()


def sign_in(page: Page, name: str, passphrase: str) -> None:
    page.fill("main [name=login], dialog [name=login]", name)
    page.fill("main [name=password], dialog [name=password]", passphrase)
    page.keyboard.press("Enter")


def in_store(page: Page) -> list[str]:
    """The databases this browser keeps for us."""
    return page.evaluate("indexedDB.databases().then(all => all.map(each => each.name))")


def waiting(page: Page) -> int:
    """How many texts wait on this device."""
    return page.evaluate(
        """() => new Promise(found => {
            const asked = indexedDB.open("footing-waiting");
            asked.onsuccess = () => {
                const all = asked.result.transaction("texts").objectStore("texts").getAll();
                all.onsuccess = () => { asked.result.close(); found(all.result.length); };
            };
        })"""
    )


def kill(page: Page) -> None:
    """The tab dies where it stands: no goodbye, no last save."""
    with contextlib.suppress(Error):
        page.goto("chrome://crash", timeout=500)
    page.close()
