"""The demo cast and six weeks of their history, written through the same doors as anybody's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from smartrecovery.accounts.models import Consent, User
from smartrecovery.vault import keys
from stages import moves
from stages.models import Behaviour, Stage
from tools import keeping, offers
from tools.catalogue import newest
from tools.models import Entry

from . import stories

PASSPHRASE = "footing-demo"  # noqa: S105
WEEKS = timedelta(weeks=6)
LONDON, NEW_YORK, SYDNEY = "Europe/London", "America/New_York", "Australia/Sydney"
DAYS_FROM_TODAY = {"when", "start_on", "review_on"}


@dataclass(frozen=True)
class Person:
    username: str
    zone: str
    role: str = User.Role.MEMBER
    story: Callable[["Teller"], None] = lambda teller: None


def everybody() -> list[Person]:
    return [
        Person("ana", LONDON, story=stories.ana),
        Person("ben", LONDON, story=stories.ben),
        Person("finn", LONDON, User.Role.FACILITATOR),
        Person("cleo", NEW_YORK, story=stories.cleo),
        Person("gita", NEW_YORK, User.Role.FACILITATOR),
        Person("sam", SYDNEY, story=stories.sam),
        Person("ada", LONDON, User.Role.ADMIN),
    ]


def make(now: datetime) -> list[str]:
    """Makes those who are not there yet, each with their history; the names made."""
    made = []
    for person in everybody():
        if not User.objects.filter(username=person.username).exists():
            with keys.held(), transaction.atomic():
                person.story(Teller(_join(person, now), now))
            made.append(person.username)
    return made


def _join(person: Person, now: datetime) -> User:
    member = User.objects.create_user(
        person.username,
        password=PASSPHRASE,
        name=person.username.title(),
        zone=person.zone,
        role=person.role,
        is_adult=True,
        date_joined=now - WEEKS,
    )
    Consent.objects.create(member=member, edition=1, given=True, at=now - WEEKS)
    return member


class Teller:
    """Tells one person's story: every act happens at its own moment, never later than now."""

    def __init__(self, member: User, now: datetime) -> None:
        self.member, self.now = member, now
        self.today = member.today(now)
        self.numbers = count(1)

    def at(self, days_ago: int, hour: int = 19) -> datetime:
        day = self.today - timedelta(days=days_ago)
        return min(datetime.combine(day, time(hour, 10), self.member.tz), self.now)

    def works_on(self, days_ago: int, kind: str, label: str, goal: str, stage: str) -> Behaviour:
        return moves.begin(
            self.member,
            self._key(),
            stage,
            None,
            self.at(days_ago),
            kind=kind,
            label=label,
            goal=goal,
        )

    def moves(self, behaviour: Behaviour, days_ago: int, to: Stage, note: str = "") -> None:
        moves.move(behaviour, to, note, None, self.at(days_ago))

    def writes(self, slug: str, behaviour: Behaviour | None, *parts: tuple[int, dict]) -> Entry:
        """One entry, saved once for each (days ago, what was added)."""
        sheet, entry, answers = newest(slug), None, {}
        for days_ago, added in parts:
            at = self.at(days_ago)
            entry = entry or keeping.begin(self.member, sheet, self._key(), behaviour, at)
            answers = self._with(answers, added, at.date())
            keeping.save(entry, sheet, answers, _page(entry), at)
        return entry

    def takes(self, entry: Entry, question: str, source: Entry, text: str, days_ago: int) -> None:
        """A row taken over from another entry, traceable back."""
        row_id = next(row["id"] for row in _rows(source.answers) if row["text"] == text)
        at = self.at(days_ago)
        sheet = newest(entry.tool)
        lines = sheet.questions[question]
        answers = offers.taken(entry.answers, lines, source, row_id, at.date())
        keeping.save(entry, sheet, answers, _page(entry), at)

    def half_writes(
        self, slug: str, behaviour: Behaviour | None, days_ago: int, said: dict
    ) -> None:
        sheet, at = newest(slug), self.at(days_ago)
        entry = keeping.begin(self.member, sheet, self._key(), behaviour, at)
        keeping.draft(entry, sheet, self._with({}, said, at.date()), _page(entry), at)

    def _with(self, answers: dict, added: dict, day: date) -> dict:
        """Rows join those already there; any other answer takes the place of the last."""
        kept = dict(answers)
        for name, value in added.items():
            if name == "keep_reasons":
                kept[name] = [row["id"] for row in _rows(kept) if row["text"] in value]
            elif isinstance(value, list):
                kept[name] = [*kept.get(name, []), *(self._row(row, day) for row in value)]
            else:
                kept[name] = self._dated(name, value)
        return kept

    def _row(self, cells: dict, day: date) -> dict:
        row_id = f"{self.member.username}{next(self.numbers):07}"
        row = {name: self._dated(name, value) for name, value in cells.items()}
        return {"id": row_id, "added": day.isoformat()} | row

    def _dated(self, name: str, value: Any) -> Any:
        if name in DAYS_FROM_TODAY:
            return (self.today + timedelta(days=value)).isoformat()
        return value

    def _key(self) -> UUID:
        return uuid5(self.member.pk, str(next(self.numbers)))


def _rows(answers: dict) -> list[dict]:
    lists = (rows for rows in answers.values() if isinstance(rows, list))
    return [row for rows in lists for row in rows if isinstance(row, dict)]


def _page(entry: Entry) -> keeping.Page:
    return keeping.Page(entry.version, "")
