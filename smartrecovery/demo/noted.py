"""What a made-up member notes day by day: urges, check-ins, a slip now and then, the weekly rulers."""

import random
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from stages.models import (
    Behaviour,
    CheckIn,
    Coped,
    CopingAction,
    Score,
    Slip,
    Taking,
    Urge,
)

from . import words

if TYPE_CHECKING:
    from .volume import Life

TABLES = [CopingAction, Urge, Coped, Slip, CheckIn, Taking, Score]
DAY = timedelta(days=1)
# Where in the day urges come: seldom at night, mostly in the evening.
HOURS = [0] + [7] * 2 + [9, 12] * 2 + [13, 15] * 2 + [17, 18, 19] * 5 + [20, 21, 22] * 3 + [23]
TOLD_MORE, CHECKED_IN, SLIPPED = 0.4, 0.8, 0.03
OUTCOMES = [Urge.Outcome.RODE_IT_OUT] * 4 + [Urge.Outcome.DID_SOMETHING_ELSE] * 3
OUTCOMES += [Urge.Outcome.ACTED_A_BIT, Urge.Outcome.ACTED, Urge.Outcome.NOT_SAID]
PLANS = [CheckIn.Plan.YES] * 5 + [CheckIn.Plan.PARTLY] * 3 + [CheckIn.Plan.NO, CheckIn.Plan.CHANGED]


class Noted:
    """About one behaviour, for as long as they are here; urges grow a little weaker with time."""

    def __init__(self, life: "Life", behaviour: Behaviour, a_day: float) -> None:
        self.life, self.behaviour, self.a_day = life, behaviour, a_day
        self.chance, self.member, self.add = life.chance, life.member, life.batch.add
        self.about = {"member": life.member, "behaviour": behaviour}
        self.zone = life.member.tz
        self.actions = [
            self.add(
                CopingAction(id=life.id(), member=life.member, label=said, created_at=life.began)
            )
            for said in self.chance.sample(words.ACTIONS, 4)
        ]

    def lead(self) -> None:
        days = (self.life.now - self.life.began).days
        for number in range(days):
            midnight = (self.life.began + number * DAY).astimezone(self.zone)
            self.a_days_notes(midnight.replace(hour=0, minute=0, second=0), number / max(days, 1))

    def a_days_notes(self, midnight: datetime, gone: float) -> None:
        for _ in range(2 * max(1, round(self.a_day))):
            if self.chance.random() < self.a_day / (2 * max(1, round(self.a_day))):
                self.urge(self.moment(midnight, self.chance.choice(HOURS)), gone)
        if self.chance.random() < CHECKED_IN * min(1, self.a_day):
            self.check_in(midnight.date(), self.moment(midnight, 20), gone)
        if self.chance.random() < SLIPPED * min(1, self.a_day):
            self.slip(self.moment(midnight, 22))
        if midnight.weekday() == 6 and self.chance.random() < CHECKED_IN:
            self.rulers(midnight.date(), self.moment(midnight, 20), gone)

    def moment(self, midnight: datetime, hour: int) -> datetime:
        """By their own clock, and not later than now."""
        at = midnight.replace(hour=hour, minute=self.chance.randrange(60))
        return min(at, self.life.now.astimezone(self.zone))

    def urge(self, at: datetime, gone: float) -> None:
        strength = self.chance.triangular(1, 10, 7 - 3 * gone)
        said = self.told_more() if self.chance.random() < TOLD_MORE else {}
        urge = Urge(
            id=self.life.id(), occurred_at=at, day=self.member.day_of(at), hour=at.hour,
            intensity=round(strength), created_at=at, changed_at=at, **self.about, **said,
        )  # fmt: skip
        self.add(urge)
        if said:
            for action in self.chance.sample(self.actions, self.chance.choice([0, 1, 1, 2])):
                self.add(Coped(id=self.life.id(), member=self.member, urge=urge, action=action))

    def told_more(self) -> dict[str, Any]:
        chance, outcome = self.chance, self.chance.choice(OUTCOMES)
        return {
            "minutes": chance.choice([4, 6, 8, 10, 12, 15, 20, 25, 40]),
            "triggers": bits(chance, len(Urge.Trigger)),
            "feelings": bits(chance, len(Urge.Feeling)),
            "place": chance.choice(Urge.Place.values),
            "company": chance.choice(Urge.Company.values),
            "helped": chance.randint(2, 9),
            "outcome": outcome,
            "got_by": outcome in Urge.GOT_BY,
            "said": {"thought": words.sentence(chance), "next_time": words.sentence(chance)},
        }

    def check_in(self, day: date, at: datetime, gone: float) -> None:
        plan = self.chance.choice(PLANS)
        self.add(
            CheckIn(
                id=self.life.id(),
                day=day,
                week=day - timedelta(days=day.weekday()),
                plan=plan,
                mood=near(self.chance, 5 + 2 * gone),
                urge=near(self.chance, 6 - 3 * gone),
                counted=int(plan in CheckIn.ON_PLAN),
                at=at,
                changed_at=at,
                note=words.some(self.chance, 0, 1),
                **self.about,
            )  # fmt: skip
        )

    def slip(self, at: datetime) -> None:
        self.add(
            Slip(
                id=self.life.id(),
                occurred_at=at,
                day=self.member.day_of(at),
                created_at=at,
                extent=self.chance.choice(Slip.Extent.values),
                said=words.sentence(self.chance),
                **self.about,
            )  # fmt: skip
        )

    def rulers(self, day: date, at: datetime, gone: float) -> None:
        answers = {
            "importance": near(self.chance, 7 + gone),
            "confidence": near(self.chance, 4 + 3 * gone),
        }
        taking = self.add(
            Taking(
                id=self.life.id(),
                instrument="rulers",
                edition=1,
                language="en-gb",
                taken_at=at,
                day=day,
                answers=answers,
                **self.about,
            )  # fmt: skip
        )
        for name, value in answers.items():
            score = {"id": self.life.id(), "member": self.member, "taking": taking}
            self.add(Score(name=name, value=value, **score))


def bits(chance: random.Random, among: int) -> int:
    """One or two of them."""
    return 1 << chance.randrange(among) | 1 << chance.randrange(among)


def near(chance: random.Random, middle: float) -> int:
    return min(10, max(0, round(chance.gauss(middle, 1.5))))
