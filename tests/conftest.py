"""The cast: ana and ben in one group with finn, cleo in gita's group, sam in none, ada admin."""

import gc
import os

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache

from smartrecovery.accounts.models import Consent, User
from smartrecovery.vault import keys

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# A run makes millions of short-lived objects; looking through them for rings less often takes a tenth off its time.
gc.set_threshold(100_000, 50, 100)
hypothesis.configuration.set_hypothesis_home_dir(settings.VAR_DIR / "hypothesis")
hypothesis.settings.register_profile(
    "house",
    database=None,
    deadline=None,
    derandomize=True,
    suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture],
)
hypothesis.settings.load_profile("house")

PASSPHRASE = "footing-demo"
ROLES = {"finn": User.Role.FACILITATOR, "gita": User.Role.FACILITATOR, "ada": User.Role.ADMIN}


@pytest.fixture(autouse=True)
def keys_in_hand():
    with keys.held():
        yield


@pytest.fixture(autouse=True)
def fresh_limits():
    """Rate limits live in the cache; no test inherits another's."""
    cache.clear()


def person(name: str) -> User:
    made = User.objects.create_user(
        name,
        password=PASSPHRASE,
        name=name.title(),
        is_adult=True,
        zone="Europe/London",
        role=ROLES.get(name, User.Role.MEMBER),
    )
    Consent.objects.create(member=made, edition=1, given=True)
    return made


def cast_member(name: str):
    @pytest.fixture(name=name)
    def made(db) -> User:
        return person(name)

    return made


ana, ben, cleo, sam = map(cast_member, ["ana", "ben", "cleo", "sam"])
finn, gita, ada = map(cast_member, ["finn", "gita", "ada"])


@pytest.fixture
def as_ana(client, ana):
    """A browser signed in as ana."""
    client.force_login(ana)
    return client
