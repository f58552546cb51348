"""Things somebody enjoys, or might: to do this week or some day."""

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Choice, Lines, Scale, Section, Sheet, Text, Tick
from stages.models import Stage

IDEAS = (
    _("Walk somewhere new"),
    _("Listen to a whole album"),
    _("Cook something from scratch"),
    _("Sit in the sun with a cup of tea"),
    _("Swim"),
    _("Ring an old friend"),
    _("Read in the library"),
    _("Draw something badly"),
    _("Plant something"),
    _("Have a long bath"),
    _("Play a board game"),
    _("Look at the stars"),
    _("Dance in the kitchen"),
    _("Visit a museum on a free day"),
    _("Mend something"),
    _("Feed the ducks"),
)

ENJOYABLE = Sheet(
    slug="enjoyable",
    edition=1,
    title=_("Things I enjoy"),
    about=_("A list of good things, for this week or some day."),
    lead=_(
        "Small things count most. Tick one off when you have done it and say how much you liked it."
    ),
    aliases=("Enjoyable activities checklist", "pleasant events"),
    points=(4,),
    suits=(Stage.ACT, Stage.MAI, Stage.REL),
    minutes=5,
    whole_life=True,
    companion=True,
    cadence=_("Add to it whenever something occurs to you"),
    save=_("Save my list"),
    sections=(
        Section(
            _("The list"),
            (
                Lines(
                    "activities",
                    _("What do I enjoy, or might I?"),
                    of=(
                        Text("text", _("Something I enjoy"), example=_("Half an hour is enough")),
                        Choice(
                            "when",
                            _("When"),
                            choices=(("week", _("this week")), ("some_day", _("some day"))),
                        ),
                        Tick("done", _("Done"), stamps="done_at"),
                        Scale("liked", _("I liked it")),
                    ),
                    required=True,
                    ideas=IDEAS,
                    add=_("Add something"),
                ),
            ),
        ),
    ),
    mistakes=(
        _("Only things that cost money or take a whole day."),
        _("Only things that are good for you. Silly is allowed."),
        _("Waiting until you feel like it. Liking often comes along later."),
    ),
    helps=(
        ("flat", _("Your own list of good things, for when nothing comes to mind.")),
        ("urge", _("Something pleasant to do with the next half hour.")),
    ),
    example_note=_("An example of a short list."),
    example={
        "activities": [
            {
                "id": "example901",
                "text": _("Swim before work"),
                "when": "week",
                "done": True,
                "liked": 8,
            },
            {
                "id": "example902",
                "text": _("Cards with Leo and my sister"),
                "when": "week",
                "done": True,
                "liked": 9,
            },
            {"id": "example903", "text": _("Learn one song on the guitar"), "when": "some_day"},
        ]
    },
)
