"""The library, my entries, and the pages on which a worksheet is worked."""

import secrets
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartrecovery.sheets import Around, Lines, Sheet, SheetForm
from stages import safety
from stages.models import Behaviour, Stage

from . import catalogue, changes, charts, keeping, library, listing, offers, printing
from .models import Entry, Rating, Revision

A_PAGE = 30
UNDECIDED = {Stage.UNSET, Stage.PRE, Stage.CON}


def tools(request: HttpRequest) -> HttpResponse:
    """Every tool, sorted by what may suit; nothing is locked."""
    wanted = request.GET.get("q", "").replace("\0", "")[:100]
    behaviours = list(request.user.behaviours.open().with_stage())
    begun = listing.lines(list(request.user.entries.listed().half_written()[:5]), behaviours)
    shelf = library.shelf(catalogue.latest(), {b.stage for b in behaviours}, wanted)
    context = {"place": "tools", "shelf": shelf, "begun": begun, "q": wanted}
    return render(request, "tools/library.html", context)


def entries(request: HttpRequest) -> HttpResponse:
    """What I wrote, latest first."""
    mine = request.user.entries.listed()
    archived = request.GET.get("archived") == "1"
    mine = (
        mine.filter(state=Entry.State.ARCHIVED)
        if archived
        else mine.exclude(state=Entry.State.ARCHIVED)
    )
    page = _page_of(mine, request)
    context = {"place": "tools", "archived": archived} | page
    return render(request, "tools/entries.html", context)


def _page_of(rows, request: HttpRequest) -> dict[str, Any]:
    """One page of rows without counting them all: one more row than shown says whether there is a next."""
    text = request.GET.get("page", "1")
    number = (
        min(max(int(text), 1), 10_000) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    )
    start = (number - 1) * A_PAGE
    shown = list(rows[start : start + A_PAGE + 1])
    return {
        "entries": listing.lines(shown[:A_PAGE], request.user.behaviours.all()),
        "previous": number - 1 if number > 1 else None,
        "next": number + 1 if len(shown) > A_PAGE else None,
    }


def tool(request: HttpRequest, slug: str) -> HttpResponse:
    """What one tool is for, an example, and what I wrote with it."""
    sheet = _sheet(slug)
    mine = request.user.entries.listed().filter(tool=slug).exclude(state=Entry.State.ARCHIVED)
    context = {"place": "tools", "sheet": sheet, "example": sheet.read(sheet.example)} | _page_of(
        mine, request
    )
    return render(request, "tools/tool.html", context)


def tool_print(request: HttpRequest, slug: str) -> HttpResponse:
    """A blank sheet, for a pen."""
    return render(
        request, "tools/blank.html", {"place": "tools", "sheet": _sheet(slug), **_paper(request)}
    )


def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """A new entry: nothing is kept before something is written."""
    sheet = _sheet(slug)
    if request.method == "POST":
        key, behaviour = _uuid(request.POST.get("id", "")), _behaviour(request)
        form = SheetForm(request.POST, sheet=sheet, around=_around(request))
        if form.is_valid() or form.answers or request.user.entries.filter(pk=key).exists():
            return _keep(
                request, keeping.begin(request.user, sheet, key, behaviour, timezone.now()), sheet
            )
    else:
        key, form = uuid4(), SheetForm(sheet=sheet, around=_around(request))
    behaviours = list(request.user.behaviours.open().with_stage())
    entry = Entry(pk=key, member=request.user, tool=slug, edition=sheet.edition, version=0)
    entry.behaviour = _asked_for(behaviours, request.GET.get("behaviour", ""))
    return _worksheet(request, entry, sheet, form, behaviours)


