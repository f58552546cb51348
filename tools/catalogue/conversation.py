"""A talk that matters, thought through beforehand: what I see, feel and ask, and what they may say."""

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Lines, Long, Person, Section, Sheet, Text
from stages.models import Stage

CONVERSATION = Sheet(
    slug="conversation",
    edition=1,
    title=_("A talk that matters"),
    about=_("Think a conversation through before you have it."),
    lead=_(
        "What you hope for, when would be a good time, and your first few sentences. Then it can go"
        " where it goes."
    ),
    aliases=("PIVA", "planning positive conversations", "difficult conversation"),
    points=(3, 4),
    suits=(Stage.DET, Stage.ACT, Stage.MAI),
    minutes=10,
    whole_life=True,
    companion=True,
    cadence=_("Before a talk that matters"),
    save=_("Save this"),
    sections=(
        Section(
            _("Who and what"),
            (
                Person("who", _("Who do I want to talk to?"), required=True),
                Text("about", _("What is it about?")),
                Text("hope", _("What do I hope will come of it?"), _("Something small and real.")),
                Text(
                    "good_time",
                    _("When and where would be good for both of us?"),
                    _("Rested, fed, and not in a doorway."),
                ),
            ),
        ),
        Section(
            _("My sentences"),
            (
                Text("i_notice", _("I notice that…"), _("What a camera would have seen.")),
                Text("i_feel", _("I feel…"), _("A feeling, not an opinion of them.")),
                Text("i_ask", _("I would like to ask…"), _("Something they could say yes to.")),
            ),
        ),
        Section(
            _("What they may say"),
            (
                Lines(
                    "they_may",
                    _("What may they say, and what do I answer?"),
                    of=(
                        Text("text", _("They may say"), example=_("Now you want to talk?")),
                        Text("reply", _("I answer"), example=_("Yes. I know it is late")),
                    ),
                    add=_("Add what else they may say"),
                    labelled=True,
                ),
            ),
        ),
        Section(
            _("Afterwards"),
            (
                Long(
                    "afterwards",
                    _("How did it go?"),
                    _("For when you have had it. What will you remember for the next one?"),
                ),
            ),
        ),
    ),
    mistakes=(
        _("Everything at once. One thing, and then listen."),
        _("“You always” and “you never”. One real time says more."),
        _("Beginning when either of you is tired, hungry or has been drinking."),
        _("Planning their answers as well as yours."),
    ),
    helps=(
        ("upset", _("Gets your words ready, so that it can be said calmly.")),
        ("plan", _("Finds the time, the place and the first sentence.")),
    ),
    example_note=_("An example, about a son and an old promise."),
    example={
        "who": _("Leo"),
        "about": _("The match I missed"),
        "hope": _("That he knows I am sorry, and that I will come on Saturday"),
        "good_time": _("On the walk back from swimming"),
        "i_notice": _("You did not tell me when the next match is"),
        "i_feel": _("Sad, and sorry"),
        "i_ask": _("May I come on Saturday?"),
        "they_may": [
            {
                "id": "example921",
                "text": _("You said that last time"),
                "reply": _("I did. I am sorry"),
            },
            {"id": "example922", "text": _("If you want"), "reply": _("I do want to. What time?")},
        ],
        "afterwards": _("He said nothing for a while, and then told me who is in goal."),
    },
)
