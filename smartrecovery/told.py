"""The ledger in words: what was sent to somebody, when and how, and what became of the rest."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .accounts.models import User
from .held_up import WHY
from .outbox import kinds
from .outbox.models import Message
from .to_come import hour, in_full

State, Held = Message.State, Message.Held
BY = {
    "email": gettext_lazy("by e-mail"),
    "push": gettext_lazy("on your devices"),
    "inbox": gettext_lazy("in here"),
}
OTHERWISE = {
    State.SENDING: gettext_lazy("On its way"),
    State.FAILED: gettext_lazy("Could not be delivered"),
    State.CANCELLED: gettext_lazy("Called off before it was sent"),
    State.EXPIRED: gettext_lazy("Not sent: by then it was too late to be of use"),
}


@dataclass(frozen=True)
class Told:
    """One row of it."""

    message: Message
    title: str
    due: str
    became: str

    @property
    def has_page(self) -> bool:
        """What is about signing in leads nowhere any more."""
        kind = kind_of(self.message)
        return kind is not None and kind.compose is None


def told(member: User, message: Message) -> Told:
    return Told(
        message, title_of(message), in_full(member, message.due_at), _became(member, message)
    )


def kind_of(message: Message) -> kinds.Kind | None:
    """None for one that is no longer there."""
    try:
        return kinds.named(message.kind)
    except kinds.UnknownKind:
        return None


def title_of(message: Message) -> str:
    kind = kind_of(message)
    if kind is None:
        return _("A message")
    return str(kind.title or _("A message about signing in"))


def _became(member: User, message: Message) -> str:
    if message.state == State.SENT:
        return _sent(member, message)
    if message.state == State.HELD and message.held_for:
        return f"{WHY[Held(message.held_for)]} {_until(member, message)}"
    if message.state in OTHERWISE:
        return f"{OTHERWISE[State(message.state)]}."
    if message.attempts:
        return _("Not taken yet. Tried again at %(time)s.") % {"time": _at(member, message.look_at)}
    return _("Waits for its time.")


def _until(member: User, message: Message) -> str:
    if message.is_late(message.look_at):
        return _("By then it is too late to be of use, so it will not come.")
    return _("It comes on %(when)s.") % {"when": in_full(member, message.look_at)}


def _sent(member: User, message: Message) -> str:
    words = _when(member, message, message.sent_at or message.due_at)
    if not (message.answered_at and message.day):
        return words
    put_off = message.held_for == Held.LATER
    return f"{words} {_('Put off by you.') if put_off else _('Answered.')}"


def _when(member: User, message: Message, sent_at: datetime) -> str:
    """Of the day it was due the hour is enough."""
    said = {"by": BY.get(message.channel, message.channel), "time": _at(member, sent_at)}
    days = {moment.astimezone(member.tz).date() for moment in (message.due_at, sent_at)}
    if len(days) > 1:
        return _("Sent %(by)s on %(when)s.") % (said | {"when": in_full(member, sent_at)})
    if message.went_with and message.went_with != message.pk:
        return _("Sent %(by)s at %(time)s, together with another.") % said
    return _("Sent %(by)s at %(time)s.") % said


def _at(member: User, moment: datetime) -> str:
    return hour(moment.astimezone(member.tz).time())
