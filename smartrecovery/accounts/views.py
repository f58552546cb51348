"""Signing up, in and out; my passphrase, my address, and how long I am signed in."""

from allauth.account import views as allauth_views
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows import reauthentication
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from . import codes, consent, sessions, throttle, tokens, unsaved
from .forms import (
    AddressForm,
    AgainForm,
    ChangePassphraseForm,
)
from .getting_back_in import set_passphrase
from .models import User

TOO_YOUNG = "later"


@method_decorator(login_not_required, name="dispatch")
class SignIn(allauth_views.LoginView):
    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated and (found := unsaved.carried(request)):
            return unsaved.offer_again(request, found)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form) -> HttpResponse:
        answer = super().form_valid(form)
        if self.request.user.is_authenticated and (found := unsaved.carried(self.request)):
            return unsaved.offer_again(self.request, found)
        return answer

    def form_invalid(self, form) -> HttpResponse:
        answer = super().form_invalid(form)
        return throttle.slow_down(answer, form.wait) if form.wait else answer

    def get_context_data(self, **kwargs) -> dict:
        sealed = self.request.POST.get("unsaved", "")
        kept = sealed if unsaved.unseal(sealed) else ""
        return super().get_context_data(**kwargs) | {
            "unsaved": kept,
            "next": get_next_redirect_url(self.request) or "",
        }


