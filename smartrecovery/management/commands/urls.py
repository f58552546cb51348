"""`urls`: every URL name, its pattern, and who may open it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import URLPattern, get_resolver

from smartrecovery.access import ACCESS


@dataclass(frozen=True)
class Address:
    name: str
    pattern: str
    arguments: frozenset[str]


def addresses(within: Any = None, before: str = "") -> Iterator[Address]:
    """Every pattern of the URLconf; one without a name has the name "" and so no row."""
    within = within or get_resolver()
    for pattern in within.url_patterns:
        whole = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            arguments = frozenset(pattern.pattern.regex.groupindex)
            yield Address(pattern.name or "", "/" + whole, arguments)
        else:
            yield from addresses(pattern, whole)


def unsettled(known: list[Address]) -> list[str]:
    """What the table and the URLconf say about different names, a sentence for each."""
    names = {address.name for address in known}
    return [
        *(
            f"{address.pattern} ({address.name or 'no name'}) has no row in access.py."
            for address in known
            if address.name not in ACCESS
        ),
        *(f"{name} has a row in access.py and no pattern." for name in ACCESS if name not in names),
    ]


class Command(BaseCommand):
    help = "Print every URL name with its pattern and who may open it; fail where one has no rule."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        known = list(addresses())
        for address in known:
            opens = ACCESS[address.name].value if address.name in ACCESS else "?"
            self.stdout.write(f"{address.name}\t{address.pattern}\t{opens}")
        if problems := unsettled(known):
            raise CommandError("\n".join(problems))
