"""Taking rows for one sender alone, and what a sender that died had taken."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from . import kinds
from .models import Message
from .statements import stored

LEASE = timedelta(minutes=2)
NEWEST = 200
State = Message.State

# The states stand in the text, so that both databases see that the small indexes serve. PostgreSQL is given
# arrays, because it would rather read the whole ledger than join a list whose length it does not know. What
# is locked stays where it stands, and is found there without another look into an index.
TAKE = """
WITH first AS (
    SELECT {place} AS place FROM outbox_message
    WHERE state IN ('queued', 'held') AND look_at <= %(now)s
    ORDER BY look_at LIMIT %(limit)s {lock}
), newest AS (
    SELECT id, kind FROM outbox_message
    WHERE state IN ('queued', 'held') AND look_at <= %(now)s
    ORDER BY look_at DESC LIMIT {newest}
), pressing AS (
    SELECT {place} AS place FROM outbox_message
    WHERE id {among}(SELECT id FROM newest WHERE kind IN ({pressing})){end}
      AND state IN ('queued', 'held') AND look_at <= %(now)s {lock}
)
UPDATE outbox_message SET state = 'sending', lease = %(lease)s, leased_until = %(until)s
WHERE {place} {among}(SELECT place FROM first UNION SELECT place FROM pressing){end}
RETURNING 1
"""
ALONG = """
WITH theirs AS (
    SELECT {place} AS place FROM outbox_message
    WHERE member_id {among}(
        SELECT member_id FROM outbox_message
        WHERE state = 'sending' AND leased_until = %(until)s AND lease = %(lease)s
    ){end} AND state IN ('queued', 'held') AND look_at <= %(now)s {lock}
)
UPDATE outbox_message SET state = 'sending', lease = %(lease)s, leased_until = %(until)s
WHERE {place} {among}(SELECT place FROM theirs){end}
"""
TAKEN = """
SELECT * FROM outbox_message
WHERE state = 'sending' AND leased_until = %(until)s AND lease = %(lease)s
"""
PLAIN = {"place": "rowid", "among": "IN ", "end": "", "lock": ""}
POSTGRESQL = {
    "place": "ctid",
    "among": "= ANY (ARRAY",
    "end": ")",
    "lock": "FOR UPDATE SKIP LOCKED",
}
ABANDONED = """
SELECT * FROM outbox_message WHERE state = 'sending' AND leased_until <= %s ORDER BY due_at, id
"""


@transaction.atomic
def claim(now: datetime, limit: int) -> list[Message]:
    """The oldest that are due, and whatever else the same people have due; whoever asks at the same time gets others.

    In turn, everything of one person together; all of it or nothing, if the database goes away meanwhile.
    """
    lease = take(now, limit)
    if lease is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(ALONG.format(**_dialect()), lease)
    taken = list(Message.objects.raw(TAKEN, lease))
    first_of: dict[uuid.UUID, tuple] = {}
    for message in taken:
        turn = in_turn(message)
        first_of[message.member_id] = min(turn, first_of.get(message.member_id, turn))
    return sorted(taken, key=lambda message: (first_of[message.member_id], in_turn(message)))


def take(now: datetime, limit: int) -> dict[str, Any] | None:
    """The lease under which rows are taken, in one statement, so that nobody ever holds half of it; None where none is due.

    A link somebody waits for does not stand at the end of a queue of reminders: what cannot wait is taken
    from both ends.
    """
    pressing = [kind.name for kind in kinds.everyone() if kind.goes_at_once] or [""]
    among = {f"kind{at}": name for at, name in enumerate(pressing)}
    text = TAKE.format(
        **_dialect(), newest=NEWEST, pressing=", ".join(f"%({name})s" for name in among)
    )
    lease = {
        "now": stored("look_at", now),
        "lease": stored("lease", uuid.uuid4()),
        "until": stored("leased_until", now + LEASE),
    }
    with connection.cursor() as cursor:
        cursor.execute(text, among | lease | {"limit": limit})
        return lease if cursor.fetchall() else None


def _dialect() -> dict[str, str]:
    return POSTGRESQL if connection.vendor == "postgresql" else PLAIN


def in_turn(message: Message) -> tuple:
    return message.due_at, message.pk


def take_back(now: datetime) -> int:
    """What a sender that never came back had taken is due again; the one it died of, or at, has had a try.

    A batch is sent in turn, so that is the first it left: the others do not answer for it.
    """
    abandoned = list(Message.objects.raw(ABANDONED, [stored("leased_until", now)]))
    first_of: dict[uuid.UUID | None, uuid.UUID] = {}
    for message in abandoned:
        first_of.setdefault(message.lease, message.pk)
    if not abandoned:
        return 0
    still = Message.objects.filter(state=State.SENDING, leased_until__lte=now)
    free = {"state": State.QUEUED, "lease": None, "leased_until": None}
    tried = still.filter(pk__in=first_of.values()).update(**free, attempts=F("attempts") + 1)
    return tried + still.filter(pk__in=[message.pk for message in abandoned]).update(**free)
