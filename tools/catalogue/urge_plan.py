"""Urge plan: a short list under each of five letters, worked out on a calm day; it makes the coping card.

Two editions spell the letters differently, so they are data: they stand in the margin, one beside the other.
"""

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Lines, Person, Section, Sheet, Text
from stages.models import Stage


def one_line(ask, example) -> tuple:
    return (Text("text", ask, example=example),)


URGE_PLAN = Sheet(
    slug="urge-plan",
    edition=1,
    title=_("My plan for hard moments"),
    about=_("What to do when an urge or craving is strong. It makes the card on your phone."),
    lead=_(
        "Write this on a calm day, for a hard one. One line under each letter is enough to begin."
        " Your card shows it with large buttons, also with no signal."
    ),
    aliases=("DEADS", "DENTS", "urge plan", "coping card"),
    points=(2,),
    suits=(Stage.DET, Stage.ACT, Stage.MAI, Stage.REL),
    minutes=15,
    cadence=_("Grows over time"),
    layout="card",
    head="card",
    save=_("Save my plan"),
    helps=(
        ("urge", _("Gives you something to do while it passes.")),
        ("plan", _("On a calm day you think of more than on a hard one.")),
    ),
    sections=(
        Section(
            _("Delay, or say no"),
            (
                Lines(
                    "delay",
                    _("What do I tell myself while I wait fifteen minutes?"),
                    _("An urge rises, crests and passes, mostly within minutes."),
                    of=one_line(_("What I tell myself"), _("One sentence, in your own voice")),
                    add=_("Add a sentence"),
                    ideas=(
                        _("Not for the next fifteen minutes"),
                        _("It passes, whatever I do"),
                    ),
                    required=True,
                ),
            ),
            side="D",
        ),
        Section(
            _("Escape"),
            (
                Lines(
                    "escape",
                    _("Where can I go, and how do I leave?"),
                    of=one_line(_("A way out"), _("Which door, and where to")),
                    add=_("Add a way out"),
                    ideas=(_("Once round the block"), _("Into another room")),
                ),
            ),
            side="E",
        ),
        Section(
            _("Neutralise, or argue with it"),
            (
                Lines(
                    "neutralise",
                    _("How do I answer it, or let it pass?"),
                    _("A tool you know, a question you ask, or watching it come and go."),
                    of=one_line(_("What I use"), _("A tool, or a sentence")),
                    add=_("Add a tool or sentence"),
                    ideas=(
                        _("Watch it rise and fall, like a wave"),
                        _("Is it true that I can’t stand this?"),
                    ),
                ),
            ),
            side=_("N or A"),
        ),
        Section(
            _("Tasks"),
            (
                Lines(
                    "tasks",
                    _("What can hold my attention for five to thirty minutes?"),
                    _("At least one that works at two in the morning, alone and for nothing."),
                    of=one_line(_("A task"), _("For your hands or your head")),
                    add=_("Add a task"),
                    ideas=(_("A hot shower"), _("Wash up"), _("A puzzle")),
                ),
            ),
            side=_("T or D"),
        ),
        Section(
            _("Swap"),
            (
                Lines(
                    "swap",
                    _("What do I take or do in its place?"),
                    of=one_line(_("A swap"), _("Something you like as well")),
                    add=_("Add a swap"),
                    ideas=(_("Something hot to drink"), _("Music, loud")),
                ),
            ),
            side="S",
        ),
        Section(
            _("What it is for"),
            (
                Lines(
                    "moments",
                    _("Which moments is this for?"),
                    of=one_line(_("A moment"), _("Where, and when")),
                    add=_("Add a moment"),
                ),
            ),
            side=_("When"),
        ),
        Section(
            _("People"),
            (
                Lines(
                    "people",
                    _("Who can I ring or write to?"),
                    _("One button each on your card. It works best when they know."),
                    of=(
                        Person("who", _("Who"), example=_("Somebody, as you call them")),
                        Text("contact", _("Their number"), example="07700 900123"),
                    ),
                    add=_("Add a person"),
                ),
                Text(
                    "safe_message",
                    _("A message I can send without explaining"),
                    example=_("Can you ring me?"),
                ),
            ),
            side=_("Who"),
        ),
        Section(
            _("Reasons"),
            (
                Lines(
                    "reasons",
                    _("Why am I doing this?"),
                    of=one_line(_("A reason"), _("In your own words")),
                    add=_("Add a reason"),
                ),
            ),
            side=_("Why"),
        ),
        Section(
            _("Sentences"),
            (
                Lines(
                    "sentences",
                    _("Which true sentences do I want to read then?"),
                    of=one_line(_("A sentence"), _("Something you found out")),
                    add=_("Add a sentence"),
                ),
            ),
            side=_("Words"),
        ),
    ),
    mistakes=(
        _("Only one letter filled in. On some nights that one does not work."),
        _("Tasks that take money, daylight or company. Think of two in the morning."),
        _("A page so full that nothing is found. Take out what you never use."),
        _("People who do not know they are on it. Ask them first."),
        _("Writing it in the middle of an urge. Any walk round the block is better then."),
    ),
    example_note=_("An example, about drinking at home."),
    example={
        "delay": [
            {"id": "example241", "text": _("Twenty minutes, then I decide")},
            {"id": "example242", "text": _("Last time it was over in twelve")},
        ],
        "escape": [{"id": "example243", "text": _("Out the back, round the block")}],
        "neutralise": [
            {"id": "example244", "text": _("Do I deserve it, or am I just tired?")},
            {"id": "example245", "text": _("Take “I deserve it” apart, letter by letter")},
        ],
        "tasks": [
            {"id": "example246", "text": _("Bass practice with headphones on")},
            {"id": "example247", "text": _("Tomorrow’s lunch boxes")},
        ],
        "swap": [{"id": "example248", "text": _("Ginger beer, feet up")}],
        "moments": [
            {"id": "example249", "text": _("Ten past six, first through the door")},
            {"id": "example250", "text": _("After a call with the landlord")},
        ],
        "people": [
            {"id": "example251", "who": _("Priya"), "contact": "07700 900123"},
            {"id": "example252", "who": _("Ade"), "contact": "07700 900456"},
        ],
        "safe_message": _("Bad hour. Ring me about the match?"),
        "reasons": [
            {"id": "example253", "text": _("Mornings with Leo")},
            {"id": "example254", "text": _("Not lying awake at three")},
        ],
        "sentences": [{"id": "example255", "text": _("Sundays are dull, and I can do dull")}],
    },
)
