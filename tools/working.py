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

from . import catalogue, changes, figures, following, heads, keeping, offers, planning
from .figures import gather
from .models import Entry
from .views import around, number_in, sheet_for, sheet_of_entry

MOVES = {"next": 1, "back": -1, "go": 0}
UNDECIDED = {Stage.UNSET, Stage.PRE, Stage.CON}


def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """A new entry: nothing is kept before something is written."""
    sheet = sheet_for(slug)
    if request.method == "POST":
        sheet = catalogue.sheet_of(slug, number_in(request.POST.get("edition", ""))) or sheet
        key, behaviour = _uuid(request.POST.get("id", "")), _behaviour(request)
        carried = planning.carried(request.user, sheet, behaviour)
        form = SheetForm(
            request.POST,
            sheet=sheet,
            answers=carried,
            around=around(request, sheet),
            step=_step(request),
        )
        if _says_something(request, form) or request.user.entries.filter(pk=key).exists():
            entry = keeping.begin(request.user, sheet, key, behaviour, timezone.now())
            return _keep(request, entry, sheet_of_entry(entry), carried)
        do, _colon, at = request.POST.get("do", "").partition(":")
        if do in MOVES:
            step = _moved_to(form, do, at)
            form = SheetForm(sheet=sheet, answers=carried, around=around(request, sheet), step=step)
        elif form.is_valid():
            messages.info(request, _("Nothing was written, so nothing is kept."))
            return redirect("tool", slug)
    else:
        key, behaviour = uuid4(), _asked_for(request, sheet)
        carried = planning.carried(request.user, sheet, behaviour)
        offered = sheet.offered(request.user.today()) | carried
        form = SheetForm(sheet=sheet, answers=offered, around=around(request, sheet))
    entry = Entry(pk=key, member=request.user, tool=slug, edition=sheet.edition, version=0)
    entry.behaviour = behaviour
    return _worksheet(request, entry, sheet, form)


def _says_something(request: HttpRequest, form: SheetForm) -> bool:
    """Taking over a line written elsewhere is saying something; leaving what was offered is not."""
    if request.POST.get("do", "").startswith(("take:", "idea:")):
        return True
    offered = form.sheet.offered(request.user.today()) | form.stored
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
        around=around(request, sheet, entry),
        step=number_in(request.GET.get("step", "")),
        checking=request.GET.get("check") == "1",
    )
    return _worksheet(request, entry, sheet, form)


def _step(request: HttpRequest) -> int:
    """The step that was open; a page that says none is the first."""
    return number_in(request.POST.get("step", ""))


def _keep(
    request: HttpRequest, entry: Entry, sheet: Sheet, opened_with: dict | None = None
) -> HttpResponse:
    """Whatever was posted is kept first, as a draft or a save; then comes what the button asked for."""
    form = SheetForm(
        request.POST,
        sheet=sheet,
        answers=entry.answers or opened_with,
        around=around(request, sheet, entry),
        today=request.user.today(),
        step=_step(request),
    )
    page = keeping.Page(number_in(request.POST.get("version", "")), _tab(request))
    do, _colon, at = request.POST.get("do", "save").partition(":")
    more = _more(request, entry)
    answers = _acted(request, entry, sheet, form.answers, do, at)
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
    if do == "later":
        return redirect("tools")
    if do in MOVES:
        return redirect(_at_step(here, _moved_to(form, do, at)))
    if do == "add" and not at:
        at = _grown(form)
    name = at.partition(":")[0] or do
    place = "open-" if do == "turn" else "rows-"
    if do == "take" and not isinstance(form.sheet.questions.get(name), Lines):
        place = "id_"
    return redirect(f"{_at_step(here, form.step.number)}#{place}{name}")


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


def _acted(
    request: HttpRequest, entry: Entry, sheet: Sheet, answers: dict, do: str, at: str
) -> dict:
    """Answers after the button that was pressed: a row up, down, out, or taken from elsewhere."""
    name, _colon, rest = at.partition(":")
    lines = sheet.questions.get(name)
    if do == "turn" and isinstance(lines, Switch):
        return answers | {name: True}
    if do == "take":
        return _taken(request, entry, sheet, answers, at)
    if not isinstance(lines, Lines):
        return answers
    if do == "idea":
        return keeping.begun(answers, lines, number_in(rest), request.user.today())
    if do in ("up", "down", "remove"):
        return keeping.moved(answers, name, rest, do)
    return answers


def _taken(request: HttpRequest, entry: Entry, sheet: Sheet, answers: dict, wanted: str) -> dict:
    """Where the line is gone by now, or is nobody's to take, what was typed is kept all the same."""
    taken = offers.take(request.user, entry, sheet, answers, wanted, request.user.today())
    if taken is None:
        messages.info(request, _("That line is not there any more."))
        return answers
    return taken


def _next_day(entry: Entry, sheet: Sheet, today: date) -> date | None:
    days = [due.day for due in sheet.due(entry.answers, today)]
    return min((day for day in days if day >= today), default=None)


def _worksheet(request: HttpRequest, entry: Entry, sheet: Sheet, form: SheetForm) -> HttpResponse:
    """The page a worksheet is worked on."""
    mine = request.user.behaviours.open(besides=entry.behaviour_id).with_stage()
    behaviours = list(mine.with_notes_read() if "goal_type" in sheet.questions else mine)
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
    context |= _pictures(entry, sheet) | heads.before_questions(sheet, entry, behaviour)
    if behaviour and "goal_type" in sheet.questions:
        goal = entry.answers.get("goal_type", "")
        notes = safety.notes_for_goal(behaviour, goal, request.user)
        context |= {"safety_notes": notes, "next": request.path}
    context |= _web(request, entry, sheet, form)
    return render(request, "tools/worksheet.html", context)


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


@require_POST
def entry_follow(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Copies of lines that were written anew: the ticked ones follow, the others stay as they are."""
    entry = get_object_or_404(request.user.entries, pk=pk)
    seen, version = set(request.POST.getlist("seen")), request.POST.get("version", "")
    chosen = set(request.POST.getlist("copy")) if request.POST.get("do") == "follow" else set()
    if number_in(version) == entry.version:
        done = following.answer(entry, sheet_of_entry(entry), seen, chosen, timezone.now())
    else:
        done = following.Followed(again=len(seen))
    messages.info(request, done.told)
    return redirect("entry", pk)


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
        "changes": changes.compare(sheet, entry.answers, answers, around(request, sheet, entry)),
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


def _asked_for(request: HttpRequest, sheet: Sheet) -> Behaviour | None:
    """The behaviour a link named, or the only one there is; none for what is about life as a whole."""
    behaviours, wanted = list(request.user.behaviours.open()), request.GET.get("behaviour", "")
    named = next((b for b in behaviours if str(b.pk) == wanted), None)
    only = behaviours[0] if len(behaviours) == 1 and not sheet.whole_life else None
    return named or only


def _behaviour(request: HttpRequest) -> Behaviour | None:
    wanted = request.POST.get("behaviour", "")
    return get_object_or_404(request.user.behaviours, pk=_uuid(wanted)) if wanted else None


def _more(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    """The behaviour, where the form says another one; it is the member's own or nobody's."""
    wanted = request.POST.get("behaviour")
    if wanted is None or wanted == str(entry.behaviour_id or ""):
        return {}
    return {"behaviour": _behaviour(request)}
