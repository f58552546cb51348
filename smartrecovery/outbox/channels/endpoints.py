"""Where a browser says it listens. A stranger may have said it, so it is looked at when kept and when used."""

import ipaddress
import re
import socket
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

HTTPS = 443
LONGEST = 2000
NAME = re.compile(r"(?=.{1,253}\Z)([a-z0-9-]{1,63}\.)+[a-z0-9-]{1,63}")
IN_USE, TRANSLATED = ipaddress.ip_network("2000::/3"), ipaddress.ip_network("64:ff9b::/96")


class NotAllowed(ValueError):
    """No push service that we know: we do not call there."""


class Place(NamedTuple):
    host: str
    path: str
    address: str


def place(endpoint: str) -> Place:
    """The host, and the one address of it to call: nothing asks for the name a second time."""
    host, path = named(endpoint)
    found = resolve(host)
    if not found or not all(is_public(address) for address in found):
        raise NotAllowed
    return Place(host, path, found[0])


def named(endpoint: str) -> tuple[str, str]:
    """By its name alone: https, no port and nobody's name in it, and a host of PUSH_HOSTS."""
    if len(endpoint) > LONGEST or not endpoint.isascii() or not endpoint.isprintable():
        raise NotAllowed
    try:
        parts = urlsplit(endpoint)
    except ValueError as error:
        raise NotAllowed from error
    host = (parts.hostname or "").rstrip(".")
    plain = parts.netloc.lower() in (host, f"{host}:{HTTPS}")
    if parts.scheme != "https" or not plain or " " in endpoint or not NAME.fullmatch(host):
        raise NotAllowed
    if not any(host == known or _is_below(host, known) for known in settings.PUSH_HOSTS):
        raise NotAllowed
    return host, f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"


def _is_below(host: str, known: str) -> bool:
    """`.example.org` is every host under it."""
    return known.startswith(".") and host.endswith(known)


def resolve(host: str) -> list[str]:
    """Every address it has; none where there is no answer, which may be so for a while only."""
    told = socket.getaddrinfo(host, HTTPS, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in told))


def is_public(address: str) -> bool:
    """Nothing in this house, in whatever form it is written."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(known, ipaddress.IPv6Address):
        known = _in_it(known)
        if known.version == 6 and known not in IN_USE:
            return False
    return known.is_global and not known.is_multicast


def _in_it(six: ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The IPv4 address it stands for, where it does."""
    if six in TRANSLATED:
        return ipaddress.IPv4Address(six.packed[-4:])
    return six.ipv4_mapped or six.sixtofour or six
