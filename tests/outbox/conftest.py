"""A way out of the house that does as it is told, and kinds of message nobody else knows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress

from smartrecovery.outbox import channels, kinds
from smartrecovery.outbox.channels import Outgoing
from smartrecovery.outbox.kinds import Kind, Mail
from smartrecovery.outbox.models import Message

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Way:
    """Each trouble is raised in turn, or called in the moment of handing over; then all goes well."""

    def __init__(self, *troubles: BaseException | Callable[[Outgoing], None]) -> None:
        self.troubles, self.taken, self.opened = list(troubles), [], 0

    @contextmanager
    def open(self) -> Iterator["Way"]:
        self.opened += 1
        yield self

    def deliver(self, outgoing: Outgoing) -> str:
        trouble = self.troubles.pop(0) if self.troubles else None
        if isinstance(trouble, BaseException):
            raise trouble
        if trouble is not None:
            trouble(outgoing)
        self.taken.append(outgoing)
        return "250"

    @property
    def told(self) -> list[str]:
        return [outgoing.to for outgoing in self.taken]


@pytest.fixture
def way(monkeypatch):
    def opens(*troubles: BaseException | Callable, channel: str = "email") -> Way:
        made = Way(*troubles)
        monkeypatch.setitem(channels.CHANNELS, channel, made)
        return made

    return opens


def hello(message: Message) -> Mail:
    return Mail("A note", f"{message.occurrence} at {message.pk}", message.member.email)


@pytest.fixture
def known_kinds(monkeypatch):
    """`hello` writes itself and goes alone; `tea` and `walk` are reminders; `fire` cannot wait."""
    monkeypatch.setattr(kinds, "_kinds", {})
    for kind in (
        Kind("hello", compose=hello, is_urgent=True, window=timedelta(days=2)),
        Kind("tea", window=timedelta(days=2)),
        Kind("walk", window=timedelta(days=2)),
        Kind("fire", is_urgent=True, window=timedelta(days=2)),
        Kind("asked", asked_for=True, is_urgent=True, window=timedelta(days=2)),
    ):
        kinds.register(kind)


@pytest.fixture
def told(known_kinds, ana, ben):
    """Ana; she and ben can be reached by e-mail."""
    for who in (ana, ben):
        who.email = f"{who.username}@example.org"
        who.save(update_fields=["email"])
        EmailAddress.objects.create(user=who, email=who.email, verified=True, primary=True)
    return ana


def ledger() -> list[tuple]:
    return list(
        Message.objects.order_by("occurrence", "due_at").values_list(
            "occurrence", "state", "attempts"
        )
    )
