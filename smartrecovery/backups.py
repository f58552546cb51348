"""Backup, restore and moving house: the whole database, apart from the keys to what people wrote.

Content is everything but the rows of `vault_datakey`; keys are those alone, the newest only. So whoever was
erased is erased in every earlier backup of content too.
"""

import base64
import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.color import no_style
from django.db import connection, connections, models, transaction

from smartrecovery.accounts.models import User
from smartrecovery.vault.models import DataKey

BATCH = 500
KEYS = DataKey._meta.db_table
NEWEST = "newest.jsonl"


class Refused(Exception):
    """It was not done, and nothing was changed; says why."""


# Backup


def write(folder: Path, now: datetime, keep: int) -> tuple[Path, Path]:
    """Content first: keys that are a little newer do no harm, older ones would lack members."""
    content, keys = folder / "content", folder / "keys"
    for place in (folder, content, keys):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    ending = "sqlite3" if connection.vendor == "sqlite" else "dump"
    made = content / f"{now:%Y-%m-%dT%H-%M-%SZ}.{ending}"
    new = made.with_suffix(".new")
    new.unlink(missing_ok=True)
    _dump_sqlite(new) if connection.vendor == "sqlite" else _dump_postgres(new)
    new.replace(made)
    _write_keys(keys / NEWEST)
    for old in sorted(content.glob(f"*.{ending}"))[:-keep]:
        old.unlink()
    return made, keys / NEWEST


def _dump_sqlite(file: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    file.chmod(0o600)
    copy = sqlite3.connect(file)
    copy.execute(f"DELETE FROM {KEYS}")  # noqa: S608
    copy.commit()
    copy.execute("VACUUM")
    copy.close()


def _dump_postgres(file: Path) -> None:
    _postgres("pg_dump", "--format=custom", f"--exclude-table-data={KEYS}", f"--file={file}")
    file.chmod(0o600)


def _write_keys(file: Path) -> None:
    """Whole or not at all; the ones before are gone with it."""
    new = file.with_suffix(".new")
    new.unlink(missing_ok=True)
    opened = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w") as out:
        for key in DataKey.objects.order_by("pk").iterator():
            wrapped = base64.b64encode(bytes(key.wrapped)).decode()
            told = [str(key.owner_id), key.key_id, wrapped, key.created_at.isoformat()]
            out.write(json.dumps(told) + "\n")
    new.replace(file)


# Restore


def bring_back(content: Path, keys: Path) -> tuple[int, int]:
    """Into an empty database: how many keys came back, and how many had nobody left to belong to."""
    if tables := connection.introspection.table_names():
        raise Refused(f"This database is not empty: it has {len(tables)} tables.")
    for file in (content, keys):
        if not file.is_file():
            raise Refused(f"There is no file {file}.")
    if connection.vendor == "sqlite":
        _load_sqlite(content)
    else:
        name = connection.get_connection_params()["dbname"]
        options = ["--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={name}"]
        _postgres("pg_restore", *options, str(content))
    return _load_keys(keys)


def _load_sqlite(content: Path) -> None:
    connection.ensure_connection()
    source = sqlite3.connect(f"file:{content}?mode=ro", uri=True)
    try:
        source.backup(connection.connection)
    except sqlite3.DatabaseError as error:
        raise Refused(f"{content} is not a backup of content from SQLite ({error}).")
    finally:
        source.close()


def _load_keys(file: Path) -> tuple[int, int]:
    people = set(User.objects.values_list("pk", flat=True))
    read = [_key(line) for line in file.read_text().splitlines()]
    here = [key for key in read if key.owner_id in people]
    with transaction.atomic():
        insert(DataKey, here)
    return len(here), len(read) - len(here)


def _key(line: str) -> DataKey:
    owner, key_id, wrapped, created = json.loads(line)
    return DataKey(
        owner_id=UUID(owner),
        key_id=key_id,
        wrapped=base64.b64decode(wrapped),
        created_at=datetime.fromisoformat(created),
    )


def _postgres(program: str, *arguments: str) -> None:
    """With the connection's own parameters, the password not among the arguments."""
    told = connection.get_connection_params()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    around = {names[key]: str(told[key]) for key in names if told.get(key)}
    around |= {"PGDATABASE": told["dbname"]}
    try:
        done = subprocess.run(  # noqa: S603
            [program, *arguments], env=os.environ | around, capture_output=True, text=True
        )
    except FileNotFoundError:
        raise Refused(f"{program} is not on this machine. Install PostgreSQL's client programs.")
    if done.returncode:
        raise Refused(f"{program} ended with {done.returncode}:\n{done.stderr.strip()}")


# Moving house


def move_from(alias: str) -> Iterator[tuple[str, int]]:
    """Everything in the database `alias` into this one, which has its tables and nobody in them yet."""
    if User.objects.exists():
        raise Refused("There are people in this database already.")
    if _migrations(alias) != _migrations("default"):
        raise Refused("The two databases are not at the same migrations. Run `migrate` on both.")
    tables = list(connection.introspection.installed_models(_all_tables(alias)))
    with transaction.atomic():
        for model in tables:
            model._base_manager.all()._raw_delete("default")
        for model in sorted(tables, key=lambda model: model._meta.db_table):
            yield model._meta.db_table, _copy(model, alias)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), tables):
                cursor.execute(statement)


def _all_tables(alias: str) -> list[str]:
    return connections[alias].introspection.table_names()


def _migrations(alias: str) -> set[tuple[Any, ...]]:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return set(cursor.fetchall())


def _copy(model: type[models.Model], alias: str) -> int:
    """What is sealed is carried as it rests: nothing is opened on the way."""
    count, batch = 0, []
    for row in model._base_manager.using(alias).order_by().iterator(chunk_size=BATCH):
        batch.append(row)
        if len(batch) == BATCH:
            count += insert(model, batch)
            batch = []
    return count + insert(model, batch)


def insert(model: type[models.Model], rows: list[Any]) -> int:
    """Every column as it is, times of making included, which `bulk_create` would write anew."""
    if not rows:
        return 0
    fields = model._meta.local_concrete_fields
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [
        [field.get_db_prep_save(row.__dict__[field.attname], connection) for field in fields]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quoted(model._meta.db_table)} ({names}) VALUES ({marks})",  # noqa: S608
            values,
        )
    return len(rows)
