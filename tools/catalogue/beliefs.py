"""Questioning a belief: is it true, is it sensible, does it help? Then one that is all three."""

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Choice, Lines, Long, Percent, Section, Sheet, Text
from stages.models import Stage

FAMILIES = (
    ("demand", _("It has to be this way")),
    ("awful", _("The worst thing ever")),
    ("cant_stand", _("I can’t stand it")),
    ("over", _("Always, never, everybody")),
    ("rating", _("Judging a whole person")),
)
YES_PARTLY_NO = (("yes", _("Yes")), ("partly", _("Partly")), ("no", _("No")))

BELIEFS = Sheet(
    slug="beliefs",
    edition=1,
    title=_("Questioning a thought"),
    about=_("Is it true, does it make sense, does it help? Then a better one."),
    lead=_(
        "Take one thought that gets in your way, and turn it over slowly. One at a time goes"
        " further than five."
    ),
    aliases=(
        "Disputing Irrational Beliefs",
        "DIBs",
        "Dispute Unhelpful Beliefs",
        "Disrupting unhelpful thinking",
    ),
    points=(3, 2),
    suits=(Stage.ACT, Stage.MAI, Stage.REL),
    minutes=10,
    cadence=_("Whenever one comes back"),
    layout="steps",
    save=_("Save"),
    helps=(
        ("upset", _("Loosens a thought that keeps coming back.")),
        ("urge", _("For “I can’t stand this”, once the worst has passed.")),
        ("slip", _("For “now it is all ruined”.")),
    ),
    sections=(
        Section(
            _("The thought"),
            (
                Text(
                    "belief",
                    _("Which thought do I want to look at?"),
                    _("As you would say it to yourself. One is enough."),
                    required=True,
                ),
                Choice(
                    "family",
                    _("Does it sound like one of these?"),
                    choices=FAMILIES,
                ),
                Percent(
                    "believe_before",
                    _("How much do I believe it now?"),
                    _("0 not at all, 100 completely."),
                    charted=True,
                ),
            ),
            step="1",
        ),
        Section(
            _("Three tests"),
            (
                Choice("true", _("Is it true?"), choices=YES_PARTLY_NO),
                Text("true_why", _("What shows that, one way or the other?")),
                Choice("sensible", _("Does it make sense?"), choices=YES_PARTLY_NO),
                Text(
                    "sensible_why",
                    _("Does the one thing follow from the other?"),
                ),
                Choice("helpful", _("Does it help me?"), choices=YES_PARTLY_NO),
                Text(
                    "helpful_why",
                    _("What does it do for me today, and what over time?"),
                ),
            ),
            step="2",
        ),
        Section(
            _("Asked and answered"),
            (
                Text(
                    "question",
                    _("The same thought, as a question"),
                    _("Put “Is it true that” or “Where does it say that” before it."),
                ),
                Long("answer", _("My answer"), _("As you would answer a good friend.")),
            ),
            step="3",
        ),
        Section(
            _("A better one"),
            (
                Text(
                    "new_belief",
                    _("What is truer, and more use to me?"),
                    _("Not a cheerful version. One that holds on a bad day."),
                ),
                Lines(
                    "swap_words",
                    _("Which words do I want to swap?"),
                    _("Small words carry a lot: “I can’t stand it” can become “I don’t like it”."),
                    of=(
                        Text("text", _("From"), example=_("I have to")),
                        Text("to", _("To"), example=_("I would like to")),
                    ),
                    add=_("Add a word"),
                    labelled=True,
                ),
                Percent(
                    "believe_after",
                    _("How much do I believe the old thought now?"),
                    charted=True,
                ),
                Percent("believe_new", _("And how much the new one?")),
            ),
            step="4",
        ),
    ),
    mistakes=(
        _("Arguing with facts. If it happened, it happened; look at what you make of it."),
        _("Several thoughts at once. Take the one with the most heat in it."),
        _("Laughing at yourself for thinking it. Most people think such things at times."),
        _("A new thought that is too good to be true. You will not believe it at night."),
        _("Waiting until the old one is gone. Believing it less is what you are after."),
    ),
    example_note=_("An example, about long Sundays."),
    example={
        "belief": _("I can’t cope with Sundays without it"),
        "family": "cant_stand",
        "believe_before": 90,
        "true": "no",
        "true_why": _("I coped on four of the last six"),
        "sensible": "partly",
        "sensible_why": _("Hard does not mean that I can’t"),
        "helpful": "no",
        "helpful_why": _("An easy hour, and it costs Monday"),
        "question": _("Is it true that I can’t?"),
        "answer": _("I coped on four of the last six. It was unpleasant, and I could bear it."),
        "new_belief": _("Sundays are dull, and I can do dull"),
        "swap_words": [
            {"id": "example301", "text": _("can’t cope"), "to": _("do not enjoy")},
            {"id": "example302", "text": _("always"), "to": _("often")},
        ],
        "believe_after": 40,
        "believe_new": 75,
    },
)
