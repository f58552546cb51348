"""What happens on a worksheet: begun, kept as it is written, saved, written in two places."""

from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartrecovery.sheets import Sheet, SheetForm
from stages import support
from stages.models import Behaviour

from . import catalogue, changes, following, given, heads, keeping, planning, reminders
from .models import Entry
from .pressed import Pressed
from .texts import texts
from .views import around, sheet_for, sheet_of_entry
from .worksheet import clock, tab, worksheet


def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """A new entry: nothing is kept before something is written."""
    return _first_words(request, slug) if request.method == "POST" else _new(request, slug)


def _new(request: HttpRequest, slug: str) -> HttpResponse:
    sheet = sheet_for(slug)
    entry = _unkept(request, uuid4(), sheet, _asked_for(request, sheet))
    carried = planning.carried(request.user, sheet, entry.behaviour)
    offered = sheet.offered(request.user.today()) | carried
    offered |= heads.from_slip(request.user, sheet, request.GET.get("slip", ""))
    form = SheetForm(sheet=sheet, answers=offered, around=around(request, sheet))
    return worksheet(request, entry, sheet, form)


def _first_words(request: HttpRequest, slug: str) -> HttpResponse:
    edition = given.number(request.POST.get("edition", ""))
    sheet = catalogue.sheet_of(slug, edition) or sheet_for(slug)
    new = _unkept(request, given.key(request.POST.get("id", "")), sheet, _behaviour(request))
    carried = planning.carried(request.user, sheet, new.behaviour)
    about, pressed = around(request, sheet), Pressed.read(request.POST)
    form = SheetForm(request.POST, sheet=sheet, answers=carried, around=about, step=_step(request))
    if _says_something(new, form, pressed) or request.user.entries.filter(pk=new.pk).exists():
        kept = keeping.begin(request.user, sheet, new.pk, new.behaviour, timezone.now())
        return _keep(request, kept, sheet_of_entry(kept), carried)
    if pressed.do == "decline":
        pressed.decline(request.user, new, sheet)
        form = SheetForm(sheet=sheet, answers=carried, around=about)
    elif pressed.moves:
        form = SheetForm(sheet=sheet, answers=carried, around=about, step=pressed.step(form))
    elif pressed.do == "later" or form.is_valid() or not set(form.errors) & form.asked:
        messages.info(request, _("Nothing was written, so nothing is kept."))
        return redirect("tool", slug)
    return worksheet(request, new, sheet, form)


def _unkept(request: HttpRequest, key: UUID, sheet: Sheet, behaviour: Behaviour | None) -> Entry:
    entry = Entry(pk=key, member=request.user, tool=sheet.slug, edition=sheet.edition, version=0)
    entry.behaviour = behaviour
    return entry


def _says_something(entry: Entry, form: SheetForm, pressed: Pressed) -> bool:
    """A line taken from elsewhere is something; what was offered and left as it is, is not."""
    member, answers = entry.member, form.answers
    if pressed.brings_words:
        answers = pressed.acted(member, entry, form.sheet, answers) or answers
    offered = form.sheet.offered(member.today()) | form.stored
    return any(offered.get(name) != value for name, value in answers.items())


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
        step=given.number(request.GET.get("step", "")),
        checking=request.GET.get("check") == "1",
    )
    if "step" not in request.GET and not sheet.apart:
        form.open_furthest()
    return worksheet(request, entry, sheet, form)


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
    pressed, more = Pressed.read(request.POST, "save"), _more(request, entry)
    answers = _acted(request, entry, sheet, form.answers, pressed)
    finished = pressed.saves and not _by_itself(request) and form.is_valid()
    write = keeping.save if finished else keeping.draft
    if pressed.do == "mine":
        write = partial(keeping.put_over, write)
    try:
        write(entry, sheet, answers, _page(request), timezone.now(), **more)
    except keeping.Conflict as conflict:
        return _conflict(request, conflict.entry, sheet, answers)
    if finished:
        support.offer_after(request.user, texts(answers), timezone.now())
        reminders.looked_at(entry, sheet, timezone.now())
    return _kept(request, entry, sheet, form, pressed)


def _acted(
    request: HttpRequest, entry: Entry, sheet: Sheet, answers: dict, pressed: Pressed
) -> dict:
    """Where a line is gone by now, or is nobody's to take, what was typed is kept all the same."""
    acted = pressed.acted(request.user, entry, sheet, answers)
    if acted is None:
        messages.info(request, _("That line is not there any more."))
        return answers
    return acted


