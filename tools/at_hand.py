"""What somebody worked out before, for when they come back to something: their own latest of a few tools."""

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from stages.models import Behaviour

from .listing import Line, lines
from .models import Entry

EARLIER = ("urge-plan", "change-plan", "staying-on-track", "cost-benefit")


def earlier(behaviour: Behaviour) -> list[Line]:
    """The newest of each about it, else about nothing in particular; what helps soonest first. One query."""
    mine = Entry.objects.filter(
        Q(behaviour=behaviour) | Q(behaviour=None), member=behaviour.member_id, tool__in=EARLIER
    )
    nearest = Window(
        RowNumber(),
        partition_by="tool",
        order_by=[F("behaviour").asc(nulls_last=True), F("changed_at").desc(), "-id"],
    )
    found = mine.exclude(state=Entry.State.ARCHIVED).listed().annotate(nth=nearest).filter(nth=1)
    return lines(sorted(found, key=lambda entry: EARLIER.index(entry.tool)), ())
