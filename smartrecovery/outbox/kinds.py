"""What each kind of message says. Words are made when it is sent, so the ledger holds none."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from .models import Message


@dataclass(frozen=True)
class Mail:
    """One finished message: what a channel needs, and nothing that is kept."""

    subject: str
    body: str
    to: str


Compose = Callable[[Message], Mail | None]

_composers: dict[str, Compose] = {}
_while_leaving: set[str] = set()
_asked_for: set[str] = set()


class UnknownKind(LookupError):
    """A message whose kind nobody registered: a name misspelt, or an app no longer installed."""


def register(
    kind: str, compose: Compose, *, while_leaving: bool = False, asked_for: bool = False
) -> None:
    """Say once, when the app is ready, who writes messages of this kind.

    Somebody who asked to be erased hears nothing more but what is about that: `while_leaving`.
    Somebody who paused hears nothing but what they ask for themselves, such as a link: `asked_for`.
    """
    _composers[kind] = compose
    (_while_leaving.add if while_leaving else _while_leaving.discard)(kind)
    (_asked_for.add if asked_for else _asked_for.discard)(kind)


def still_wanted(message: Message, now: datetime) -> bool:
    """Asked again at the moment of sending: much can change between a reason and its message."""
    member = message.member
    if message.kind in _while_leaving:
        return True
    paused = member.paused_until is not None and member.today(now) < member.paused_until
    if paused and message.kind not in _asked_for:
        return False
    return member.is_active and member.leaving_at is None


def compose(message: Message) -> Mail | None:
    """The message in words, or None where there is nothing to say any more."""
    if message.kind not in _composers:
        raise UnknownKind(message.kind)
    return _composers[message.kind](message)
