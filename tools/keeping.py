"""The only writers of entries: drafts and saves.

A tab may go on writing what it wrote last; a tab that would write over another's words is told so instead.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import Http404

from smartrecovery.sheets import Lines, Sheet, new_row_id

from . import copies, reminders, weeks
from .models import Entry, Rating, Revision


class Conflict(Exception):
    """Somebody wrote in this entry since this page was opened; `entry` is as it stands now."""

    def __init__(self, entry: Entry) -> None:
        super().__init__("written elsewhere since")
        self.entry = entry


@dataclass(frozen=True)
class Page:
    """The page that writes: the version it opened, and its own mark."""

    version: int
    tab: str


def begin(member, sheet: Sheet, key: UUID, behaviour, now: datetime) -> Entry:
    """A new entry under the id its page was given; the same id twice is the same entry. 404 for another's."""
    entry = Entry.objects.filter(pk=key).first()
    if entry is None:
        entry = Entry(
            pk=key,
            member=member,
            tool=sheet.slug,
            edition=sheet.edition,
            behaviour=behaviour,
            version=0,
            created_at=now,
            changed_at=now,
            occurred_at=now,
        )
        try:
            with transaction.atomic():
                entry.save(force_insert=True)
        except IntegrityError:
            entry = Entry.objects.get(pk=key)
    if entry.member_id != member.pk or entry.tool != sheet.slug:
        raise Http404
    entry.member = member
    return entry


def draft(
    entry: Entry, sheet: Sheet, answers: dict, page: Page, now: datetime, **more: Any
) -> Entry:
    """Keep the working copy; nothing is counted yet."""
    if answers == entry.answers and not more:
        return entry
    with transaction.atomic():
        _write(entry, sheet, answers, page, now, unsaved=True, **more)
    return entry


@transaction.atomic
def save(
    entry: Entry, sheet: Sheet, answers: dict, page: Page, now: datetime, **more: Any
) -> Entry:
    """Keep the working copy, and a revision of it. Saving the same words twice is saving them once."""
    if not entry.unsaved and answers == entry.answers and not more:
        return entry
    more |= {"unsaved": False, "saved_at": now}
    if entry.state != Entry.State.ARCHIVED:
        more["state"] = Entry.State.SAVED
    if not _write(entry, sheet, answers, page, now, **more):
        return entry
    revision = _revision(entry, answers, entry.version, now)
    Rating.objects.bulk_create(
        Rating(
            member_id=entry.member_id,
            revision=revision,
            question=name,
            value=sheet.questions[name].number(answers[name]),
        )
        for name in sheet.charted
        if name in answers
    )
    weeks.keep(entry, sheet, answers, now)
    reminders.kept(entry, sheet, now)
    return entry


@transaction.atomic
def put_over(
    write: Callable[..., Entry],
    entry: Entry,
    sheet: Sheet,
    answers: dict,
    page: Page,
    now: datetime,
    **more: Any,
) -> Entry:
    """The member chose this page's words over the others, which stay as a revision; `write` keeps the chosen."""
    others, number, at = entry.answers, entry.version, entry.changed_at
    unkept = entry.unsaved and number == page.version and others not in ({}, answers)
    write(entry, sheet, answers, page, now, **more)
    # Asked after writing: of the same choice sent twice at once, the second finds what the first kept.
    if unkept and not entry.revisions.filter(number=number).exists():
        _revision(entry, others, number, at)
    return entry


def step(entry: Entry, sheet: Sheet, answers: dict, now: datetime) -> Entry:
    """A step ticked away from the sheet: kept, and saved where the rest was saved."""
    write = draft if entry.unsaved else save
    return write(entry, sheet, answers, Page(entry.version, ""), now)


def noted(entry: Entry, answers: dict) -> None:
    """What was decided about a line, and no new words: an open page of the entry stays the latest."""
    mine = Entry.objects.filter(pk=entry.pk, member=entry.member_id, version=entry.version)
    mine.update(answers=_closed(entry, "answers", answers))
    entry.answers = answers


