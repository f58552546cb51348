"""What a sheet may take from another: the member's own rows, once each, with where they stand."""

from dataclasses import dataclass
from uuid import UUID

from smartrecovery.sheets import Lines, Sheet

from .models import Entry

MOST_SOURCES = 10


@dataclass(frozen=True)
class Offer:
    entry: UUID
    row: str
    text: str

    @property
    def value(self) -> str:
        return f"{self.entry}:{self.row}"


@dataclass(frozen=True)
class Sources:
    """The entries a sheet may take from, fetched once."""

    entries: list[Entry]

    def offers(self, question: Lines, answers: dict) -> list[Offer]:
        """Rows of the sources that are not on the sheet yet, newest entry first."""
        here = {
            (row["from"]["entry"], row["from"]["row"])
            for row in answers.get(question.name, ())
            if row.get("from")
        }
        return [
            Offer(entry.pk, row["id"], row["text"])
            for entry in self.entries
            for source in question.takes
            for row in entry.answers.get(source.partition(".")[2], ())
            if source.startswith(f"{entry.tool}.")
            and row.get("text")
            and (str(entry.pk), row["id"]) not in here
        ]


def sources(member, sheet: Sheet, behaviour_id: UUID | None) -> Sources:
    """The latest entries this sheet takes from: of the same behaviour, or of none."""
    slugs = {
        source.partition(".")[0]
        for question in sheet.questions.values()
        if isinstance(question, Lines)
        for source in question.takes
    }
    if not slugs:
        return Sources([])
    found = Entry.objects.filter(member=member, tool__in=slugs).exclude(state=Entry.State.ARCHIVED)
    if behaviour_id:
        found = found.exclude(behaviour__isnull=False, behaviour__in=_others(member, behaviour_id))
    return Sources(list(found[:MOST_SOURCES]))


def _others(member, behaviour_id: UUID):
    return member.behaviours.exclude(pk=behaviour_id)
