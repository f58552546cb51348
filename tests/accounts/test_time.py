"""Days and hours of one person: D1, D4, D10, D11, D12."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.test import Client
from django.utils import timezone

from smartrecovery.accounts import zones
from smartrecovery.accounts.models import User


def somebody(zone: str, day_starts: time = time(4)) -> User:
    return User(zone=zone, day_starts=day_starts)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "instant", "day"),
    [
        ("Pacific/Pago_Pago", "2026-06-01T14:59", date(2026, 5, 31)),  # UTC-11, 03:59
        ("Pacific/Pago_Pago", "2026-06-01T15:00", date(2026, 6, 1)),
        ("America/New_York", "2026-06-02T03:30", date(2026, 6, 1)),  # 23:30
        ("America/Bogota", "2026-06-02T04:30", date(2026, 6, 1)),  # UTC-5, 23:30
        ("Asia/Tokyo", "2026-06-01T14:30", date(2026, 6, 1)),  # UTC+9, 23:30
        ("Asia/Tokyo", "2026-06-01T18:59", date(2026, 6, 1)),  # 03:59
        ("Asia/Tokyo", "2026-06-01T19:00", date(2026, 6, 2)),
        ("Pacific/Tongatapu", "2026-06-01T14:59", date(2026, 6, 1)),  # UTC+13, 03:59
        ("Pacific/Tongatapu", "2026-06-01T15:00", date(2026, 6, 2)),
        ("America/New_York", "2026-03-08T07:59", date(2026, 3, 7)),  # clocks forward, 03:59
        ("America/New_York", "2026-03-08T08:00", date(2026, 3, 8)),
        ("America/New_York", "2026-11-01T08:59", date(2026, 10, 31)),  # clocks back, 03:59
        ("America/New_York", "2026-11-01T09:00", date(2026, 11, 1)),
        ("Europe/London", "2026-03-29T02:59", date(2026, 3, 28)),
        ("Europe/London", "2026-03-29T03:00", date(2026, 3, 29)),
        ("Europe/London", "2026-10-25T03:59", date(2026, 10, 24)),
        ("Europe/London", "2026-10-25T04:00", date(2026, 10, 25)),
        ("Australia/Lord_Howe", "2026-10-03T16:59", date(2026, 10, 3)),
        ("Australia/Lord_Howe", "2026-10-03T17:00", date(2026, 10, 4)),
        ("Australia/Lord_Howe", "2026-04-04T17:29", date(2026, 4, 4)),
        ("Australia/Lord_Howe", "2026-04-04T17:30", date(2026, 4, 5)),
        ("Australia/Sydney", "2026-10-03T16:59", date(2026, 10, 3)),
        ("Australia/Sydney", "2026-10-03T17:00", date(2026, 10, 4)),
        ("Australia/Sydney", "2026-04-04T17:59", date(2026, 4, 4)),
        ("Australia/Sydney", "2026-04-04T18:00", date(2026, 4, 5)),
    ],
)
def test_a_moment_belongs_to_the_day_it_is_there(zone, instant, day):
    assert somebody(zone).day_of(moment(instant)) == day


@pytest.mark.parametrize(
    ("starts", "day"),
    [(time(0), date(2026, 6, 2)), (time(2, 10), date(2026, 6, 2)), (time(4), date(2026, 6, 1))],
)
def test_ten_past_two_belongs_to_the_night_before_for_night_owls(starts, day):
    assert somebody("Europe/London", starts).day_of(moment("2026-06-02T01:10")) == day


def test_today_is_the_day_of_now(time_machine):
    time_machine.move_to("2026-06-01T12:00:00Z", tick=False)

    days = [somebody(zone).today() for zone in ("Pacific/Pago_Pago", "UTC", "Pacific/Kiritimati")]

    assert days == [date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 1)]


def test_no_zone_ever_fails_or_skips_backwards():
    hours = [
        moment(f"2026-{month:02}-29T{hour:02}:30") for month in (3, 10) for hour in range(0, 24, 2)
    ]
    for zone in zones.names():
        days = [somebody(zone).day_of(hour) for hour in hours]

        assert days == sorted(days), zone


@pytest.mark.parametrize("edge", [datetime.min, datetime.max])
def test_the_ends_of_time_have_a_day_too(edge):
    near = edge.replace(tzinfo=UTC, microsecond=0)

    assert somebody("UTC").day_of(near) == near.date()


@pytest.mark.parametrize(
    ("zone", "wall", "first", "second"),
    [
        ("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30", "2026-11-01T06:30"),
        ("Europe/London", "2026-10-25T01:30", "2026-10-25T00:30", "2026-10-25T01:30"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45", "2026-04-04T15:15"),
        ("Australia/Sydney", "2026-04-05T02:30", "2026-04-04T15:30", "2026-04-04T16:30"),
    ],
)
def test_a_repeated_hour_is_taken_by_its_fold(zone, wall, first, second):
    instants = [zones.instant(datetime.fromisoformat(wall), zones.zone(zone), n) for n in (0, 1)]

    assert instants == [moment(first), moment(second)]


@pytest.mark.parametrize(
    ("zone", "wall", "instant"),
    [
        ("America/New_York", "2026-03-08T02:30", "2026-03-08T07:30"),
        ("Europe/London", "2026-03-29T01:30", "2026-03-29T01:30"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45"),
        ("Australia/Sydney", "2026-10-04T02:30", "2026-10-03T16:30"),
    ],
)
def test_a_skipped_hour_moves_forward(zone, wall, instant):
    assert zones.instant(datetime.fromisoformat(wall), zones.zone(zone)) == moment(instant)


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("US/Eastern", "America/New_York"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("Europe/Stockholm", "Europe/Stockholm"),
        ("GB", "Europe/London"),
        ("Etc/UTC", "UTC"),
        ("Zulu", "UTC"),
        ("Nowhere/Land", "Nowhere/Land"),
    ],
)
def test_aliases_are_kept_under_the_name_of_today(alias, name):
    assert zones.canonical(alias) == name


def test_every_name_offered_and_every_canonical_name_is_a_zone():
    assert (
        set(zones.names()) | {zones.canonical(n) for n in available_timezones()}
        <= available_timezones()
    )


def test_a_name_nobody_knows_is_utc():
    assert [zones.zone(name) for name in ("Mars/Olympus", "", "../x", "a\x00b")] == [
        ZoneInfo("UTC")
    ] * 4


@pytest.mark.django_db
def test_a_zone_does_not_leak_into_the_next_request(ana, sign_in):
    User.objects.update(zone="Australia/Lord_Howe")
    browser = sign_in()

    browser.get("/me/devices/")
    Client().get("/accounts/login/")

    assert timezone.get_current_timezone_name() == "UTC"
