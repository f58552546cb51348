"""To a browser that was allowed to show it: encrypted for that browser, and saying nothing all the same."""

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import lru_cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from socket import create_connection
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from smartrecovery.outbox.models import PushDevice

from . import lost, vapid
from .endpoints import HTTPS, NotAllowed, Place, place
from .protocol import Gone, NotNow, Outgoing, Refused

PATIENCE = 10
AT_MOST = timedelta(hours=24)
SEEN_EVERY = timedelta(days=1)
NOT_THERE = (404, 410)
TAKEN = range(200, 300)
LATER = (408, 425, 429)
HALF_A_DAY = 12 * 3600


class Push:
    @contextmanager
    def open(self) -> Iterator["Pushing"]:
        pushing = Pushing()
        try:
            yield pushing
        finally:
            pushing.close()


class Pushing:
    def __init__(self) -> None:
        self.connections: dict[Place, HTTPConnection] = {}

    def deliver(self, outgoing: Outgoing) -> str:
        """Taken once one of their devices has it; what those that are no more answered is for the ledger."""
        if not vapid.is_there():
            raise Gone("no push here")
        devices = PushDevice.objects.filter(
            member=outgoing.member_id, member__shared_device=False
        ).order_by("made_at")
        answers = [self._to(device, outgoing) for device in devices]
        if not answers:
            raise Gone("no device")
        if taken := [code for code in answers if code in TAKEN]:
            return str(taken[0])
        if soon := [code for code in answers if code == 0 or code in LATER or code >= 500]:
            raise NotNow(soon[0])
        gone = all(code in NOT_THERE for code in answers)
        raise (Gone if gone else Refused)(str(answers[0]))

    def close(self) -> None:
        for connection in self.connections.values():
            connection.close()
        self.connections.clear()

    def _to(self, device: PushDevice, outgoing: Outgoing) -> int:
        """Their code; 0 where nobody answered."""
        try:
            where = place(device.told["endpoint"])
        except NotAllowed:
            code = NOT_THERE[1]
        except OSError:
            return 0
        else:
            code = self._post(where, headers_of(outgoing, where), encrypted(device, outgoing))
        if code in NOT_THERE:
            lost.device(device, outgoing)
        elif code in TAKEN and (
            device.last_ok_at is None or outgoing.at - device.last_ok_at > SEEN_EVERY
        ):
            PushDevice.objects.filter(pk=device.pk).update(last_ok_at=outgoing.at)
        return code

    def _post(self, where: Place, headers: dict[str, str], body: bytes) -> int:
        """Where it points us elsewhere we do not go: a redirect is an answer like any other."""
        spot = where._replace(path="")
        connection = self.connections.pop(spot, None) or connect(where)
        try:
            connection.request("POST", where.path, body, headers)
            answer = connection.getresponse()
            answer.read(10_000)
        except (OSError, HTTPException):
            connection.close()
            return 0
        if answer.isclosed() and not answer.will_close:
            self.connections[spot] = connection
        else:
            connection.close()
        return answer.status


class Pinned(HTTPSConnection):
    """Calls the address that was looked at, under the name it was found by."""

    def __init__(self, where: Place) -> None:
        super().__init__(where.host, HTTPS, timeout=PATIENCE, context=_trust())
        self.where = where

    def connect(self) -> None:
        plain = create_connection((self.where.address, HTTPS), PATIENCE)
        try:
            self.sock = _trust().wrap_socket(plain, server_hostname=self.where.host)
        except BaseException:
            with suppress(OSError):
                plain.close()
            raise


connect: Any = Pinned


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def payload(outgoing: Outgoing) -> bytes:
    """At most 200 bytes: a line that says nothing, and where it leads."""
    told = {"say": outgoing.subject, "go": urlsplit(outgoing.link).path, "tag": outgoing.id.hex}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def encrypted(device: PushDevice, outgoing: Outgoing) -> bytes:
    from pywebpush import WebPusher

    told = device.told
    keys = {"p256dh": told["p256dh"], "auth": told["auth"]}
    return WebPusher({"endpoint": told["endpoint"], "keys": keys}).encode(payload(outgoing))["body"]


def headers_of(outgoing: Outgoing, where: Place) -> dict[str, str]:
    """Kept for a device that is off until it would come too late; the same topic takes the first one's place."""
    left = outgoing.expires_at - outgoing.at if outgoing.expires_at else AT_MOST
    seconds = int(min(max(left, timedelta()), AT_MOST).total_seconds())
    half_day = int(outgoing.at.timestamp()) // HALF_A_DAY
    return {
        "Authorization": _signed(settings.VAPID_PRIVATE_KEY, where.host, half_day),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(seconds),
        "Topic": outgoing.id.hex,
        "Urgency": "normal",
    }


@lru_cache(maxsize=64)
def _signed(private: str, host: str, half_day: int) -> str:
    """Says that it is us: for one service, and for a day at the longest."""
    from py_vapid import Vapid02

    claims = {
        "aud": f"https://{host}",
        "sub": settings.SITE_URL,
        "exp": (half_day + 2) * HALF_A_DAY,
    }
    key = Vapid02.from_raw(private.encode())
    key.conf = {"no-strict": True}  # a site in the house has no dot in its name
    return key.sign(claims)["Authorization"]
