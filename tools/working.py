"""The page on which a worksheet is worked: begun, kept as it is written, saved, written in two places."""

import secrets
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartrecovery.sheets import Lines, Sheet, SheetForm, Switch
from stages import safety
from stages.models import Behaviour, Stage

from . import catalogue, changes, charts, keeping, offers
from .models import Entry, Rating
from .views import around, number_in, sheet_for, sheet_of_entry

MOVES = {"next": 1, "back": -1, "go": 0}
UNDECIDED = {Stage.UNSET, Stage.PRE, Stage.CON}


def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """A new entry: nothing is kept before something is written."""
    sheet = sheet_for(slug)
    if request.method == "POST":
        sheet = catalogue.sheet_of(slug, number_in(request.POST.get("edition", ""))) or sheet
        key, behaviour = _uuid(request.POST.get("id", "")), _behaviour(request)
        form = SheetForm(request.POST, sheet=sheet, around=around(request), step=_step(request))
        if _says_something(request, form) or request.user.entries.filter(pk=key).exists():
            entry = keeping.begin(request.user, sheet, key, behaviour, timezone.now())
            return _keep(request, entry, sheet_of_entry(entry))
        do, _colon, at = request.POST.get("do", "").partition(":")
        if do in MOVES:
            step = _moved_to(form, do, at)
            form = SheetForm(sheet=sheet, around=around(request), step=step)
        elif form.is_valid():
            messages.info(request, _("Nothing was written, so nothing is kept."))
            return redirect("tool", slug)
    else:
        offered = sheet.offered(request.user.today())
        key, form = uuid4(), SheetForm(sheet=sheet, answers=offered, around=around(request))
        behaviour = _asked_for(request)
    entry = Entry(pk=key, member=request.user, tool=slug, edition=sheet.edition, version=0)
    entry.behaviour = behaviour
    return _worksheet(request, entry, sheet, form)


def _says_something(request: HttpRequest, form: SheetForm) -> bool:
    """Taking over a line written elsewhere is saying something; leaving what was offered is not."""
    if request.POST.get("do", "").startswith(("take:", "idea:")):
        return True
    offered = form.sheet.offered(request.user.today())
    return any(offered.get(name) != value for name, value in form.answers.items())


