"""`vault check`, `vault rotate`, `vault newkey`."""

from django.core.management.base import BaseCommand, CommandError

from smartrecovery.vault import keyring
from smartrecovery.vault.models import DataKey


class Command(BaseCommand):
    help = "Look after the keyring: check that everything opens, rewrap data keys, print a new key."

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["check", "rotate", "newkey"])

    def handle(self, what: str, **options):
        {"check": self.check_keys, "rotate": self.rotate, "newkey": self.print_key}[what]()

    def print_key(self) -> None:
        self.stdout.write(keyring.new_key())

    def check_keys(self) -> None:
        """Opens every data key; exits 1 and names the key ids that are missing or wrong."""
        if shut := DataKey.objects.shut():
            raise CommandError(keyring.why_shut(shut))
        count, old = DataKey.objects.count(), DataKey.objects.old().count()
        self.stdout.write(
            f"All {count} data keys open. {old} to rewrap under {keyring.writing_key_id()!r}."
        )

    def rotate(self) -> None:
        """Stop it anywhere, run it again, and it goes on from there."""
        done, shut = DataKey.objects.all().rewrap()
        self.stdout.write(f"Rewrapped {done} data keys under {keyring.writing_key_id()!r}.")
        if shut:
            raise CommandError(keyring.why_shut(DataKey.objects.old().shut()))
        self.stdout.write(
            "The other keys can leave VAULT_KEYS once `vault check` says 0 to rewrap."
        )
