"""Days, hours and weeks come out right in every zone from 2024 to 2035, across every change of the clocks.

Around each change every half hour is looked at; between two changes one day is like the next, so one of
each stretch stands for all.
"""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest

from smartrecovery.accounts import zones
from stages import check_ins, spans, tallies, urges
from stages.models import CheckIn, Urge
from stages.quick_form import QuickForm, When
from stages.spans import Over

from .clocks import DAY, FIRST, HOUR, LAST, MINUTE, changes, in_different_places, kinds, somebody
from .helpers import NOON, a_behaviour, fresh

STARTS = [time(0), time(2, 30), time(4), time(11, 30)]
# Half an hour, two hours, three quarters past, midnight, Ramadan, both ends of the date line.
PLACES = [
    "Australia/Lord_Howe", "Antarctica/Troll", "Pacific/Chatham", "America/Havana", "Asia/Beirut",
    "Africa/Casablanca", "America/Santiago", "America/New_York", "Europe/London",
]  # fmt: skip
STILL = ["Pacific/Pago_Pago", "Pacific/Kiritimati", "Pacific/Tongatapu", "Asia/Kathmandu", "UTC"]


def test_the_changes_that_were_found_are_the_ones_there_are():
    found = {zone: len(changes(zone)) for zone in [*PLACES, *STILL]}

    expected = dict.fromkeys(PLACES, 24) | {"Africa/Casablanca": 26} | dict.fromkeys(STILL, 0)
    assert found == expected
    assert {change.by for change in changes("Australia/Lord_Howe")} == {HOUR / 2, -HOUR / 2}
    assert {change.by for change in changes("Antarctica/Troll")} == {2 * HOUR, -2 * HOUR}
    assert len(in_different_places()) > 700


def test_no_zone_moves_over_the_date_line_in_these_years():
    """Where the tables of zones come to hold one, the next test says what happens to its days."""
    assert max(abs(change.by) for change in in_different_places()) <= 3 * HOUR


@pytest.mark.parametrize(
    ("zone", "around", "lost"),
    [
        ("Pacific/Apia", datetime(2011, 12, 30, 12, tzinfo=UTC), date(2011, 12, 30)),
        ("Pacific/Kwajalein", datetime(1993, 8, 21, 12, tzinfo=UTC), date(1993, 8, 21)),
    ],
)
def test_a_day_the_calendar_left_out_has_no_instant_and_every_other_day_has(zone, around, lost):
    member = somebody(zone, time(0))

    days = [member.day_of(around + n * HOUR) for n in range(-72, 73)]

    whole = {min(days) + n * DAY for n in range((max(days) - min(days)).days + 1)}
    assert days == sorted(days)
    assert whole - set(days) == {lost}


def test_an_instant_belongs_to_the_day_the_wall_says():
    for change, zone in in_different_places().items():
        for starts in STARTS:
            member = somebody(zone, starts)
            told = {at: member.day_of(at) for at in change.instants()}
            assert told == {at: change.day(at, starts) for at in told}, (zone, change, starts)


def test_days_follow_each_other_and_none_is_left_out_or_comes_twice():
    for change, zone in in_different_places().items():
        member = somebody(zone)
        days = [member.day_of(at) for at in change.instants()]
        runs = [before for before, after in pairwise([*days, None]) if before != after]
        whole = [days[0] + n * DAY for n in range((days[-1] - days[0]).days + 1)]
        assert runs == whole, (zone, change)


def test_a_day_starts_when_the_wall_first_says_so():
    """From one minute to the next, in every zone, on the day of each change and on the day after."""
    for change, zone in in_different_places().items():
        member, tz = somebody(zone), zones.zone(zone)
        for day in (change.wall(change.at).date(), change.wall(change.at).date() + DAY):
            start = zones.instant(datetime.combine(day, member.day_starts), tz)
            assert member.day_of(start) == day, (zone, change)
            assert member.day_of(start - MINUTE) == day - DAY, (zone, change)


