"""What a link on a sheet may point at: lines the member wrote with another tool."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from smartrecovery.sheets import Around, Sheet

from . import catalogue, links
from .models import Entry
from .offers import found_beside


@dataclass(frozen=True, eq=False)
class Beside(Around):
    """With the entries that were found, so that the page need not ask for them again."""

    entries: list[Entry] = field(default_factory=list)


def around(member, entry: Entry, sheet: Sheet) -> Around:
    """No query for a sheet that asks for no link. What one points at is found, however old; and stays, though gone."""
    names = links.linkable(sheet)
    if not names:
        return Around(member.tz)
    entries = found_beside(member, entry, sheet, entry.answers)
    kept = tuple(sheet.pointed_at(entry.answers))
    there = [e for e in entries if e.state != Entry.State.ARCHIVED or f"{e.pk}/" in str(kept)]
    offers = {name: tuple(_lines(name, there)) for name in names}
    return Beside(member.tz, offers, kept, entries)


def _lines(name: str, entries: list[Entry]) -> Iterator[tuple[str, str]]:
    tool, _dot, question = name.partition(".")
    for entry in entries:
        sheet = catalogue.sheet_of(entry.tool, entry.edition)
        if entry.tool == tool and sheet:
            for row in links.rows_of(sheet, entry.answers, question):
                if words := row.get(links.first_cell(sheet, question)):
                    yield f"{entry.pk}/{row['id']}", words
