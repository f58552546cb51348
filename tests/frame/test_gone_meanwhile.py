"""Two tabs: what a page was about is gone by the time it is sent. Nothing is filed under something else, and no word is lost."""

import pytest
from django.urls import reverse
from django.utils import timezone

from smartrecovery.bench.pages import forms
from stages import urges
from stages.models import Behaviour, Slip, Stage
from tests.stages.helpers import a_behaviour

SAID = "Two glasses, at Sam's leaving do"
ONCE = "6f1c2d3e-0000-4000-8000-000000000001"


@pytest.fixture
def wine(ana) -> Behaviour:
    return a_behaviour(ana, Stage.ACT)


def write_slip(browser, about: Behaviour):
    said = {"once": ONCE, "about": str(about.pk), "said": SAID}
    return browser.post(reverse("slip_new"), said)


def test_a_slip_about_what_was_deleted_is_not_filed_under_the_one_thing_left(as_ana, ana, wine):
    cigarettes = a_behaviour(ana, Stage.ACT, kind="nicotine", label="Cigarettes")
    about = Behaviour(pk=cigarettes.pk)
    cigarettes.delete()

    answer = write_slip(as_ana, about)

    assert (answer.status_code, list(Slip.objects.all())) == (200, [])
    (form,) = [form for form in forms(answer.text) if "said" in form.names]
    assert dict(form.fields)["said"] == SAID
    assert form.options["about"] == [str(wine.pk)]


def test_sent_again_it_is_about_what_they_then_chose(as_ana, ana, wine):
    cigarettes = a_behaviour(ana, Stage.ACT, kind="nicotine", label="Cigarettes")
    cigarettes.delete()

    write_slip(as_ana, wine)

    assert list(Slip.objects.values_list("behaviour", flat=True)) == [wine.pk]


def test_a_slip_with_nothing_left_to_hang_on_shows_what_was_typed(as_ana, wine):
    about = Behaviour(pk=wine.pk)
    wine.delete()

    answer = write_slip(as_ana, about)

    assert (answer.status_code, Slip.objects.count()) == (200, 0)
    assert "Two glasses, at Sam&#x27;s leaving do" in answer.text


def test_more_about_an_urge_taken_back_meanwhile_shows_what_was_typed(as_ana, ana):
    now = timezone.now()
    urge = urges.note(ana, ONCE, urges.Quick(now, 6), now)
    urges.take_back(urge, now)

    answer = as_ana.post(
        reverse("urge_more", args=[urge.pk]),
        {"trigger": "Walking past the Crown", "thought": "I have earned it", "own": "Rang Priya"},
    )

    urge.refresh_from_db()
    assert (answer.status_code, urge.said) == (200, {})
    assert [words in answer.text for words in ("the Crown", "earned it", "Rang Priya")] == [
        True
    ] * 3


def test_opened_again_it_says_that_it_was_taken_back(as_ana, ana):
    now = timezone.now()
    urge = urges.note(ana, ONCE, urges.Quick(now, 6), now)
    urges.take_back(urge, now)

    answer = as_ana.get(reverse("urge_more", args=[urge.pk]))

    assert (answer.status_code, answer["Location"]) == (
        302,
        reverse("urge_written", args=[urge.pk]),
    )
