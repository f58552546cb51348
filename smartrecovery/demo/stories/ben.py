"""Ben and betting apps: thinking, ready, doing it."""

from typing import TYPE_CHECKING

from stages.models import Behaviour, Stage
from tools.models import Entry

from . import ben_days
from .rows import LATER, SOON, feelings, felt, lines

if TYPE_CHECKING:
    from smartrecovery.demo.cast import Teller

Goal, Kind = Behaviour.Goal, Behaviour.Kind


def story(teller: "Teller") -> None:
    apps = teller.works_on(40, Kind.GAMBLING, "Betting on my phone", Goal.STOP, Stage.CON)
    teller.moves(apps, 24, Stage.DET)
    teller.moves(apps, 15, Stage.ACT)
    _loop(teller, apps)
    weighed, plan = _weighed(teller, apps), _planned(teller, apps)
    _card(teller, apps, weighed, _triggers(teller, apps))
    _taken_apart(teller, apps)
    _problem(teller, _ideas(teller))
    _goal(teller)
    _weeks(teller, apps, plan)
    _said(teller)
    ben_days.tell(teller, apps)


def _loop(teller: "Teller", apps: Behaviour) -> None:
    teller.writes(
        "pig",
        apps,
        (
            39,
            {
                "trigger": "A row at work",
                "discomfort": 7,
                "what_i_do": "Scroll and bet in the car",
                "relief": 20,
                "adds_later": "80 down, worse sleep, and the next row starts more easily",
            },
        ),
        (
            23,
            {"exit_at": "doing", "other_move": "Ring Ana from the car, before the front door"},
        ),
    )


def _weighed(teller: "Teller", apps: Behaviour) -> Entry:
    return teller.writes(
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
        (
            25,
            {
                "doing_cost": felt(SOON, "Hiding my phone from Sam"),
                "keep_reasons": ["Nothing left by the twentieth"],
            },
        ),
    )


def _planned(teller: "Teller", apps: Behaviour) -> Entry:
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
    return teller.writes("change-plan", apps, (22, plan), (8, {"importance": 9, "confidence": 7}))


def _triggers(teller: "Teller", apps: Behaviour) -> Entry:
    return teller.writes(
        "triggers",
        apps,
        (
            23,
            {
                "triggers": [
                    {
                        "text": "Payday, alone at home",
                        "kind": ["place", "event", "money"],
                        "risk": 9,
                        "how_often": "monthly",
                        "plan": "change",
                        "plan_text": "Money to Sam at nine, swim at six",
                    },
                    {
                        "text": "The bus home after a row",
                        "kind": ["feeling", "place"],
                        "risk": 7,
                        "how_often": "weekly",
                        "plan": "face",
                        "plan_text": "Ring Ana, or sit downstairs",
                    },
                    {
                        "text": "The match on Saturdays",
                        "kind": ["people", "event"],
                        "risk": 5,
                        "how_often": "weekly",
                    },
                ]
            },
        ),
    )


def _card(teller: "Teller", apps: Behaviour, weighed: Entry, triggers: Entry) -> None:
    card = teller.writes(
        "urge-plan",
        apps,
        (
            22,
            {
                "delay": lines("It is fifteen minutes. I have done longer"),
                "escape": lines("Get off one stop early and walk"),
                "neutralise": lines("What would the other 80 have bought?"),
                "tasks": lines("The crossword", "Press-ups until I laugh"),
                "swap": lines("A podcast, loud"),
                "people": [
                    {"who": "Sam", "contact": "07700 900321"},
                    {"who": "Ana", "contact": "07700 900654"},
                ],
                "sentences": lines("The machine does not know that I am due"),
                "safe_message": "Walking home. Talk to me about anything.",
            },
        ),
    )
    teller.takes(card, "reasons", weighed, "Nothing left by the twentieth", 22)
    teller.takes(card, "moments", triggers, "Payday, alone at home", 22)
    teller.takes(card, "moments", triggers, "The bus home after a row", 22)


def _taken_apart(teller: "Teller", apps: Behaviour) -> None:
    teller.writes(
        "abc-urge",
        apps,
        (
            12,
            {
                "a": "Wednesday, six o’clock, on the bus. My manager had asked about the report.",
                "urge": 8,
                "c_feel": feelings(angry=7),
                "c_do": "Had the app store open.",
                "b": [
                    {
                        "text": "I deserve something after a day like this",
                        "family": "demand",
                        "question": "And is this something?",
                        "answer": "It is 80 gone and no supper.",
                    }
                ],
                "e_belief": "It was a bad day, and I can have chips",
                "urge_after": 5,
                "e_feel": feelings(annoyed=4),
                "e_do": "Chips, and walked from the bridge",
            },
        ),
    )
    teller.writes(
        "abc-urge",
        apps,
        (
            4,
            {
                "a": "Thursday on the bus, an advert on the seat in front.",
                "urge": 5,
                "b": [{"text": "Just to look at the odds", "family": "over"}],
                "e_belief": "Looking is how it starts. I can look at the river",
                "urge_after": 2,
                "e_do": "Went downstairs",
            },
        ),
    )


