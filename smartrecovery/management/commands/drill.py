"""`drill [names…]`: accidents played out on the real server, one line each."""

import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from smartrecovery.bench import servers


class Command(BaseCommand):
    help = "Play out the drills named after requirements; print name, outcome and figures."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "names", nargs="*", help="only drills whose names begin with one of these"
        )
        parser.add_argument("--times", type=int, default=1, help="how many times as much of each")

    def handle(self, names: list[str], times: int, **options: Any) -> None:
        if settings.SETTINGS_MODULE == servers.SETTINGS:
            sys.exit(self.play(names, times))
        folder = servers.VAR.parent / "drill"
        servers.forget(folder)
        with servers.postgres(folder / "pg") as url:
            arguments = ["drill", *names, "--times", str(times)]
            sys.exit(servers.again(arguments, url, DRILL_FOLDER=str(folder)))

    def play(self, names: list[str], times: int) -> int:
        from smartrecovery.bench.drills import DRILLS
        from smartrecovery.bench.scene import Scene

        wanted = {n: d for n, d in DRILLS.items() if not names or n.startswith(tuple(names))}
        if not wanted:
            raise CommandError(f"Drills: {', '.join(DRILLS)}.")
        scene, failed = Scene(Path(os.environ["DRILL_FOLDER"]), times), 0
        for name, drill in wanted.items():
            held, figures = drill(scene)
            failed += not held
            told = ", ".join(f"{what} {figure}" for what, figure in figures.items())
            self.stdout.write(f"{name}\t{'holds' if held else 'BROKEN'}\t{told}")
            self.stdout.flush()
        return 1 if failed else 0
