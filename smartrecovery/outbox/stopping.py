"""The link in every mail that ends it: by one press, without signing in, and never by merely opening it."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from hmac import compare_digest, digest
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import salted_hmac

from . import answering, kinds
from .models import Message

SIGNED_BYTES = 16
ANY = "A" * 43


def token_of(pk: UUID) -> str:
    """Says which message, to nobody but us."""
    return _token(pk, settings.SECRET_KEY)


def link_of(pk: UUID) -> str:
    return _link_form(settings.SITE_URL).replace(ANY, token_of(pk))


def message_of(token: str) -> Message | None:
    """The message a link came with; None for a link that is not ours."""
    try:
        pk = UUID(bytes=urlsafe_b64decode(token + "=" * (-len(token) % 4))[:16])
    except ValueError:
        return None
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if not any(compare_digest(token, _token(pk, key)) for key in keys):
        return None
    return Message.objects.select_related("member").filter(pk=pk).first()


def stop(message: Message, now: datetime, *, everything: bool = False) -> None:
    """No more of what came in that mail, however many went as one; or of anything.

    What nobody chose, such as word that reminders stopped, is about all of them.
    """
    ended: Sequence[str | None] = () if everything else chosen(message)
    for kind in ended or (None,):
        answering.stop(message.member, kind, now)


def chosen(message: Message) -> list[str]:
    """Of what came in that mail the kinds there is a choice about."""
    came = Message.objects.filter(Q(pk=message.pk) | Q(went_with=message.pk), member=message.member)
    return sorted(kind for kind in set(came.values_list("kind", flat=True)) if _is_chosen(kind))


def _is_chosen(kind: str) -> bool:
    return any(known.name == kind and known.is_chosen for known in kinds.everyone())


def _token(pk: UUID, secret: str) -> str:
    signature = digest(_key(secret), pk.bytes, "sha256")[:SIGNED_BYTES]
    return urlsafe_b64encode(pk.bytes + signature).decode().rstrip("=")


@lru_cache(maxsize=8)
def _key(secret: str) -> bytes:
    return salted_hmac("stop messages", "", secret=secret, algorithm="sha256").digest()


@lru_cache(maxsize=8)
def _link_form(site: str) -> str:
    return site + reverse("stop_messages", args=[ANY])