@method_decorator(login_not_required, name="dispatch")
class SignUp(allauth_views.SignupView):
    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if TOO_YOUNG in request.COOKIES and not request.user.is_authenticated:
            return render(request, "accounts/too_young.html")
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if self.get_form().too_young:
            return too_young(request)
        if not throttle.take(request, "sign-up"):
            return throttle.refuse(request, throttle.wait(request, "sign-up"))
        return super().post(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("welcome")


def too_young(request: HttpRequest) -> HttpResponse:
    """Nothing is kept; the browser itself remembers the answer until it is closed."""
    answer = render(request, "accounts/too_young.html")
    answer.set_cookie(TOO_YOUNG, "1", httponly=True, samesite="Lax", secure=request.is_secure())
    return answer


class SignOut(allauth_views.LogoutView):
    def get_redirect_url(self) -> str:
        return reverse("account_login")

    def post(self, *args, **kwargs) -> HttpResponse:
        answer = super().post(*args, **kwargs)
        answer["Clear-Site-Data"] = '"storage"'
        return answer


@login_not_required
@require_GET
def consent_document(request: HttpRequest) -> HttpResponse:
    context = {"parts": consent.EDITIONS[consent.EDITION], "edition": consent.EDITION}
    return render(request, "accounts/consent_document.html", context)


SHOWN = "shown"


def welcome(request: HttpRequest) -> HttpResponse:
    """The sign-in name in large, once; the codes are made at the press of the button, and shown once."""
    step = request.session.get("welcome")
    if not step or (step == SHOWN and request.method != "POST"):
        request.session.pop("welcome", None)
        return redirect("today")
    context = {"confirming": EmailAddress.objects.get_new(request.user), "place": "me"}
    if request.method == "POST":
        request.session["welcome"] = (
            SHOWN  # a second tap makes them anew: the first answer was never seen
        )
        context["codes"] = codes.make(request.user)
    return render(request, "accounts/welcome.html", context)


@method_decorator(sensitive_post_parameters(), name="dispatch")
class Again(allauth_views.ReauthenticateView):
    """Asks for the passphrase again, and goes on to where it is needed."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        taken = throttle.take(request, "passphrase")
        if not taken:
            return throttle.refuse(request, throttle.wait(request, "passphrase"))
        form = self.get_form()
        if not form.is_valid():
            return self.form_invalid(form)
        taken.rollback()
        reauthentication.reauthenticate_by_password(request)
        return redirect(get_next_redirect_url(request) or reverse("me"))


def knows_passphrase(request: HttpRequest, form: AgainForm) -> HttpResponse | bool:
    """Whether a form that asks for the passphrase holds; or the answer to too many tries."""
    taken = throttle.take(request, "passphrase")
    if not taken:
        return throttle.refuse(request, throttle.wait(request, "passphrase"))
    if "password" not in form.errors:
        taken.rollback()
    return form.is_valid()


@sensitive_post_parameters()
def change_passphrase(request: HttpRequest) -> HttpResponse:
    """Every other device is signed out; this one goes on under a new session id."""
    form = ChangePassphraseForm(request.POST or None, user=request.user)
    if request.method == "POST":
        held = knows_passphrase(request, form)
        if isinstance(held, HttpResponse):
            return held
        if held:
            set_passphrase(request.user, form.cleaned_data["password1"])
            update_session_auth_hash(request, request.user)
            sessions.end_others(request)
            messages.success(
                request, _("Your passphrase is changed. Other devices are signed out.")
            )
            return redirect("me")
    return render(request, "account/password_change.html", {"form": form, "place": "me"})


@sensitive_post_parameters()
def address(request: HttpRequest) -> HttpResponse:
    """My e-mail: give one, change it, ask for the link again, take it away."""
    do = request.POST.get("do", "")
    if do == "again":
        return send_link_again(request)
    form = AddressForm(request.POST if request.method == "POST" else None, user=request.user)
    if do == "remove":
        del form.fields["email"]
    if request.method == "POST":
        held = knows_passphrase(request, form)
        if isinstance(held, HttpResponse):
            return held
        if held and do == "remove":
            return remove_address(request)
        if held:
            return use_address(request, form.cleaned_data["email"])
    context = {
        "form": form if do != "remove" else AddressForm(user=request.user),
        "removal": form if do == "remove" else AgainForm(user=request.user, prefix=None),
        "confirmed": EmailAddress.objects.get_verified(request.user),
        "waiting": EmailAddress.objects.get_new(request.user),
        "place": "me",
    }
    return render(request, "account/email.html", context)


@transaction.atomic
def use_address(request: HttpRequest, email: str) -> HttpResponse:
    """The same words whether or not somebody else has it; the address so far is told."""
    so_far = EmailAddress.objects.get_verified(request.user)
    if so_far is None or so_far.email != email:
        if so_far is not None:
            get_adapter().tell_old_address(so_far)
        EmailAddress.objects.add_new_email(request, request.user, email)
    messages.success(
        request, _("We are sending a link. Open it within an hour to confirm the address.")
    )
    return redirect("account_email")


def send_link_again(request: HttpRequest) -> HttpResponse:
    if not throttle.take(request, "address"):
        return throttle.refuse(request, throttle.wait(request, "address"))
    if waiting := EmailAddress.objects.get_new(request.user):
        with transaction.atomic():
            waiting.send_confirmation(request)
    messages.success(request, _("We are sending a new link. The one before no longer works."))
    return redirect("account_email")


@transaction.atomic
def remove_address(request: HttpRequest) -> HttpResponse:
    EmailAddress.objects.filter(user=request.user).delete()
    User.objects.filter(pk=request.user.pk).update(email="")
    tokens.forget_older(request.user)
    messages.success(request, _("Your e-mail is gone from here. Keep your recovery codes safe."))
    return redirect("account_email")


@login_not_required
@never_cache
def confirm_address(request: HttpRequest, key: str) -> HttpResponse:
    """Opening the link changes nothing: mail scanners open links too."""
    found = tokens.address_of(key)
    if found is not None and request.method == "POST":
        with transaction.atomic():
            confirmed = get_adapter().confirm_email(request, found)
            tokens.forget_older(found.user)
        if confirmed:
            found.set_as_primary()
        return render(request, "account/email_confirm.html", {"done": confirmed, "key": key})
    return render(request, "account/email_confirm.html", {"found": found, "key": key})


@login_not_required
@sessions.quiet
@never_cache
def session_state(request: HttpRequest) -> JsonResponse:
    """Whether I am signed in and for how long; asking does not count as being here."""
    return JsonResponse(state_of(request))


@require_POST
def session_extend(request: HttpRequest) -> JsonResponse:
    request.session.see(timezone.now())
    return JsonResponse(state_of(request))


def state_of(request: HttpRequest) -> dict:
    if not request.user.is_authenticated:
        return {"signed_in": False, "csrf": get_token(request), "seconds": 0}
    seconds = request.session.seconds_left(request.user.idle_time, timezone.now())
    who = str(request.user.pk)
    return {"signed_in": True, "csrf": get_token(request), "seconds": seconds, "person": who}


@login_not_required
@require_GET
def inactive(request: HttpRequest) -> HttpResponse:
    return render(request, "account/account_inactive.html")
