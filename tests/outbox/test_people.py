"""What is told to people about signing in, and what is known of where they come from."""

import re

import pytest

from smartrecovery.outbox.people import Adapter, network_of


@pytest.mark.parametrize(
    "address, network",
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2ff::1", "2001:db8:1:200::/56"),
        ("", ""),
        ("unknown", ""),
    ],
)
def test_only_the_network_of_an_address_counts(address, network):
    assert network_of(address) == network


def test_a_network_goes_by_a_digest_that_names_no_address(rf):
    places = ["203.0.113.77", "203.0.113.78", "203.0.114.77"]

    near, beside, far = (
        Adapter().get_client_ip(rf.get("/", REMOTE_ADDR=place)) for place in places
    )

    assert near == beside != far
    assert re.fullmatch("[0-9a-f]{64}", near)
