"""Signing in, with the person's data key fetched in the same query."""

from allauth.account.auth_backends import AuthenticationBackend

from smartrecovery.vault import keys

from .models import User


class Backend(AuthenticationBackend):
    def get_user(self, user_id):
        person = User.objects.with_key().filter(pk=user_id, is_active=True).first()
        if person is not None and hasattr(person, "data_key"):
            keys.remember(person.data_key)
        return person
