"""`backup FOLDER`: the whole database, while people work, as two files that belong in two places."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from smartrecovery import backups


class Command(BaseCommand):
    help = "Write FOLDER/content/<time> and FOLDER/keys/newest.jsonl. Take them out of this machine, apart."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--keep", type=int, default=14, help="how many of content (14)")

    def handle(self, folder: Path, keep: int, **options) -> None:
        if keep < 1:
            raise CommandError("Keep at least one.")
        try:
            for file in backups.write(folder, timezone.now(), keep):
                self.stdout.write(f"{file.stat().st_size:>12,} bytes  {file}")
        except backups.Refused as error:
            raise CommandError(str(error))
