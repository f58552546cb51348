"""The page a worksheet is worked on: what it shows."""

import secrets
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import time_format

from smartrecovery.sheets import Sheet, SheetForm
from stages import safety, support
from stages.models import Behaviour, Stage

from . import figures, heads, offers
from .figures import gather
from .models import Entry
from .texts import texts

UNDECIDED = {Stage.UNSET, Stage.PRE, Stage.CON}


def worksheet(request: HttpRequest, entry: Entry, sheet: Sheet, form: SheetForm) -> HttpResponse:
    behaviours = _behaviours(request, entry, sheet)
    behaviour = next((b for b in behaviours if b.pk == entry.behaviour_id), None)
    begun = entry.version > 0
    context = {
        "place": "tools",
        "entry": entry,
        "sheet": sheet,
        "form": form,
        "begun": begun,
        "next_day": _next_day(entry, sheet, request.user.today()),
        "saved": clock(entry) if begun else "",
        "tab": tab(request) or secrets.token_hex(8),
        "behaviours": behaviours,
        "behaviour": behaviour,
        "undecided": behaviour is None or behaviour.stage in UNDECIDED,
        "example": sheet.read(sheet.example),
        "errors": form.is_bound and not form.is_valid(),
        "offered": begun and not entry.unsaved and support.offer_for(texts(entry.answers)),
    }
    context |= _pictures(entry, sheet) | heads.before_questions(sheet, entry, behaviour)
    context |= _of_the_goal(request, entry, sheet, behaviour) | _web(request, entry, sheet, form)
    return render(request, "tools/worksheet.html", context)


def _asks_a_goal(sheet: Sheet) -> bool:
    return "goal_type" in sheet.questions


def _behaviours(request: HttpRequest, entry: Entry, sheet: Sheet) -> list[Behaviour]:
    mine = request.user.behaviours.open(besides=entry.behaviour_id).with_stage()
    return list(mine.with_notes_read() if _asks_a_goal(sheet) else mine)


def _of_the_goal(
    request: HttpRequest, entry: Entry, sheet: Sheet, behaviour: Behaviour | None
) -> dict[str, Any]:
    """What to know before stopping or cutting down, where the sheet asks which."""
    if behaviour is None or not _asks_a_goal(sheet):
        return {}
    goal = entry.answers.get("goal_type", "")
    notes = safety.notes_for_goal(behaviour, goal, request.user)
    return {"safety_notes": notes, "next": request.path}


def _web(request: HttpRequest, entry: Entry, sheet: Sheet, form: SheetForm) -> dict[str, Any]:
    """What this sheet may take from others, where its lines came from, and where they went."""
    answers = form.answers if form.from_page else form.stored
    beside = getattr(form.around, "entries", None)
    page = offers.for_page(request.user, entry, sheet, answers, form.asked, beside)
    return {
        "offers": page.offers,
        "origins": page.origins,
        "alone": page.alone,
        "beside": page.beside,
        "used": page.used,
        "follows": page.follows,
    }


def _pictures(entry: Entry, sheet: Sheet) -> dict[str, Any]:
    """What the entry shows back, and within the boxes when each line is felt."""
    shown: dict[str, Any] = {"figures": gather.entry_shows(entry, sheet)}
    if sheet.layout == "cross":
        shown["splits"] = figures.splits(entry.answers)
    return shown


def _next_day(entry: Entry, sheet: Sheet, today: date) -> date | None:
    days = [due.day for due in sheet.due(entry.answers, today)]
    return min((day for day in days if day >= today), default=None)


def clock(entry: Entry) -> str:
    return time_format(timezone.localtime(entry.changed_at), "H:i")


def tab(request: HttpRequest) -> str:
    """The mark of the page that was open; NUL cannot be kept."""
    return request.POST.get("tab", "").replace("\0", "")[:32]
