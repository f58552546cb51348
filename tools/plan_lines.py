"""What somebody planned to do about an urge: the lines of their plan for hard moments."""

from uuid import UUID

from django.db.models import Q

from stages.coping import Line

from .models import Entry

PLAN = "urge-plan"
WAYS = ("escape", "neutralise", "delay", "tasks", "swap")
MOST_PLANS = 8


def lines(member, behaviour: UUID | None) -> list[Line]:
    """Of the newest plan about this, or of the newest about nothing in particular; without either, of the newest.

    One query.
    """
    about = Q(behaviour=behaviour) | Q(behaviour=None) if behaviour else Q()
    mine = member.entries.filter(about, tool=PLAN).exclude(state=Entry.State.ARCHIVED)
    mine = mine.only("member", "answers", "behaviour", "changed_at")
    plan = min(
        mine.order_by("-changed_at", "-id")[:MOST_PLANS],
        key=lambda entry: entry.behaviour_id != behaviour,
        default=None,
    )
    return [
        Line(plan.pk, str(row["id"]), words)
        for name in WAYS
        for row in (plan.answers.get(name, ()) if plan else ())
        if (words := " ".join(str(row.get("text") or "").split()))
    ]
