"""Figures for a monitor: behind a token, about the site, and never about a person."""

import re
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from smartrecovery import health, metrics
from smartrecovery.outbox.models import Message
from tests import shell
from tests.frame.test_crisis import no_database

from .signs import well

# Looked for without loading it: it reads its settings when it is loaded.
pytestmark = pytest.mark.skipif(
    find_spec("prometheus_client") is None, reason="the extra for a monitor is not installed"
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOKEN = "a-token-for-tests"
LINE = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$", re.MULTILINE)


@pytest.fixture(autouse=True)
def noon(db, time_machine, settings):
    time_machine.move_to(NOON, tick=False)
    settings.METRICS_TOKEN = TOKEN


def asked(client, token: str = TOKEN) -> dict[tuple[str, str], float]:
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    return {(name, labels): float(value) for name, labels, value in LINE.findall(answer.text)}


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": TOKEN}, {"Authorization": "Bearer "}, {"Authorization": "Bearer other"}],
)
def test_without_the_token_nothing_is_there(client, headers):
    assert client.get("/metrics", headers=headers).status_code == 404


def test_without_the_setting_nothing_is_there(client, settings):
    settings.METRICS_TOKEN = ""

    answers = [client.get("/metrics", headers={"Authorization": said}) for said in ("", "Bearer ")]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_the_figures_say_how_the_timetable_stands(client):
    well(NOON - timedelta(minutes=1))

    found = asked(client)

    assert found["footing_ready", 'part="timetable"'] == 1
    assert found["footing_ready", 'part="messages"'] == 1
    assert found["footing_tick_age_seconds", 'tick="deliver"'] == 60
    assert found["footing_lag_seconds", ""] == 0


def test_and_what_waits_what_failed_and_what_was_done(client, ana):
    well(NOON)
    before = NOON - timedelta(minutes=5)
    for state, answer in (("queued", ""), ("failed", "550"), ("sent", "250")):
        Message.objects.create(
            member=ana, kind="now", occurrence=state, state=state, answer=answer, look_at=before
        )
    health.done("deliver", 10, 40, NOON)
    health.done("deliver", 10, 2, NOON)

    found = asked(client)

    assert found["footing_messages_waiting", 'channel="email",state="queued"'] == 1
    assert found["footing_messages_failed", 'channel="email",code="550"'] == 1
    assert found["footing_done_total", 'tick="deliver"'] == 42
    assert found["footing_lag_seconds", ""] == 300


def test_no_figure_is_about_a_person(client, ana, ben):
    for member in (ana, ben):
        Message.objects.create(
            member=member, kind="check-in", about=str(ana.pk), occurrence="1", state="failed"
        )

    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text

    labels = set(re.findall(r"[{,](\w+)=", answer))
    assert labels <= {"part", "tick", "channel", "state", "code", "page", "status", "le"}
    for member in (ana, ben):
        assert [word for word in (str(member.pk), member.username) if word in answer] == []


def test_with_the_database_away_they_say_so(client):
    with no_database():
        found = asked(client)

    assert found["footing_ready", 'part="database"'] == 0
    assert ("footing_lag_seconds", "") not in found


def test_answers_are_counted_by_page(client):
    count = metrics.timed(lambda request: HttpResponse(status=418))
    for _ in range(3):
        count(RequestFactory().get("/a/page/of/somebody/"))

    found = asked(client)

    assert found["footing_answer_seconds_count", 'page="-",status="418"'] == 3


@pytest.mark.shell
def test_several_web_processes_are_added_up_and_leave_nothing_behind():
    look = """
import os, django; django.setup()
from django.http import HttpResponse
from django.test import RequestFactory
from smartrecovery import metrics
ask = RequestFactory().get("/", headers={"Authorization": "Bearer token"})
count = metrics.timed(lambda request: HttpResponse())
folder = os.environ[metrics.FOLDER]
if child := os.fork():
    os.waitpid(child, 0)
else:
    count(ask)
    raise SystemExit
count(ask)
told = metrics.metrics(ask).text
print([line.split()[-1] for line in told.splitlines() if "seconds_count" in line], folder)
"""
    code, said = shell.run("-c", look, METRICS_TOKEN="token")
    counted, folder = said.strip().rsplit(" ", 1)

    assert (code, counted, Path(folder).exists()) == (0, "['2.0']", False), said
