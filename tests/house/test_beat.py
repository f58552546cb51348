"""One beat rings and any other stands by; neither a database, a broker nor a clock ends it."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from celery import Celery
from celery.signals import task_success
from django.db import connection

from smartrecovery import beat as beats
from smartrecovery.beat import OneBeat
from smartrecovery.celery import NAMED, TIMETABLE, app
from smartrecovery.outbox import heartbeats
from smartrecovery.outbox.models import Heartbeat
from tests.frame.test_crisis import no_database

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LEASE, SHORTEST = 30, 10
EVERYTHING = list(TIMETABLE)


@pytest.fixture
def clock(time_machine, db):
    """Both clocks: the one on the wall, and the one nobody can set."""
    now = SimpleNamespace(at=NOON, steady=1000.0)

    def later(seconds: float) -> None:
        now.at += timedelta(seconds=seconds)
        now.steady += seconds
        time_machine.move_to(now.at, tick=False)

    def put(back: timedelta) -> None:
        now.at += back
        time_machine.move_to(now.at, tick=False)

    later(0)
    return SimpleNamespace(now=now, later=later, put=put)


@pytest.fixture
def start(clock, monkeypatch, tmp_path):
    """A beat that does the work itself."""
    app.loader.import_default_modules()
    monkeypatch.setitem(app.conf, "task_always_eager", True)

    def one(of: Celery = app) -> OneBeat:
        made = OneBeat(app=of, schedule={}, schedule_filename=str(tmp_path / "sign"))
        made.clock = lambda: clock.now.steady
        return made

    return one


@pytest.fixture
def rung(start):
    """What a beat rings before it has nothing to do, in order."""
    done: list[str] = []

    def note(sender, **_):
        done.append(NAMED[sender.name])

    def names(beat: OneBeat) -> list[str]:
        done.clear()
        while beat.tick() == 0:
            pass
        return list(done)

    task_success.connect(note)
    yield names
    task_success.disconnect(note)


def test_a_first_beat_rings_everything_once_in_the_order_of_the_table(start, rung):
    beat = start()

    assert rung(beat) == EVERYTHING
    assert set(heartbeats.last_done()) == set(EVERYTHING)
    assert beat.tick() == pytest.approx(SHORTEST)


def test_each_tick_comes_round_in_its_own_time(start, rung, clock):
    beat = start()
    rung(beat)

    times = []
    for _ in range(6):
        clock.later(SHORTEST)
        times.append(rung(beat))

    short, heart = ["plan", "deliver"], ["heartbeat", "plan", "deliver"]
    assert times == [short, short, heart, short, short, heart]


def test_a_second_beat_stands_by(start, rung, clock):
    first, second = start(), start()
    rung(first)

    clock.later(5)
    waits = second.tick()

    assert (waits, second.next_at) == (LEASE / 6, {})
    assert Heartbeat.objects.get(name="beat").owner == first.owner


def test_it_takes_over_within_a_minute_and_goes_on_where_the_other_ended(start, rung, clock):
    first, second = start(), start()
    rung(first)

    waited, rings = 0, []
    while not rings and waited < 60:
        clock.later(5)
        waited += 5
        rings = rung(second)

    assert (waited, rings) == (LEASE, ["heartbeat", "plan", "deliver"])


def test_one_that_ends_in_order_lets_go_at_once(start, rung, clock):
    first, second = start(), start()
    rung(first)

    first.close()
    clock.later(SHORTEST)

    assert rung(second) == ["plan", "deliver"]


def test_one_that_comes_back_finds_itself_relieved(start, rung, clock):
    first, second = start(), start()
    rung(first)
    clock.later(LEASE)
    rung(second)

    clock.later(SHORTEST)

    assert (rung(first), first.next_at) == ([], {})


def test_it_outlives_a_database_that_is_away(start, rung, clock, monkeypatch):
    monkeypatch.setattr(beats, "close_old_connections", list)  # it would end the test's transaction
    beat = start()
    rung(beat)

    clock.later(LEASE)
    with no_database():
        away = beat.tick()
    connection.set_rollback(False)  # the test's own transaction, which no beat has
    back = rung(beat)

    assert (away, back) == (LEASE / 6, ["plan", "deliver", "heartbeat"])


def test_it_outlives_a_broker_that_is_away(start, clock):
    """What could not be rung is tried again soon, however seldom it comes round."""
    elsewhere = Celery("elsewhere", broker="redis://127.0.0.1:9/0", set_as_current=False)
    elsewhere.conf.update(
        beat_schedule=app.conf.beat_schedule,
        broker_transport_options=app.conf.broker_transport_options,
    )
    beat = start(elsewhere)

    waits = [beat.tick() for _ in EVERYTHING]

    soon = clock.now.steady + beats.TRY_AGAIN_SECONDS
    assert waits == [beats.TRY_AGAIN_SECONDS] * len(EVERYTHING)
    assert beat.next_at == dict.fromkeys(EVERYTHING, soon)


def test_a_bell_that_nobody_hears_is_not_rung_for_ever(start, monkeypatch):
    deaf = Celery("deaf", broker="memory://localhost/", set_as_current=False)
    deaf.conf.update(beat_schedule=app.conf.beat_schedule, task_default_queue="deaf")
    monkeypatch.setattr(beats, "ENOUGH_RINGS", 3)
    beat = start(deaf)

    waits = [beat.tick() for _ in EVERYTHING]

    assert waits == [0] * 3 + [beats.TRY_AGAIN_SECONDS] * (len(EVERYTHING) - 3)


@pytest.mark.parametrize("step", [timedelta(hours=-1), timedelta(hours=1), timedelta(days=1)])
def test_a_clock_that_is_set_changes_nothing(start, rung, clock, step):
    """R-TIM-04"""
    beat = start()
    rung(beat)

    clock.put(step)
    clock.later(SHORTEST)

    assert rung(beat) == ["plan", "deliver"]


def test_a_lease_from_before_the_clock_was_put_back_holds_nobody_up(start, rung, clock):
    rung(start())

    clock.put(timedelta(hours=-1))

    assert rung(start()) == []
    assert Heartbeat.objects.get(name="beat").at == clock.now.at


def test_its_own_sign_of_life_needs_no_database(start, clock, tmp_path, monkeypatch):
    monkeypatch.setattr(beats, "close_old_connections", list)
    beat = start()

    with no_database():
        beat.tick()

    assert (tmp_path / "sign").is_file()
