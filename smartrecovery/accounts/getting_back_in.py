"""A new passphrase for somebody who lost theirs: by a link in mail, or by a recovery code."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.userkit import get_user_by_username
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from . import codes, throttle, tokens
from .forms import NewPassphraseForm, RecoverForm, ResetForm
from .models import User


@transaction.atomic
def set_passphrase(member: User, passphrase: str) -> None:
    member.set_password(passphrase)
    member.save(update_fields=["password"])
    tokens.forget_older(member)


@login_not_required
@never_cache
@throttle.evenly
def reset(request: HttpRequest) -> HttpResponse:
    """The same answer whoever is asked for, and the same work before it."""
    form = ResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"]
        for action, key in (("reset", ""), ("reset-address", address)):
            if not throttle.take(request, action, key):
                return throttle.refuse(request, throttle.wait(request, action, key))
        send_reset(address)
        return redirect("account_reset_password_done")
    return render(request, "account/password_reset.html", {"form": form})


@transaction.atomic
def send_reset(address: str) -> None:
    """Only to a confirmed address: one mistyped at sign-up belongs to somebody else."""
    confirmed = EmailAddress.objects.select_related("user").filter(email=address, verified=True)
    for found in confirmed.filter(user__is_active=True):
        get_adapter().send_password_reset_mail(found.user, found.email, {})


@login_not_required
@require_GET
def reset_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "account/password_reset_done.html")


@login_not_required
@never_cache
@sensitive_post_parameters()
def reset_from_link(request: HttpRequest, uidb36: str, key: str) -> HttpResponse:
    """Opening the link changes nothing; the form below it does, once."""
    member = tokens.member_of(uidb36, key)
    if member is None:
        return render(request, "account/password_reset_from_key.html", {"form": None})
    form = NewPassphraseForm(request.POST or None, user=member)
    if request.method == "POST":
        if not throttle.take(request, "reset-link"):
            return throttle.refuse(request, throttle.wait(request, "reset-link"))
        if form.is_valid():
            return let_back_in(request, member, form.cleaned_data["password1"])
    return render(request, "account/password_reset_from_key.html", {"form": form})


def let_back_in(request: HttpRequest, member: User, passphrase: str) -> HttpResponse:
    """A new passphrase ends every session there was."""
    with transaction.atomic():
        set_passphrase(member, passphrase)
        member.devices.all().delete()
    if request.user.is_authenticated:
        logout(request)
    messages.success(request, _("Your passphrase is changed. Sign in with it."))
    return redirect("account_login")


@login_not_required
@never_cache
@sensitive_post_parameters()
@throttle.evenly
def recover(request: HttpRequest) -> HttpResponse:
    """A name and a recovery code set a new passphrase; whatever is wrong, the answer is the same."""
    form = RecoverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["login"]
        taken = []
        for action, key in (("recover", ""), ("recover-name", name)):
            if not (usage := throttle.take(request, action, key)):
                return throttle.refuse(request, throttle.wait(request, action, key))
            taken.append(usage)
        if member := member_with_code(name, form.cleaned_data["code"]):
            for usage in taken:
                usage.rollback()
            return let_back_in(request, member, form.cleaned_data["password1"])
        form.add_error(None, _("That name and code do not go together, or the code has been used."))
    return render(request, "accounts/recover.html", {"form": form})


def member_with_code(name: str, code: str) -> User | None:
    member = get_user_by_username(name)
    if member is None or not member.is_active:
        return None
    return member if codes.use(member, code) else None
