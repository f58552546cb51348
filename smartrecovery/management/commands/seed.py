"""`seed --members N --days D`: members in volume, for measuring."""

import time
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from smartrecovery.accounts.models import User
from smartrecovery.demo import volume


class Command(BaseCommand):
    help = "Write made-up members in bulk, honestly sealed, for measuring."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--members", type=int, default=100)
        parser.add_argument("--days", type=int, default=365)
        parser.add_argument("--seed", type=int, default=1, help="the same seed, the same lives")
        parser.add_argument("--first", default="m", help="what sign-in names begin with")

        parser.add_argument(
            "--urges", type=float, default=volume.URGES_A_DAY, help="urges a day; 0 for no notes"
        )
        parser.add_argument(
            "--closely", type=int, default=volume.CLOSELY, help="how many write that often"
        )

    def handle(self, members: int, days: int, seed: int, first: str, **options: Any) -> None:
        self.refuse_among_people(first)
        began, written = time.monotonic(), Counter[str]()
        often = {"urges_a_day": options["urges"], "closely": options["closely"]}
        for batch in volume.seed(members, days, timezone.now(), seed, first, **often):
            written.update(batch)
        for table, rows in written.items():
            self.stdout.write(f"{table}\t{rows}")
        self.stdout.write(f"seconds\t{time.monotonic() - began:.1f}")

    def refuse_among_people(self, first: str) -> None:
        try:
            volume.refuse_among_people()
        except volume.PeopleHere:
            raise CommandError(
                "This database holds people, and DEBUG is off: made-up members do not belong here."
            )
        if User.objects.filter(username=volume.username(first, 1)).exists():
            raise CommandError(
                f"Members named {volume.username(first, 1)} and on are here already."
            )
