"""Cost/benefit analysis: what it gives, what it takes, what changing would give and take."""

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Choice, Lines, Long, Pick, Section, Sheet, Text, Tick
from stages.models import Stage

BOXES = ("doing_benefit", "doing_cost", "changing_benefit", "changing_cost")
SOON, LATER = "short", "long"


def cells(example) -> tuple:
    """A line in a box: what it is, when it is felt, and, for those who want it, how much it matters."""
    return (
        Text("text", _("One concrete example"), example=example),
        Choice(
            "horizon",
            _("Felt soon, or over time?"),
            choices=((SOON, _("soon")), (LATER, _("over time"))),
        ),
        Choice(
            "weight",
            _("How much does this matter to me?"),
            choices=(
                ("1", _("1 a little")),
                ("2", "2"),
                ("3", "3"),
                ("4", "4"),
                ("5", _("5 a lot")),
            ),
            only_with="weights",
        ),
    )


COST_BENEFIT = Sheet(
    slug="cost-benefit",
    edition=1,
    title=_("Weighing it up"),
    about=_("What it gives, what it takes, what would change."),
    lead=_("Four boxes, one real example to a line. People often keep adding for months."),
    aliases=("Cost-Benefit Analysis", "CBA", "pros and cons", "decisional balance"),
    points=(1, 2),
    suits=(Stage.CON, Stage.DET),
    minutes=15,
    cadence=_("Grows over time"),
    helps=(("decide", _("Puts both sides of it next to each other, so neither gets lost.")),),
    layout="cross",
    save=_("Done for now"),
    sections=(
        Section(
            _("What this is about"), (Text("title", _("What are you weighing up?"), required=True),)
        ),
        Section(
            _("Carrying on · gives"),
            (
                Lines(
                    "doing_benefit", _("What does it give me?"), of=cells(_("One concrete example"))
                ),
            ),
        ),
        Section(
            _("Carrying on · takes"),
            (
                Lines(
                    "doing_cost",
                    _("What does it take from me?"),
                    of=cells(_("One particular time")),
                ),
            ),
        ),
        Section(
            _("Changing · gives"),
            (
                Lines(
                    "changing_benefit",
                    _("What would I gain by changing?"),
                    of=cells(_("What you would notice first")),
                ),
            ),
        ),
        Section(
            _("Changing · takes"),
            (
                Lines(
                    "changing_cost",
                    _("What would be hard, or lost?"),
                    of=cells(_("Say it plainly")),
                ),
            ),
        ),
        Section(
            _("Before you close it"),
            (
                Long("reflection", _("Looking at all four boxes, what stands out?")),
                Pick(
                    "keep_reasons",
                    _("Which of these do you want to see again on a hard day?"),
                    rows=BOXES,
                ),
                Long(
                    "why_now",
                    _("Pick the reason to change that matters most. Why that one, and why now?"),
                    _("Only you can see this, unless you choose to show it."),
                ),
                Tick("weights", _("Let me say how much each line matters, from 1 to 5")),
            ),
        ),
    ),
    mistakes=(
        _(
            "Leaving the first box empty because it feels wrong. What it gives you is worth knowing."
        ),
        _("Big words, such as “health”. One real evening says more."),
        _("The same line in the second and third boxes."),
        _("Calling everything “over time”. Some of it is felt today."),
        _("Treating it as a sum. There is no answer at the bottom."),
        _("Doing it once. It gets better when you add to it."),
        _("Doing it in the middle of an urge. Ride that out first."),
    ),
    example_note=_("An example, about wine on weeknights."),
    example={
        "title": _("Wine on weeknights"),
        "doing_benefit": [
            {"id": "example001", "text": _("Switches my head off after work"), "horizon": SOON},
            {"id": "example002", "text": _("Feels social on Fridays"), "horizon": SOON},
        ],
        "doing_cost": [
            {"id": "example003", "text": _("Missed Leo’s match on 3 May"), "horizon": LATER},
            {"id": "example004", "text": _("62 a week"), "horizon": LATER},
            {"id": "example005", "text": _("Awake at three in the morning"), "horizon": SOON},
        ],
        "changing_benefit": [
            {"id": "example006", "text": _("Mornings with Leo"), "horizon": LATER},
            {"id": "example007", "text": _("Blood pressure"), "horizon": LATER},
        ],
        "changing_cost": [
            {"id": "example008", "text": _("Fridays will feel flat for a while"), "horizon": SOON},
            {"id": "example009", "text": _("Have to find another off-switch"), "horizon": SOON},
        ],
        "reflection": _("Everything I get is over in two hours."),
        "keep_reasons": ["example006", "example005"],
        "why_now": _("Mornings with Leo. He will not be nine for long."),
    },
)
