"""Check-ins: one row for a day however often it is sent, a rhythm that is theirs, totals that never fall."""

import threading
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from smartrecovery.vault import keys
from stages import check_ins
from stages.check_ins import Due
from stages.models import CheckIn, CheckInPlan

from .helpers import a_behaviour

NOW = datetime(2026, 11, 23, 20, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
SUNDAY, WEDNESDAY = date(2026, 11, 22), date(2026, 11, 25)
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def wine(ana):
    return a_behaviour(ana)


def days(n: int) -> date:
    return MONDAY + timedelta(days=n)


def rhythm(member, **said) -> CheckInPlan:
    return check_ins.set_rhythm(member, said, NOW)


def seen(row: CheckIn, *names: str) -> dict:
    """What a page showed that was opened with this row."""
    return {name: getattr(row, name) for name in names} | {"at": check_ins.stamp(row)}


# One a day


def test_everything_said_of_a_day_is_kept(ana, wine):
    said = {
        "plan": "partly", "mood": 6, "urge": 0, "would_like": "ideas", "note": "Swam. Long day.",
    }  # fmt: skip

    row = check_ins.save(ana, wine, MONDAY, said, NOW)

    row.refresh_from_db()
    assert {name: getattr(row, name) for name in said} == said
    assert [row.member, row.behaviour, row.day, row.week, row.weekly, row.counted] == [
        ana, wine, MONDAY, MONDAY, False, 1,
    ]  # fmt: skip
    assert [row.at, row.changed_at] == [NOW, NOW]


@pytest.mark.parametrize("about_wine", [True, False])
def test_the_same_send_twice_is_one_row(ana, wine, about_wine):
    behaviour = wine if about_wine else None
    for at in (NOW, LATER):
        check_ins.save(ana, behaviour, MONDAY, {"plan": "yes", "note": "Swam"}, at)

    (row,) = CheckIn.objects.all()
    assert (row.plan, row.note, row.at, row.changed_at) == ("yes", "Swam", NOW, LATER)


def test_a_day_a_week_and_each_behaviour_have_a_row_of_their_own(ana, ben, wine):
    phone = a_behaviour(ana, label="Phone")
    for member, about, weekly in [
        (ana, wine, False), (ana, wine, True), (ana, phone, False), (ana, None, False),
        (ben, None, False),
    ]:  # fmt: skip
        check_ins.save(member, about, MONDAY, {"mood": 5}, NOW, weekly=weekly)

    assert CheckIn.objects.count() == 5


def test_nothing_said_is_nothing_kept(ana, wine):
    said = dict(check_ins.UNSAID)

    assert check_ins.save(ana, wine, MONDAY, said, NOW) is None
    assert not CheckIn.objects.exists()


def test_nought_is_an_answer_and_so_is_nothing_just_now(ana, wine):
    assert check_ins.save(ana, wine, MONDAY, {"urge": 0}, NOW)
    assert check_ins.save(ana, wine, SUNDAY, {"would_like": "none"}, NOW)


def test_what_is_not_asked_any_more_stays(ana, wine):
    first = check_ins.save(ana, wine, MONDAY, {"mood": 6, "note": "Swam"}, NOW)

    row = check_ins.save(ana, wine, MONDAY, {"urge": 3}, LATER, seen=seen(first))

    row.refresh_from_db()
    assert (row.mood, row.urge, row.note) == (6, 3, "Swam")


def test_a_page_opened_with_it_may_take_an_answer_back(ana, wine):
    first = check_ins.save(ana, wine, MONDAY, {"mood": 6, "note": "Swam"}, NOW)

    row = check_ins.save(
        ana, wine, MONDAY, {"mood": None, "note": ""}, LATER, seen=seen(first, "mood")
    )

    row.refresh_from_db()
    assert (row.mood, row.note) == (None, "")


def test_two_tabs_opened_empty_lose_nothing(ana, wine):
    blank = {"plan": "", "mood": None, "urge": None, "note": ""}
    check_ins.save(ana, wine, MONDAY, blank | {"mood": 6, "note": "Swam"}, NOW, seen={"at": ""})

    row = check_ins.save(
        ana, wine, MONDAY, blank | {"urge": 4, "note": "Rang June"}, LATER, seen={"at": ""}
    )

    row.refresh_from_db()
    assert (row.mood, row.urge, row.note) == (6, 4, "Swam\nRang June")


def test_an_old_tab_does_not_bring_back_what_was_changed_since(ana, wine):
    first = check_ins.save(ana, wine, MONDAY, {"mood": 6, "plan": "no"}, NOW)
    opened = seen(first, "mood", "plan")
    check_ins.save(ana, wine, MONDAY, {"mood": 8, "plan": "no"}, LATER, seen=opened)

    row = check_ins.save(ana, wine, MONDAY, {"mood": 6, "plan": "partly"}, LATER, seen=opened)

    assert (row.mood, row.plan) == (8, "partly")


@pytest.mark.django_db(transaction=True)
def test_six_tabs_at_the_same_moment_are_one_row_with_all_of_it(ana):
    if connection.vendor == "sqlite":
        pytest.skip("the in-memory database of the tests has one writer, and does not wait")
    names = ["mood", "urge", "plan", "would_like", "note", "mood"]
    values = [6, 3, "yes", "ideas", "Swam", 6]
    start, wrong = threading.Barrier(6), []

    def say(name, value):
        try:
            with keys.held():
                start.wait()
                blank = {other: check_ins.UNSAID[other] for other in names}
                check_ins.save(ana, None, MONDAY, blank | {name: value}, NOW, seen={"at": ""})
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    at_once = [threading.Thread(target=say, args=each) for each in zip(names, values, strict=True)]
    for thread in at_once:
        thread.start()
    for thread in at_once:
        thread.join()

    (row,) = CheckIn.objects.all()
    assert [row.mood, row.urge, row.plan, row.would_like, row.note, wrong] == [
        6, 3, "yes", "ideas", "Swam", [],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kept", "written", "together"),
    [
        ("", "Swam", "Swam"),
        ("Swam", "", "Swam"),
        ("Swam", "Swam", "Swam"),
        ("Swam", "Swam, rang June", "Swam, rang June"),
        ("Swam, rang June", "Swam", "Swam, rang June"),
        ("Swam", "Rang June", "Swam\nRang June"),
    ],
)
def test_neither_of_two_notes_is_lost(kept, written, together):
    assert check_ins.both(kept, written) == together


@pytest.mark.parametrize(("weekly", "counted"), [(False, 2), (False, -1), (True, 8)])
def test_the_database_refuses_more_days_than_there_are(ana, weekly, counted):
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckIn.objects.create(member=ana, day=MONDAY, week=MONDAY, weekly=weekly, counted=counted)


@pytest.mark.parametrize("about_wine", [True, False])
def test_the_database_refuses_a_second(ana, wine, about_wine):
    row = {"member": ana, "behaviour": wine if about_wine else None, "day": MONDAY}
    CheckIn.objects.create(**row, week=MONDAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        CheckIn.objects.create(**row, week=MONDAY)


# What it adds up to


@pytest.mark.parametrize(
    ("plan", "counted"),
    [("yes", 1), ("partly", 1), ("no", 0), ("changed", 0), ("skip", 0), ("", 0)],
)
def test_a_day_counts_by_their_word(ana, wine, plan, counted):
    check_ins.save(ana, wine, MONDAY, {"plan": plan, "mood": 5}, NOW)

    assert check_ins.on_plan_days(wine) == counted


def test_thinking_again_never_takes_a_day_away(ana, wine):
    for plan in ("yes", "no", "skip", ""):
        row = CheckIn.objects.first()
        check_ins.save(
            ana, wine, MONDAY, {"plan": plan, "mood": 5}, NOW, seen=row and seen(row, "plan")
        )

    assert (CheckIn.objects.get().plan, check_ins.on_plan_days(wine)) == ("", 1)


def test_a_week_counts_by_the_larger_of_its_days_and_what_was_said_of_it(ana, wine):
    for n in range(-7, 0):
        check_ins.save(ana, wine, days(n), {"plan": "yes" if n % 2 else "no"}, NOW)
    by_days = check_ins.on_plan_days(wine)
    check_ins.save(ana, wine, SUNDAY, {"days": 3}, NOW, weekly=True)
    said_less = check_ins.on_plan_days(wine)
    check_ins.save(ana, wine, SUNDAY, {"days": 6}, LATER, weekly=True)

    assert [by_days, said_less, check_ins.on_plan_days(wine)] == [4, 4, 6]


@pytest.mark.parametrize(
    ("day", "week"),
    [(n, -7) for n in (-4, -3, -2, -1, 0, 1, 2)] + [(3, 0), (-5, -14)],
)
def test_a_week_speaks_of_the_calendar_week_most_of_its_days_lie_in(ana, wine, day, week):
    row = check_ins.save(ana, wine, days(day), {"days": 5}, NOW, weekly=True)

    assert (row.week, row.counted) == (days(week), 5)


def test_every_order_of_saying_things_only_ever_adds(ana, wine):
    """Days and weeks, changed and changed back, on each day of two weeks."""
    totals = [0]
    for n, weekly, value in product(range(-6, 3, 2), (False, True), (5, 0)):
        said = {"days": value} if weekly else {"plan": "yes" if value else "no"}
        check_ins.save(ana, wine, days(n), said, NOW, weekly=weekly)
        totals.append(check_ins.on_plan_days(wine))

    assert totals == sorted(totals)


def test_days_about_nothing_in_particular_are_counted_too(ana, ben):
    check_ins.save(ana, None, MONDAY, {"plan": "yes"}, NOW)
    check_ins.save(ben, None, MONDAY, {"plan": "yes"}, NOW)

    assert check_ins.on_plan_days(None, ana) == 1


def test_what_is_about_one_thing_is_counted_for_that_alone(ana, ben, wine):
    phone = a_behaviour(ana, label="Phone")
    for member, about, n, plan in [
        (ana, wine, 0, "yes"), (ana, phone, -1, "yes"), (ana, phone, -2, "no"),
        (ana, None, -3, "yes"), (ben, None, -4, "yes"),
    ]:  # fmt: skip
        check_ins.save(member, about, days(n), {"plan": plan}, NOW)

    assert [check_ins.on_plan_days(about, ana) for about in (wine, phone, None)] == [1, 1, 1]
    assert [check_ins.lately(ana, about) for about in (wine, phone, None)] == [
        (1, 1), (1, 2), (1, 1),
    ]  # fmt: skip


def test_lately_is_the_last_seven_days_they_spoke_of(ana, wine):
    for n, plan in enumerate(
        ["yes", "skip", "no", "partly", "", "changed", "no", "yes", "yes", "yes"]
    ):
        check_ins.save(ana, wine, days(-3 * n), {"plan": plan, "mood": 5}, NOW)
    check_ins.save(ana, wine, MONDAY, {"plan": "no"}, NOW, weekly=True)

    assert check_ins.lately(ana, wine) == (4, 7)


# Which day

NIGHTS = {
    # the night clocks change: the zone, the evening before, and an instant after midnight
    "New York, forward": ("America/New_York", date(2026, 3, 7)),
    "New York, back": ("America/New_York", date(2026, 10, 31)),
    "London, forward": ("Europe/London", date(2026, 3, 28)),
    "London, back": ("Europe/London", date(2026, 10, 24)),
    "Lord Howe, forward": ("Australia/Lord_Howe", date(2026, 10, 3)),
    "Lord Howe, back": ("Australia/Lord_Howe", date(2026, 4, 4)),
    "UTC-11": ("Pacific/Pago_Pago", date(2026, 11, 22)),
    "UTC+13": ("Pacific/Tongatapu", date(2026, 11, 22)),
}


@pytest.mark.parametrize("night", NIGHTS)
def test_every_half_hour_of_a_night_belongs_to_the_evening_until_the_day_starts(ana, night):
    ana.zone, evening = NIGHTS[night]
    began = datetime.combine(evening, time(20), ZoneInfo(ana.zone)).astimezone(UTC)
    morning = evening + timedelta(days=1)

    wrong = []
    for half_hours in range(26):
        now = began + timedelta(minutes=30 * half_hours)
        wall = now.astimezone(ZoneInfo(ana.zone))
        if wall.date() == evening:
            expected = ([], evening)
        elif wall.time() < time(4):
            expected = ([evening, morning], evening)
        else:
            expected = ([], morning)
        told = (check_ins.nights(ana, now), ana.today(now))
        wrong += [] if told == expected else [f"{wall}: {told}"]

    assert wrong == []


def test_at_ten_past_two_it_is_last_night_or_today(ana):
    ten_past_two = datetime(2026, 11, 23, 2, 10, tzinfo=UTC)

    assert check_ins.nights(ana, ten_past_two) == [SUNDAY, MONDAY]
    assert check_ins.open_days(ana, ten_past_two) == [
        MONDAY, *(SUNDAY - timedelta(days=n) for n in range(7)),
    ]  # fmt: skip


def test_by_day_the_last_seven_are_open(ana):
    assert check_ins.open_days(ana, NOW) == [days(-n) for n in range(7)]


def test_a_day_that_starts_at_midnight_has_no_night_to_ask_about(ana):
    ana.day_starts = time(0)

    assert check_ins.nights(ana, datetime(2026, 11, 23, 0, 0, tzinfo=UTC)) == []


# The rhythm


def test_nobody_is_asked_before_they_say_how_often(ana):
    assert check_ins.due(ana, MONDAY) is None
    assert check_ins.rhythm_of(ana).rhythm == "off"


def due_on(member, first: int = 0, last: int = 7) -> list[int]:
    return [n for n in range(first, last) if check_ins.due(member, days(n))]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"rhythm": "off"}, []),
        ({"rhythm": "daily"}, [0, 1, 2, 3, 4, 5, 6]),
        ({"rhythm": "days", "days": 0b0010101}, [0, 2, 4]),
        ({"rhythm": "weekly", "days": 0b0000100}, [2, 3, 4]),
        ({"rhythm": "weekly", "days": 0b1000000}, [0, 1, 6]),
        ({"rhythm": "weekly"}, [0, 1, 6]),
    ],
)
def test_a_rhythm_asks_on_its_days(ana, said, expected):
    rhythm(ana, **said)

    assert due_on(ana) == expected


