"""What the demo cast wrote, as days ago and words. Nobody real said any of it."""

from typing import TYPE_CHECKING

from stages.models import Behaviour, Stage
from tools.models import Entry

if TYPE_CHECKING:
    from .cast import Teller

SOON, LATER = "short", "long"
Goal, Kind = Behaviour.Goal, Behaviour.Kind


def felt(horizon: str, *texts: str) -> list[dict]:
    return [{"text": text, "horizon": horizon} for text in texts]


def lines(*texts: str) -> list[dict]:
    return [{"text": text} for text in texts]


def ana(teller: "Teller") -> None:
    """Wine on weeknights: decided, begun, back in it for a while, begun again."""
    wine = teller.works_on(42, Kind.ALCOHOL, "Wine on weeknights", Goal.CUT_DOWN, Stage.CON)
    teller.moves(wine, 31, Stage.DET)
    teller.moves(wine, 28, Stage.ACT)
    teller.moves(wine, 17, Stage.REL, "Two bad weeks at work, and I stopped writing")
    teller.moves(wine, 12, Stage.ACT, "Slept on it. Started again where it made sense")
    weighed, plan = _wine_weighed(teller, wine), _wine_planned(teller, wine)
    teller.takes(plan, "reasons", weighed, "Mornings with Leo", 4)
    teller.takes(plan, "reasons", weighed, "Awake at three in the morning", 4)
    teller.half_writes(
        "change-plan", None, 1, {"change": "Phone out of the bedroom", "importance": 6}
    )


def _wine_weighed(teller: "Teller", wine: Behaviour) -> Entry:
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


def _wine_planned(teller: "Teller", wine: Behaviour) -> Entry:
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
                        "done": True,
                        "done_at": teller.at(28).date().isoformat(),
                    }
                ],
                "start_on": -28,
            },
        ),
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


def ben(teller: "Teller") -> None:
    """Betting apps: thinking, ready, doing it."""
    apps = teller.works_on(40, Kind.GAMBLING, "Betting on my phone", Goal.STOP, Stage.CON)
    teller.moves(apps, 24, Stage.DET)
    teller.moves(apps, 15, Stage.ACT)
    teller.writes(
        "cost-benefit",
        apps,
        (
            38,
            {
                "title": "Betting on my phone",
                "doing_benefit": felt(SOON, "Something to do on the bus"),
                "doing_cost": felt(LATER, "Nothing left by the twentieth"),
                "changing_benefit": felt(LATER, "Savings that stay where I put them"),
                "changing_cost": felt(SOON, "Payday evenings will be long"),
            },
        ),
        (25, {"doing_cost": felt(SOON, "Hiding my phone from Sam")}),
    )
    plan = {
        "change": "No gambling apps on my phone",
        "goal_type": Goal.STOP.value,
        "importance": 8,
        "confidence": 5,
        "confidence_up": "A blocker would make it 7.",
        "steps": [
            {"text": "Install the blocker tonight", "first_step": True, "done": True},
            {"text": "Hand my card to Sam until Friday", "when": 2},
            {"text": "Go to the meeting", "dow": "tue"},
        ],
        "helpers": [{"who": "Sam", "how": "Keep my card until Friday", "asked": True}],
        "obstacles": [{"if": "Payday, alone at home", "then": "Swim at six with Ana"}],
        "review_on": 6,
    }
    teller.writes("change-plan", apps, (22, plan), (8, {"importance": 9, "confidence": 7}))


def cleo(teller: "Teller") -> None:
    """Smoking at work: not thinking of it, then thinking of it."""
    smoking = teller.works_on(42, Kind.NICOTINE, "Smoking at work", Goal.DECIDING, Stage.PRE)
    teller.moves(smoking, 19, Stage.CON)
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


def sam(teller: "Teller") -> None:
    """Phone in bed: rather not say where, and one plan half-written."""
    phone = teller.works_on(21, Kind.INTERNET, "Phone in bed", Goal.PAUSE, "")
    teller.half_writes("change-plan", phone, 2, {"change": "A clock by the bed instead"})
