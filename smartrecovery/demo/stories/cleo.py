"""Cleo and smoking at work: not thinking of it, then thinking of it."""

from typing import TYPE_CHECKING

from stages.models import Behaviour, Stage

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
