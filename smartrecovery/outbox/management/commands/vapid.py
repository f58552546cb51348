"""`vapid`: a new key for messages to devices."""

from django.core.management.base import BaseCommand

from smartrecovery.outbox.channels import vapid


class Command(BaseCommand):
    help = "Print a new VAPID_PRIVATE_KEY, by which push services know this server."
    requires_system_checks: list[str] = []

    def handle(self, **options) -> None:
        self.stdout.write(vapid.new_key())