def entry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Work on one of my entries."""
    entry = get_object_or_404(request.user.entries, pk=pk)
    sheet = catalogue.sheet_of(entry.tool, entry.edition)
    if request.method == "POST":
        return _keep(request, entry, sheet)
    form = SheetForm(sheet=sheet, answers=entry.answers, around=_around(request))
    return _worksheet(request, entry, sheet, form)


def _keep(request: HttpRequest, entry: Entry, sheet: Sheet) -> HttpResponse:
    """Whatever was posted is kept first, as a draft or a save; then comes what the button asked for."""
    form = SheetForm(
        request.POST,
        sheet=sheet,
        answers=entry.answers,
        around=_around(request),
        today=request.user.today(),
    )
    page = keeping.Page(_number(request.POST.get("version", "")), request.POST.get("tab", "")[:32])
    do, _colon, at = request.POST.get("do", "save").partition(":")
    more = _more(request, entry)
    form.is_valid()
    answers = _acted(request, form.answers, do, at)
    try:
        if do == "save" and form.is_valid() and "X-Autosave" not in request.headers:
            keeping.save(entry, sheet, answers, page, timezone.now(), **more)
        elif do == "mine" and form.is_valid():
            keeping.save_over(entry, sheet, answers, page, timezone.now(), **more)
        else:
            keeping.draft(entry, sheet, answers, page, timezone.now(), **more)
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
    if do == "add" and not at:
        at = _grown(form)
    if do in ("save", "mine"):
        if not form.is_valid():
            return _worksheet(request, entry, sheet, form)
        return redirect("entry", entry.pk)
    return redirect(f"{here}#rows-{at.partition(':')[0] or do}")


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


def _acted(request: HttpRequest, answers: dict, do: str, at: str) -> dict:
    """Answers after the button that was pressed: a row up, down, out, or taken from elsewhere."""
    question, _colon, rest = at.partition(":")
    if do in ("up", "down", "remove"):
        return keeping.moved(answers, question, rest, do)
    if do == "take":
        source_id, _colon, row_id = rest.partition(":")
        source = get_object_or_404(request.user.entries, pk=_uuid(source_id))
        return keeping.taken(answers, question, source, row_id, request.user.today())
    return answers


def _worksheet(
    request: HttpRequest,
    entry: Entry,
    sheet: Sheet,
    form: SheetForm,
    behaviours: list | None = None,
) -> HttpResponse:
    """The page a worksheet is worked on."""
    if behaviours is None:
        behaviours = list(request.user.behaviours.open().with_stage())
    behaviour = next((b for b in behaviours if b.pk == entry.behaviour_id), None)
    begun = entry.version > 0
    context = {
        "place": "tools",
        "entry": entry,
        "sheet": sheet,
        "form": form,
        "begun": begun,
        "saved": _clock(entry) if begun else "",
        "tab": request.POST.get("tab", "")[:32] or secrets.token_hex(8),
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
        "origins": {str(source.pk): source.title for source in found.entries},
    }


def _pictures(entry: Entry, sheet: Sheet) -> dict[str, Any]:
    """What the entry shows back, by tool."""
    if sheet.layout == "cross":
        return {
            "splits": {name: charts.split(entry.answers.get(name, [])) for name in charts.BOXES},
            "growth": charts.growth(entry.answers),
            "weights_on": entry.answers.get("weights", False),
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


def entry_print(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An entry on paper."""
    entry = get_object_or_404(request.user.entries, pk=pk)
    sheet = catalogue.sheet_of(entry.tool, entry.edition)
    context = {
        "place": "tools",
        "entry": entry,
        "sheet": sheet,
        "sections": sheet.read(entry.answers, _around(request)),
        "boxes": printing.cross(sheet, entry.answers, _around(request)),
        **_paper(request),
    }
    return render(request, "tools/print.html", context)


def entry_changes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What changed between any two saved states of an entry."""
    entry = get_object_or_404(request.user.entries, pk=pk)
    sheet = catalogue.sheet_of(entry.tool, entry.edition)
    numbered = entry.revisions.defer("answers").order_by("-number")
    page = Paginator(numbered, A_PAGE).get_page(request.GET.get("page"))
    after = _revision(entry, request.GET.get("to", ""))
    before = _revision(entry, request.GET.get("from", ""), before=after)
    context = {
        "place": "tools",
        "entry": entry,
        "sheet": sheet,
        "page": page,
        "before": before,
        "after": after,
        "changes": changes.compare(sheet, before.answers, after.answers, _around(request))
        if before and after
        else [],
    }
    return render(request, "tools/changes.html", context)


def _revision(entry: Entry, number: str, before: Revision | None = None) -> Revision | None:
    """The revision asked for by number, or the latest, or the one before another."""
    rows = entry.revisions.order_by("-number")
    if number:
        return get_object_or_404(rows, number=_number(number))
    return (rows.filter(number__lt=before.number) if before else rows).first()


@require_POST
def entry_archive(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put an entry away, or take it out again. Nothing is lost either way."""
    entry = get_object_or_404(request.user.entries.defer("answers"), pk=pk)
    away = request.POST.get("away") == "1"
    entry.put_away() if away else entry.take_out()
    messages.success(
        request, _("Put away. You find it under what you wrote.") if away else _("Taken out again.")
    )
    return redirect("entries" if away else "entry", *([] if away else [entry.pk]))


def entry_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete one entry and all its earlier states, after asking once."""
    entry = get_object_or_404(request.user.entries.defer("answers"), pk=pk)
    if request.method == "POST":
        entry.delete()
        messages.success(request, _("Deleted."))
        return redirect("entries")
    sheet = catalogue.sheet_of(entry.tool, entry.edition)
    return render(request, "tools/delete.html", {"place": "tools", "entry": entry, "sheet": sheet})


@require_POST
def entry_step(request: HttpRequest, pk: UUID, row: str) -> HttpResponse:
    """A step of a plan is done, or open again after all."""
    entry = get_object_or_404(request.user.entries, pk=pk)
    sheet = catalogue.sheet_of(entry.tool, entry.edition)
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
        "tab": request.POST.get("tab", "")[:32],
        "saved": _clock(entry),
        "changes": changes.compare(sheet, entry.answers, answers, _around(request)),
        "typed": [(n, v) for n, values in request.POST.lists() if n not in skip for v in values],
    }
    return render(request, "tools/conflict.html", context, status=409)


def _sheet(slug: str) -> Sheet:
    sheet = catalogue.newest(slug)
    if sheet is None:
        raise Http404
    return sheet


def _around(request: HttpRequest) -> Around:
    return Around(request.user.tz)


def _clock(entry: Entry) -> str:
    return time_format(timezone.localtime(entry.changed_at), "H:i")


def _paper(request: HttpRequest) -> dict[str, str]:
    return {"paper": "letter" if request.GET.get("paper") == "letter" else "a4"}


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return -1
    return int(text)


def _asked_for(behaviours: list[Behaviour], wanted: str) -> Behaviour | None:
    """The behaviour a link named, or the only one there is."""
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
