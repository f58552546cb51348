"""An absorbing interest: what it might give back, and how it was when tried."""

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Choice, Choices, Day, Lines, Scale, Section, Sheet, Text
from stages.models import Stage

VACI = Sheet(
    slug="vaci",
    edition=1,
    title=_("Something that absorbs me"),
    about=_("An interest to try, and how it turned out."),
    lead=_(
        "One thing you used to do, or always wanted to. Say what you expect of it, try it once, and"
        " come back to say how it was."
    ),
    aliases=(
        "VACI",
        "Vital Absorbing Creative Interest",
        "Vitally Absorbing Creative Interest",
        "Explore New Passions and Pursuits",
        "hobby",
    ),
    points=(4,),
    suits=(Stage.ACT, Stage.MAI, Stage.GRA),
    minutes=5,
    whole_life=True,
    cadence=_("One page for each thing you try"),
    save=_("Save this"),
    dates=("tried_on",),
    sections=(
        Section(
            _("The idea"),
            (
                Text("activity", _("What would I like to try?"), required=True),
                Choice(
                    "kind",
                    _("Where does the idea come from?"),
                    choices=(
                        ("used_to", _("I used to do it")),
                        ("always_wanted", _("I always wanted to")),
                        ("new", _("It is new to me")),
                    ),
                ),
            ),
        ),
        Section(
            _("What it may give"),
            (
                Choices(
                    "gives",
                    _("What could it give me?"),
                    choices=(
                        ("buzz", _("a buzz")),
                        ("calm", _("calm")),
                        ("escape", _("a rest from my thoughts")),
                        ("company", _("company")),
                        ("mastery", _("getting better at something")),
                        ("creativity", _("making something")),
                        ("body", _("using my body")),
                        ("purpose", _("a purpose")),
                    ),
                ),
                Lines(
                    "gives_back",
                    _("Which good things did the old way give me that this could give too?"),
                    of=(Text("text", _("A good thing"), example=_("An hour of not thinking")),),
                    add=_("Add a good thing"),
                ),
            ),
        ),
        Section(
            _("What it takes"),
            (
                Choice(
                    "cost",
                    _("What does it cost?"),
                    choices=(("free", _("nothing")), ("low", _("a little")), ("some", _("some"))),
                ),
                Choices(
                    "needs",
                    _("How is it done?"),
                    choices=(
                        ("alone", _("on my own")),
                        ("people", _("with others")),
                        ("kit", _("with some kit")),
                    ),
                ),
            ),
        ),
        Section(
            _("Before"),
            (
                Scale(
                    "expected",
                    _("How much do I expect to enjoy it?"),
                    _("Your first guess. It is interesting later, whichever way it goes."),
                    low=_("not at all"),
                    high=_("very much"),
                    charted=True,
                ),
                Day("tried_on", _("On which day do I try it?")),
            ),
        ),
        Section(
            _("After"),
            (
                Scale(
                    "actual",
                    _("How much did I enjoy it?"),
                    low=_("not at all"),
                    high=_("very much"),
                    charted=True,
                ),
                Choice(
                    "again",
                    _("Would I do it again?"),
                    choices=(("yes", _("yes")), ("maybe", _("maybe")), ("no", _("no"))),
                ),
            ),
        ),
    ),
    mistakes=(
        _("Only big or costly ideas. Half an hour and nothing to pay is a fine start."),
        _("Waiting to feel like it. The liking often comes while doing."),
        _("Giving up after one dull evening. Two or three tries tell more."),
        _("Letting it take over instead. A little, often, lasts longer than all of it at once."),
    ),
    helps=(("flat", _("Gives an empty evening something you may come to look forward to.")),),
    example_note=_("An example, about singing."),
    example={
        "activity": _("Sing with the choir on Thursdays"),
        "kind": "used_to",
        "gives": ["calm", "company"],
        "gives_back": [
            {"id": "example811", "text": _("Switches my head off after work")},
            {"id": "example812", "text": _("People who are pleased I came")},
        ],
        "cost": "low",
        "needs": ["people"],
        "expected": 3,
        "tried_on": "2026-03-05",
        "actual": 7,
        "again": "yes",
    },
)
