"""Opened data keys, held for the length of one request, task or command."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from .keyring import CannotOpen
from .models import DataKey

_held: ContextVar[dict[Any, DataKey | bytes] | None] = ContextVar("vault_keys", default=None)


@contextmanager
def held() -> Iterator[None]:
    """Within, each member's key is fetched and opened once."""
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def remember(data_key: DataKey) -> None:
    """A row already fetched with its owner saves the query; it is opened when something needs it."""
    if (held_now := _held.get()) is not None:
        held_now.setdefault(data_key.owner_id, data_key)


def load(owner_ids: Iterable) -> None:
    """Many members' keys in one query."""
    for data_key in DataKey.objects.filter(owner__in=owner_ids):
        remember(data_key)


def key_of(owner_id) -> bytes:
    """The opened data key; CannotOpen where it is gone or the keyring cannot open it."""
    held_now = _held.get()
    known = held_now.get(owner_id) if held_now else None
    if isinstance(known, bytes):
        return known
    key = (known or fetch(owner_id)).open()
    if held_now is not None:
        held_now[owner_id] = key
    return key


def fetch(owner_id) -> DataKey:
    data_key = DataKey.objects.filter(owner=owner_id).first()
    if data_key is None:
        raise CannotOpen(
            "This member has no data key: what they wrote was erased with it, or the key table is missing."
        )
    return data_key
