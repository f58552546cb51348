"""`vault check`, `vault rotate`, `vault newkey`."""

from django.core.management.base import BaseCommand, CommandError

from smartrecovery.vault import keyring
from smartrecovery.vault.models import DataKey


class Command(BaseCommand):
    help = "Look after the keyring: check that everything opens, rewrap data keys, print a new key."

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["check", "rotate", "newkey"])

    def handle(self, what: str, **options):
        getattr(self, what)()

    def newkey(self) -> None:
        self.stdout.write(keyring.new_key())

    def check(self) -> None:
        """Opens every data key; exits 1 and names the key ids that are missing or wrong."""
        opened, shut = 0, {}
        for data_key in DataKey.objects.iterator():
            try:
                data_key.open()
                opened += 1
            except keyring.CannotOpen:
                shut[data_key.key_id] = shut.get(data_key.key_id, 0) + 1
        if shut:
            missing = ", ".join(
                f"{count} under {key_id!r} ({'wrong key' if key_id in keyring.ring() else 'not in VAULT_KEYS'})"
                for key_id, count in shut.items()
            )
            raise CommandError(f"Some members' data keys do not open: {missing}. Nothing was changed. Put the right VAULT_KEYS back.")
        old = DataKey.objects.old().count()
        self.stdout.write(f"All {opened} data keys open. {old} to rewrap under {keyring.writing_key_id()!r}.")

    def rotate(self) -> None:
        """One row a statement: stop it anywhere, run it again, and it goes on from there."""
        done = 0
        for data_key in DataKey.objects.old().iterator():
            done += data_key.rewrap()
        self.stdout.write(f"Rewrapped {done} data keys under {keyring.writing_key_id()!r}. Once `vault check` says 0 to rewrap, the old keys can go.")
