"""What each tool shows back: pictures of what a member wrote, each with a sentence and its table.

Nothing here says why, judges, or makes one number of a person. `FIGURES` are of one entry, `ACROSS` of several.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from smartrecovery.drawing import Figure
from smartrecovery.sheets import Sheet

from . import ladders, loop, pairs, plans, risks, thoughts, weighing, wheel
from .pairs import Pair
from .seen import Earlier, Reading, Seen
from .weighing import Split, split, splits

__all__ = [
    "ACROSS",
    "FIGURES",
    "NAMED",
    "OPENS",
    "OVERLAID",
    "OVER_TIME",
    "Earlier",
    "Figure",
    "Reading",
    "Seen",
    "Split",
    "TwoDays",
    "of_answers",
    "of_tool",
    "of_two",
    "split",
    "splits",
]

Draws = Callable[[Seen], Figure | None]

NOW_AND_THEN = Pair(
    "feel_now_rate",
    "feel_then_rate",
    _("How I feel now, how I would feel then"),
    _("Feeling"),
    _("You feel %(before)s out of 10 about it now, and would feel %(after)s."),
    _("now"),
    _("then"),
    alone=_("In your %(n)s entries, the middle of how you feel now is %(middle)s."),
    often=pairs.middle_of_both,
)
URGE = Pair(
    "urge", "urge_after", _("Before, and after"), _("The urge"),
    _("The urge was %(before)s before and %(after)s after."),
)  # fmt: skip
UPSET = Pair(
    "upset", "upset_after", _("Before, and after"), _("The upset"),
    _("The upset was %(before)s before and %(after)s after."),
)  # fmt: skip
BELIEF = Pair(
    "believe_before", "believe_after", _("How much I believe it"), _("The old belief"),
    _("You believed it %(before)s %% before and %(after)s %% after."),
    top=100, titled=True,
)  # fmt: skip
HARSHNESS = Pair(
    "harshness_before", "harshness_after", _("How harsh it feels"), _("Harshness"),
    _("It felt harsh at %(before)s before and at %(after)s after."),
)  # fmt: skip
ENJOYED = Pair(
    "expected", "actual", _("Expected, and found"), _("How much"),
    _("You expected %(before)s, and it gave %(after)s."),
    _("expected"), _("found"), titled=True, often=pairs.expected_or_more,
)  # fmt: skip
SURE = Pair(
    "confidence_before", "confidence_after", _("How sure I am"), _("How sure"),
    _("You were sure at %(before)s before and at %(after)s after."),
    titled=True,
)  # fmt: skip
TENSION = Pair(
    "tension_before", "tension_after", _("How tense I am"), _("Tension"),
    _("The tension was %(before)s before and %(after)s after."),
)  # fmt: skip

# By slug, in the order they are shown.
FIGURES: dict[str, tuple[Draws, ...]] = {
    "cost-benefit": (weighing.skew, weighing.weights, weighing.growth),
    "change-plan": (plans.importance_and_confidence,),
    "values": (ladders.two_ladders,),
    "future-questions": (NOW_AND_THEN.of_entry,),
    "triggers": (risks.quadrant, risks.riskiest_first),
    "abc-urge": (pairs.with_feelings(URGE),),
    "abc-upset": (pairs.with_feelings(UPSET),),
    "beliefs": (pairs.old_and_new(BELIEF),),
    "acceptance": (HARSHNESS.of_entry,),
    "balance": (wheel.shape, wheel.gaps),
    "vaci": (ENJOYED.of_entry,),
    "goals": (plans.days_done, plans.days_over_time),
    "week-plan": (plans.planned_and_done,),
    "rehearsal": (SURE.of_entry,),
    "pig": (loop.loop,),
    "meditation": (TENSION.of_entry,),
    "muscle-relaxation": (TENSION.of_entry,),
    "calm-place": (TENSION.of_entry,),
}
ACROSS: dict[str, tuple[Draws, ...]] = {
    "future-questions": (NOW_AND_THEN.across,),
    "abc-urge": (URGE.across, thoughts.families),
    "abc-upset": (UPSET.across, thoughts.families),
    "beliefs": (BELIEF.across, thoughts.families),
    "acceptance": (HARSHNESS.across,),
    "vaci": (ENJOYED.across,),
    "rehearsal": (SURE.across,),
    "meditation": (TENSION.across,),
    "muscle-relaxation": (TENSION.across,),
    "calm-place": (TENSION.across,),
}
# Whose figures look at earlier numbers of the entry; at answers of an earlier day; across, at whole answers, at titles.
OVER_TIME = {"change-plan", "goals"}
OVERLAID = {"balance"}
OPENS = {"abc-urge", "abc-upset", "beliefs"}
NAMED = {"beliefs", "vaci", "rehearsal"}


def of_answers(
    sheet: Sheet,
    answers: dict,
    readings: Sequence[Reading] = (),
    earlier: Earlier | None = None,
) -> list[Figure]:
    """What one entry shows back, as it reads now or read on another day."""
    return _drawn(FIGURES, Seen(sheet, answers, earlier, tuple(readings)))


def of_tool(sheet: Sheet, readings: Sequence[Reading], opened: Sequence[dict] = ()) -> list[Figure]:
    """What all entries of a tool show together: readings are one an entry, oldest first."""
    return _drawn(ACROSS, Seen(sheet, readings=tuple(readings), opened=tuple(opened)))


def _drawn(registry: dict[str, tuple[Draws, ...]], seen: Seen) -> list[Figure]:
    drawn = (draw(seen) for draw in registry.get(seen.sheet.slug, ()))
    return [figure for figure in drawn if figure]


@dataclass(frozen=True)
class TwoDays:
    """One kind of figure on two days: one drawn over the other where it can be, else side by side."""

    title: str
    before: Figure | None = None
    after: Figure | None = None
    together: Figure | None = None


def of_two(was: Sheet, before: Earlier, now: Sheet, after: Earlier) -> list[TwoDays]:
    """What two states of a tool show, each kind of figure together."""
    ago = {figure.name: figure for figure in of_answers(was, before.answers)}
    alone = {figure.name: figure for figure in of_answers(now, after.answers)}
    over = {figure.name: figure for figure in of_answers(now, after.answers, (), before)}
    return [
        TwoDays(figure.title, together=over[name])
        if over.get(name) != alone.get(name)
        else TwoDays(figure.title, ago.get(name), alone.get(name))
        for name, figure in (ago | alone).items()
    ]
