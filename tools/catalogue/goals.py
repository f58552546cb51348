"""A goal, made so that it can be done, with its steps and the days it was done on."""

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import (
    Choice,
    Choices,
    Day,
    Lines,
    Link,
    Number,
    Section,
    Sheet,
    Text,
    Tick,
)
from stages.models import Stage

from .days import DAYS

GOALS = Sheet(
    slug="goals",
    edition=1,
    title=_("A goal that fits"),
    about=_("Turn a wish into something you can do and notice."),
    lead=_("Begin with the wish as it is. The five questions below help to make it fit you."),
    aliases=("SMART goals", "Goal Setting"),
    points=(1, 4),
    suits=(Stage.ACT, Stage.MAI, Stage.GRA),
    minutes=10,
    whole_life=True,
    cadence=_("Look again once a month"),
    save=_("Save my goal"),
    dates=("steps.when", "by"),
    sections=(
        Section(
            _("The goal"),
            (
                Text(
                    "goal",
                    _("What would I like to do, or do more of?"),
                    _("Something you would do, rather than something you would stop."),
                    required=True,
                ),
            ),
        ),
        Section(
            _("Does it fit?"),
            (
                Tick(
                    "specific",
                    _("It says what I will do"),
                    _("Could a friend tell whether you had done it?"),
                ),
                Tick(
                    "measurable",
                    _("I will be able to tell how it goes"),
                    _("What could you count, or see?"),
                ),
                Tick(
                    "agreeable",
                    _("I want it myself"),
                    _("Would you still want it if nobody else minded?"),
                ),
                Tick(
                    "realistic",
                    _("I can do it in an ordinary week"),
                    _("Even in a week when you sleep badly and work late?"),
                ),
                Tick(
                    "time_bound",
                    _("It has a time"),
                    _("When do you begin, and when will you look at how it went?"),
                ),
            ),
        ),
        Section(
            _("Steps"),
            (
                Lines(
                    "steps",
                    _("The steps towards it"),
                    of=(
                        Text("text", _("A step"), example=_("Small enough to do this week")),
                        Day("when", _("On")),
                        Tick("done", _("Done"), stamps="done_at"),
                    ),
                    add=_("Add a step"),
                    folded=("when",),
                    fold=_("When?"),
                ),
            ),
        ),
        Section(
            _("What it is for"),
            (
                Link(
                    "value",
                    _("Which of the things that matter to me is it for?"),
                    to=("values.top",),
                ),
            ),
        ),
        Section(
            _("How I will know"),
            (
                Text("measure", _("What will I count or notice?")),
                Number(
                    "target",
                    _("On how many days of the week?"),
                    _("Five days of seven leaves room for a bad day. Every day leaves none."),
                    most=7,
                ),
                Day("by", _("When will I look at how it went?")),
            ),
        ),
        Section(
            _("How it is going"),
            (
                Choices(
                    "days_done",
                    _("In the last seven days, on which did I do it?"),
                    choices=DAYS,
                    charted=True,
                ),
                Choice(
                    "status",
                    _("Where is this goal now?"),
                    choices=(
                        ("active", _("I am working on it")),
                        ("paused", _("Resting for now")),
                        ("met", _("I got there")),
                        ("let_go", _("I let it go")),
                    ),
                ),
            ),
        ),
    ),
    mistakes=(
        _("A goal that belongs to somebody else. Yours will carry you further."),
        _("A row of days that one bad day breaks. “Five days of seven” lasts longer."),
        _("A wish with nothing to do in it, such as “more time with the children”."),
        _("Too big for an ordinary week. Half of it, done, is worth more."),
        _("No day to look at how it went."),
    ),
    helps=(("plan", _("Makes a wish small and clear enough to begin.")),),
    example_note=_("An example. It began as “more time with the children”."),
    example={
        "goal": _("On time for every visit with the children for three months"),
        "specific": True,
        "measurable": True,
        "agreeable": True,
        "realistic": True,
        "time_bound": True,
        "steps": [
            {
                "id": "example821",
                "text": _("Write the visits in my phone, with the bus before"),
                "when": "2026-03-02",
                "done": True,
            },
            {"id": "example822", "text": _("Lay my things out the evening before")},
            {
                "id": "example823",
                "text": _("Ask at work to leave by four on visiting days"),
                "when": "2026-03-06",
            },
        ],
        "measure": _("Visits I reached on time"),
        "target": 2,
        "by": "2026-05-31",
        "days_done": ["wed", "sat"],
        "status": "active",
    },
)
