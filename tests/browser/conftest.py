"""Journeys in a real browser, at phone size. They skip where there is no Chromium; `make test` fetches it."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

HERE = Path(__file__).parent
CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
PHONE = {"width": 360, "height": 740}
# Long enough for two browsers and a server on two slow cores; what is right is seen at once.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)
EXPECTED = ("401 (Unauthorized)", "409 (Conflict)", "net::ERR_INTERNET_DISCONNECTED")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


@dataclass
class Watch:
    """What a page should not do: complain, or ask another host for anything."""

    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext, home: str) -> None:
        leave = urlsplit(settings.LEAVE_URL).netloc
        context.on("console", lambda said: self.hear(said.type, said.text, said.location["url"]))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

        def elsewhere(route, request) -> None:
            if urlsplit(request.url).netloc != leave:
                self.strangers.append(request.url)
            route.fulfill(body="<title>Weather</title><h1>Weather</h1>", content_type="text/html")

        context.route(lambda url: not url.startswith((home, "data:", "blob:")), elsewhere)

    def hear(self, kind: str, text: str, url: str) -> None:
        """An entry may be gone; a file of ours may not."""
        gone = "404 (Not Found)" in text and "/entries/" in url
        if kind == "error" and not gone and not any(each in text for each in EXPECTED):
            self.complaints.append(f"{text} ({url})")


Device = Callable[..., BrowserContext]


@pytest.fixture
def device(browser: Browser, live_server) -> Device:
    """A device somebody holds: `device()` is a phone, `device(width=1280)` a desk."""
    watch, contexts = Watch(), []

    def made(width: int = 360, height: int = 740, **options) -> BrowserContext:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale="en-GB",
            timezone_id="Europe/London",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        watch.over(context, live_server.url)
        contexts.append(context)
        return context

    yield made
    for context in contexts:
        context.close()
    assert watch == Watch()


@pytest.fixture
def phone(device) -> BrowserContext:
    return device()


@pytest.fixture
def open_as(live_server) -> Callable[..., Page]:
    """Opens a page as somebody, on a device where they are signed in from then on."""

    def opened(context: BrowserContext, person, path: str = "/") -> Page:
        client = Client()
        client.force_login(person)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        page = context.new_page()
        page.goto(path)
        return page

    return opened
