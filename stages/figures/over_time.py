"""How strong urges were, and how many were written down, along the weeks or months."""

from collections.abc import Mapping
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartrecovery.drawing import Figure, dot, marks, numeral, whole
from stages.spans import Axis, Step
from stages.tallies import ENOUGH, ByKey, Histogram, Tally, middle, together

from . import paper

MOST_DOTS = 60


def how_strong(tally: Tally, axis: Axis) -> Figure | None:
    """A dot for each urge while they are few, and the middle of each period; clay is 8 or more."""
    found = {
        place: each
        for place, each in paper.by_period(axis, tally.strengths).items()
        if paper.said_in(each)
    }
    everything = together(found.values())
    said = paper.said_in(everything)
    if not said:
        return None
    medians = paper.middles(found)
    with_line = said >= ENOUGH and axis.step is not Step.DAY
    drawn = [paper.ground(axis, (0, 5, 10))]
    if tally.span.by_day and said <= MOST_DOTS:
        drawn.append(_dots(axis, tally.strengths))
    drawn += _middles(axis, medians, with_line, said)
    return Figure(
        "strong",
        _("How strong"),
        _("How strong urges were, from 0 to 10; a dot in another colour is 8 or more"),
        _strength_said(axis, medians, everything, with_line),
        **whole(
            (paper.named(axis.step), _("Notes"), _("Middle"), _("Highest")),
            [
                (
                    paper.long(axis.step, axis.periods[place]),
                    paper.said_in(each),
                    numeral(medians[place]),
                    max(value for value in each if value is not None),
                )
                for place, each in found.items()
            ],
        ),
        marks=marks(*drawn),
        height=paper.HEIGHT,
        side=notes(said),
    )


def _middles(axis: Axis, medians: dict, with_line: bool, said: int) -> list[str]:
    """The line through the middles, with a ring on each; alone where it stands for too many dots."""
    if with_line:
        rings = [
            dot(paper.x_of(axis, place), paper.y_of(value), "pt", 4)
            for place, value in medians.items()
        ]
        return [paper.climbing(axis, medians), *rings]
    if axis.step is not Step.DAY and said > MOST_DOTS:
        return [paper.climbing(axis, medians)]
    return []


def _dots(axis: Axis, strengths: ByKey) -> str:
    """Those of one day and one strength stand a little beside each other."""
    drawn = ""
    for key, histogram in sorted(strengths.items()):
        day = date.fromisoformat(key)
        if axis.place(day) is None:
            continue
        for value, n in sorted((v, n) for v, n in histogram.items() if v is not None):
            kind = "hard" if value >= paper.HARD else "q3"
            for i in range(n):
                x = paper.x_of_day(axis, day) + 4 * (i - (n - 1) / 2)
                drawn += dot(min(max(x, paper.LEFT), paper.RIGHT), paper.y_of(value), kind, 3)
    return drawn


def _strength_said(
    axis: Axis, medians: Mapping[int, float], everything: Histogram, with_line: bool
) -> str:
    if with_line and len(medians) > 1:
        return two_ends(axis, medians)
    said = paper.said_in(everything)
    if said == 1:
        return _("One urge so far, at %(value)s out of 10.") % {
            "value": numeral(middle(everything))
        }
    hard = sum(n for value, n in everything.items() if (value or 0) >= paper.HARD)
    return ngettext(
        "The middle of these %(said)s is %(middle)s; %(hard)s was 8 or more.",
        "The middle of these %(said)s is %(middle)s; %(hard)s were 8 or more.",
        hard,
    ) % {
        "said": paper.counted(said),
        "middle": numeral(middle(everything)),
        "hard": paper.counted(hard) if hard else _("none"),
    }


def two_ends(axis: Axis, medians: Mapping[int, float]) -> str:
    """The first and the last of what there is, one after the other."""
    first, last = min(medians), max(medians)
    earlier = _("%(then)s the middle was %(value)s.") % {
        "then": capfirst(paper.then(axis, first)),
        "value": numeral(medians[first]),
    }
    is_now = last == len(axis.periods) - 1
    later = (_("%(then)s it is %(value)s.") if is_now else _("%(then)s it was %(value)s.")) % {
        "then": capfirst(paper.then(axis, last)),
        "value": numeral(medians[last]),
    }
    return f"{earlier} {later}"


def how_often(tally: Tally, axis: Axis) -> Figure | None:
    """How many were written down; fewer or more is nobody's verdict."""
    counts = {
        place: sum(each.values()) for place, each in paper.by_period(axis, tally.strengths).items()
    }
    if sum(counts.values()) < ENOUGH:
        return None
    most = max(max(counts.values()), 4)
    return Figure(
        "often",
        _("How often"),
        _("How many urges were written down, one bar after the other"),
        _often_said(tally, axis, counts),
        **whole(
            (paper.named(axis.step), _("Notes"), _("A day")),
            [
                (
                    paper.long(axis.step, period),
                    counts.get(place, 0),
                    numeral(round(counts.get(place, 0) / period.days, 1)),
                )
                for place, period in enumerate(axis.periods)
            ],
        ),
        marks=marks(paper.ground(axis, (0, most), most), paper.bars(axis, counts, most)),
        height=paper.HEIGHT,
        side=notes(sum(counts.values())),
    )


def _often_said(tally: Tally, axis: Axis, counts: Mapping[int, int]) -> str:
    total, most = sum(counts.values()), max(counts, key=lambda place: (counts[place], place))
    said = {"count": paper.begun_with(total)}
    if tally.span.by_day:
        on_days = sum(
            1 for key in tally.strengths if axis.place(date.fromisoformat(key)) is not None
        )
        said["on"] = paper.counted(on_days)
        if axis.step is Step.DAY:
            return _("%(count)s urges written down, on %(on)s of these seven days.") % said
        says = (
            ngettext(
                "%(count)s urges written down, on %(on)s day.",
                "%(count)s urges written down, on %(on)s days.",
                on_days,
            )
            % said
        )
    else:
        says = _("%(count)s urges written down since %(day)s.") % {
            **said,
            "day": paper.beginning(axis),
        }
    return f"{says} " + _("Most were %(then)s: %(most)s.") % {
        "then": paper.then(axis, most),
        "most": paper.counted(counts[most]),
    }


def notes(count: int) -> str:
    return ngettext("%(count)s note", "%(count)s notes", count) % {"count": count}


def latest_notes(tally: Tally) -> str:
    """Which notes are looked at, where that is the latest alone."""
    looked_at = tally.looked_at
    if looked_at == tally.notes:
        return notes(looked_at)
    return _("The latest %(count)s notes") % {"count": looked_at}


def to_today(axis: Axis) -> str:
    """How long a page looks back, for its margin."""
    if axis.step is Step.WEEK:
        weeks = len(axis.periods)
        return ngettext("%(count)s week, to today", "%(count)s weeks, to today", weeks) % {
            "count": paper.begun_with(weeks)
        }
    if axis.step is Step.DAY:
        return _("Seven days, to today")
    return _("Since %(day)s") % {"day": paper.beginning(axis)}
