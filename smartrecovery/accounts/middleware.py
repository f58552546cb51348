"""Each request runs as one person: their zone, their language, nothing cached."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone, translation

from . import consent, sessions, unsaved

OPEN_WITHOUT_CONSENT = ("/me/", "/accounts/")
NO_STORE = "no-store, private"


class PersonMustSignIn(LoginRequiredMiddleware):
    """Nobody is a stranger beyond the public pages, and what a stranger sent is not lost."""

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if request.user.is_authenticated:
            return ask_for_consent(request, view)
        return super().process_view(request, view, args, kwargs)

    def handle_no_permission(self, request: HttpRequest, view) -> HttpResponse:
        if "X-Autosave" in request.headers:
            return JsonResponse({"signed_out": True}, status=401)
        if request.method == "POST":
            return unsaved.sign_in_first(request)
        return super().handle_no_permission(request, view)


def ask_for_consent(request: HttpRequest, view) -> HttpResponse | None:
    """Without consent nothing is kept; a new edition is asked for before the next page, not amid a save."""
    agreed = request.user.agreed_edition
    if agreed >= consent.EDITION or (agreed and request.method == "POST"):
        return None
    if not getattr(view, "login_required", True) or request.path.startswith(OPEN_WITHOUT_CONSENT):
        return None
    if "X-Autosave" in request.headers:
        return JsonResponse({"consent": reverse("me_consent")}, status=403)
    return HttpResponseRedirect(reverse("me_consent"))


def person(get_response):
    def middleware(request: HttpRequest) -> HttpResponse:
        sessions.end_if_over(request)
        user = request.user
        if not user.is_authenticated:
            return get_response(request)
        with timezone.override(user.tz), translation.override(user.language):
            response = get_response(request)
        response["Cache-Control"] = NO_STORE
        return response

    def process_view(request: HttpRequest, view, args, kwargs) -> None:
        if request.user.is_authenticated:
            sessions.note_seen(request, view)

    middleware.process_view = process_view
    return middleware
