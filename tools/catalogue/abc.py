"""ABC, for an urge and for an upset: what happened, what it did, what I told myself, and what is truer.

Worked in the order A, C, B, D, E: people notice what they feel before what they think.
"""

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Choice, Lines, Long, Scale, Section, Sheet, Text
from stages.models import Stage

from .beliefs import FAMILIES

LOW, HIGH = _("not there"), _("as strong as it gets")


def feelings(name: str, ask, note, ideas: tuple) -> Lines:
    return Lines(
        name,
        ask,
        note,
        of=(
            Text("text", _("A feeling"), example=_("One word is enough")),
            Scale("strength", _("How strong")),
        ),
        add=_("Add a feeling"),
        ideas=ideas,
    )


def sections(what_happened, before: Scale, felt: tuple, after: Scale, wiser) -> tuple:
    """The five letters. Its own for each kind: what happened, the ratings, the feelings offered and the last."""
    thoughts = Lines(
        "b",
        _("What was I telling myself?"),
        _("A sentence you could say aloud. A feeling goes under C."),
        of=(
            Text("text", _("What I told myself"), example=_("Word for word, as it went by")),
            Choice(
                "family",
                _("Does it sound like one of these?"),
                choices=FAMILIES,
                chips=False,
                none=_("None of these"),
            ),
            Text(
                "question",
                _("As a question: is it true, does it make sense, does it help?"),
                example=_("Is it true that"),
            ),
            Text("answer", _("My answer"), example=_("What you know when you are calm")),
        ),
        add=_("Add a thought"),
    )
    return (
        Section(
            _("The scene"),
            (
                Long(
                    "a",
                    what_happened,
                    _(
                        "Only what a camera would have seen and heard: where, when, who, which words."
                        " What you made of it comes later."
                    ),
                    required=True,
                ),
            ),
            step="A",
        ),
        Section(
            _("It did this"),
            (
                before,
                feelings("c_feel", _("What did I feel?"), "", felt),
                Long("c_do", _("What did I do, or nearly do?")),
            ),
            step="C",
        ),
        Section(
            _("I told myself"),
            (thoughts,),
            step="B",
            cells={"b": ("text", "family")},
        ),
        Section(
            _("Is it so?"),
            (thoughts,),
            step="D",
            cells={"b": ("question", "answer")},
        ),
        Section(
            _("Truer is"),
            (
                Long(
                    "e_belief",
                    _("What is a truer, more useful way to see it?"),
                    _("One you can believe. It does not have to be cheerful."),
                ),
                after,
                wiser,
                Text("e_do", _("What will I do now?")),
            ),
            step="E",
        ),
    )


MISTAKES = (
    _("“He was rude to me” under A. Rude is what you made of it; a camera heard his words."),
    _("A feeling under B. “I was angry” belongs to C; “he has no right” is the thought."),
    _("Questioning what happened. Question the rule you made about it."),
    _("A last line that is all sunshine. True is enough."),
    _("Wanting to feel nothing. A milder feeling that lets you act well is the aim."),
    _("Doing it while it is at ten. Cool down first; it keeps."),
)
ORDER = _("The letters are out of order on purpose: feelings are easier to notice than thoughts.")

