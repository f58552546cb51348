"""What I can do: entries in worksheets, kept over time, the weeks planned in them, and what came from where."""

from .entries import Entry, EntryQuerySet, Rating, Revision
from .taken import Taken
from .weeks import PlanLine, Week

__all__ = ["Entry", "EntryQuerySet", "PlanLine", "Rating", "Revision", "Taken", "Week"]
