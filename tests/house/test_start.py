"""R-OPS-06, R-PRV-05: it refuses to start half-configured, and says what to do."""

import shutil
import socket

import pytest

from smartrecovery.vault import keyring
from tests import shell

pytestmark = pytest.mark.shell

ONLY_SETTINGS = ("-c", "import smartrecovery.settings")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set."),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be 50 random characters"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY must be 50 random characters"),
        (
            {"SECRET_KEY": "django-insecure-0123456789abcdefghijklmnopqrstuvwxyz0123"},
            "SECRET_KEY must",
        ),
        ({"SITE_URL": ""}, "SITE_URL is not set."),
        ({"SITE_URL": "footing"}, "SITE_URL must be a whole address"),
        ({"SITE_URL": "http://footing.example.org"}, "SITE_URL must begin with https://"),
        ({"DEBUG": "true"}, "DEBUG is for your own machine"),
        ({"SECRET_KEY_FILE": "/etc/hostname"}, "SECRET_KEY and SECRET_KEY_FILE are both set."),
        ({"VAULT_KEYS": "", "VAULT_KEYS_FILE": "/nowhere/x"}, "VAULT_KEYS_FILE names /nowhere/x"),
        ({"VAULT_KEYS": "", "VAULT_KEYS_FILE": "/dev/null"}, "VAULT_KEYS is not set."),
        ({"VAULT_KEYS": ""}, "VAULT_KEYS is not set."),
        ({"VAULT_KEYS": "plain"}, "VAULT_KEYS entry 1"),
        ({"VAULT_KEYS": shell.OLD[:-8]}, "VAULT_KEYS entry 1"),
        ({"VAULT_KEYS": shell.NEW + "," + shell.OLD[:-8]}, "VAULT_KEYS entry 2"),
    ],
)
def test_half_configured_does_not_start(changes, why):
    code, said = shell.run(*ONLY_SETTINGS, **changes)

    assert (code, why in said) == (1, True), said


def test_configured_for_production_starts():
    assert shell.run(*ONLY_SETTINGS) == (0, "")


@pytest.mark.parametrize(
    "site", ["http://127.0.0.1:8000", "http://localhost", "http://192.168.1.20:8000"]
)
def test_at_home_debug_starts(site):
    assert shell.run(*ONLY_SETTINGS, DEBUG="true", SITE_URL=site) == (0, "")


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    """An empty, migrated database file to copy."""
    file = tmp_path_factory.mktemp("migrated") / "db.sqlite3"
    code, said = shell.run("manage.py", "migrate", "-v0", DATABASE_URL=f"sqlite:///{file}")
    assert code == 0, said
    return file


@pytest.fixture
def database(migrated, tmp_path):
    return {"DATABASE_URL": f"sqlite:///{shutil.copy(migrated, tmp_path)}"}


def test_ready_names_migrations_that_are_not_applied(tmp_path):
    code, said = shell.run("manage.py", "ready", DATABASE_URL=f"sqlite:///{tmp_path}/new.sqlite3")

    assert (code, "migrations are not applied. Run `manage.py migrate`" in said) == (1, True), said


def test_ready_names_a_database_that_does_not_answer():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"postgres://u:p@127.0.0.1:{free.getsockname()[1]}/none"
        code, said = shell.run("manage.py", "ready", DATABASE_URL=url)

    assert (code, "The database does not answer" in said) == (1, True), said


def test_ready_names_a_key_that_is_missing(database):
    someone = "import django; django.setup(); from smartrecovery.accounts.models import User; User.objects.create_user('ana')"
    made = shell.run("-c", someone, **database)

    with_the_wrong_key = shell.run("manage.py", "ready", **database, VAULT_KEYS=keyring.new_key())

    assert made == (0, "")
    assert (
        with_the_wrong_key[0],
        "1 under 'old' (not in VAULT_KEYS)" in with_the_wrong_key[1],
    ) == (1, True)


def test_ready_names_the_cache_table(database):
    before = shell.run("manage.py", "ready", **database)
    shell.run("manage.py", "createcachetable", **database)
    after = shell.run("manage.py", "ready", **database, DEBUG="true", SITE_URL="http://localhost")

    assert (before[0], "The cache table is missing" in before[1]) == (1, True), before[1]
    assert after == (0, "Ready.\n")


def test_production_settings_pass_djangos_own_deployment_checks():
    assert shell.run("manage.py", "check", "--deploy", "--fail-level", "WARNING") == (
        0,
        "System check identified no issues (0 silenced).\n",
    )
