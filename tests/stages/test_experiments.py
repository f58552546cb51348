"""Trying something out: one at a time, both sides equally long, and exactly how much chance can do."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stages import experiment_words, experiments
from stages.experiments import LooksAt
from stages.models import CheckIn, Experiment, Urge

from .helpers import NOON, a_behaviour

START = date(2026, 10, 12)
TODAY = date(2026, 11, 11)


@pytest.fixture
def wine(ana):
    return a_behaviour(ana)


def tried(wine, looks_at=LooksAt.URGES, **said) -> Experiment:
    said = {"starts_on": START, "days": 14, "change": "Supper before six"} | said
    return Experiment.objects.create(member=wine.member, behaviour=wine, looks_at=looks_at, **said)


def on(days: int) -> date:
    return START + timedelta(days=days)


def urges(wine, *days: int, **said) -> None:
    Urge.objects.bulk_create(
        Urge(member=wine.member, behaviour=wine, occurred_at=NOON, day=on(day), hour=18, **said)
        for day in days
    )


def moods(wine, by_day: dict[int, int]) -> None:
    for day, mood in by_day.items():
        CheckIn.objects.create(member=wine.member, day=on(day), week=on(day), mood=mood)


def told(experiment: Experiment, today: date = TODAY) -> list[str]:
    return experiment_words.says(experiments.compare(experiment, today))


def dealt_by_hand(before: list[int], since: list[int]) -> Fraction:
    """The same share, pile by pile."""
    days = before + since
    piles = list(combinations(range(len(days)), len(before)))

    def apart(pile: tuple[int, ...]) -> Fraction:
        first = Fraction(sum(days[n] for n in pile), len(before))
        return abs(first - Fraction(sum(days) - sum(days[n] for n in pile), len(since)))

    seen = apart(tuple(range(len(before))))
    return Fraction(sum(apart(pile) >= seen for pile in piles), len(piles))


DAYS = st.lists(st.integers(0, 10), min_size=1, max_size=6)


@given(DAYS, DAYS)
def test_chance_is_the_share_of_all_piles_dealt_by_hand(before, since):
    assert experiments.chance(before, since) == dealt_by_hand(before, since)


@given(DAYS, DAYS)
def test_chance_is_the_same_seen_from_the_other_side(before, since):
    assert experiments.chance(before, since) == experiments.chance(since, before)


@pytest.mark.parametrize(
    ("before", "since", "share"),
    [
        ([1, 1], [1, 1], Fraction(1)),
        ([0, 0, 0], [1, 1, 1], Fraction(1, 10)),  # two of the twenty ways to deal six days
        ([0] * 14, [1] * 14, Fraction(2, 40_116_600)),
        ([Fraction(5, 2), 3], [Fraction(7, 2), 4], Fraction(1, 3)),
    ],
)
def test_chance_in_cases_one_can_count(before, since, share):
    assert experiments.chance(before, since) == share


def test_four_weeks_of_crowded_days_are_counted_too():
    before, since = [40 + n % 7 for n in range(28)], [38 + n % 5 for n in range(28)]

    assert 0 < experiments.chance(before, since) < Fraction(1, 1000)


def test_fewer_urges_in_plain_words(wine):
    urges(wine, *range(-14, 0), -10, -6, -3, -2, 0, 2, 3, 4, 6, 7, 8, 9, 11, 12, 13)
    experiment = tried(wine)

    assert told(experiment) == [
        "Before, in 14 days: 18 urges written down.",
        "Since then, in 14 days: 11 urges written down.",
        "Day by day, the two sides are 0.5 apart. By chance alone, days like these come out this far "
        "apart about one time in 60.",
        "Chance alone seldom does that. What made the difference, numbers cannot say: other things "
        "changed in those days too.",
    ]


def test_a_small_difference_may_well_be_chance(wine):
    urges(wine, *range(-14, 0, 2), 0, 2, 3, 5, 8)

    assert told(tried(wine))[2:] == [
        "Day by day, the two sides are 0.1 apart. By chance alone, days like these come out this far "
        "apart about two times in three.",
        "So it may well be chance.",
    ]


def test_too_few_notes_are_too_few_to_tell(wine):
    urges(wine, -14, -8, -3, 2, 9)

    assert told(tried(wine)) == [
        "Too few notes to tell: three before, two since then.",
        "It takes five on one side, and seven days of each.",
    ]


@pytest.mark.parametrize(("days", "is_enough"), [(4, False), (5, True)])
def test_from_five_days_with_a_note_on_each_side_on_it_tells(wine, days, is_enough):
    moods(wine, {day: 5 for n in range(days) for day in (-1 - n, n)})

    told = experiments.compare(tried(wine, LooksAt.MOOD), TODAY)

    assert (told.chance is not None) is is_enough


def test_strengths_are_the_middle_of_each_day(wine):
    for day in range(-7, 0):
        urges(wine, day, intensity=8)
        urges(wine, day, intensity=6)
    for day in range(7):
        urges(wine, day, intensity=5)

    compared = experiments.compare(tried(wine, LooksAt.STRENGTH), TODAY)

    assert (compared.before.middle, compared.since.middle) == (7, 5)
    assert compared.before.values == (7,) * 7
    assert compared.chance == Fraction(2, 3432)


def test_mood_comes_from_check_ins_about_it_or_about_nothing_and_nothing_else(wine, ben):
    other = a_behaviour(wine.member, label="Phone in bed")
    moods(wine, {-5: 4, -4: 4, -3: 5, -2: 4, -1: 3, 0: 6, 1: 7, 2: 6, 3: 8, 4: 7})
    CheckIn.objects.create(member=wine.member, behaviour=other, day=on(1), week=on(1), mood=0)
    CheckIn.objects.create(member=ben, day=on(1), week=on(1), mood=0)

    compared = experiments.compare(tried(wine, LooksAt.MOOD), TODAY)

    assert (compared.before.notes, compared.since.notes) == ((4, 4, 5, 4, 3), (6, 7, 6, 8, 7))
    assert experiment_words.says(compared)[:2] == [
        "Before: your middle mood was 4, over five days with a note.",
        "Since then: your middle mood was 7, over five days with a note.",
    ]


def test_days_on_plan_are_days_that_somebody_said_so(wine):
    said = {-6: "no", -5: "no", -4: "changed", -3: "yes", -2: "no", -1: "skip"}
    said |= {0: "yes", 1: "partly", 2: "yes", 3: "no", 4: "yes"}
    for day, plan in said.items():
        CheckIn.objects.create(
            member=wine.member, behaviour=wine, day=on(day), week=on(day), plan=plan
        )
    CheckIn.objects.create(
        member=wine.member, behaviour=wine, day=on(5), week=on(0), plan="yes", weekly=True
    )

    assert told(tried(wine, LooksAt.PLAN))[:2] == [
        "Before: One of five days with a check-in were on plan.",
        "Since then: Four of five days with a check-in were on plan.",
    ]


def test_nothing_since_may_be_none_or_nothing_written(wine):
    urges(wine, *range(-14, 0))

    assert told(tried(wine))[-1] == (
        "Nothing was written down since then. There may have been none."
    )


def test_both_sides_are_as_long_as_there_was_of_it(wine):
    urges(wine, -200)

    lengths = [
        experiments.compare(tried(wine, **said), today).days
        for said, today in [
            ({}, TODAY),
            ({"days": 28}, TODAY),
            ({"stopped_on": on(9)}, TODAY),
            ({"stopped_on": on(0)}, TODAY),
            ({}, on(4)),  # four whole days so far
            ({"starts_on": TODAY + timedelta(days=3)}, TODAY),
        ]
    ]

    assert lengths == [14, 28, 9, 0, 4, 0]


def test_days_before_the_first_urge_was_written_down_do_not_count_as_none(wine, ben):
    urges(wine, *range(-8, 14))
    urges(wine, -10, taken_back_at=NOON)
    urges(a_behaviour(ben), -12)

    compared = experiments.compare(tried(wine), TODAY)

    assert (compared.days, compared.chance) == (8, 1)


def test_an_urge_taken_back_and_one_about_something_else_do_not_count(wine):
    other = a_behaviour(wine.member, label="Phone in bed")
    urges(wine, *range(-8, 14))
    urges(other, 1, 2, 3)
    urges(wine, 1, 2, taken_back_at=NOON)

    compared = experiments.compare(tried(wine), TODAY)

    assert (compared.before.count, compared.since.count) == (8, 8)


def begun(wine, starts_on=TODAY, days=14, once=None) -> Experiment:
    return experiments.begin(
        wine, once or uuid4(), "Supper before six", LooksAt.MOOD, starts_on, days, NOON
    )


def test_one_runs_at_a_time_for_each_behaviour(wine):
    other = a_behaviour(wine.member, label="Phone in bed")
    begun(wine)

    with pytest.raises(experiments.OneAtATime):
        begun(wine)

    assert begun(other).behaviour == other


@pytest.mark.parametrize("starts_on", [TODAY - timedelta(days=20), TODAY + timedelta(days=20)])
def test_one_that_is_under_way_or_to_come_stands_in_the_way_of_the_next(wine, starts_on):
    begun(wine, starts_on, 28)

    with pytest.raises(experiments.OneAtATime):
        begun(wine)


def test_the_next_may_begin_once_it_is_over_or_stopped(wine):
    begun(wine, TODAY - timedelta(days=14))
    second = begun(wine)
    experiments.stop(second, TODAY)

    third = begun(wine)

    assert wine.experiments.count() == 3
    assert experiments.running(wine, TODAY) == third


def test_its_last_day_is_a_day_of_it(wine):
    experiment = begun(wine)

    days = [TODAY + timedelta(days=n) for n in (13, 14)]

    assert [experiments.is_over(experiment, day) for day in days] == [False, True]


def test_the_same_form_sent_twice_begins_one(wine):
    once = uuid4()

    assert begun(wine, once=once) == begun(wine, once=once)
    assert wine.experiments.count() == 1


def test_stopping_one_that_is_over_changes_nothing(wine):
    experiment = tried(wine)

    experiments.stop(experiment, TODAY)

    experiment.refresh_from_db()
    assert experiment.stopped_on is None


def test_comparing_takes_two_queries_however_much_there_is(wine, django_assert_num_queries):
    urges(wine, *range(-14, 14), *range(-14, 14), *range(-14, 14), intensity=5)
    experiment = tried(wine)

    with django_assert_num_queries(2):
        experiments.compare(experiment, TODAY)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (1, "nearly every time"),
        ("2/3", "about two times in three"),
        ("1/2", "about one time in two"),
        ("1/3", "about one time in three"),
        ("1/19", "about one time in 19"),
        ("1/43", "about one time in 40"),
        ("1/300", "less than one time in a hundred"),
    ],
)
def test_how_often_is_said_in_whole_numbers(share, words):
    assert experiment_words.often(Fraction(share)) == words
