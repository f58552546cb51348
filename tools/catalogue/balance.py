"""Balance: how content somebody is with each part of life, and how content they would like to be."""

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Lines, Long, Scale, Section, Sheet, Text
from stages.models import Stage

PARTS = (
    _("Health"),
    _("Family"),
    _("Partner"),
    _("Friends"),
    _("Work or study"),
    _("Money"),
    _("Home"),
    _("Fun"),
    _("Learning"),
    _("Rest"),
    _("Meaning"),
    _("Community"),
)

BALANCE = Sheet(
    slug="balance",
    edition=1,
    title=_("How life is balanced"),
    about=_("How content I am with each part of my life, and where I would like more."),
    lead=_(
        "Name the parts your life is made of. Then say how content you are with each, not how many"
        " hours it gets. Four parts are plenty."
    ),
    aliases=("Lifestyle Balance Pie", "Lifestyle Balance Wheel", "wheel of life"),
    points=(4,),
    suits=(Stage.ACT, Stage.MAI, Stage.GRA),
    minutes=10,
    whole_life=True,
    cadence=_("Once a month suits many people"),
    save=_("Save this"),
    sections=(
        Section(
            _("The parts of my life"),
            (
                Lines(
                    "slices",
                    _("How content am I with each part of my life?"),
                    _("0 is not at all, 10 is as content as I could be."),
                    of=(
                        Text("text", _("A part of my life"), example=_("Work, music, my mother")),
                        Scale("satisfaction", _("Content now")),
                        Scale("wanted", _("I would like")),
                        Text("note", _("Note"), example=_("Why that number")),
                    ),
                    required=True,
                    most=12,
                    ideas=PARTS,
                    add=_("Add a part"),
                    folded=("note",),
                    fold=_("Add a note"),
                ),
            ),
        ),
        Section(
            _("Looking at the shape"),
            (
                Long(
                    "reflection",
                    _("Looking at the shape, what stands out?"),
                    _("It is drawn below once you save. An uneven shape is an ordinary one."),
                ),
                Text(
                    "one_change",
                    _("One change I would like to make"),
                    _("In one part only. It can become a goal afterwards."),
                ),
            ),
        ),
    ),
    mistakes=(
        _("Counting hours. A part may get little time and still feel just right."),
        _("Wanting a ten everywhere. Most people are glad of a seven."),
        _("Mending every part at once. One change often moves two or three."),
        _("Doing it every week. A month gives things time to move."),
    ),
    helps=(
        ("flat", _("Shows which part of life is asking for something.")),
        ("plan", _("Helps you choose one thing to work on this month.")),
    ),
    example_note=_("An example, from a quiet month."),
    example={
        "slices": [
            {
                "id": "example801",
                "text": _("Health"),
                "satisfaction": 4,
                "wanted": 7,
                "note": _("Tired by three every day"),
            },
            {
                "id": "example802",
                "text": _("Family"),
                "satisfaction": 6,
                "wanted": 8,
                "note": _("Good on Sundays"),
            },
            {
                "id": "example803",
                "text": _("Work"),
                "satisfaction": 7,
                "wanted": 7,
                "note": _("Fine as it is"),
            },
            {
                "id": "example804",
                "text": _("Money"),
                "satisfaction": 3,
                "wanted": 6,
                "note": _("Nothing put by"),
            },
            {
                "id": "example805",
                "text": _("Friends"),
                "satisfaction": 2,
                "wanted": 7,
                "note": _("I stopped ringing people"),
            },
            {
                "id": "example806",
                "text": _("Fun"),
                "satisfaction": 1,
                "wanted": 6,
                "note": _("Could not think of anything"),
            },
        ],
        "reflection": _("Friends and fun went down together. They may come back together too."),
        "one_change": _("Five-a-side on Thursdays"),
    },
)
