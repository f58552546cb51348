"""What the app says after a slip: only what is true for this person, and always the same for the same slip.

The words point at what happened and when, never at who somebody is; tests read every one of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from . import check_ins, moves
from .models import Behaviour, Slip, Stage

CHANGED = {Stage.ACT, Stage.MAI, Stage.GRA}
Words = str | Promise


@dataclass(frozen=True)
class Known:
    """What is true for this person, before anything is said."""

    days_on_plan: int = 0
    days_since_began: int = 0
    urges_got_by: int = 0
    extent: str = ""


@dataclass(frozen=True)
class Saying:
    """Words that may be said where they fit; `n` is the number that stands in them."""

    words: Words
    fits: Callable[[Known], bool] = lambda known: True
    n: Callable[[Known], int] = lambda known: 0

    def said(self, known: Known) -> str:
        return str(self.words % {"n": self.n(known)})


THANKS = Saying(_("Thanks for writing it down"))

STILL_TRUE = (
    Saying(
        ngettext_lazy(
            "Your %(n)d day on your own plan still happened.",
            "Your %(n)d days on your own plan still happened.",
            "n",
        ),
        fits=lambda known: known.days_on_plan > 0,
        n=lambda known: known.days_on_plan,
    ),
    Saying(
        ngettext_lazy(
            "The day since you began still happened.",
            "The %(n)d days since you began still happened.",
            "n",
        ),
        fits=lambda known: known.days_since_began > 0,
        n=lambda known: known.days_since_began,
    ),
    Saying(
        ngettext_lazy(
            "The urge you got past still passed.",
            "The %(n)d urges you got past still passed.",
            "n",
        ),
        fits=lambda known: known.urges_got_by > 0,
        n=lambda known: known.urges_got_by,
    ),
    Saying(_("Whatever you found out up to now is still yours.")),
)

HOW_MUCH = (
    Saying(
        _("Being back in it for now takes away nothing you learnt. You can begin anywhere."),
        fits=lambda known: known.extent == Slip.Extent.BACK,
    ),
    Saying(
        _("It happened a few times. The skills are still yours."),
        fits=lambda known: known.extent == Slip.Extent.FEW,
    ),
    Saying(
        _("However much it was, the skills are still yours."),
        fits=lambda known: known.extent == Slip.Extent.RATHER_NOT,
    ),
    Saying(_("One event. The skills are still yours.")),
)

TO_WONDER = (
    Saying(_("What was going on around it?")),
    Saying(_("What had been working up to then?")),
    Saying(_("Where were you, and what time was it?")),
    Saying(_("Was there hunger, a short night, or a hard day before it?")),
)

WHAT_HELPS_NEXT = (
    Saying(_("A glass of water.")),
    Saying(_("Something to eat.")),
    Saying(_("Some sleep, or a rest.")),
)

STAGE_STAYS = Saying(_("Where you put yourself has not changed."))

BANK: tuple[Saying, ...] = (
    THANKS, *STILL_TRUE, *HOW_MUCH, *TO_WONDER, *WHAT_HELPS_NEXT, STAGE_STAYS,
)  # fmt: skip


@dataclass(frozen=True)
class After:
    """The words on one page: what still stands, how much it was, one thing to wonder about."""

    thanks: str
    still_true: str
    how_much: str
    to_wonder: str
    next: list[str]
    stage_stays: str


def after(known: Known, slip: UUID) -> After:
    return After(
        THANKS.said(known),
        _first(STILL_TRUE, known),
        _first(HOW_MUCH, known),
        TO_WONDER[slip.int % len(TO_WONDER)].said(known),
        [each.said(known) for each in WHAT_HELPS_NEXT],
        STAGE_STAYS.said(known),
    )


def known(slip: Slip, today: date) -> Known:
    """Three queries, of what was true before it and still is."""
    behaviour = slip.behaviour
    return Known(
        days_on_plan=check_ins.on_plan_days(behaviour),
        days_since_began=_days_since_began(behaviour, today),
        urges_got_by=behaviour.urges.filter(got_by=True).count(),
        extent=slip.extent,
    )


def _first(sayings: tuple[Saying, ...], known: Known) -> str:
    return next(each.said(known) for each in sayings if each.fits(known))


def _days_since_began(behaviour: Behaviour, today: date) -> int:
    """Since the first of the latest moves that say they are doing it; none where they say otherwise."""
    began = None
    for move in reversed(moves.standing_moves(behaviour.moves.all())):
        if move.to_stage not in CHANGED:
            break
        began = move.since
    return max(0, (today - began) // timedelta(days=1)) if began else 0
