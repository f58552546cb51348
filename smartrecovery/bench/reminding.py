"""Planning what is due: 100,000 at once, a few among 1,000,000, and nothing at all."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from django.db import connection, transaction

from smartrecovery.demo import volume
from smartrecovery.outbox import planning

from .ground import Ground, note

FIRST, MEMBERS, EACH = "plan", 100_000, 10
A_FEW, TIMES = 50, 100
ALL_AT_ONCE = datetime(2026, 3, 2, 20, tzinfo=UTC)
A_FEW_AT, BEFORE = ALL_AT_ONCE - timedelta(hours=1), ALL_AT_ONCE - timedelta(hours=2)
ZONES = [
    "America/Los_Angeles",
    "America/New_York",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Europe/London",
    "Pacific/Chatham",
]

# Rows that hang on nothing yet: what would be checked about them is known to hold.
UNCHECKED = "SET LOCAL session_replication_role = replica"
PEOPLE = """
INSERT INTO accounts_user SELECT person.* FROM accounts_user model, generate_series(1, %s) n,
LATERAL jsonb_populate_record(model, jsonb_build_object(
    'id', gen_random_uuid(), 'username', %s || to_char(n, 'FM000000'), 'email', '')) person
WHERE model.username = %s
"""
PLANS = """
INSERT INTO outbox_reminder (id, member_id, kind, about, channel, days, at, zone, first_on, "window",
    next_on, next_at, unanswered, changed_at)
SELECT gen_random_uuid(), person.id, 'now', n, 'email', 127, (at AT TIME ZONE zone)::time, zone,
    '2026-01-01', 240, (at AT TIME ZONE zone)::date, at, 0, %s
FROM (SELECT id, row_number() OVER () AS number FROM accounts_user WHERE username ~ %s) person,
    generate_series(1, %s) n,
    LATERAL (SELECT CASE WHEN n = 1 AND number <= %s THEN %s WHEN n = 1 THEN %s
        ELSE %s + (1 + (n * 7919 + number * 104729) %% 10000) * interval '1 minute' END AS at) due,
    LATERAL (SELECT (%s::text[])[1 + number %% 7] AS zone) lives
"""
GONE = """
DELETE FROM outbox_message WHERE member_id IN (SELECT id FROM accounts_user WHERE username ~ %s);
DELETE FROM outbox_reminder WHERE member_id IN (SELECT id FROM accounts_user WHERE username ~ %s);
DELETE FROM accounts_user WHERE username ~ %s;
"""
OURS = f"^{FIRST}[0-9]"


def plans_all_at_once(ground: Ground) -> float:
    """Seconds for 100,000 that are due in one moment, in seven zones."""
    _settle(ground)
    began = time.perf_counter()
    posted = planning.plan_due(ALL_AT_ONCE + timedelta(seconds=10), limit=MEMBERS)
    taken = time.perf_counter() - began
    if posted != MEMBERS:
        raise RuntimeError(f"{posted} posted, not {MEMBERS}.")
    note(f"{posted / taken:.0f} reminders/s planned")
    return taken


def finds_a_few(ground: Ground) -> float:
    """Milliseconds to take the fifty that are due among all."""
    _settle(ground)

    def find() -> int:
        with transaction.atomic():
            found = len(planning.claimed(A_FEW_AT, planning.BATCH))
            transaction.set_rollback(True)
        return found

    return _milliseconds(find, A_FEW)


def ticks_idly(ground: Ground) -> float:
    """Milliseconds of a tick that finds nothing due."""
    _settle(ground)
    return _milliseconds(lambda: planning.plan_due(BEFORE), 0)


def _milliseconds(act: Callable[[], int], expected: int) -> float:
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        if (found := act()) != expected:
            raise RuntimeError(f"{found} found, not {expected}.")
        taken.append(1000 * (time.perf_counter() - began))
    return median(taken)


def _settle(ground: Ground) -> None:
    """So many people with ten reminders each; they leave again at the end."""
    if getattr(ground, "is_planned", False):
        return
    _ = ground.members
    ground.is_planned = True
    ground.stack.callback(_leave)
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(UNCHECKED)
        cursor.execute(GONE, [OURS] * 3)
        cursor.execute(PEOPLE, [MEMBERS, FIRST, volume.username("m", 1)])
        moments: list[Any] = [A_FEW, A_FEW_AT, ALL_AT_ONCE, ALL_AT_ONCE]
        cursor.execute(PLANS, [BEFORE, OURS, EACH, *moments, ZONES])
        note(f"{cursor.rowcount:,} reminders written in {time.perf_counter() - began:.0f} s")
    _vacuum()


def _leave() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(UNCHECKED)
        cursor.execute(GONE, [OURS] * 3)
    _vacuum()


def _vacuum() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE outbox_reminder, outbox_message, accounts_user")
