"""Worksheets somebody wrote, kept the way their pages keep them."""

from datetime import UTC, datetime
from uuid import uuid4

from tools import catalogue, keeping
from tools.models import Entry

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)


def kept(
    member, slug: str, answers: dict, at: datetime = NOW, *, behaviour=None, saved: bool = True
) -> Entry:
    """A new one, saved or left half-written."""
    sheet = catalogue.newest(slug)
    entry = keeping.begin(member, sheet, uuid4(), behaviour, at)
    write = keeping.save if saved else keeping.draft
    return write(entry, sheet, answers, keeping.Page(0, "first"), at)


def kept_again(entry: Entry, answers: dict, at: datetime = NOW) -> Entry:
    """Saved once more, by a page that opened it as it is given."""
    sheet = catalogue.sheet_of(entry.tool, entry.edition)
    return keeping.save(entry, sheet, answers, keeping.Page(entry.version, "first"), at)