def test_one_that_is_off_asks_nothing_whatever_days_it_had(ana):
    rhythm(ana, rhythm="off", days=0b1111111)

    assert due_on(ana) == []


def test_only_the_last_rhythm_counts(ana):
    rhythm(ana, rhythm="daily")
    rhythm(ana, rhythm="days", days=0b1)

    assert (due_on(ana), CheckInPlan.objects.count()) == ([0], 1)


@pytest.mark.parametrize("whose", ["the rhythm", "everything"])
def test_a_pause_ends_by_itself(ana, whose):
    until = days(3)
    rhythm(ana, rhythm="daily", paused_until=until if whose == "the rhythm" else None)
    ana.paused_until = until if whose == "everything" else None

    assert due_on(ana) == [3, 4, 5, 6]


def test_what_is_written_is_not_asked_for_again(ana, ben, wine):
    rhythm(ana, rhythm="daily")
    rhythm(ben, rhythm="daily")
    check_ins.save(ana, wine, days(1), {"mood": 5}, NOW)

    assert [due_on(ana, 0, 3), due_on(ben, 0, 3)] == [[0, 2], [0, 1, 2]]


@pytest.mark.parametrize(
    ("written", "weekly", "expected"),
    [(1, True, [2, 3, 4]), (2, True, []), (4, True, []), (2, False, [2, 3, 4])],
)
def test_a_week_looked_back_at_since_its_day_is_not_asked_for_again(
    ana, ben, wine, written, weekly, expected
):
    rhythm(ana, rhythm="weekly", days=0b0000100)
    check_ins.save(ana, wine, days(written), {"mood": 5}, NOW, weekly=weekly)
    check_ins.save(ben, None, days(3), {"mood": 5}, NOW, weekly=True)

    assert due_on(ana) == expected


def test_it_says_which_kind_is_due(ana):
    rhythm(ana, rhythm="weekly", days=1)
    weekly = check_ins.due(ana, MONDAY)
    rhythm(ana, rhythm="daily")

    assert [weekly, check_ins.due(ana, MONDAY)] == [Due(MONDAY, True), Due(MONDAY, False)]


def test_it_costs_one_query(ana, django_assert_num_queries):
    rhythm(ana, rhythm="weekly", days=1)

    with django_assert_num_queries(1):
        check_ins.due(ana, MONDAY)


@pytest.mark.parametrize(
    ("prompts", "weekly", "asked"),
    [
        (0b11111111, False, ["PLAN", "MOOD", "URGE", "NOTE", "LIKE"]),
        (0b11111111, True, ["MOOD", "URGE", "DAYS", "IMPORTANCE", "CONFIDENCE", "NOTE", "LIKE"]),
        (0b00000011, True, ["PLAN", "MOOD"]),
        (0b00111000, False, []),
    ],
)
def test_only_what_was_chosen_is_asked(ana, prompts, weekly, asked):
    plan = CheckInPlan(member=ana, prompts=prompts)

    assert [prompt.name for prompt in check_ins.asks(plan, weekly)] == asked
