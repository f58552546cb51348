"""The inverse of `export.py`: one file, looked over first, brought back whole or not at all."""

import base64
import json
import re
import struct
import uuid
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.db import DataError, IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from smartrecovery import portable
from smartrecovery.accounts.models import HeldImport, User
from smartrecovery.export import FORMAT, PERSON, TABLES, VERSION
from smartrecovery.portable import Refused, Table

LARGEST_UPLOAD = 10_000_000
LARGEST_EXPANDED = 50_000_000
LARGEST_RATIO = 100
RATIO_COUNTS_FROM = 1_000_000
MOST_MEMBERS = 1_000
MOST_VALUES = 2_000_000
DEEPEST = 20
PIECE = 65_536
BATCH = 500
KEPT_FOR = timedelta(hours=1)

COMES_BACK = tuple(table for table in TABLES if table.comes_back)
BY_NAME = {table.name: table for table in TABLES}
TOKENS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
NOT_A_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    OSError,
)


@dataclass(frozen=True)
class Inside:
    """What a file holds, as it is said to its owner."""

    made_at: datetime
    counts: list[tuple[Any, int]]


# Opening: from bytes somebody sent to a document of the right shape


def opened(upload: bytes) -> dict[str, Any]:
    """The document in a zip or in data.json itself; Refused, in a sentence, for anything else."""
    if len(upload) > LARGEST_UPLOAD:
        raise Refused(_("The file is larger than 10 MB."))
    if upload.startswith(b"PK"):
        return parsed(_data_json(upload))
    if upload.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return parsed(upload)
    raise Refused(_("This is neither the zip file nor the data.json in it."))


def parsed(text: bytes) -> dict[str, Any]:
    _not_too_deep(text)
    try:
        read = portable.finite
        document = json.loads(text.decode("utf-8-sig"), parse_constant=read, parse_float=read)
    except (ValueError, RecursionError):
        raise Refused(_("The data in the file is damaged: it is not JSON."))
    return _document(document)


def _data_json(upload: bytes) -> bytes:
    if upload.count(b"PK\x01\x02") > MOST_MEMBERS:
        raise Refused(_("The zip file holds more than 1,000 files."))
    try:
        with zipfile.ZipFile(BytesIO(upload)) as file:
            return _expanded(file, _member(file), len(upload))
    except NOT_A_ZIP:
        raise Refused(_("The zip file is damaged or of a kind we do not read."))


def _member(file: zipfile.ZipFile) -> zipfile.ZipInfo:
    """The one data.json at the top, in a zip with nothing odd about it."""
    members = file.infolist()
    if any(member.flag_bits & 0x1 for member in members):
        raise Refused(_("The zip file is locked with a passphrase. Send it without one."))
    if any(_points_outside(member.filename) for member in members):
        raise Refused(_("The zip file names a place outside itself."))
    found = [member for member in members if member.filename == "data.json"]
    if len(found) != 1:
        raise Refused(_("The zip file does not hold one data.json."))
    if found[0].compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused(_("The zip file is damaged or of a kind we do not read."))
    return found[0]


def _points_outside(name: str) -> bool:
    parts = re.split(r"[/\\]", name)
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in name


def _expanded(file: zipfile.ZipFile, member: zipfile.ZipInfo, size: int) -> bytes:
    """Counted while it is read: what a zip says of itself is not to be trusted."""
    pieces, total = [], 0
    with file.open(member) as stream:
        while piece := stream.read(PIECE):
            total += len(piece)
            if total > LARGEST_EXPANDED:
                raise Refused(_("The zip file grows beyond 50 MB when it is opened."))
            if total > RATIO_COUNTS_FROM and total > LARGEST_RATIO * size:
                raise Refused(_("The zip file grows more than a hundredfold when it is opened."))
            pieces.append(piece)
    return b"".join(pieces)


