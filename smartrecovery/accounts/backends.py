"""Signing in, with the person's data key fetched in the same query."""

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.userkit import get_user_by_username
from allauth.account.models import EmailAddress

from smartrecovery.vault import keys

from .models import User


class Backend(AuthenticationBackend):
    def _authenticate(self, request, **credentials):
        """One account at most, so one hash: a second would tell that somebody is here."""
        typed = credentials.get("email") or credentials.get("username") or ""
        return self._check_password(whose(typed), credentials["password"])

    def get_user(self, user_id):
        person = User.objects.with_key().filter(pk=user_id, is_active=True).first()
        if person is not None and hasattr(person, "data_key"):
            keys.remember(person.data_key)
        return person


def whose(typed: str) -> User | None:
    """By name, or by address: whoever confirmed it comes before those who only gave it."""
    if "@" not in typed:
        return get_user_by_username(typed)
    gave = EmailAddress.objects.filter(email=typed).order_by("-verified", "pk")
    found = gave.select_related("user").first()
    return found.user if found else None
