"""How many plans somebody has made: saved ones, put away or not, and those deleted since."""

from datetime import datetime
from functools import cache

from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from .models import Entry, PlanGone

PLANS = ("change-plan", "urge-plan", "week-plan", "staying-on-track", "goals")


@transaction.atomic
def delete(entry: Entry, now: datetime) -> None:
    """Deletes an entry for good; of a plan it stays known that one was made."""
    if entry.tool in PLANS and entry.saved_at:
        PlanGone.objects.create(member_id=entry.member_id, at=now)
    entry.delete()


@cache
def count() -> CombinedExpression:
    """An expression on a member. The same for everybody, so built once."""
    saved = Entry.objects.filter(member=OuterRef("pk"), tool__in=PLANS, saved_at__isnull=False)
    return _how_many(saved) + _how_many(PlanGone.objects.filter(member=OuterRef("pk")))


def _how_many(rows: QuerySet) -> Coalesce:
    counted = rows.order_by().values("member").annotate(n=Count("*")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())
