"""Why a message waits: quiet hours, a pause, one just sent, enough for one day, a hard moment.

Everything due is looked at in its turn, and what waits keeps its own time; only the sending is held.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import Error as DatabaseError

from smartrecovery.accounts.models import User

from . import kinds
from .models import Contact, Message
from .recipients import SILENT, Recipient
from .schedule import instant

log = logging.getLogger(__name__)

SPACING = timedelta(minutes=10)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
Held = Message.Held


class Hold(NamedTuple):
    until: datetime
    reason: str


Reasons = Callable[[Iterable[UUID], datetime], dict[UUID, tuple[datetime, str]]]
_reasons: list[Reasons] = []


def register(reasons: Reasons) -> None:
    """Said once by an app that knows when somebody is better left alone; asked once for a batch."""
    _reasons.append(reasons)


def left_alone(member_ids: Iterable[UUID], now: datetime) -> dict[UUID, Hold]:
    """Who is, and until when: the latest of what the apps say. One that cannot say stops nobody's messages."""
    asked, holds = list(member_ids), {}
    for reasons in _reasons:
        try:
            said = reasons(asked, now)
        except DatabaseError:
            raise
        except Exception as error:
            log.error("What holds messages back cannot be asked: %s.", type(error).__name__)
            continue
        for member_id, reason in said.items():
            holds[member_id] = max(Hold(*reason), holds.get(member_id, Hold(*reason)))
    return holds


def hold(message: Message, recipient: Recipient, now: datetime, alone: Hold | None) -> Hold | None:
    """The longest of the reasons there are, which are looked at again when it is over; None where it may go.

    What rings nowhere waits for a pause and a hard moment alone.
    """
    kind, found = kinds.named(message.kind), []
    if kind.while_leaving or kind.asked_for:
        return None
    if (until := pause_ends(recipient.member, now)) is not None:
        found.append(Hold(until, Held.PAUSE))
    if not kind.is_urgent:
        found += [alone] if alone is not None and alone.until > now else []
        found += _since_it_rings(recipient, now) if message.channel not in SILENT else []
    return max(found, default=None)


def _since_it_rings(recipient: Recipient, now: datetime) -> list[Hold]:
    ends = (
        (quiet_until(recipient.contact, recipient.member.tz, now), Held.QUIET),
        (_enough_until(recipient, now), Held.ENOUGH),
        (spaced_until(recipient, now), Held.SPACED),
    )
    return [Hold(until, reason) for until, reason in ends if until is not None and until > now]


def quiet_until(contact: Contact, tz: ZoneInfo, now: datetime) -> datetime | None:
    """The end of the quiet hours it is in now. Over midnight and clock changes they are one stretch."""
    if contact.quiet_from == contact.quiet_to:
        return None
    last_day = DAY if contact.quiet_to < contact.quiet_from else timedelta()
    today = now.astimezone(tz).date()
    for day in (today - DAY, today):
        begins = instant(day, contact.quiet_from, tz)
        ends = first_instant(day + last_day, contact.quiet_to, tz)
        if begins is not None and begins <= now < ends:
            return ends
    return None


def spaced_until(recipient: Recipient, now: datetime) -> datetime | None:
    """One being sent by somebody else at this moment counts as sent, and is looked for again soon."""
    if recipient.is_told_elsewhere:
        return now + MINUTE
    return max(recipient.rang) + SPACING if recipient.rang else None


def _enough_until(recipient: Recipient, now: datetime) -> datetime | None:
    member = recipient.member
    today = member.today(now)
    had = sum(member.day_of(at) == today for at in recipient.came_unasked)
    if had < recipient.contact.most_a_day:
        return None
    return _later(first_instant(today + DAY, member.day_starts, member.tz), now)


def pause_ends(member: User, now: datetime) -> datetime | None:
    """The moment messages come again: the day begins when theirs does."""
    if member.paused_until is None or member.today(now) >= member.paused_until:
        return None
    return _later(first_instant(member.paused_until, member.day_starts, member.tz), now)


def first_instant(day: date, at: time, tz: ZoneInfo) -> datetime:
    """Of this hour on this date, or on the next one that came."""
    while (moment := instant(day, at, tz)) is None:
        day += DAY
    return moment


def _later(until: datetime, now: datetime) -> datetime:
    """A start of day that comes twice in one night is past already at the second."""
    return max(until, now + MINUTE)