def entry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Work on one of my entries."""
    entry = get_object_or_404(request.user.entries, pk=pk)
    sheet = sheet_of_entry(entry)
    if request.method == "POST":
        return _keep(request, entry, sheet)
    form = SheetForm(
        sheet=sheet,
        answers=entry.answers,
        around=around(request),
        step=number_in(request.GET.get("step", "")),
        checking=request.GET.get("check") == "1",
    )
    return _worksheet(request, entry, sheet, form)


def _step(request: HttpRequest) -> int:
    """The step that was open; a page that says none is the first."""
    return number_in(request.POST.get("step", ""))


def _keep(request: HttpRequest, entry: Entry, sheet: Sheet) -> HttpResponse:
    """Whatever was posted is kept first, as a draft or a save; then comes what the button asked for."""
    form = SheetForm(
        request.POST,
        sheet=sheet,
        answers=entry.answers,
        around=around(request),
        today=request.user.today(),
        step=_step(request),
    )
    page = keeping.Page(number_in(request.POST.get("version", "")), _tab(request))
    do, _colon, at = request.POST.get("do", "save").partition(":")
    more = _more(request, entry)
    answers = _acted(request, sheet, form.answers, do, at)
    finished = do in ("save", "mine") and "X-Autosave" not in request.headers and form.is_valid()
    write = keeping.save if finished else keeping.draft
    if do == "mine":
        write = partial(keeping.put_over, write)
    try:
        write(entry, sheet, answers, page, timezone.now(), **more)
    except keeping.Conflict as conflict:
        return _conflict(request, conflict.entry, sheet, answers)
    return _kept(request, entry, sheet, form, do, at)


def _kept(
    request: HttpRequest, entry: Entry, sheet: Sheet, form: SheetForm, do: str, at: str
) -> HttpResponse:
    here = reverse("entry", args=[entry.pk])
    if "X-Autosave" in request.headers:
        said = {
            "version": entry.version,
            "saved": _clock(entry),
            "url": here,
            "errors": {name: list(errors) for name, errors in form.errors.items()},
        }
        return JsonResponse(said)
    if do in ("save", "mine"):
        return _finished(request, entry, sheet, form)
    if do in MOVES:
        return redirect(_at_step(here, _moved_to(form, do, at)))
    if do == "add" and not at:
        at = _grown(form)
    place = "open" if do == "turn" else "rows"
    return redirect(f"{_at_step(here, form.step.number)}#{place}-{at.partition(':')[0] or do}")


def _finished(request: HttpRequest, entry: Entry, sheet: Sheet, form: SheetForm) -> HttpResponse:
    """Saved, or shown what needs another look, on whichever step it stands."""
    here, step = reverse("entry", args=[entry.pk]), form.step.number
    if form.is_valid():
        return redirect(_at_step(here, step))
    if not set(form.errors) & form.asked and form.step_to_mend:
        return redirect(_at_step(here, form.step_to_mend, "&check=1"))
    return _worksheet(request, entry, sheet, form)


def _moved_to(form: SheetForm, do: str, at: str) -> int:
    return number_in(at) if do == "go" else form.step.number + MOVES[do]


def _at_step(here: str, step: int, more: str = "") -> str:
    return f"{here}?step={step}{more}" if step > 1 or more else here


def _grown(form: SheetForm) -> str:
    """The list a line was just written in, for those who press Enter without script."""
    return next(
        (
            name
            for name, question in form.sheet.questions.items()
            if isinstance(question, Lines)
            and len(form.answers.get(name, ())) > len(form.stored.get(name, ()))
        ),
        "",
    )


def _acted(request: HttpRequest, sheet: Sheet, answers: dict, do: str, at: str) -> dict:
    """Answers after the button that was pressed: a row up, down, out, or taken from elsewhere."""
    name, _colon, rest = at.partition(":")
    lines = sheet.questions.get(name)
    if do == "turn" and isinstance(lines, Switch):
        return answers | {name: True}
    if not isinstance(lines, Lines):
        return answers
    if do == "idea":
        return keeping.begun(answers, lines, number_in(rest), request.user.today())
    if do in ("up", "down", "remove"):
        return keeping.moved(answers, name, rest, do)
    if do == "take":
        return _taken(request, answers, lines, rest)
    return answers


def _taken(request: HttpRequest, answers: dict, lines: Lines, wanted: str) -> dict:
    """Where the line is gone by now, or is nobody's to take, what was typed is kept all the same."""
    source_id, _colon, row_id = wanted.partition(":")
    source = request.user.entries.filter(pk=_uuid(source_id)).first()
    if source:
        return offers.taken(answers, lines, source, row_id, request.user.today())
    messages.info(request, _("That line is not there any more."))
    return answers


def _next_day(entry: Entry, sheet: Sheet, today: date) -> date | None:
    days = [due.day for due in sheet.due(entry.answers, today)]
    return min((day for day in days if day >= today), default=None)


def _worksheet(request: HttpRequest, entry: Entry, sheet: Sheet, form: SheetForm) -> HttpResponse:
    """The page a worksheet is worked on."""
    behaviours = list(request.user.behaviours.open(besides=entry.behaviour_id).with_stage())
    behaviour = next((b for b in behaviours if b.pk == entry.behaviour_id), None)
    begun = entry.version > 0
    context = {
        "place": "tools",
        "entry": entry,
        "sheet": sheet,
        "form": form,
        "begun": begun,
        "next_day": _next_day(entry, sheet, request.user.today()),
        "saved": _clock(entry) if begun else "",
        "tab": _tab(request) or secrets.token_hex(8),
        "behaviours": behaviours,
        "behaviour": behaviour,
        "undecided": behaviour is None or behaviour.stage in UNDECIDED,
        "example": sheet.read(sheet.example),
        "errors": form.is_bound and not form.is_valid(),
    }
    context |= _pictures(entry, sheet)
    if behaviour and "goal_type" in sheet.questions:
        goal = entry.answers.get("goal_type", "")
        notes = safety.notes_for_goal(behaviour, goal, request.user)
        context |= {"safety_notes": notes, "next": request.path}
    if any(getattr(q, "takes", ()) for q in sheet.questions.values()):
        context |= _sources(request, entry, sheet, form)
    return render(request, "tools/worksheet.html", context)


