"""Statements said once for every message: where the database can, planned once for each connection.

Planning them anew takes PostgreSQL three times as long as doing them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from weakref import WeakSet

from django.db import connection
from django.db.backends.utils import CursorWrapper

from .models import Message


@dataclass(eq=False)
class Statement:
    """`{0}`, `{1}` … stand for the values, which have these types; `{ids}` is one of several ids."""

    name: str
    text: str
    types: tuple[str, ...]

    def __post_init__(self) -> None:
        self.planned_on: WeakSet = WeakSet()

    def run(self, cursor: CursorWrapper, ids: Sequence[UUID], *values: Any) -> None:
        if connection.vendor == "postgresql":
            self._plan(cursor)
            said = ", ".join(["%s"] * len(values) + ["%s::uuid[]"])
            cursor.execute(f"EXECUTE {self.name} ({said})", [*values, list(ids)])
        else:
            named = {f"v{at}": value for at, value in enumerate(values)}
            ours = {f"i{at}": stored("id", pk) for at, pk in enumerate(ids)}
            among = f"IN ({', '.join(f'%({name})s' for name in ours)})"
            text = self.text.format(*(f"%({name})s" for name in named), ids=among)
            cursor.execute(text, named | ours)

    def _plan(self, cursor: CursorWrapper) -> None:
        """A statement outlives a transaction that is rolled back, and ends with its connection."""
        if connection.connection in self.planned_on:
            return
        places = [f"${at}" for at in range(1, len(self.types) + 2)]
        text = self.text.format(*places, ids=f"= ANY ({places[-1]})")
        cursor.execute(f"PREPARE {self.name} ({', '.join([*self.types, 'uuid[]'])}) AS {text}")
        self.planned_on.add(connection.connection)


def stored(field: str, value: Any) -> Any:
    """As this database keeps it in the ledger."""
    return Message._meta.get_field(field).get_db_prep_value(value, connection)
