"""The keyring wraps personal data keys; personal data keys seal what people write."""

import base64
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
NONCE_BYTES = 12


class CannotOpen(Exception):
    """A sealed value, or the key to it, did not open: wrong key, moved, or damaged. Never swallowed."""


def seal(key: bytes, text: bytes, bound_to: str) -> bytes:
    """AES-256-GCM, a fresh 96-bit nonce in front; `bound_to` is authenticated, not stored."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, text, bound_to.encode())


def unseal(key: bytes, sealed: bytes, bound_to: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to.encode())
    except (InvalidTag, ValueError):
        raise CannotOpen(
            f"A value of {bound_to.rsplit('/', 2)[0]} did not open. Nothing was changed."
        ) from None


def new_key() -> str:
    """One entry for VAULT_KEYS, `id:base64`."""
    return f"k{secrets.token_hex(3)}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"


@lru_cache(maxsize=8)
def parse(spec: str) -> dict[str, bytes]:
    """Key id → key, in the order written; raises ImproperlyConfigured with what is wrong."""
    ring: dict[str, bytes] = {}
    for number, part in enumerate(spec.split(","), 1):
        key_id, _, encoded = part.strip().partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except ValueError:
            key = b""
        if not key_id or len(key) != KEY_BYTES or key_id in ring:
            raise ImproperlyConfigured(
                f"VAULT_KEYS entry {number} is not `id:base64 of {KEY_BYTES} bytes` with an id of its own."
            )
        ring[key_id] = key
    return ring


def ring() -> dict[str, bytes]:
    return parse(settings.VAULT_KEYS)


def writing_key_id() -> str:
    return next(iter(ring()))


def wrap(data_key: bytes, owner_id: object) -> tuple[str, bytes]:
    """A data key under the writing key: (key id, wrapped)."""
    key_id = writing_key_id()
    return key_id, seal(ring()[key_id], data_key, f"data-key/{owner_id}/")


def unwrap(key_id: str, wrapped: bytes, owner_id: object) -> bytes:
    if key_id not in ring():
        raise CannotOpen(
            f"VAULT_KEYS holds no key {key_id!r}, which a member's data key needs. Put it back and start again."
        )
    return unseal(ring()[key_id], wrapped, f"data-key/{owner_id}/")


def why_shut(shut: dict[str, int]) -> str:
    """`DataKeyQuerySet.shut()` in words; names key ids and numbers, nothing else."""
    parts = (
        f"{count} under {key_id!r} ({'wrong key, or damaged' if key_id in ring() else 'not in VAULT_KEYS'})"
        for key_id, count in shut.items()
    )
    return f"Some members' data keys do not open: {', '.join(parts)}. Nothing was changed. Put the right VAULT_KEYS back."
