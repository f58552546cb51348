"""R-PRV-04, pitfall S4: several processes write one SQLite file; keys rotate, and are killed, meanwhile."""

import signal
import sqlite3
import time

import pytest

from tests import shell

pytestmark = pytest.mark.shell

BOTH = f"{shell.NEW},{shell.OLD}"
PEOPLE, ROWS = 400, 40
DJANGO = "import django; django.setup(); from smartrecovery.accounts.models import User; from smartrecovery.vault import keys; from stages.models import Behaviour; from django.db import transaction\n"
SETTLE = (
    DJANGO
    + f"""
from smartrecovery.vault.models import DataKey
with transaction.atomic():
    for n in range({PEOPLE}):
        person = User.objects.create(username=f"p{{n}}")
        DataKey.objects.make(person)
        if n < {ROWS}:
            Behaviour.objects.create(member=person, kind="food", label=f"words of {{n}}")
"""
)
WRITE = (
    DJANGO
    + """
import sys
for turn in range(60):
    with keys.held(), transaction.atomic():
        rows = list(Behaviour.objects.all()[turn % 40 : turn % 40 + 3])
        for row in rows:
            row.label = row.label + "."
            row.save()
"""
)
READ = DJANGO + "print(sum(row.label.startswith('words of') for row in Behaviour.objects.all()))"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "db.sqlite3"


@pytest.fixture
def database(file):
    url = {"DATABASE_URL": f"sqlite:///{file}"}
    for arguments in (("manage.py", "migrate", "-v0"), ("-c", SETTLE)):
        assert shell.run(*arguments, **url) == (0, "")
    return url


def rewrapped(file) -> int:
    with sqlite3.connect(file) as reader:
        return reader.execute("SELECT count(*) FROM vault_datakey WHERE key_id = 'new'").fetchone()[
            0
        ]


def test_keys_rotate_and_are_killed_while_three_processes_write(file, database):
    writers = [shell.start("-c", WRITE, **database, VAULT_KEYS=BOTH) for _ in range(3)]
    rotation = shell.start("manage.py", "vault", "rotate", **database, VAULT_KEYS=BOTH)
    while rotation.poll() is None and not rewrapped(file):
        time.sleep(0.005)

    rotation.send_signal(signal.SIGKILL)
    rotation.wait()
    rotation.stdout.close()
    half_way = rewrapped(file)
    again = shell.run("manage.py", "vault", "rotate", **database, VAULT_KEYS=BOTH)
    ended = [(writer.communicate(timeout=60)[0], writer.returncode) for writer in writers]

    assert 0 < half_way < PEOPLE
    assert again[1].startswith(f"Rewrapped {PEOPLE - half_way} data keys"), again[1]
    assert ended == [("", 0)] * 3
    assert shell.run("manage.py", "vault", "check", **database, VAULT_KEYS=shell.NEW)[1].startswith(
        f"All {PEOPLE} data keys open. 0 to rewrap"
    )
    assert shell.run("-c", READ, **database, VAULT_KEYS=shell.NEW) == (0, f"{ROWS}\n")
