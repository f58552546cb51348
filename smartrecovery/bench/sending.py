"""How fast messages go, end to end, against a bare connection to the same mail server in the same run."""

import smtplib
import time
from functools import cache
from typing import NamedTuple

from . import processes
from .ground import Ground, note
from .processes import wait_until
from .sending_place import SETTLE, place, run
from .servers import VAR, Cluster, environment, forget, rss_mib
from .sink import Sink, Taken

MEMBERS, BARE, EMBEDDED, CLAIMED = 10_000, 3_000, 2_000, 100_000
PATIENCE = 180
CLAIM = """
import time, django; django.setup()
from django.utils import timezone
from smartrecovery.outbox.claiming import take
from smartrecovery.outbox.delivery import CLAIM
from smartrecovery.outbox.models import Message
take(timezone.now(), 1)
began = time.perf_counter()
while take(timezone.now(), CLAIM):
    pass
taken = time.perf_counter() - began
print(Message.objects.filter(state="sending").count(), taken)
"""


class Sent(NamedTuple):
    """Messages a second, and MiB of the sender and of the timetable after it."""

    a_second: float
    bare_a_second: float
    worker: float
    beat: float


@cache
def in_production(ground: Ground) -> Sent:
    """One worker process and one beat, PostgreSQL and Redis, everybody due at once."""
    where = VAR / "sending"
    with place(where, Cluster(where), ground.env["DATABASE_URL"], MEMBERS) as made:
        made.begin_again()
        with made.worker() as worker, made.beat() as beat:
            made.ring_until(made.came(0), PATIENCE)
            wait_until(made.came(MEMBERS - 1), PATIENCE)
            wait_until(made.nobody_waits, PATIENCE)
            memory = rss_mib(worker.children()[0]), rss_mib(beat.pid)
        found = made.account()
        if found["sent"] != MEMBERS or found["extra on the wire"]:
            raise RuntimeError(f"Not everybody was told once: {found}.")
        taken = made.sink.taken()
        a_second, bare = rate(taken), bare_rate(made.sink, taken[-1].size)
    note(f"{MEMBERS} messages: {a_second:.0f}/s in one worker, bare {bare:.0f}/s")
    return Sent(a_second, bare, *memory)


def rate(taken: list[Taken]) -> float:
    """From the first that came to the last: planning and starting are other figures."""
    return (len(taken) - 1) / (taken[-1].at - taken[0].at)


def bare_rate(sink: Sink, size: int) -> float:
    """One connection, messages of that size ready made, and nothing written down."""
    message = b"Subject: bare\r\n\r\n" + (b"x" * 70 + b"\r\n") * (size // 72)
    with smtplib.SMTP("127.0.0.1", sink.port) as connection:
        began = time.perf_counter()
        for number in range(BARE):
            head = f"Message-ID: <bare-{number}@bench>\r\n".encode()
            connection.sendmail("a@crowd.example", ["b@crowd.example"], head + message)
        return BARE / (time.perf_counter() - began)


@cache
def embedded(ground: Ground) -> float:
    """Messages a second of the timetable alone, on a database file."""
    folder = VAR / "sending-embedded"
    forget(folder)
    folder.mkdir(parents=True)
    with Sink() as sink:
        env = environment(f"sqlite:///{folder / 'db.sqlite3'}", EMAIL_URL=sink.url)
        run(env, "manage.py", "migrate", "-v0")
        run(env, "manage.py", "createcachetable")
        run(env, "-c", SETTLE.format(EMBEDDED))
        with processes.beat(env, folder / "beat.log"):
            wait_until(lambda: sink.count() >= EMBEDDED, PATIENCE, 0.1)
        found = rate(sink.taken())
    note(f"{EMBEDDED} messages: {found:.0f}/s embedded")
    return found


def milliseconds_a_message(ground: Ground) -> float:
    """End to end in one worker process; 550 a second are 1.82."""
    return 1000 / in_production(ground).a_second


def milliseconds_embedded(ground: Ground) -> float:
    return 1000 / embedded(ground)


def worker_memory(ground: Ground) -> float:
    return in_production(ground).worker


def beat_memory(ground: Ground) -> float:
    return in_production(ground).beat


def claimed(ground: Ground) -> float:
    """Seconds until 100,000 due rows are all in one sender's hands, by the batch."""
    where = VAR / "sending"
    with place(where, Cluster(where), ground.env["DATABASE_URL"], MEMBERS) as made:
        made.ledger.pile_up(CLAIMED // MEMBERS)
        count, seconds = run(made.env, "-c", CLAIM).split()[-2:]
    if int(count) != CLAIMED:
        raise RuntimeError(f"{count} of {CLAIMED} were claimed.")
    return float(seconds)
