from itertools import count

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from tests.conftest import PASSPHRASE

PLACES = count(1)


@pytest.fixture
def ana_with_email(ana):
    """ana, with a confirmed address."""
    ana.email = "ana@example.org"
    ana.save(update_fields=["email"])
    EmailAddress.objects.create(user=ana, email=ana.email, verified=True, primary=True)
    return ana


@pytest.fixture
def sign_in():
    """Signs somebody in by the page, from a network of their own; returns the browser."""

    def signed_in(name: str = "ana", passphrase: str = PASSPHRASE, **headers) -> Client:
        browser = Client(REMOTE_ADDR=f"10.1.{next(PLACES) % 250}.1", headers=headers)
        answer = browser.post("/accounts/login/", {"login": name, "password": passphrase})
        assert answer.status_code == 302
        return browser

    return signed_in
