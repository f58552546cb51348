"""The directory is data with dates, and the page stands signed out, without script, without a database."""

import re
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.urls import reverse

from smartrecovery import crisis
from smartrecovery.crisis import DIRECTORY, How, Line, Region

CHECKED = date(2026, 11, 1)


def line(verified_on: date | None) -> Line:
    return Line("Somebody", How.RING, "0800 1111", "", "", "own page", verified_on)


def directory(verified_on: date | None) -> list[Region]:
    return [Region("gb", "United Kingdom", "999", (line(verified_on),))]


def test_no_line_is_older_than_180_days_as_released():
    assert crisis.stale(CHECKED + timedelta(days=30)) == []


def test_a_line_is_reported_from_the_181st_day():
    on_the_day = crisis.stale(CHECKED + timedelta(days=180), directory(CHECKED))
    day_after = crisis.stale(CHECKED + timedelta(days=181), directory(CHECKED))

    assert [on_the_day, [line.name for _region, line in day_after]] == [[], ["Somebody"]]


def test_a_line_is_due_again_after_90_days():
    assert line(CHECKED).next_check == date(2027, 1, 30)


def test_to_be_checked_is_what_nobody_confirmed_and_what_was_checked_90_days_ago():
    asked = [
        crisis.to_check(CHECKED + timedelta(days=n), directory(verified_on))
        for n, verified_on in ((0, None), (90, CHECKED), (91, CHECKED))
    ]

    assert [[line.verified_on for _region, line in each] for each in asked] == [
        [None], [], [CHECKED],
    ]  # fmt: skip


def test_the_desk_names_each_with_where_it_was_read(client, ada, time_machine):
    time_machine.move_to(CHECKED + timedelta(days=92), tick=False)

    client.force_login(ada)

    page = client.get(reverse("desk_health")).content.decode()
    lines = [line for region in DIRECTORY for line in region.lines]

    shown = re.findall(r"<b>([^<]+)</b> · <bdi>([^<]+)</bdi>", page)
    assert shown == [(line.name, line.number) for line in lines]
    assert [line.source in page for line in lines] == [True] * len(lines)
    assert "due again since 30 Jan 2027" in page


def test_check_warns_about_every_stale_line():
    dated = [each for region in DIRECTORY for each in region.lines if each.verified_on]

    warned = crisis.checked_lately(None, on=date(2028, 1, 1))

    assert [warning.id for warning in warned] == ["crisis.W001"] * len(dated)


def test_check_knows_the_crisis_tag(time_machine):
    time_machine.move_to(CHECKED, tick=False)

    call_command("check", "--tag", "crisis", "--fail-level", "WARNING")


@pytest.mark.parametrize(
    ("how", "number", "body", "href"),
    [
        (How.RING, "116 123", "", "tel:116123"),
        (How.RING, "1-800-662-4357", "", "tel:18006624357"),
        (How.TEXT, "85258", "SHOUT", "sms:85258?body=SHOUT"),
    ],
)
def test_a_number_is_one_tap(how, number, body, href):
    assert replace(line(None), how=how, number=number, body=body).href == href


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("en-GB,en;q=0.8", "gb"),
        ("en-IE", "ie"),
        ("de-DE,en-US;q=0.5", "us"),
        ("en", None),
        ("us", None),
        ("", None),
        ("-,;;q=", None),
    ],
)
def test_the_browser_only_hints(header, code):
    hint = crisis.hinted(header)

    assert (hint and hint.code) == code


def names(response) -> list[str]:
    return re.findall(r"<li><span><b>([^<]+)</b>", response.content.decode())


def test_signed_out_with_nothing_chosen_the_whole_directory_shows(client, db):
    response = client.get(reverse("help"))

    assert names(response) == [each.name for region in DIRECTORY for each in region.lines]
    assert b"findahelpline.com" in response.content
    assert b"ring your local emergency number" in response.content


def test_a_chosen_country_comes_with_its_emergency_number(client, db):
    response = client.get(reverse("help_region", args=["ie"]))

    assert b'href="tel:112"' in response.content
    assert names(response) == ["Samaritans"]


def test_a_members_country_is_shown_without_asking(as_ana, ana):
    ana.region = "NZ"
    ana.save()

    response = as_ana.get(reverse("help"))

    assert names(response) == ["1737", "1737"]


def test_an_unknown_country_leads_to_the_whole_directory(client, db):
    assert client.get(reverse("help_region", args=["xx"])).headers["Location"] == "/help/"


def test_unconfirmed_numbers_say_so_and_others_their_date(client, db):
    response = client.get(reverse("help_region", args=["gb"]))

    assert response.content.count("· not yet confirmed".encode()) == 3
    assert response.content.count("· checked 1 Nov 2026".encode()) == 1


def test_it_says_that_nobody_reads_along(client, db):
    assert b"not monitored by a person" in client.get(reverse("help")).content


def no_database() -> AbstractContextManager:
    """Every statement fails, as when the database server is gone."""

    def gone(*args):
        raise OperationalError("the server went away")

    return connection.execute_wrapper(gone)


def test_help_stands_without_a_database_for_somebody_signed_out(client, db):
    with no_database():
        assert client.get(reverse("help")).status_code == 200


def test_help_stands_without_a_database_for_somebody_signed_in(as_ana):
    cookie = as_ana.cookies["s"].value

    with no_database():
        response = as_ana.get(reverse("help_region", args=["gb"]))

    assert response.status_code == 200
    assert b"tel:999" in response.content
    assert as_ana.cookies["s"].value == cookie


def test_leaving_stands_without_a_database(as_ana, settings):
    with no_database():
        response = as_ana.post(reverse("leave"))

    assert [response.status_code, response.headers["Location"]] == [303, settings.LEAVE_URL]
    assert as_ana.cookies["s"].value == ""


def test_help_asks_the_database_nothing_for_somebody_signed_out(
    client, db, django_assert_num_queries
):
    with django_assert_num_queries(0):
        client.get(reverse("help"))


def test_help_stands_with_a_cookie_that_is_no_session(client, db, settings):
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32

    assert client.get(reverse("help")).status_code == 200
