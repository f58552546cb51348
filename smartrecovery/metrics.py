"""Figures for a monitor, behind a token: about the site, and never about a person.

What waits and how the timetable stands is read from the database when it is asked for. Answers are counted
by each web process in a folder they share, so whichever is asked tells of all of them.
"""

import atexit
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error as DatabaseIsDown
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from . import health, ready
from .reports import page_name

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
SECONDS = (0.01, 0.03, 0.1, 0.3, 1, 3, 10)
Rows = Iterable[tuple[list[str], float]]


@require_safe
@login_not_required  # asked by a machine, which brings a token
def metrics(request: HttpRequest) -> HttpResponse:
    """Whoever does not know the token finds nothing there."""
    token, given = settings.METRICS_TOKEN, request.headers.get("Authorization", "")
    if not token or not constant_time_compare(given, f"Bearer {token}"):
        raise Http404
    client = _client()
    of_the_site, of_all_processes = client.CollectorRegistry(), client.CollectorRegistry()
    of_the_site.register(Site())
    client.multiprocess.MultiProcessCollector(of_all_processes)
    told = client.generate_latest(of_the_site) + client.generate_latest(of_all_processes)
    return HttpResponse(told, content_type=client.CONTENT_TYPE_LATEST)


def timed(get_response: Callable[[HttpRequest], HttpResponse]):
    """Counts every answer by the name of its page."""
    answers = _answers()

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        told = answers.labels(page_name(request), response.status_code)
        told.observe(time.perf_counter() - began)
        return response

    return middleware


def forget_process(pid: int) -> None:
    """A web process that ended is no longer asked what it is doing; what it counted stays."""
    if FOLDER in os.environ:
        _client().multiprocess.mark_process_dead(pid)


@cache
def _client() -> Any:
    """Loaded once there is a folder; it looks for one then, and never again."""
    if FOLDER not in os.environ:
        os.environ[FOLDER] = folder = tempfile.mkdtemp(prefix="figures-")
        atexit.register(_take_away, folder, os.getpid())
    import prometheus_client
    from prometheus_client import core, multiprocess  # noqa: F401

    return prometheus_client


def _take_away(folder: str, maker: int) -> None:
    """By the process that made it, when it ends; those it started leave it alone."""
    if os.getpid() == maker:
        shutil.rmtree(folder, ignore_errors=True)


@cache
def _answers() -> Any:
    client = _client()
    return client.Histogram(
        "footing_answer_seconds",
        "How long answers took, by page.",
        ["page", "status"],
        registry=client.CollectorRegistry(),
        buckets=SECONDS,
    )


class Site:
    """What the database knows; where it is away, only that."""

    def collect(self) -> Iterator[Any]:
        parts = [([part], float(is_so)) for part, is_so in ready.parts().items()]
        yield _gauge("ready", "1 where a part is in order.", ["part"], parts)
        try:
            yield from [*_work(), *_messages()]
        except DatabaseIsDown:
            return


def _work() -> Iterator[Any]:
    now = timezone.now()
    standing = health.standing(now)
    lag = [([], standing.lag.total_seconds())]
    ages = [([one.name], (now - one.at).total_seconds()) for one in standing.work if one.at]
    yield _gauge("lag_seconds", "How long the oldest message that is due has waited.", [], lag)
    yield _gauge("tick_age_seconds", "Since a tick was last done.", ["tick"], ages)
    done = _client().core.CounterMetricFamily(
        "footing_done", "How much each tick did: deliver, messages sent.", labels=["tick"]
    )
    for tick, number in health.done_in_all().items():
        done.add_metric([tick], number)
    yield done


def _messages() -> Iterator[Any]:
    waiting = [([some.channel, some.what], some.number) for some in health.waiting()]
    failed = [([some.channel, some.what], some.number) for some in health.failed(timezone.now())]
    yield _gauge("messages_waiting", "Messages not sent yet.", ["channel", "state"], waiting)
    yield _gauge("messages_failed", "Given up in seven days.", ["channel", "code"], failed)


def _gauge(name: str, what: str, labels: list[str], rows: Rows) -> Any:
    made = _client().core.GaugeMetricFamily(f"footing_{name}", what, labels=labels)
    for values, number in rows:
        made.add_metric(values, number)
    return made
