"""Values: what matters, in order, and how much of it the last week held."""

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Choice, Lines, Scale, Section, Sheet, Switch, Text
from stages.models import Stage

VALUES = Sheet(
    slug="values",
    edition=1,
    title=_("What matters to me"),
    about=_("Your five, in order, and how you lived them."),
    lead=_("Yours, not anybody else’s. Start with a long list, then choose five."),
    aliases=(
        "Hierarchy of Values",
        "HOV",
        "Define Your Values",
    ),
    points=(1,),
    suits=(Stage.CON, Stage.DET, Stage.MAI),
    minutes=15,
    whole_life=True,
    cadence=_("Every few months"),
    layout="order",
    orders=("top",),
    save=_("Save my values"),
    helps=(
        ("decide", _("Shows which choice is nearer to what you care about.")),
        ("flat", _("Shows what you care about and have had little of lately.")),
    ),
    sections=(
        Section(
            _("Everything that matters"),
            (
                Lines(
                    "all",
                    _("Who and what matters to me?"),
                    _("People, places, things you do, ways you like to be. You belong here too."),
                    of=(Text("text", _("It matters"), example=_("As it comes, in any order")),),
                    add=_("Add another"),
                    required=True,
                ),
            ),
        ),
        Section(
            _("My five"),
            (
                Lines(
                    "top",
                    _("My five, the dearest first"),
                    _("If you could keep only one, it goes first. The order can change any time."),
                    of=(
                        Text("text", _("What matters"), example=_("One of the things above")),
                        Text("why", _("Why"), example=_("What it gives you")),
                        Scale("lived", _("How well I lived it last week")),
                    ),
                    most=5,
                    add=_("Add one of my five"),
                ),
            ),
        ),
        Section(
            _("Where my time went"),
            (Switch("reveal", _("Ask me where my time went")),),
        ),
        Section(
            _("Where my time went"),
            (
                Choice(
                    "behaviour_rank",
                    _(
                        "Going only by where my time and energy went, where did the thing I want to"
                        " change stand?"
                    ),
                    _("1 is where most of it went, 6 where least did."),
                    choices=(
                        ("1", _("1 the most")),
                        ("2", "2"),
                        ("3", "3"),
                        ("4", "4"),
                        ("5", "5"),
                        ("6", _("6 the least")),
                    ),
                ),
            ),
            only_with="reveal",
        ),
        Section(
            _("One small act"),
            (
                Text(
                    "next_act",
                    _("One small act this week, for one of these"),
                    _("Small enough to fit in half an hour."),
                    example=_("What, and on which day"),
                ),
            ),
        ),
    ),
    mistakes=(
        _("Writing what others would like to read. Nobody else sees this."),
        _("Big words alone, such as “family”. A name, or one real evening, says more."),
        _("Leaving out whatever keeps you going. Look again for what nobody else can do for you."),
        _(
            "Being hard on yourself about the numbers. A low one shows where an hour would be well"
            " spent."
        ),
        _("Choosing once and for all. Five can change as life does."),
    ),
    example_note=_("An example, from somebody who works late and plays online at night."),
    example={
        "all": [
            {"id": "example201", "text": _("Maya, my daughter")},
            {"id": "example202", "text": _("Being well enough to run")},
            {"id": "example203", "text": _("Telling the truth about money")},
            {"id": "example204", "text": _("Doing my job well")},
            {"id": "example205", "text": _("Playing the guitar")},
            {"id": "example206", "text": _("The allotment")},
            {"id": "example207", "text": _("Old friends from school")},
        ],
        "top": [
            {
                "id": "example208",
                "text": _("My daughter"),
                "why": _("I want her to find me at home, and awake"),
                "lived": 4,
            },
            {
                "id": "example209",
                "text": _("Health"),
                "why": _("On days I run, I sleep"),
                "lived": 3,
            },
            {
                "id": "example210",
                "text": _("Being honest"),
                "why": _("Nothing to remember, nothing to hide"),
                "lived": 5,
            },
            {
                "id": "example211",
                "text": _("Work"),
                "why": _("I like being someone they can count on"),
                "lived": 7,
            },
            {
                "id": "example212",
                "text": _("Music"),
                "why": _("Two hours feel like ten minutes"),
                "lived": 1,
            },
        ],
        "reveal": True,
        "behaviour_rank": "1",
        "next_act": _("Restring the guitar on Saturday"),
    },
)
