"""What is due already and has not gone yet: when it goes, and why not sooner."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .accounts.models import User
from .outbox import holding, kinds
from .outbox.answering import AGAIN
from .outbox.models import Contact, Message
from .outbox.recipients import SILENT

State, Held = Message.State, Message.Held
MOST = 50
WHY = {
    Held.QUIET: gettext_lazy("It waits for the end of your quiet hours."),
    Held.PAUSE: gettext_lazy("It waits, because messages are paused."),
    Held.SPACED: gettext_lazy("It waits a few minutes, so that two do not come at once."),
    Held.ENOUGH: gettext_lazy("It waits, as many came today as you asked for at most."),
    Held.SLIP: gettext_lazy("It waits: for some hours after a slip nothing is sent."),
    Held.LATER: gettext_lazy("It waits, because you put it off."),
}


class HeldUp(NamedTuple):
    """When one that waits is looked at next, and why it waits."""

    at: datetime
    why: str


def waiting(member: User, names: Iterable[str]) -> Sequence[Message]:
    """Of these kinds. It names the states, so that the index of what waits serves."""
    mine = member.messages_sent.filter(state__in=(State.QUEUED, State.HELD), kind__in=list(names))
    return list(mine.order_by("look_at")[:MOST])


def held_up(message: Message, member: User, contact: Contact) -> HeldUp | None:
    """None where by then it would be too late."""
    found = HeldUp(message.look_at, _why(message))
    if message.channel not in SILENT and not kinds.named(message.kind).is_urgent:
        quiet = holding.quiet_until(contact, member.tz, found.at)
        found = HeldUp(quiet, str(WHY[Held.QUIET])) if quiet else found
    return None if message.is_late(found.at) else found


def _why(message: Message) -> str:
    if message.state == State.HELD and message.held_for:
        return str(WHY[Held(message.held_for)])
    if message.attempts:
        return _("It was not taken yet, and is tried again then.")
    return str(WHY[Held.LATER]) if AGAIN in message.occurrence else ""
