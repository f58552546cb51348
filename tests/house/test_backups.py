"""Backup, restore and moving house on SQLite; `test_production.py` does the first two on PostgreSQL."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection

from smartrecovery import backups
from smartrecovery.accounts.models import User
from tests import shell
from tests.conftest import person
from tests.mine.content import fill

pytestmark = [pytest.mark.shell, pytest.mark.django_db(transaction=True)]

NIGHT = datetime(2026, 9, 14, 3, tzinfo=UTC)
KEYS = {"VAULT_KEYS": settings.VAULT_KEYS}


def test_content_is_everything_but_the_keys_and_old_content_goes(ana, ben, tmp_path):
    for nights in range(3):
        content, keys = backups.write(tmp_path, NIGHT + timedelta(days=nights), keep=2)

    with sqlite3.connect(content) as copy:
        people = copy.execute("SELECT count(*) FROM accounts_user").fetchone()
        wrapped = copy.execute("SELECT count(*) FROM vault_datakey").fetchone()
    modes = [path.stat().st_mode & 0o777 for path in (tmp_path / "content", content, keys)]
    assert (people, wrapped, len(keys.read_text().splitlines())) == ((2,), (0,), 2)
    assert sorted(file.name for file in (tmp_path / "content").iterdir()) == [
        "2026-09-15T03-00-00Z.sqlite3",
        "2026-09-16T03-00-00Z.sqlite3",
    ]
    assert modes == [0o700, 0o600, 0o600]


def test_whoever_was_erased_since_stays_erased_in_every_backup(ana, ben, tmp_path):
    content, _ = backups.write(tmp_path, NIGHT, keep=2)
    ben.delete()
    User.objects.create_user("later")
    _, keys = backups.write(tmp_path, NIGHT + timedelta(days=1), keep=2)

    elsewhere = {"DATABASE_URL": f"sqlite:///{tmp_path}/elsewhere.sqlite3"}
    said = shell.run("manage.py", "restore", str(content), str(keys), **elsewhere, **KEYS)
    again = shell.run("manage.py", "restore", str(content), str(keys), **elsewhere, **KEYS)

    assert said == (
        0,
        "Content is back, and 1 keys. 1 keys belong to nobody in it.\n"
        "All 1 data keys open. 0 to rewrap under 'test'.\n"
        "1 members have no key.\n",
    )
    assert (again[0], "This database is not empty" in again[1]) == (1, True)


def test_a_house_moves_with_everything_as_it_rests(tmp_path):
    """R-OPS-03: every row of every table, sealed as it was sealed, ids and times as they were."""
    here, there = tmp_path / "here.sqlite3", tmp_path / "there.sqlite3"
    copy_to(there)
    fill(person("ana"))
    copy_to(here)

    url = {"DATABASE_URL": f"sqlite:///{there}"}
    code, said = shell.run("manage.py", "move_from", f"sqlite:///{here}", **url, **KEYS)
    again = shell.run("manage.py", "move_from", f"sqlite:///{here}", **url, **KEYS)

    assert code == 0, said
    assert rows_of(there) == rows_of(here)
    assert (again[0], "There are people in this database already." in again[1]) == (1, True)


def copy_to(file) -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])


def rows_of(file) -> dict[str, list]:
    told = connection.introspection.django_table_names()
    with sqlite3.connect(file) as copy:
        return {name: sorted(copy.execute(f"SELECT * FROM {name}"), key=repr) for name in told}
