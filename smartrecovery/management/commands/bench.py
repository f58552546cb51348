"""`bench [names…]`: every figure of docs/performance.md, one line each."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from smartrecovery.bench import servers


class Command(BaseCommand):
    help = "Measure, and print name, value, unit, goal and `ok` or `short`, tab-separated."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "names", nargs="*", help="only figures whose names begin with one of these"
        )

    def handle(self, names: list[str], **options: Any) -> None:
        if settings.SETTINGS_MODULE == servers.SETTINGS:
            self.measure(names)
        else:
            sys.exit(self.with_a_database(["bench", *names]))

    def with_a_database(self, arguments: list[str]) -> int:
        """The same command again, on production settings and a database of its own."""
        if url := os.environ.get("DATABASE_URL"):
            return servers.again(arguments, url)
        folder = servers.VAR / servers.schema()
        for older in servers.VAR.glob("*/pg"):
            if older.parent != folder:
                servers.forget(older.parent)
        with servers.postgres(folder / "pg") as url:
            return servers.again(arguments, url)

    def measure(self, names: list[str]) -> None:
        from smartrecovery.bench.figures import FIGURES
        from smartrecovery.bench.ground import Ground

        wanted = [f for f in FIGURES if not names or f.name.startswith(tuple(names))]
        if not wanted:
            raise CommandError(f"Figures: {', '.join(figure.name for figure in FIGURES)}.")
        with Ground(os.environ["DATABASE_URL"]) as ground:
            for figure in wanted:
                self.stdout.write(figure.line(figure.take(ground)))
                self.stdout.flush()
