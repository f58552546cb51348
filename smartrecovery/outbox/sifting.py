"""What of a batch goes now, and as how many messages; what becomes of the rest is recorded at once."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from . import holding, kinds, recipients, recording
from .channels import code_of
from .claiming import in_turn
from .holding import SPACING, Held, Hold
from .models import Message
from .recipients import SILENT, Recipient, Stamp

log = logging.getLogger(__name__)

State = Message.State
Fates = defaultdict[str | Hold, list[Message]]
Key = tuple[UUID, Any]


@dataclass(slots=True)
class Bundle:
    """One message to one person by one way, whatever number of reasons it has."""

    messages: list[Message]
    recipient: Recipient
    stamps: dict[UUID, Stamp]

    @property
    def channel(self) -> str:
        return self.messages[0].channel


def sift(batch: Sequence[Message], now: datetime) -> list[Bundle]:
    """In the order they are due."""
    stamps = recipients.look(batch)
    ours = [message for message in batch if message.pk in stamps]
    if not ours:
        return []
    people = recipients.read(ours, now)
    ours = [message for message in ours if message.member_id in people]
    for message in ours:
        message.member = people[message.member_id].member
    fates: Fates = defaultdict(list)
    wanted = list(_wanted(_open(ours, now, fates), now, fates))
    going = _going(wanted, people, stamps, now, fates)
    _record(fates)
    for bundle in going:
        bundle.messages.sort(key=in_turn)
    return sorted(going, key=lambda bundle: in_turn(bundle.messages[0]))


def _open(messages: Iterable[Message], now: datetime, fates: Fates) -> Iterator[Message]:
    for message in messages:
        if message.attempts >= recording.ATTEMPTS:
            fates[State.FAILED].append(message)
        elif message.is_late(now):
            fates[State.EXPIRED].append(message)
        else:
            yield message


def _wanted(messages: Iterable[Message], now: datetime, fates: Fates) -> Iterator[Message]:
    """Those their kind still has a reason for. One that cannot be looked at never stops the others."""
    by_kind: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        by_kind[message.kind].append(message)
    for kind, these in by_kind.items():
        for message, still in _asked(kind, these, now):
            if still:
                yield message
            else:
                fates[State.CANCELLED].append(message)


def _asked(kind: str, these: list[Message], now: datetime) -> Iterator[tuple[Message, bool]]:
    try:
        still = kinds.named(kind).still(these, now)
    except Exception as error:
        if recording.is_away(error):
            raise
        if len(these) > 1:
            for message in these:
                yield from _asked(kind, [message], now)
            return
        log.warning("Message %s: %s.", these[0].pk, type(error).__name__)
        recording.put_off(these, code_of(error), now)
        return
    yield from ((message, message.pk in still) for message in these)


def _going(
    messages: Iterable[Message],
    people: dict[UUID, Recipient],
    stamps: dict[UUID, Stamp],
    now: datetime,
    fates: Fates,
) -> list[Bundle]:
    """What cannot wait first, so that the rest goes along with it, or waits for its turn after it."""
    alone = holding.left_alone(people, now)
    going: dict[Key, Bundle] = {}
    ringing: dict[UUID, Key] = {}
    for message in sorted(messages, key=_urgent_first):
        recipient, key = people[message.member_id], _key(message)
        if not _may_hear(message, stamps[message.pk]):
            fates[State.CANCELLED].append(message)
            continue
        hold = holding.hold(message, recipient, now, alone.get(message.member_id))
        if hold is None and ringing.get(message.member_id, key) != key:
            hold = _after_the_other(message, now)
        if hold is not None:
            fates[hold].append(message)
            continue
        bundle = going.setdefault(key, Bundle([], recipient, {}))
        bundle.messages.append(message)
        bundle.stamps[message.pk] = stamps[message.pk]
        if message.channel not in SILENT:
            ringing.setdefault(message.member_id, key)
    return list(going.values())


def _urgent_first(message: Message) -> tuple:
    return not kinds.named(message.kind).goes_at_once, in_turn(message)


def _key(message: Message) -> Key:
    """What is composed goes alone; the rest of one person goes together, a message for each way."""
    is_composed = kinds.named(message.kind).compose is not None
    return message.member_id, message.pk if is_composed else message.channel


def _may_hear(message: Message, stamp: Stamp) -> bool:
    """Much can change between a reason and its message."""
    member, kind = message.member, kinds.named(message.kind)
    if kind.while_leaving:
        return True
    if kind.compose is None and recipients.is_unwanted(stamp):
        return False
    return member.is_active and member.leaving_at is None


def _after_the_other(message: Message, now: datetime) -> Hold | None:
    """Something else rings for them in this very batch, by another way."""
    if message.channel in SILENT or kinds.named(message.kind).goes_at_once:
        return None
    return Hold(now + SPACING, Held.SPACED)


def _record(fates: Fates) -> None:
    for fate, messages in fates.items():
        if isinstance(fate, Hold):
            recording.hold(messages, fate.until, fate.reason)
        elif fate == State.FAILED:
            recording.fail(messages)
        else:
            recording.end(messages, fate)
