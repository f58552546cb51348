"""Everything about me, in one file that can be read by people and by programs, and brought back."""

import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from django.conf import settings
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext

from smartrecovery import portable
from smartrecovery.accounts import export as accounts
from smartrecovery.accounts import zones
from smartrecovery.outbox import export as outbox
from smartrecovery.portable import Table
from stages import export as stages
from tools import export as tools

FORMAT = "footing"
VERSION = 1
PERSON = accounts.PERSON
TABLES: tuple[Table, ...] = (*accounts.TABLES, *outbox.TABLES, *stages.TABLES, *tools.TABLES)


def gather(member, now: datetime) -> dict[str, Any]:
    """One query a table, however many rows."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": portable.written(now),
        "site": settings.SITE_URL,
        "person": PERSON.take(member)[0],
        "tables": {table.name: table.take(member) for table in TABLES},
    }


def zip_of(member, now: datetime) -> bytes:
    """Made in memory; nothing of it rests on the server."""
    everything = gather(member, now)
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:
        file.writestr("README.txt", described())
        file.writestr("index.html", readable(everything))
        file.writestr("data.json", as_json(everything))
    return held.getvalue()


def as_json(everything: dict[str, Any]) -> str:
    """A row on a line, so that two files can be compared."""
    tables = [
        f"{json.dumps(name)}: [" + ",".join(f"\n{_json(row)}" for row in rows) + "]"
        for name, rows in everything["tables"].items()
    ]
    head = _json({key: value for key, value in everything.items() if key != "tables"})
    return f'{head[:-1]},\n"tables": {{\n' + ",\n".join(tables) + "\n}}\n"


_json = json.JSONEncoder(ensure_ascii=False).encode


def file_name(day) -> str:
    return f"{slugify(settings.SITE_NAME) or FORMAT}-{day.isoformat()}.zip"


def described() -> str:
    """The format, from the tables themselves."""
    return render_to_string(
        "mine/README.txt",
        {
            "tables": [PERSON, *TABLES],
            "version": VERSION,
            "format": FORMAT,
            "SITE_NAME": settings.SITE_NAME,
        },
    )


def readable(everything: dict[str, Any]) -> str:
    """A page of its own: no script, no request to anywhere, everything escaped."""
    rows_of = {PERSON.name: [everything["person"]]} | everything["tables"]
    tables = [table for table in (PERSON, *TABLES) if table.in_copy]
    tables.sort(key=lambda table: not table.comes_back)
    with timezone.override(zones.zone(everything["person"]["zone"])):
        names = {
            row.get("id"): table.called(row) for table in tables for row in rows_of[table.name]
        }
        parts = [(t.title, _for_people(t, rows_of[t.name], names)) for t in tables]
        made_at = datetime.fromisoformat(everything["made_at"])
        return render_to_string(
            "mine/copy.html",
            {"parts": parts, "made_at": made_at, "SITE_NAME": settings.SITE_NAME},
        )


def _for_people(table: Table, rows: list[dict], names: dict[str, str]) -> list[dict[str, Any]]:
    """Each row: its name, labelled lines, and where it is a worksheet, its sections."""
    shut = {table.id_column, *table.linking(), *table.machinery}
    said = [
        (column, capfirst(table.field(column).verbose_name), _reader(table.field(column), names))
        for column in table.exported
        if column not in shut
    ]
    return [
        {
            "name": table.called(row),
            "lines": [
                (label, shown)
                for column, label, read in said
                if row[column] not in (None, "") and (shown := read(row[column]))
            ],
            "sections": table.read(row, rows),
        }
        for row in table.in_order(rows)
    ]


def _reader(field: models.Field, names: dict[str, str]) -> Callable[[Any], str]:
    """How a value of this column is said."""
    if isinstance(field, models.ForeignKey):
        return lambda value: names.get(value, "")
    if isinstance(field, models.BooleanField):
        return {True: gettext("Yes"), False: gettext("No")}.__getitem__
    if isinstance(field, models.DateTimeField):
        return lambda value: date_format(
            timezone.localtime(datetime.fromisoformat(value)), "DATETIME_FORMAT"
        )
    if isinstance(field, models.DateField):
        return lambda value: date_format(date.fromisoformat(value), "DATE_FORMAT")
    if isinstance(field, models.TimeField):
        return lambda value: time_format(time.fromisoformat(value), "H:i")
    words = {key: str(label) for key, label in field.flatchoices}
    return lambda value: words.get(value, str(value))


def content_of(everything: dict[str, Any]) -> dict[str, Any]:
    """What must be the same after it was brought back: no dates of making, no ids, nothing that stays."""
    names: dict[str, str] = {}
    tables = [table for table in TABLES if table.comes_back]
    for table in tables:
        for number, row in enumerate(everything["tables"][table.name]):
            names[row[table.id_column]] = f"{table.name}#{number}"
    return {
        "person": {column: everything["person"][column] for column in PERSON.columns},
        "tables": {
            table.name: [_content(table, row, names) for row in everything["tables"][table.name]]
            for table in tables
        },
    }


def _content(table: Table, row: dict, names: dict[str, str]) -> dict[str, Any]:
    ids = table.naming()

    def name(link: str) -> str:
        return names.setdefault(link, f"gone#{len(names)}")

    return {
        column: name(row[column])
        if column in ids and row[column]
        else portable.relinked(row[column], name)
        for column in table.columns
    }
