"""DISARM: give the urge a name, spot its first lines early, and answer it shortly."""

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Lines, Long, Section, Sheet, Text
from stages.models import Stage

DISARM = Sheet(
    slug="disarm",
    edition=1,
    title=_("Giving it a name"),
    about=_("If it were a character, what would it say, and what would you answer?"),
    lead=_(
        "What pulls at you is not you. Some people like to picture it as somebody at the door. If you"
        " hear voices that others do not hear, your plan for hard moments may suit you better."
    ),
    aliases=(
        "DISARM",
        "Personify and Disarm",
        "Destructive Images and Self-talk Awareness and Refusal Method",
    ),
    points=(2, 3),
    suits=(Stage.ACT, Stage.MAI),
    minutes=10,
    cadence=_("Whenever it helps"),
    save=_("Save my answers"),
    helps=(("urge", _("A short answer is easier to give when you have it ready.")),),
    sections=(
        Section(
            _("Who it is"),
            (
                Text(
                    "name",
                    _("If it were a character, what would I call it?"),
                    _("Such as The Salesman or The Brat. Not a name anyone calls you."),
                    required=True,
                ),
                Text("looks_like", _("What does it look like?"), example=_("Coat, shoes, voice")),
            ),
        ),
        Section(
            _("How it starts"),
            (
                Text(
                    "early_sign",
                    _("How do I notice that it is in the room?"),
                    _("The earlier you see it, the shorter your answer can be."),
                ),
            ),
        ),
        Section(
            _("What is said"),
            (
                Lines(
                    "lines",
                    _("What does it say, and what do I say back?"),
                    of=(
                        Text("says", _("It says"), example=_("Word for word")),
                        Text("reply", _("I say"), example=_("Short, and true")),
                    ),
                    add=_("Add what else it says"),
                    labelled=True,
                ),
            ),
        ),
        Section(
            _("The picture"),
            (
                Long(
                    "image",
                    _("Which picture does it show me, and what comes after it in the film?"),
                    _("It likes to show the first ten minutes. You know the rest."),
                ),
            ),
        ),
        Section(
            _("My last word"),
            (
                Text(
                    "refusal",
                    _("What is my short, final answer?"),
                    _("Say it once, then do something else."),
                ),
            ),
        ),
    ),
    mistakes=(
        _("Arguing with it for an hour. One answer, then something else."),
        _("Giving it your own nickname, or a name that runs you down."),
        _("Making it such good company that you would like it to stay."),
        _("Replies you do not believe. Plain and true is stronger than clever."),
    ),
    example_note=_("An example, about drinking in company."),
    example={
        "name": _("The Lobbyist"),
        "looks_like": _("Good suit, soft voice, always knows the waiter"),
        "early_sign": _("I start counting who else has a glass"),
        "lines": [
            {
                "id": "example271",
                "says": _("Just to be polite"),
                "reply": _("Polite is turning up. I brought my own bottle."),
            },
            {
                "id": "example272",
                "says": _("Nobody will know"),
                "reply": _("I will, at three in the morning"),
            },
        ],
        "image": _(
            "He shows me the first glass in the garden, with everyone laughing. The film goes on: the"
            " fourth one, the taxi I do not remember, Monday."
        ),
        "refusal": _("Not today"),
    },
)
