"""Counts of a progress page: the same on each database, nothing opened, nothing lost, in the member's own days."""

from datetime import date, datetime, timedelta
from statistics import median
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import IntegerField, Value
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from stages import slips, spans, tallies, urges
from stages.models import Slip, Urge
from stages.spans import Over, Period, Span, Step
from stages.tallies import Helped, Run, SlipSeen, Tally, Totals, middle

from .counted import DAY, TODAY, a_check_in, an_action, an_urge, coped
from .helpers import NOON, a_behaviour

QUARTER = spans.span(Over.QUARTER, TODAY, TODAY)
EVER = spans.span(Over.ALL, TODAY, TODAY)


# Which days


@pytest.mark.parametrize(
    ("over", "first"),
    [
        (Over.WEEK, date(2026, 11, 5)),
        (Over.MONTH, date(2026, 10, 12)),
        (Over.QUARTER, date(2026, 8, 17)),
        (Over.YEAR, date(2025, 12, 1)),
        (Over.ALL, None),
    ],
)
def test_a_span_is_whole_weeks_or_months_up_to_today(over, first):
    span = spans.span(over, TODAY, TODAY)

    assert (span.first, span.last) == (first, TODAY)


@given(
    over=st.sampled_from(Over),
    today=st.dates(date(2024, 1, 1), date(2035, 12, 31)),
    days=st.integers(0, 4500),
)
def test_periods_follow_each_other_without_a_gap_and_are_few_enough_to_read(over, today, days):
    began = today - timedelta(days=days)
    span = spans.span(over, today, began)

    axis = spans.axis(span, [span.key(began)])

    assert axis.last == today
    assert all(
        a.last + DAY == b.first for a, b in zip(axis.periods, axis.periods[1:], strict=False)
    )
    assert 1 <= len(axis.periods) <= spans.MOST_PERIODS + 1
    assert [axis.place(period.first) for period in axis.periods] == list(range(len(axis.periods)))
    assert [axis.place(period.last) for period in axis.periods] == list(range(len(axis.periods)))
    assert axis.place(axis.first - DAY) is axis.place(today + DAY) is None
    if axis.step is Step.WEEK:
        assert {period.first.weekday() for period in axis.periods} == {0}


@pytest.mark.parametrize(
    ("years", "step"),
    [(0.1, Step.WEEK), (1, Step.MONTH), (4, Step.QUARTER), (10, Step.YEAR)],
)
def test_all_of_it_is_told_by_what_leaves_few_points(years, step):
    began = TODAY - timedelta(days=365 * years)
    span = spans.span(Over.ALL, TODAY, began)

    assert spans.axis(span, [span.key(began)]).step is step


def test_one_note_from_long_before_does_not_make_a_hundred_weeks():
    span = spans.span(Over.ALL, TODAY, TODAY - 30 * DAY)

    axis = spans.axis(span, ["2025-11-12", "2026-11-11"])

    assert (axis.step, len(axis.periods)) == (Step.MONTH, 13)
    assert axis.periods[-1] == Period(date(2026, 11, 1), TODAY)


# Medians


@given(values=st.lists(st.integers(0, 10), min_size=1))
def test_the_middle_of_a_histogram_is_the_median_of_what_it_counts(values):
    assert middle({value: values.count(value) for value in values}) == median(values)


def test_the_middle_of_nothing_said_is_not_zero():
    assert middle({}) is middle({None: 4}) is None
    assert middle({None: 4, 7: 1}) == 7


# Counting


def test_a_tally_counts_everything_there_is(ana):
    behaviour = a_behaviour(ana)
    rang, walked = an_action(ana), an_action(ana, "Walked")
    rode = {"outcome": Urge.Outcome.RODE_IT_OUT, "helped": 8}
    five = [an_urge(behaviour, TODAY - n * DAY, minutes=10 + n, **rode) for n in range(5)]
    an_urge(behaviour, TODAY - 40 * DAY, 23, intensity=9, triggers=0b1001, feelings=0b10)
    coped(rang, *five)
    coped(walked, *five[:2])
    a_check_in(behaviour, plan="yes", mood=6)
    a_check_in(behaviour, TODAY - DAY, plan="partly", mood=4)
    a_check_in(behaviour, TODAY - 2 * DAY, plan="no")
    a_check_in(behaviour, TODAY - 3 * DAY, plan="skip")
    week = {"weekly": True, "days": 5, "importance": 8, "confidence": 6}
    a_check_in(behaviour, TODAY - 3 * DAY, **week, week=date(2026, 11, 2))
    slip = Slip.objects.create(member=ana, behaviour=behaviour, day=TODAY - 9 * DAY)

    told = tallies.tally(ana, behaviour, QUARTER, Value(3, output_field=IntegerField()))

    assert told == Tally(
        QUARTER,
        strengths={
            "2026-10-02": {9: 1},
            **{f"2026-11-{day:02}": {6: 1} for day in (7, 8, 9, 10, 11)},
        },
        hours={(day, 18): 1 for day in (5, 6, 0, 1, 2)} | {(4, 23): 1},
        minutes={10: 1, 11: 1, 12: 1, 13: 1, 14: 1},
        triggers={0: 1, 3: 1},
        feelings={1: 1},
        helped=(Helped(rang.pk, 5, 5, {8: 5}, "Rang Ben"),),
        helped_few=1,
        scales={
            "mood": {"2026-11-11": {6: 1}, "2026-11-10": {4: 1}},
            "importance": {"2026-11-08": {8: 1}},
            "confidence": {"2026-11-08": {6: 1}},
        },
        plan_days={TODAY: "yes", TODAY - DAY: "partly", TODAY - 2 * DAY: "no"},
        plan_weeks={date(2026, 11, 2): 5},
        slips=(SlipSeen(slip.day, slip.pk),),
        totals=Totals(urges=6, got_by=5, on_plan=7, plans=3),
    )


