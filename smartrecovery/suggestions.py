"""Stages that are suggested: the member's answer, the short questions, and what an admin may tune."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from smartrecovery.accounts.desk import for_admins
from stages import machine, moves, readiness, suggesting, thresholds
from stages.models import Behaviour, Stage, Suggestion
from tools import given

Answer = Suggestion.Answer
AGAIN, NEVER = "again", "never"
Answering = Callable[[HttpRequest, Behaviour, Suggestion], HttpResponse]


@require_POST
def suggestion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Right, leave it, or not again; and whether anything may be suggested here at all."""
    behaviour, said = _mine(request, pk), request.POST.get("answer", "")
    if said in (AGAIN, NEVER):
        suggesting.let(behaviour, said == AGAIN)
        messages.success(
            request, _("Suggestions are on.") if said == AGAIN else _("Suggestions are off.")
        )
        return redirect("behaviour", behaviour.pk)
    if said not in Answer.values or not said:
        raise BadRequest
    made = get_object_or_404(
        behaviour.suggestions, pk=given.key(request.POST.get("suggestion", ""))
    )
    return ANSWERS[said](request, behaviour, made)


def _accepted(request: HttpRequest, behaviour: Behaviour, made: Suggestion) -> HttpResponse:
    """The member moves, by this tap; where the table asks for more than a tap, its page does."""
    now = timezone.now()
    if behaviour.stage == made.to_stage:
        return redirect("behaviour", behaviour.pk)
    waits = suggesting.standing(request.user, now).filter(pk=made.pk).exists()
    if not waits or machine.kind(behaviour.stage, made.to_stage) is not machine.Kind.EXPECTED:
        return redirect("stage_move", behaviour.pk)
    try:
        with transaction.atomic():
            suggesting.answer(made, Answer.ACCEPTED, now)
            moves.move(behaviour, made.to_stage, "", None, now, made.from_stage)
    except moves.MovedMeanwhile:
        return redirect("stage_move", behaviour.pk)
    messages.success(request, _("Updated. For 24 hours you can take it back."))
    return redirect("moving_on" if made.to_stage == Stage.GRA else "behaviour", behaviour.pk)


def _left(request: HttpRequest, behaviour: Behaviour, made: Suggestion) -> HttpResponse:
    suggesting.answer(made, Answer.LEFT, timezone.now())
    messages.success(request, _("Left as it is."))
    if request.POST.get("from") == "today":
        return redirect("today")
    return redirect("behaviour", behaviour.pk)


def _silenced(request: HttpRequest, behaviour: Behaviour, made: Suggestion) -> HttpResponse:
    suggesting.answer(made, Answer.SILENCED, timezone.now())
    messages.success(request, _("Nothing more is suggested here, until you turn it on again."))
    return redirect("behaviour", behaviour.pk)


ANSWERS: dict[str, Answering] = {
    Answer.ACCEPTED: _accepted,
    Answer.LEFT: _left,
    Answer.SILENCED: _silenced,
}


@require_safe
def ready(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One short question, then another where it is wanted, then where that would be; nothing is kept."""
    behaviour = _mine(request, pk)
    changing, planning = request.GET.get("now", ""), request.GET.get("soon", "")
    to = readiness.place(changing, planning)
    shown: dict[str, Any] = {"behaviour": behaviour, "to": to, "place": "progress"}
    if to is None:
        second = changing == "no"
        shown |= {"second": second, "choices": readiness.SOON if second else readiness.NOW}
    else:
        shown |= {"about": machine.ABOUT[to], "is_here": to == behaviour.stage}
    return render(request, "stages/readiness.html", shown)


@for_admins
def desk(request: HttpRequest) -> HttpResponse:
    """How much it takes before a stage is suggested, on this site."""
    if (name := request.POST.get("reset", "")) in thresholds.BY_NAME:
        thresholds.reset(name)
        messages.success(request, _("It is as it was meant again."))
        return redirect("desk_thresholds")
    form = ThresholdsForm(request.POST or None, initial=thresholds.values())
    if form.is_valid():
        thresholds.keep(form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("desk_thresholds")
    shown = {"rows": form.rows(), "form": form, "table": suggesting.TABLE, "place": "me"}
    return render(request, "stages/thresholds.html", shown)


class ThresholdsForm(forms.Form):
    """Every number, with what it means and how far it may go."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for limit in thresholds.LIMITS:
            self.fields[limit.name] = forms.IntegerField(
                label=str(limit.meaning),
                min_value=limit.least,
                max_value=limit.most,
                help_text=_("Between %(least)d and %(most)d. Meant to be %(default)d.")
                % {"least": limit.least, "most": limit.most, "default": limit.default},
            )

    def rows(self) -> list[tuple[forms.BoundField, thresholds.Limit, bool]]:
        """Each field, and whether it is other than meant, as it holds now."""
        return [
            (self[limit.name], limit, self.initial[limit.name] != limit.default)
            for limit in thresholds.LIMITS
        ]


def _mine(request: HttpRequest, pk: UUID) -> Behaviour:
    return get_object_or_404(request.user.behaviours.with_stage(), pk=pk)
