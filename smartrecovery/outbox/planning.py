"""Posting what is due: reminders become rows of the ledger, and each has its next time. Whole sets at once."""

import json
import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Case, OuterRef, Subquery, When
from django.db.models.expressions import RawSQL

from smartrecovery.accounts import zones
from smartrecovery.accounts.models import User

from . import doorbell, kinds, schedule
from .models import Message, Reminder
from .schedule import Occurrence, Rule

log = logging.getLogger(__name__)

BATCH = 5_000
AT_MOST = 100_000
STOPS_AFTER = 14
STOPPED = "stopped"

Row = dict[str, Any]
Place = str | int
State = Message.State


class Alike(NamedTuple):
    """What reminders have in common that come to the same; so many are worked out as one."""

    kind: str
    days: int
    at: time
    zone: str
    first_on: date
    last_on: date | None
    window: int
    next_on: date
    next_at: datetime
    day_starts: time
    is_ignored: bool


def plan_due(now: datetime, limit: int = AT_MOST) -> int:
    """How many were posted. A second planner at the same time finds others, or nothing."""
    posted = looked_at = 0
    while looked_at < limit and Reminder.objects.due(now).exists():
        with transaction.atomic():
            due = claimed(now, min(BATCH, limit - looked_at))
            posted += _write([_outcome(one, places, now) for one, places in _alike(due)], now)
        if not due:
            break
        looked_at += len(due)
    if posted:
        transaction.on_commit(doorbell.ring)
    return posted


def claimed(now: datetime, limit: int) -> list[tuple]:
    """As plain rows, for there can be very many: the columns of `Alike`, then where it stands.

    Nobody moves it while we hold it, and it is found there without looking into an index.
    """
    starts = User.objects.filter(pk=OuterRef("member")).values("day_starts")
    due = Reminder.objects.due(now).order_by("next_at")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    ignored = Case(When(unanswered__gte=STOPS_AFTER, then=True), default=False)
    extra = {
        "day_starts": Subquery(starts),
        "is_ignored": ignored,
        "place": RawSQL("outbox_reminder.{place}".format(**DIALECTS[connection.vendor]), ()),  # noqa: S611
    }
    return list(due.annotate(**extra).values_list(*Alike._fields, "place")[:limit])


def _alike(due: Iterable[tuple]) -> Iterable[tuple[Alike, list[Place]]]:
    found: dict[tuple, list[Place]] = defaultdict(list)
    for row in due:
        found[row[:-1]].append(row[-1])
    return [(Alike(*columns), places) for columns, places in found.items()]


def _outcome(one: Alike, places: list[Place], now: datetime) -> Row:
    """What becomes of them: what is told, if anything, and when it comes next.

    Of what came while nobody looked only the last is told, and only inside its window; one that is later
    than that is in the ledger as such.
    """
    tz = zones.zone(one.zone)
    rule = Rule(one.days, one.at, tz, one.first_on, one.last_on, one.day_starts)
    due, after = schedule.latest(rule, Occurrence(one.next_on, one.next_at), now)
    known = {kind.name: kind for kind in kinds.everyone()}
    kind, window = known.get(one.kind), timedelta(minutes=one.window)
    if kind is None:
        log.warning("Nobody knows reminders of the kind %s.", one.kind)
        return {"places": places, **_next(after)}
    if kind.backs_off and one.is_ignored:
        kind, window = known[STOPPED], known[STOPPED].window
        told = _told(kind, due, window, now) | {"counts": 0}
        return {"places": places, "stopped_at": _text(now), **told}
    return {"places": places, **_next(after), **_told(kind, due, window, now)}


def _next(after: Occurrence | None) -> Row:
    if after is None:
        return {}
    return {"next_on": after.on.isoformat(), "next_at": _text(after.at)}


def _told(kind: kinds.Kind, due: Occurrence, window: timedelta, now: datetime) -> Row:
    """One that went out of date unseen was not ignored, and does not count."""
    is_late = due.at + window <= now
    return {
        "kind": kind.name,
        "template": kind.template,
        "day": due.on.isoformat(),
        "state": State.EXPIRED if is_late else State.QUEUED,
        "counts": 0 if is_late else 1,
        "due_at": _text(due.at),
        "expires_at": _text(due.at + window),
    }


def _text(moment: datetime) -> str:
    return str(connection.ops.adapt_datetimefield_value(moment))


# In two statements for any number

COLUMNS = {
    "next_on": "date",
    "next_at": "timestamptz",
    "stopped_at": "timestamptz",
    "counts": "smallint",
    "kind": "text",
    "template": "text",
    "day": "date",
    "state": "text",
    "due_at": "timestamptz",
    "expires_at": "timestamptz",
}
# One draw for all of them, mixed with the id of each: a draw for each takes four times as long.
NEW_ID = """
    CAST(encode(substring(
        sha256(uuid_send((SELECT gen_random_uuid())) || uuid_send(mine.id)) FOR 16), 'hex') AS uuid)
"""
DIALECTS = {
    "postgresql": {
        "place": "ctid",
        "new_id": NEW_ID,
        "worked": f"""WITH worked AS (
            SELECT CAST(place AS tid) AS place, outcomes.*
            FROM json_to_recordset(%s::json)
                AS outcomes(places json, {", ".join(map(" ".join, COLUMNS.items()))}),
                json_array_elements_text(outcomes.places) AS each(place))""",  # noqa: S608
    },
    "sqlite": {
        "place": "rowid",
        "new_id": "lower(hex(randomblob(16)))",
        "worked": f"""WITH outcomes AS MATERIALIZED (
            SELECT json_extract(value, '$.places') AS places,
                {", ".join(f"json_extract(value, '$.{name}') AS {name}" for name in COLUMNS)}
            FROM json_each(%s)),
        worked AS (
            SELECT each.value AS place, outcomes.*
            FROM outcomes, json_each(outcomes.places) AS each)""",  # noqa: S608
    },
}
# That reminders stopped is told about their kind; the id of the reminder keeps one from the other. In the
# order of the members, as the index is that says nobody is told twice.
POST = """
INSERT INTO outbox_message (id, member_id, kind, about, occurrence, day, number, channel, template,
    state, held_for, due_at, look_at, expires_at, attempts, posted_at, answer)
{worked}
SELECT {new_id}, mine.member_id, worked.kind,
    CASE WHEN worked.stopped_at IS NULL THEN mine.about ELSE mine.kind END,
    CASE WHEN worked.stopped_at IS NULL THEN mine.about ELSE CAST(mine.id AS text) END
        || ':' || worked.day,
    worked.day, mine.unanswered + worked.counts, mine.channel, worked.template, worked.state, '',
    worked.due_at, worked.due_at, worked.expires_at, 0, %s, ''
FROM worked JOIN outbox_reminder mine ON mine.{place} = worked.place
WHERE worked.kind IS NOT NULL
ORDER BY mine.member_id
ON CONFLICT (member_id, kind, occurrence, channel) DO NOTHING
"""
GO_ON = """
{worked}
UPDATE outbox_reminder SET next_on = worked.next_on, next_at = worked.next_at,
    unanswered = unanswered + COALESCE(worked.counts, 0), stopped_at = worked.stopped_at
FROM worked WHERE outbox_reminder.{place} = worked.place
"""


def _write(work: list[Row], now: datetime) -> int:
    """How many the ledger did not have."""
    if not work:
        return 0
    given, here = json.dumps(work), DIALECTS[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(POST.format(**here), [given, _text(now)])
        posted = cursor.rowcount
        cursor.execute(GO_ON.format(**here), [given])
    return posted
