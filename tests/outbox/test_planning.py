"""Posting what is due: whole sets at once, and nobody twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection

from smartrecovery.accounts.models import User
from smartrecovery.outbox import kinds, planning
from smartrecovery.outbox.kinds import Kind
from smartrecovery.outbox.models import Message, Reminder
from smartrecovery.outbox.planning import plan_due
from smartrecovery.outbox.schedule import instant

MONDAY = date(2026, 3, 2)
EVENING = datetime(2026, 3, 2, 20, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
EVERY_DAY = 0b1111111
State = Message.State


@pytest.fixture(autouse=True)
def known_kinds(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register(Kind("walk", template="walk", plans=lambda member, now: [], channel="email"))
    kinds.register(Kind("hello", template="hello", plans=lambda member, now: [], backs_off=True))
    kinds.register(Kind("stopped", template="stopped", window=3 * DAY))


def reminder(member, **said) -> Reminder:
    given = {
        "kind": "walk",
        "about": "a",
        "channel": "email",
        "days": EVERY_DAY,
        "at": time(20),
        "zone": "Europe/London",
        "first_on": MONDAY,
        "next_on": MONDAY,
        "next_at": EVENING,
    }
    return Reminder.objects.create(member=member, **given | said)


def ledger() -> list[tuple]:
    return list(
        Message.objects.order_by("posted_at", "due_at", "id").values_list("occurrence", "state")
    )


def next_of(row: Reminder) -> tuple:
    row.refresh_from_db()
    return row.next_on, row.next_at


def test_what_is_due_is_posted_and_comes_again_the_next_day(ana):
    row = reminder(ana)

    assert plan_due(EVENING + MINUTE) == 1

    posted = Message.objects.values().get()
    del posted["id"]
    assert posted == {
        "member_id": ana.pk,
        "kind": "walk",
        "about": "a",
        "occurrence": "a:2026-03-02",
        "day": MONDAY,
        "number": 1,
        "channel": "email",
        "template": "walk",
        "state": "queued",
        "held_for": "",
        "due_at": EVENING,
        "look_at": EVENING,
        "expires_at": EVENING + 4 * HOUR,
        "attempts": 0,
        "leased_until": None,
        "lease": None,
        "posted_at": EVENING + MINUTE,
        "sent_at": None,
        "answer": "",
        "went_with": None,
        "answered_at": None,
    }
    assert next_of(row) == (MONDAY + DAY, EVENING + DAY)
    row.refresh_from_db()
    assert row.unanswered == 1


def test_an_early_tick_posts_nothing(ana):
    row = reminder(ana)

    assert plan_due(EVENING - timedelta(seconds=1)) == 0
    assert ledger() == []
    assert next_of(row) == (MONDAY, EVENING)


def test_the_task_run_twice_posts_once(ana, ben):
    reminder(ana), reminder(ben, at=time(15), zone="America/New_York")

    assert [plan_due(EVENING), plan_due(EVENING)] == [2, 0]
    assert ledger() == [("a:2026-03-02", "queued")] * 2


def test_of_a_long_silence_only_the_last_is_told(ana):
    row = reminder(ana)

    plan_due(EVENING + 9 * DAY + HOUR)

    assert ledger() == [("a:2026-03-11", "queued")]
    assert next_of(row) == (MONDAY + 10 * DAY, EVENING + 10 * DAY)


def test_what_is_past_its_window_is_in_the_ledger_as_such_and_was_not_ignored(ana):
    """R-REM-07, and what a backup brings back: nothing is told that is past."""
    row = reminder(ana, unanswered=3)

    plan_due(EVENING + 9 * DAY + 4 * HOUR)

    row.refresh_from_db()
    assert ledger() == [("a:2026-03-11", "expired")]
    assert (row.next_on, row.unanswered) == (MONDAY + 10 * DAY, 3)


def test_a_clock_that_steps_back_tells_nobody_twice(ana):
    """R-TIM-04, as far as planning goes."""
    reminder(ana)

    for step in (timedelta(), -HOUR, HOUR, DAY, -DAY, DAY + MINUTE):
        plan_due(EVENING + step)

    assert ledger() == [("a:2026-03-02", "queued"), ("a:2026-03-03", "queued")]


@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)])
def test_every_day_is_told_once_across_a_change_of_the_clock(ana, change):
    on = change - DAY
    begin = datetime.combine(on, time(1), UTC)
    User.objects.filter(pk=ana.pk).update(day_starts=time())
    at = instant(on, time(1, 30), ana.tz)
    reminder(ana, at=time(1, 30), first_on=on, next_on=on, next_at=at)

    for tick in range(3 * 24 * 4 - 4):
        plan_due(begin + tick * 15 * MINUTE)

    days = list(Message.objects.order_by("day").values_list("day", flat=True))
    assert days == [on, change, change + DAY]


def test_once_is_once(ana):
    row = reminder(ana, days=0)

    plan_due(EVENING)

    assert next_of(row) == (None, None)
    assert plan_due(EVENING + DAY) == 0


def test_an_hour_after_midnight_is_for_the_day_before(ana):
    """Theirs starts at four."""
    late = datetime(2026, 3, 3, 1, tzinfo=UTC)
    row = reminder(ana, at=time(1), next_at=late)

    plan_due(late)

    assert ledger() == [("a:2026-03-02", "queued")]
    assert next_of(row) == (MONDAY + DAY, late + DAY)


def test_fourteen_go_unanswered_then_it_stops_and_says_so_once(ana):
    row = reminder(ana, kind="hello", unanswered=12)

    for day in range(6):
        plan_due(EVENING + day * DAY)

    told = Message.objects.order_by("day").values_list("kind", "about", "occurrence", "number")
    row.refresh_from_db()
    assert list(told) == [
        ("hello", "a", "a:2026-03-02", 13),
        ("hello", "a", "a:2026-03-03", 14),
        ("stopped", "hello", f"{key_of(row)}:2026-03-04", 14),
    ]
    assert (row.next_at, row.stopped_at) == (None, EVENING + 2 * DAY)


def key_of(row: Reminder) -> str:
    return str(row.pk) if connection.vendor == "postgresql" else row.pk.hex


def test_what_does_not_back_off_goes_on(ana):
    row = reminder(ana, unanswered=14)

    plan_due(EVENING)

    assert ledger() == [("a:2026-03-02", "queued")]
    assert next_of(row) == (MONDAY + DAY, EVENING + DAY)


def test_a_kind_nobody_knows_holds_up_nobody(ana, ben):
    row = reminder(ana, kind="of an app that left")
    reminder(ben)

    assert plan_due(EVENING) == 1
    assert next_of(row) == (MONDAY + DAY, EVENING + DAY)


def test_what_is_in_the_ledger_is_not_told_again(ana):
    given = {"member": ana, "kind": "walk", "occurrence": "a:2026-03-02"}
    Message.objects.create(**given, state=State.SENT)
    row = reminder(ana)

    assert plan_due(EVENING) == 0
    assert ledger() == [("a:2026-03-02", "sent")]
    assert next_of(row) == (MONDAY + DAY, EVENING + DAY)


def test_no_more_than_asked_for_at_a_time_the_oldest_first(ana):
    for n in range(3):
        reminder(ana, about=str(n), days=0, next_at=EVENING - n * MINUTE)

    plan_due(EVENING, limit=2)

    assert sorted(ledger()) == [("1:2026-03-02", "queued"), ("2:2026-03-02", "queued")]


def test_a_tick_with_nothing_to_do_asks_once(ana, django_assert_num_queries):
    reminder(ana)

    with django_assert_num_queries(1):
        plan_due(EVENING - HOUR)


def test_as_many_statements_for_many_as_for_one(ana, django_assert_num_queries):
    for n in range(40):
        reminder(ana, about=str(n), at=time(20, n % 7))

    # Is there any, the transaction's two, claim, post, go on; is there any more.
    with django_assert_num_queries(7):
        plan_due(EVENING + HOUR)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
def test_two_planners_at_once_post_each_once(ana, monkeypatch):
    monkeypatch.setattr(planning, "BATCH", 5)
    for n in range(60):
        reminder(ana, about=str(n))

    with ThreadPoolExecutor(3) as planners:
        posted = list(planners.map(lambda _n: _plan_aside(), range(3)))

    assert sum(posted) == Message.objects.count() == 60
    assert not Reminder.objects.due(EVENING).exists()


def _plan_aside() -> int:
    try:
        return plan_due(EVENING)
    finally:
        connection.close()
