"""`move_from sqlite:////path`: everything in another database into this one, such as from SQLite to PostgreSQL."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connections

from smartrecovery import backups
from smartrecovery.settings import env


class Command(BaseCommand):
    help = "Copy everything from another database into this one, which is migrated and has nobody in it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", help="sqlite:////path/to/db.sqlite3 or postgres://…")

    def handle(self, url: str, **options) -> None:
        there = {"default": {}, "there": env.db_url_config(url)}
        connections.settings["there"] = connections.configure_settings(there)["there"]
        try:
            for table, rows in backups.move_from("there"):
                self.stdout.write(f"{rows:>9,}  {table}")
        except (backups.Refused, DatabaseError) as error:
            raise CommandError(f"{error}\nNothing was changed.")
        finally:
            connections["there"].close()
