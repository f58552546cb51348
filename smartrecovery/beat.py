"""The beat: rings what the timetable says while it holds the lease, and stands by while another does.

It keeps no schedule of its own. When each tick was last done is a row, so a beat that takes over goes on
where the one before it ended; between rings it counts by a clock that nobody can set. It outlives a
database or a broker that is away: until they are back it rings nothing.
"""

import logging
import socket
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from celery.beat import ScheduleEntry, Scheduler
from django.conf import settings
from django.db import Error as DatabaseIsDown
from django.db import close_old_connections
from django.utils import timezone

from smartrecovery.outbox import heartbeats

log = logging.getLogger(__name__)

TRY_AGAIN_SECONDS = 5
ENOUGH_RINGS = 100  # waiting unheard; another would tell a worker nothing new


class OneBeat(Scheduler):
    def __init__(self, *args: Any, schedule_filename: str = "", **kwargs: Any) -> None:
        self.lease = timedelta(seconds=settings.BEAT_LEASE_SECONDS)
        self.owner = f"{socket.gethostname()[:40]} {uuid4().hex}"
        self.sign = Path(schedule_filename) if schedule_filename else None
        self.clock = time.monotonic
        self.ours_until = 0.0
        self.next_at: dict[str, float] = {}
        self.was = ""
        super().__init__(*args, **kwargs)

    @property
    def info(self) -> str:
        return f"    . lease -> {self.lease.total_seconds():.0f} s"

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Rings one tick at most; how long there is nothing to do after that."""
        self._show_life()
        if not self._rings():
            return self._a_sixth
        name = min(self.next_at, key=self.next_at.__getitem__)
        now = self.clock()
        if self.next_at[name] > now:
            return max(0.0, min(self.next_at[name], self.ours_until) - now)
        entry = self.schedule[name]
        wait = self._ring(entry)
        self.next_at[name] = now + (wait or entry.schedule.seconds)
        return wait

    def close(self) -> None:
        super().close()
        if self.next_at:
            with suppress(DatabaseIsDown):
                heartbeats.let_go(self.owner, timezone.now())

    @property
    def _a_sixth(self) -> float:
        return self.lease.total_seconds() / 6

    def _show_life(self) -> None:
        """For a health check of this process alone: the file it was given is never older than the lease."""
        if self.sign is not None:
            with suppress(OSError):
                self.sign.touch()

    def _rings(self) -> bool:
        """Whether the lease is ours; asked again in good time before it ends."""
        if self.clock() < self.ours_until:
            return True
        began = self.clock()
        try:
            held = heartbeats.hold(self.owner, timezone.now(), self.lease)
            if held and not self.next_at:
                self.next_at = self._from_where_it_stands(began)
        except DatabaseIsDown as error:
            self._say(f"The database is away ({type(error).__name__}); nothing is rung.")
            close_old_connections()
            return False
        if not held:
            self.next_at = {}
        self.ours_until = began + 2 * self._a_sixth if held else 0.0
        if held:
            self._say("This beat rings.", logging.INFO)
        else:
            self._say("Another beat rings; this one stands by.", logging.INFO)
        return held

    def _from_where_it_stands(self, began: float) -> dict[str, float]:
        """What was never done is due now, and nothing is due later than its time."""
        now, last, found = timezone.now(), heartbeats.last_done(), {}
        for name in self.app.conf.beat_schedule:  # in its order, where several are due
            every = float(self.schedule[name].schedule.seconds)
            since = (now - last[name]).total_seconds() if name in last else every
            found[name] = began + min(max(every - since, 0.0), every)
        return found

    def _ring(self, entry: ScheduleEntry) -> int:
        """After how long to try again: at once means it rang."""
        try:
            if self._enough_are_waiting():
                self._say("Nobody hears the bell; it is not rung until somebody does.")
                return TRY_AGAIN_SECONDS
            self.app.tasks[entry.task].apply_async(**entry.options)
        except Exception as error:  # whatever it is, the beat goes on
            self._say(f"The bell cannot be rung ({type(error).__name__}).")
            return TRY_AGAIN_SECONDS
        self._say("This beat rings.", logging.INFO)
        return 0

    def _enough_are_waiting(self) -> bool:
        if self.app.conf.task_always_eager:
            return False
        with self.app.pool.acquire(block=True) as connection:
            queue = self.app.conf.task_default_queue
            waiting = connection.default_channel.queue_declare(queue=queue)
        return waiting.message_count >= ENOUGH_RINGS

    def _say(self, what: str, level: int = logging.WARNING) -> None:
        """Once, however long it lasts."""
        if what != self.was:
            log.log(level, what)
            self.was = what
