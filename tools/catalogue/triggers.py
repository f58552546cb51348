"""Triggers: what sets it off, how risky each is, and what to do about it."""

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Choice, Choices, Lines, Link, Scale, Section, Sheet, Text
from stages.models import Stage

KINDS = (
    ("place", _("Place")),
    ("people", _("People")),
    ("time", _("Time of day")),
    ("feeling", _("Feeling")),
    ("thought", _("Thought")),
    ("body", _("Body: pain, hunger, tiredness")),
    ("event", _("Something that happened")),
    ("sense", _("Seeing or smelling it")),
    ("money", _("Money, payday")),
    ("celebration", _("Celebration")),
    ("unknown", _("Nothing I could spot")),
)
HOW_OFTEN = (
    ("rare", _("Seldom")),
    ("monthly", _("Every month")),
    ("weekly", _("Every week")),
    ("daily", _("Every day")),
)
PLANS = (
    ("avoid", _("Keep away from it")),
    ("change", _("Change something about it")),
    ("face", _("Face it with a plan")),
)

TRIGGERS = Sheet(
    slug="triggers",
    edition=1,
    title=_("What sets it off"),
    about=_("What starts it, how risky each one is, and what you will do."),
    lead=_(
        "Write down what comes to mind, then give each one a number. The two or three riskiest are"
        " worth a plan first."
    ),
    aliases=(
        "Triggers",
        "Identify Triggers",
        "Rank Trigger Risks",
    ),
    points=(2,),
    suits=(Stage.DET, Stage.ACT, Stage.MAI, Stage.REL),
    minutes=10,
    cadence=_("Whenever you spot one"),
    save=_("Save my list"),
    helps=(
        ("plan", _("Shows which days ahead want a plan.")),
        ("slip", _("Keeps what you learned, ready for the next time it comes near.")),
    ),
    sections=(
        Section(
            _("What sets it off"),
            (
                Lines(
                    "triggers",
                    _("What sets it off?"),
                    _("Risk is how hard it would be not to act: 0 easy, 10 as hard as it gets."),
                    of=(
                        Text("text", _("What sets it off"), example=_("One place, hour or mood")),
                        Scale("risk", _("Risk")),
                        Choice(
                            "how_often",
                            _("How often"),
                            choices=HOW_OFTEN,
                            chips=False,
                            none=_("Not sure"),
                        ),
                        Choice(
                            "plan", _("What I will do"), choices=PLANS, chips=False, none=_("Later")
                        ),
                        Text("plan_text", _("My plan"), example=_("What, when, who with")),
                        Choices("kind", _("What kind of thing is it?"), choices=KINDS),
                        Link(
                            "coping",
                            _("From my plan for hard moments"),
                            to=(
                                "urge-plan.escape",
                                "urge-plan.neutralise",
                                "urge-plan.tasks",
                                "urge-plan.swap",
                            ),
                        ),
                    ),
                    add=_("Add another"),
                    folded=("plan", "plan_text", "kind", "coping"),
                    fold=_("My plan for it"),
                    required=True,
                ),
            ),
            side=_("My list"),
        ),
    ),
    mistakes=(
        _("Thirty of them and none ranked. Numbers for the first five are enough."),
        _("Planning to keep away from everything. Some things are worth keeping, with a plan."),
        _("“Just be strong.” That is a wish. Write what your hands and feet will do."),
        _("Only the bad days. Good news and days off can set it off as well."),
        _("Changing a number because it feels too high. It says how hard it is, nothing more."),
    ),
    example_note=_("An example, about drinking."),
    example={
        "triggers": [
            {
                "id": "example221",
                "text": _("Payday, alone at home"),
                "risk": 9,
                "how_often": "monthly",
                "plan": "change",
                "plan_text": _("Send the money to Sam at nine, swim at six"),
                "kind": ["place", "event"],
            },
            {
                "id": "example222",
                "text": _("Aunt June’s Sunday lunch"),
                "risk": 6,
                "how_often": "monthly",
                "plan": "face",
                "plan_text": _("Drive there, and leave at three"),
                "kind": ["people"],
            },
            {
                "id": "example223",
                "text": _("Walking home past the Crown"),
                "risk": 7,
                "how_often": "weekly",
                "plan": "avoid",
                "plan_text": _("Take the tram"),
                "kind": ["place", "time", "sense"],
            },
        ]
    },
)
