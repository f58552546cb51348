"""Measures of mood and worry. Items of the PHQ and GAD stand in their published words, and stay so.

They are not put through translation: another language is another published edition.
What is said about a score wants a clinician's eye before a site opens.
"""

from django.utils.translation import gettext_lazy as _

from .instrument import Band, Better, Instrument, Item, Line, Rights, Scale, Scoring, Tier

PHQ_NOTICE = (
    "Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, "
    "with an educational grant from Pfizer Inc. "
    "No permission required to reproduce, translate, display or distribute."
)
PHQ_EVIDENCE = _(
    "The published form says that no permission is required to reproduce, translate, display or distribute it (Pfizer, 2010)."
)
HOW_OFTEN = Scale(
    "how-often",
    _("How often"),
    (0, 1, 2, 3),
    ("Not at all", "Several days", "More than half the days", "Nearly every day"),
)
PHQ_ITEMS = (
    "Little interest or pleasure in doing things",
    "Feeling down, depressed, or hopeless",
    "Trouble falling or staying asleep, or sleeping too much",
    "Feeling tired or having little energy",
    "Poor appetite or overeating",
    "Feeling bad about yourself — or that you are a failure or have let yourself or your family down",
    "Trouble concentrating on things, such as reading the newspaper or watching television",
    "Moving or speaking so slowly that other people could have noticed? Or the opposite — being so fidgety or restless that you have been moving around a lot more than usual",
    "Thoughts that you would be better off dead or of hurting yourself in some way",
)
GAD_ITEMS = (
    "Feeling nervous, anxious or on edge",
    "Not being able to stop or control worrying",
    "Worrying too much about different things",
    "Trouble relaxing",
    "Being so restless that it is hard to sit still",
    "Becoming easily annoyed or irritable",
    "Feeling afraid as if something awful might happen",
)
PHQ_INTRO = (
    "Over the last 2 weeks, how often have you been bothered by any of the following problems?"
)
GAD_INTRO = "Over the last 2 weeks, how often have you been bothered by the following problems?"

LITTLE = _(
    "Little of this has bothered you in these two weeks, going by your answers. If something weighs on you all the same, it is worth telling somebody."
)
SOME = _(
    "Some of this has bothered you. Answering again in a few weeks shows whether it stays, and talking about it often helps."
)
WORTH = _("Answers like these are worth a talk with a doctor or nurse.")
SOON = _("Answers like these are worth a talk with a doctor or nurse, soon.")
NOW = _(
    "Answers like these are worth a talk with a doctor or nurse in the next few days. You can show them this page."
)
TWO_WEEKS = _("The last two weeks")
WHATEVER_IT_COMES_TO = _(
    "Whatever the number is, what you answered about hurting yourself is worth a talk with a doctor or nurse, soon."
)
MONTHLY = _("Once a month is enough.")


def _items(texts: tuple[str, ...]) -> tuple[Item, ...]:
    return tuple(Item(str(n), HOW_OFTEN, text) for n, text in enumerate(texts, start=1))


def _total(count: int, bands: tuple[Band, ...], lines: tuple[Line, ...]) -> tuple[Scoring, ...]:
    items = tuple(str(n) for n in range(1, count + 1))
    return (Scoring("total", _("All of it"), items, 0, 3 * count, 1, Better.LOWER, bands, lines),)


def _named(*, slug, title, name, published, intro, texts, scorings, why, minutes, **more):
    return Instrument(
        slug=slug,
        title=title,
        name=name,
        edition=1,
        published=published,
        intro=intro,
        items=_items(texts),
        scorings=scorings,
        window=TWO_WEEKS,
        why=why,
        minutes=minutes,
        tier=Tier.SCREENING,
        every=MONTHLY,
        rights=Rights.CONFIRMED,
        evidence=PHQ_EVIDENCE,
        notice=PHQ_NOTICE,
        about_health=True,
        **more,
    )


PHQ_2 = _named(
    slug="phq-2",
    title=_("Low mood, in two questions"),
    name="PHQ-2",
    published="Kroenke, Spitzer and Williams, 2003",
    intro=PHQ_INTRO,
    texts=PHQ_ITEMS[:2],
    scorings=_total(
        2,
        (Band(0, 1, LITTLE), Band(2, 2, SOME), Band(3, 6, WORTH)),
        (
            Line(3, "Kroenke, Spitzer and Williams, 2003"),
            Line(2, "later studies", whose=_("that casts a wider net")),
        ),
    ),
    why=_("A first look at low mood. Drink, drugs and poor sleep can all bring it about."),
    minutes=1,
    is_on_at_first=True,
)

GAD_2 = _named(
    slug="gad-2",
    title=_("Worry, in two questions"),
    name="GAD-2",
    published="Kroenke and others, 2007",
    intro=GAD_INTRO,
    texts=GAD_ITEMS[:2],
    scorings=_total(
        2,
        (Band(0, 1, LITTLE), Band(2, 2, SOME), Band(3, 6, WORTH)),
        (Line(3, "Kroenke and others, 2007"),),
    ),
    why=_("A first look at worry, which many urges begin with."),
    minutes=1,
    is_on_at_first=True,
)

PHQ_9 = _named(
    slug="phq-9",
    title=_("Low mood, in nine questions"),
    name="PHQ-9",
    published="Kroenke, Spitzer and Williams, 2001",
    intro=PHQ_INTRO,
    texts=PHQ_ITEMS,
    scorings=_total(
        9,
        (
            Band(0, 4, LITTLE),
            Band(5, 9, SOME),
            Band(10, 14, WORTH),
            Band(15, 19, SOON),
            Band(20, 27, NOW),
        ),
        (Line(10, "Kroenke, Spitzer and Williams, 2001"),),
    ),
    why=_("A closer look at low mood, with one question about thoughts of harming yourself."),
    minutes=3,
    needs_support=True,
    harm_item="9",
)

GAD_7 = _named(
    slug="gad-7",
    title=_("Worry, in seven questions"),
    name="GAD-7",
    published="Spitzer and others, 2006",
    intro=GAD_INTRO,
    texts=GAD_ITEMS,
    scorings=_total(
        7,
        (Band(0, 4, LITTLE), Band(5, 9, SOME), Band(10, 14, WORTH), Band(15, 21, SOON)),
        (Line(10, "Spitzer and others, 2006"),),
    ),
    why=_("A closer look at worry and unrest."),
    minutes=2,
    needs_support=True,
)

OFTEN = Scale("how-often", _("How often"), tuple(range(6)))

WHO_5 = Instrument(
    slug="who-5",
    title=_("How I have been"),
    name="WHO-5 Well-Being Index",
    edition=1,
    published="World Health Organization, 1998",
    items=tuple(Item(str(n), OFTEN) for n in range(1, 6)),
    scorings=(
        Scoring(
            "total",
            _("All five"),
            tuple(str(n) for n in range(1, 6)),
            0,
            100,
            times=4,
            better=Better.HIGHER,
            bands=(
                Band(0, 28, SOON),
                Band(29, 50, WORTH),
                Band(
                    51,
                    100,
                    _(
                        "More of these two weeks felt good than not, going by your answers. What helped with that?"
                    ),
                ),
            ),
            lines=(
                Line(50, "Topp and others, 2015", up_to=True),
                Line(28, "Topp and others, 2015", up_to=True, whose=_("for very low")),
            ),
        ),
    ),
    window=TWO_WEEKS,
    why=_("Five questions about feeling well, rather than about what is wrong."),
    minutes=1,
    tier=Tier.MONTHLY,
    every=MONTHLY,
    rights=Rights.UNCONFIRMED,
    evidence=_(
        "Said to be under CC BY-NC-SA 3.0 IGO since 2024, which would suit a place that earns nothing. Look at the licence first."
    ),
    about_health=True,
)
