"""Today in Chromium: what crosses the wire, and how soon it is there on a slow phone."""

import os
import shutil
from dataclasses import dataclass
from functools import lru_cache
from statistics import median
from typing import Any

from django.core.management.base import CommandError

RUNS = 3
SETTLED = 1_500
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
WATCH = """
window.shift = 0; window.long = [];
new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) window.shift += e.value })
  .observe({type: "layout-shift", buffered: true});
new PerformanceObserver(list => { for (const e of list.getEntries()) window.long.push([e.startTime, e.duration]) })
  .observe({type: "longtask", buffered: true});
"""
READ = """() => {
  const fcp = performance.getEntriesByName("first-contentful-paint")[0].startTime;
  const blocked = window.long.filter(([start]) => start >= fcp).map(([, took]) => Math.max(0, took - 50));
  return {fcp: fcp / 1000, tbt: blocked.reduce((a, b) => a + b, 0), cls: window.shift};
}"""


@dataclass(frozen=True)
class Load:
    cold_bytes: int
    cold_requests: int
    warm_bytes: int
    fcp: float
    tbt: float
    cls: float


def chromium() -> str:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        raise CommandError("This figure needs Chromium: apt-get install chromium, or set CHROMIUM.")
    return found


@lru_cache(maxsize=1)
def loads(port: int, session: str) -> Load:
    """One cold and one warm load counted, three cold ones timed with a slow processor and line."""
    from playwright.sync_api import sync_playwright

    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        try:
            counted = _counted(browser, port, session)
            timed = [_timed(browser, port, session) for _ in range(RUNS)]
        finally:
            browser.close()
    return Load(*counted, *(median(run[part] for run in timed) for part in ("fcp", "tbt", "cls")))


def _page(browser: Any, port: int, session: str) -> tuple[Any, Any]:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, extra_http_headers={"X-Forwarded-Proto": "https"}
    )
    context.add_cookies(
        [{"name": "s", "value": session, "url": f"http://127.0.0.1:{port}", "httpOnly": True}]
    )
    page = context.new_page()
    return page, context.new_cdp_session(page)


def _counted(browser: Any, port: int, session: str) -> tuple[int, int, int]:
    """(bytes cold, requests cold, bytes warm), headers included, as they crossed the wire."""
    page, cdp = _page(browser, port, session)
    arrived: list[float] = []
    cdp.send("Network.enable")
    cdp.on("Network.loadingFinished", lambda event: arrived.append(event["encodedDataLength"]))
    _open(page, port)
    cold = list(arrived)
    arrived.clear()
    _open(page, port)
    page.context.close()
    return int(sum(cold)), len(cold), int(sum(arrived))


def _timed(browser: Any, port: int, session: str) -> dict[str, float]:
    page, cdp = _page(browser, port, session)
    page.add_init_script(WATCH)
    cdp.send("Network.enable")
    cdp.send("Network.emulateNetworkConditions", SLOW_4G)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    _open(page, port)
    found = page.evaluate(READ)
    page.context.close()
    return found


def _open(page: Any, port: int) -> None:
    answer = page.goto(f"http://127.0.0.1:{port}/", wait_until="load")
    if answer.status != 200 or "/accounts/" in page.url:
        raise RuntimeError(f"Today answered {answer.status} at {page.url}.")
    page.wait_for_timeout(SETTLED)
