"""Mood, and how important and how sure, as check-ins said: the middle of each period."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from smartrecovery.drawing import Figure, dot, key, marks, numeral, whole
from stages.spans import Axis
from stages.tallies import Histogram, Tally

from . import paper
from .over_time import two_ends

FROM = 3


def mood(tally: Tally, axis: Axis) -> Figure | None:
    """From three check-ins that say it."""
    found = paper.by_period(axis, tally.scales.get("mood", {}))
    medians = paper.middles(found)
    said = _said(found)
    if said < FROM:
        return None
    return Figure(
        "mood",
        _("My mood"),
        _("My mood from 0 to 10, the middle of each period"),
        two_ends(axis, medians) if len(medians) > 1 else _one(medians),
        **whole(
            (paper.named(axis.step), _("Check-ins"), _("Middle")),
            [
                (paper.long(axis.step, axis.periods[place]), paper.said_in(each), numeral(medians[place]))
                for place, each in found.items()
            ],
        ),
        marks=marks(paper.ground(axis, (0, 5, 10)), _pen(axis, medians, "ln", "pt")),
        height=paper.HEIGHT,
        side=_check_ins(said),
    )  # fmt: skip


def rulers(tally: Tally, axis: Axis) -> Figure | None:
    """How important it is and how sure they are, one beside the other; from three of either."""
    found = [
        paper.by_period(axis, tally.scales.get(name, {})) for name in ("importance", "confidence")
    ]
    medians = [paper.middles(each) for each in found]
    said = max(map(_said, found))
    if said < FROM:
        return None
    places = sorted({*medians[0], *medians[1]})
    return Figure(
        "rulers",
        _("How important, how sure"),
        _("How important it is and how sure I am, from 0 to 10"),
        " ".join(filter(None, (_first_and_last(_("How important"), medians[0]), _first_and_last(_("How sure"), medians[1])))),
        **whole(
            (paper.named(axis.step), _("How important"), _("How sure")),
            [
                (paper.long(axis.step, axis.periods[place]), *(numeral(each.get(place)) for each in medians))
                for place in places
            ],
        ),
        marks=marks(
            paper.ground(axis, (0, 5, 10)),
            _pen(axis, medians[0], "ln2 thick", "pt alt"),
            _pen(axis, medians[1], "ln", "pt on"),
            key(paper.HEIGHT + 14, ("ring", _("how important")), ("full", _("how sure"))),
        ),
        height=paper.HEIGHT + 22,
        side=_check_ins(said),
    )  # fmt: skip


def _said(found: Mapping[int, Histogram]) -> int:
    return sum(map(paper.said_in, found.values()))


def _pen(axis: Axis, medians: Mapping[int, float], line: str, point: str) -> str:
    dots = (
        dot(paper.x_of(axis, place), paper.y_of(value), point, 4)
        for place, value in medians.items()
    )
    return paper.climbing(axis, medians, line) + "".join(dots)


def _one(medians: Mapping[int, float]) -> str:
    return _("The middle of what you said is %(value)s.") % {
        "value": numeral(next(iter(medians.values())))
    }


def _first_and_last(name: str, medians: Mapping[int, float]) -> str:
    if not medians:
        return ""
    first, last = (numeral(medians[place]) for place in (min(medians), max(medians)))
    if len(medians) == 1:
        return _("%(name)s: %(value)s.") % {"name": name, "value": last}
    return _("%(name)s: %(first)s at first, %(last)s lately.") % {
        "name": name,
        "first": first,
        "last": last,
    }


def _check_ins(count: int) -> str:
    return _("%(count)s check-ins") % {"count": count}