def _not_too_deep(text: bytes) -> None:
    """Before it is parsed: neither deep nor endless lists reach the parser."""
    if text.count(b",") > MOST_VALUES:
        raise Refused(_("The file holds more than this place can take."))
    depth = 0
    for token in TOKENS.finditer(text):
        first = text[token.start()]
        if first in b"[{":
            depth += 1
        elif first in b"]}":
            depth -= 1
        if depth > DEEPEST:
            raise Refused(_("The data in the file is nested too deeply."))


def _document(document: Any) -> dict[str, Any]:
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise Refused(_("This file was not made by this app."))
    if document.get("version") != VERSION or isinstance(document["version"], bool):
        raise Refused(_("This file is in a version we do not read here."))
    tables = document.get("tables")
    if not isinstance(document.get("person"), dict) or not isinstance(tables, dict):
        raise Refused(_("Part of the file is missing."))
    if unknown := sorted(set(tables) - set(BY_NAME)):
        raise Refused(_("The file holds a table nobody here knows: %s.") % _quoted(unknown[0]))
    for name, rows in tables.items():
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise Refused(_("The table %s is not a list of rows.") % _quoted(name))
    for table in (PERSON, *(BY_NAME[name] for name in tables)):
        rows = [document["person"]] if table is PERSON else tables[table.name]
        if unknown := sorted({column for row in rows for column in row} - set(table.exported)):
            raise Refused(_("The file holds a column nobody here knows: %s.") % _quoted(unknown[0]))
    with _told("made_at", 1):
        portable.read(models.DateTimeField(), document.get("made_at"))
    return document


def _quoted(name: str) -> str:
    """A name out of the file, fit to be shown."""
    shown = "".join(letter for letter in name[:40] if letter.isprintable())
    return f"“{shown}”"


# Bringing back


def bring(member: User, document: dict[str, Any], now: datetime | None = None) -> Inside:
    """All of it or, with Refused, nothing."""
    try:
        with transaction.atomic():
            return _bring(member, document, now or timezone.now())
    except (IntegrityError, DataError):
        raise Refused(_("The rows in the file contradict each other, so none was brought back."))


def look_over(member: User, document: dict[str, Any], now: datetime | None = None) -> Inside:
    """Does it, to find out whether it can be done, and takes it back."""
    try:
        with transaction.atomic():
            inside = _bring(member, document, now or timezone.now())
            transaction.set_rollback(True)
            return inside
    except (IntegrityError, DataError):
        raise Refused(
            _("The rows in the file contradict each other, so it cannot be brought back.")
        )


def inside(document: dict[str, Any]) -> Inside:
    tables = document["tables"]
    counts = [(table.title, len(tables.get(table.name, ()))) for table in COMES_BACK]
    return Inside(portable.read(models.DateTimeField(), document["made_at"]), counts)


def is_empty(member: User) -> bool:
    return not any(table.rows_of(member).exists() for table in COMES_BACK)


def _bring(member: User, document: dict[str, Any], now: datetime) -> Inside:
    _one_at_a_time(member)
    if not is_empty(member):
        raise Refused(
            _("There is something in this account already. A file goes into an empty one.")
        )
    ids = _new_ids(document["tables"])
    linked = portable.following({was: str(new) for (_model, was), new in ids.items()})
    _take_settings(member, document["person"])
    for table in COMES_BACK:
        _bring_table(member, table, document["tables"].get(table.name, []), ids, linked)
    for table in TABLES:
        table.retold(member, now)
    return inside(document)


def _one_at_a_time(member: User) -> None:
    User.objects.select_for_update().only("pk").get(pk=member.pk)


def _new_ids(tables: dict[str, list]) -> dict[tuple[type[models.Model], str], uuid.UUID]:
    """A new id for every old one, in the same order, so that lists keep theirs."""
    ids = {}
    for table in COMES_BACK:
        old = []
        for number, row in enumerate(tables.get(table.name, []), 1):
            with _told(table.title, number):
                old.append(portable.read_id(row.get(table.id_column)))
        if len(set(old)) < len(old):
            raise Refused(_("Two rows of “%s” have the same id.") % table.title)
        new = sorted(uuid.uuid4() for _each in old)
        ids |= {(table.model, was): now for was, now in zip(sorted(old), new, strict=True)}
    return ids