def _ideas(teller: "Teller") -> Entry:
    kept = ("Swim", "Ring Mum", "Cook one new thing")
    others = (
        "Walk the long way home",
        "Borrow next door’s dog",
        "Bath with the radio on",
        "Paint the back door blue",
        "Sit in the library until eight",
        "Learn the names of the trees",
        "Dance in the kitchen",
        "Go to bed at seven with a book",
    )
    ideas = lines(*kept, *others)
    sorted_out = [{"text": text, "starred": True} for text in kept]
    return teller.writes(
        "brainstorm",
        None,
        (19, {"question": "What could six in the evening look like?", "ideas": ideas}),
        (19, {"sorting": True, "ideas": sorted_out}),
    )


def _problem(teller: "Teller", ideas: Entry) -> None:
    problem = teller.writes(
        "problem",
        None,
        (
            18,
            {
                "problem": "No lift home from the Tuesday meeting when it rains",
                "mine": "partly",
                "when_who_where": "Tuesdays at nine. The others live the other way.",
                "usual": "I think it is too much bother, and stay at home.",
                "in_my_control": "Asking, and looking at the weather before I leave.",
                "ideas": lines("Bus 42", "Ask Ana in the group", "Join online when it rains"),
            },
        ),
        (
            17,
            {
                "ideas": [
                    {"text": "Bus 42", "cons": "One an hour", "likely": 4},
                    {"text": "Ask Ana in the group", "pros": "Drives past my road", "likely": 7},
                    {"text": "Join online when it rains", "cons": "Less company", "likely": 8},
                ],
                "chosen": ["Ask Ana in the group", "Join online when it rains"],
                "plan": [{"text": "Ask Ana after the meeting", "done": True}],
                "check_on": -3,
            },
        ),
        (3, {"worked": "yes", "next": "It worked twice. Keep both."}),
    )
    teller.takes(problem, "ideas", ideas, "Sit in the library until eight", 3)


def _goal(teller: "Teller") -> None:
    """Five evenings of seven; no row of days to break."""
    goal = {
        "goal": "Phone in the hall from six, five evenings of seven",
        "specific": True,
        "measurable": True,
        "agreeable": True,
        "realistic": True,
        "time_bound": True,
        "steps": [
            {"text": "A hook by the door", "done": True},
            {"text": "Tell Sam why I do not answer"},
        ],
        "measure": "Evenings with the phone on its hook",
        "target": 5,
        "by": 21,
        "days_done": ["mon", "tue", "thu"],
        "status": "active",
    }
    teller.writes(
        "goals",
        None,
        (20, goal),
        (13, {"days_done": ["mon", "tue", "wed", "thu"]}),
        (6, {"days_done": ["mon", "tue", "wed", "thu", "sun"]}),
    )


def _weeks(teller: "Teller", apps: Behaviour, plan: Entry) -> None:
    swim = {"text": "Swim", "days": ["tue", "fri"], "at": "18:00", "target": 2}
    teller.writes(
        "week-plan",
        apps,
        (
            14,
            {
                "intention": "Six o’clock without the phone",
                "starts_on": -13,
                "actions": [
                    swim,
                    {"text": "Cook one new thing", "days": ["sun"], "target": 1},
                ],
                "risks": [
                    {
                        "text": "Payday, alone at home",
                        "day": "fri",
                        "then": "Money to Sam at nine, swim at six",
                    }
                ],
                "support": "Sam",
                "confidence": 6,
                "share": "actions",
            },
        ),
        (
            6,
            {
                "actions": [
                    {"text": "Swim", "did": "some", "done_on": ["fri"], "carry": True},
                    {"text": "Cook one new thing", "did": "none"},
                ],
                "learned": "Friday at six is easy when the bag is at work.",
            },
        ),
    )
    week = teller.writes(
        "week-plan",
        apps,
        (
            6,
            {
                "intention": "Fridays that end well",
                "starts_on": -5,
                "actions": [swim, {"text": "Crossword on the bus", "target": 5}],
                "support": "Sam",
                "confidence": 7,
                "share": "title",
            },
        ),
    )
    teller.takes(week, "actions", plan, "Go to the meeting", 6)


def _said(teller: "Teller") -> None:
    teller.writes(
        "conversation",
        None,
        (
            16,
            {
                "who": "Sam",
                "about": "The money I hid in spring",
                "hope": "That nothing is hidden any more",
                "good_time": "Sunday after lunch, on the walk",
                "i_notice": "You look at my phone when it rings",
                "i_feel": "Ashamed, and sorry",
                "i_ask": "Will you keep my card until Friday?",
                "they_may": [
                    {"text": "Why tell me now?", "reply": "Because I am tired of hiding it"}
                ],
            },
        ),
        (13, {"afterwards": "Long, and better than I thought. We had tea twice."}),
    )
    teller.writes(
        "boundaries",
        None,
        (
            9,
            {
                "about": "My cousin asking for money on payday",
                "want": "To see him without lending anything",
                "say": "I don’t lend money any more, and I am glad to see you",
                "if_pushed": "I know it is hard. My answer stays the same",
                "leave": "Say goodbye, and go for my bus",
                "confidence": 6,
            },
        ),
    )
    teller.writes(
        "muscle-relaxation",
        None,
        (7, {"tension_before": 8, "tension_after": 5, "note": "Asleep by the feet."}),
    )
