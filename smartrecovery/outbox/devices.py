"""Browsers that were allowed to show messages. The only writer of push devices."""

import re
from base64 import urlsafe_b64decode
from contextlib import suppress
from datetime import datetime
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec
from django.core.exceptions import ValidationError
from django.db import transaction

from smartrecovery.accounts.models import User

from .channels import endpoints, vapid
from .channels.endpoints import NotAllowed
from .models import PushDevice

AT_MOST = 10
AUTH_BYTES = 16
BASE64 = re.compile(r"[\w-]+={0,2}", re.A)


def for_page(member: User) -> dict | None:
    """What the part of a page needs that turns it on and off; None where it is not to be had.

    While others use their device, those that were turned on show nothing; nor does one of another key.
    """
    if not vapid.is_there():
        return None
    devices = [] if member.shared_device else list(member.push_devices.order_by("made_at"))
    return {
        "key": vapid.public_key(),
        "devices": devices,
        "deaf": {each.pk for each in devices if each.made_for not in ("", vapid.mark())},
        "shared": member.shared_device,
        "marks": " ".join(device.mark for device in devices),
    }


def remember(member: User, said: dict[str, str], name: str, now: datetime) -> PushDevice:
    """This browser, for this person alone: whoever had it before has it no longer. Raises NotAllowed.

    It is looked at before anything is locked, as a name server may take its time.
    """
    if not vapid.is_there():
        raise NotAllowed
    told = {part: str(said.get(part, "")) for part in ("endpoint", "p256dh", "auth")}
    look_at(told)
    return _keep(member, told, name[:60], now)


@transaction.atomic
def _keep(member: User, told: dict[str, str], name: str, now: datetime) -> PushDevice:
    """Pressed twice at once, it is one all the same."""
    User.objects.select_for_update(no_key=True).only("pk").get(pk=member.pk)
    mark = sha256(told["endpoint"].encode()).hexdigest()
    PushDevice.objects.filter(mark=mark).delete()
    device = PushDevice.objects.create(
        member=member, mark=mark, told=told, made_for=vapid.mark(), name=name, made_at=now
    )
    newest = member.push_devices.order_by("-made_at", "-pk").values_list("pk", flat=True)
    member.push_devices.exclude(pk__in=list(newest[:AT_MOST])).delete()
    return device


def look_at(told: dict[str, str]) -> None:
    """A push service that we know, at a public address, and keys that can be keys."""
    try:
        point, auth = _raw(told["p256dh"]), _raw(told["auth"])
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError as error:
        raise NotAllowed from error
    if len(auth) != AUTH_BYTES:
        raise NotAllowed
    try:
        endpoints.place(told["endpoint"])
    except OSError as error:
        raise NotAllowed from error


def forget(member: User, pk: str) -> None:
    with suppress(ValidationError):  # no id at all
        member.push_devices.filter(pk=pk).delete()


def _raw(text: str) -> bytes:
    """Nothing else may stand in it: what encrypts for them later reads it less kindly."""
    if not BASE64.fullmatch(text):
        raise NotAllowed
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