def _write(
    entry: Entry, sheet: Sheet, answers: dict, page: Page, now: datetime, **more: Any
) -> bool:
    """One conditional update: this version, or a later one by the same page. Raises Conflict.

    False where the same page, sent twice at once, has kept the very same meanwhile.
    """
    fresh = Q(version=page.version) | Q(last_tab=page.tab) if page.tab else Q(version=page.version)
    new: dict[str, Any] = {
        "answers": answers,
        "title": sheet.title_of(answers),
        "next_on": sheet.next_on(answers),
        "version": entry.version + 1,
        "last_tab": page.tab,
        "changed_at": now,
    } | more
    sealed = {name: _closed(entry, name, new[name]) for name in ("answers", "title")}
    before = entry.answers
    if not _put(entry, fresh, new | sealed):
        now_there = Entry.objects.get(pk=entry.pk)
        if not page.tab or now_there.last_tab != page.tab:
            raise Conflict(now_there)
        entry.version, before = now_there.version, now_there.answers
        if _is_there(now_there, new):
            entry.answers, entry.unsaved = answers, now_there.unsaved
            return False
        new["version"] = entry.version + 1
        if not _put(entry, fresh, new | sealed):
            raise Conflict(Entry.objects.get(pk=entry.pk))
    for name, value in new.items():
        setattr(entry, name, value)
    copies.remember(entry, sheet, before, answers)
    return True


def _is_there(entry: Entry, new: dict) -> bool:
    same = all(
        getattr(entry, name) == new[name] for name in ("answers", "behaviour") if name in new
    )
    return same and entry.unsaved <= new["unsaved"]


def _closed(entry: Entry, name: str, value: Any) -> bytes:
    """Opens what is there first: what does not open is not written over."""
    getattr(entry, name)
    return entry._meta.get_field(name).close(entry, value)


def _put(entry: Entry, fresh: Q, new: dict) -> bool:
    mine = Entry.objects.filter(fresh, pk=entry.pk, member=entry.member_id, version=entry.version)
    return bool(mine.update(**new))


def _revision(entry: Entry, answers: dict, number: int, at: datetime) -> Revision:
    return Revision.objects.create(
        member_id=entry.member_id,
        entry=entry,
        number=number,
        edition=entry.edition,
        answers=answers,
        at=at,
    )


def moved(answers: dict, question: str, row_id: str, do: str) -> dict:
    """Answers with one row up, down or gone; anything else leaves them as they are."""
    rows = list(answers.get(question, ()))
    at = next((i for i, row in enumerate(rows) if row["id"] == row_id), None)
    if at is None:
        return answers
    row = rows.pop(at)
    if do != "remove":
        rows.insert(max(0, at - 1) if do == "up" else at + 1, row)
    return answers | {question: rows}


def begun(answers: dict, lines: Lines, idea: int, today: date) -> dict:
    """Answers with one more row that begins with one of the words offered; the same words once."""
    rows, first = list(answers.get(lines.name, ())), lines.of[0].name
    words = str(lines.ideas[idea]) if 0 <= idea < len(lines.ideas) else ""
    if not words or len(rows) >= lines.most or any(row.get(first) == words for row in rows):
        return answers
    rows.append({"id": new_row_id(), first: words, "added": today.isoformat()})
    return answers | {lines.name: rows}


def ticked(answers: dict, question: str, row_id: str, done: bool, today) -> dict:
    """Answers with one step done, and the day it was, or open again."""
    rows = [dict(row) for row in answers.get(question, ())]
    for row in rows:
        if row["id"] == row_id and bool(row.get("done")) != done:
            row.pop("done", None)
            row.pop("done_at", None)
            if done:
                row |= {"done": True, "done_at": today.isoformat()}
    return answers | {question: rows} if rows else answers
