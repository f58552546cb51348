"""Three questions about the life I want, and two more for those who press on."""

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Long, Scale, Section, Sheet, Switch
from stages.models import Stage

LOW, HIGH = _("not good at all"), _("very good")

FUTURE_QUESTIONS = Sheet(
    slug="future-questions",
    edition=1,
    title=_("Where I want to be"),
    about=_("Two minutes on the life you want, and what you do about it now."),
    lead=_("Three short questions, and two more if you like. Come back to them on any day."),
    aliases=("Three Questions", "Five Questions", "3 questions", "5 questions"),
    points=(1,),
    suits=(Stage.PRE, Stage.CON),
    minutes=2,
    cadence=_("Any day"),
    save=_("Save my answers"),
    helps=(
        ("decide", _("Sets what you want beside what you are doing now.")),
        ("flat", _("Two minutes on what you would like more of.")),
    ),
    sections=(
        Section(
            _("What I want"),
            (
                Long(
                    "want",
                    _("What do I want my life to look like?"),
                    _("Something you could see on an ordinary day."),
                    required=True,
                ),
            ),
        ),
        Section(
            _("What I do"),
            (
                Long(
                    "doing",
                    _("What am I doing now about that?"),
                    _("Whatever helps and whatever does not. “Nothing yet” is an answer too."),
                ),
            ),
        ),
        Section(
            _("How that feels"),
            (
                Long("feel_now", _("How do I feel about what I am doing?")),
                Scale(
                    "feel_now_rate",
                    _("How good does it feel?"),
                    low=LOW,
                    high=HIGH,
                    charted=True,
                ),
            ),
        ),
        Section(_("Two more"), (Switch("five", _("Two more questions")),)),
        Section(
            _("What I could do"),
            (
                Long(
                    "could_do",
                    _("What could I do differently?"),
                    _("One small thing is plenty."),
                ),
            ),
            only_with="five",
        ),
        Section(
            _("How that would feel"),
            (
                Long("feel_then", _("How would I feel if I did?")),
                Scale(
                    "feel_then_rate",
                    _("How good would it feel?"),
                    low=LOW,
                    high=HIGH,
                    charted=True,
                ),
            ),
            only_with="five",
        ),
    ),
    mistakes=(
        _("Answers of one word. A whole sentence is easier to come back to."),
        _("Answering for your mother, your partner or your doctor. What do you want?"),
        _("A dream with no day in it. What would a Tuesday be like?"),
    ),
    example_note=_("An example, about money and a place to live."),
    example={
        "want": _("My own flat by spring, with a lock on the door and a chair by the window."),
        "doing": _("Looking at adverts most nights. Saving nothing."),
        "feel_now": _("Stuck, and a bit ashamed when my brother asks."),
        "feel_now_rate": 2,
        "five": True,
        "could_do": _("Move 40 to the other account on payday, before anything else."),
        "feel_then": _("As if it had begun. Lighter."),
        "feel_then_rate": 7,
    },
)
