"""What a score says, in plain words and with its source. It never names an illness.

These words want a clinician's eye before a site opens.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .instrument import Instrument, Line, Scoring, Words
from .mood import WHATEVER_IT_COMES_TO


@dataclass(frozen=True)
class Reading:
    """One score and what can be said about it."""

    scoring: Scoring
    value: int
    says: Words
    lines: tuple[str, ...]

    @property
    def is_main(self) -> bool:
        return self.scoring.name == "total"


def readings(
    instrument: Instrument, scores: Mapping[str, int], is_about_harm: bool = False
) -> list[Reading]:
    """The scores there are, in the order they are declared.

    Where an answer is about harming oneself, no low number speaks over it.
    """
    return [
        _about_harm(scoring, scores[scoring.name])
        if is_about_harm
        else _reading(scoring, scores[scoring.name])
        for scoring in instrument.scorings
        if scoring.name in scores
    ]


def _reading(scoring: Scoring, value: int) -> Reading:
    band = scoring.band(value)
    lines = tuple(line_said(line, value) for line in scoring.lines)
    return Reading(scoring, value, band.says if band else "", lines)


def _about_harm(scoring: Scoring, value: int) -> Reading:
    return Reading(scoring, value, WHATEVER_IT_COMES_TO, tuple(map(line_named, scoring.lines)))


def line_named(line: Line) -> str:
    """A published line by itself: where it is, for whom, and who says so."""
    said = {"at": line.at, "source": line.source, "whose": line.whose}
    if line.whose:
        named = (
            _("The published line %(whose)s: %(at)s or less (%(source)s).")
            if line.up_to
            else _("The published line %(whose)s: %(at)s or more (%(source)s).")
        )
    else:
        named = (
            _("The published line: %(at)s or less (%(source)s).")
            if line.up_to
            else _("The published line: %(at)s or more (%(source)s).")
        )
    return named % said


def line_said(line: Line, value: int) -> str:
    """The line, and on which side of it these answers are."""
    reached = line.is_reached(value)
    if line.up_to:
        where = (
            _("Your answers are at or under it.") if reached else _("Your answers are above it.")
        )
    else:
        where = (
            _("Your answers are at or above it.") if reached else _("Your answers are under it.")
        )
    return f"{line_named(line)} {where}"