ABC_URGE = Sheet(
    slug="abc-urge",
    edition=1,
    title=_("Taking a strong pull apart"),
    about=_("What happened, what you told yourself, and what else is true."),
    lead=_(
        "If the urge is strong right now, take your card first and come back when it has eased."
    ),
    aliases=(
        "ABC",
        "ABC for urges",
        "ABC exercise",
        "ABCDE",
    ),
    points=(2, 3),
    suits=(Stage.ACT, Stage.MAI, Stage.REL),
    minutes=15,
    cadence=_("After a strong one"),
    layout="steps",
    save=_("Save"),
    helps=(("urge", _("Once it has eased: shows what gave it its strength.")),),
    sections=sections(
        _("What was happening when the urge came?"),
        Scale(
            "urge",
            _("How strong was the urge at its peak?"),
            low=LOW,
            high=HIGH,
            charted=True,
        ),
        (
            _("Bored"),
            _("Lonely"),
            _("Angry"),
            _("Anxious"),
            _("Sad"),
            _("Ashamed"),
            _("Tired"),
            _("Stressed"),
            _("Excited"),
        ),
        Scale("urge_after", _("How strong is the urge now?"), low=LOW, high=HIGH, charted=True),
        feelings(
            "e_feel",
            _("What do I feel now?"),
            _("It need not be gone. A little milder is a lot."),
            (_("Calmer"), _("Concerned"), _("Sad"), _("Relieved")),
        ),
    ),
    mistakes=MISTAKES,
    example_note=_("An example, about a letter from the landlord."),
    example={
        "a": _(
            "Tuesday, ten to six. An e-mail from the landlord came. I read it standing by the"
            " fridge."
        ),
        "urge": 8,
        "c_feel": [{"id": "example281", "text": _("Anxious"), "strength": 7}],
        "c_do": _("Hand on the fridge door."),
        "b": [
            {
                "id": "example282",
                "text": _("I can’t stand this one more minute"),
                "family": "cant_stand",
                "question": _("Is it true that I can’t stand it?"),
                "answer": _("I have stood it for nine days. It is unpleasant."),
            }
        ],
        "e_belief": _("I don’t like this, and I can read it after dinner."),
        "urge_after": 4,
        "e_feel": [{"id": "example283", "text": _("Concerned"), "strength": 4}],
        "e_do": _("Walk to the corner and back"),
    },
)

ABC_UPSET = Sheet(
    slug="abc-upset",
    edition=1,
    title=_("Taking an upset apart"),
    about=_("The same five letters, for anger, anxiety, shame or hurt."),
    lead=_("If it is still at its worst, cool down first: a walk, cold water, a night’s sleep."),
    aliases=(
        "ABC",
        "ABC for emotional upsets",
        "ABC exercise",
        "ABCDE",
        "REBT",
    ),
    points=(3, 2),
    suits=(Stage.ACT, Stage.MAI, Stage.REL),
    minutes=15,
    cadence=_("After an upset"),
    layout="steps",
    save=_("Save"),
    helps=(("upset", _("Finds the thought that made it so sharp.")),),
    sections=sections(
        _("What happened just before I was upset?"),
        Scale(
            "upset",
            _("How strong was it at its worst?"),
            low=LOW,
            high=HIGH,
            charted=True,
        ),
        (
            _("Angry"),
            _("Anxious"),
            _("Ashamed"),
            _("Very low"),
            _("Guilty"),
            _("Hurt"),
        ),
        Scale("upset_after", _("How strong is it now?"), low=LOW, high=HIGH, charted=True),
        feelings(
            "e_feel",
            _("What would be a healthier feeling here, and how much of it is there?"),
            _(
                "It still minds, and it lets you act well: annoyed where you were furious, concerned"
                " where you were anxious."
            ),
            (
                _("Annoyed"),
                _("Concerned"),
                _("Sorry it happened"),
                _("Sad"),
                _("Disappointed"),
            ),
        ),
    ),
    mistakes=MISTAKES,
    example_note=_("An example, about a birthday."),
    example={
        "a": _("My birthday. My sister did not ring. At nine in the evening I looked once more."),
        "upset": 8,
        "c_feel": [
            {"id": "example291", "text": _("Hurt"), "strength": 8},
            {"id": "example292", "text": _("Angry"), "strength": 6},
        ],
        "c_do": _("Typed a long message. Did not send it."),
        "b": [
            {
                "id": "example293",
                "text": _("She ought to have rung"),
                "family": "demand",
                "question": _("Where is the law that says she has to?"),
                "answer": _("There is none. I would have liked it very much."),
            },
            {
                "id": "example294",
                "text": _("It means I don’t count"),
                "family": "rating",
                "question": _("Does one missed call measure me?"),
                "answer": _("No. It measures one evening of hers."),
            },
        ],
        "e_belief": _("I wish she had rung. I can tell her that it mattered."),
        "upset_after": 4,
        "e_feel": [
            {"id": "example295", "text": _("Sad"), "strength": 4},
            {"id": "example296", "text": _("Annoyed"), "strength": 3},
        ],
        "e_do": _("Ring her on Sunday"),
    },
)
