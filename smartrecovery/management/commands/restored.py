"""`restored`: after a restore, whoever was erased since the backup is erased again."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from smartrecovery.accounts import leaving
from smartrecovery.vault.keyring import CannotOpen


class Command(BaseCommand):
    help = "After a restore: say how many members came back without a key; erase them with --erase."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--erase", action="store_true")

    def handle(self, erase: bool, **options) -> None:
        try:
            count = leaving.erase_keyless() if erase else len(leaving.keyless())
        except CannotOpen as error:
            raise CommandError(str(error))
        self.stdout.write(
            f"Erased {count} members without a key." if erase else f"{count} members have no key."
        )
