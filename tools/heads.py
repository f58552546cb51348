"""What stands before the questions of some tools. It offers and warns; it sets nothing."""

from typing import Any

from django.urls import reverse

from smartrecovery.portable import is_id
from smartrecovery.sheets import Sheet
from stages import safety
from stages.models import Behaviour, Stage

from . import planning
from .models import Entry

CHANGED = {Stage.ACT, Stage.MAI, Stage.GRA}
# What each answer means among the stages, and where the stage page opens for it.
MEANS: dict[str, tuple[set[Stage], str]] = {
    "still": (CHANGED, ""),
    "planning": ({Stage.DET}, Stage.DET.value),
    "thinking": ({Stage.CON}, Stage.CON.value),
    "not_now": ({Stage.PRE}, Stage.PRE.value),
}


def before_questions(sheet: Sheet, entry: Entry, behaviour: Behaviour | None) -> dict[str, Any]:
    """Nothing for most tools."""
    if sheet.head == "slip":
        return after_a_slip(entry, behaviour)
    if sheet.head == "safety" and behaviour:
        here = (
            reverse("entry", args=[entry.pk])
            if entry.version
            else reverse("begin", args=[sheet.slug])
        )
        return {"safety_notes": safety.notes_for(behaviour, entry.member), "next": here}
    if sheet.head == "week":
        return planning.shown(entry, entry.member.today())
    return {}


def after_a_slip(entry: Entry, behaviour: Behaviour | None) -> dict[str, Any]:
    """Safety first; once saved, where it may lead: other tools, and the stage page if it says otherwise."""
    finished = entry.version > 0 and not entry.unsaved
    differs, to = says_another_stage(entry.answers.get("stage_answer", ""), behaviour)
    return {
        "safety_notes": safety.notes_for_slip(behaviour),
        "finished": finished,
        "stage_differs": finished and differs,
        "stage_to": to,
    }


def from_slip(member, sheet: Sheet, wanted: str) -> dict[str, Any]:
    """What a new look at a slip opens with where it was written down already; nothing for other tools."""
    if sheet.head != "slip" or not is_id(wanted):
        return {}
    slip = member.slips.standing().filter(pk=wanted).first()
    if slip is None:
        return {}
    said = {
        "what": slip.said,
        "occurred_at": sheet.questions["occurred_at"].pack(
            slip.occurred_at.replace(second=0, microsecond=0)
        ),
        "extent": slip.extent,
    }
    return {name: value for name, value in said.items() if value}


def says_another_stage(answer: str, behaviour: Behaviour | None) -> tuple[bool, str]:
    """Whoever would rather not say where they are is not asked to."""
    if behaviour is None or answer not in MEANS or behaviour.stage == Stage.UNSET:
        return False, ""
    stages, to = MEANS[answer]
    return behaviour.stage not in stages, to
