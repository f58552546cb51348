"""Delivering what is due: claim a batch, send it outside any transaction, record each by itself.

Nothing is ever lost. A crash in the moment between the sending and the recording can repeat one message.
"""

import logging
import smtplib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import partial

from django.db import Error as DatabaseError
from django.db import connection

from smartrecovery.vault import keys

from . import claiming, kinds, recipients, recording, words
from .channels import CHANNELS, Refused, Session, code_of
from .claiming import LEASE
from .models import Message
from .sifting import Bundle, sift

log = logging.getLogger(__name__)

CLAIM, BATCH = 1_000, 200
LIMIT = 20_000
RUN_SECONDS = 10
DOWN_AFTER = 3
DOWN_FOR = timedelta(minutes=1)
# Before what the database was away for is looked at again, so that nobody asks it in a circle.
A_MOMENT = timedelta(seconds=5)
ANSWERED = (
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,
)
WAITS_FOR_THE_DATABASE = (0.2, 0.5, 1, *[2] * 48)

State = Message.State
Clock = Callable[[], datetime]


def deliver_due(now: datetime, limit: int = LIMIT, clock: Clock | None = None) -> int:
    """Sends what is due, oldest first, for some seconds; how many reached somebody.

    `clock` tells the moment while it goes on; without one it stays `now`.
    """
    clock, began, sent, looked_at = clock or (lambda: now), time.monotonic(), 0, 0
    down: set[str] = set()
    claiming.take_back(now)
    while looked_at < limit and time.monotonic() - began < RUN_SECONDS:
        claimed = claiming.claim(clock(), min(CLAIM, limit - looked_at))
        if not claimed:
            break
        looked_at += len(claimed)
        ours_until = time.monotonic() + LEASE.total_seconds() / 2
        for batch, rest in in_batches(claimed):
            sent += deliver_batch(batch, clock, down, ours_until)
            if rest and time.monotonic() - began > RUN_SECONDS:
                _give_back(rest, clock())
                break
    return sent


def in_batches(claimed: Sequence[Message]) -> Iterator[tuple[list[Message], list[Message]]]:
    """Batches and what is left after each; what one person has due stays together."""
    rest = list(claimed)
    while rest:
        end = BATCH
        while end < len(rest) and rest[end].member_id == rest[end - 1].member_id:
            end += 1
        batch, rest = rest[:end], rest[end:]
        yield batch, rest


def deliver_batch(
    batch: Sequence[Message], clock: Clock, down: set[str], ours_until: float = float("inf")
) -> int:
    """One session for each way; what there is no time for, or no way open to, is given back."""
    sent = 0
    with keys.held(), ExitStack() as opened:
        sessions, going = Sessions(opened, down), _sifted(batch, clock())
        for at, bundle in enumerate(going):
            if bundle.channel in down:
                _give_back(bundle.messages, clock() + DOWN_FOR)
                continue
            if time.monotonic() > ours_until:
                _give_back(_messages(going[at:]), clock())
                break
            try:
                sent += deliver(bundle, sessions, clock)
            except DatabaseError as error:
                code, now = code_of(error), clock()
                _surely(partial(recording.put_off, bundle.messages, code, now))
                _give_back(_messages(going[at + 1 :]), now + A_MOMENT)
                break
    return sent


def _sifted(batch: Sequence[Message], now: datetime) -> list[Bundle]:
    try:
        return sift(batch, now)
    except DatabaseError as error:
        if not recording.is_away(error):
            raise
        _give_back(batch, now + A_MOMENT)
        return []


class Sessions:
    """Those of one batch, each opened when it is first needed; and which ways lead nowhere in this moment."""

    def __init__(self, opened: ExitStack, down: set[str]) -> None:
        self.opened, self.down = opened, down
        self.by_channel: dict[str, Session] = {}
        self.troubles: Counter[str] = Counter()

    def to(self, channel: str) -> Session:
        if channel not in self.by_channel:
            self.by_channel[channel] = self.opened.enter_context(CHANNELS[channel].open())
        return self.by_channel[channel]

    def went_well(self, channel: str) -> None:
        self.troubles.pop(channel, None)

    def went_wrong(self, channel: str, error: Exception) -> None:
        """One that hangs up on a message may have disliked it; on several in a row, it is down."""
        if isinstance(error, OSError) and not isinstance(error, ANSWERED):
            self.troubles[channel] += 1
            if self.troubles[channel] >= DOWN_AFTER:
                self.down.add(channel)


def deliver(bundle: Bundle, sessions: Sessions, clock: Clock) -> int:
    """How many reached somebody. One that cannot be made or sent never stops the others."""
    try:
        code = _hand_over(bundle, sessions, clock())
    except Refused as error:
        recording.refuse(bundle.messages, code_of(error)[:40], clock())
        return 0
    except Exception as error:
        if recording.is_away(error):
            raise
        code = code_of(error)
        for message in bundle.messages:
            log.warning("Message %s, attempt %s: %s.", message.pk, message.attempts + 1, code)
        recording.put_off(bundle.messages, code, clock())
        sessions.went_wrong(bundle.channel, error)
        return 0
    if code is None:
        return 0
    sessions.went_well(bundle.channel)
    _surely(partial(recording.sent, bundle.messages, code[:40], clock()))
    return len(bundle.messages)


def _hand_over(bundle: Bundle, sessions: Sessions, now: datetime) -> str | None:
    """None where there is nothing to tell any more, or things changed since the batch was read.

    The last look comes after the message is made, right before it goes.
    """
    messages, recipient = bundle.messages, bundle.recipient
    session = sessions.to(bundle.channel)
    outgoing = words.outgoing(messages, recipient.contact, recipient.address, now)
    if outgoing is None or (_is_composed(messages[0]) and not outgoing.to):
        recording.end(messages, State.CANCELLED)
        return None
    if recipients.look(messages) != bundle.stamps:
        recording.give_back(messages, now)
        return None
    return session.deliver(outgoing)


def _is_composed(message: Message) -> bool:
    return kinds.named(message.kind).compose is not None


def _messages(bundles: Sequence[Bundle]) -> list[Message]:
    return [message for bundle in bundles for message in bundle.messages]


def _give_back(messages: Sequence[Message], now: datetime) -> None:
    if messages:
        _surely(partial(recording.give_back, messages, now))


def _surely(record: Callable[[], None]) -> None:
    """What was sent is recorded, even if the database has to come back first: else it would go again."""
    for wait in WAITS_FOR_THE_DATABASE:
        try:
            record()
            return
        except DatabaseError as error:
            if connection.in_atomic_block or not recording.is_away(error):
                raise
            log.warning("The database is away: %s.", type(error).__name__)
            connection.close()
            time.sleep(wait)
    record()