def test_nothing_written_counts_nothing(ana):
    behaviour = a_behaviour(ana)

    told = tallies.tally(ana, behaviour, QUARTER)

    assert told == Tally(QUARTER, scales={"mood": {}, "importance": {}, "confidence": {}})
    assert told.notes == 0


def test_a_tally_is_of_one_member_and_one_behaviour(ana, ben):
    wine, games = a_behaviour(ana), a_behaviour(ana, label="Games")
    an_urge(games, intensity=2)
    an_urge(a_behaviour(ben), intensity=3)
    Urge.objects.filter(pk=an_urge(wine, intensity=9).pk).update(behaviour=None)
    an_urge(wine, intensity=5)

    whole, one = (tallies.tally(ana, about, QUARTER) for about in (None, wine))

    assert one.strengths == {"2026-11-11": {5: 1}}
    assert whole.strengths == {"2026-11-11": {2: 1, 5: 1, 9: 1}}
    assert one.totals == whole.totals == Totals(urges=3)


def test_what_was_taken_back_leaves_the_charts_and_stays_in_the_totals(ana):
    behaviour = a_behaviour(ana)
    gone = an_urge(behaviour, outcome=Urge.Outcome.RODE_IT_OUT)
    before = tallies.tally(ana, behaviour, QUARTER)

    urges.take_back(gone, NOON)

    after = tallies.tally(ana, behaviour, QUARTER)
    assert (before.notes, after.notes) == (1, 0)
    assert before.totals == after.totals == Totals(urges=1, got_by=1)


def test_the_first_day_of_a_span_is_in_it_and_the_one_before_is_not(ana):
    behaviour = a_behaviour(ana)
    for day in (QUARTER.first, QUARTER.first - DAY):
        an_urge(behaviour, day, intensity=4)

    assert tallies.tally(ana, behaviour, QUARTER).strengths == {"2026-08-17": {4: 1}}


def test_days_on_plan_are_the_larger_of_what_days_and_weeks_say(ana, ben):
    behaviour, games = a_behaviour(ana), a_behaviour(ana, label="Games")
    a_check_in(games, date(2026, 11, 4), plan="yes")
    a_check_in(a_behaviour(ben), date(2026, 11, 4), plan="yes")
    for n in range(3):
        a_check_in(behaviour, date(2026, 11, 2) + n * DAY, plan="yes")
    a_check_in(behaviour, date(2026, 11, 8), weekly=True, days=5, week=date(2026, 11, 2))
    for n in range(2):
        a_check_in(behaviour, date(2026, 10, 26) + n * DAY, plan="partly")

    assert tallies.tally(ana, behaviour, QUARTER).totals.on_plan == 5 + 2 + 1


def test_days_in_a_row_are_counted_only_where_they_are_shown(ana):
    behaviour = a_behaviour(ana)
    for n in [0, 1, 2, 4, 5, 6, 7, 40]:
        a_check_in(behaviour, TODAY - n * DAY, plan="yes")
    a_check_in(behaviour, TODAY - 3 * DAY, weekly=True, days=1)
    a_check_in(behaviour, TODAY - 3 * DAY, plan="no")

    hidden = tallies.tally(ana, behaviour, QUARTER)
    behaviour.shows_run = True
    shown = tallies.tally(ana, behaviour, QUARTER)

    assert (hidden.run, shown.run) == (None, Run(longest=4, current=3))


