"""Ana and wine on weeknights: decided, begun, back in it for a while, begun again."""

from typing import TYPE_CHECKING

from stages.models import Behaviour, Stage
from tools.models import Entry

from . import ana_days, ana_life, ana_urges
from .rows import LATER, SOON, felt, lines

if TYPE_CHECKING:
    from smartrecovery.demo.cast import Teller

Goal, Kind = Behaviour.Goal, Behaviour.Kind


def story(teller: "Teller") -> None:
    wine = teller.works_on(42, Kind.ALCOHOL, "Wine on weeknights", Goal.CUT_DOWN, Stage.CON)
    teller.moves(wine, 31, Stage.DET)
    teller.moves(wine, 28, Stage.ACT)
    teller.moves(wine, 17, Stage.REL, "Two bad weeks at work, and I stopped writing")
    teller.moves(wine, 12, Stage.ACT, "Slept on it. Started again where it made sense")
    weighed, plan = _weighed(teller, wine), _planned(teller, wine)
    teller.takes(plan, "reasons", weighed, "Mornings with Leo", 4)
    teller.takes(plan, "reasons", weighed, "Awake at three in the morning", 4)
    values = _values(teller)
    _future(teller, wine)
    card = ana_urges.tell(teller, wine, weighed)
    ana_life.tell(teller, wine, weighed, plan, values, card)
    ana_days.tell(teller, wine)
    teller.half_writes(
        "change-plan", None, 1, {"change": "Phone out of the bedroom", "importance": 6}
    )


def _values(teller: "Teller") -> Entry:
    """Twice, a month apart."""
    top = {"Leo": 4, "Health": 3, "Being honest": 5, "Work": 7, "Music": 1}
    why = {
        "Leo": "I want him to find me at home, and awake",
        "Health": "On days I swim, I sleep",
        "Being honest": "Nothing to remember, nothing to hide",
        "Work": "I like being someone they can count on",
        "Music": "Two hours feel like ten minutes",
    }
    values = teller.writes(
        "values",
        None,
        (40, {"all": lines(*top, "Mum", "The allotment", "Old friends from school")}),
    )
    for text in top:
        teller.takes(values, "top", values, text, 40)
    rated = [{"text": text, "why": why[text], "lived": lived} for text, lived in top.items()]
    teller.goes_on(
        values,
        (
            40,
            {
                "top": rated,
                "reveal": True,
                "behaviour_rank": "1",
                "next_act": "Restring the guitar on Saturday",
            },
        ),
        (
            8,
            {
                "top": [
                    {"text": "Leo", "lived": 7},
                    {"text": "Health", "lived": 5},
                    {"text": "Being honest", "lived": 6},
                    {"text": "Work", "lived": 6},
                    {"text": "Music", "lived": 4},
                ],
                "behaviour_rank": "4",
                "next_act": "Play Leo the song I am learning",
            },
        ),
    )
    return values


def _future(teller: "Teller", wine: Behaviour) -> None:
    teller.writes(
        "future-questions",
        wine,
        (
            39,
            {
                "want": "Evenings I remember, and a flat of our own by spring.",
                "doing": "Looking at adverts most nights. Saving nothing.",
                "feel_now": "Stuck, and a bit ashamed when my brother asks.",
                "feel_now_rate": 2,
                "five": True,
                "could_do": "Move 40 to the other account on payday, before anything else.",
                "feel_then": "As if it had begun. Lighter.",
                "feel_then_rate": 7,
            },
        ),
    )
    teller.writes(
        "future-questions",
        wine,
        (
            10,
            {
                "want": "Evenings I remember.",
                "doing": "Guitar most nights. Two payday transfers made.",
                "feel_now": "Tired and rather pleased.",
                "feel_now_rate": 6,
                "five": True,
                "could_do": "Ask Ben to come along on Thursdays.",
                "feel_then": "Less alone with it.",
                "feel_then_rate": 8,
            },
        ),
    )


def _weighed(teller: "Teller", wine: Behaviour) -> Entry:
    return teller.writes(
        "cost-benefit",
        wine,
        (
            41,
            {
                "title": "Wine on weeknights",
                "doing_benefit": felt(SOON, "Switches my head off after work"),
                "doing_cost": felt(LATER, "Missed Leo’s match on 3 May"),
            },
        ),
        (
            34,
            {
                "doing_benefit": felt(SOON, "Feels social on Fridays"),
                "doing_cost": [
                    *felt(LATER, "62 a week"),
                    *felt(SOON, "Awake at three in the morning"),
                ],
                "changing_benefit": felt(LATER, "Mornings with Leo"),
            },
        ),
        (
            20,
            {
                "changing_benefit": felt(LATER, "Blood pressure"),
                "changing_cost": felt(SOON, "Fridays will feel flat for a while"),
                "reflection": "Everything I get is over in two hours.",
            },
        ),
        (
            6,
            {
                "changing_cost": felt(SOON, "Have to find another off-switch"),
                "keep_reasons": ["Mornings with Leo", "Awake at three in the morning"],
            },
        ),
    )


def _planned(teller: "Teller", wine: Behaviour) -> Entry:
    return teller.writes(
        "change-plan",
        wine,
        (
            30,
            {
                "change": "No wine from Monday to Thursday",
                "goal_type": Goal.CUT_DOWN.value,
                "importance": 7,
                "importance_why": "Leo notices more than I thought.",
                "confidence": 4,
                "confidence_up": "Not having it in the house.",
                "steps": [
                    {
                        "text": "Take the bottles to my sister’s",
                        "first_step": True,
                    }
                ],
                "start_on": -28,
            },
        ),
        (28, {"steps": [{"text": "Take the bottles to my sister’s", "done": True}]}),
        (
            14,
            {
                "importance": 8,
                "confidence": 5,
                "helpers": [
                    {"who": "Ben", "how": "Ring me on Wednesday at seven", "asked": True},
                    {"who": "My sister", "how": "Keep Friday supper early"},
                ],
                "obstacles": [{"if": "Late home and nobody in", "then": "Swim before supper"}],
            },
        ),
        (
            5,
            {
                "importance": 9,
                "confidence": 7,
                "confidence_up": "One more quiet Thursday.",
                "steps": [
                    {"text": "Pack the swimming bag", "when": 1},
                    {"text": "Tell Ben how Wednesday went", "when": 3},
                    {"text": "Go to the meeting", "dow": "tue"},
                ],
                "signs": lines("Four mornings in a row without a headache"),
                "review_on": 4,
            },
        ),
    )
