"""The demo cast and six weeks of their history, written through the same doors as anybody's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from smartrecovery.accounts.models import Consent, User
from smartrecovery.sheets import Lines, Pick, Question, Sheet, Tick
from smartrecovery.sheets.sheet import WEEKDAYS
from smartrecovery.vault import keys
from stages import moves
from stages.models import Behaviour, Stage
from tools import keeping, offers
from tools.catalogue import newest
from tools.models import Entry

from .stories import ana, ben, cleo, sam

PASSPHRASE = "footing-demo"  # noqa: S105
WEEKS = timedelta(weeks=6)
LONDON, NEW_YORK, SYDNEY = "Europe/London", "America/New_York", "Australia/Sydney"
DAYS_FROM_TODAY = {
    "when", "start_on", "starts_on", "review_on", "by", "tried_on", "expected_on", "check_on",
}  # fmt: skip


@dataclass(frozen=True)
class Person:
    username: str
    zone: str
    role: str = User.Role.MEMBER
    story: Callable[["Teller"], None] = lambda teller: None


def everybody() -> list[Person]:
    return [
        Person("ana", LONDON, story=ana.story),
        Person("ben", LONDON, story=ben.story),
        Person("finn", LONDON, User.Role.FACILITATOR),
        Person("cleo", NEW_YORK, story=cleo.story),
        Person("gita", NEW_YORK, User.Role.FACILITATOR),
        Person("sam", SYDNEY, story=sam.story),
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
            self.key(),
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
        first_at = self.at(parts[0][0])
        entry = keeping.begin(self.member, newest(slug), self.key(), behaviour, first_at)
        self.goes_on(entry, *parts)
        return entry

    def goes_on(self, entry: Entry, *parts: tuple[int, dict]) -> None:
        sheet = newest(entry.tool)
        for days_ago, added in parts:
            at = self.at(days_ago)
            answers = self._with(sheet, entry.answers, added, at.date())
            keeping.save(entry, sheet, answers, _page(entry), at)

    def takes(self, entry: Entry, question: str, source: Entry, text: str, days_ago: int) -> None:
        """A line taken over from another entry, traceable back."""
        at = self.at(days_ago)
        sheet = newest(entry.tool)
        row_id = _place_of(source, text)
        answers = offers.taken(entry.answers, sheet, question, source, row_id, at.date())
        keeping.save(entry, sheet, answers, _page(entry), at)

    def half_writes(
        self, slug: str, behaviour: Behaviour | None, days_ago: int, said: dict
    ) -> None:
        sheet, at = newest(slug), self.at(days_ago)
        entry = keeping.begin(self.member, sheet, self.key(), behaviour, at)
        keeping.draft(entry, sheet, self._with(sheet, {}, said, at.date()), _page(entry), at)

    def key(self) -> UUID:
        return uuid5(self.member.pk, str(next(self.numbers)))

    def weekday(self, days_ago: int) -> str:
        return WEEKDAYS[(self.today - timedelta(days=days_ago)).weekday()]

    def moment(self, days_ago: int, hour: int) -> str:
        at = self.at(days_ago, hour).astimezone(UTC)
        return at.isoformat().replace("+00:00", "Z")

    def points_at(self, entry: Entry, text: str) -> dict[str, str]:
        return {"entry": str(entry.pk), "row": _place_of(entry, text)}

    def _with(self, sheet: Sheet, answers: dict, added: dict, day: date) -> dict:
        """Rows join those already there, or go on with them; any other answer takes the place of the last."""
        kept = dict(answers)
        for name, value in added.items():
            question = sheet.questions[name]
            if isinstance(question, Pick):
                kept[name] = [row["id"] for row in _rows(kept) if row.get("text") in value]
            elif isinstance(question, Lines):
                kept[name] = self._grown(question, kept.get(name, []), value, day)
            else:
                kept[name] = self._dated(name, value)
        return kept

    def _grown(self, lines: Lines, rows: list[dict], added: list[dict], day: date) -> list[dict]:
        """A row that begins with the same words is written on."""
        first, grown = lines.of[0].name, {row[lines.of[0].name]: row for row in rows}
        for cells in added:
            dated = {name: self._dated(name, value) for name, value in cells.items()}
            row = (grown.get(cells[first]) or self._row(day)) | dated
            stamps = {q.stamps: day.isoformat() for q in lines.of if _is_stamped(q, row)}
            grown[cells[first]] = stamps | row
        return list(grown.values())

    def _row(self, day: date) -> dict:
        row_id = f"{self.member.username}{next(self.numbers):07}"
        return {"id": row_id, "added": day.isoformat()}

    def _dated(self, name: str, value: Any) -> Any:
        if name in DAYS_FROM_TODAY and isinstance(value, int):
            return (self.today + timedelta(days=value)).isoformat()
        return value


def _is_stamped(question: Question, row: dict) -> bool:
    return isinstance(question, Tick) and bool(question.stamps) and bool(row.get(question.name))


def _rows(answers: dict) -> list[dict]:
    lists = (rows for rows in answers.values() if isinstance(rows, list))
    return [row for rows in lists for row in rows if isinstance(row, dict)]


def _place_of(entry: Entry, text: str) -> str:
    """The id of the last row that says this, or the name of the answer that does."""
    rows = [row["id"] for row in _rows(entry.answers) if text in row.values()]
    names = [name for name, said in entry.answers.items() if said == text]
    return [*names, *rows][-1]


def _page(entry: Entry) -> keeping.Page:
    return keeping.Page(entry.version, "")
