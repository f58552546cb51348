"""`demo`: the cast, with six weeks behind them."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from smartrecovery.demo import cast


class Command(BaseCommand):
    help = "Make the demo people, each with six weeks of history. Never outside DEBUG."

    def handle(self, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "The demo people have a passphrase everybody knows. They are made with DEBUG on only."
            )
        made = cast.make(timezone.now())
        names = ", ".join(person.username for person in cast.everybody())
        self.stdout.write(f"Sign in as {names}; the passphrase of each is {cast.PASSPHRASE}.")
        self.stdout.write(
            f"Made {len(made)} people now; {len(cast.everybody()) - len(made)} were here."
        )
