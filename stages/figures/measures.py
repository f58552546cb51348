"""A measure over time: a strip for each score, one above the other, on the same days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from smartrecovery.drawing import (
    MOST_POINTS,
    WIDE,
    Figure,
    at,
    day_said,
    dot,
    line,
    marks,
    numeral,
    whole,
    words,
)
from stages.measuring import Point, Trend

from .paper import counted

LEFT, RIGHT, HEAD, FOOT, GAP = 34, WIDE - 8, 28, 28, 16
ALONE, ONE_OF_MANY = 110, 52
# Two numbers on the side nearer than that would stand in each other.
APART = 13


@dataclass(frozen=True)
class Strip:
    """Where on the paper one score is drawn."""

    top: float
    tall: int
    is_named: bool

    @property
    def head(self) -> float:
        return self.top + (HEAD if self.is_named else HEAD / 2)

    @property
    def bottom(self) -> float:
        return self.head + self.tall


def trend(trends: Sequence[Trend], title: str = "") -> Figure | None:
    """One measure, all of its scores; from two times on. The one number of the whole stands tallest."""
    days = _days(trends)
    if len(days) < 2:
        return None
    xs = _across(days)
    parts, top = [], 0.0
    for each in trends:
        strip = Strip(top, ALONE if _is_whole(each, trends) else ONE_OF_MANY, _is_named(each))
        parts.append(_drawn(each, xs, strip))
        top = strip.bottom + GAP
    parts.append(_dates([day for _key, day in days], top))
    return Figure(
        "measure",
        title or str(trends[0].instrument.title),
        _("Each time you answered, from first to last; dotted is a published line"),
        says(trends),
        **whole((_("Day"), *(each.scoring.title for each in trends)), _rows(trends, days)),
        marks=marks(*parts),
        height=int(top + FOOT - GAP),
    )


def every(trends: Sequence[Trend]) -> list[Figure]:
    """A figure for each measure that was answered twice or more, about the same thing."""
    together: dict[tuple[str, UUID | None], list[Trend]] = {}
    for each in trends:
        together.setdefault((each.instrument.slug, each.behaviour), []).append(each)
    return [figure for same in together.values() if (figure := trend(same))]


def _is_whole(each: Trend, trends: Sequence[Trend]) -> bool:
    return len(trends) == 1 or each.scoring.name == "total"


def says(trends: Sequence[Trend]) -> str:
    """The line as one would say it: where it began, and where it is now."""
    days = _days(trends)
    answered = {"n": counted(len(days)), "day": day_said(days[0][1])}
    went = [_went(each) for each in trends]
    if _is_named(trends[0]):
        says = _("Answered %(n)s times since %(day)s.") % answered
        return " ".join([says, *(f"{each}." for each in went)])
    return _("Answered %(n)s times since %(day)s: %(went)s.") % {**answered, "went": went[0]}


def _is_named(each: Trend) -> bool:
    """A measure of one score is named by its heading; one of several says which it is."""
    return len(each.instrument.scorings) > 1


def _went(each: Trend) -> str:
    values = [point.value for point in each.points][-MOST_POINTS:]
    said = {"name": each.scoring.title, "first": values[0], "last": values[-1]}
    named = _is_named(each)
    if len(values) == 1:
        return (_("%(name)s: %(last)s, once") if named else _("%(last)s, once")) % said
    if named:
        same, went = (
            _("%(name)s: %(last)s, as at first"),
            _("%(name)s: %(first)s at first, %(last)s now"),
        )
        return (same if values[0] == values[-1] else went) % said
    said |= {"least": min(values), "most": max(values)}
    if said["least"] == said["most"]:
        return _("%(last)s each time") % said
    if len(values) == 2:
        return _("first %(first)s, now %(last)s") % said
    return _("first %(first)s, now %(last)s, between %(least)s and %(most)s all along") % said


def _days(trends: Sequence[Trend]) -> list[tuple[UUID, date]]:
    """The latest times it was answered, oldest first."""
    seen: dict[UUID, date] = {}
    for each in trends:
        for point in each.points:
            seen.setdefault(point.taking, point.day)
    # Scores that could not be told leave gaps, so one line may hold days another does not.
    return sorted(seen.items(), key=lambda told: told[1])[-MOST_POINTS:]


def _across(days: list[tuple[UUID, date]]) -> dict[UUID, float]:
    """Where each time stands: by its day, or one after the other where all were on one day."""
    first, last = days[0][1], days[-1][1]
    span = (last - first).days
    room = RIGHT - LEFT - 10
    return {
        key: LEFT + 5 + (room * (day - first).days / span if span else room * n / (len(days) - 1))
        for n, (key, day) in enumerate(days)
    }


def _drawn(each: Trend, xs: dict[UUID, float], strip: Strip) -> str:
    low, high = each.scoring.low, each.scoring.high

    def y(value: int) -> float:
        return strip.head + strip.tall * (high - value) / (high - low)

    drawn = words(0, strip.top + 13, each.scoring.title, "ser") if strip.is_named else ""
    numbered: list[float] = []
    published = sorted({line.at for line in each.scoring.lines} - {low, high})
    for value in (low, high, *published):
        drawn += line(f"M{LEFT} {at(y(value))}H{RIGHT}", "ln2" if value in published else "ax")
        if all(abs(y(value) - there) >= APART for there in numbered):
            drawn += words(LEFT - 8, y(value) + 4, value, "", "end")
            numbered.append(y(value))
    shown = [point for point in each.points if point.taking in xs]
    return drawn + _joined(shown, xs, y)


def _joined(shown: list[Point], xs: dict[UUID, float], y) -> str:
    places = [(xs[point.taking], y(point.value)) for point in shown]
    drawn = line("M" + "L".join(f"{at(x)} {at(high)}" for x, high in places)) if places else ""
    dots = "".join(dot(x, high, "pt", 4) for x, high in places[:-1])
    return drawn + dots + (dot(*places[-1], "pt on", 4.5) if places else "")


def _dates(days: list[date], top: float) -> str:
    one_year = days[0].year == days[-1].year
    form = "MONTH_DAY_FORMAT" if one_year else "DATE_FORMAT"
    first, last = (day_said(day, form) for day in (days[0], days[-1]))
    y = top + 4
    return words(LEFT, y, first) + words(RIGHT, y, last, "", "end")


def _rows(trends: Sequence[Trend], days: list[tuple[UUID, date]]) -> list[tuple]:
    told = [{point.taking: point.value for point in each.points} for each in trends]
    return [
        (day_said(day), *(numeral(values.get(key)) for values in told))
        for key, day in reversed(days)
    ]
