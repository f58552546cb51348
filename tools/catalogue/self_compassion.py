"""A kind word to oneself: what hurts, that others know it too, and what a good friend would say."""

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Long, Section, Sheet, Text
from stages.models import Stage

SELF_COMPASSION = Sheet(
    slug="self-compassion",
    edition=1,
    title=_("A kind word to myself"),
    about=_("Say to yourself what you would say to a friend."),
    lead=_(
        "For when you are hard on yourself, out of guilt or shame or plain tiredness. Take it slowly; one answer may be enough."
    ),
    aliases=("Self-compassion", "Practice Self-Compassion", "self-acceptance"),
    points=(3,),
    suits=(Stage.REL, Stage.ACT, Stage.MAI, Stage.CON),
    minutes=5,
    whole_life=True,
    companion=True,
    cadence=_("Whenever it is one of those days"),
    save=_("Keep this"),
    sections=(
        Section(
            _("What it is"),
            (
                Text("happened", _("What happened, in a few words?"), required=True),
                Text("feeling", _("What is it like to feel this?")),
            ),
        ),
        Section(
            _("Not only me"),
            (
                Long(
                    "others_too",
                    _("Who else might know this feeling?"),
                    _("People you know, or people you will never meet."),
                ),
            ),
        ),
        Section(
            _("Kind words"),
            (
                Long(
                    "kind_words",
                    _("What would I say to a friend in my place?"),
                    _("Write it as if to them, and then read it as if it came to you."),
                ),
                Text("next_kind", _("One kind thing I can do for myself today")),
            ),
        ),
    ),
    mistakes=(
        _(
            "Arguing whether you have earned it. You do not earn kindness; it is there for everybody."
        ),
        _("Kind words with a “but” at the end."),
        _("Taking it for an excuse. You can be kind and still put something right."),
    ),
    helps=(
        ("slip", _("Being hard on yourself seldom helps. This is a way to stop.")),
        ("upset", _("Says to you what you would say to a friend.")),
    ),
    example_note=_("An example, after a hard evening."),
    example={
        "happened": _("I shouted at Mum on the phone"),
        "feeling": _("Hot and small, and a bit sick"),
        "others_too": _("Everybody who ever rang home tired. Ade said the same in March."),
        "kind_words": _(
            "You were worn out and it came out sideways. You love her and she knows. You can ring"
            " again tomorrow."
        ),
        "next_kind": _("Eat something warm and go to bed"),
    },
)
