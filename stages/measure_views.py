"""Measures: those this site has on, answering one, and what an answer means over time."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from . import measuring, safety, suggesting, support, switching
from .figures.measures import trend
from .measure_forms import TakingForm
from .measures import engine
from .measures.catalogue import CATALOGUE
from .measures.instrument import Instrument, Tier
from .measures.meaning import readings
from .models import Behaviour, Taking
from .switching import Standing

A_PAGE = 20


@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """Those that are on, by how they are meant; and those answered before that are off now."""
    last = {taking.instrument: taking for taking in measuring.latest(request.user)}
    on = [standing for standing in switching.all_standing() if standing.is_open]
    offered = [
        (tier, [(each, last.pop(each.instrument.slug, None)) for each in of_tier])
        for tier in Tier
        if (of_tier := [each for each in on if each.instrument.tier is tier])
    ]
    earlier = [(CATALOGUE[slug], taking) for slug, taking in last.items() if slug in CATALOGUE]
    shown = {"offered": offered, "earlier": earlier, "place": "progress"}
    return render(request, "measures/measures.html", shown)


def measure(request: HttpRequest, slug: str) -> HttpResponse:
    standing = _open(slug)
    instrument = standing.instrument
    behaviours = list(request.user.behaviours.open()) if instrument.about_one else []
    form = TakingForm(
        request.POST if request.method == "POST" else None,
        instrument=instrument,
        wording=standing.wording,
        behaviours=behaviours,
        about=request.GET.get("about", "") or _only(behaviours),
    )
    if form.is_valid():
        return _keep(request, standing, form)
    shown = {"form": form, "instrument": instrument, "wording": standing.wording}
    return render(request, "measures/measure.html", shown | {"place": "progress"})


def _only(behaviours: list[Behaviour]) -> str:
    """With one thing to work on, that is what a measure about one is about, unless they say otherwise."""
    return str(behaviours[0].pk) if len(behaviours) == 1 else ""


@require_safe
def taking(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was answered, what it may mean, and the line it is part of."""
    taking = _mine(request, pk)
    instrument = CATALOGUE[taking.instrument]
    scores = dict(taking.scores.values_list("name", "value"))
    lines = _lines(taking)
    alike = measuring.alike(taking).prefetch_related("scores")
    page = Paginator(alike, A_PAGE).get_page(request.GET.get("page"))
    standing = switching.standing(taking.instrument)
    is_about_harm = support.is_called_for(taking.instrument, taking.answers)
    shown = {
        "taking": taking,
        "instrument": instrument,
        "readings": readings(instrument, scores, is_about_harm),
        "is_whole": engine.is_whole(instrument, taking.answers),
        "figure": trend(lines) if lines else None,
        "answered": _answered(standing, taking),
        "is_open": standing.is_open,
        "page": page,
        "can_be_taken_back": measuring.can_be_taken_back(taking, timezone.now()),
        "stopping": _stopping(taking, instrument, scores),
        "offers_support": is_about_harm,
        "offered": support.offer_for([taking.words]),
        "place": "progress",
    }
    return render(request, "measures/taking.html", shown)


@require_POST
def taking_take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    taking = _mine(request, pk)
    if measuring.take_back(taking, timezone.now()):
        messages.success(request, _("Taken back. Nothing is written down about it."))
        return redirect("measures")
    messages.info(request, _("A day has gone by, so it stays where it is."))
    return redirect("taking", pk)


def _keep(request: HttpRequest, standing: Standing, form: TakingForm) -> HttpResponse:
    """Kept; and where an answer asks for it, help comes before any number."""
    now, words = timezone.now(), form.cleaned_data.get("words", "")
    kept = measuring.take(
        request.user,
        form.cleaned_data["once"],
        standing.instrument,
        standing.wording,
        form.answers,
        now,
        behaviour=form.behaviour,
        words=words,
    )
    suggesting.look_about(request.user, form.behaviour, now)
    if engine.asks_for_support(standing.instrument, form.answers):
        support.shown(request.user, support.Why.MEASURE, now, kept)
        return redirect("support")
    if words:
        support.offer_after(request.user, [words], now)
    if kept.answers != form.answers:
        messages.info(
            request, _("This was kept before, as it stands here. Answer again to add to it.")
        )
    return redirect("taking", kept.pk)


def _open(slug: str) -> Standing:
    standing = switching.standing(slug)
    if standing is None or not standing.is_open:
        raise Http404
    return standing


def _mine(request: HttpRequest, pk: UUID) -> Taking:
    mine = request.user.takings.filter(instrument__in=CATALOGUE).select_related("behaviour")
    return get_object_or_404(mine, pk=pk)


def _lines(taking: Taking) -> list[measuring.Trend]:
    """The line this taking is part of: the same measure, about the same thing."""
    every = measuring.trends(taking.member, only=taking.instrument)
    return [each for each in every if each.behaviour == taking.behaviour_id]


def _answered(standing: Standing, taking: Taking) -> list[tuple[str, str]]:
    """Each item as it was worded then and what was chosen; by its number where the words changed since."""
    wording, items = standing.wording, standing.instrument.items
    same = wording and (wording.edition, wording.language) == (taking.edition, taking.language)
    told = []
    for number, item in enumerate(items, start=1):
        if item.name in taking.answers:
            answer = taking.answers[item.name]
            told.append(
                (str(wording.items[item.name]), wording.said(item, answer))
                if same
                else (str(item.about or _("Question %(number)s") % {"number": number}), str(answer))
            )
    return told


def _stopping(taking: Taking, instrument: Instrument, scores: dict[str, int]) -> str:
    """What stopping all at once would be of, where these answers call for the note about that."""
    if instrument.stopping_from is not None:
        return Behaviour.Kind.ALCOHOL if scores.get("total", 0) >= instrument.stopping_from else ""
    about = taking.behaviour
    if instrument.slug == "sds" and about and about.kind in safety.RISKY_TO_STOP:
        return about.kind
    return ""
