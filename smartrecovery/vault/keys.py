"""Opened data keys, held for the length of one request, task or command."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from .keyring import CannotOpen
from .models import DataKey

_held: ContextVar[dict | None] = ContextVar("vault_keys", default=None)


@contextmanager
def held() -> Iterator[None]:
    """Within, each member's key is fetched and opened once."""
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def remember(data_key: DataKey) -> None:
    """A row already fetched with its owner saves the query."""
    if (held_now := _held.get()) is not None:
        held_now[data_key.owner_id] = data_key.open()


def load(owner_ids: Iterable) -> None:
    """Many members' keys in one query."""
    for data_key in DataKey.objects.filter(owner__in=owner_ids):
        remember(data_key)


def key_of(owner_id) -> bytes:
    """The opened data key; CannotOpen where it is gone or the keyring cannot open it."""
    held_now = _held.get()
    if held_now is not None and owner_id in held_now:
        return held_now[owner_id]
    data_key = DataKey.objects.filter(owner=owner_id).first()
    if data_key is None:
        raise CannotOpen("This member has no data key: what they wrote was erased with it, or the key table is missing.")
    remember(data_key)
    return data_key.open()
