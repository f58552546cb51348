"""What there is to tell people: one declaration for each kind of message.

A kind of reminder is one function, `plans`, which says what somebody is to be reminded of, and one
template, which says it in a line to those who want to be told what it is about. Words are made when a
message is sent, so the ledger holds none.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from smartrecovery.accounts.models import User

from .models import Message


@dataclass(frozen=True)
class Mail:
    """One finished message: what a channel needs, and nothing that is kept."""

    subject: str
    body: str
    to: str
    html: str = ""


@dataclass(frozen=True)
class Planned:
    """Something to be reminded of: on these days of the week, or once on `first_on`, by the member's own clock.

    `at` of None is the hour they chose for things without one.
    """

    about: str
    first_on: date
    last_on: date | None = None
    days: int = 0
    at: time | None = None


def _plans_nothing(member: User, now: datetime) -> Iterable[Planned]:
    return ()


def _all(messages: Sequence[Message], now: datetime) -> set[UUID]:
    return {message.pk for message in messages}


@dataclass(frozen=True)
class Kind:
    """`plans` is asked whenever something changes, `still` about a whole batch in the moment of sending.

    `channel` is how it comes unless somebody chose otherwise. `details` is what the template needs, opened
    only for those who want to be told; `page` is where its link leads, `less` where it can be made to come
    less often; blank where that is on the page of all reminders alone. `is_urgent` passes quiet hours,
    spacing and the most a day; `asked_for` passes a pause as well; `while_leaving` is about leaving itself.
    `compose` writes a message of its own, such as a link to a new passphrase, and goes alone.
    """

    name: str
    title: Any = ""
    template: str = ""
    plans: Callable[[User, datetime], Iterable[Planned]] = _plans_nothing
    still: Callable[[Sequence[Message], datetime], set[UUID]] = _all
    page: Callable[[Message], str] = lambda message: "/"
    less: Callable[[Message], str] = lambda message: ""
    details: Callable[[Message], dict[str, Any]] = lambda message: {}
    compose: Callable[[Message], Mail | None] | None = None
    channel: str = "none"
    window: timedelta = timedelta(hours=4)
    backs_off: bool = False
    is_urgent: bool = False
    asked_for: bool = False
    while_leaving: bool = False

    @property
    def is_chosen(self) -> bool:
        """Whether somebody may say how it comes: every kind that is planned."""
        return self.plans is not _plans_nothing

    @property
    def goes_at_once(self) -> bool:
        """Whatever the hour, and whatever else came just before it."""
        return self.is_urgent or self.asked_for or self.while_leaving


class UnknownKind(LookupError):
    """A message whose kind nobody registered: a name misspelt, or an app no longer installed."""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Said once, when the app it belongs to is ready."""
    _kinds[kind.name] = kind


def named(name: str) -> Kind:
    if name not in _kinds:
        raise UnknownKind(name)
    return _kinds[name]


def everyone() -> tuple[Kind, ...]:
    return tuple(_kinds.values())
