"""How a table leaves with a person and comes back: each app lists its own in `export.py`."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from math import isfinite
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from smartrecovery.vault.fields import SealedField, SealedJSONField, SealedTextField

LONGEST_TEXT = 20_000
LONGEST_NAME = 100
YEARS = range(1900, 2201)
WHOLE_NUMBERS = {
    models.PositiveSmallIntegerField: 32_767,
    # What is counted on from here needs room above: the column ends at twice as much.
    models.PositiveIntegerField: 1_000_000_000,
}

UNSAID = ("id", "from")
LINKS = ("entry", "key")

Answers = list[tuple[str, list[tuple[str, list[str]]]]]


class Refused(Exception):
    """A file that is not brought back; the message is for the person who has it."""


@dataclass(frozen=True)
class Table:
    """One model: which columns a person takes with them, which come back, and why the rest do not.

    `columns` are in the file and brought back; `stays` are in the file only; `left_out` are not in it.
    For people to read, a row is named by `called` and opened by `read` (among its table's rows), without its `machinery`,
    in the order of `by`. Rows that stay and can be told from what comes back are `retold` at the end.
    """

    name: str
    model: type[models.Model]
    title: Any
    columns: tuple[str, ...] = ()
    stays: Mapping[str, Any] = field(default_factory=dict)
    left_out: Mapping[str, Any] = field(default_factory=dict)
    owner: str = "member"
    check: Callable[[list], None] = lambda rows: None
    called: Callable[[dict], str] = lambda row: ""
    read: Callable[[dict, list[dict]], Answers] = lambda row, rows: []
    machinery: tuple[str, ...] = ()
    by: str = ""
    in_copy: bool = True
    retold: Callable[[Any, datetime], None] = lambda member, now: None

    @property
    def exported(self) -> tuple[str, ...]:
        return (*self.columns, *self.stays)

    @property
    def comes_back(self) -> bool:
        return bool(self.columns)

    @property
    def id_column(self) -> str:
        return self.model._meta.pk.name

    def field(self, column: str) -> models.Field:
        return cast(models.Field, self.model._meta.get_field(column))

    def rows_of(self, member) -> models.QuerySet:
        return self.model._base_manager.filter(**{self.owner: member.pk}).order_by("pk")

    def take(self, member) -> list[dict]:
        """Every row, sealed values opened; one query."""
        attnames = [(column, self.field(column).attname) for column in self.exported]
        return [
            {column: written(getattr(row, attname)) for column, attname in attnames}
            for row in self.rows_of(member)
        ]

    def why(self) -> list[tuple[str, Any]]:
        """Columns that stay, a line for each reason."""
        return _by_reason(self.stays)

    def why_not(self) -> list[tuple[str, Any]]:
        return _by_reason(self.left_out)

    def in_order(self, rows: list[dict]) -> list[dict]:
        return sorted(rows, key=lambda row: row[self.by]) if self.by else rows

    def references(self) -> Iterator[tuple[str, type[models.Model]]]:
        for column in self.columns:
            if isinstance(self.field(column), models.ForeignKey):
                yield column, self.field(column).related_model

    def naming(self) -> set[str]:
        """Columns that hold an id: of the row itself, or of another."""
        kinds = (models.UUIDField, models.ForeignKey)
        return {column for column in self.columns if isinstance(self.field(column), kinds)}

    def linking(self) -> list[str]:
        """Columns of answers, which may hold links to entries."""
        return [c for c in self.columns if isinstance(self.field(c), SealedJSONField)]


def _by_reason(columns: Mapping[str, Any]) -> list[tuple[str, Any]]:
    reasons: dict[str, list[str]] = {}
    for column, reason in columns.items():
        reasons.setdefault(str(reason), []).append(column)
    return [(", ".join(named), reason) for reason, named in reasons.items()]


def written(value):
    """As it stands in the file: ids as text, instants in UTC, days and times as ISO 8601."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def read(column: models.Field, value):
    """The Python value of what stands in a file; Refused where it could not be one."""
    if value is None and column.null:
        return None
    kind = next((kind for kind in READERS if isinstance(column, kind)), None)
    value = READERS[kind](value) if kind else refuse()
    if isinstance(column, SealedField):
        return value
    try:
        return column.clean(value, None)
    except ValidationError:
        return refuse()


def refuse():
    raise Refused(_("it holds something that cannot stand there"))


def read_id(value) -> str:
    """In the one way the file writes ids."""
    try:
        return str(uuid.UUID(value)) if isinstance(value, str) and len(value) == 36 else refuse()
    except ValueError:
        return refuse()


def relinked(value, ids: Callable[[str], str]):
    """With every link to a row (`{"entry": id, …}`, or an id that is no reference) put through `ids`."""
    if isinstance(value, uuid.UUID):
        return uuid.UUID(ids(str(value)))
    if isinstance(value, list):
        return [relinked(one, ids) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: ids(one) if key in LINKS and is_id(one) else relinked(one, ids)
        for key, one in value.items()
    }


def following(links: dict[str, str]) -> Callable[[str], str]:
    """For `relinked`: the new id of a row; of one that is no longer there, an id of nobody's."""
    return lambda old: links.setdefault(old.lower(), str(uuid.uuid4()))


def finite(number: str) -> float:
    """What is too large for a float, or none, is not JSON: it could not be held and read again."""
    if isfinite(value := float(number)):
        return value
    raise ValueError(number)


def lines_of(value) -> list[str]:
    """Any answer, a line for each thing in it; ids and other machinery stay out."""
    if isinstance(value, list):
        return [" · ".join(lines_of(one)) for one in value]
    if isinstance(value, dict):
        return [line for key, one in value.items() if key not in UNSAID for line in lines_of(one)]
    return str(value).split("\n")


def is_id(value) -> bool:
    try:
        return isinstance(value, str) and len(value) == 36 and bool(uuid.UUID(value))
    except ValueError:
        return False


def _text(value) -> str:
    text = _sealed_text(value)
    return text if text == value else refuse()


def _sealed_text(value) -> str:
    """NUL is dropped and the rest kept, as on a page."""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        refuse()
    return _encodable(value).replace("\0", "")


def _encodable(value: str) -> str:
    """Half a character (a lone surrogate) cannot be kept."""
    try:
        return value if value.isascii() else value.encode().decode()
    except UnicodeEncodeError:
        raise Refused(_("it holds half a character"))


def _answers(value) -> dict:
    return _json(value) if isinstance(value, dict) else refuse()


def _json(value):
    if isinstance(value, str):
        return _sealed_text(value)
    if isinstance(value, list):
        return [_json(one) for one in value]
    if isinstance(value, dict):
        return {_name(name): _json(one) for name, one in value.items()}
    if isinstance(value, float) and not isfinite(value):
        return refuse()
    if isinstance(value, int) and abs(value) > 2**31:
        return refuse()
    return value


def _name(name: str) -> str:
    return _sealed_text(name) if len(name) <= LONGEST_NAME else refuse()


def _instant(value) -> datetime:
    moment = _iso(datetime.fromisoformat, value)
    if moment.tzinfo is None or moment.year not in YEARS:
        refuse()
    moment = moment.astimezone(UTC)
    return moment if moment.year in YEARS else refuse()


def _day(value) -> date:
    day = _iso(date.fromisoformat, value)
    return day if day.year in YEARS else refuse()


def _time(value) -> time:
    moment = _iso(time.fromisoformat, value)
    return moment if moment.tzinfo is None else refuse()


def _iso(parse: Callable, value):
    try:
        return parse(value) if isinstance(value, str) else refuse()
    except ValueError:
        return refuse()


def _truth(value) -> bool:
    return value if isinstance(value, bool) else refuse()


def _whole(most: int) -> Callable[[Any], int]:
    def whole(value) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            refuse()
        return value

    return whole


READERS: dict[type[models.Field], Callable[[Any], Any]] = {
    SealedTextField: _sealed_text,
    SealedJSONField: _answers,
    models.UUIDField: read_id,
    models.BooleanField: _truth,
    models.DateTimeField: _instant,
    models.DateField: _day,
    models.TimeField: _time,
    **{kind: _whole(most) for kind, most in WHOLE_NUMBERS.items()},
    models.CharField: _text,
}
