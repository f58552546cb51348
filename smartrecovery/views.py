"""The home page, and the pages that belong to nobody's app."""

import sys

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, OperationalError
from django.db import Error as DatabaseIsDown
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from . import crisis, ready
from .accounts import unsaved
from .accounts.middleware import NO_STORE
from .today import today_for

NEUTRAL = 303


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    told = today_for(request.user, timezone.now())
    return render(request, "frame/today.html", {"today": told, "place": "today"})


@require_safe
def group(request: HttpRequest) -> HttpResponse:
    return render(request, "frame/group.html", {"place": "group"})


@require_safe
@vary_on_headers("Accept-Language")
@login_not_required  # help is for everybody, always
def help_now(request: HttpRequest, code: str = "") -> HttpResponse:
    """One country's lines, or all of them: chosen, set in one's settings, or hinted by the browser."""
    if code and code != "all" and code not in crisis.REGIONS:
        return redirect("help")
    region = crisis.REGIONS.get(code or getattr(request.user, "region", "").lower())
    hint = None if region or code else crisis.hinted(request.headers.get("Accept-Language", ""))
    found = {
        "place": "help",
        "region": region,
        "shown": [region] if region else crisis.hint_first(hint),
        "directory": crisis.DIRECTORY,
        "anywhere": crisis.ANYWHERE,
    }
    return render(request, "frame/help.html", found)


@require_safe
@login_not_required  # whoever thinks of joining reads it first
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "frame/about.html")


@require_safe
@login_not_required  # whoever thinks of joining reads it first
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "frame/privacy.html")


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # a stale token must not keep anybody here
@login_not_required  # leaving is for everybody, always
def leave(request: HttpRequest) -> HttpResponse:
    """POST ends the session and clears the browser; GET, from a page too broken for a form, only goes.

    So does what another site sends: it would clear what waits in this browser.
    """
    if request.method != "POST" or not unsaved.from_here(request):
        return HttpResponse(status=NEUTRAL, headers={"Location": settings.LEAVE_URL})
    _end(request)
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        # Sent in the background as the page goes: nobody waits while the cache is emptied.
        clear = '"cache", "cookies", "storage"'
        return HttpResponse(status=204, headers={"Clear-Site-Data": clear})
    return HttpResponse(
        status=NEUTRAL,
        headers={"Location": settings.LEAVE_URL, "Clear-Site-Data": '"cookies", "storage"'},
    )


def _end(request: HttpRequest) -> None:
    """Where the row cannot be reached, this browser at least forgets it."""
    try:
        logout(request)
    except DatabaseIsDown:
        request.session._session_key = None


@login_not_required  # asked by machines
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@login_not_required  # asked by machines
def readyz(request: HttpRequest) -> HttpResponse:
    parts = ready.parts()
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Without the request: it is what could not be read."""
    return render(None, "400.html", status=400)


def failure(request: HttpRequest) -> HttpResponse:
    """Without the request, so neither database nor cache is asked; 503 where the database is away.

    What somebody was sending then stays on the page, with a button that sends it again.
    """
    away = type(sys.exc_info()[1]) in {DatabaseError, InterfaceError, OperationalError}
    if not away:
        return render(None, "500.html", status=500)
    context = {}
    if request.method == "POST" and unsaved.may_carry(request):
        sent = unsaved.Unsaved(request.get_full_path(), unsaved.fields_of(request), "", 0)
        context = {"unsaved": sent, "csrf_token": get_token(request)}
    answer = render(None, "503.html", context, status=503)
    answer["Cache-Control"] = NO_STORE
    return answer
