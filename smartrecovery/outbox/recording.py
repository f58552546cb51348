"""What became of each message, written only while it is ours: whoever took it over has the say now.

A lease is there only while somebody is sending.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DataError, IntegrityError, ProgrammingError, connection, transaction
from django.db import Error as DatabaseError
from django.db.models import Exists, F, OuterRef

from . import kinds, posting
from .models import Message, MessageQuerySet, Reminder
from .statements import Statement

TRY_AGAIN_AFTER = [timedelta(minutes=m) for m in (1, 5, 15, 60)]
ATTEMPTS = len(TRY_AGAIN_AFTER) + 1
INSTEAD: dict[str, str] = {"push": "email", "email": "inbox"}
FREE = {"lease": None, "leased_until": None}

OUR_MISTAKES = (DataError, IntegrityError, ProgrammingError)

State = Message.State

SENT = Statement(
    "record_as_sent",
    """
UPDATE outbox_message
SET state = 'sent', lease = NULL, leased_until = NULL, attempts = attempts + 1,
    sent_at = {0}, answer = {1}, went_with = NULLIF({2}, id)
WHERE id {ids} AND lease = {3}
""",
    ("sent_at", "answer", "went_with", "lease"),
)


def is_away(error: Exception) -> bool:
    """Whether the database is, and not a mistake of ours. One that goes in mid-answer is told by the plainest error."""
    return isinstance(error, DatabaseError) and not isinstance(error, OUR_MISTAKES)


def sent(messages: Sequence[Message], code: str, now: datetime) -> None:
    """Several that went as one went with the first."""
    first = messages[0]
    with connection.cursor() as cursor:
        SENT.run(cursor, _ids(messages), now, code, first.pk, first.lease)
        recorded = cursor.rowcount
    if recorded < len(messages):
        _went_all_the_same(messages, code, now)


def _went_all_the_same(messages: Sequence[Message], code: str, now: datetime) -> None:
    """Called off in the moment it was handed over: the ledger says both."""
    called_off = Message.objects.filter(state=State.CANCELLED, sent_at=None, pk__in=_ids(messages))
    called_off.update(sent_at=now, answer=code)


def hold(messages: Sequence[Message], until: datetime, reason: str) -> None:
    """Looked at again when the reason is over, or when it is too late for them."""
    for end in {message.expires_at for message in messages}:
        these = [message for message in messages if message.expires_at == end]
        look_at = until if end is None else min(until, end)
        _ours(these).update(state=State.HELD, held_for=reason, look_at=look_at, **FREE)


def give_back(messages: Sequence[Message], look_at: datetime, code: str = "") -> None:
    """Not tried, so it does not count as a try."""
    _ours(messages).update(state=State.QUEUED, look_at=look_at, answer=code, **FREE)


def end(messages: Sequence[Message], state: str) -> None:
    """Too late, or not wanted any more."""
    if _ours(messages).update(state=state, **FREE):
        _nobody_ignored(messages)


def put_off(messages: Sequence[Message], code: str, now: datetime) -> None:
    """Tried again later and later, and then given up."""
    tried = {"attempts": F("attempts") + 1, "answer": code}
    for message in messages:
        if message.attempts + 1 >= ATTEMPTS:
            fail([message], **tried)
        else:
            look_at = now + TRY_AGAIN_AFTER[message.attempts]
            _ours([message]).update(state=State.QUEUED, look_at=look_at, **tried, **FREE)


def fail(messages: Sequence[Message], **tried) -> None:
    if _ours(messages).update(state=State.FAILED, **tried, **FREE):
        _nobody_ignored(messages)


def refuse(messages: Sequence[Message], code: str, now: datetime) -> None:
    """This way is closed; the same goes by the next one there is, once."""
    tried = {"attempts": F("attempts") + 1, "answer": code}
    for message in messages:
        with transaction.atomic():
            mine = _ours([message]).update(state=State.FAILED, **tried, **FREE)
            goes_on = mine and _post_by_another_way(message, now)
        if mine and not goes_on:
            _nobody_ignored([message])


def _post_by_another_way(message: Message, now: datetime) -> bool:
    """What writes itself, such as a link to a new passphrase, goes one way only."""
    channel = INSTEAD.get(message.channel)
    if channel is None or kinds.named(message.kind).compose is not None:
        return False
    return posting.post_instead(message, channel, now)


def _nobody_ignored(messages: Sequence[Message]) -> None:
    """It never reached them, so it does not count among those they left unanswered.

    In transactions of their own, each with one reminder of a person at most: whoever edits a plan holds
    several, and two that hold what the other waits for would wait for ever.
    """
    rounds: dict[int, list[Message]] = defaultdict(list)
    met: Counter[UUID] = Counter()
    for message in messages:
        if message.number:
            rounds[met[message.member_id]].append(message)
            met[message.member_id] += 1
    for counted in rounds.values():
        _count_less(counted)


def _count_less(counted: Sequence[Message]) -> None:
    same = {name: OuterRef(name) for name in ("member", "kind", "about")}
    never_came = Message.objects.filter(pk__in=_ids(counted), **same)
    members = {message.member_id for message in counted}
    mine = Reminder.objects.filter(Exists(never_came), member__in=members, unanswered__gt=0)
    mine.update(unanswered=F("unanswered") - 1)


def _ours(messages: Sequence[Message]) -> MessageQuerySet:
    return Message.objects.filter(pk__in=_ids(messages), lease=messages[0].lease)


def _ids(messages: Sequence[Message]) -> list:
    return [message.pk for message in messages]
