"""Rehearsal: saying it aloud before the moment comes, so that it has been said once already."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Day, Due, Lines, Long, Scale, Section, Sheet, Text
from stages.models import Stage


def dues(answers: dict, today: date) -> list[Due]:
    """The day before, when there is still time to say it aloud once more."""
    if not answers.get("expected_on"):
        return []
    return [Due(date.fromisoformat(answers["expected_on"]) - timedelta(days=1))]


REHEARSAL = Sheet(
    slug="rehearsal",
    edition=1,
    title=_("Practising a hard moment"),
    about=_("What they may say, what I say back, and how I leave."),
    lead=_(
        "Think of one moment that is coming. Write the lines, then say yours aloud two or three"
        " times. Once said, it comes more easily."
    ),
    aliases=("Role-play", "rehearsal", "saying no"),
    points=(2,),
    suits=(Stage.ACT, Stage.MAI),
    minutes=10,
    cadence=_("Before something you can see coming"),
    save=_("Save my lines"),
    dues=dues,
    sections=(
        Section(
            _("The moment"),
            (
                Text("situation", _("What is coming up?"), required=True),
                Day(
                    "expected_on",
                    _("On which day?"),
                    _("It will stand on your Today page the day before."),
                ),
                Scale(
                    "confidence_before",
                    _("How sure am I that I will manage it my way?"),
                    low=_("not sure at all"),
                    high=_("certain"),
                    note=_("A good reason to practise. Short lines are easiest to say."),
                    charted=True,
                ),
            ),
        ),
        Section(
            _("The lines"),
            (
                Lines(
                    "exchange",
                    _("What may they say, and what do I say back?"),
                    _("Short and friendly is enough. You owe nobody a reason."),
                    of=(
                        Text("text", _("They say"), example=_("Just the one, it is a wedding")),
                        Text("reply", _("I say"), example=_("I’m good with this, thanks")),
                    ),
                    add=_("Add what else they may say"),
                    labelled=True,
                ),
                Text(
                    "exit_line",
                    _("What do I say when I want to go?"),
                    _("One line that works in the middle of anything."),
                ),
            ),
        ),
        Section(
            _("Where I am"),
            (
                Long(
                    "body_plan",
                    _("Where do I stand, what is in my hand, and how do I get home?"),
                ),
            ),
        ),
        Section(
            _("After saying it aloud"),
            (
                Scale(
                    "confidence_after",
                    _("And now, how sure am I?"),
                    low=_("not sure at all"),
                    high=_("certain"),
                    note=_(
                        "Making it smaller may help: a shorter stay, one person fewer, or somebody"
                        " who comes along."
                    ),
                    charted=True,
                ),
                Long(
                    "after_event",
                    _("Afterwards: how was it?"),
                    _("For when it is over. What would you keep?"),
                ),
            ),
        ),
    ),
    mistakes=(
        _("Only thinking it. Said aloud, it is there when you want it."),
        _("Long reasons. Every reason invites an answer."),
        _("Planning what to say, and not how to get home."),
        _("Practising only the friendly version. Let them ask three times."),
    ),
    helps=(
        ("plan", _("Gets your words ready for a moment you can see coming.")),
        ("urge", _("For the next time somebody asks: your answer, already practised.")),
    ),
    example_note=_("An example, about a brother’s wedding."),
    example={
        "situation": _("The toast at my brother’s wedding"),
        "expected_on": "2026-06-13",
        "confidence_before": 4,
        "exchange": [
            {
                "id": "example871",
                "text": _("Just the one, it’s a wedding"),
                "reply": _("I’m good with this. To the happy couple"),
            },
            {
                "id": "example872",
                "text": _("You used to be fun"),
                "reply": _("I still am. Come and dance"),
            },
        ],
        "exit_line": _("Back in a minute"),
        "body_plan": _(
            "By the terrace door, my own glass full in my hand. Taxi booked for half past ten."
        ),
        "confidence_after": 7,
        "after_event": _("Two people asked and one asked twice. The door was a good idea."),
    },
)
