"""Ana and her urges: what sets them off, her card, the thoughts she questioned, and the week it came back."""

from typing import TYPE_CHECKING

from stages.models import Behaviour
from tools.models import Entry

from .rows import feelings, lines

if TYPE_CHECKING:
    from smartrecovery.demo.cast import Teller


def tell(teller: "Teller", wine: Behaviour, weighed: Entry) -> Entry:
    """Gives her card."""
    triggers, card = _triggers(teller, wine), _card(teller, wine)
    teller.takes(card, "moments", triggers, "Late home and nobody in", 28)
    teller.takes(card, "moments", triggers, "Friday drinks after work", 28)
    teller.takes(card, "reasons", weighed, "Mornings with Leo", 5)
    teller.takes(card, "reasons", weighed, "Awake at three in the morning", 5)
    landlord = _urges_taken_apart(teller, wine)
    teller.takes(card, "sentences", landlord, "I don’t like this, and I can read it later", 11)
    _upset(teller)
    belief = _belief(teller, wine)
    teller.takes(card, "sentences", belief, "Sundays are dull, and I can do dull", 10)
    _named(teller, wine)
    _back_in_it(teller, wine)
    teller.goes_on(triggers, (11, {"triggers": _again(teller, card)}))
    return card


def _triggers(teller: "Teller", wine: Behaviour) -> Entry:
    return teller.writes(
        "triggers",
        wine,
        (
            30,
            {
                "triggers": [
                    {
                        "text": "Late home and nobody in",
                        "kind": ["place", "time"],
                        "risk": 9,
                        "how_often": "weekly",
                        "plan": "change",
                        "plan_text": "Straight to the pool, bag in the car",
                    },
                    {
                        "text": "Friday drinks after work",
                        "kind": ["people", "celebration"],
                        "risk": 7,
                        "how_often": "weekly",
                        "plan": "face",
                        "plan_text": "Drive, one hour, ginger beer",
                    },
                    {
                        "text": "Aunt June’s Sunday lunch",
                        "kind": ["people"],
                        "risk": 6,
                        "how_often": "monthly",
                        "plan": "face",
                        "plan_text": "Drive there, and leave at three",
                    },
                    {"text": "The wine aisle", "kind": ["sense"], "risk": 4, "how_often": "weekly"},
                ]
            },
        ),
    )


def _again(teller: "Teller", card: Entry) -> list[dict]:
    """After the bad fortnight: one risk lower, one that is new."""
    return [
        {
            "text": "Late home and nobody in",
            "risk": 7,
            "coping": teller.points_at(card, "Play the guitar, one song"),
        },
        {
            "text": "An e-mail from the landlord",
            "kind": ["event", "feeling"],
            "risk": 8,
            "how_often": "monthly",
            "plan": "face",
            "plan_text": "Read it after supper, with the radio on",
        },
    ]


def _card(teller: "Teller", wine: Behaviour) -> Entry:
    return teller.writes(
        "urge-plan",
        wine,
        (
            29,
            {
                "delay": lines("Twenty minutes, then decide"),
                "escape": lines("Out the back, round the block"),
                "tasks": lines("Play the guitar, one song"),
                "swap": lines("Ginger beer, feet up"),
                "people": [{"who": "Ben", "contact": "07700 900456"}],
            },
        ),
        (
            13,
            {
                "neutralise": lines("Take “I deserve it” apart", "Watch it rise and fall"),
                "tasks": lines("Wash up with the radio on"),
                "people": [{"who": "My sister", "contact": "07700 900789"}],
                "safe_message": "Can you ring me? Nothing bad, just a long evening.",
            },
        ),
    )


def _urges_taken_apart(teller: "Teller", wine: Behaviour) -> Entry:
    """Four over the weeks; gives the one about the landlord."""
    teller.writes(
        "abc-urge",
        wine,
        (
            27,
            {
                "a": "Friday, half past five. Everybody putting on their coats and looking at me.",
                "urge": 7,
                "c_feel": feelings(tense=6),
                "c_do": "Said I had a call to make, and stood in the corridor.",
                "b": [
                    {
                        "text": "They will think I am dull",
                        "family": "awful",
                        "question": "And if they did for an evening?",
                        "answer": "I would live. Jo did not come either.",
                    }
                ],
                "e_belief": "I can be dull on a Friday and good company at lunch",
                "urge_after": 4,
                "e_feel": feelings(tense=3),
                "e_do": "Drove home, and sent Jo a joke",
            },
        ),
    )
    teller.writes(
        "abc-urge",
        wine,
        (
            20,
            {
                "a": "Ten at night. Leo asleep, the kitchen finally quiet, the light over the sink.",
                "urge": 6,
                "c_feel": feelings(tired=8),
                "c_do": "Opened the cupboard, closed it.",
                "b": [
                    {
                        "text": "I have earned it",
                        "family": "demand",
                        "question": "Who says I am owed that, and not sleep?",
                        "answer": "Nobody. What I have earned is bed.",
                    }
                ],
                "e_belief": "I have earned a rest, and this is not one",
                "urge_after": 4,
                "e_feel": feelings(tired=8),
                "e_do": "Bed, with the radio",
            },
        ),
    )
    landlord = teller.writes(
        "abc-urge",
        wine,
        (
            11,
            {
                "a": "Tuesday, ten to six. An e-mail from the landlord. I stood by the fridge.",
                "urge": 8,
                "c_feel": feelings(anxious=7),
                "c_do": "Hand on the door of the fridge.",
                "b": [
                    {
                        "text": "I can’t stand this one more minute",
                        "family": "cant_stand",
                        "question": "Is it true that I can’t stand it?",
                        "answer": "I have stood it for nine days. It is unpleasant.",
                    }
                ],
                "e_belief": "I don’t like this, and I can read it later",
                "urge_after": 4,
                "e_feel": feelings(concerned=4),
                "e_do": "Walked to the corner and back",
            },
        ),
    )
    teller.writes(
        "abc-urge",
        wine,
        (
            3,
            {
                "a": "Thursday, home late, nobody in.",
                "urge": 5,
                "c_feel": feelings(lonely=5),
                "b": [
                    {
                        "text": "An evening like this is wasted anyway",
                        "family": "over",
                        "question": "The whole evening?",
                        "answer": "Two hours of it. There is a song I want to learn.",
                    }
                ],
                "e_belief": "It is two hours, and they are mine",
                "urge_after": 2,
                "e_feel": feelings(lonely=3),
                "e_do": "Guitar",
            },
        ),
    )
    return landlord