def _kept(
    request: HttpRequest, entry: Entry, sheet: Sheet, form: SheetForm, pressed: Pressed
) -> HttpResponse:
    here = reverse("entry", args=[entry.pk])
    if _by_itself(request):
        said = {
            "version": entry.version,
            "saved": clock(entry),
            "url": here,
            "errors": {name: list(errors) for name, errors in form.errors.items()},
        }
        return JsonResponse(said)
    if pressed.saves:
        return _finished(request, entry, sheet, form)
    if pressed.do == "later":
        return redirect("tools")
    there = _at_step(here, sheet, pressed.step(form))
    return redirect(there if pressed.moves else f"{there}#{pressed.place(form)}")


def _finished(request: HttpRequest, entry: Entry, sheet: Sheet, form: SheetForm) -> HttpResponse:
    """Saved, or shown what needs another look, on whichever step it stands."""
    here, step = reverse("entry", args=[entry.pk]), form.step.number
    if form.is_valid():
        return redirect(_at_step(here, sheet, step))
    if not set(form.errors) & form.asked and form.step_to_mend:
        return redirect(_at_step(here, sheet, form.step_to_mend, "&check=1"))
    return worksheet(request, entry, sheet, form)


def _at_step(here: str, sheet: Sheet, step: int, more: str = "") -> str:
    """Where no step is named, the page opens at the furthest one begun."""
    named = step > 1 or more or (len(sheet.steps) > 1 and not sheet.apart)
    return f"{here}?step={step}{more}" if named else here


@require_POST
def entry_follow(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Copies of lines that were written anew: the ticked ones follow, the others stay as they are."""
    entry = get_object_or_404(request.user.entries, pk=pk)
    seen, version = set(request.POST.getlist("seen")), request.POST.get("version", "")
    chosen = set(request.POST.getlist("copy")) if request.POST.get("do") == "follow" else set()
    if given.number(version) == entry.version:
        done = following.answer(entry, sheet_of_entry(entry), seen, chosen, timezone.now())
    else:
        done = following.Followed(again=len(seen))
    messages.info(request, done.told)
    return redirect("entry", pk)


def _conflict(request: HttpRequest, entry: Entry, sheet: Sheet, answers: dict) -> HttpResponse:
    """Two pages wrote in one entry: both are shown, and the member chooses."""
    here = reverse("entry", args=[entry.pk])
    if _by_itself(request):
        return JsonResponse({"conflict": True, "url": here, "version": entry.version}, status=409)
    skip = {"csrfmiddlewaretoken", "version", "do"}
    context = {
        "place": "tools",
        "entry": entry,
        "sheet": sheet,
        "here": here,
        "tab": tab(request),
        "saved": clock(entry),
        "changes": changes.compare(sheet, entry.answers, answers, around(request, sheet, entry)),
        "typed": [(n, v) for n, values in request.POST.lists() if n not in skip for v in values],
    }
    return render(request, "tools/conflict.html", context, status=409)


def _by_itself(request: HttpRequest) -> bool:
    """Sent by the page, not by the member."""
    return "X-Autosave" in request.headers


def _page(request: HttpRequest) -> keeping.Page:
    return keeping.Page(given.number(request.POST.get("version", "")), tab(request))


def _step(request: HttpRequest) -> int:
    """The step that was open; a page that says none is the first."""
    return given.number(request.POST.get("step", ""))


def _asked_for(request: HttpRequest, sheet: Sheet) -> Behaviour | None:
    """The behaviour a link named, or the only one there is; none for what is about life as a whole."""
    behaviours, wanted = list(request.user.behaviours.open()), request.GET.get("behaviour", "")
    named = next((b for b in behaviours if str(b.pk) == wanted), None)
    only = behaviours[0] if len(behaviours) == 1 and not sheet.whole_life else None
    return named or only


def _behaviour(request: HttpRequest) -> Behaviour | None:
    wanted = request.POST.get("behaviour", "")
    return get_object_or_404(request.user.behaviours, pk=given.key(wanted)) if wanted else None


def _more(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    """The behaviour, where the form says another one; it is the member's own or nobody's."""
    wanted = request.POST.get("behaviour")
    if wanted is None or wanted == str(entry.behaviour_id or ""):
        return {}
    return {"behaviour": _behaviour(request)}
