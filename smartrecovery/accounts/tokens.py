"""Links that prove who somebody is: good for an hour, once, and only until a newer one is asked for.

Each counts `User.resets`; asking for a link, using one, or changing the address counts it on.
"""

from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import signing
from django.db.models import F

from .models import User

HOUR = 3600
SALT = "confirm e-mail"


class ResetTokens(PasswordResetTokenGenerator):
    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.resets}"


reset_tokens = ResetTokens()


def forget_older(member: User) -> None:
    """From here on no link made before opens anything."""
    User.objects.filter(pk=member.pk).update(resets=F("resets") + 1)
    member.refresh_from_db(fields=["resets"])


def to_confirm(address: EmailAddress) -> str:
    return signing.dumps([address.pk, address.user.resets], salt=SALT)


def address_of(key: str) -> EmailAddress | None:
    """The address a link confirms, as long as it may."""
    try:
        pk, resets = signing.loads(key, salt=SALT, max_age=HOUR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    waiting = EmailAddress.objects.select_related("user").filter(pk=pk, verified=False)
    return waiting.filter(user__resets=resets, user__is_active=True).first()


def member_of(uid: str, token: str) -> User | None:
    """Whose passphrase a link may reset."""
    try:
        member = User.objects.filter(pk=UUID(uid), is_active=True).first()
    except ValueError:
        return None
    return member if member and reset_tokens.check_token(member, token) else None
