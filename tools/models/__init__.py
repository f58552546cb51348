"""What I can do: entries in worksheets, kept over time, the weeks planned in them, and what came from where."""

from .declined import Declined
from .entries import Entry, EntryQuerySet, Rating, Revision
from .gone import PlanGone
from .taken import Taken
from .weeks import PlanLine, Week

__all__ = [
    "Declined",
    "Entry",
    "EntryQuerySet",
    "PlanGone",
    "PlanLine",
    "Rating",
    "Revision",
    "Taken",
    "Week",
]
