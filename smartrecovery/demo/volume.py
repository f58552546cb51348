"""Members in volume, for measuring: written in bulk, sealed exactly as the app seals."""

import random
import secrets
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import models, transaction

from smartrecovery.accounts.models import Consent, User
from smartrecovery.sheets import Sheet
from smartrecovery.vault import keyring, keys
from smartrecovery.vault.models import DataKey
from stages.models import Behaviour, Stage, StageMove
from tools import weeks
from tools.catalogue import CATALOGUE
from tools.models import Entry, Rating, Revision

from . import noted, words

PASSPHRASE = "footing-demo"  # noqa: S105
MEMBERS_AT_ONCE, DIGITS = 50, 6
ZONES = ["Europe/London", "America/New_York", "Australia/Sydney", "Asia/Kolkata"]
WAY = [Stage.UNSET, Stage.CON, Stage.DET, Stage.ACT, Stage.REL, Stage.CON, Stage.ACT, Stage.MAI]
TABLES = [User, DataKey, Consent, Behaviour, StageMove, Entry, Revision, Rating, *noted.TABLES]
# The first so many write down what happens every day, everybody else now and then.
URGES_A_DAY, CLOSELY, NOW_AND_THEN = 3.0, 10, 0.1


class PeopleHere(Exception):
    """The database holds people; made-up members do not belong among them."""


def refuse_among_people() -> None:
    made_up = rf"^[a-z]+\d{{{DIGITS}}}$"
    if not settings.DEBUG and User.objects.exclude(username__regex=made_up).exists():
        raise PeopleHere


def username(first: str, count: int) -> str:
    return f"{first}{count:0{DIGITS}}"


@dataclass
class Batch:
    """Rows made and not yet written, one list a table."""

    rows: dict[type[models.Model], list] = field(
        default_factory=lambda: {table: [] for table in TABLES}
    )

    def add(self, row: models.Model) -> Any:
        self.rows[type(row)].append(row)
        return row

    def write(self) -> dict[str, int]:
        with transaction.atomic():
            for table in TABLES:
                table._base_manager.bulk_create(self.rows[table], batch_size=500)
        return {table._meta.label: len(rows) for table, rows in self.rows.items()}


def seed(
    members: int,
    days: int,
    now: datetime,
    number: int = 1,
    first: str = "m",
    urges_a_day: float = URGES_A_DAY,
    closely: int = CLOSELY,
) -> Iterator[dict[str, int]]:
    """Writes members by the batch and yields how many rows each batch added to each table."""
    password = make_password(PASSPHRASE)
    for start in range(1, members + 1, MEMBERS_AT_ONCE):
        with keys.held():
            batch = Batch()
            for count in range(start, min(start + MEMBERS_AT_ONCE, members + 1)):
                chance = random.Random(f"{number} {first} {count}")  # noqa: S311
                life = Life(chance, batch, now, days)
                life.lead(username(first, count), password)
                life.notes(urges_a_day * (1 if count <= closely else NOW_AND_THEN))
            yield batch.write()
            for member in batch.rows[User]:
                weeks.rebuild(member)


class Life:
    """One made-up member's time here. The same chance leads the same life; only keys differ."""

    def __init__(self, chance: random.Random, batch: Batch, now: datetime, days: int) -> None:
        self.chance, self.batch, self.now = chance, batch, now
        self.began = now - timedelta(days=days)

    def lead(self, username: str, password: str) -> None:
        self.member = self.joins(username, password)
        for number in range(self.chance.choice([1, 1, 2])):
            behaviour = self.works_on_something(number)
            self.moves(behaviour)
        week, weeks = timedelta(days=7), (self.now - self.began) // timedelta(days=7)
        for number in range(max(weeks, 1)):
            self.writes(behaviour, self.began + number * week + self.some(week))

    def notes(self, urges_a_day: float) -> None:
        """By chances of their own, about what they began with; without them the rest is as it was."""
        behaviour = next(b for b in self.batch.rows[Behaviour] if b.member is self.member)
        self.chance = random.Random(f"{self.member.pk} notes")  # noqa: S311
        if urges_a_day:
            noted.Noted(self, behaviour, urges_a_day).lead()

    def joins(self, username: str, password: str) -> User:
        member = User(
            id=self.id(), username=username, password=password, date_joined=self.began,
            zone=self.chance.choice(ZONES), is_adult=True,
        )  # fmt: skip
        key_id, wrapped = keyring.wrap(secrets.token_bytes(keyring.KEY_BYTES), member.pk)
        keys.remember(self.batch.add(DataKey(owner=member, key_id=key_id, wrapped=wrapped)))
        member.name = self.chance.choice(words.NAMES)
        self.batch.add(Consent(id=self.id(), member=member, edition=1, given=True, at=self.began))
        return self.batch.add(member)

    def works_on_something(self, number: int) -> Behaviour:
        kind, label = self.chance.choice(words.BEHAVIOURS)
        return self.batch.add(
            Behaviour(
                id=self.id(),
                member=self.member,
                kind=kind,
                label=label,
                created_at=self.began + number * timedelta(days=7),
                goal=self.chance.choice(Behaviour.Goal.values),
            )  # fmt: skip
        )

    def moves(self, behaviour: Behaviour) -> None:
        moments = sorted(self.began + self.some(self.now - self.began) for _ in WAY[1:])
        steps = list(pairwise(WAY))[: self.chance.randint(3, 6)]
        for number, ((before, after), at) in enumerate(zip(steps, moments, strict=False), 1):
            self.batch.add(
                StageMove(
                    id=self.id(),
                    member=self.member,
                    behaviour=behaviour,
                    number=number,
                    at=at,
                    from_stage=before,
                    to_stage=after,
                    since=at.date(),
                    note=words.some(self.chance, 0, 2),
                )  # fmt: skip
            )

    def writes(self, behaviour: Behaviour, at: datetime) -> None:
        sheet = self.chance.choice(list(CATALOGUE.values()))
        answers = words.answers(self.chance, sheet, at)
        entry = Entry(
            id=self.id(), member=self.member, behaviour=behaviour, tool=sheet.slug,
            edition=sheet.edition, state=Entry.State.SAVED, title=sheet.title_of(answers),
            unsaved=False, occurred_at=at, created_at=at,
        )  # fmt: skip
        for number in range(1, self.chance.choice([1, 2, 2, 3]) + 1):
            if number > 1:
                at += self.some(timedelta(days=3))
                answers = words.grown(self.chance, sheet, answers, at)
            self.saves(entry, sheet, number, answers, min(at, self.now))
        self.batch.add(entry)

    def saves(self, entry: Entry, sheet: Sheet, number: int, answers: dict, at: datetime) -> None:
        revision = Revision(
            id=self.id(), member=self.member, entry=entry, number=number, edition=sheet.edition,
            answers=answers, at=at,
        )  # fmt: skip
        self.batch.add(revision)
        for question in sheet.charted:
            if question in answers:
                self.batch.add(
                    Rating(
                        id=self.id(),
                        member=self.member,
                        revision=revision,
                        question=question,
                        value=sheet.questions[question].number(answers[question]),
                    )  # fmt: skip
                )
        entry.answers, entry.version = answers, number + 1
        entry.next_on = sheet.next_on(answers)
        entry.changed_at = entry.saved_at = at

    def id(self) -> uuid.UUID:
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    def some(self, span: timedelta) -> timedelta:
        return span * self.chance.random()
