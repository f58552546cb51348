"""The key by which push services know this server: 32 bytes, base64url, in VAPID_PRIVATE_KEY."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def is_there() -> bool:
    """Messages to devices are offered where there is a key and what encrypts them."""
    return bool(settings.VAPID_PRIVATE_KEY) and has_extra()


@lru_cache(maxsize=1)
def has_extra() -> bool:
    return find_spec("pywebpush") is not None


def public_key() -> str:
    """What a browser is given when it begins to listen."""
    return _public_key(settings.VAPID_PRIVATE_KEY)


def mark() -> str:
    """Tells this key from one before it."""
    return sha256(public_key().encode()).hexdigest()[:16]


def new_key() -> str:
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return to_text(number.to_bytes(32, "big"))


@lru_cache(maxsize=4)
def _public_key(private: str) -> str:
    try:
        number = int.from_bytes(from_text(private), "big")
        key = ec.derive_private_key(number, ec.SECP256R1())
    except ValueError as error:
        raise ImproperlyConfigured(
            "VAPID_PRIVATE_KEY is no key. `manage.py vapid` prints one."
        ) from error
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return to_text(point)


def to_text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def from_text(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
