"""What a person takes with them: who they are here, what they agreed to, where they are signed in."""

import re

from allauth.account.models import EmailAddress, EmailConfirmation
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from smartrecovery.portable import Refused, Table
from smartrecovery.vault.models import DataKey

from . import zones
from .models import Consent, HeldImport, RecoveryCode, Session, User

ITS_OWN = _("belongs to the account it was made in; a new account has its own")
SECRET = _("a secret that would let a finder of the file in")


def a_person_we_can_serve(people: list[User]) -> None:
    """Settings that only make sense from a list."""
    for person in people:
        if not zones.is_known(person.zone):
            raise Refused(_("nobody knows its time zone"))
        if person.language not in dict(settings.LANGUAGES):
            raise Refused(_("its language is not one of ours"))
        if person.region and not re.fullmatch(r"[A-Z]{2}", person.region):
            raise Refused(_("its country is not a country"))


PERSON = Table(
    "person",
    User,
    _("My settings"),
    owner="pk",
    columns=(
        "name",
        "zone",
        "day_starts",
        "theme",
        "language",
        "region",
        "idle_minutes",
        "shared_device",
    ),
    stays={
        "id": ITS_OWN,
        "username": ITS_OWN,
        "email": _("an address is confirmed by the account that uses it"),
        "role": _("what somebody may do is never taken from a file"),
        "is_adult": ITS_OWN,
        "date_joined": ITS_OWN,
        "last_login": ITS_OWN,
        "paused_until": _("a pause is asked for where it is wanted"),
        "leaving_at": ITS_OWN,
        "is_reminded": _("told from the reminders that come back"),
        "has_news": _("nothing is sent a second time"),
    },
    left_out={
        "password": SECRET,
        "resets": _("counts resets of the passphrase, so that old links stop working"),
        "is_active": _("the same for everybody who can sign in"),
        "is_staff": _("not used here; the same for everybody"),
        "is_superuser": _("not used here; the same for everybody"),
    },
    check=a_person_we_can_serve,
)

TABLES = (
    Table(
        "consents",
        Consent,
        _("What I agreed to"),
        by="at",
        stays=dict.fromkeys(
            ("id", "edition", "given", "at"),
            _("agreement is given by the account that keeps the words"),
        ),
        left_out={"member": _("it is you")},
    ),
    Table(
        "devices",
        Session,
        _("Where I am signed in"),
        stays=dict.fromkeys(("device", "began_at", "seen_at", "expire_date"), ITS_OWN),
        left_out={
            "session_key": SECRET,
            "session_data": SECRET,
            "handle": _("names the device in a link, and nothing else"),
            "member": _("it is you"),
        },
    ),
    Table(
        "recovery_codes",
        RecoveryCode,
        _("Recovery codes"),
        in_copy=False,
        stays=dict.fromkeys(("id", "made_at", "used_at"), ITS_OWN),
        left_out={"hashed": SECRET, "member": _("it is you")},
    ),
    Table(
        "addresses",
        EmailAddress,
        _("E-mail addresses"),
        owner="user",
        stays=dict.fromkeys(("email", "verified", "primary"), ITS_OWN),
        left_out={"id": _("a running number"), "user": _("it is you")},
    ),
    Table(
        "address_confirmations",
        EmailConfirmation,
        _("Confirmations under way"),
        owner="email_address__user",
        in_copy=False,
        stays=dict.fromkeys(("created", "sent"), ITS_OWN),
        left_out={
            "id": _("a running number"),
            "key": SECRET,
            "email_address": _("stands among the addresses"),
        },
    ),
    Table(
        "held_imports",
        HeldImport,
        _("A file looked over and not yet brought back"),
        in_copy=False,
        stays={"at": ITS_OWN},
        left_out={
            "id": _("names the row, and nothing else"),
            "member": _("it is you"),
            "content": _("a copy of a file you hold, gone within the hour"),
        },
    ),
    Table(
        "data_keys",
        DataKey,
        _("The key to what I wrote"),
        owner="owner",
        in_copy=False,
        stays={"created_at": ITS_OWN},
        left_out={
            "owner": _("it is you"),
            "key_id": _("names a key of this server"),
            "wrapped": SECRET,
        },
    ),
)
