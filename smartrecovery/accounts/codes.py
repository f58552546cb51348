"""Recovery codes: ten of 80 bits, shown once, kept as a keyed hash, each good for one new passphrase."""

import hmac
import secrets

from django.db import transaction
from django.utils import timezone

from smartrecovery.vault import keys

from .models import RecoveryCode, User

COUNT = 10
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 16
READ_AS = str.maketrans({"o": "0", "i": "1", "l": "1"})


@transaction.atomic
def make(member: User) -> list[str]:
    """Ten new codes; the ones before stop working."""
    member.recovery_codes.all().delete()
    codes = [_draw() for _ in range(COUNT)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(member=member, hashed=_hash(member, code)) for code in codes
    )
    return codes


def left(member: User) -> int:
    return member.recovery_codes.filter(used_at=None).count()


def use(member: User, code: str) -> bool:
    """True for the first use of a code of theirs, ever."""
    mine = member.recovery_codes.filter(hashed=_hash(member, code), used_at=None)
    return bool(mine.update(used_at=timezone.now()))


def _draw() -> str:
    drawn = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(drawn[i : i + 4] for i in range(0, LENGTH, 4))


def _hash(member: User, code: str) -> str:
    """Under the member's own data key, so that codes die with it and outlive a new keyring."""
    plain = "".join(filter(str.isalnum, code.casefold())).translate(READ_AS)
    return hmac.digest(keys.key_of(member.pk), b"recovery-code/" + plain.encode(), "sha256").hex()
