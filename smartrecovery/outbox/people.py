"""What is told to people about signing in: by the outbox, never from a request. Plain words, no names."""

import ipaddress
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from smartrecovery.accounts import sessions, tokens
from smartrecovery.accounts.models import User

from . import kinds, posting
from .kinds import Kind
from .models import Contact, Message

LINK_LIVES = timedelta(hours=1)
NETWORK = {4: 24, 6: 56}


class Adapter(DefaultAccountAdapter):
    """How signing in is told to the rest of the house."""

    def is_ajax(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """A page of this site, from its root; nothing a browser might read otherwise."""
        return bool(url) and url.startswith("/") and super().is_safe_url(url)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our views say what happened; an address never rests in a session."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """A keyed digest of the network: limits are counted by it, and no address is ever kept."""
        try:
            address = get_client_ip(request) or ""
        except ImproperlyConfigured:  # came past one of the proxies
            address = ""
        return salted_hmac("network", network_of(address), algorithm="sha256").hexdigest()

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        sessions.name_device(request)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return reverse("welcome")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing is sent from a request; what we tell people has a kind of its own, below."""

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        tokens.forget_older(user)
        _post(user, "reset", str(user.resets))

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation, signup: bool) -> None:
        address = emailconfirmation.email_address
        tokens.forget_older(address.user)
        _post(address.user, "confirm-email", f"{address.pk}:{address.user.resets}")

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """A mailbox that has just answered is not closed."""
        is_theirs = super().confirm_email(request, email_address)
        if is_theirs:
            Contact.objects.filter(member=email_address.user_id).update(email_broken_at=None)
        return is_theirs

    def tell_old_address(self, address: EmailAddress) -> None:
        """Somebody asked for another address; the one so far hears of it while it is still theirs."""
        _post(address.user, "email-changed", f"{address.pk}:{address.user.resets}")


def network_of(address: str) -> str:
    """The whole neighbourhood somebody comes from; blank where there is no address."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network(f"{known}/{NETWORK[known.version]}", strict=False))


def _post(member: User, kind: str, occurrence: str) -> None:
    posting.post(member, kind, occurrence, expires_at=timezone.now() + LINK_LIVES)


def reset(message: Message) -> kinds.Mail | None:
    member = message.member
    address = EmailAddress.objects.get_verified(member)
    if address is None or message.occurrence != str(member.resets):
        return None
    key = {"uidb36": member.pk.hex, "key": tokens.reset_tokens.make_token(member)}
    return _mail("reset", address.email, reverse("account_reset_password_from_key", kwargs=key))


def confirm_email(message: Message) -> kinds.Mail | None:
    address = _address(message)
    if (
        address is None
        or address.verified
        or not message.occurrence.endswith(f":{address.user.resets}")
    ):
        return None
    key = {"key": tokens.to_confirm(address)}
    return _mail("confirm", address.email, reverse("account_confirm_email", kwargs=key))


def email_changed(message: Message) -> kinds.Mail | None:
    address = _address(message)
    return _mail("changed", address.email, reverse("account_login")) if address else None


def _address(message: Message) -> EmailAddress | None:
    pk = message.occurrence.partition(":")[0]
    return EmailAddress.objects.select_related("user").filter(pk=pk, user=message.member).first()


def _mail(template: str, to: str, path: str) -> kinds.Mail:
    body = render_to_string(f"account/email/{template}.txt", {"link": settings.SITE_URL + path})
    return kinds.Mail(subject=_("Your link"), body=body, to=to)


def register() -> None:
    kinds.register(Kind("reset", compose=reset, while_leaving=True, is_urgent=True))
    kinds.register(Kind("confirm-email", compose=confirm_email, asked_for=True, is_urgent=True))
    kinds.register(Kind("email-changed", compose=email_changed, while_leaving=True, is_urgent=True))
