"""Sign-in names: pseudonyms that are unique without anybody learning which exist.

A name we offer is used as it is. A name somebody types always gets four random digits, so no answer
ever depends on who else is here.
"""

import re
import secrets
import unicodedata
from uuid import UUID, uuid4, uuid5

from django.core import signing

from .models import User

SALT = "offered sign-in name"
PAGES = UUID("8a1f6c0e-5d0b-4a53-9d52-0b9c1e6f7a34")
OFFER_SECONDS = 24 * 60 * 60
LONGEST = 30
FIRST = (
    "amber autumn bright calm cedar clear cloudy coastal copper distant early evening fern "
    "gentle golden green hazel hidden high hollow indigo island ivory kind late level linen "
    "little long low maple meadow mellow mild misty morning mossy narrow northern oaken olive "
    "open pale patient plain quiet rainy river rolling round sandy silver slow small snowy "
    "soft southern spring stone sunny upland warm western winter"
)
SECOND = (
    "anchor badger barn beacon birch bramble bridge brook candle canyon cloud clover compass "
    "cove crane creek dune elm falcon ferry field finch garden gate grove harbour heath heron "
    "hill hound island kettle lake lantern lark leaf lighthouse marsh mill moon mountain "
    "orchard otter owl path pebble pine plover pond quarry reed ridge robin sail shore "
    "sparrow star stream tide tower valley walnut willow wren"
)


def draw() -> str:
    """A neutral pseudonym nobody has, such as quiet-heron-4821."""
    while True:
        name = f"{secrets.choice(FIRST.split())}-{secrets.choice(SECOND.split())}-{_digits(4)}"
        if not User.objects.filter(username=name).exists():
            return name


def offer() -> tuple[str, str]:
    """A name, and the proof that we offered it."""
    name = draw()
    return name, signing.dumps(name, salt=SALT)


def was_offered(name: str, proof: str) -> bool:
    try:
        return signing.loads(proof, salt=SALT, max_age=OFFER_SECONDS) == name
    except signing.BadSignature:
        return False


def person_of(proof: str) -> UUID:
    """Whose id a page stands for: the same page sent twice is the same person."""
    try:
        signing.loads(proof, salt=SALT, max_age=OFFER_SECONDS)
    except signing.BadSignature:
        return uuid4()
    return uuid5(PAGES, proof)


def settle(typed: str, proof: str) -> str:
    """The name to sign in with: the offered one as it is, one's own with digits. Blank draws one."""
    own = plain(typed)
    if was_offered(typed.strip(), proof) and not User.objects.filter(username=own).exists():
        return own
    if not own or was_offered(typed.strip(), proof):
        return draw()
    while True:
        name = f"{own}-{_digits(4)}"
        if not User.objects.filter(username=name).exists():
            return name


def plain(typed: str) -> str:
    """Lower-case letters and digits with hyphens between, in any script; the same for its twins."""
    folded = unicodedata.normalize("NFKC", typed).casefold()
    return re.sub(r"[\W_]+", "-", folded).strip("-")[:LONGEST].strip("-")


def as_kept(typed: str) -> str:
    """What somebody typed to sign in, in the spelling names are kept in."""
    return unicodedata.normalize("NFKC", typed).casefold().strip()


def _digits(count: int) -> str:
    return "".join(secrets.choice("0123456789") for _ in range(count))
