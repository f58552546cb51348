"""The ground charts over time stand on, and how a period and a count are said."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from smartrecovery.drawing import at, block, day_said, line, words
from stages.spans import Axis, Period, Step, day_of_key
from stages.tallies import ByKey, Histogram, middle, together

LEFT, RIGHT, TOP, FOOT = 26, 336, 20, 150
HEIGHT = 180
HARD = 8


def x_of_day(axis: Axis, day: date) -> float:
    """The middle of a day."""
    return LEFT + (RIGHT - LEFT) * ((day - axis.first).days + 0.5) / axis.days


def x_of(axis: Axis, place: int) -> float:
    """The middle of a period."""
    period = axis.periods[place]
    return LEFT + (RIGHT - LEFT) * ((period.first - axis.first).days + period.days / 2) / axis.days


def y_of(value: float, most: float = 10) -> float:
    return FOOT - (FOOT - TOP) * value / most


def ground(axis: Axis, levels: Iterable[int], most: float = 10) -> str:
    """Level lines with their numbers, and the first, the last and two days between."""
    drawn = ""
    for level in levels:
        y = y_of(level, most)
        drawn += line(f"M{LEFT} {at(y)}H{RIGHT}", "ax")
        # A long number would begin left of the paper: it stands on its line.
        drawn += words(0, y - 5, level) if level > 99 else words(18, y + 4, level, anchor="end")
    places = _labelled(len(axis.periods))
    for place in places:
        label = short(axis.step, axis.periods[place])
        if place == places[0]:
            drawn += words(LEFT, FOOT + 22, label)
        elif place == places[-1]:
            drawn += words(RIGHT, FOOT + 22, label, anchor="end")
        else:
            drawn += words(x_of(axis, place), FOOT + 22, label, anchor="middle")
    return drawn


def _labelled(count: int) -> list[int]:
    if count <= 3:
        return list(range(count))
    return [0, (count - 1) // 3, 2 * (count - 1) // 3, count - 1]


def climbing(axis: Axis, values: Mapping[int, float], kind: str = "ln") -> str:
    """A line through what there is, broken where a period has nothing."""
    parts, before = [], None
    for place, value in sorted(values.items()):
        pen = "L" if before == place - 1 else "M"
        parts.append(f"{pen}{at(x_of(axis, place))} {at(y_of(value))}")
        before = place
    return line(" ".join(parts), kind) if len(parts) > 1 else ""


def bars(axis: Axis, counts: Mapping[int, int], most: int) -> str:
    drawn = ""
    for place, count in sorted(counts.items()):
        width = max(2.0, 0.7 * (RIGHT - LEFT) * axis.periods[place].days / axis.days)
        y = y_of(count, most)
        drawn += block(x_of(axis, place) - width / 2, y, width, FOOT - y)
    return drawn


def by_period(axis: Axis, found: ByKey) -> dict[int, Histogram]:
    """What was found, put together by period."""
    gathered: dict[int, list[Histogram]] = {}
    for key, histogram in found.items():
        place = axis.place(max(day_of_key(key), axis.first))
        if place is not None:
            gathered.setdefault(place, []).append(histogram)
    return {place: together(parts) for place, parts in sorted(gathered.items())}


def middles(histograms: Mapping[int, Histogram]) -> dict[int, float]:
    found = ((place, middle(each)) for place, each in histograms.items())
    return {place: value for place, value in found if value is not None}


def said_in(histogram: Histogram) -> int:
    """How many said a number."""
    return sum(n for value, n in histogram.items() if value is not None)


def short(step: Step, period: Period) -> str:
    """A period as it stands below a chart."""
    return day_said(period.first, _SHORT[step])


def long(step: Step, period: Period) -> str:
    """A period as it stands in a table."""
    return day_said(period.first, _LONG[step]) if step is not Step.QUARTER else _quarter(period)


def named(step: Step) -> str:
    """What the first column of a table is."""
    return {
        Step.DAY: _("Day"),
        Step.WEEK: _("Week from"),
        Step.MONTH: _("Month"),
        Step.QUARTER: _("Three months"),
        Step.YEAR: _("Year"),
    }[step]


def then(axis: Axis, place: int) -> str:
    """A period in the middle of a sentence: the last one is this one."""
    step, period = axis.step, axis.periods[place]
    if place == len(axis.periods) - 1:
        return {
            Step.DAY: _("today"),
            Step.WEEK: _("this week"),
            Step.MONTH: _("this month"),
            Step.QUARTER: _("these three months"),
            Step.YEAR: _("this year"),
        }[step]
    if step is Step.DAY:
        return _("on %(day)s") % {"day": day_said(period.first, "l")}
    if step is Step.WEEK:
        return _("in the week from %(day)s") % {"day": day_said(period.first, "MONTH_DAY_FORMAT")}
    if step is Step.QUARTER:
        ends = {"first": day_said(period.first, "F"), "last": day_said(period.last, "F Y")}
        return _("from %(first)s to %(last)s") % ends
    return _("in %(period)s") % {"period": long(step, period)}


def beginning(axis: Axis) -> str:
    """The first period, as one says since when."""
    step = Step.MONTH if axis.step is Step.QUARTER else axis.step
    return long(step, axis.periods[0])


def counted(number: int) -> str:
    """Small numbers in letters."""
    return str(apnumber(number)) if 0 < number < 10 else f"{number}"


def begun_with(number: int) -> str:
    """A count at the beginning of a sentence."""
    return str(capfirst(counted(number)))


def _quarter(period: Period) -> str:
    return f"{day_said(period.first, 'M')}–{day_said(_last_month(period), 'M Y')}"


def _last_month(period: Period) -> date:
    """Also where the period is cut off by today."""
    return (period.first + timedelta(days=80)).replace(day=1)


_SHORT = {Step.DAY: "D j", Step.WEEK: "j M", Step.MONTH: "M Y", Step.QUARTER: "M Y", Step.YEAR: "Y"}
_LONG = {
    Step.DAY: "D j M",
    Step.WEEK: "DATE_FORMAT",
    Step.MONTH: "YEAR_MONTH_FORMAT",
    Step.YEAR: "Y",
}
