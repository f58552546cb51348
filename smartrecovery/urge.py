"""The page for a hard moment: the card, writing down that it passed, paper, and what works with no network."""

import hashlib
import json
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stages import urges
from stages.forms import PassedForm
from tools import card, given

from . import crisis

QUARTER = timedelta(minutes=15)
# What the page needs that stands in for the card when there is no network.
FILES = (
    "site.css",
    "icons.svg",
    "js/app.js",
    "js/carry.js",
    "js/offline.js",
    "js/store.js",
    "js/urge.js",
    "js/who.js",
    "js/words.js",
)


@require_safe
def urge(request: HttpRequest) -> HttpResponse:
    """The card. With script, a sealed copy of it stays on the member's own device."""
    cards = card.cards(request.user)
    shown = card.chosen(cards, request.GET.get("about", ""))
    context = _around(request, timezone.now()) | {
        "card": shown,
        "cards": cards,
        "others": [each for each in cards if each is not shown],
    }
    return render(request, "frame/urge.html", context)


def _around(request: HttpRequest, now: datetime) -> dict[str, Any]:
    region = crisis.REGIONS.get(request.user.region.lower())
    return {
        "place": "urge",
        "began": now,
        "until": now + QUARTER,
        "once": uuid4(),
        "emergency": region.emergency if region else "",
    }


@require_POST
def passed(request: HttpRequest) -> HttpResponse:
    """It passed. A page that waits here for the answer stays; one sent later gets the address."""
    form = PassedForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    said = form.cleaned_data
    behaviour = request.user.behaviours.filter(pk=said["about"]).first() if said["about"] else None
    urge = urges.passed(
        request.user, said["id"], behaviour, said["began"], said["minutes"], timezone.now()
    )
    if "X-Autosave" in request.headers:
        return JsonResponse({"url": reverse("urge_written", args=[urge.pk])})
    return redirect("urge_written", urge.pk)


@require_safe
def written(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was written down, a way to take it back, and what might help next."""
    urge = get_object_or_404(request.user.urges, pk=pk)
    return render(request, "frame/urge_written.html", {"urge": urge, "place": "urge"})


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


@require_safe
@login_not_required  # nobody's words stand on it
def offline(request: HttpRequest) -> HttpResponse:
    """The page that stands in for the card. Drawn without the request, so it knows nobody."""
    return HttpResponse(shell())


@require_safe
@login_not_required  # a browser asks for it at any time
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, for the card's own addresses alone."""
    answer = HttpResponse(worker_script(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


def shell() -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string("frame/urge_offline.html", {"card": card.Card(None, None, [])})


def worker_script() -> str:
    return _worker_script() if not settings.DEBUG else _worker_script.__wrapped__()


@cache
def _worker_script() -> str:
    """Its name for the cache changes with any of the files, so a release brings all of them."""
    page, files = reverse("urge_offline"), [static(name) for name in FILES]
    code = (settings.BASE_DIR / "static" / "js" / "worker.js").read_text()
    version = hashlib.sha256("\n".join([*files, code, shell()]).encode()).hexdigest()[:12]
    told = {"card": reverse("urge"), "page": page, "files": files, "version": version}
    return f"const told = {json.dumps(told)};\n{code}"
