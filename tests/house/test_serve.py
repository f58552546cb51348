"""`make run`: keys are made once, web and timetable live and die together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from smartrecovery import first_keys
from smartrecovery.vault import keyring
from tests import shell


@pytest.fixture
def house(tmp_path, monkeypatch):
    monkeypatch.setattr(first_keys, "HOUSE", tmp_path)
    monkeypatch.setattr(first_keys, "KEYS", tmp_path / "var" / "keys.env")
    monkeypatch.delenv("VAULT_KEYS")
    return tmp_path


def made(house) -> dict[str, str]:
    lines = (house / "var" / "keys.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if not line.startswith("#"))


def test_the_first_start_makes_keys_for_its_owners_eyes_only(house):
    first_keys.main("http://127.0.0.1:8123")

    keys = made(house)
    assert list(keys) == ["SECRET_KEY", "VAULT_KEYS", "DEBUG", "SITE_URL"]
    assert (keys["DEBUG"], keys["SITE_URL"]) == ("true", "http://127.0.0.1:8123")
    assert len(keyring.parse(keys["VAULT_KEYS"])) == 1
    assert (house / "var" / "keys.env").stat().st_mode & 0o777 == 0o600


def test_a_later_start_changes_the_address_and_nothing_else(house):
    first_keys.main("http://127.0.0.1:8123")
    before = made(house)

    first_keys.main("http://127.0.0.1:9000")

    assert made(house) == before | {"SITE_URL": "http://127.0.0.1:9000"}


def test_whoever_brings_keys_gets_none(house):
    (house / ".env").write_text("VAULT_KEYS=mine:AAAA\n")

    first_keys.main("http://127.0.0.1:8123")

    assert not (house / "var" / "keys.env").exists()


@pytest.fixture
def address():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


@pytest.fixture
def serving(tmp_path, address):
    """The supervisor and its children, in a process group of their own."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", address.rsplit(":", 1)[1]],
        cwd=shell.HOUSE,
        env=shell.environment(
            DATABASE_URL=f"sqlite:///{tmp_path}/db.sqlite3", DEBUG="true", SITE_URL=address
        ),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    wait_until(lambda: answers(address), process)
    yield process
    if process.poll() is None:
        process.terminate()
    process.communicate(timeout=30)


def wait_until(true, process) -> None:
    until = time.monotonic() + 90
    while not true():
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < until
        time.sleep(0.1)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def children(process) -> list[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True
    )
    return [int(pid) for pid in listed.stdout.split() if is_there(int(pid))]


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.shell
def test_told_to_stop_it_ends_both(serving, address):
    both = children(serving)

    serving.terminate()
    said, _ = serving.communicate(timeout=30)

    assert len(both) >= 2
    assert f"is at {address}/" in said
    assert (serving.returncode, said.rstrip().endswith("Stopped.")) == (0, True), said
    assert [pid for pid in both if is_there(pid)] == []


@pytest.mark.shell
def test_one_ending_ends_the_other_and_says_which(serving):
    web, timetable = children(serving)[:2]

    os.kill(timetable, signal.SIGKILL)
    said, _ = serving.communicate(timeout=30)

    assert (serving.returncode, "The timetable ended by itself" in said) == (1, True), said
    assert not is_there(web)


@pytest.mark.shell
def test_a_taken_port_is_said_before_anything_else(address):
    port = int(address.rsplit(":", 1)[1])
    with socket.create_server(("127.0.0.1", port)):
        code, said = shell.run("manage.py", "serve", "--port", str(port))

    assert (code, f"Cannot listen at 127.0.0.1:{port}" in said) == (1, True), said


@pytest.mark.shell
def test_the_health_check_asks_under_the_sites_own_name(serving, address):
    found = shell.run("-m", "smartrecovery.alive", address, SITE_URL=address)
    nobody_there = shell.run("-m", "smartrecovery.alive", "http://127.0.0.1:1", SITE_URL=address)

    assert (found, nobody_there[0]) == ((0, ""), 1)
