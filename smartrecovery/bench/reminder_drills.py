"""R-REM: every reminder once, whatever breaks. Each drill says whether that held, with its figures.

Each is played on a `Place` and ends with the ledger held against what the mail server has: a message more
than the ledger knows is allowed only where a sender died between the server's yes and our commit.
"""

import os
import random
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from .browsing import Browsing
from .processes import Part, wait_until
from .scene import Scene
from .sending_place import LEASE_MINUTES, Place, place, run

Outcome = tuple[bool, dict[str, Any]]
RIGHT = ("in the ledger twice", "sent and never came", "came and not sent", "still open")
EXACTLY = (*RIGHT, "extra on the wire")
OUTSIDE_OUTAGE, SLOWEST_PAGE = 90, 3


def once_each(here: Place, told: int, extra: int = 0, **figures: Any) -> Outcome:
    """Held where so many were told, all in order, with at most so many extra."""
    found = here.account()
    held = found["sent"] == told and not any(found[what] for what in RIGHT)
    return held and found["extra on the wire"] <= extra, found | figures


def killed_in_mid_batch(here: Place, kills: int = 50) -> Outcome:
    """R-REM-01: four senders; one pair and its parent is killed with `kill -9` while it sends, again and again."""
    slices = here.members // kills
    here.begin_again(0)
    here.sink.behave(slow=0.004)
    with ExitStack() as running:
        pairs = [running.enter_context(here.worker(senders=2)) for _ in range(2)]
        here.ring_until(pairs_are_up(here, pairs), 60)
        for kill in range(kills):
            before = here.sink.count()
            here.ledger.fall_due(slices)
            here.ring(2)
            wait_until(here.came(before + slices // 10), 60)
            time.sleep(random.random() * 0.1)  # noqa: S311
            pairs[kill % 2].kill()
            pairs[kill % 2].start()
        here.sink.behave()
        here.abandoned_return(120)
    return once_each(here, slices * kills, extra=kills, kills=kills)


def pairs_are_up(here: Place, pairs: list[Part]) -> Callable[[], bool]:
    """A sender that has answered the broker has children."""
    return lambda: all(here.quick or pair.children() for pair in pairs)


def everybody_at_once(
    here: Place, beats: int = 3, workers: int = 3, seconds: float = 60
) -> Outcome:
    """R-REM-02: several timetables and senders, tasks rung twice by hand, the beat that rings killed half-way."""
    here.begin_again(0)
    with ExitStack() as running:
        timetables = [running.enter_context(here.beat(f"beat{n}")) for n in range(beats)]
        for _ in range(workers):
            running.enter_context(here.worker())
        ends, parts = time.monotonic() + seconds, 10
        for part in range(parts):
            here.ledger.fall_due(here.members // parts)
            here.ring(2)
            if timetables and part == parts // 2:
                timetables[0].kill()
            time.sleep(max(0, ends - time.monotonic()) / (parts - part))
        taken_over = wait_until(here.nobody_waits, 120, 0.2)
    told = here.members // parts * parts
    return once_each(here, told, beats=beats, workers=workers, after=f"{taken_over:.1f} s")


def redis_away(here: Place, seconds: float = 20, minutes: float = 5) -> Outcome:
    """R-REM-03: stopped, frozen, and emptied while reminders fall due; nobody restarts anything, and no page waits."""
    here.begin_again(0)
    third, late = here.members // 3, []
    figures: dict[str, Any] = {}
    with here.web() as web, here.worker(senders=2), here.beat():
        with Browsing(web) as browsing:
            for name in ("stopped", "frozen", "emptied"):
                before = here.sink.count()
                _away(here, name)
                here.ledger.fall_due(third, minutes)
                time.sleep(seconds)
                _back(here, name)
                late.append(wait_until(here.came(before + third - 1), 120, 0.1))
                figures[f"{name}, then all told in"] = f"{late[-1]:.1f} s"
        wait_until(here.nobody_waits, 60)
    held, found = once_each(here, third * 3)
    figures |= {"slowest page": f"{max(browsing.seconds):.2f} s", "pages": dict(browsing.statuses)}
    held &= max(late) <= OUTSIDE_OUTAGE and set(browsing.statuses) == {200}
    return held and max(browsing.seconds) <= SLOWEST_PAGE, found | figures


def _away(here: Place, name: str) -> None:
    {"stopped": here.redis.stop, "frozen": here.redis.freeze}.get(name, lambda: None)()


def _back(here: Place, name: str) -> None:
    {"stopped": here.redis.start, "frozen": here.redis.thaw}.get(
        name, here.redis.forget_everything
    )()


def deaf_worker(here: Place, times: int = 20) -> Outcome:
    """R-REM-04: the worker's connections to Redis are cut, again and again; it hears the next bell all the same."""
    here.begin_again(0)
    part, heard = here.members // times, []
    with here.worker() as worker:
        here.ring_until(pairs_are_up(here, [worker]), 60)
        for _ in range(times):
            before = here.sink.count()
            here.redis.hang_up()
            here.ledger.fall_due(part)
            heard.append(here.ring_until(here.came(before + part - 1), 120, 0.5))
    held, found = once_each(here, part * times)
    figures = {"cut": times, "slowest to hear again": f"{max(heard):.1f} s"}
    return held and max(heard) <= 120, found | figures


def database_restarted(here: Place, times: int = 5) -> Outcome:
    """R-REM-05: PostgreSQL dies in mid-write and comes back; senders go on, nobody restarts them."""
    here.begin_again(0)
    here.sink.behave(slow=0.004)
    part, away = here.members // times, []
    with here.worker(senders=2) as worker:
        here.ring_until(pairs_are_up(here, [worker]), 60)
        for _ in range(times):
            before = here.sink.count()
            here.ledger.fall_due(part)
            here.ring(2)
            wait_until(here.came(before + part // 10), 60)
            here.cluster.stop_at_once()
            here.cluster.start()
            away.append(here.ring_until(here.came(before + part // 2), 60, 0.5))
        here.sink.behave()
        here.abandoned_return()
        lived = worker.is_running()
    held, found = once_each(here, part * times, extra=2 * times, restarts=times)
    return held and lived, found | {"slowest to go on": f"{max(away):.1f} s"}


def mail_down_and_back(here: Place) -> Outcome:
    """R-REM-06: no mail server at all; everything waits its minute and goes once it is back."""
    here.begin_again()
    here.sink.behave(down=True)
    with here.worker():
        here.ring_until(here.ledger.waits, 60, 0.3)
        states = here.ledger.states()
        here.sink.behave()
        here.tried_again()
    held, found = once_each(here, here.members)
    return held and set(states) == {"queued"}, found | {"while it was down": dict(states)}


def mail_refuses_some(here: Place) -> Outcome:
    """R-REM-06: some mailboxes are closed, everybody is put off once; the rest do not wait for them, who are told in here."""
    here.begin_again()
    gone = here.ledger.addresses(3)
    here.sink.behave(refuses=gone, later=True)
    with here.worker():
        took = here.tried_again()
    found, told = here.account(), here.ledger.told_in_here()
    held = found["came"] == here.members - len(gone) and not any(found[w] for w in EXACTLY)
    figures = {"refused": len(gone), "told in here": told, "the rest in": f"{took:.1f} s"}
    return held and told == len(gone) and took < 30, found | figures


def mail_hangs_up(here: Place, times: int = 5) -> Outcome:
    """R-REM-06: the server takes a message and drops the connection without a word: once more, and no more."""
    here.begin_again()
    here.sink.behave(drop=times, drop_keeps=True)
    with here.worker():
        here.tried_again()
    return once_each(here, here.members, extra=times, dropped=times)


def mail_hangs(here: Place, seconds: float = 60) -> Outcome:
    """R-REM-06: a mail server that accepts and never answers holds one sender one time-out, not one a message."""
    here.begin_again()
    here.sink.behave(slow=seconds, hangs=True)
    with here.worker():
        here.ring()
        time.sleep(seconds / 2)
        here.sink.behave()
        here.ledger.let_pass(LEASE_MINUTES)
        took = here.ring_until(here.nobody_waits, 180)
    return once_each(here, here.members, **{"told, once it answered, in": f"{took:.1f} s"})


def restored_backup(here: Place) -> Outcome:
    """R-REM-07: yesterday's database comes back with everything in it still to be sent: nothing of it is."""
    here.begin_again(here.members // 2)
    here.ledger.post_by_hand(here.members // 2)
    here.ledger.let_pass(24 * 60)
    with here.worker():
        here.ring_until(here.nobody_waits, 60)
        here.ring(3)
        time.sleep(1)
    states, behind = here.ledger.states(), here.ledger.behind()
    figures = {"came": here.sink.count(), "states": dict(states), "still behind": behind}
    return not figures["came"] and set(states) <= {"expired"} and not behind, figures


def stopped_while_sending(here: Place, times: int = 1_000) -> Outcome:
    """R-REM-08: people say stop while their batch is going out; what comes later than the yes to that is broken."""
    here.begin_again()
    here.sink.behave(slow=0.02)
    with here.worker():
        here.ring_until(here.came(10), 60)
        said = [line.split() for line in run(here.env, "-c", STOPS.format(times)).splitlines()]
        here.sink.behave()
        here.ring_until(here.nobody_waits, 120)
    stopped = {to: float(at) for to, at in said}
    after = [one.at - stopped[one.to] for one in here.sink.taken() if one.to in stopped]
    late = [seconds for seconds in after if seconds > IN_FLIGHT]
    spared = here.members - here.sink.count()
    figures = {"stopped": len(stopped), "never told": spared, "told after their stop": len(late)}
    return not late and spared > 0 and here.account()["sent and never came"] == 0, figures


IN_FLIGHT = 0.2
STOPS = """
import time, django; django.setup()
from django.utils import timezone
from smartrecovery.accounts.models import User
from smartrecovery.outbox import answering
for member in User.objects.filter(username__startswith="r").order_by("?")[:{}]:
    answering.stop(member, None, timezone.now())
    print(member.email, time.time(), flush=True)
"""


def clock_set(here: Place, people: int = 50, stretches: int = 6) -> Outcome:
    """R-TIM-04: the clock walks over both changes of the year, and is set by an hour and by a day on its way."""
    here.begin_again(0)
    walk = ["-m", "smartrecovery.bench.clock_walk", str(people), str(stretches)]
    told = run(here.env | {"REDIS_URL": ""}, *walk)
    due, missed, twice, caps = map(int, told.split()[-4:])
    found = here.account()
    figures = {"due": due, "missed": missed, "told twice": twice, "over the caps": caps}
    held = not (missed or twice or caps or found["extra on the wire"]) and due > 0
    return held, figures | {"extra on the wire": found["extra on the wire"]}


def on(members: int, drill: Callable[..., Outcome], **size: int) -> Callable[[Scene], Outcome]:
    """The drill on a crowd of that many, in a database of its own on the scene's server."""

    def played(scene: Scene) -> Outcome:
        url, more = os.environ["DATABASE_URL"], {what: n * scene.times for what, n in size.items()}
        with place(scene.folder / "sending", scene.cluster, url, members * scene.times) as here:
            return drill(here, **more)

    played.__doc__ = drill.__doc__
    return played


DRILLS: dict[str, Callable[[Scene], Outcome]] = {
    "R-REM-01": on(10_000, killed_in_mid_batch, kills=50),
    "R-REM-02": on(1_000, everybody_at_once, seconds=60),
    "R-REM-03": on(900, redis_away, seconds=30),
    "R-REM-04": on(400, deaf_worker, times=20),
    "R-REM-05": on(1_000, database_restarted, times=5),
    "R-REM-06-down": on(1_000, mail_down_and_back),
    "R-REM-06-refuses": on(1_000, mail_refuses_some),
    "R-REM-06-hangs-up": on(1_000, mail_hangs_up, times=5),
    "R-REM-06-hangs": on(400, mail_hangs, seconds=60),
    "R-REM-07": on(1_000, restored_backup),
    "R-REM-08": on(2_000, stopped_while_sending, times=1_000),
    "R-TIM-04": on(50, clock_set),
}