def _take_settings(member: User, row: dict[str, Any]) -> None:
    with _told(PERSON.title, 1):
        for column in PERSON.columns:
            if column in row:
                setattr(member, column, portable.read(PERSON.field(column), row[column]))
        PERSON.check([member])
    member.save(update_fields=PERSON.columns)


def _bring_table(
    member: User, table: Table, rows: list[dict], ids: dict, linked: Callable[[str], str]
) -> None:
    made = []
    for number, row in enumerate(rows, 1):
        with _told(table.title, number):
            made.append(_made(member, table, row, ids, linked))
    with _told(table.title, None):
        table.check(made)
    table.model._base_manager.bulk_create(made, batch_size=BATCH)


def _made(member: User, table: Table, row: dict, ids: dict, linked: Callable) -> models.Model:
    """One row under its new id; the owner is whoever is signed in, whatever the file says."""
    made = table.model(**{f"{table.owner}_id": member.pk})
    references = dict(table.references())
    for column in table.columns:
        field = table.field(column)
        if column not in row:
            _may_be_missing(field)
        elif column == table.id_column:
            made.pk = ids[table.model, portable.read_id(row[column])]
        elif column in references:
            setattr(made, field.attname, _reference(field, row[column], ids))
        else:
            value = portable.relinked(portable.read(field, row[column]), linked)
            setattr(made, field.attname, value)
    return made


def _may_be_missing(field: models.Field) -> None:
    if not field.has_default() and not field.null:
        raise Refused(_("something is missing from it"))


def _reference(field: models.Field, value: Any, ids: dict) -> uuid.UUID | None:
    if value is None and field.null:
        return None
    if (found := ids.get((field.related_model, portable.read_id(value)))) is None:
        raise Refused(_("it belongs to a row that is not in the file"))
    return found


@contextmanager
def _told(title: Any, number: int | None) -> Iterator[None]:
    """Says where in the file it went wrong."""
    try:
        yield
    except Refused as error:
        if number is None:
            raise Refused(_("“%(table)s”: %(what)s.") % {"table": title, "what": error})
        where = {"table": title, "number": number, "what": error}
        raise Refused(_("“%(table)s”, row %(number)s: %(what)s.") % where)


# Between the look and the yes


def hold(member: User, document: dict[str, Any], now: datetime) -> None:
    """One a member, sealed."""
    packed = zlib.compress(json.dumps(document).encode())
    content = base64.b64encode(packed).decode()
    with transaction.atomic():
        _one_at_a_time(member)
        let_go(member)
        HeldImport.objects.create(member=member, content=content, at=now)


def waiting(member: User, now: datetime) -> HeldImport | None:
    """What the member looked over within the hour."""
    return HeldImport.objects.filter(member=member, at__gt=now - KEPT_FOR).first()


def held(row: HeldImport) -> dict[str, Any]:
    return parsed(zlib.decompress(base64.b64decode(row.content)))


def let_go(member: User) -> None:
    HeldImport.objects.filter(member=member).delete()


def purge_held(now: datetime) -> int:
    """For the timetable: files nobody said yes to within the hour."""
    return HeldImport.objects.filter(at__lte=now - KEPT_FOR).delete()[0]


def bring_held(member: User, now: datetime, seen: str = "") -> Inside:
    """The yes, to the file that was `seen`. A second one finds nothing left to bring."""
    if (row := waiting(member, now)) is None:
        raise Refused(_("There is no file waiting. Choose it again."))
    if seen not in ("", str(row.pk)):
        raise Refused(_("You looked at another file since. This is the one that waits now."))
    with transaction.atomic():
        inside = bring(member, held(row), now)
        let_go(member)
    return inside
