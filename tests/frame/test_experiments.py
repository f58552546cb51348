"""The pages of trying something out: begun in a minute, stopped at any time, never a verdict."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from stages.models import Experiment, Urge
from tests.stages.helpers import NOON, a_behaviour

TODAY = NOON.date()
SAID = {"change": "Supper before six", "looks_at": "strength", "days": "14"}


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def wine(ana):
    return a_behaviour(ana)


def tried(wine, days_ago: int = 30, **said) -> Experiment:
    said = {"change": "Supper before six", "days": 14} | said
    starts_on = TODAY - timedelta(days=days_ago)
    return Experiment.objects.create(
        member=wine.member, behaviour=wine, starts_on=starts_on, **said
    )


def page_of(experiment: Experiment, name: str = "experiment") -> str:
    return reverse(name, args=[experiment.behaviour_id, experiment.pk])


def said_on(page) -> str:
    return " ".join(page.content.decode().split())


def test_with_nothing_tried_the_page_says_what_it_is_for(as_ana, wine):
    page = said_on(as_ana.get(reverse("experiments", args=[wine.pk])))

    assert "Pick one thing to do differently for two weeks" in page
    assert "For example:" in page
    assert page.count("btn-primary") == 0


def test_one_change_and_two_weeks(as_ana, wine):
    answer = as_ana.post(reverse("experiment_new", args=[wine.pk]), SAID)

    made = Experiment.objects.get()
    assert (made.change, made.looks_at) == ("Supper before six", "strength")
    assert (made.starts_on, made.days, made.stopped_on) == (TODAY, 14, None)
    assert answer.url == page_of(made)


def test_only_the_change_is_asked_for(as_ana, wine):
    as_ana.post(reverse("experiment_new", args=[wine.pk]), {"change": "Supper before six"})

    assert (Experiment.objects.get().looks_at, Experiment.objects.get().days) == ("urges", 14)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"change": ""}, "Write the one thing you want to try."),
        ({"change": "x" * 201}, "Keep it to 200 characters."),
        ({"looks_at": "weight"}, "Choose one of these."),
        ({"days": "6"}, "Give a whole number from 7 to 28."),
        ({"days": "29"}, "Give a whole number from 7 to 28."),
        ({"days": "two"}, "Give a whole number from 7 to 28."),
        ({"days": "9" * 30}, "Give a whole number from 7 to 28."),
        ({"starts_on": "soon"}, "Give a day, such as 2025-03-14."),
        ({"starts_on": "2024-01-01"}, "Give a day within the last year or the next two months."),
        ({"starts_on": "2027-06-01"}, "Give a day within the last year or the next two months."),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(as_ana, wine, wrong, told):
    page = as_ana.post(reverse("experiment_new", args=[wine.pk]), SAID | wrong)

    assert told in said_on(page)
    assert wrong.get("change", SAID["change"]) in said_on(page)
    assert not Experiment.objects.exists()


def test_the_same_form_twice_is_one_and_another_waits_its_turn(as_ana, wine):
    url = reverse("experiment_new", args=[wine.pk])
    form = as_ana.get(url).context["form"]
    once = {"once": form["once"].value()}

    answers = [as_ana.post(url, SAID | once) for _ in range(2)]
    another = as_ana.post(url, SAID)

    assert [answer.status_code for answer in answers] == [302, 302]
    assert "One is under way." in said_on(another)
    assert Experiment.objects.count() == 1


def test_while_it_runs_nothing_is_counted_up(as_ana, wine):
    Urge.objects.bulk_create(
        Urge(member=wine.member, behaviour=wine, day=TODAY - timedelta(days=n), hour=18)
        for n in range(20)
    )

    page = said_on(as_ana.get(page_of(tried(wine, days_ago=8))))

    assert "Day 9 of 14" in page
    assert "It runs until 16 Nov 2026." in page
    assert "urges written down" not in page


def test_over_it_says_both_sides_and_how_often_chance_does_as_much(as_ana, wine):
    first = TODAY - timedelta(days=45)
    Urge.objects.bulk_create(
        Urge(member=wine.member, behaviour=wine, day=first + timedelta(days=n), hour=18)
        for n in range(20)
    )

    page = said_on(as_ana.get(page_of(tried(wine))))

    assert "Before, in 14 days: 14 urges written down." in page
    assert "Since then, in 14 days: five urges written down." in page
    assert "By chance alone, days like these come out this far apart" in page
    assert "More notes may mean more noticing" in page
    assert "works" not in page


def test_it_is_stopped_by_one_button_and_what_there_was_of_it_stays(as_ana, wine):
    made = tried(wine, days_ago=5)

    answer = as_ana.post(page_of(made, "experiment_stop"))

    made.refresh_from_db()
    assert (answer.url, made.stopped_on) == (page_of(made), TODAY)
    assert "Too few notes to tell: none before" in said_on(as_ana.get(page_of(made))).replace(
        "zero", "none"
    ).replace("0 before", "none before")


def test_what_was_learned_is_kept_and_can_be_changed(as_ana, wine):
    made = tried(wine)

    as_ana.post(page_of(made), {"learned": "Early is easier."})
    as_ana.post(page_of(made), {"learned": "Early is easier.\nNot on Fridays."})

    made.refresh_from_db()
    assert made.learned == "Early is easier.\nNot on Fridays."
    assert "Not on Fridays." in said_on(as_ana.get(page_of(made)))


def test_it_is_deleted_after_asking_and_the_notes_stay(as_ana, wine):
    made = tried(wine)
    Urge.objects.create(member=wine.member, behaviour=wine, day=TODAY, hour=9)

    asked = as_ana.get(page_of(made, "experiment_delete"))
    as_ana.post(page_of(made, "experiment_delete"))

    assert "The notes it looked at stay." in said_on(asked)
    assert (Experiment.objects.count(), Urge.objects.count()) == (0, 1)


@pytest.mark.parametrize("name", ["experiment", "experiment_stop", "experiment_delete"])
def test_one_is_found_with_its_own_behaviour_and_by_its_own_member(client, as_ana, wine, ben, name):
    made, other = tried(wine), a_behaviour(wine.member, label="Phone in bed")
    url = reverse(name, args=[other.pk, made.pk])
    ask = as_ana.post if name == "experiment_stop" else as_ana.get

    assert ask(url).status_code == 404
    client.force_login(ben)
    assert ask(page_of(made, name)).status_code == 404


def test_one_and_thirty_take_as_many_queries(as_ana, wine, django_assert_max_num_queries):
    url = reverse("experiments", args=[wine.pk])
    tried(wine, days_ago=400)
    with django_assert_max_num_queries(5) as one:
        as_ana.get(url)

    for number in range(30):
        tried(wine, days_ago=380 - 10 * number, stopped_on=date(2026, 1, 1))

    with django_assert_max_num_queries(5) as thirty:
        as_ana.get(url)
    assert len(one) == len(thirty)


def test_a_comparison_takes_two_queries_more_than_the_page(
    as_ana, wine, django_assert_max_num_queries
):
    made = tried(wine)

    with django_assert_max_num_queries(7):
        as_ana.get(page_of(made))
