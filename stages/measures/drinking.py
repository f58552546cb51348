"""Measures about drinking, and about how hard it is to go without. Only their structure stands here.

What is said about a score wants a clinician's eye before a site opens.
"""

from django.utils.translation import gettext_lazy as _

from .instrument import Band, Better, Instrument, Item, Line, Rights, Scale, Scoring, Tier
from .mood import SOON, WORTH

FIVE = tuple(range(5))
HOW_OFTEN = Scale("drinks", _("How often you drink"), FIVE)
HOW_MUCH = Scale("amount", _("How much on such a day"), FIVE)
IN_THE_YEAR = Scale("often", _("How often in the year"), FIVE)
EVER = Scale("ever", _("Ever, and when"), (0, 2, 4))

RIGHTS = _(
    "The World Health Organization lets it be used free of charge where nothing is earned by it. Look at its terms first."
)
WHY_DRINKING = _("How your drinking compares with what is known to do harm.")
UNDER = _(
    "Under the published lines. They were drawn from many people and cannot know your life: if drinking worries you, that is reason enough to talk about it."
)
A_YEAR = _("The last year")
EVERY = _("Every few months is enough.")

AUDIT_C = Instrument(
    slug="audit-c",
    title=_("Drinking, in three questions"),
    name="AUDIT-C",
    edition=1,
    published="Bush and others, 1998",
    items=(Item("1", HOW_OFTEN), Item("2", HOW_MUCH), Item("3", IN_THE_YEAR)),
    scorings=(
        Scoring(
            "total",
            _("All three"),
            ("1", "2", "3"),
            0,
            12,
            better=Better.LOWER,
            bands=(
                Band(0, 2, UNDER),
                Band(
                    3,
                    3,
                    _(
                        "At one of the published lines and under the others. If you would like to know more, a doctor or nurse can look at it with you."
                    ),
                ),
                Band(4, 12, WORTH),
            ),
            lines=(
                Line(3, "Bradley and others, 2007", whose=_("for women")),
                Line(4, "Bush and others, 1998", whose=_("for men")),
            ),
            note=_(
                "This place does not know whether you are a woman or a man, so both lines stand here. Sources differ: some say more than 2 for women and more than 4 for men."
            ),
        ),
    ),
    window=A_YEAR,
    why=WHY_DRINKING,
    minutes=1,
    tier=Tier.SCREENING,
    every=EVERY,
    rights=Rights.UNCONFIRMED,
    evidence=RIGHTS,
    stopping_from=4,
    about_health=True,
)

AUDIT = Instrument(
    slug="audit",
    title=_("Drinking, in ten questions"),
    name="Alcohol Use Disorders Identification Test (AUDIT)",
    edition=1,
    published="World Health Organization, second edition, 2001",
    items=(
        Item("1", HOW_OFTEN),
        Item("2", HOW_MUCH),
        *(Item(str(n), IN_THE_YEAR) for n in range(3, 9)),
        Item("9", EVER),
        Item("10", EVER),
    ),
    scorings=(
        Scoring(
            "total",
            _("All ten"),
            tuple(str(n) for n in range(1, 11)),
            0,
            40,
            better=Better.LOWER,
            bands=(Band(0, 7, UNDER), Band(8, 12, WORTH), Band(13, 40, SOON)),
            lines=(
                Line(8, "World Health Organization, 2001"),
                Line(13, "World Health Organization, 2001", whose=_("for women, a second line")),
                Line(15, "World Health Organization, 2001", whose=_("for men, a second line")),
            ),
            note=_(
                "This place does not know whether you are a woman or a man, so both second lines stand here."
            ),
        ),
        Scoring("use", _("How much and how often"), ("1", "2", "3"), 0, 12, better=Better.LOWER),
        Scoring("hold", _("How strong its hold is"), ("4", "5", "6"), 0, 12, better=Better.LOWER),
        Scoring("harm", _("What it has done"), ("7", "8", "9", "10"), 0, 16, better=Better.LOWER),
    ),
    window=A_YEAR,
    why=WHY_DRINKING,
    minutes=3,
    tier=Tier.SCREENING,
    every=EVERY,
    rights=Rights.UNCONFIRMED,
    evidence=RIGHTS,
    stopping_from=8,
    about_health=True,
)

FELT = Scale("felt", _("How often it felt so"), (0, 1, 2, 3))
HOW_HARD = Scale("hard", _("How hard"), (0, 1, 2, 3))

SDS = Instrument(
    slug="sds",
    title=_("How hard it is to go without"),
    name="Severity of Dependence Scale (SDS)",
    edition=1,
    published="Gossop and others, 1995",
    items=(*(Item(str(n), FELT) for n in range(1, 5)), Item("5", HOW_HARD)),
    scorings=(
        Scoring(
            "total",
            _("All five"),
            tuple(str(n) for n in range(1, 6)),
            0,
            15,
            better=Better.LOWER,
            note=_(
                "Published lines differ by what it is about and by who was asked. In one study of older people in hospital it was 5.5. No line is drawn here. If going without feels hard, a doctor or nurse can help with that."
            ),
        ),
    ),
    window=_("As its own words say"),
    why=_("How much of a hold one thing has on you, whatever the amount."),
    minutes=1,
    tier=Tier.SCREENING,
    every=EVERY,
    rights=Rights.UNCONFIRMED,
    evidence=_("In wide use free of charge. Ask its authors first."),
    about_one=True,
    about_health=True,
)