def _upset(teller: "Teller") -> None:
    teller.writes(
        "abc-upset",
        None,
        (
            14,
            {
                "a": "My birthday. My sister did not ring. At nine I looked once more.",
                "upset": 8,
                "c_feel": feelings(hurt=8, angry=6),
                "c_do": "Typed a long message. Did not send it.",
                "b": [
                    {
                        "text": "She ought to have rung",
                        "family": "demand",
                        "question": "Where is the law that says she has to?",
                        "answer": "There is none. I would have liked it very much.",
                    },
                    {
                        "text": "It means I don’t count",
                        "family": "rating",
                        "question": "Does one missed call measure me?",
                        "answer": "No. It measures one evening of hers.",
                    },
                ],
                "e_belief": "I wish she had rung. I can tell her that it mattered.",
                "upset_after": 4,
                "e_feel": feelings(sad=4, annoyed=3),
                "e_do": "Ring her on Sunday",
            },
        ),
    )


def _belief(teller: "Teller", wine: Behaviour) -> Entry:
    return teller.writes(
        "beliefs",
        wine,
        (
            13,
            {
                "belief": "I can’t cope with Sundays without it",
                "family": "cant_stand",
                "believe_before": 90,
                "true": "no",
                "true_why": "I coped on four of the last six",
                "sensible": "partly",
                "sensible_why": "Hard does not mean that I can’t",
                "helpful": "no",
                "helpful_why": "It saves me an hour of boredom and costs me Monday",
                "question": "Is it true that I can’t?",
                "answer": "Four of the last six. It was unpleasant, and I could bear it.",
                "new_belief": "Sundays are dull, and I can do dull",
                "swap_words": [{"text": "can’t cope", "to": "do not enjoy"}],
                "believe_after": 60,
                "believe_new": 50,
            },
        ),
        (5, {"believe_after": 40, "believe_new": 75}),
    )


def _named(teller: "Teller", wine: Behaviour) -> None:
    teller.writes(
        "disarm",
        wine,
        (
            22,
            {
                "name": "The Lobbyist",
                "looks_like": "Grey suit, good shoes, always just passing",
                "early_sign": "I start to plan the evening around the shop",
                "lines": [
                    {"says": "Just to be polite", "reply": "Polite is turning up. I brought mine"},
                    {"says": "Nobody will know", "reply": "I will, at three in the morning"},
                ],
                "image": "The first glass, by the window. It leaves out the second bottle.",
                "refusal": "Not today",
            },
        ),
    )


def _back_in_it(teller: "Teller", wine: Behaviour) -> None:
    """The fortnight at work, looked at afterwards."""
    teller.writes(
        "slip-review",
        wine,
        (
            16,
            {
                "what": "Two glasses at Jo’s leaving do, and most of a bottle at home.",
                "occurred_at": teller.moment(18, 21),
                "extent": "few",
                "worked_until": "Ten days. Leaving early, twice. The pool on the way home.",
                "before": "Late every night that week, no lunch, nobody at home.",
                "small_choices": lines("Skipped lunch", "Left the car at work"),
                "thought": "It is ruined now, so I may as well go on",
                "situation": "Tired, hungry, and standing next to the table with the bottles.",
                "stopped_how": "Leo’s school rang, and I wanted to be there in the morning",
                "next_time": [
                    {"if": "There is a leaving do", "then": "Eat first, drive, one hour"},
                    {"if": "I hear “it is ruined now”", "then": "Ring Ben from the stairs"},
                ],
                "tell": "Ben",
                "stage_answer": "planning",
            },
        ),
    )
    teller.writes(
        "acceptance",
        wine,
        (
            15,
            {
                "happened": "I shouted at Mum on the phone and hung up.",
                "target": "self",
                "harsh_line": "I’m poison",
                "harshness_before": 9,
                "fact": "I raised my voice twice and ended the call.",
                "conclusion": "That I ruin everyone I love.",
                "friend": "You were worn out. Ring her back; she will still be your mum.",
                "accepting_line": "I acted badly, and I can repair it",
                "amend": "Ring her tomorrow at ten",
                "harshness_after": 5,
            },
        ),
    )
    teller.writes(
        "self-compassion",
        None,
        (
            16,
            {
                "happened": "I stopped everything for two weeks",
                "feeling": "Heavy, and a bit sick",
                "others_too": "Ben said the same in spring. So did half the group.",
                "kind_words": "You were worn out. You noticed, and you wrote it down.",
                "next_kind": "Eat something warm and go to bed",
            },
        ),
    )