def test_a_run_goes_over_the_end_of_a_month_and_waits_for_todays_word(ana):
    behaviour = a_behaviour(ana, shows_run=True)
    for day in (date(2026, 10, 30), date(2026, 10, 31), date(2026, 11, 1)):
        a_check_in(behaviour, day, plan="yes")

    def run_on(day: date) -> Run | None:
        return tallies.tally(ana, behaviour, spans.span(Over.WEEK, day, day)).run

    assert run_on(date(2026, 11, 2)) == Run(longest=3, current=3)
    assert run_on(date(2026, 11, 3)) == Run(longest=3, current=0)


def test_since_the_beginning_hours_and_triggers_are_told_of_the_latest_thousand(ana):
    behaviour = a_behaviour(ana)
    one = an_urge(behaviour)
    Urge.objects.bulk_create(
        Urge(
            member=ana, behaviour=behaviour, occurred_at=NOON, day=TODAY - (n // 3) * DAY,
            hour=n % 24, intensity=n % 11,
        )
        for n in range(1_500)
    )  # fmt: skip

    told = tallies.tally(ana, behaviour, spans.span(Over.ALL, TODAY, TODAY - 900 * DAY))

    assert one.hour == 18
    assert (told.notes, told.looked_at) == (1_501, 1_000)
    assert told.strengths["2026-11"][0] >= 1


@pytest.mark.parametrize("rows", [0, 1, 3, 100])
def test_it_takes_two_statements_however_much_there_is(ana, rows):
    behaviour = a_behaviour(ana)
    made = [an_urge(behaviour, TODAY - (n % 80) * DAY) for n in range(rows)]
    if made:
        coped(an_action(ana), *made)
    tallies.tally(ana, behaviour, QUARTER)

    with CaptureQueriesContext(connection) as asked:
        tallies.tally(ana, behaviour, QUARTER)

    assert len(asked) == 2


def test_charts_are_counted_though_nothing_sealed_can_be_opened(ana):
    behaviour = a_behaviour(ana)
    for n in range(6):
        an_urge(behaviour, TODAY - n * DAY, said={"thought": "I have earned it"})
    a_check_in(behaviour, plan="yes", note="A good evening")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE stages_urge SET said = %s", [b"broken"])
        cursor.execute("UPDATE stages_checkin SET note = %s", [b"broken"])

    told = tallies.tally(ana, behaviour, QUARTER)

    assert (told.notes, told.totals.on_plan) == (6, 1)


# Whose days


@pytest.mark.parametrize("zone", ["Pacific/Pago_Pago", "Pacific/Tongatapu", "Europe/London"])
@pytest.mark.parametrize("changes", [datetime(2026, 3, 29), datetime(2026, 10, 25)])
def test_an_urge_counts_on_the_members_own_day_and_hour(ana, zone, changes):
    ana.zone = zone
    behaviour = a_behaviour(ana)
    at = [(changes + timedelta(hours=n)).replace(tzinfo=NOON.tzinfo) for n in range(24)]
    for n, moment in enumerate(at):
        urges.note(ana, UUID(int=n), urges.Quick(moment, 5, behaviour), moment)
    last = ana.day_of(at[-1])

    told = tallies.tally(ana, behaviour, spans.span(Over.WEEK, last, last))

    own = [(ana.day_of(moment), moment.astimezone(ana.tz).hour) for moment in at]
    days = {day for day, _hour in own}
    assert told.strengths == {
        day.isoformat(): {5: sum(each == day for each, _hour in own)} for day in days
    }
    assert told.hours == {(day.weekday(), hour): own.count((day, hour)) for day, hour in own}


def test_a_day_after_today_is_not_counted_yet(ana):
    behaviour = a_behaviour(ana)
    an_urge(behaviour, TODAY + DAY)

    assert tallies.tally(ana, behaviour, Span(Over.ALL, None, TODAY)).notes == 0


@pytest.mark.django_db
def test_days_on_plan_are_of_the_last_thirty_days_and_no_more(ana):
    wine = a_behaviour(ana)
    for ago in (0, 29, 30):
        a_check_in(wine, TODAY - ago * DAY, plan="yes")
    a_check_in(wine, TODAY - 2 * DAY, weekly=True, plan="yes")

    told = tallies.tally(ana, wine, EVER)

    assert sorted(told.plan_days) == [TODAY - 29 * DAY, TODAY]


@pytest.mark.django_db
def test_a_slip_that_was_taken_back_is_on_no_chart(ana):
    wine = a_behaviour(ana)
    kept, gone = (
        slips.note(ana, UUID(int=n), wine, NOON, extent="once", said="Two") for n in (1, 2)
    )

    slips.take_back(gone, NOON)

    assert [slip.pk for slip in tallies.tally(ana, wine, EVER).slips] == [kept.pk]
