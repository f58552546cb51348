"""Statements said once for every message: where the database can, planned once for each connection.

Planning them anew takes PostgreSQL three times as long as doing them. It keeps a plan for one message; about
several it would think each time, because it matters how many they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.backends.utils import CursorWrapper

from .models import Message


@dataclass(eq=False)
class Statement:
    """`{0}`, `{1}` … stand for the values, which are as in these fields; `{ids}` is one of the ids."""

    name: str
    text: str
    fields: tuple[str, ...]

    def __post_init__(self) -> None:
        self.planned_on: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()

    def run(self, cursor: CursorWrapper, ids: Sequence[UUID], *values: Any) -> None:
        if connection.vendor == "postgresql":
            said = ", ".join(["%s"] * (len(values) + 1))
            which = ids[0] if len(ids) == 1 else list(ids)
            cursor.execute(f"EXECUTE {self._planned(cursor, len(ids))} ({said})", [*values, which])
        else:
            told = zip(self.fields, values, strict=True)
            named = {f"v{at}": stored(*one) for at, one in enumerate(told)}
            ours = {f"i{at}": stored("id", pk) for at, pk in enumerate(ids)}
            among = f"IN ({', '.join(f'%({name})s' for name in ours)})"
            text = self.text.format(*(f"%({name})s" for name in named), ids=among)
            cursor.execute(text, named | ours)

    def _planned(self, cursor: CursorWrapper, count: int) -> str:
        """Its name. It outlives a transaction that is rolled back, and ends with its connection."""
        name, among, kind = self.name, "= {}", "uuid"
        if count > 1:
            name, among, kind = f"{name}_several", "= ANY ({})", "uuid[]"
        there = self.planned_on.setdefault(connection.connection, set())
        if name not in there:
            types = [str(Message._meta.get_field(of).db_type(connection)) for of in self.fields]
            places = [f"${at}" for at in range(1, len(types) + 2)]
            text = self.text.format(*places, ids=among.format(places[-1]))
            cursor.execute(f"PREPARE {name} ({', '.join([*types, kind])}) AS {text}")
            there.add(name)
        return name


def stored(field: str, value: Any) -> Any:
    """As this database keeps it in the ledger."""
    return Message._meta.get_field(field).get_db_prep_value(value, connection)
