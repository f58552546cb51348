"""Everything a progress page says, gathered: one behaviour or all of them, over a span of days."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import groupby

from django.db.models import Case, Exists, OuterRef, QuerySet, When
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartrecovery.accounts.models import User
from smartrecovery.drawing import Figure
from stages import figures, measuring, path, spans, tallies
from stages.figures import measures
from stages.models import Behaviour, Urge
from stages.spans import Axis, Over
from stages.tallies import ENOUGH, Tally
from tools import given, plans_made

ALL = "all"
MOST_TABS = 12
MOST_DATES = 50
MOST_SLIPS = 8
ORDER = ("state", "created_at", "id")
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Tab:
    key: str
    title: str
    is_here: bool


@dataclass(frozen=True)
class Changing:
    """`about` is None for everything together; `path` is where they have been with one behaviour."""

    over: Over
    about: Behaviour | None
    tabs: list[Tab]
    tally: Tally
    axis: Axis
    day: int
    urges: list[Figure] = field(default_factory=list)
    helped: figures.WhatHelped | None = None
    check_ins: list[Figure] = field(default_factory=list)
    measures: list[Figure] = field(default_factory=list)
    drawing: path.Drawing | None = None
    rows: list[path.Row] = field(default_factory=list)
    has_behaviours: bool = True

    @property
    def key(self) -> str:
        return str(self.about.pk) if self.about else ALL

    @property
    def side(self) -> str:
        return figures.to_today(self.axis)

    @property
    def slips(self) -> list[tallies.SlipSeen]:
        """The latest few, the last one first."""
        return list(reversed(self.tally.slips))[:MOST_SLIPS]

    @property
    def says_nothing_yet(self) -> bool:
        return not (self.urges or self.check_ins or self.measures)

    @property
    def to_come(self) -> str:
        """What more notes would show, while there are few."""
        missing = ENOUGH - self.tally.notes
        if missing <= 0 or not self.tally.notes:
            return ""
        return ngettext(
            "%(n)s more note, and you see here how often urges come, and when.",
            "%(n)s more notes, and you see here how often urges come, and when.",
            missing,
        ) % {"n": figures.begun_with(missing)}

    @property
    def totals(self) -> list[str]:
        """What only ever grows, over everything they work on. What there is none of is left out."""
        whole = self.tally.totals
        said = [
            ngettext("%(n)s urge written down", "%(n)s urges written down", whole.urges)
            % {"n": figures.begun_with(whole.urges)},
            ngettext(
                "%(n)s ridden out, or met with something else",
                "%(n)s ridden out, or met with something else",
                whole.got_by,
            )
            % {"n": figures.begun_with(whole.got_by)},
            ngettext("%(n)s day on my plan", "%(n)s days on my plan", whole.on_plan)
            % {"n": figures.begun_with(whole.on_plan)},
            ngettext("%(n)s plan made", "%(n)s plans made", whole.plans)
            % {"n": figures.begun_with(whole.plans)},
        ]
        counts = (whole.urges, whole.got_by, whole.on_plan, whole.plans)
        return [words for words, count in zip(said, counts, strict=True) if count]


def changing(member, asked: QueryDict, now: datetime) -> Changing:
    """Five statements, however much was written down."""
    over = _over(asked.get("over", ""))
    mine = _behaviours(member, asked.get("about", ""))
    about = _chosen(mine, asked.get("about", ""))
    today = member.today(now)
    began = min(
        (each.created_at for each in ([about] if about else mine)), default=member.date_joined
    )
    span = spans.span(over, today, member.day_of(began))
    tally = tallies.tally(member, about, span, plans_made.count())
    axis = spans.axis(span, tally.strengths or _any_scale(tally))
    moves = list(about.moves.order_by("number")) if about else []
    return Changing(
        over,
        about,
        _tabs(mine, about),
        tally,
        axis,
        day=(now - began) // A_DAY + 1,
        urges=figures.of_urges(tally, axis, member.day_starts.hour),
        helped=figures.what_helped(tally),
        check_ins=figures.of_check_ins(tally, axis),
        measures=_measures(member, about, span),
        drawing=path.draw(moves, today),
        rows=path.rows(moves, today)[:MOST_DATES],
        has_behaviours=bool(mine),
    )  # fmt: skip


def _over(asked: str) -> Over:
    return Over(asked) if asked in Over.values else Over.QUARTER


def _behaviours(member: User, asked: str) -> list[Behaviour]:
    """Those that get a tab, and the one that was asked for, also where it is put away."""
    wanted = given.key(asked) if asked not in ("", ALL) else None
    mine = _everybodys_behaviours().filter(member=member)
    if not wanted:
        return list(mine.open()[:MOST_TABS])
    first = Case(When(pk=wanted, then=0), default=1)
    found = list(mine.open(besides=wanted).order_by(first, *ORDER)[:MOST_TABS])
    if not found or found[0].pk != wanted:
        raise Http404
    return sorted(found, key=lambda each: (each.state, each.created_at, each.pk))


@cache
def _everybodys_behaviours() -> QuerySet[Behaviour]:
    """Each with whether anything was written about nothing in particular. Built once, never asked as it is."""
    loose = Urge.objects.standing().filter(member=OuterRef("member"), behaviour=None)
    return Behaviour.objects.annotate(has_loose=Exists(loose))


def _chosen(mine: list[Behaviour], asked: str) -> Behaviour | None:
    if asked == ALL or not mine:
        return None
    wanted = given.key(asked) if asked else mine[0].pk
    return next(each for each in mine if each.pk == wanted)


def _tabs(mine: list[Behaviour], about: Behaviour | None) -> list[Tab]:
    """One for each, and one for all together; none where there is nothing to choose from."""
    if not mine or (len(mine) == 1 and not mine[0].has_loose and about):
        return []
    tabs = [Tab(str(each.pk), each.title, each is about) for each in mine]
    return [*tabs, Tab(ALL, _("All together"), about is None)]


def _any_scale(tally: Tally) -> set[str]:
    return {key for scale in tally.scales.values() for key in scale}


def _measures(member: User, about: Behaviour | None, span: spans.Span) -> list[Figure]:
    """One for each measure taken twice or more, about each thing it was taken about."""
    trends = measuring.trends(member, about, span.first)
    drawn = []
    for (instrument, _behaviour), group in groupby(
        sorted(trends, key=lambda t: (t.instrument.slug, str(t.behaviour))),
        key=lambda t: (t.instrument.slug, t.behaviour),
    ):
        figure = measures.trend(list(group))
        if figure:
            drawn.append(replace(figure, name=f"measure-{instrument}"))
    return drawn
