"""Progress: what I am working on, where I am with it, and how I say that this has changed."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from . import machine, moves, path, reminders, safety, suggesting
from .forms import (
    BehaviourForm,
    DeleteForm,
    NewBehaviourForm,
    NoteSeenForm,
    StageMoveForm,
    StateForm,
)
from .models import Behaviour, Stage

A_PAGE = 30
A_TABLE = 50


@require_safe
def behaviours(request: HttpRequest) -> HttpResponse:
    """What I am working on, each with where I am."""
    mine = request.user.behaviours
    page = Paginator(mine.open().with_stage(), A_PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "has_put_away": mine.put_away().exists(), "place": "progress"}
    return render(request, "stages/behaviours.html", shown)


@require_safe
def put_away(request: HttpRequest) -> HttpResponse:
    mine = request.user.behaviours.put_away().with_stage()
    page = Paginator(mine, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "stages/put_away.html", {"page": page, "place": "progress"})


def behaviour_add(request: HttpRequest) -> HttpResponse:
    form = NewBehaviourForm(_typed(request), today=request.user.today())
    if form.is_valid():
        behaviour = moves.begin(request.user, now=timezone.now(), **form.cleaned_data)
        _say_saved(request)
        return redirect("behaviour", behaviour.pk)
    shown = {"form": form, "is_first": not request.user.behaviours.exists(), "place": "progress"}
    return render(request, "stages/behaviour_add.html", shown)


@require_safe
def behaviour(request: HttpRequest, pk: UUID) -> HttpResponse:
    behaviour = _mine(request, pk)
    said, today = list(behaviour.moves.all()), request.user.today()
    standing = moves.standing_moves(said)
    shown = {
        "behaviour": behaviour,
        "about": machine.ABOUT[Stage(behaviour.stage)],
        "latest": standing[-1] if standing else None,
        "since": path.since(standing[-1], today) if standing else "",
        "can_undo": moves.can_undo(standing, timezone.now()),
        "drawing": path.draw(said, today),
        "rows": path.rows(said, today)[:A_TABLE],
        "has_more_rows": len(said) > A_TABLE,
        "notes": safety.notes_for(behaviour, request.user),
        "offer": suggesting.offer(request.user, timezone.now(), behaviour),
        "place": "progress",
    }
    return render(request, "stages/behaviour.html", shown)


@require_safe
def behaviour_history(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything said about where I was, also what was taken back."""
    behaviour = _mine(request, pk)
    rows = path.rows(list(behaviour.moves.all()), request.user.today())
    page = Paginator(rows, A_TABLE).get_page(request.GET.get("page"))
    shown = {"behaviour": behaviour, "page": page, "place": "progress"}
    return render(request, "stages/behaviour_history.html", shown)


def behaviour_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    behaviour = _mine(request, pk)
    form = BehaviourForm(_typed(request), instance=behaviour, today=request.user.today())
    if form.is_valid():
        form.save()
        _say_saved(request)
        return redirect("behaviour", behaviour.pk)
    shown = {"behaviour": behaviour, "form": form, "place": "progress"}
    return render(request, "stages/behaviour_edit.html", shown)


