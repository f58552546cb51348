"""More of this, less of that: a quick look at how the days are spent."""

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Lines, Section, Sheet, Text
from stages.models import Stage

LIFESTYLE_AUDIT = Sheet(
    slug="lifestyle-audit",
    edition=1,
    title=_("More of this, less of that"),
    about=_("What I would like more of in my days, and less of."),
    lead=_("Two short lists, and how each could happen. Then the easiest one first."),
    aliases=("Lifestyle audit",),
    points=(4,),
    suits=(Stage.ACT, Stage.MAI),
    minutes=10,
    whole_life=True,
    companion=True,
    cadence=_("Every month or two"),
    save=_("Save both lists"),
    sections=(
        Section(
            _("More"),
            (
                Lines(
                    "more",
                    _("What would I like more of?"),
                    of=(
                        Text("text", _("More of"), example=_("Mornings outside")),
                        Text("how", _("How"), example=_("Get off a stop early")),
                    ),
                    required=True,
                    add=_("Add one more"),
                    labelled=True,
                ),
            ),
        ),
        Section(
            _("Less"),
            (
                Lines(
                    "less",
                    _("What would I like less of?"),
                    of=(
                        Text("text", _("Less of"), example=_("Phone in bed")),
                        Text("how", _("How"), example=_("Charge it downstairs")),
                    ),
                    add=_("Add one more"),
                    labelled=True,
                ),
            ),
        ),
        Section(
            _("First"),
            (
                Text(
                    "first_move",
                    _("Which one is easiest, and what do I do first?"),
                    _("Easy is a good place to start."),
                ),
            ),
        ),
    ),
    mistakes=(
        _("Two long lists and no first move."),
        _("“Less of” with nothing in its place."),
        _("Changing everything on Monday."),
    ),
    helps=(
        ("flat", _("Two short lists that show what is missing from your days.")),
        ("plan", _("Finds the easiest thing to change first.")),
    ),
    example_note=_("An example, from an ordinary month."),
    example={
        "more": [
            {
                "id": "example911",
                "text": _("Mornings outside"),
                "how": _("Get off the bus two stops early"),
            },
            {"id": "example912", "text": _("Music"), "how": _("Guitar on its stand, not its case")},
        ],
        "less": [
            {"id": "example913", "text": _("Phone in bed"), "how": _("Charge it in the kitchen")},
            {
                "id": "example914",
                "text": _("Saying yes to late shifts"),
                "how": _("Say I will answer tomorrow"),
            },
        ],
        "first_move": _("Put the charger in the kitchen tonight"),
    },
)
