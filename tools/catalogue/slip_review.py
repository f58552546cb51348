"""Slip review: one event, looked at kindly. What had been working is asked before what went otherwise."""

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Choice, Instant, Lines, Long, Person, Section, Sheet, Text
from stages.models import Stage

SLIP_REVIEW = Sheet(
    slug="slip-review",
    edition=1,
    title=_("After it happened"),
    about=_("One event, and what it can show you. The skills are still yours."),
    lead=_("A few lines are enough. Leave out whatever you like, for now or for good."),
    aliases=(
        "slip review",
        "Learn from a slip",
        "lapse",
        "relapse",
    ),
    points=(2, 1, 3, 4),
    suits=(Stage.REL, Stage.ACT, Stage.MAI),
    minutes=15,
    cadence=_("When it happened, and you feel ready"),
    layout="steps",
    head="slip",
    save=_("Save"),
    helps=(("slip", _("Turns one event into something you can use next time.")),),
    sections=(
        Section(
            _("What happened"),
            (
                Long("what", _("What happened?"), _("A sentence is enough."), required=True),
                Instant("occurred_at", _("When was it?"), _("Roughly is fine.")),
                Choice(
                    "extent",
                    _("How much was it?"),
                    choices=(
                        ("once", _("Once")),
                        ("few", _("A few times")),
                        ("back", _("Back to how it was")),
                        ("rather_not", _("Rather not say")),
                    ),
                ),
            ),
            step="1",
        ),
        Section(
            _("What had been working"),
            (
                Long(
                    "worked_until",
                    _("What had been working up to then?"),
                    _("All of that still happened, and you can still do it."),
                ),
            ),
            step="2",
        ),
        Section(
            _("Before"),
            (
                Long(
                    "before",
                    _("What were the hours or days before like?"),
                    _("Where you were, who was there, your mood, your body, your thoughts."),
                ),
                Lines(
                    "small_choices",
                    _("Was there a small choice that led nearer to it?"),
                    _("Often they look harmless: a skipped meal, another way home."),
                    of=(Text("text", _("A small choice"), example=_("Just as it was")),),
                    add=_("Add a small choice"),
                ),
            ),
            step="3",
        ),
        Section(
            _("What I told myself"),
            (
                Text(
                    "thought",
                    _("What did I tell myself afterwards?"),
                    _("“Now it is ruined” is a thought many people have. It can be questioned."),
                ),
            ),
            step="4",
        ),
        Section(
            _("The situation"),
            (
                Long(
                    "situation",
                    _("What was it about the situation that made it likely?"),
                    _("Time, place, company, money, hunger, tiredness: things that can change."),
                ),
            ),
            step="5",
        ),
        Section(
            _("Next time"),
            (
                Text("stopped_how", _("What helped it stop, or could help now?")),
                Lines(
                    "next_time",
                    _("What could I do next time?"),
                    of=(
                        Text("if", _("If"), example=_("Going to a match")),
                        Text("then", _("then I will"), example=_("Eat first")),
                    ),
                    add=_("Add an if and then"),
                    labelled=True,
                ),
            ),
            step="6",
        ),
        Section(
            _("From here"),
            (
                Person(
                    "tell",
                    _("Is there somebody I want to tell?"),
                    _("Nobody is told unless you tell them yourself."),
                ),
                Choice(
                    "stage_answer",
                    _("Where would I put myself now?"),
                    _("Nothing changes anywhere unless you say so."),
                    choices=(
                        ("still", _("Still doing it, or keeping it going")),
                        ("planning", _("Back to getting ready")),
                        ("thinking", _("Thinking about it")),
                        ("not_now", _("Not now")),
                    ),
                ),
            ),
            step="7",
        ),
    ),
    mistakes=(
        _("Asking only “why did I”. What was going on around you tells more."),
        _("Calling yourself names. It was one thing on one day, not who you are."),
        _("Counting from nought. The days before still happened."),
        _("Writing it all the same night. Water, food and sleep come first."),
        _("Leaving out what stopped it. Something did, and it may again."),
    ),
    example_note=_("An example, about a Saturday at the match."),
    example={
        "what": _("Two beers at the match."),
        "occurred_at": "2025-05-03T14:30:00Z",
        "extent": "once",
        "worked_until": _("Forty-one days. Leaving early, twice. Telling Ade beforehand."),
        "before": _("A short night, no lunch, and everyone in a good mood."),
        "small_choices": [
            {"id": "example311", "text": _("Skipped lunch")},
            {"id": "example312", "text": _("Took the bus, not the car")},
        ],
        "thought": _("It is ruined now, so I may as well go on"),
        "situation": _(
            "Hungry, hot, and at the bar end of the stand, with people I only ever drank with."
        ),
        "stopped_how": _("Walked to the station at half-time"),
        "next_time": [
            {
                "id": "example313",
                "if": _("I go to a match"),
                "then": _("Eat first, drive, and go with Ade"),
            },
            {
                "id": "example314",
                "if": _("I hear “it is ruined now”"),
                "then": _("Stop and ring Ade from the stairs"),
            },
        ],
        "tell": _("Ade"),
        "stage_answer": "still",
    },
)
