"""Why somebody began, in the words they wrote first."""

from stages.models import Behaviour

from .models import Entry

# Where reasons stand: the tool, and the question.
SAID: dict[str, str] = {
    "change-plan": "reasons",
    "urge-plan": "reasons",
    "cost-benefit": "changing_benefit",
}
A_FEW, SHEETS = 3, 6


def first(behaviour: Behaviour) -> list[str]:
    """Up to three, from the earliest sheets about it that have any. One query."""
    mine = behaviour.entries.filter(tool__in=SAID).exclude(state=Entry.State.DRAFT)
    found = [
        text
        for entry in mine.order_by("created_at", "id")[:SHEETS]
        for row in entry.answers.get(SAID[entry.tool]) or ()
        if (text := str(row.get("text") or "").strip())
    ]
    return list(dict.fromkeys(found))[:A_FEW]
