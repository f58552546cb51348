"""R-TIM-01, -03 and -05: once on each day chosen, in every zone there is, over every change of its clock."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from smartrecovery.accounts.models import User
from smartrecovery.outbox.schedule import Occurrence, Rule, first, following, instant, latest

FROM, TO = datetime(2024, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
MONDAY = date(2026, 3, 2)
EVERY_DAY, SUNDAYS = 0b1111111, 0b1000000
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ZONES = sorted(available_timezones() - {"localtime"})
LONDON = ZoneInfo("Europe/London")


class Change(NamedTuple):
    """The first minute by the clock as it was set, and what it was set from and to."""

    at: datetime
    before: timedelta
    after: timedelta


@cache
def changes() -> dict[Change, ZoneInfo]:
    """All there will be; of the zones whose clocks are set alike in one minute, one."""
    return {change: ZoneInfo(name) for name in ZONES for change in _changes(ZoneInfo(name))}


def _changes(tz: ZoneInfo) -> Iterator[Change]:
    """Nobody sets a clock twice in a week."""
    days = [FROM + 7 * n * DAY for n in range((TO - FROM) // DAY // 7 + 2)]
    offsets = [day.astimezone(tz).utcoffset() for day in days]
    for (day, before), (later, after) in pairwise(zip(days, offsets, strict=True)):
        if before != after:
            yield Change(_first_minute(tz, day, later), before, after)


def _first_minute(tz: ZoneInfo, before: datetime, after: datetime) -> datetime:
    low, high = 0, (after - before) // MINUTE
    offset = before.astimezone(tz).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        is_before = (before + middle * MINUTE).astimezone(tz).utcoffset() == offset
        low, high = (middle, high) if is_before else (low, middle)
    return before + high * MINUTE


def wall(moment: datetime, tz: ZoneInfo) -> datetime:
    return moment.astimezone(tz).replace(tzinfo=None)


def walls_near(change: Change) -> list[datetime]:
    """Two hours before what was leapt over or comes twice until two hours after it, by the clock."""
    edges = [(change.at + offset).replace(tzinfo=None) for offset in change[1:]]
    begin, minutes = min(edges) - 2 * HOUR, (max(edges) - min(edges) + 4 * HOUR) // MINUTE
    return [begin + n * MINUTE for n in range(0, minutes + 1, 10)]


def watched(change: Change, tz: ZoneInfo) -> dict[datetime, datetime]:
    """What the clock on the wall shows every ten minutes; the first time it shows it."""
    shown: dict[datetime, datetime] = {}
    for n in range(-6 * 6, 6 * 6):
        moment = change.at + 10 * n * MINUTE
        shown.setdefault(wall(moment, tz), moment)
    return shown


def times(rule: Rule, count: int) -> list[Occurrence]:
    one = first(rule, datetime.combine(rule.first_on - 2 * DAY, time(), UTC))
    found = [one]
    while one is not None and len(found) < count:
        one = following(rule, one)
        found.append(one)
    return found


def test_there_is_much_to_go_wrong():
    sizes = {abs(change.after - change.before) for change in changes()}

    assert len(ZONES) > 590
    assert len(changes()) > 500
    assert {30 * MINUTE, HOUR, 2 * HOUR} <= sizes


def test_an_hour_is_kept_leapt_to_or_the_first_of_two_at_every_change():
    wrong = []

    for change, tz in changes().items():
        shown = watched(change, tz)
        for at in walls_near(change):
            if instant(at.date(), at.time(), tz) != shown.get(at, change.at):
                wrong.append((tz.key, at))

    assert wrong == []


def test_every_day_is_once_on_every_day_over_every_change():
    wrong = []

    for change, tz in changes().items():
        for at in walls_near(change)[::3]:
            rule = Rule(EVERY_DAY, at.time(), tz, at.date() - 2 * DAY)
            found = times(rule, 5)
            days = [one.on for one in found]
            if days != [rule.first_on + n * DAY for n in range(5)]:
                wrong.append((tz.key, at, days))
            if any(b.at - a.at < 20 * HOUR for a, b in pairwise(found)):
                wrong.append((tz.key, at, found))

    assert wrong == []


# (where, the hour by the clock, when it is)
CLOCKS = {
    "kept in winter": ("Europe/London", datetime(2026, 1, 5, 20), "2026-01-05T20:00"),
    "kept in summer": ("Europe/London", datetime(2026, 7, 6, 20), "2026-07-06T19:00"),
    "leapt over": ("Europe/London", datetime(2026, 3, 29, 1, 30), "2026-03-29T01:00"),
    "first of two": ("Europe/London", datetime(2026, 10, 25, 1, 30), "2026-10-25T00:30"),
    "half an hour leapt": ("Australia/Lord_Howe", datetime(2026, 10, 4, 2, 15), "2026-10-03T15:30"),
    "half an hour twice": ("Australia/Lord_Howe", datetime(2026, 4, 5, 1, 45), "2026-04-04T14:45"),
    "winter as the change": ("Europe/Dublin", datetime(2026, 10, 25, 1, 30), "2026-10-25T00:30"),
    "back for a fast": ("Africa/Casablanca", datetime(2026, 2, 15, 2, 30), "2026-02-15T01:30"),
    "on after the fast": ("Africa/Casablanca", datetime(2026, 3, 22, 2, 30), "2026-03-22T02:00"),
    "into the next date": ("America/Nuuk", datetime(2026, 3, 28, 23, 30), "2026-03-29T01:00"),
    "no midnight": ("America/Havana", datetime(2026, 3, 8, 0, 0), "2026-03-08T05:00"),
    "two hours at once": ("Antarctica/Troll", datetime(2026, 3, 29, 1, 30), "2026-03-29T01:00"),
    "a quarter of an hour": ("Asia/Kathmandu", datetime(2026, 3, 2, 7, 0), "2026-03-02T01:15"),
    "a date twice": ("Pacific/Kwajalein", datetime(1969, 9, 30, 20), "1969-09-30T09:00"),
}
NEVER = {
    "Samoa went over the date line": ("Pacific/Apia", date(2011, 12, 30)),
    "so did Tokelau": ("Pacific/Fakaofo", date(2011, 12, 30)),
    "and Kwajalein before": ("Pacific/Kwajalein", date(1993, 8, 21)),
    "the first date there is": ("Europe/London", date.min),
    "the last": ("Europe/London", date.max),
}


@pytest.mark.parametrize("case", CLOCKS)
def test_instants(case):
    zone, at, expected = CLOCKS[case]

    assert instant(at.date(), at.time(), ZoneInfo(zone)) == datetime.fromisoformat(expected + "Z")


@pytest.mark.parametrize("case", NEVER)
def test_dates_that_never_were(case):
    zone, day = NEVER[case]

    assert {instant(day, time(hour, 30), ZoneInfo(zone)) for hour in range(24)} == {None}


def test_the_days_around_a_date_that_never_was_are_two_and_not_three():
    rule = Rule(EVERY_DAY, time(20), ZoneInfo("Pacific/Apia"), date(2011, 12, 29))

    assert [(one.on.day, one.at.isoformat()) for one in times(rule, 3)] == [
        (29, "2011-12-30T06:00:00+00:00"),
        (31, "2011-12-31T06:00:00+00:00"),
        (1, "2012-01-01T06:00:00+00:00"),
    ]


minutes = some.times().map(lambda at: at.replace(second=0, microsecond=0))


@settings(max_examples=80)
@given(
    zone=some.sampled_from(ZONES),
    days=some.integers(1, EVERY_DAY),
    at=minutes,
    begin=some.dates(date(2024, 1, 1), date(2035, 12, 1)),
    day_starts=some.sampled_from([time(), time(4), time(11, 30)]),
)
def test_what_follows_is_later_and_on_the_next_day_chosen(zone, days, at, begin, day_starts):
    rule = Rule(days, at, ZoneInfo(zone), begin, begin + 25 * DAY, day_starts)

    found = [one for one in times(rule, 40) if one is not None]

    assert [one.on for one in found] == [
        begin + n * DAY for n in range(26) if days >> (begin + n * DAY).weekday() & 1
    ]
    assert all(b.at > a.at for a, b in pairwise(found))
    assert [one.at for one in found] == [rule.instant(one.on) for one in found]


@settings(max_examples=80)
@given(
    zone=some.sampled_from(ZONES),
    at=minutes,
    now=some.datetimes(
        FROM.replace(tzinfo=None), TO.replace(tzinfo=None), timezones=some.just(UTC)
    ),
)
def test_the_first_is_later_than_now_and_within_a_day(zone, at, now):
    tz = ZoneInfo(zone)

    found = first(Rule(EVERY_DAY, at, tz, date(2023, 1, 1)), now)

    assert now < found.at <= now + 27 * HOUR
    assert found.on - wall(now, tz).date() in (timedelta(), DAY)


@pytest.mark.parametrize("starts", [time(), time(4)])
def test_the_day_it_is_for_is_the_member_s_own_day_at_that_instant(starts):
    """R-TIM-05: what is asked about, counted and told is one day, on both sides of midnight and of a change."""
    wrong = []

    for change, tz in changes().items():
        member = User(zone=tz.key, day_starts=starts)
        for at in walls_near(change)[::4]:
            rule = Rule(EVERY_DAY, at.time(), tz, at.date() - DAY, day_starts=starts)
            for one in times(rule, 3):
                is_leapt_to = wall(one.at, tz).time() != at.time()
                if member.day_of(one.at) != one.on and not is_leapt_to:
                    wrong.append((tz.key, at, one))

    assert wrong == []


def test_weekdays_are_those_of_the_member():
    rule = Rule(1, time(20), ZoneInfo("America/Los_Angeles"), MONDAY)

    assert [one.at.isoformat() for one in times(rule, 2)] == [
        "2026-03-03T04:00:00+00:00",
        "2026-03-10T03:00:00+00:00",
    ]


def test_an_hour_before_the_day_starts_is_for_the_day_before():
    rule = Rule(1, time(1), LONDON, MONDAY, day_starts=time(4))

    assert times(rule, 1) == [Occurrence(MONDAY, datetime(2026, 3, 3, 1, tzinfo=UTC))]


def test_what_follows_is_later_also_for_who_moved_across_the_world():
    far_west, far_east = ZoneInfo("Etc/GMT+12"), ZoneInfo("Pacific/Kiritimati")
    last = Occurrence(MONDAY, instant(MONDAY, time(23), far_west))

    after = following(Rule(EVERY_DAY, time(23), far_east, MONDAY), last)

    assert instant(MONDAY + DAY, time(23), far_east) < last.at
    assert after == (MONDAY + 2 * DAY, instant(MONDAY + 2 * DAY, time(23), far_east))


def test_once_is_once():
    rule = Rule(0, time(20), LONDON, MONDAY)
    once = Occurrence(MONDAY, datetime(2026, 3, 2, 20, tzinfo=UTC))

    assert times(rule, 2) == [once, None]
    assert first(rule, once.at) is None


def test_nothing_comes_before_the_first_day_or_after_the_last():
    rule = Rule(SUNDAYS, time(20), LONDON, MONDAY, MONDAY + 13 * DAY)

    assert [one and one.on for one in times(rule, 3)] == [MONDAY + 6 * DAY, MONDAY + 13 * DAY, None]


def test_days_already_told_about_are_passed_over():
    rule = Rule(EVERY_DAY, time(20), LONDON, MONDAY)
    morning = datetime(2026, 3, 2, 8, tzinfo=UTC)

    assert first(rule, morning, {MONDAY, MONDAY + DAY}).on == MONDAY + 2 * DAY


def test_of_what_came_meanwhile_the_last_counts():
    rule = Rule(EVERY_DAY, time(20), LONDON, MONDAY)
    due = times(rule, 1)[0]

    came, next_one = latest(rule, due, due.at + 3 * DAY + HOUR)

    assert (came.on, next_one.on) == (MONDAY + 3 * DAY, MONDAY + 4 * DAY)


@pytest.mark.parametrize("begin", [date.min, date.min + DAY, date.max - DAY, date.max])
def test_the_ends_of_time_are_quiet(begin):
    for days in (0, EVERY_DAY):
        for tz in (ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Etc/GMT+12"), LONDON):
            rule = Rule(days, time(23, 59), tz, begin, day_starts=time(4))

            found = first(rule, datetime(2026, 3, 2, tzinfo=UTC))

            assert found is None or found.at > datetime(2026, 3, 2, tzinfo=UTC)
            assert found is None or following(rule, found) is None or days


def test_the_29th_of_february_is_a_day_like_others():
    rule = Rule(EVERY_DAY, time(20), LONDON, date(2028, 2, 28))

    assert [one.on.isoformat() for one in times(rule, 3)] == [
        "2028-02-28",
        "2028-02-29",
        "2028-03-01",
    ]
