"""Everything about me that is not what I wrote: settings, devices, codes, what I agreed to."""

from collections.abc import Callable
from functools import wraps

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from . import codes, consent, sessions


def with_passphrase_again(view: Callable) -> Callable:
    """Asks for the passphrase first, unless it was given in the last five minutes."""

    @wraps(view)
    def asked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if did_recently_reauthenticate(request):
            return view(request, *args, **kwargs)
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}")

    return asked


def me(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/me.html", {"place": "me"})


def devices(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    live = request.user.devices.filter(expire_date__gt=now).order_by("-seen_at")
    context = {
        "devices": [device for device in live if is_live(request, device, now)],
        "here": request.session.session_key,
        "place": "me",
    }
    return render(request, "accounts/devices.html", context)


def is_live(request: HttpRequest, device, now) -> bool:
    fresh = device.seen_at + request.user.idle_time > now
    return fresh and device.began_at + sessions.LONGEST > now


@require_POST
def end_device(request: HttpRequest, pk) -> HttpResponse:
    device = get_object_or_404(request.user.devices, handle=pk)
    if device.pk == request.session.session_key:
        return redirect("account_logout")
    device.delete()
    messages.success(request, _("That device is signed out."))
    return redirect("me_devices")


@require_POST
def end_other_devices(request: HttpRequest) -> HttpResponse:
    sessions.end_others(request)
    messages.success(request, _("Every other device is signed out."))
    return redirect("me_devices")


@with_passphrase_again
def my_codes(request: HttpRequest) -> HttpResponse:
    context = {"left": codes.left(request.user), "place": "me"}
    if request.method == "POST":
        context["codes"] = codes.make(request.user)
    return render(request, "accounts/codes.html", context)


def my_consent(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        consent.give(request.user)
        messages.success(request, _("Thank you. You can carry on."))
        return redirect("today")
    context = {
        "parts": consent.EDITIONS[consent.EDITION],
        "edition": consent.EDITION,
        "agreed": request.user.agreed_edition,
        "history": request.user.consents.all(),
        "place": "me",
    }
    return render(request, "accounts/consent.html", context)


def withdraw_consent(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        consent.withdraw(request.user)
        messages.success(request, _("Your yes is taken back. Nothing new is kept from now on."))
        return redirect("me_consent")
    return render(request, "accounts/consent_withdraw.html", {"place": "me"})
