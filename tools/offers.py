"""What a sheet may take from another: the member's own rows, once each, traceable back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from smartrecovery.sheets import Lines, Sheet, new_row_id

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
            for row in rows_to_take(question, entry)
            if (str(entry.pk), row["id"]) not in here
        ]


def rows_to_take(question: Lines, source: Entry) -> list[dict]:
    return [
        row
        for name in question.taken_from(source.tool)
        for row in source.answers.get(name, ())
        if row.get("text")
    ]


def taken(answers: dict, question: Lines, source: Entry, row_id: str, today: date) -> dict:
    """Answers with one of the member's own rows taken over, traceable back; once is enough."""
    rows = list(answers.get(question.name, ()))
    origin = {"entry": str(source.pk), "row": row_id}
    row = next((row for row in rows_to_take(question, source) if row["id"] == row_id), None)
    if row is None or any(r.get("from") == origin for r in rows):
        return answers
    rows.append(
        {"id": new_row_id(), "text": row["text"], "added": today.isoformat(), "from": origin}
    )
    return answers | {question.name: rows}


def origins(member, sheet: Sheet, answers: dict) -> set[str]:
    """The entries that lines here were taken from, as far as they are still there."""
    named = {row["from"]["entry"] for _name, row in sheet.rows(answers) if row.get("from")}
    if not named:
        return set()
    return {str(pk) for pk in member.entries.filter(pk__in=named).values_list("pk", flat=True)}


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
