"""Acceptance of oneself, of others, of life: rate what was done, not whoever did it."""

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Choice, Long, Scale, Section, Sheet, Text
from stages.models import Stage

LOW, HIGH = _("not at all"), _("as harsh as it gets")

ACCEPTANCE = Sheet(
    slug="acceptance",
    edition=1,
    title=_("Going easier on people"),
    about=_("Judge the act, not the person. Starting with you."),
    lead=_(
        "Nobody is one thing they did. You can dislike what happened, put it right where you can,"
        " and leave the whole person out of it."
    ),
    aliases=(
        "USA",
        "UOA",
        "ULA",
        "Unconditional Self-Acceptance",
        "Unconditional Other-Acceptance",
        "Unconditional Life-Acceptance",
        "Practising self-acceptance",
    ),
    points=(3,),
    suits=(Stage.REL, Stage.ACT, Stage.MAI),
    minutes=10,
    cadence=_("Whenever it helps"),
    head="harm",
    save=_("Save"),
    helps=(
        ("slip", _("For when you are hard on yourself about it.")),
        ("upset", _("Parts what was done from whoever did it.")),
    ),
    sections=(
        Section(
            _("What happened"),
            (
                Long(
                    "happened",
                    _("What happened?"),
                    _("A sentence or two, as somebody watching would tell it."),
                    required=True,
                ),
                Choice(
                    "target",
                    _("Who am I being hard on?"),
                    _("Accepting a person is not putting up with harm."),
                    choices=(
                        ("self", _("Myself")),
                        ("other", _("Somebody else")),
                        ("life", _("Life as it is")),
                    ),
                ),
            ),
        ),
        Section(
            _("The hard words"),
            (
                Text(
                    "harsh_line",
                    _("What do I call myself, or them, or it?"),
                ),
                Scale(
                    "harshness_before",
                    _("How harsh is that?"),
                    low=LOW,
                    high=HIGH,
                    charted=True,
                ),
            ),
        ),
        Section(
            _("Two things, kept apart"),
            (
                Long("fact", _("What was done, and nothing more?")),
                Long(
                    "conclusion",
                    _("What am I concluding about the whole person, or the whole of life?"),
                    _("One act says little about somebody who has done ten thousand."),
                ),
            ),
        ),
        Section(
            _("As a friend"),
            (Long("friend", _("What would I say to a friend this happened to?")),),
        ),
        Section(
            _("A fairer sentence"),
            (
                Text(
                    "accepting_line",
                    _("What is a fairer way to say it?"),
                    example=_("Fair, and still true"),
                ),
                Text(
                    "amend",
                    _("Is there something I want to put right, or do?"),
                    _("Only if you want to. A small thing counts."),
                ),
                Scale(
                    "harshness_after",
                    _("How harsh is it now?"),
                    low=LOW,
                    high=HIGH,
                    charted=True,
                ),
            ),
        ),
    ),
    mistakes=(
        _("Taking it for approval. You can accept a person and still say no."),
        _("Staying near somebody who harms you. Your safety comes first, always."),
        _("Collecting good points to feel better. You need no score at all."),
        _("Saying kind words you do not believe. Fair is enough."),
    ),
    example_note=_("An example, about a row at home."),
    example={
        "happened": _("I shouted at Mum on the phone and hung up."),
        "target": "self",
        "harsh_line": _("I’m poison"),
        "harshness_before": 9,
        "fact": _("I raised my voice twice and ended the call."),
        "conclusion": _("That I ruin everyone I love."),
        "friend": _("You were worn out. Ring her back; she will still be your mum."),
        "accepting_line": _("I acted badly, and I can repair it"),
        "amend": _("Ring her at ten and say sorry"),
        "harshness_after": 5,
    },
)
