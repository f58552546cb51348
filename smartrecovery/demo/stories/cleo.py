"""Cleo and smoking at work: not thinking of it, then thinking of it."""

from typing import TYPE_CHECKING

from smartrecovery.demo.diary import ACTED, ELSE, Diary
from stages.models import Behaviour, Stage
from tools import evidence

from .rows import LATER, SOON, felt, lines

if TYPE_CHECKING:
    from smartrecovery.demo.cast import Teller


def story(teller: "Teller") -> None:
    smoking = teller.works_on(
        42, Behaviour.Kind.NICOTINE, "Smoking at work", Behaviour.Goal.DECIDING, Stage.PRE
    )
    teller.moves(smoking, 19, Stage.CON)
    _asked_herself(teller, smoking)
    _weighed(teller, smoking)
    _what_matters(teller)
    teller.writes(
        "journal",
        None,
        (20, {"words": "Two of them asked whether I was all right on the stairs. I was."}),
    )
    teller.writes(
        "meditation",
        None,
        (8, {"tension_before": 6, "tension_after": 4, "note": "Shorter than a break."}),
    )
    _noticed(teller, smoking)


def _noticed(teller: "Teller", smoking: Behaviour) -> None:
    """A few notes a week; what she said of how much it matters is why a stage is suggested to her."""
    diary = Diary(teller, smoking)
    for days_ago, hour, strength in (
        (18, 13, 6), (17, 13, 5), (15, 16, 7), (13, 13, 6), (11, 10, 4), (9, 13, 6), (6, 16, 5),
    ):  # fmt: skip
        diary.urge(days_ago, hour, strength, place="work", company="friends", outcome=ACTED)
    diary.urge(4, 13, 6, coped=("Park instead of the steps",), helped=6, outcome=ELSE, minutes=10)
    diary.urge(1, 13, 5, coped=("Park instead of the steps",), helped=7, outcome=ELSE, minutes=8)
    diary.day(4, "", 6, 6, "Ten minutes in the park. It was still ten minutes that were mine.")
    diary.day(1, "", 7, 5)
    diary.measures("rulers", 16, importance=5, confidence=3)
    diary.measures("rulers", 2, importance=8, confidence=5)
    evidence.look(smoking, teller.now)


def _asked_herself(teller: "Teller", smoking: Behaviour) -> None:
    teller.writes(
        "future-questions",
        smoking,
        (
            21,
            {
                "want": "To run with my niece in the spring and talk at the same time.",
                "doing": "Walking on Sundays. Smoking with the others after lunch.",
                "feel_now": "All right, mostly. A bit of a cheat on the stairs.",
                "feel_now_rate": 4,
            },
        ),
    )


def _weighed(teller: "Teller", smoking: Behaviour) -> None:
    teller.writes(
        "cost-benefit",
        smoking,
        (
            18,
            {
                "title": "The two breaks after lunch",
                "doing_benefit": felt(SOON, "Ten minutes that are mine", "The talk on the steps"),
                "doing_cost": felt(SOON, "Cold hands, and the smell on my coat"),
            },
        ),
        (9, {"changing_benefit": felt(LATER, "The stairs without stopping")}),
    )


def _what_matters(teller: "Teller") -> None:
    teller.writes(
        "values",
        None,
        (
            12,
            {
                "all": lines("My niece", "Being well", "My own time", "People at work"),
                "top": [
                    {"text": "My niece", "why": "She copies everything I do", "lived": 5},
                    {"text": "My own time", "why": "It is the only quiet in the day", "lived": 3},
                    {"text": "Being well", "lived": 3},
                ],
                "next_act": "Take my break in the park, once",
            },
        ),
    )
