"""The page about groups, before there are any."""

import pytest
from django.urls import reverse

INVITED, NONE_YET = "A facilitator can invite you", "There are no groups here yet"


@pytest.mark.parametrize(
    ("name", "said"), [("ana", INVITED), ("finn", NONE_YET), ("ada", NONE_YET)]
)
def test_each_reads_what_concerns_them(client, request, name, said):
    client.force_login(request.getfixturevalue(name))

    page = client.get(reverse("group")).content.decode()

    assert [words for words in (INVITED, NONE_YET) if words in page] == [said]
