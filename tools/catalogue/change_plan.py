"""Change plan: one change, in small steps."""

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import (
    Choice,
    Day,
    Lines,
    Person,
    Scale,
    Section,
    Sheet,
    Text,
    Tick,
)
from stages.models import Behaviour, Stage

WEEKDAYS = (
    ("mon", _("Mondays")),
    ("tue", _("Tuesdays")),
    ("wed", _("Wednesdays")),
    ("thu", _("Thursdays")),
    ("fri", _("Fridays")),
    ("sat", _("Saturdays")),
    ("sun", _("Sundays")),
)

CHANGE_PLAN = Sheet(
    slug="change-plan",
    edition=1,
    title=_("My change plan"),
    about=_("One change, in small steps."),
    lead=_("One change at a time. Fill in what you can; the rest can wait."),
    aliases=("Change-Plan Worksheet", "CPW", "Create a Change Plan"),
    points=(1, 4),
    suits=(Stage.DET, Stage.ACT),
    minutes=15,
    cadence=_("Look again each week"),
    helps=(("plan", _("Turns one change into steps small enough for this week.")),),
    share="summary",
    save=_("Save my plan"),
    dates=("steps.when", "review_on"),
    weekly=("steps.dow",),
    sections=(
        Section(
            _("The change"),
            (
                Text(
                    "change",
                    _("One change I want to make"),
                    _("Something you do, not something you are."),
                    required=True,
                ),
                Choice(
                    "goal_type",
                    _("What kind of change is it?"),
                    choices=tuple(Behaviour.Goal.choices),
                ),
            ),
        ),
        Section(
            _("How much it matters"),
            (
                Scale(
                    "importance",
                    _("How much does this matter to me right now?"),
                    low=_("not at all"),
                    high=_("more than anything"),
                    charted=True,
                ),
                Text("importance_why", _("Why not a lower number?")),
            ),
        ),
        Section(
            _("How sure I am"),
            (
                Scale(
                    "confidence",
                    _("How sure am I that I can do it?"),
                    low=_("not sure at all"),
                    high=_("certain"),
                    note=_(
                        "A fair place to start. If it stays below seven, a smaller first step often"
                        " helps more than trying harder."
                    ),
                    charted=True,
                ),
                Text("confidence_up", _("What would lift it by one?")),
            ),
        ),
        Section(
            _("Why"),
            (
                Lines(
                    "reasons",
                    _("My strongest reasons"),
                    of=(Text("text", _("A reason"), example=_("In your own words")),),
                    add=_("Add a reason"),
                ),
            ),
        ),
        Section(
            _("Steps"),
            (
                Lines(
                    "steps",
                    _("What I will do, in small steps"),
                    of=(
                        Text("text", _("A step"), example=_("Small enough to do this week")),
                        Day("when", _("On")),
                        Choice(
                            "dow",
                            _("or every week on"),
                            choices=WEEKDAYS,
                            chips=False,
                            none=_("No day"),
                        ),
                        Tick("first_step", _("This is my first step")),
                        Tick("done", _("Done"), stamps="done_at"),
                    ),
                    add=_("Add a step"),
                    folded=("when", "dow", "first_step"),
                    fold=_("When?"),
                ),
            ),
        ),
        Section(
            _("People"),
            (
                Lines(
                    "helpers",
                    _("Who could help, and with what exactly?"),
                    of=(
                        Person("who", _("Who"), example=_("A name only you need to know")),
                        Text(
                            "how", _("What I would ask for"), example=_("Text me on Friday at six")
                        ),
                        Tick("asked", _("I have asked")),
                    ),
                    add=_("Add a person"),
                    labelled=True,
                ),
            ),
        ),
        Section(
            _("Signs"),
            (
                Lines(
                    "signs",
                    _("I will know it is working when"),
                    of=(Text("text", _("A sign"), example=_("Something you could see or count")),),
                    add=_("Add a sign"),
                ),
            ),
        ),
        Section(
            _("What could get in the way"),
            (
                Lines(
                    "obstacles",
                    _("What could get in the way, and what will I do then?"),
                    of=(
                        Text("if", _("If"), example=_("Payday, alone at home")),
                        Text("then", _("then I will"), example=_("Swim at six")),
                    ),
                    add=_("Add an if and then"),
                    labelled=True,
                ),
            ),
        ),
        Section(
            _("Dates"),
            (
                Day("start_on", _("When do I start?")),
                Day(
                    "review_on",
                    _("When will I look at this again?"),
                    _("A week from now suits many people."),
                    in_days=7,
                ),
            ),
        ),
    ),
    mistakes=(
        _("A result with nothing to do, such as “be healthier”. Write what you will do."),
        _("Five changes in one plan. One at a time goes further."),
        _("Helpers who were never asked."),
        _(
            "Leaving how sure you are below seven. A smaller step often helps more than trying harder."
        ),
        _("No day to look at it again."),
    ),
    example_note=_("An example, about gambling apps."),
    example={
        "change": _("No gambling apps on my phone"),
        "goal_type": Behaviour.Goal.STOP.value,
        "importance": 9,
        "importance_why": _("Because I am tired of hiding my phone."),
        "confidence": 5,
        "confidence_up": _("A blocker would make it 7."),
        "reasons": [
            {"id": "example101", "text": _("Savings that stay where I put them")},
            {"id": "example102", "text": _("Looking Sam in the eye on payday")},
        ],
        "steps": [
            {"id": "example103", "text": _("Install the blocker tonight"), "first_step": True},
            {"id": "example104", "text": _("Hand my card to Sam until Friday")},
            {"id": "example105", "text": _("Go to the meeting"), "dow": "tue"},
        ],
        "helpers": [
            {
                "id": "example106",
                "who": _("Sam"),
                "how": _("Keep my card until Friday"),
                "asked": True,
            }
        ],
        "signs": [
            {"id": "example107", "text": _("A whole payday weekend with money left on Monday")}
        ],
        "obstacles": [
            {
                "id": "example108",
                "if": _("Payday, alone at home"),
                "then": _("Swim at six with Ana"),
            }
        ],
    },
)
