"""Whether this process can serve: each part answers for itself, in a word, with nobody's data."""

from datetime import timedelta

from django.core.cache import cache
from django.db import Error as DatabaseIsDown
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from smartrecovery.outbox.models import Message
from smartrecovery.vault import keyring
from smartrecovery.vault.models import DataKey

LONGEST_WAIT = timedelta(minutes=10)


def parts() -> dict[str, bool]:
    """Database, migrations, keyring, cache and messages: true where it is in order."""
    return {
        "database": _database(),
        "migrations": _migrations(),
        "vault": _vault(),
        "cache": _cache(),
        "messages": _messages(),
    }


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseIsDown:
        return False
    return True


def _migrations() -> bool:
    try:
        return not migrations_to_apply()
    except DatabaseIsDown:
        return False


def migrations_to_apply() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _vault() -> bool:
    """The oldest and newest data key under each key id open."""
    try:
        return not DataKey.objects.shut(DataKey.objects.samples())
    except (DatabaseIsDown, keyring.CannotOpen):
        return False


def _cache() -> bool:
    try:
        cache.set("ready", "yes", 5)
        return cache.get("ready") == "yes"
    except DatabaseIsDown:
        return False


def _messages() -> bool:
    """Nothing due has waited long, so the timetable is alive."""
    try:
        return Message.objects.lag(timezone.now()) < LONGEST_WAIT
    except DatabaseIsDown:
        return False
