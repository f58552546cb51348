"""Five minutes of ideas, and only then a look at which of them are good."""

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Lines, Section, Sheet, Switch, Text, Tick
from stages.models import Stage

IDEAS = Lines(
    "ideas",
    _("Ideas, one to a line"),
    of=(
        Text("text", _("An idea"), example=_("Whatever comes, silly ones too")),
        Tick("mine", _("My own idea")),
        Tick("starred", _("Worth keeping")),
    ),
    add=_("Add an idea"),
)

BRAINSTORM = Sheet(
    slug="brainstorm",
    edition=1,
    title=_("Five minutes of ideas"),
    about=_("As many ideas as come. Judging them waits."),
    lead=_(
        "Ask one question and write whatever comes for five minutes. Silly ideas often bring good"
        " ones along. Choosing among them comes afterwards."
    ),
    aliases=("Brainstorming",),
    points=(3, 1, 2, 4),
    suits=(Stage.DET, Stage.ACT, Stage.MAI),
    minutes=5,
    cadence=_("Whenever you are stuck"),
    share="summary",
    layout="timed",
    timer=5,
    save=_("Save my ideas"),
    sections=(
        Section(
            _("The question"),
            (
                Text(
                    "question",
                    _("What would I like ideas for?"),
                    _("Begin it with “What could…” or “How might I…”."),
                    required=True,
                ),
            ),
        ),
        Section(_("Ideas"), (IDEAS,), cells={"ideas": ("text",)}),
        Section(
            _("Afterwards"),
            (Switch("sorting", _("Look through them now")),),
        ),
        Section(
            _("Which are worth keeping?"),
            (IDEAS,),
            only_with="sorting",
            cells={"ideas": ("mine", "starred")},
        ),
    ),
    mistakes=(
        _("Judging while writing. It stops the next idea before it arrives."),
        _("Stopping at the first good one."),
        _("A question so wide that nothing answers it. “What could six o’clock look like?” works."),
    ),
    helps=(
        ("decide", _("Gives you more than two choices to choose between.")),
        ("flat", _("Five minutes, and a page of things you could do.")),
        ("plan", _("Fills a page with things to choose from before you plan.")),
    ),
    example_note=_("An example: eleven ideas in five minutes, three of them kept."),
    example={
        "question": _("What could six in the evening look like?"),
        "ideas": [
            {"id": "example851", "text": _("Swim"), "mine": True, "starred": True},
            {"id": "example852", "text": _("Ring Mum"), "mine": True, "starred": True},
            {"id": "example853", "text": _("Cook one new thing"), "starred": True},
            {"id": "example854", "text": _("Walk the long way home"), "mine": True},
            {"id": "example855", "text": _("Learn the names of the trees"), "mine": True},
            {"id": "example856", "text": _("Borrow next door’s dog")},
            {"id": "example857", "text": _("Bath with the radio on"), "mine": True},
            {"id": "example858", "text": _("Paint the back door blue"), "mine": True},
            {"id": "example859", "text": _("Sit in the library until eight")},
            {"id": "example860", "text": _("Dance in the kitchen"), "mine": True},
            {"id": "example861", "text": _("Go to bed at seven with a book"), "mine": True},
        ],
        "sorting": True,
    },
)
