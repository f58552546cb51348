"""Many people who asked to be reminded by e-mail, written in bulk."""

import secrets
from datetime import datetime, time
from functools import cache
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from smartrecovery.accounts.models import Consent, User
from smartrecovery.demo import volume
from smartrecovery.outbox.models import Choice, Contact, Reminder
from smartrecovery.vault import keyring
from smartrecovery.vault.models import DataKey
from stages.models import CheckInPlan

from .ledger import KIND

FIRST = "r"
NOON, MIDNIGHT = time(12), time(0)


def settle(count: int, zone: str = "UTC") -> None:
    """So many members who may be told at any hour, each with a check-in a day and a standing reminder of it."""
    now = timezone.now()
    people = [_person(number, zone) for number in range(1, count + 1)]
    with transaction.atomic():
        for rows in (
            people,
            [_key(person) for person in people],
            [Consent(member=person, edition=1, given=True, at=now) for person in people],
            [_address(person) for person in people],
            [CheckInPlan(member=person, rhythm="daily", at=NOON) for person in people],
            [Contact(member=person, quiet_from=MIDNIGHT, quiet_to=MIDNIGHT) for person in people],
            [Choice(member=person, kind=KIND, channel="email") for person in people],
            [_reminder(person, now) for person in people],
        ):
            type(rows[0])._base_manager.bulk_create(rows, batch_size=500)


@cache
def _password() -> str:
    """One for all: each by itself would take hours."""
    return make_password(volume.PASSPHRASE)


def _person(number: int, zone: str) -> User:
    name = volume.username(FIRST, number)
    return User(
        username=name,
        password=_password(),
        email=f"{name}@crowd.example",
        zone=zone,
        is_adult=True,
        is_reminded=True,
    )


def _key(person: User) -> DataKey:
    key_id, wrapped = keyring.wrap(secrets.token_bytes(keyring.KEY_BYTES), person.pk)
    return DataKey(owner=person, key_id=key_id, wrapped=wrapped)


def _address(person: User) -> EmailAddress:
    return EmailAddress(user=person, email=person.email, verified=True, primary=True)


def _reminder(person: User, now: datetime) -> Reminder:
    said: dict[str, Any] = {"days": 127, "at": NOON, "zone": person.zone, "channel": "email"}
    return Reminder(
        member=person, kind=KIND, first_on=now.date(), next_on=now.date(), next_at=now, **said
    )
