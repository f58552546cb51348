"""The loop of quick relief: what sets it going, what it gives, what it adds, where one could step out."""

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Choice, Minutes, Scale, Section, Sheet, Text
from stages.models import Stage

PIG = Sheet(
    slug="pig",
    edition=1,
    title=_("The quick-relief loop"),
    about=_("How a short relief leads round to the next time, and where I could step out."),
    lead=_(
        "Something feels bad, something brings quick relief, and the relief adds to what feels bad"
        " next time. Each time round makes the loop a little stronger; each time you step out, a"
        " little weaker. Draw yours, and choose a place to step out."
    ),
    aliases=(
        "Problem of Immediate Gratification",
        "PIG",
        "instant gratification",
        "vicious circle",
    ),
    points=(1, 2),
    suits=(Stage.CON, Stage.DET, Stage.ACT),
    minutes=5,
    cadence=_("Once, and again when the loop changes"),
    layout="loop",
    save=_("Save my loop"),
    sections=(
        Section(_("The start"), (Text("trigger", _("What sets it going?"), required=True),)),
        Section(
            _("The feeling"),
            (
                Scale(
                    "discomfort",
                    _("How uncomfortable does it get?"),
                    low=_("not at all"),
                    high=_("as much as I know"),
                ),
            ),
        ),
        Section(_("The doing"), (Text("what_i_do", _("What do I do to feel better?")),)),
        Section(
            _("The relief"),
            (
                Minutes(
                    "relief",
                    _("How many minutes does the relief last?"),
                    _("A guess will do."),
                ),
            ),
        ),
        Section(
            _("The day after"),
            (Text("adds_later", _("What has it added by tomorrow?")),),
        ),
        Section(
            _("A way out"),
            (
                Choice(
                    "exit_at",
                    _("Where on the loop would stepping out be easiest?"),
                    choices=(
                        ("trigger", _("before it starts")),
                        ("discomfort", _("when it feels bad")),
                        ("doing", _("just before I do it")),
                        ("relief", _("while the relief lasts")),
                        ("later", _("the day after")),
                    ),
                ),
                Text("other_move", _("What will I do there instead?")),
            ),
        ),
    ),
    mistakes=(
        _("Leaving the relief out. It is real, and it is why the loop goes round."),
        _("Stepping out only at the hardest place. Earlier is often easier."),
        _("“Use willpower” as the other move. A door, a call or a walk is easier to do."),
    ),
    helps=(
        ("decide", _("Shows what the quick relief gives and what it adds.")),
        ("urge", _("For once it has passed: find the easiest place to step out.")),
    ),
    example_note=_("An example, about betting after a bad day."),
    example={
        "trigger": _("A row at work"),
        "discomfort": 7,
        "what_i_do": _("Scroll and bet in the car"),
        "relief": 20,
        "adds_later": _("80 down, worse sleep, and the next row starts more easily"),
        "exit_at": "doing",
        "other_move": _("Ring Ana from the car, before the front door"),
    },
)
