"""What keeps me steady: why it matters, what to watch for, who is there, and what to do first."""

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Choice, Day, Lines, Long, Person, Section, Sheet, Text
from stages.models import Stage

STAYING_ON_TRACK = Sheet(
    slug="staying-on-track",
    edition=1,
    title=_("What keeps me steady"),
    about=_("Early signs, plans for them, my people, and the first three things to do."),
    lead=_(
        "For the good months, so that it is there in a hard one. Write it a little at a time; it is"
        " never quite finished."
    ),
    aliases=("Staying on track", "relapse prevention plan", "warning signs"),
    points=(2, 4),
    suits=(Stage.ACT, Stage.MAI, Stage.GRA),
    minutes=30,
    cadence=_("Every three months or so"),
    head="safety",
    save=_("Save this"),
    dates=("review_on",),
    sections=(
        Section(
            _("Why"),
            (
                Long("why_it_matters", _("Why does it matter to me?"), required=True),
                Lines(
                    "changes",
                    _("What has changed since I began?"),
                    of=(Text("text", _("A change"), example=_("Something others notice too")),),
                    add=_("Add a change"),
                ),
            ),
        ),
        Section(
            _("Tricky moments"),
            (
                Lines(
                    "high_risk",
                    _("Which moments are hardest for me?"),
                    _("Celebrations and good days belong here as well."),
                    of=(
                        Text("text", _("The moment"), example=_("The first warm Friday")),
                        Text("then", _("What helps me then"), example=_("Meet Ade at the pool")),
                    ),
                    add=_("Add a moment"),
                    labelled=True,
                ),
            ),
        ),
        Section(
            _("Early signs"),
            (
                Lines(
                    "early_signs",
                    _("What do I do or feel differently, before it gets hard?"),
                    of=(
                        Text("text", _("A sign"), example=_("Small and early, like not ringing")),
                        Choice(
                            "when",
                            _("How long before"),
                            choices=(("days", _("days before")), ("weeks", _("weeks before"))),
                        ),
                    ),
                    add=_("Add a sign"),
                ),
                Lines(
                    "if_then",
                    _("What will I do when I notice one?"),
                    of=(
                        Text("if", _("If"), example=_("Two bad nights")),
                        Text("then", _("then I will"), example=_("Tell Priya")),
                    ),
                    add=_("Add an if and then"),
                    labelled=True,
                ),
            ),
        ),
        Section(
            _("Every day"),
            (
                Text("sleep", _("What helps my sleep?")),
                Text("food", _("What helps me eat well enough?")),
                Text("movement", _("What gets me moving?")),
                Text("company", _("Who or what keeps me in company?")),
            ),
        ),
        Section(
            _("My people"),
            (
                Lines(
                    "people",
                    _("Who can I ring or write to?"),
                    of=(
                        Person("who", _("Who")),
                        Text("contact", _("How to reach them"), example=_("A number, or where")),
                    ),
                    add=_("Add a person"),
                    labelled=True,
                ),
            ),
        ),
        Section(
            _("If I slip"),
            (
                Lines(
                    "if_i_slip",
                    _("If I slip, what are the first three things I do?"),
                    _("Small and kind: water, sleep, a message to somebody."),
                    of=(Text("text", _("Something I do"), example=_("Drink water and sleep")),),
                    most=3,
                    add=_("Add something"),
                ),
                Person("tell", _("Who will I tell?"), _("Only if you want to. It can be nobody.")),
                Long(
                    "safety",
                    _("What would keep me safe then?"),
                    _(
                        "After a break, the amount you used to take can be too much for your body. Who"
                        " could be with you, what to have in the house, who to ring."
                    ),
                ),
            ),
        ),
        Section(
            _("When I look again"),
            (
                Day(
                    "review_on",
                    _("When will I look at this again?"),
                    _("In three months, if that suits you."),
                    in_days=90,
                ),
            ),
        ),
    ),
    mistakes=(
        _("Planning only for strong urges. Good days and celebrations catch people too."),
        _("Signs that come too late. Look for what happens days or weeks before."),
        _("People on the list who do not know that they are."),
        _("Writing it once. A page from last year may not fit this one."),
    ),
    helps=(
        ("slip", _("Says what you wanted to do first, in your own words.")),
        ("plan", _("Gets you ready for a hard month while it is calm.")),
    ),
    example_note=_("An example, from a steady spring."),
    example={
        "why_it_matters": _("Leo trusts me again."),
        "changes": [
            {"id": "example881", "text": _("I sleep through")},
            {"id": "example882", "text": _("Savings of 600")},
        ],
        "high_risk": [
            {
                "id": "example883",
                "text": _("Payday, alone at home"),
                "then": _("Money to Sam at nine, swim at six"),
            },
            {
                "id": "example884",
                "text": _("A good result at work, and everybody going out"),
                "then": _("Eat first, one hour, drive home"),
            },
        ],
        "early_signs": [
            {"id": "example885", "text": _("Skipping lunch"), "when": "days"},
            {"id": "example886", "text": _("Lying about small things"), "when": "weeks"},
        ],
        "if_then": [{"id": "example887", "if": _("Two bad nights"), "then": _("Tell Priya")}],
        "sleep": _("In bed by eleven"),
        "food": _("Something to eat before meetings"),
        "movement": _("Walk to work twice a week"),
        "company": _("Sunday lunch at my sister’s"),
        "people": [
            {"id": "example888", "who": _("Priya"), "contact": _("07700 900123")},
            {"id": "example889", "who": _("Ade"), "contact": _("At the Tuesday meeting")},
        ],
        "if_i_slip": [
            {"id": "example890", "text": _("Water, and sleep")},
            {"id": "example891", "text": _("Message Ade next morning")},
            {"id": "example892", "text": _("A meeting within three days")},
        ],
        "tell": _("Ade"),
        "safety": _("Not alone that night. My sister has a key and knows who to ring."),
        "review_on": "2026-03-01",
    },
)
