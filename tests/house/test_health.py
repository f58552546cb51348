"""A timetable or a worker that stops is seen: by machines, at the desk, and by admins on every page."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from smartrecovery import health, ready
from smartrecovery.celery import TIMETABLE
from smartrecovery.outbox import heartbeats
from smartrecovery.outbox.models import Heartbeat, Message
from tests.frame.test_crisis import no_database

from .signs import LEASE, well

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ALL_WELL = {"timetable": True, "worker": True, "messages": True}
LOUD = "See how this site is doing"


@pytest.fixture(autouse=True)
def noon(db, time_machine):
    time_machine.move_to(NOON, tick=False)
    well(NOON)


@pytest.fixture
def as_ada(client, ada):
    client.force_login(ada)
    return client


def told(now: datetime = NOON) -> dict[str, bool]:
    standing = health.standing(now)
    return {part: getattr(standing, part) for part in ALL_WELL}


def waiting(member, since: timedelta, **more) -> Message:
    meant = {"kind": "now", "occurrence": "1", "due_at": NOON - since, "look_at": NOON - since}
    return Message.objects.create(member=member, **meant | more)


def test_every_tick_of_the_timetable_is_watched():
    assert set(health.WORK) == set(TIMETABLE)


def test_all_is_well_where_everything_was_done():
    assert told() == ALL_WELL


def test_a_fresh_install_is_red_until_its_first_ticks():
    Heartbeat.objects.all().delete()

    assert told() == {"timetable": False, "worker": False, "messages": True}


@pytest.mark.parametrize("name", list(TIMETABLE))
def test_one_tick_that_is_not_done_shows_and_one_missed_does_not(name):
    every = timedelta(seconds=TIMETABLE[name].seconds)
    late = NOON + every + max(every, heartbeats.SLACK)
    well(late)

    heartbeats.done(name, TIMETABLE[name].seconds, NOON)

    before = told(late - timedelta(seconds=1)) | {"timetable": True}
    assert (before, told(late)) == (ALL_WELL, ALL_WELL | {"worker": False})


def test_a_tick_a_release_took_away_worries_nobody():
    heartbeats.done("no-longer", 10, NOON - HOUR)

    assert told() == ALL_WELL


def test_a_beat_that_is_silent_shows_in_two_minutes():
    heartbeats.hold("here", NOON - 2 * MINUTE, LEASE)

    assert told() == ALL_WELL | {"timetable": False}


def test_signs_from_before_the_clock_was_put_back_count_for_nothing():
    assert told(NOON - HOUR) == {"timetable": False, "worker": False, "messages": True}


def test_a_message_that_waits_too_long_shows(ana):
    """R-REM-11"""
    waiting(ana, 10 * MINUTE)

    assert (health.standing(NOON).lag, told()) == (10 * MINUTE, ALL_WELL | {"messages": False})


def test_so_does_one_that_somebody_took_and_never_finished(ana):
    waiting(ana, 12 * MINUTE, state="sending", leased_until=NOON - MINUTE)

    assert health.standing(NOON).lag == 12 * MINUTE


@pytest.mark.parametrize("state", ["sent", "failed", "cancelled", "expired"])
def test_what_is_over_waits_for_nothing(ana, state):
    waiting(ana, HOUR, state=state)

    assert told() == ALL_WELL


def test_what_is_held_until_later_does_not_wait(ana):
    waiting(ana, HOUR, state="held", look_at=NOON + HOUR)

    assert told() == ALL_WELL


def test_how_things_stand_is_one_query(ana, django_assert_num_queries):
    waiting(ana, HOUR)

    with django_assert_num_queries(1):
        health.standing(NOON)


def test_machines_are_told_which_part_is_red(client):
    green = client.get("/readyz")
    Heartbeat.objects.filter(name="deliver").delete()
    red = client.get("/readyz")

    assert [green.status_code, green.json() == ready.parts() | {"worker": True}] == [200, True]
    assert [red.status_code, red.json()["worker"]] == [503, False]


def test_without_a_database_nothing_is_ready():
    with no_database():
        parts = ready.parts()

    assert {part: parts[part] for part in ALL_WELL} == dict.fromkeys(ALL_WELL, False)


@pytest.mark.parametrize("name", ["today", "me", "help", "desk_measures"])
def test_admins_are_told_on_every_page(as_ada, name):
    quiet = as_ada.get(reverse(name)).content.decode()
    Heartbeat.objects.all().delete()
    loud = as_ada.get(reverse(name)).content.decode()

    assert (LOUD in quiet, LOUD in loud) == (False, True)
    assert "The timetable has never run here." in loud


def test_the_line_says_since_when(as_ada):
    heartbeats.hold("here", NOON - HOUR, LEASE)

    page = as_ada.get(reverse("me")).content.decode()

    assert "Nothing has rung the timetable since 2 March, 11:00 GMT." in page


@pytest.mark.parametrize("role", ["ana", "finn"])
def test_nobody_else_is_told_or_asked_a_query_more(
    client, role, request, django_assert_max_num_queries
):
    client.force_login(request.getfixturevalue(role))
    client.get(reverse("me"))
    with django_assert_max_num_queries(9) as green:
        client.get(reverse("me"))

    Heartbeat.objects.all().delete()

    with django_assert_max_num_queries(len(green)):
        page = client.get(reverse("me")).content.decode()
    assert LOUD not in page


def test_it_costs_admins_one_query_and_everybody_else_none(ada, ana, django_assert_num_queries):
    Heartbeat.objects.all().delete()

    with django_assert_num_queries(1):
        hers = health.alarm(ada, NOON)
    with django_assert_num_queries(0):
        nobodys = [health.alarm(who, NOON) for who in (ana, AnonymousUser())]

    assert (hers is None, nobodys) == (False, [None, None])


def test_the_desk_says_what_stands_still(as_ada):
    before = as_ada.get(reverse("desk_health")).content.decode()
    heartbeats.done("deliver", 10, NOON - HOUR)
    after = as_ada.get(reverse("desk_health")).content.decode()

    assert ("All is in order" in before, "Something stands still" in before) == (True, False)
    assert ("Something stands still" in after, "<b>late</b>" in after) == (True, True)
    assert LOUD not in after


def test_the_desk_counts_by_code_and_names_nobody(as_ada, ana, ben):
    for person in (ana, ben):
        Message.objects.create(
            member=person,
            kind="check-in",
            occurrence="1",
            state="failed",
            answer="550",
            look_at=NOON,
        )
    waiting(ana, HOUR, kind="check-in", state="held", look_at=NOON + HOUR, occurrence="2")

    page = as_ada.get(reverse("desk_health")).content.decode()

    assert '<span>by e-mail · <code>550</code></span><span class="small">2</span>' in page
    assert '<span>by e-mail · held back for now</span><span class="small">1</span>' in page
    named = [word for who in (ana, ben) for word in (who.username, who.name, str(who.pk))]
    about_messages = page.partition("Numbers to be checked")[0]
    assert [word for word in [*named, "check-in", "Check in"] if word in about_messages] == []


def test_what_failed_long_ago_is_no_news(ana):
    waiting(ana, timedelta(days=8), state="failed")

    assert health.failed(NOON) == []


@pytest.mark.parametrize("rows", [1, 30])
def test_the_desk_takes_as_many_queries_however_much_there_is(
    as_ada, ana, rows, django_assert_max_num_queries
):
    for number in range(rows):
        waiting(ana, HOUR, occurrence=str(number), state="failed", answer=str(number))

    with django_assert_max_num_queries(8):
        as_ada.get(reverse("desk_health"))


def test_a_test_message_goes_to_whoever_asks_the_way_every_message_goes(as_ada, ada):
    for _ in range(2):
        as_ada.post(reverse("desk_health"))

    [posted] = Message.objects.all()
    page = as_ada.get(reverse("desk_health")).content.decode()
    assert [posted.member, posted.kind, posted.state] == [ada, "now", "queued"]
    assert "The last one was due" in page
