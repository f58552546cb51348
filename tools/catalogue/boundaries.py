"""Where I draw the line: what I want, how I say it, and what I do if it is not heard."""

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Scale, Section, Sheet, Text
from stages.models import Stage

BOUNDARIES = Sheet(
    slug="boundaries",
    edition=1,
    title=_("Where I draw the line"),
    about=_("What I want, how I say it, and what I do if somebody pushes."),
    lead=_(
        "A line is about what you will do, not about making somebody else behave. One sentence,"
        " said calmly, is enough. If you are afraid of how somebody may react, talk to somebody"
        " you trust or to a helpline first."
    ),
    aliases=("Healthy boundaries", "saying no", "assertiveness"),
    points=(3, 4),
    suits=(Stage.ACT, Stage.MAI),
    minutes=10,
    whole_life=True,
    companion=True,
    cadence=_("When something keeps crossing it"),
    save=_("Save this"),
    sections=(
        Section(
            _("What it is about"),
            (
                Text("about", _("What is it about, and who with?"), required=True),
                Text("want", _("What do I want instead?")),
            ),
        ),
        Section(
            _("Saying it"),
            (
                Text(
                    "say",
                    _("How do I say it, in one sentence?"),
                    _("It may begin with “I”: “I don’t…”, “I will…”, “I would rather…”."),
                ),
                Text("if_pushed", _("If they push, what do I say?"), _("The same again will do.")),
                Text("leave", _("And if that is not heard, what do I do?")),
            ),
        ),
        Section(
            _("How sure I am"),
            (
                Scale(
                    "confidence",
                    _("How sure am I that I can say it?"),
                    low=_("not sure at all"),
                    high=_("certain"),
                    note=_(
                        "Making it smaller may help: a shorter sentence, an easier person first, or"
                        " saying it in writing."
                    ),
                ),
            ),
        ),
    ),
    mistakes=(
        _("A long explanation. One sentence is easier to say twice."),
        _("A line you do not mean to keep."),
        _("Waiting until you are angry."),
        _("A list of what they do wrong. Say what you will do."),
    ),
    helps=(
        ("upset", _("Finds one calm sentence for something that keeps hurting.")),
        ("plan", _("Gets the words ready before you meet.")),
    ),
    example_note=_("An example, about lending money."),
    example={
        "about": _("My cousin asking for money on payday"),
        "want": _("To see him without lending anything"),
        "say": _("I don’t lend money any more, and I am glad to see you"),
        "if_pushed": _("I know it is hard. My answer stays the same"),
        "leave": _("Say goodbye, and go for my bus"),
        "confidence": 6,
    },
)
