"""`role NAME admin`: who may see the desk. The first admin of a site cannot be made from a page."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from smartrecovery.accounts.models import User


class Command(BaseCommand):
    help = "Make somebody a member, a facilitator or an admin."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name they sign in with")
        parser.add_argument("role", choices=User.Role.values)

    def handle(self, name: str, role: str, **options) -> None:
        if not User.objects.filter(username=name).update(role=role):
            raise CommandError(f"Nobody signs in as {name}.")
        self.stdout.write(f"{name}: {role}")
