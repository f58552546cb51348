"""Ending it from a mail, and letting a browser show what comes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from smartrecovery.accounts.devices import label

from . import devices, stopping


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@csrf_exempt  # a mail program presses it, by itself and with no cookie: RFC 8058
@login_not_required  # whoever has the mail may end it
def stop_messages(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing, as mail scanners open every link; pressing it answers at once."""
    message = stopping.message_of(token)
    if message is None:
        raise Http404
    is_all = "everything" in request.POST or not stopping.chosen(message)
    if request.method == "POST":
        stopping.stop(message, timezone.now(), everything=is_all)
    context = {"stopped": request.method == "POST", "is_all": is_all}
    return render(request, "outbox/stop.html", context)


@require_POST
def push_on(request: HttpRequest) -> HttpResponse:
    """What the browser said about where it listens is not believed before it was looked at.

    `instead` is where it listened before, for another key.
    """
    if not request.user.agreed_edition:
        return redirect("me_consent")
    if request.user.shared_device:
        messages.warning(request, _("Others use this device, so nothing is shown on it."))
        return redirect("reminders")
    name = label(request.headers.get("User-Agent", ""))
    try:
        devices.remember(request.user, request.POST.dict(), name, timezone.now())
        devices.forget(request.user, request.POST.get("instead", ""))
    except devices.NotAllowed:
        messages.warning(request, _("Nothing can be sent to this browser from here."))
    else:
        messages.success(request, _("This device is ready to show reminders."))
    return redirect("reminders")


@require_POST
def push_off(request: HttpRequest) -> HttpResponse:
    """Pressed twice, it is off all the same."""
    devices.forget(request.user, request.POST.get("device", ""))
    messages.success(request, _("That device shows nothing any more."))
    return redirect("reminders")
