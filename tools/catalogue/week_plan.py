"""The week: what I will do and when, what could get tricky, and how it went."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import (
    Choice,
    Choices,
    Clock,
    Day,
    Due,
    Lines,
    Long,
    Number,
    Person,
    Scale,
    Section,
    Sheet,
    Text,
    Tick,
)
from stages.models import Stage

from .days import DAYS

WEEKDAYS = tuple(day for day, _words in DAYS)


def dues(answers: dict, today: date) -> list[Due]:
    """The days of an action that nothing was said about yet, and the day of each tricky moment."""
    if not answers.get("starts_on"):
        return []
    begins = date.fromisoformat(answers["starts_on"])
    actions = [
        Due(_on(begins, day), row)
        for row in answers.get("actions", ())
        if not row.get("did")
        for day in row.get("days", ())
        if day not in row.get("done_on", ())
    ]
    risks = [
        Due(_on(begins, row["day"]), row) for row in answers.get("risks", ()) if row.get("day")
    ]
    return actions + risks


def _on(begins: date, weekday: str) -> date:
    """That weekday within the seven days; each comes once."""
    return begins + timedelta((WEEKDAYS.index(weekday) - begins.weekday()) % 7)


ACTIONS = Lines(
    "actions",
    _("What will I do, and when?"),
    _("One to five things. Fewer is often more."),
    of=(
        Text("text", _("Something I will do"), example=_("Guitar, twenty minutes")),
        Choices("days", _("On"), choices=DAYS),
        Clock("at", _("At")),
        Number("target", _("Times"), most=50),
        Choice(
            "did",
            _("How it went"),
            choices=(
                ("all", _("all of it")),
                ("some", _("some of it")),
                ("none", _("not this time")),
                ("changed", _("changed my mind")),
            ),
        ),
        Choices("done_on", _("Done on"), choices=DAYS),
        Tick("carry", _("Take it into my next week")),
    ),
    most=5,
    add=_("Add something to do"),
    folded=("at", "target"),
    fold=_("A time, or how many times?"),
)

WEEK_PLAN = Sheet(
    slug="week-plan",
    edition=1,
    title=_("My week"),
    about=_("A few things to do in the next seven days, and how they went."),
    lead=_(
        "Seven days, from one meeting to the next or from today. A few small things you will do are"
        " enough. Looking back comes later."
    ),
    aliases=("Weekly planner", "7-day plan", "seven-day plan", "Plan Your Week"),
    points=(2, 4),
    suits=(Stage.CON, Stage.DET, Stage.ACT, Stage.MAI, Stage.GRA, Stage.REL),
    minutes=10,
    cadence=_("Once a week"),
    share="title",
    layout="steps",
    apart=True,
    head="week",
    save=_("Save my week"),
    dues=dues,
    sections=(
        Section(
            _("This week"),
            (
                Text(
                    "intention",
                    _("In one line, this week I want to…"),
                    _("What you will do, or what the week is for."),
                    required=True,
                ),
                Day("starts_on", _("Which day does it begin?"), in_days=0),
            ),
            step=_("Plan"),
        ),
        Section(
            _("Actions"),
            (ACTIONS,),
            cells={"actions": ("text", "days", "at", "target")},
        ),
        Section(
            _("Tricky moments"),
            (
                Lines(
                    "risks",
                    _("Which moments could be tricky?"),
                    _("Good days count too: a party, a payday, an evening to yourself."),
                    of=(
                        Text("text", _("If this comes up"), example=_("Friday’s leaving do")),
                        Choice(
                            "day",
                            _("On"),
                            choices=DAYS,
                            chips=False,
                            none=_("Any day"),
                        ),
                        Text("then", _("then I will"), example=_("Ginger beer, home by eight")),
                    ),
                    add=_("Add a tricky moment"),
                    labelled=True,
                ),
            ),
        ),
        Section(
            _("Who and how sure"),
            (
                Person("support", _("Who knows about this plan?")),
                Scale(
                    "confidence",
                    _("How sure am I that I can do this?"),
                    low=_("not sure at all"),
                    high=_("certain"),
                    note=_(
                        "Below seven, try making it smaller: fewer days, ten minutes instead of"
                        " thirty, one thing less."
                    ),
                    charted=True,
                ),
                Choice(
                    "share",
                    _("What would I like my group to see of it?"),
                    _("Nothing is shown until you choose to show it there."),
                    choices=(
                        ("title", _("the one line")),
                        ("actions", _("the line and what I will do")),
                        ("nothing", _("nothing")),
                    ),
                ),
            ),
        ),
        Section(
            _("How it went"),
            (ACTIONS,),
            step=_("Look back"),
            cells={"actions": ("did", "done_on", "carry")},
        ),
        Section(
            _("What I take from it"),
            (
                Long(
                    "learned",
                    _("What happened, and what did I learn?"),
                    _("What did not happen often teaches the most."),
                ),
            ),
        ),
    ),
    mistakes=(
        _("Twelve things. Two or three that happen are worth more."),
        _("A promise about how it will end, rather than something to do on Tuesday at seven."),
        _("No tricky moment planned for, when one is already in the calendar."),
        _("No day. A thing without a day seldom finds one."),
        _("Leaving a low number as it is. Making the plan smaller usually lifts it."),
    ),
    helps=(
        ("plan", _("Turns what you want into two or three things with a day.")),
        ("slip", _("A small week with one or two things helps you find your feet.")),
    ),
    example_note=_("An example of a week, with the look back at its end."),
    example={
        "intention": _("Evenings that are mine"),
        "starts_on": "2026-03-02",
        "actions": [
            {
                "id": "example831",
                "text": _("Play the guitar"),
                "days": ["mon", "wed", "sat"],
                "at": "20:00",
                "target": 3,
                "did": "some",
                "done_on": ["mon", "sat"],
                "carry": True,
            },
            {
                "id": "example832",
                "text": _("Go to the meeting"),
                "days": ["tue"],
                "at": "19:00",
                "target": 1,
                "did": "all",
                "done_on": ["tue"],
                "carry": True,
            },
            {
                "id": "example833",
                "text": _("Ask Priya to text me"),
                "days": ["fri"],
                "at": "18:00",
                "target": 1,
                "did": "changed",
            },
        ],
        "risks": [
            {
                "id": "example834",
                "text": _("Leaving do after work"),
                "day": "fri",
                "then": _("Ginger beer, and home by eight"),
            }
        ],
        "support": _("Priya"),
        "confidence": 7,
        "share": "actions",
        "learned": _(
            "Wednesday is too late after my shift, so 18:30 next week. I changed my mind about the"
            " leaving do and did not go, and that was fine."
        ),
    },
)
