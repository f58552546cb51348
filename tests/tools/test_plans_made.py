"""How many plans were made: a number that never falls."""

import pytest
from django.urls import reverse

from smartrecovery.accounts.models import User
from tools import plans_made

from .writing import kept

WEEK = {"intention": "Evenings that are mine"}


@pytest.fixture(autouse=True)
def everybody(ana, ben):
    kept(ben, "week-plan", WEEK)


def made_by(member) -> int:
    return User.objects.values_list(plans_made.count(), flat=True).get(pk=member.pk)


def test_plans_are_counted_once_they_are_saved(ana):
    kept(ana, "week-plan", WEEK)
    kept(ana, "change-plan", {"change": "No wine on weeknights"}, saved=False)
    kept(ana, "cost-benefit", {})

    assert made_by(ana) == 1


@pytest.mark.parametrize(("slug", "saved", "left"), [
    ("week-plan", True, 2),
    ("week-plan", False, 1),
    ("values", True, 1),
])  # fmt: skip
def test_deleting_a_plan_leaves_the_number_of_plans_made(client, ana, slug, saved, left):
    kept(ana, "goals", {"goal": "Swim again"})
    entry = kept(ana, slug, WEEK, saved=saved)
    client.force_login(ana)
    before = made_by(ana)

    client.post(reverse("entry_delete", args=[entry.pk]))

    assert (before, made_by(ana)) == (left, left)
