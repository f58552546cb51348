"""People a member wrote down: whom to ring, who helps, who knows. For them alone to turn to."""

from collections.abc import Iterable

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from .card import PLAN, Contact
from .models import Entry

# Where somebody is named, nearest first: the question, the cell with the name, the one with the number.
NAMED: dict[str, tuple[tuple[str, str, str], ...]] = {
    PLAN: (("people", "who", "contact"),),
    "staying-on-track": (("people", "who", "contact"), ("tell", "", "")),
    "change-plan": (("helpers", "who", ""),),
    "week-plan": (("support", "", ""),),
}
SHEETS_OF_A_KIND, MOST = 3, 6


def trusted(member, behaviour_id=None) -> list[Contact]:
    """Each person once, those who can be rung first, and first those named about this behaviour. One query."""
    near = {None: 1} | {behaviour_id: 0}
    named = sorted(_named(member), key=lambda found: (found[0], near.get(found[1], 2)))
    people: dict[str, Contact] = {}
    for _place, _about, contact in named:
        key = " ".join(contact.who.casefold().split())
        if key not in people or (contact.number and not people[key].number):
            people[key] = contact
    return sorted(people.values(), key=lambda contact: not contact.number)[:MOST]


def _named(member) -> Iterable[tuple]:
    """(how near the sheet is, what it is about, who), the newest sheet of each kind first."""
    newest = Window(RowNumber(), partition_by="tool", order_by=[F("changed_at").desc(), "-id"])
    entries = member.entries.filter(tool__in=NAMED).exclude(state=Entry.State.ARCHIVED)
    places = list(NAMED)
    for entry in entries.annotate(nth=newest).filter(nth__lte=SHEETS_OF_A_KIND).order_by("nth"):
        message = str(entry.answers.get("safe_message") or "")
        for question, who, contact in NAMED[entry.tool]:
            said = entry.answers.get(question) or ()
            rows = said if isinstance(said, list) else [{"": said}]
            for row in rows:
                if name := str(row.get(who) or "").strip():
                    number = str(row.get(contact) or "").strip() if contact else ""
                    yield (
                        places.index(entry.tool),
                        entry.behaviour_id,
                        Contact(name, number, message),
                    )
