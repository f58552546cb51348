"""Whether this process can serve: each part answers for itself, in a word, with nobody's data."""

from django.core.cache import cache
from django.db import Error as DatabaseIsDown
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from smartrecovery import health
from smartrecovery.vault import keyring
from smartrecovery.vault.models import DataKey


def parts() -> dict[str, bool]:
    """Database, migrations, keyring, cache, and what the timetable does: true where it is in order."""
    own = {
        "database": _database(),
        "migrations": _migrations(),
        "vault": _vault(),
        "cache": _cache(),
    }
    return own | _work()


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


def _work() -> dict[str, bool]:
    """A beat rings, each tick was done in its time, and nothing due has waited long."""
    try:
        standing = health.standing(timezone.now())
    except DatabaseIsDown:
        return {"timetable": False, "worker": False, "messages": False}
    return {
        "timetable": standing.timetable,
        "worker": standing.worker,
        "messages": standing.messages,
    }
