"""Every figure of `docs/performance.md`: its goal, and how it is taken."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from . import drawings, reminding, sending
from .browser import Load, loads
from .ground import OLD, Ground, note, opens, posts, ratio, saves
from .noticing import (
    note_in_process,
    progress_against_bare_list,
    progress_at_ten_years,
    progress_bytes,
    urge_against_bare,
)
from .pages import forms
from .servers import Web, rss_mib
from .worksheets import heaviest_against_bare

TRANSACTION = {"BEGIN", "COMMIT"}
TIMES, SAVES, STARTS = 120, 60, 5
MIB, SECONDS, TIMES_AS_LONG = "MiB", "s", "x"


@dataclass(frozen=True)
class Figure:
    name: str
    unit: str
    goal: float
    take: Callable[[Ground], float]

    def line(self, value: float) -> str:
        verdict = "ok" if value <= self.goal else "short"
        return f"{self.name}\t{value:.4g}\t{self.unit}\t<= {self.goal:g}\t{verdict}"


def today_against_bare(ground: Ground) -> float:
    return ratio(
        "today", opens(ground.young, reverse("today")), opens(ground.young, "/bare/page/"), TIMES
    )


def list_against_bare(ground: Ground) -> float:
    return ratio(
        "list", opens(ground.young, reverse("entries")), opens(ground.young, "/bare/list/"), TIMES
    )


def library_against_bare(ground: Ground) -> float:
    return ratio(
        "library", opens(ground.young, reverse("tools")), opens(ground.young, "/bare/page/"), TIMES
    )


def save_against_bare(ground: Ground) -> float:
    plan = ground_plan(ground, "m")
    return ratio("save", saves(ground.young, plan), posts(ground.young, plan), SAVES)


def ten_years(url_name: str) -> Callable[[Ground], float]:
    def take(ground: Ground) -> float:
        url = reverse(url_name)
        return ratio(
            f"{url_name} at ten years", opens(ground.old, url), opens(ground.young, url), TIMES
        )

    return take


def save_at_ten_years(ground: Ground) -> float:
    return ratio(
        "save at ten years",
        saves(ground.old, ground_plan(ground, OLD)),
        saves(ground.young, ground_plan(ground, "m")),
        SAVES,
    )


def ground_plan(ground: Ground, first: str) -> str:
    _ = ground.members
    return ground.plan_of(first)


def sql(act: Callable[[Client, str], None]) -> Callable[[Ground], float]:
    """Statements of one request, session and person included; the larger of one year and ten."""

    def take(ground: Ground) -> float:
        counts = []
        for member, first in zip(ground.members, ("m", OLD), strict=True):
            client = Client(headers={"host": "127.0.0.1", "x-forwarded-proto": "https"})
            client.force_login(member)
            plan = ground.plan_of(first)
            act(client, plan)
            client.counted = CaptureQueriesContext(connection)
            act(client, plan)
            asked = [query["sql"] for query in client.counted.captured_queries]
            counts.append(len([words for words in asked if words not in TRANSACTION]))
            note("\n".join(words[:110] for words in asked))
        return max(counts)

    return take


def asks(url_name: str) -> Callable[[Client, str], None]:
    def act(client: Client, plan: str) -> None:
        with getattr(client, "counted", CaptureQueriesContext(connection)):
            answer = client.get(reverse(url_name))
        if answer.status_code != 200:
            raise RuntimeError(f"{url_name} answered {answer.status_code}.")

    return act


def saves_in_process(client: Client, plan: str) -> None:
    form = next(form for form in forms(client.get(plan).text) if "version" in form.names)
    said: dict[str, list[str]] = {}
    for name, value in form.filled(("do", "save"), change=f"Counted at {time.time()}"):
        said.setdefault(name, []).append(value)
    with getattr(client, "counted", CaptureQueriesContext(connection)):
        answer = client.post(plan, said)
    if answer.status_code != 302:
        raise RuntimeError(f"Saving answered {answer.status_code}.")


def notes_an_urge(client: Client, plan: str) -> None:
    act = note_in_process(client, plan)
    with getattr(client, "counted", CaptureQueriesContext(connection)):
        act()


def loaded(part: Callable[[Load], float]) -> Callable[[Ground], float]:
    """Today, opened in Chromium by somebody with a year of entries."""

    def take(ground: Ground) -> float:
        return part(loads(ground.web.port, ground.young.cookies["s"].value))

    return take


def worker_rss(ground: Ground) -> float:
    """The larger worker, after both have served a few hundred pages."""
    urls = [reverse("today"), reverse("entries"), ground_plan(ground, "m")]
    tabs = [ground.young.twin() for _ in range(8)]
    for _ in range(10):
        for tab in tabs:
            for url in urls:
                tab.get(url)
    return max(rss_mib(pid) for pid in ground.web.worker_pids())


def cold_start(ground: Ground) -> float:
    """From starting the process to the first 200 of /healthz: one worker, the median of five."""
    _ = ground.statics
    taken = []
    for _ in range(STARTS):
        web = Web(ground.env, workers=1)
        taken.append(web.start())
        web.stop()
    return median(taken)


def slowest_chart(ground: Ground) -> float:
    """Every chart at its fullest, one after the other; nothing but this process is asked."""
    taken = drawings.measured()
    note("\n".join(f"{name}: {milliseconds:.2f} ms" for name, milliseconds in taken))
    return max(milliseconds for _name, milliseconds in taken)


FIGURES = [
    Figure("today-time", TIMES_AS_LONG, 2.7, today_against_bare),
    Figure("list-time", TIMES_AS_LONG, 1.3, list_against_bare),
    Figure("library-time", TIMES_AS_LONG, 4, library_against_bare),
    Figure("save-time", TIMES_AS_LONG, 2, save_against_bare),
    Figure("form-time", TIMES_AS_LONG, 6, heaviest_against_bare),
    Figure("today-sql", "statements", 6, sql(asks("today"))),
    Figure("list-sql", "statements", 4, sql(asks("entries"))),
    Figure("library-sql", "statements", 4, sql(asks("tools"))),
    Figure("save-sql", "statements", 6, sql(saves_in_process)),
    Figure("urge-time", TIMES_AS_LONG, 1.5, urge_against_bare),
    Figure("urge-sql", "statements", 4, sql(notes_an_urge)),
    Figure("progress-time", TIMES_AS_LONG, 4, progress_against_bare_list("quarter")),
    Figure("progress-all-time", TIMES_AS_LONG, 4, progress_against_bare_list("all")),
    Figure("progress-sql", "statements", 8, sql(asks("progress"))),
    Figure("progress-ten-years", TIMES_AS_LONG, 1.2, progress_at_ten_years("quarter")),
    Figure("progress-all-ten-years", TIMES_AS_LONG, 1.2, progress_at_ten_years("all")),
    Figure("progress-bytes", "kB", 30, progress_bytes),
    Figure("today-ten-years", TIMES_AS_LONG, 1.1, ten_years("today")),
    Figure("list-ten-years", TIMES_AS_LONG, 1.1, ten_years("entries")),
    Figure("library-ten-years", TIMES_AS_LONG, 1.1, ten_years("tools")),
    Figure("save-ten-years", TIMES_AS_LONG, 1.1, save_at_ten_years),
    Figure("today-cold-bytes", "kB", 40, loaded(lambda load: load.cold_bytes / 1000)),
    Figure("today-cold-requests", "requests", 4, loaded(lambda load: load.cold_requests)),
    Figure("today-warm-bytes", "kB", 6, loaded(lambda load: load.warm_bytes / 1000)),
    Figure("today-fcp", SECONDS, 1.0, loaded(lambda load: load.fcp)),
    Figure("today-tbt", "ms", 0, loaded(lambda load: load.tbt)),
    Figure("today-cls", "", 0, loaded(lambda load: load.cls)),
    Figure("chart-time", "ms", 3, slowest_chart),
    Figure("sending-time", "ms", 1.818, sending.milliseconds_a_message),
    Figure("sending-embedded-time", "ms", 1.818, sending.milliseconds_embedded),
    Figure("sending-claim", SECONDS, 1.5, sending.claimed),
    Figure("planning-few", "ms", 5, reminding.finds_a_few),
    Figure("planning-idle", "ms", 2, reminding.ticks_idly),
    # After those two: it takes the few along.
    Figure("planning-all", SECONDS, 5, reminding.plans_all_at_once),
    Figure("sender-rss", MIB, 100, sending.worker_memory),
    Figure("beat-rss", MIB, 100, sending.beat_memory),
    Figure("worker-rss", MIB, 70, worker_rss),
    Figure("cold-start", SECONDS, 0.8, cold_start),
]