@require_POST
@transaction.atomic
def behaviour_state(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Pause, put away, take up again."""
    behaviour = _mine(request, pk)
    form = StateForm(request.POST, instance=behaviour)
    if not form.is_valid():
        raise BadRequest
    form.save()
    reminders.work_changed(request.user, timezone.now())
    _say_saved(request)
    return redirect("behaviour", behaviour.pk)


def behaviour_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For good, with its history. It is put away first, which is the time to think again."""
    behaviour = _mine(request, pk)
    if behaviour.state != Behaviour.State.ARCHIVED:
        return redirect("behaviour", pk)
    form = DeleteForm(_typed(request))
    if form.is_valid():
        with transaction.atomic():
            behaviour.delete()
            reminders.work_changed(request.user, timezone.now())
        messages.success(request, _("It is deleted."))
        return redirect("behaviours")
    shown = {"behaviour": behaviour, "form": form, "place": "progress"}
    return render(request, "stages/behaviour_delete.html", shown)


def stage_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose where I am: a tap where the move is expected, else a page that asks first."""
    behaviour = _mine(request, pk)
    to = request.POST.get("to", request.GET.get("to", ""))
    if to not in Stage.values:
        return _choose(request, behaviour)
    if request.method == "POST" and to == behaviour.stage:
        return redirect("behaviour", behaviour.pk)
    form = _move_form(request, behaviour, to, _typed(request))
    if form.is_valid() and form.may_be_written:
        return _write(request, behaviour, form)
    return _ask(request, behaviour, to, form)


@require_POST
def stage_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    behaviour = _mine(request, pk)
    move = get_object_or_404(behaviour.moves, pk=_uuid(request.POST.get("move", "")))
    if moves.undo(move, timezone.now()):
        messages.success(request, _("Taken back. You are where you were before."))
    else:
        messages.info(request, _("Nothing to take back here any more. You can still choose again."))
    return redirect("behaviour", behaviour.pk)


@require_POST
def note_seen(request: HttpRequest, pk: UUID) -> HttpResponse:
    behaviour = _mine(request, pk)
    form = NoteSeenForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    safety.seen(behaviour, request.user, form.cleaned_data["goal"])
    back = request.POST.get("next", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, None):
        return redirect(back)
    return redirect("behaviour", behaviour.pk)


def _mine(request: HttpRequest, pk: UUID) -> Behaviour:
    return get_object_or_404(request.user.behaviours.with_stage(), pk=pk)


def _typed(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _choose(request: HttpRequest, behaviour: Behaviour) -> HttpResponse:
    shown = {
        "behaviour": behaviour,
        "choices": [
            (stage, machine.ABOUT[stage], machine.kind(behaviour.stage, stage).name)
            for stage in (*machine.CLIMB, machine.REL, machine.UNSET)
        ],
        "before": moves.before_coming_round(behaviour),
        "unknown": request.method == "POST",
        "place": "progress",
    }
    return render(request, "stages/stage_choose.html", shown)


def _move_form(
    request: HttpRequest, behaviour: Behaviour, to: str, data: QueryDict | None
) -> StageMoveForm:
    return StageMoveForm(
        data,
        kind=machine.kind(behaviour.stage, to),
        today=request.user.today(),
        initial={"to": to, "was": behaviour.stage, "asked": True},
    )


def _write(request: HttpRequest, behaviour: Behaviour, form: StageMoveForm) -> HttpResponse:
    said = form.cleaned_data
    try:
        moves.move(
            behaviour, said["to"], said["note"], said["since"], timezone.now(), said["was"] or None
        )
    except moves.NotFromHere:
        return _ask(request, behaviour, said["to"], form)
    except moves.MovedMeanwhile:
        return _ask_again(request, behaviour.pk, said["to"])
    _say_saved(request)
    return redirect("behaviour", behaviour.pk)


def _ask_again(request: HttpRequest, pk: UUID, to: str) -> HttpResponse:
    """They moved elsewhere since the page was opened: what they typed stays, and they choose again."""
    behaviour = _mine(request, pk)
    data = request.POST.copy()
    data["was"] = behaviour.stage
    return _ask(request, behaviour, to, _move_form(request, behaviour, to, data), moved=True)


def _ask(
    request: HttpRequest, behaviour: Behaviour, to: str, form: StageMoveForm, moved: bool = False
) -> HttpResponse:
    kind = machine.kind(behaviour.stage, to)
    shown = {
        "behaviour": behaviour,
        "form": form,
        "kind": kind.name,
        "to": Stage(to),
        "about": machine.ABOUT[Stage(to)],
        "via": machine.via(behaviour.stage, to) if kind is machine.Kind.OTHERWISE else None,
        "moved": moved,
        "place": "progress",
    }
    return render(request, "stages/stage_move.html", shown)


def _say_saved(request: HttpRequest) -> None:
    now = time_format(timezone.localtime(), "H:i")
    messages.success(request, _("Saved %(time)s.") % {"time": now})


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadRequest
