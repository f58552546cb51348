"""Measures about the change itself: the two rulers, four parts of life, what there is to build on."""

from django.utils.translation import gettext_lazy as _

from .instrument import Band, Better, Instrument, Item, Line, Rights, Scale, Scoring, Tier

IMPORTANT = Scale(
    "importance",
    _("Importance"),
    tuple(range(11)),
    (_("not at all important"), _("as important as anything")),
    is_ruler=True,
)
SURE = Scale(
    "confidence",
    _("Confidence"),
    tuple(range(11)),
    (_("not at all sure"), _("as sure as can be")),
    is_ruler=True,
)

RULERS = Instrument(
    slug="rulers",
    title=_("How much it matters, how sure I am"),
    name="Readiness rulers",
    edition=1,
    published=_("in words of our own"),
    intro=_("Think of one change, as it looks to you today."),
    items=(
        Item(
            "importance",
            IMPORTANT,
            _("How important is this change to you right now?"),
            _("Importance"),
        ),
        Item(
            "confidence",
            SURE,
            _("If you chose to make it, how sure are you that you could?"),
            _("Confidence"),
        ),
    ),
    scorings=(
        Scoring("importance", _("Importance"), ("importance",), 0, 10),
        Scoring(
            "confidence",
            _("Confidence"),
            ("confidence",),
            0,
            10,
            bands=(
                Band(
                    0,
                    6,
                    _(
                        "Below 7, many people find that a smaller step is easier to begin. That is a rule of thumb, not a test."
                    ),
                ),
                Band(7, 10, ""),
            ),
        ),
    ),
    window=_("Today"),
    why=_(
        "Seeing what matters, and what feels possible, side by side. It can show where to start."
    ),
    minutes=1,
    tier=Tier.WEEKLY,
    every=_("Once a week is plenty."),
    rights=Rights.CONFIRMED,
    evidence=_("Two plain questions in words of our own. Rulers of this kind are in common use."),
    is_on_at_first=True,
    about_one=True,
)

IMPROVED = Scale("improved", _("How much better"), tuple(range(1, 11)), is_ruler=True)
AREAS = {
    "use": _("Using"),
    "health": _("Health"),
    "lifestyle": _("Daily life"),
    "community": _("Community"),
}

TEA = Instrument(
    slug="tea",
    title=_("Four parts of life"),
    name="Treatment Effectiveness Assessment (TEA)",
    edition=1,
    published="Ling and others, 2012",
    items=tuple(Item(name, IMPROVED, about=about) for name, about in AREAS.items()),
    scorings=(
        Scoring("total", _("All four"), tuple(AREAS), 4, 40, better=Better.HIGHER),
        *(
            Scoring(name, about, (name,), 1, 10, better=Better.HIGHER)
            for name, about in AREAS.items()
        ),
    ),
    window=_("Since you began"),
    why=_(
        "How far things have come in four parts of life. What matters is your own line over time."
    ),
    minutes=3,
    tier=Tier.MONTHLY,
    every=_("Once a month is enough."),
    rights=Rights.UNCONFIRMED,
    evidence=_(
        "Its authors ask no fee for it. Its exact words are entered here from their own sheet."
    ),
    asks_own_words=_("What has changed most, in your own words?"),
)

AGREE = Scale("agree", _("How far you agree"), tuple(range(1, 7)), is_ruler=True)

BARC_10 = Instrument(
    slug="barc-10",
    title=_("What I can build on"),
    name="Brief Assessment of Recovery Capital (BARC-10)",
    edition=1,
    published="Vilsaint and others, 2017",
    items=tuple(Item(str(n), AGREE) for n in range(1, 11)),
    scorings=(
        Scoring(
            "total",
            _("All ten"),
            tuple(str(n) for n in range(1, 11)),
            10,
            60,
            better=Better.HIGHER,
            bands=(
                Band(
                    10,
                    46,
                    _(
                        "Each answer names something there could be more of. One of them may be a place to start."
                    ),
                ),
                Band(
                    47,
                    60,
                    _("In one study, people who had been well for over a year were often here."),
                ),
            ),
            lines=(Line(47, "Vilsaint and others, 2017"),),
        ),
    ),
    window=_("These days"),
    why=_("What holds you up: people, a place to live, something to do, your own health."),
    minutes=2,
    tier=Tier.MONTHLY,
    every=_("Once a month is enough."),
    rights=Rights.UNCONFIRMED,
    evidence=_("Said to be free to use with its source named. Ask its authors first."),
)
