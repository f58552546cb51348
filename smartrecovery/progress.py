"""What is changing: the page of charts, the switch for days in a row, and a sheet to take along."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stages.spans import Over
from tools import given

from . import summing_up
from .changing import changing


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """Drawn from what was written down, and from nothing else."""
    told = changing(request.user, request.GET, timezone.now())
    shown = {"told": told, "spans": Over.choices, "place": "progress"}
    return render(request, "progress/progress.html", shown)


@require_POST
def run(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Days in a row are shown only to whoever asked for them, and hidden again at a press."""
    behaviour = get_object_or_404(request.user.behaviours, pk=pk)
    behaviour.shows_run = request.POST.get("shows") == "1"
    behaviour.save(update_fields=["shows_run"])
    return redirect(f"{reverse('progress')}?about={behaviour.pk}#in-all")


@require_safe
def summary(request: HttpRequest) -> HttpResponse:
    """Chosen line by line, then on one sheet of paper. The address holds names of lines, no words."""
    told = changing(request.user, request.GET, timezone.now())
    lines = summing_up.lines(told)
    chosen = summing_up.chosen(lines, request.GET.getlist("line"))
    shown: dict[str, Any] = {"told": told, "place": "progress", "spans": Over.choices}
    if chosen:
        shown |= {
            "chosen": chosen,
            "pictures": sum(line.figure is not None for line in chosen),
            "paper": given.paper(request.GET.get("paper", "")),
            "again": _without_paper(request.GET),
        }
        return render(request, "progress/summary_sheet.html", shown)
    if "make" in request.GET:
        messages.info(request, _("Choose at least one line."))
    return render(request, "progress/summary.html", shown | {"lines": lines})


def _without_paper(asked: QueryDict) -> str:
    kept = asked.copy()
    kept.pop("paper", None)
    return kept.urlencode()
