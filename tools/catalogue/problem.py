"""Problem solving: say it, list ideas, sift them, plan the next days, see whether it works."""

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Choice, Day, Lines, Long, Pick, Scale, Section, Sheet, Text, Tick
from stages.models import Stage

IDEAS = Lines(
    "ideas",
    _("What could I do about it?"),
    of=(
        Text("text", _("Idea"), example=_("Odd ones are welcome")),
        Text("pros", _("For it")),
        Text("cons", _("Against it")),
        Scale("likely", _("Likely to help")),
    ),
    add=_("Add an idea"),
    labelled=True,
)

PROBLEM = Sheet(
    slug="problem",
    edition=1,
    title=_("Working a problem through"),
    about=_("From what is wrong to one thing to try, in five steps."),
    lead=_(
        "One problem at a time. List ideas before you judge any of them. You can stop after any step and come back."
    ),
    aliases=("Problem solving", "PAUSE STOP THINK PLAN"),
    points=(3,),
    suits=(Stage.DET, Stage.ACT, Stage.MAI),
    minutes=20,
    cadence=_("When something keeps getting in the way"),
    share="summary",
    layout="steps",
    save=_("Save this"),
    dates=("plan.when", "check_on"),
    sections=(
        Section(
            _("Say what it is"),
            (
                Text(
                    "problem",
                    _("What is the problem, in one sentence?"),
                    _("Something that happens, rather than somebody who is wrong."),
                    required=True,
                ),
                Choice(
                    "mine",
                    _("Is it mine to solve?"),
                    choices=(("yes", _("yes")), ("partly", _("partly")), ("no", _("no"))),
                ),
                Long("when_who_where", _("When does it come up, where, and who is there?")),
                Long("usual", _("What do I usually think, feel and do then?")),
                Long("in_my_control", _("Which part of it is in my hands?")),
            ),
            step=_("1"),
        ),
        Section(
            _("List ideas"),
            (IDEAS,),
            step=_("2"),
            cells={"ideas": ("text",)},
        ),
        Section(
            _("Sift them"),
            (
                IDEAS,
                Pick("chosen", _("Which one, or two, will I try first?"), rows=("ideas",)),
            ),
            step=_("3"),
            cells={"ideas": ("pros", "cons", "likely")},
        ),
        Section(
            _("Plan a week"),
            (
                Lines(
                    "plan",
                    _("What will I do?"),
                    of=(
                        Text("text", _("A step"), example=_("Small, and with a day")),
                        Day("when", _("On")),
                        Tick("done", _("Done"), stamps="done_at"),
                    ),
                    add=_("Add a step"),
                    folded=("when",),
                    fold=_("When?"),
                ),
                Day("check_on", _("When will I see whether it is working?")),
            ),
            step=_("4"),
        ),
        Section(
            _("Check"),
            (
                Choice(
                    "worked",
                    _("Is it working?"),
                    choices=(("yes", _("yes")), ("partly", _("partly")), ("not_yet", _("not yet"))),
                ),
                Text("next", _("What comes next?"), _("Going back to your list is a fine answer.")),
            ),
            step=_("5"),
        ),
    ),
    mistakes=(
        _("Judging ideas while you list them. Sifting has its own step."),
        _("A problem that is really three. Take the smallest first."),
        _("Stopping at the first idea. The fourth or fifth is often the better one."),
        _("Working on what is not in your hands."),
        _("No day to see whether it works."),
    ),
    helps=(
        ("decide", _("Lays out what you could do before you choose.")),
        ("plan", _("Takes something that keeps getting in the way and finds one thing to try.")),
    ),
    example_note=_("An example, about getting home."),
    example={
        "problem": _("No lift home from the Tuesday meeting when it rains"),
        "mine": "partly",
        "when_who_where": _(
            "Tuesdays at nine, outside the library. The others live the other way."
        ),
        "usual": _("I think it is too much bother, feel put out, and stay at home."),
        "in_my_control": _("Asking, and knowing about the weather before I leave."),
        "ideas": [
            {
                "id": "example841",
                "text": _("Bus 42"),
                "pros": _("Stops outside"),
                "cons": _("One an hour"),
                "likely": 4,
            },
            {
                "id": "example842",
                "text": _("Ask Ade in the group"),
                "pros": _("He drives past my road"),
                "cons": _("I do not like asking"),
                "likely": 7,
            },
            {
                "id": "example843",
                "text": _("Join online when it rains"),
                "pros": _("No way home at all"),
                "cons": _("Less company"),
                "likely": 8,
            },
            {
                "id": "example844",
                "text": _("Lights for my bike"),
                "pros": _("Good all winter"),
                "cons": _("Still wet"),
                "likely": 3,
            },
            {
                "id": "example845",
                "text": _("Ask my neighbour"),
                "pros": _("Often out on Tuesdays"),
                "cons": _("Not every week"),
                "likely": 4,
            },
        ],
        "chosen": ["example843", "example842"],
        "plan": [
            {
                "id": "example846",
                "text": _("Ask Ade after the meeting"),
                "when": "2026-03-03",
                "done": True,
            },
            {"id": "example847", "text": _("Save the online link"), "when": "2026-03-04"},
        ],
        "check_on": "2026-03-17",
        "worked": "yes",
        "next": _("It worked twice. Keep both."),
    },
)
