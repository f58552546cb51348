"""A taking as it leaves with its member, in words, and what is looked at when one comes back."""

from typing import Any

from django.utils.translation import gettext as _

from smartrecovery.portable import Answers, Refused, lines_of

from . import engine, wording
from .catalogue import CATALOGUE
from .instrument import Instrument, Item


def called(taking: dict[str, Any]) -> str:
    instrument = CATALOGUE.get(taking["instrument"])
    return str(instrument.title) if instrument else taking["instrument"]


def read(taking: dict[str, Any], _takings: list[dict[str, Any]]) -> Answers:
    """Each answer and each score. Words an admin entered stay with the site that may use them."""
    instrument, answers = CATALOGUE.get(taking["instrument"]), taking["answers"]
    if instrument is None or not engine.fits(instrument, answers):
        return [("", [(name, lines_of(value)) for name, value in answers.items()])]
    told = [_told(instrument, item, answers) for item in instrument.items if item.name in answers]
    scores = [
        (str(instrument.scoring[name].title), [_of(instrument, name, value)])
        for name, value in engine.scores(instrument, answers).items()
    ]
    return [(instrument.name, told), *([(_("What it came to"), scores)] if scores else [])]


def takings_fit(takings: list) -> None:
    """Each answers a measure we have, within its scales."""
    for taking in takings:
        instrument = CATALOGUE.get(taking.instrument)
        if instrument is None:
            raise Refused(_("one is for a measure nobody here knows"))
        if not engine.fits(instrument, taking.answers):
            raise Refused(_("an answer does not fit its question"))


def scores_fit(scores: list, instrument_of: dict) -> None:
    """Each is a score of the measure it belongs to, within its range."""
    for score in scores:
        scoring = CATALOGUE[instrument_of[score.taking_id]].scoring.get(score.name)
        if scoring is None or not scoring.low <= score.value <= scoring.high:
            raise Refused(_("a score does not fit its measure"))


def _told(instrument: Instrument, item: Item, answers: dict[str, int]) -> tuple[str, list[str]]:
    words, answer = wording.declared(instrument), answers[item.name]
    if words:
        return str(words.items[item.name]), [words.said(item, answer)]
    question = str(item.about or _("Question %(number)s") % {"number": item.name})
    values = item.scale.values
    said = _("%(value)s, from %(low)s to %(high)s")
    return question, [said % {"value": answer, "low": values[0], "high": values[-1]}]


def _of(instrument: Instrument, name: str, value: int) -> str:
    scoring = instrument.scoring[name]
    said = _("%(value)s, from %(low)s to %(high)s")
    return said % {"value": value, "low": scoring.low, "high": scoring.high}
