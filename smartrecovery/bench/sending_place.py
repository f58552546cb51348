"""Where sending is drilled and measured: a PostgreSQL, a Redis, a mail server, and a crowd to be told."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from smartrecovery.celery import TIMETABLE

from . import processes
from .ledger import Ledger, account
from .processes import Part, Redis, wait_until
from .servers import ROOT, Cluster, Web, environment
from .sink import Sink

DATABASE = "sending"
SENDS = ("plan", "deliver")
LEASE_MINUTES = 6
PUT_OFF_MINUTES = (2, 6, 16, 61)
SETTLE = "import django; django.setup(); from smartrecovery.bench import crowd; crowd.settle({})"


class Place:
    """Minutes may pass in it without anybody waiting: see `Ledger.let_pass`.

    Where it is `quick`, senders look by themselves every moment, as in the embedded shape, and no queue rings.
    """

    def __init__(
        self, folder: Path, cluster: Cluster, url: str, redis: Redis, sink: Sink, members: int
    ) -> None:
        self.folder, self.cluster, self.url = folder, cluster, url
        self.redis, self.sink, self.members = redis, sink, members
        self.ledger, self.quick, self.seen = Ledger(url), False, -1

    @property
    def env(self) -> dict[str, str]:
        more = {"EMAIL_URL": self.sink.url, "REDIS_URL": self.redis.url}
        return environment(self.url, SITE_URL="https://footing.example", **more)

    def make(self) -> None:
        """Tables, and the crowd in them."""
        run(self.env, "manage.py", "migrate", "-v0")
        run(self.env, "-c", SETTLE.format(self.members))

    def begin_again(self, count: int | None = None) -> None:
        """Nobody has been told anything, all is well, and so many are to be told now."""
        self.redis.forget_everything()
        self.sink.behave()
        self.sink.forget()
        self.ledger.begin_again()
        self.ledger.fall_due(self.members if count is None else count)

    def worker(self, senders: int = 1) -> Part:
        if self.quick:
            return processes.sender(self.env, self.folder / "worker.log")
        return processes.worker(self.env, self.folder / "worker.log", senders)

    def beat(self, name: str = "beat") -> Part:
        return processes.beat(self.env, self.folder / "beat.log", name)

    def web(self) -> Web:
        run(self.env, "manage.py", "collectstatic", "--no-input", "-v0")
        return Web(self.env, log=self.folder / "web.log")

    def ring(self, times: int = 1) -> None:
        """Both bells of sending, as the timetable rings them."""
        if not self.quick:
            processes.ring(self.redis.url, *[TIMETABLE[name].task for name in SENDS] * times)

    def ring_until(self, holds, seconds: float, every: float = 1) -> float:
        """Rings as often as that until it holds; how long it took."""

        def rung() -> bool:
            self.ring()
            return holds()

        return wait_until(rung, seconds, every)

    def came(self, more_than: int):
        def came() -> bool:
            return self.sink.count() > more_than

        return came

    def nobody_waits(self) -> bool:
        return self.ledger.states().total() > 0 and not self.ledger.open()

    def abandoned_return(self, seconds: float = 60) -> None:
        """What was taken by somebody who never came back is sent, once the lease has run out."""
        self.ring_until(lambda: self.ledger.states()["queued"] == 0, seconds, 0.3)
        wait_until(self.is_still, seconds, 0.7)
        self.ledger.let_pass(LEASE_MINUTES)
        self.ring_until(self.nobody_waits, seconds, 0.3)

    def tried_again(self, seconds: float = 60) -> float:
        """What was put off is sent, after as many minutes as that takes; how long the last round took."""
        for minutes in (*PUT_OFF_MINUTES, 0):
            took = self.ring_until(self.ledger.waits, seconds, 0.3)
            if not self.ledger.open():
                return took
            self.ledger.let_pass(minutes)
        raise TimeoutError(f"Still open: {dict(self.ledger.states())}.")

    def is_still(self) -> bool:
        """Nothing came since the last look."""
        before, self.seen = self.seen, self.sink.count()
        return before == self.seen

    def account(self) -> dict[str, int]:
        return account(self.ledger, self.sink)


@contextmanager
def place(folder: Path, cluster: Cluster, url: str, members: int) -> Iterator[Place]:
    """In a database of its own on the server at `url`, for as long as it is wanted."""
    folder.mkdir(parents=True, exist_ok=True)
    with Redis(folder / "redis.log") as redis, Sink() as sink:
        with Ledger(url).outside() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {DATABASE}")
        made = Place(folder, cluster, named(url, DATABASE), redis, sink, members)
        made.make()
        yield made


def named(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def run(env: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, *arguments]
    return subprocess.run(  # noqa: S603
        command, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    ).stdout