def test_between_two_changes_every_day_is_a_day_long():
    for zone in zones.names():
        member = somebody(zone)
        edges = [FIRST, *(change.at for change in changes(zone)), LAST]
        for begins, ends in pairwise(edges):
            middle = begins + (ends - begins) / 2
            day = member.day_of(middle)
            assert member.day_of(middle + DAY) == day + DAY, zone
            assert member.day_of(middle - DAY) == day - DAY, zone


def test_an_urge_gets_the_day_and_the_hour_of_its_members_own_clock():
    for change, zone in in_different_places().items():
        member = somebody(zone)
        for at in change.instants(hours=6):
            moments = urges._moments(member, at)
            wall = {"day": change.day(at), "hour": change.wall(at).hour}
            assert moments == wall | {"occurred_at": at}, (zone, change)


def test_after_midnight_both_nights_are_offered_and_at_no_other_hour():
    for change, zone in in_different_places().items():
        member = somebody(zone)
        for at in change.instants():
            new, last = change.wall(at).date(), change.day(at)
            assert check_ins.nights(member, at) == ([last, new] if new != last else [])


def test_the_days_that_may_be_written_about_are_the_last_seven_without_a_gap():
    for change, zone in in_different_places().items():
        member = somebody(zone)
        for at in change.instants(minutes=120):
            days = check_ins.open_days(member, at)
            today = change.day(at)
            assert days[-7:] == [today - n * DAY for n in range(7)], (zone, change)
            assert days[:-7] == [today + DAY] * (change.wall(at).date() != today)


DAYS = [FIRST.date() + n * DAY for n in range((LAST - FIRST).days)]


def test_a_check_in_stands_in_the_week_it_speaks_of():
    for day in DAYS:
        monday = check_ins.week_of(day, weekly=False)
        assert monday.weekday() == 0
        assert 0 <= (day - monday).days < 7
        assert check_ins.week_of(day, weekly=True) == check_ins.week_of(day - 3 * DAY, weekly=False)


def test_a_week_said_on_a_sunday_or_a_monday_is_the_week_that_ended():
    sundays = [day for day in DAYS if day.weekday() == 6]

    assert {check_ins.week_of(day, weekly=True) - day for day in sundays} == {-6 * DAY}
    assert {check_ins.week_of(day + DAY, weekly=True) - day for day in sundays} == {-6 * DAY}


@pytest.mark.parametrize("over", Over)
def test_what_a_chart_looks_at_holds_every_day_once(over):
    began = date(2024, 1, 1)
    for today in DAYS[400::3]:
        span = spans.span(over, today, began)
        axis = spans.axis(span, [span.key(began)])
        whole = [period.days for period in axis.periods]
        assert axis.last == today
        assert sum(whole) == axis.days
        assert all(after.first - before.last == DAY for before, after in pairwise(axis.periods))
        assert len(whole) <= spans.MOST_PERIODS
        assert axis.place(today) == len(whole) - 1
        assert axis.place(today + DAY) is None


@pytest.mark.parametrize("over", [Over.MONTH, Over.QUARTER])
def test_weeks_begin_on_mondays(over):
    for today in DAYS[400::3]:
        axis = spans.axis(spans.span(over, today, DAYS[0]), [])
        assert {period.first.weekday() for period in axis.periods} == {0}
        assert {period.days for period in axis.periods[:-1]} == {7}
        assert axis.periods[-1].days == today.weekday() + 1


def test_the_week_is_the_last_seven_days():
    for today in DAYS:
        span = spans.span(Over.WEEK, today, DAYS[0])
        assert (span.first, span.last) == (today - 6 * DAY, today)


