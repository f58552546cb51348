"""`restore CONTENT KEYS`: a backup into an empty database, brought up to date, and looked over."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from smartrecovery import backups


class Command(BaseCommand):
    help = (
        "Bring a backup back into an empty database, migrate it, and check that everything opens."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("content", type=Path)
        parser.add_argument("keys", type=Path)

    def handle(self, content: Path, keys: Path, **options) -> None:
        try:
            back, nobodys = backups.bring_back(content, keys)
        except backups.Refused as error:
            raise CommandError(str(error))
        self.stdout.write(
            f"Content is back, and {back} keys. {nobodys} keys belong to nobody in it."
        )
        call_command("migrate", interactive=False, verbosity=0, stdout=self.stdout)
        call_command("createcachetable", verbosity=0)
        call_command("vault", "check", stdout=self.stdout)
        call_command("restored", stdout=self.stdout)
