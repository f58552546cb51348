"""Ana and the rest of her life: two shapes of it a month apart, her weeks, what she tried, what keeps her steady."""

from typing import TYPE_CHECKING

from stages.models import Behaviour
from tools.models import Entry

from .rows import lines

if TYPE_CHECKING:
    from smartrecovery.demo.cast import Teller

EVENINGS = ["mon", "wed", "sat"]


def tell(
    teller: "Teller", wine: Behaviour, weighed: Entry, plan: Entry, values: Entry, card: Entry
) -> None:
    _balance(teller, values)
    _first_weeks(teller, wine)
    _this_week(teller, wine, plan)
    _tried(teller, weighed)
    _enjoyed(teller)
    _practised(teller, wine)
    _steady(teller, wine, card)
    _pages(teller)
    _sat_with_the_breath(teller)


def _balance(teller: "Teller", values: Entry) -> None:
    parts = {
        "Health": (4, 7, 5, "Tired by three every day"),
        "Family": (6, 8, 7, "Good on Sundays"),
        "Work": (7, 7, 6, "Fine as it is"),
        "Money": (3, 6, 4, "Nothing put by"),
        "Friends": (2, 7, 4, "I stopped ringing people"),
        "Fun": (1, 6, 4, "Could not think of anything"),
    }
    balance = teller.writes(
        "balance",
        None,
        (
            35,
            {
                "slices": [
                    {"text": text, "satisfaction": now, "wanted": wanted, "note": note}
                    for text, (now, wanted, _later, note) in parts.items()
                ],
                "reflection": "Friends and fun went down together.",
                "one_change": "Five-a-side on Thursdays",
            },
        ),
        (
            5,
            {
                "slices": [
                    {"text": text, "satisfaction": later}
                    for text, (_now, _wanted, later, _note) in parts.items()
                ],
                "reflection": "They came back together, too. Work a little less, and that is fine.",
            },
        ),
    )
    teller.takes(balance, "slices", values, "Music", 5)
    teller.goes_on(balance, (5, {"slices": [{"text": "Music", "satisfaction": 4, "wanted": 7}]}))
    goal = {
        "specific": True,
        "agreeable": True,
        "realistic": True,
        "steps": [{"text": "Ask Jo for the time and the place", "done": True}],
        "value": teller.points_at(values, "Health"),
        "measure": "Thursdays I went",
        "target": 1,
        "by": 24,
        "days_done": ["thu"],
        "status": "active",
    }
    goals = teller.writes("goals", None, (34, {"goal": "Five-a-side on Thursdays"}))
    teller.goes_on(goals, (34, goal))


def _first_weeks(teller: "Teller", wine: Behaviour) -> None:
    """One looked back at, one that closed by itself in the bad fortnight, one after it."""
    guitar = {"text": "Play the guitar", "days": EVENINGS, "at": "20:00", "target": 3}
    meeting = {"text": "Go to the meeting", "days": ["tue"], "at": "19:00", "target": 1}
    teller.writes(
        "week-plan",
        wine,
        (
            27,
            {
                "intention": "Evenings that are mine",
                "starts_on": -27,
                "actions": [
                    guitar,
                    meeting,
                    {"text": "Ask Priya to text me", "days": ["fri"], "at": "18:00", "target": 1},
                ],
                "risks": [
                    {
                        "text": "Leaving do after work",
                        "day": "fri",
                        "then": "Ginger beer, and home by eight",
                    }
                ],
                "support": "Ben",
                "confidence": 7,
                "share": "actions",
            },
        ),
        (
            20,
            {
                "actions": [
                    guitar | {"did": "some", "done_on": ["mon", "sat"], "carry": True},
                    meeting | {"did": "all", "done_on": ["tue"], "carry": True},
                    {"text": "Ask Priya to text me", "did": "changed"},
                ],
                "learned": "Wednesday is too late after my shift. The leaving do: changed my mind"
                " and did not go, and that was fine.",
            },
        ),
    )
    teller.writes(
        "week-plan",
        wine,
        (
            20,
            {
                "intention": "Get through the end of the quarter",
                "starts_on": -20,
                "actions": [meeting, {"text": "Lunch away from the desk", "target": 3}],
                "confidence": 4,
                "share": "title",
            },
        ),
    )
    teller.writes(
        "week-plan",
        wine,
        (
            11,
            {
                "intention": "A small week",
                "starts_on": -11,
                "actions": [
                    guitar | {"days": ["mon", "sat"], "target": 2},
                    meeting,
                    {"text": "Ring Mum", "days": ["sun"], "at": "10:00", "target": 1},
                ],
                "risks": [
                    {
                        "text": "Late home and nobody in",
                        "day": "thu",
                        "then": "Straight to the pool",
                    }
                ],
                "support": "Ben",
                "confidence": 8,
                "share": "actions",
            },
        ),
        (
            4,
            {
                "actions": [
                    {
                        "text": "Play the guitar",
                        "did": "all",
                        "done_on": ["mon", "sat"],
                        "carry": True,
                    },
                    {"text": "Go to the meeting", "did": "all", "done_on": ["tue"], "carry": True},
                    {"text": "Ring Mum", "did": "all", "done_on": ["sun"]},
                ],
                "learned": "Two things fit. Mum was glad.",
            },
        ),
    )


