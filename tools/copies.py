"""Lines that were taken from another sheet: which they are, where they stand, and that they are remembered."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from smartrecovery.sheets import Lines, Sheet

from .catalogue import sheet_of
from .models import Entry, Taken


@dataclass(frozen=True)
class Copy:
    """A line with an origin. An answer that is `alone` counts as one, by its question's name, its words as `text`."""

    question: str
    row: dict
    origin: dict[str, str]
    alone: bool = False

    @property
    def place(self) -> tuple[str, str]:
        return self.question, self.row["id"]

    @property
    def source(self) -> tuple[str, str]:
        return self.origin["entry"], self.origin["row"]

    @property
    def words(self) -> dict:
        """What stands in its cells now; what was typed and refused before what was kept."""
        return self.row | self.row.get("_raw", {})


def copies(sheet: Sheet, answers: dict) -> Iterator[Copy]:
    for name, row in sheet.rows(answers):
        if row.get("from"):
            yield Copy(name, row, row["from"])
    for name, origin in answers.get("_from", {}).items():
        if answers.get(name) and name in sheet.questions:
            yield Copy(name, {"id": name, "text": answers[name]}, origin, alone=True)


def written(answers: dict, copy: Copy, words: dict[str, str], said: str) -> dict:
    """Answers in which one copy reads as `words`, and knows that its source read as `said`."""
    origin = copy.origin | {"said": said}
    if copy.alone:
        origins = answers.get("_from", {}) | {copy.question: origin}
        return answers | {"_from": origins} | ({copy.question: words["text"]} if words else {})
    rows = list(answers[copy.question])
    at = next(n for n, row in enumerate(rows) if row["id"] == copy.row["id"])
    typed = {cell: kept for cell, kept in copy.row.get("_raw", {}).items() if cell not in words}
    row = {name: kept for name, kept in rows[at].items() if name != "_raw"}
    rows[at] = row | words | {"from": origin} | ({"_raw": typed} if typed else {})
    return answers | {copy.question: rows}


def address(entry_id: UUID | str, sheet: Sheet | None, answers: dict, row_id: str) -> str:
    """Where a line stands: its page, its step, and itself."""
    here = reverse("entry", args=[entry_id])
    if sheet is None:
        return here
    question = _question_of(sheet, answers, row_id) if len(sheet.steps) > 1 else ""
    step = next((s.number for s in sheet.steps if question in _asked(s)), 1)
    anchor = "id_" if row_id in sheet.questions else "row-"
    return f"{here}{f'?step={step}' if step > 1 else ''}#{anchor}{row_id}"


def _question_of(sheet: Sheet, answers: dict, row_id: str) -> str:
    rows = sheet.rows(answers)
    return next((name for name, row in rows if row["id"] == row_id), row_id)


def _asked(step) -> set[str]:
    return {question.name for section in step.sections for question in section.questions}


def remember(entry: Entry, sheet: Sheet, before: dict, after: dict) -> None:
    """Keeps in step with the answers, within the same transaction; where no line came or went, nothing is asked."""
    was, now = _taken(entry, sheet, before), _taken(entry, sheet, after)
    if was == now:
        return
    if gone := [place for place in was if now.get(place) != was[place]]:
        _forget(entry, gone)
    if come := {place: source for place, source in now.items() if was.get(place) != source}:
        _note(entry, come)


def _forget(entry: Entry, gone: list[tuple[str, str]]) -> None:
    there = Q()
    for question, row in gone:
        there |= Q(question=question, row=row)
    Taken.objects.filter(there, entry=entry).delete()


def _note(entry: Entry, come: dict[tuple[str, str], tuple[str, str]]) -> None:
    named = {source for source, _row in come.values()}
    mine = Entry.objects.filter(member=entry.member_id, pk__in=named)
    there = {str(pk) for pk in mine.values_list("pk", flat=True)}
    Taken.objects.bulk_create(_rows(entry, come, there), ignore_conflicts=True)


def _rows(entry: Entry, come: dict[tuple[str, str], tuple[str, str]], there: set) -> list[Taken]:
    """A source that is gone, or was never theirs, is no source."""
    return [
        Taken(
            member_id=entry.member_id,
            entry=entry,
            question=question,
            row=row,
            source_id=source,
            source_row=source_row,
        )
        for (question, row), (source, source_row) in come.items()
        if source in there
    ]


def rebuild(member) -> None:
    """Everything here, told again from what was written: after a file was brought back."""
    there = {str(pk) for pk in member.entries.values_list("pk", flat=True)}
    found: list[Taken] = []
    for entry in member.entries.only("tool", "edition", "answers", "member").iterator():
        if sheet := sheet_of(entry.tool, entry.edition):
            found += _rows(entry, _taken(entry, sheet, entry.answers), there)
    Taken.objects.bulk_create(found, batch_size=500, ignore_conflicts=True)


def _taken(entry: Entry, sheet: Sheet, answers: dict) -> dict[tuple[str, str], tuple[str, str]]:
    """Where each line was taken from, but for those of the sheet itself: they say so on their own page."""
    return {
        copy.place: copy.source
        for copy in copies(sheet, answers)
        if copy.origin["entry"] != str(entry.pk)
    }


def can_take(sheet: Sheet, name: str, answers: dict) -> bool:
    """Lines while there is room for one more; one answer while nothing was written."""
    question = sheet.questions.get(name)
    if isinstance(question, Lines):
        return len(answers.get(name, ())) < question.most
    return bool(question) and not answers.get(name) and name not in answers.get("_raw", {})