def test_earlier_today_stays_on_the_same_day():
    for zone, change in kinds().values():
        member = somebody(zone)
        for at in change.instants(hours=8, minutes=60):
            form = QuickForm(
                {"id": str(uuid4()), "intensity": "5", "when": When.EARLIER}, member=member, now=at
            )
            assert form.is_valid(), form.errors
            moment = form.said(None).occurred_at
            assert change.day(moment) == change.day(at), (zone, change)
            assert at - 3 * HOUR <= moment <= at


def test_an_hour_that_comes_twice_is_two_different_moments():
    for zone, change in kinds().values():
        if change.by < timedelta():
            wall = change.wall(change.at).strftime("%Y-%m-%dT%H:%M")
            said = [
                zones.instant(datetime.fromisoformat(wall), zones.zone(zone), fold)
                for fold in (0, 1)
            ]
            assert said == [change.at + change.by, change.at], (zone, change)


def test_how_long_an_urge_was_is_what_a_stopwatch_says(ana):
    for zone, change in kinds().values():
        ana.zone = zone
        began = change.at - 10 * MINUTE
        told = [
            urges.passed(ana, uuid4(), None, began, None, change.at + 15 * MINUTE),
            urges.note(ana, uuid4(), urges.Quick(began, 5), began),
        ]
        urges.it_passed(told[1], change.at + 15 * MINUTE, change.at + 15 * MINUTE)
        assert [Urge.objects.get(pk=urge.pk).minutes for urge in told] == [25, 25], (zone, change)


@pytest.mark.parametrize("zone", [*PLACES, "Pacific/Pago_Pago", "Pacific/Tongatapu"])
def test_one_urge_every_hour_is_on_every_chart_once_on_long_and_short_days(ana, zone):
    """23 and 25 hours make a day; each of its urges is counted, on that day and on no other."""
    ana.zone, ana.day_starts = zone, time(0)
    ana.save()
    known = [change.at for change in changes(zone)][:2] or [NOON, NOON + 9 * DAY]
    for at in known:
        Urge.objects.all().delete()
        moments = [at + n * HOUR for n in range(-40, 41)]
        Urge.objects.bulk_create(
            Urge(member=ana, intensity=5, **urges._moments(ana, moment)) for moment in moments
        )
        today = ana.today(at + 48 * HOUR)

        told = tallies.tally(ana, None, spans.span(Over.WEEK, today, today - 30 * DAY))

        by_wall = Counter(
            moment.astimezone(zones.zone(zone)).strftime("%Y-%m-%d") for moment in moments
        )
        hours = Counter(
            (local.weekday(), local.hour)
            for local in (moment.astimezone(zones.zone(zone)) for moment in moments)
        )
        assert {day: sum(said.values()) for day, said in told.strengths.items()} == by_wall
        assert told.hours == hours
        assert told.totals.urges == len(moments) == told.notes


def test_days_on_plan_are_counted_wherever_they_lie(ana):
    """Days in a row count for no more than days apart, and none is lost at a week's or a year's edge."""
    wine = fresh(a_behaviour(ana))
    first = date(2024, 12, 20)
    rows = [first + n * DAY for n in range(21)]
    apart = [first + n * 3 * DAY for n in range(21)]
    counts = []
    for days in (rows, apart):
        CheckIn.objects.all().delete()
        for day in days:
            check_ins.save(ana, wine, day, {"plan": "yes"}, NOON)
        counts.append(check_ins.on_plan_days(wine))

    assert counts == [21, 21]


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Tokyo", "Pacific/Pago_Pago"])
@pytest.mark.parametrize(
    "instant", ["2026-03-08T23:59:30", "2026-11-01T00:00:10", "2027-12-31T12:00"]
)
def test_at_any_hour_the_page_is_opened_today_is_part_of_what_it_shows(ana, zone, instant):
    ana.zone = zone
    now = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    urges.note(ana, uuid4(), urges.Quick(now, 5), now)

    told = {
        over: tallies.tally(ana, None, spans.span(over, ana.today(now), ana.today(now))).notes
        for over in Over
    }

    assert told == dict.fromkeys(Over, 1)
