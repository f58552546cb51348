"""`ready`: whether this configuration may serve people. `make run`, the containers and CI ask it first."""

from collections.abc import Iterator

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from smartrecovery.ready import migrations_to_apply
from smartrecovery.vault import keyring
from smartrecovery.vault.models import DataKey


class Command(BaseCommand):
    help = "Say what is missing before people are let in; exit 1 if anything is."
    requires_system_checks = []

    def handle(self, **options) -> None:
        if problems := list(self.problems()):
            raise CommandError("Not ready:\n" + "\n".join(f"  {problem}" for problem in problems))
        self.stdout.write("Ready.")

    def problems(self) -> Iterator[str]:
        """What stands in the way of what comes after it is said alone."""
        try:
            unapplied = migrations_to_apply()
        except DatabaseError as error:
            yield f"The database does not answer ({type(error).__name__}). Look at DATABASE_URL."
            return
        if unapplied:
            yield f"{unapplied} migrations are not applied. Run `manage.py migrate`."
            return
        yield from shut_keys()
        yield from missing_cache_table()
        yield from missing_static_files()


def shut_keys() -> Iterator[str]:
    rows = DataKey.objects.all()
    if shut := rows.shut(rows.samples()):
        yield keyring.why_shut(shut)


def missing_cache_table() -> Iterator[str]:
    default = settings.CACHES["default"]
    if not default["BACKEND"].endswith("DatabaseCache"):
        return
    if default["LOCATION"] not in connection.introspection.table_names():
        yield "The cache table is missing. Run `manage.py createcachetable`."


def missing_static_files() -> Iterator[str]:
    """In development they are served from where they lie."""
    if not settings.DEBUG and not (settings.STATIC_ROOT / "staticfiles.json").is_file():
        yield "Static files are not collected. Run `manage.py collectstatic`."
