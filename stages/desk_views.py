"""The desk of measures: their words, the right to use them, on and off. About the site, never about a person."""

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from smartrecovery.accounts.desk import for_admins

from . import switching
from .measure_forms import RightsForm, WordingForm
from .measures.meaning import line_named
from .switching import Standing

DOING = ("words", "confirm", "withdraw", "on", "off")


@require_safe
@for_admins
def desk_measures(request: HttpRequest) -> HttpResponse:
    shown = {"measures": switching.all_standing(), "place": "me"}
    return render(request, "measures/desk_measures.html", shown)


@for_admins
def desk_measure(request: HttpRequest, slug: str) -> HttpResponse:
    """One button at a time: what it does is in `do`."""
    standing = switching.standing(slug)
    if standing is None:
        raise Http404
    doing = request.POST.get("do", "") if request.method == "POST" else ""
    if request.method == "POST" and doing not in DOING:
        raise BadRequest
    words = _words_form(standing, request.POST if doing == "words" else None)
    rights = RightsForm(
        request.POST if doing == "confirm" else None, initial={"evidence": standing.state.evidence}
    )
    if doing and _done(request, standing, doing, words, rights):
        return redirect("desk_measure", slug)
    shown = {
        "standing": standing,
        "instrument": standing.instrument,
        "lines": [
            (each, list(map(line_named, each.lines))) for each in standing.instrument.scorings
        ],
        "words": words,
        "rights": rights,
        "place": "me",
    }
    return render(request, "measures/desk_measure.html", shown)


def _words_form(standing: Standing, data: QueryDict | None) -> WordingForm:
    state = standing.state
    return WordingForm(
        data, instrument=standing.instrument, kept=state.wording, language=state.language
    )


def _done(
    request: HttpRequest, standing: Standing, doing: str, words: WordingForm, rights: RightsForm
) -> bool:
    """False where a form was not right, and is shown again."""
    now = timezone.now()
    try:
        if doing == "words":
            if not words.is_valid():
                return False
            switching.enter(standing, words.words, words.cleaned_data["language"], now)
        elif doing == "confirm":
            if not rights.is_valid():
                return False
            switching.confirm(standing, rights.cleaned_data["evidence"], now)
        elif doing == "withdraw":
            switching.withdraw(standing, now)
        else:
            switching.switch(standing, doing == "on", now)
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
        return True
    messages.success(request, _("Saved."))
    return True
