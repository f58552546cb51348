"""From answers to scores. Every item of a score is asked for: with one left out there is no score."""

from collections.abc import Mapping

from .instrument import Instrument, Scoring

Answers = Mapping[str, int]


def scores(instrument: Instrument, answers: Answers) -> dict[str, int]:
    """Each score that can be told from these answers, by its name."""
    return {
        scoring.name: _added(instrument, scoring, answers)
        for scoring in instrument.scorings
        if all(name in answers for name in scoring.items)
    }


def fits(instrument: Instrument, answers: Answers) -> bool:
    """Whether each of these answers one of its items, within its scale."""
    return all(
        name in instrument.item
        and type(value) is int
        and value in instrument.item[name].scale.values
        for name, value in answers.items()
    )


def is_whole(instrument: Instrument, answers: Answers) -> bool:
    return all(name in answers for name in instrument.item)


def asks_for_support(instrument: Instrument, answers: Answers) -> bool:
    """Anything above nought where it asks about harming oneself, whatever else was left out."""
    return bool(instrument.harm_item) and answers.get(instrument.harm_item, 0) > 0


def _added(instrument: Instrument, scoring: Scoring, answers: Answers) -> int:
    points = (instrument.item[name].points(answers[name]) for name in scoring.items)
    return scoring.times * sum(points)