def _sources(request: HttpRequest, entry: Entry, sheet: Sheet, form: SheetForm) -> dict[str, Any]:
    found = offers.sources(request.user, sheet, entry.behaviour_id)
    answers = form.answers if form.is_bound else entry.answers
    return {
        "offers": {
            q.name: found.offers(q, answers)
            for q in sheet.questions.values()
            if getattr(q, "takes", ())
        },
        "origins": offers.origins(request.user, sheet, entry.answers),
    }


def _pictures(entry: Entry, sheet: Sheet) -> dict[str, Any]:
    """What the entry shows back, by tool."""
    if sheet.layout == "cross":
        return {
            "splits": {name: charts.split(entry.answers.get(name, [])) for name in charts.BOXES},
            "growth": charts.growth(entry.answers),
            "weighed": charts.weights(entry.answers),
        }
    if sheet.charted and entry.version:
        return {"path": charts.importance_and_confidence(_readings(entry))}
    return {}


def _readings(entry: Entry) -> list:
    """The numbers of each saved revision, oldest first, on the member's own days."""
    found: dict = {}
    rows = Rating.objects.filter(revision__entry=entry).order_by("-revision__number")
    for at, question, value in rows.values_list("revision__at", "question", "value")[:200]:
        found.setdefault(entry.member.day_of(at), {}).setdefault(question, value)
    return sorted(found.items())


@require_POST
@transaction.atomic
def entry_step(request: HttpRequest, pk: UUID, row: str) -> HttpResponse:
    """A step of a plan is done, or open again after all. Locked, so no page can write in between."""
    entry = get_object_or_404(request.user.entries.select_for_update(), pk=pk)
    sheet = sheet_of_entry(entry)
    done = request.POST.get("done") == "1"
    answers = keeping.ticked(entry.answers, "steps", row, done, request.user.today())
    if answers != entry.answers:
        keeping.step(entry, sheet, answers, timezone.now())
    return redirect("today")


def _conflict(request: HttpRequest, entry: Entry, sheet: Sheet, answers: dict) -> HttpResponse:
    """Two pages wrote in one entry: both are shown, and the member chooses."""
    here = reverse("entry", args=[entry.pk])
    if "X-Autosave" in request.headers:
        return JsonResponse({"conflict": True, "url": here, "version": entry.version}, status=409)
    skip = {"csrfmiddlewaretoken", "version", "do"}
    context = {
        "place": "tools",
        "entry": entry,
        "sheet": sheet,
        "here": here,
        "tab": _tab(request),
        "saved": _clock(entry),
        "changes": changes.compare(sheet, entry.answers, answers, around(request)),
        "typed": [(n, v) for n, values in request.POST.lists() if n not in skip for v in values],
    }
    return render(request, "tools/conflict.html", context, status=409)


def _clock(entry: Entry) -> str:
    return time_format(timezone.localtime(entry.changed_at), "H:i")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404


def _tab(request: HttpRequest) -> str:
    """The mark of the page that was open; NUL cannot be kept."""
    return request.POST.get("tab", "").replace("\0", "")[:32]


def _asked_for(request: HttpRequest) -> Behaviour | None:
    """The behaviour a link named, or the only one there is."""
    behaviours, wanted = list(request.user.behaviours.open()), request.GET.get("behaviour", "")
    named = next((b for b in behaviours if str(b.pk) == wanted), None)
    return named or (behaviours[0] if len(behaviours) == 1 else None)


def _behaviour(request: HttpRequest) -> Behaviour | None:
    wanted = request.POST.get("behaviour", "")
    return get_object_or_404(request.user.behaviours, pk=_uuid(wanted)) if wanted else None


def _more(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    """The behaviour, where the form says another one; it is the member's own or nobody's."""
    wanted = request.POST.get("behaviour")
    if wanted is None or wanted == str(entry.behaviour_id or ""):
        return {}
    return {"behaviour": _behaviour(request)}