def _this_week(teller: "Teller", wine: Behaviour, plan: Entry) -> None:
    week = teller.writes(
        "week-plan",
        wine,
        (4, {"intention": "Music, and the pool again", "starts_on": -3}),
    )
    teller.takes(week, "actions", plan, "Pack the swimming bag", 4)
    teller.goes_on(
        week,
        (
            4,
            {
                "actions": [
                    {
                        "text": "Play the guitar",
                        "days": [teller.weekday(days_ago) for days_ago in (3, 1, -2)],
                        "at": "18:30",
                        "target": 3,
                    },
                    {"text": "Go to the meeting", "days": ["tue"], "at": "19:00", "target": 1},
                    {"text": "Pack the swimming bag", "days": [teller.weekday(-1)]},
                ],
                "risks": [
                    {
                        "text": "Late home and nobody in",
                        "day": teller.weekday(-2),
                        "then": "Straight to the pool",
                    }
                ],
                "support": "Ben",
                "confidence": 8,
                "share": "actions",
            },
        ),
        (
            1,
            {
                "actions": [
                    {
                        "text": "Play the guitar",
                        "done_on": [teller.weekday(days_ago) for days_ago in (3, 1)],
                    }
                ]
            },
        ),
    )


def _tried(teller: "Teller", weighed: Entry) -> None:
    choir = teller.writes(
        "vaci",
        None,
        (
            24,
            {
                "activity": "Sing with the choir on Thursdays",
                "kind": "used_to",
                "gives": ["calm", "company"],
                "cost": "low",
                "needs": ["people"],
                "expected": 3,
                "tried_on": -22,
            },
        ),
    )
    teller.takes(choir, "gives_back", weighed, "Switches my head off after work", 24)
    teller.goes_on(choir, (21, {"actual": 7, "again": "yes"}))
    teller.writes(
        "vaci",
        None,
        (
            33,
            {
                "activity": "Five-a-side",
                "kind": "always_wanted",
                "gives": ["buzz", "company", "body"],
                "cost": "low",
                "needs": ["people", "kit"],
                "expected": 6,
                "tried_on": -29,
            },
        ),
        (29, {"actual": 5, "again": "maybe"}),
    )
    teller.writes(
        "vaci",
        None,
        (
            6,
            {
                "activity": "Watercolours at the kitchen table",
                "kind": "new",
                "gives": ["calm", "creativity"],
                "cost": "some",
                "needs": ["alone", "kit"],
                "expected": 4,
                "tried_on": 3,
            },
        ),
    )


def _enjoyed(teller: "Teller") -> None:
    teller.writes(
        "enjoyable",
        None,
        (
            23,
            {
                "activities": [
                    {"text": "Swim before work", "when": "week"},
                    {"text": "Cards with Leo and my sister", "when": "week"},
                    {"text": "Learn one song on the guitar", "when": "some_day"},
                ]
            },
        ),
        (
            9,
            {
                "activities": [
                    {"text": "Swim before work", "done": True, "liked": 8},
                    {"text": "Cards with Leo and my sister", "done": True, "liked": 9},
                    {"text": "The long way home, by the canal", "when": "week"},
                ]
            },
        ),
    )


def _practised(teller: "Teller", wine: Behaviour) -> None:
    teller.writes(
        "rehearsal",
        wine,
        (
            3,
            {
                "situation": "The toast at my brother’s wedding",
                "expected_on": 5,
                "confidence_before": 4,
                "exchange": [
                    {
                        "text": "Just the one, it’s a wedding",
                        "reply": "I’m good with this. To the happy couple",
                    },
                    {"text": "You used to be fun", "reply": "I still am. Come and dance"},
                ],
                "exit_line": "Back in a minute",
                "body_plan": "By the terrace door, my own glass full. Taxi at half past ten.",
                "confidence_after": 7,
            },
        ),
    )


def _steady(teller: "Teller", wine: Behaviour, card: Entry) -> None:
    steady = teller.writes(
        "staying-on-track",
        wine,
        (
            6,
            {
                "why_it_matters": "Leo trusts me again.",
                "changes": lines("I sleep through", "Savings of 600"),
                "early_signs": [
                    {"text": "Skipping lunch", "when": "days"},
                    {"text": "Saying I am fine when I am not", "when": "weeks"},
                ],
                "if_then": [{"if": "Two bad nights", "then": "Tell Ben"}],
                "sleep": "In bed by eleven",
                "food": "Something to eat before meetings",
                "company": "Sunday lunch at my sister’s",
                "if_i_slip": lines("Water, and sleep", "Message Ben next morning"),
                "tell": "Ben",
                "review_on": 84,
            },
        ),
    )
    teller.takes(steady, "people", card, "Ben", 6)


def _pages(teller: "Teller") -> None:
    for days_ago, words in (
        (33, "Counted the bottles for the recycling. Did not like the number. Nobody asked."),
        (17, "Not much to say. Work, home, bed. I have not opened this for a while."),
        (
            2,
            "Rain all day. I thought the evening would be long, and it was not. Leo read to me for"
            " once. I want to remember his voice doing the wolf.",
        ),
    ):
        teller.writes("journal", None, (days_ago, {"words": words}))


def _sat_with_the_breath(teller: "Teller") -> None:
    for days_ago, before, after, note in (
        (21, 7, 6, "Thought about work most of the time."),
        (13, 8, 5, "Came back to the breath a lot."),
        (4, 6, 3, ""),
    ):
        said = {"tension_before": before, "tension_after": after}
        teller.writes("meditation", None, (days_ago, said | ({"note": note} if note else {})))
