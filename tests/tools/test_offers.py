"""Lines of one sheet, taken over into another: once each, traceable back, one's own only."""

from uuid import uuid4

import pytest

from tools import catalogue, offers
from tools.models import Entry

from .writing import NOW, kept

pytestmark = pytest.mark.django_db
PLAN = catalogue.newest("change-plan")


@pytest.fixture
def source(ana) -> Entry:
    rows = {
        "doing_cost": [{"id": "cccccccc", "text": "62 a week"}],
        "doing_benefit": [{"id": "bbbbbbbb", "text": "Quiet"}],
        "changing_benefit": [{"id": "dddddddd", "horizon": "long"}],
    }
    return kept(ana, "cost-benefit", {"title": "Wine"} | rows)


def test_a_row_is_taken_once_and_says_where_it_came_from(source):
    once = offers.taken({}, PLAN, "reasons", source, "cccccccc", NOW.date())
    twice = offers.taken(once, PLAN, "reasons", source, "cccccccc", NOW.date())

    assert once == twice
    (row,) = once["reasons"]
    origin = {"entry": str(source.pk), "row": "cccccccc", "said": "62 a week"}
    assert (row["text"], row["from"]) == ("62 a week", origin)


@pytest.mark.parametrize("row_id", ["bbbbbbbb", "dddddddd", "nobodyss"])
def test_a_row_that_is_not_on_offer_is_not_taken(source, row_id):
    assert offers.taken({}, PLAN, "reasons", source, row_id, NOW.date()) is None


def test_taking_is_enough_to_begin_with(as_ana, source):
    key = uuid4()
    page = {"id": key, "version": "0", "tab": "t", "change": ""}

    response = as_ana.post(
        "/tools/change-plan/begin/", page | {"do": f"take:reasons:{source.pk}:cccccccc"}
    )

    assert response.url == f"/entries/{key}/#rows-reasons"
    assert [row["text"] for row in Entry.objects.get(pk=key).answers["reasons"]] == ["62 a week"]


@pytest.mark.parametrize(
    "do", ["up:change:aaaaaaaa", "remove:nothing:aaaaaaaa", "take:change:{}:cccccccc", "take:"]
)
def test_a_button_that_fits_nothing_changes_nothing(as_ana, ana, source, do):
    plan = kept(ana, "change-plan", {"change": "Swim"})
    page = {"version": "1", "tab": "t", "change": "Swim at six"}

    response = as_ana.post(f"/entries/{plan.pk}/", page | {"do": do.format(source.pk)})

    assert response.status_code == 302
    assert Entry.objects.get(pk=plan.pk).answers == {"change": "Swim at six"}


def test_a_line_of_a_sheet_that_is_gone_says_so_and_leads_nowhere(as_ana, ana, source):
    plan = kept(
        ana, "change-plan", offers.taken({}, PLAN, "reasons", source, "cccccccc", NOW.date())
    )
    path = f"/entries/{source.pk}/"

    before = as_ana.get(f"/entries/{plan.pk}/").content.decode()
    source.delete()
    after = as_ana.get(f"/entries/{plan.pk}/").content.decode()

    gone = "From a sheet that is gone"
    assert (path in before, gone in before) == (True, False)
    assert (path in after, gone in after) == (False, True)


def test_taking_from_a_sheet_that_is_gone_keeps_what_was_typed(as_ana, ana, source):
    plan = kept(ana, "change-plan", {"change": "Swim"})
    page = {"version": "1", "tab": "t", "change": "Swim at six"}
    take = f"take:reasons:{source.pk}:cccccccc"
    source.delete()

    response = as_ana.post(f"/entries/{plan.pk}/", page | {"do": take}, follow=True)

    assert "That line is not there any more." in response.content.decode()
    assert Entry.objects.get(pk=plan.pk).answers == {"change": "Swim at six"}
