"""An urge: written down in fifteen seconds, the card for a hard moment, and that it passed."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stages import urges
from stages.fields import TO_TEN, or_none
from stages.forms import PassedForm
from stages.models import Behaviour, Urge
from stages.quick_form import QuickForm, When
from tools import card, given

from . import crisis, urge_log

QUARTER = timedelta(minutes=15)
STILL_NEAR = timedelta(days=1)


@require_safe
def urge(request: HttpRequest) -> HttpResponse:
    """How strong, when, save."""
    form = QuickForm(member=request.user, now=timezone.now(), initial={"id": uuid4()})
    return _quick(request, form)


@require_POST
def note(request: HttpRequest) -> HttpResponse:
    """Written down, once however often it is sent. A page that waits here for the answer stays."""
    now = timezone.now()
    form = QuickForm(request.POST, member=request.user, now=now)
    stays = "X-Autosave" in request.headers
    if "id" in form.errors:
        raise BadRequest
    if not form.is_valid():
        return _refused(form) if stays else _quick(request, form)
    about = form.cleaned_data["about"]
    behaviour = request.user.behaviours.filter(pk=about).first() if about else None
    urge = urges.note(request.user, form.cleaned_data["id"], form.said(behaviour), now)
    to = reverse("urge_written", args=[urge.pk])
    if urge.is_going:
        to = f"{reverse('urge_card')}?urge={urge.pk}"
    return JsonResponse({"url": to}) if stays else redirect(to)


def _refused(form: QuickForm) -> JsonResponse:
    """A page there asks again; one that waited on a device goes on waiting."""
    return JsonResponse({"errors": form.errors}, status=400 if form.data.get("kept") else 200)


def _quick(request: HttpRequest, form: QuickForm) -> HttpResponse:
    behaviours = list(request.user.behaviours.open())
    context = {
        "place": "urge",
        "form": form,
        "to_ten": TO_TEN,
        "whens": When.choices,
        "behaviours": behaviours,
        "about": form.data.get("about", "") if form.is_bound else _usual(request.user, behaviours),
    }
    return render(request, "frame/urge.html", context)


def _usual(member, behaviours: list[Behaviour]) -> str:
    """What the last one was about, else the first thing they work on."""
    ids = [behaviour.pk for behaviour in behaviours]
    if len(ids) < 2:
        return str(ids[0]) if ids else ""
    noted = member.urges.standing().exclude(behaviour=None)
    last = noted.values_list("behaviour_id", flat=True).first()
    return str(last if last in ids else ids[0])


@require_safe
def coping_card(request: HttpRequest) -> HttpResponse:
    """The card. With script, a sealed copy of it stays on the member's own device."""
    cards = card.cards(request.user)
    going = _going(request)
    about = request.GET.get("about") or (going and going.behaviour_id) or ""
    shown = card.chosen(cards, str(about))
    context = _around(request, going, timezone.now()) | {
        "card": shown,
        "cards": cards,
        "others": [each for each in cards if each is not shown],
    }
    return render(request, "frame/urge_card.html", context)


def _going(request: HttpRequest) -> Urge | None:
    """The one this page was opened for, until it has passed."""
    asked = or_none(UUID, request.GET.get("urge"))
    urge = urges.found(request.user, asked) if asked else None
    over = urge is None or urge.taken_back_at or urge.outcome != Urge.Outcome.NOT_SAID
    return None if over else urge


def _around(request: HttpRequest, going: Urge | None, now: datetime) -> dict[str, Any]:
    region = crisis.REGIONS.get(request.user.region.lower())
    began = going.occurred_at if going else now
    return {
        "place": "urge",
        "going": going,
        "began": began,
        "until": began + QUARTER,
        "whole": began + QUARTER <= now,
        "once": uuid4(),
        "emergency": region.emergency if region else "",
    }


@require_POST
def passed(request: HttpRequest) -> HttpResponse:
    """It passed. A page that waits here for the answer stays; one sent later gets the address."""
    form = PassedForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    urge = _passed(request.user, form.cleaned_data, timezone.now())
    if "X-Autosave" in request.headers:
        return JsonResponse({"url": reverse("urge_written", args=[urge.pk])})
    return redirect("urge_written", urge.pk)


def _passed(member, said: dict[str, Any], now: datetime) -> Urge:
    """The one that was written down before, or one that is written down now."""
    began, minutes = urges.believable(said["began"], now), said["minutes"]
    if said["urge"] and (urge := urges.found(member, said["urge"])):
        ended = now
        if began is not None and minutes is not None:
            ended = min(began + timedelta(minutes=minutes), now)
        urges.it_passed(urge, ended, now)
        return urge
    behaviour = member.behaviours.filter(pk=said["about"]).first() if said["about"] else None
    once = said["urge"] or said["id"]
    return urges.passed(member, once, behaviour, began, minutes, now, said["intensity"])


@require_safe
def written(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was written down, a way to take it back, and what might help next."""
    now = timezone.now()
    urge = get_object_or_404(request.user.urges.select_related("behaviour"), pk=pk)
    strong = (urge.intensity or 0) >= urges.STRONG and now - urge.occurred_at <= STILL_NEAR
    context = {
        "urge": urge,
        "place": "urge",
        "zone": _which(urge.occurred_at.astimezone(request.user.tz)),
        "offer_card": strong and urge.outcome == Urge.Outcome.NOT_SAID,
    } | urge_log.after(request.user, urge, now)
    return render(request, "frame/urge_written.html", context)


def _which(wall: datetime) -> str:
    """Of two hours that go by the same name, which one it was."""
    other = wall.replace(fold=1 - wall.fold)
    return "" if other.utcoffset() == wall.utcoffset() else wall.tzname() or ""


@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    urge = get_object_or_404(request.user.urges, pk=pk)
    urges.take_back(urge, timezone.now())
    messages.success(request, _("Taken back. Nothing is written down about it."))
    return redirect("urge")


@require_safe
def on_paper(request: HttpRequest) -> HttpResponse:
    """The card at the size of a bank card, to cut out and fold."""
    cards = card.cards(request.user)
    shown = card.chosen(cards, request.GET.get("about", ""))
    paper = given.paper(request.GET.get("paper", ""))
    context = {"card": shown, "cards": cards, "paper": paper, "place": "urge"}
    return render(request, "frame/urge_print.html", context)
