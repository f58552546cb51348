"""Trying one change for a while: beginning, what the days before and since say, stopping, what was learned."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stages import experiment_words, experiments
from stages.experiment_forms import ExperimentForm, LearnedForm
from stages.models import Behaviour, Experiment

MOST_SHOWN = 50


@require_safe
def tries(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All that were tried about one behaviour, latest first."""
    behaviour, today = _mine(request, pk), request.user.today()
    made = list(behaviour.experiments.all()[:MOST_SHOWN])
    now = next((each for each in made if not experiments.is_over(each, today)), None)
    shown = {
        "behaviour": behaviour,
        "running": now and _stands(now, request),
        "earlier": [_stands(each, request) for each in made if each is not now],
        "place": "progress",
    }
    return render(request, "progress/tries.html", shown)


def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    behaviour = _mine(request, pk)
    form = ExperimentForm(_typed(request), today=request.user.today())
    if form.is_valid():
        try:
            begun = experiments.begin(behaviour, now=timezone.now(), **form.cleaned_data)
        except experiments.OneAtATime:
            form.add_error(None, _("One is under way. Stop it, or let it end, before the next."))
        else:
            return redirect("experiment", behaviour.pk, begun.pk)
    shown = {"behaviour": behaviour, "form": form, "place": "progress"}
    return render(request, "progress/tries_new.html", shown)


def one(request: HttpRequest, pk: UUID, one: UUID) -> HttpResponse:
    """What it is, both sides once it is over, and what was learned from it."""
    experiment, today = _one_of_mine(request, pk, one), request.user.today()
    is_over = experiments.is_over(experiment, today)
    form = LearnedForm(_typed(request), initial={"learned": experiment.learned})
    if form.is_valid():
        experiments.learn(experiment, form.cleaned_data["learned"])
        messages.success(request, _("Saved."))
        return redirect("experiment", pk, one)
    told = experiments.compare(experiment, today) if is_over else None
    shown = _stands(experiment, request) | {
        "behaviour": experiment.behaviour,
        "form": form,
        "sentences": told and experiment_words.says(told),
        "caution": told and experiment_words.caution(told),
        "table": told and experiment_words.table(told),
        "is_told": told is not None and told.chance is not None,
        "place": "progress",
    }
    return render(request, "progress/tries_one.html", shown)


@require_POST
def stop(request: HttpRequest, pk: UUID, one: UUID) -> HttpResponse:
    experiments.stop(_one_of_mine(request, pk, one), request.user.today())
    return redirect("experiment", pk, one)


def delete(request: HttpRequest, pk: UUID, one: UUID) -> HttpResponse:
    """For good. The notes it looked at stay as they are."""
    experiment = _one_of_mine(request, pk, one)
    if request.method == "POST":
        experiment.delete()
        messages.success(request, _("It is deleted."))
        return redirect("experiments", pk)
    shown = {"behaviour": experiment.behaviour, "experiment": experiment, "place": "progress"}
    return render(request, "progress/tries_delete.html", shown)


def _stands(experiment: Experiment, request: HttpRequest) -> dict[str, Any]:
    today = request.user.today()
    return {
        "experiment": experiment,
        "is_over": experiments.is_over(experiment, today),
        "is_to_come": experiment.starts_on > today,
        "last_day": max(experiment.starts_on, experiments.ends_on(experiment)),
        "day": (today - experiment.starts_on).days + 1,
    }


def _mine(request: HttpRequest, pk: UUID) -> Behaviour:
    return get_object_or_404(request.user.behaviours.select_related("member"), pk=pk)


def _one_of_mine(request: HttpRequest, pk: UUID, one: UUID) -> Experiment:
    mine = request.user.experiments.select_related("behaviour")
    return get_object_or_404(mine, pk=one, behaviour=pk)


def _typed(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
