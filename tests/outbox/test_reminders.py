"""What somebody is to be reminded of follows what gives the reason, and nobody hears twice of one day."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from smartrecovery.accounts.models import User
from smartrecovery.outbox import choices, kinds, reminders
from smartrecovery.outbox.kinds import Kind, Planned
from smartrecovery.outbox.models import Message, Reminder
from smartrecovery.outbox.planning import plan_due

MONDAY = date(2026, 3, 2)
TUESDAY = date(2026, 3, 3)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
# No clock anywhere is set in these days.
JULY = datetime(2026, 7, 6, 12, tzinfo=UTC)
ZONES = sorted(available_timezones() - {"localtime", "Factory"})
EVERY_DAY = 0b1111111
State = Message.State


class Plans:
    """What an app would say; the tests say it."""

    def __init__(self) -> None:
        self.said: list[Planned] = []

    def __call__(self, member: User, now: datetime) -> list[Planned]:
        return self.said

    def say(self, *planned: Planned) -> None:
        self.said = list(planned)


@pytest.fixture
def plans(monkeypatch, ana) -> Plans:
    monkeypatch.setattr(kinds, "_kinds", {})
    said = Plans()
    kinds.register(Kind("walk", template="walk", plans=said))
    choices.choose(ana, "walk", "email", NOON)
    return said


def daily(about: str = "a", hour: int = 20, **said) -> Planned:
    return Planned(about, MONDAY, at=time(hour), **{"days": EVERY_DAY} | said)


def once(about: str, on: date, hour: int | None = 15) -> Planned:
    return Planned(about, on, on, at=None if hour is None else time(hour))


def standing() -> list[tuple]:
    return list(Reminder.objects.order_by("about").values_list("about", "next_on", "next_at"))


def ledger() -> list[tuple]:
    return list(Message.objects.order_by("occurrence").values_list("occurrence", "state"))


def utc(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), UTC)


def sent(member, occurrence: str = "a:2026-03-02", state: str = State.SENT, **said) -> Message:
    about, _, day = occurrence.partition("~")[0].partition(":")
    given = {"kind": "walk", "about": about, "day": date.fromisoformat(day)} | said
    return Message.objects.create(member=member, occurrence=occurrence, state=state, **given)


def test_what_is_planned_stands_with_its_next_time(ana, plans):
    plans.say(daily(), once("b", TUESDAY))

    reminders.reconcile(ana, "walk", NOON)

    given = Reminder.objects.order_by("about").values_list(
        "about", "channel", "days", "at", "zone", "first_on", "last_on", "window", "next_at"
    )
    assert list(given) == [
        ("a", "email", 127, time(20), "Europe/London", MONDAY, None, 240, utc(MONDAY, 20)),
        ("b", "email", 0, time(15), "Europe/London", TUESDAY, TUESDAY, 240, utc(TUESDAY, 15)),
    ]


def test_the_next_is_later_than_now(ana, plans):
    plans.say(daily(), once("b", MONDAY, 12))

    reminders.reconcile(ana, "walk", utc(MONDAY, 20))

    assert standing() == [("a", TUESDAY, utc(TUESDAY, 20)), ("b", None, None)]


@pytest.mark.parametrize(("day_starts", "comes"), [(4, (7, 30)), (10, (10, 0))])
def test_things_without_an_hour_come_at_the_hour_for_those_as_their_day_begins(
    ana, plans, day_starts, comes
):
    plans.say(once("a", TUESDAY, None))
    choices.set_contact(ana, {"morning_at": time(7, 30)}, NOON)
    ana.day_starts = time(day_starts)

    reminders.reconcile(ana, "walk", NOON)

    assert standing() == [("a", TUESDAY, utc(TUESDAY, *comes))]


def test_nothing_stands_for_those_who_want_none_of_it(ana, plans):
    plans.say(daily())
    reminders.reconcile(ana, "walk", NOON)
    sent(ana, "a:2026-03-01~1", State.HELD)

    choices.choose(ana, "walk", "none", NOON)
    reminders.reconcile(ana, "walk", NOON)

    assert standing() == []
    assert ledger() == [("a:2026-03-01~1", "cancelled")]


def test_what_is_unchanged_stays(ana, plans):
    plans.say(daily())
    reminders.reconcile(ana, "walk", NOON)
    before = Reminder.objects.values().get()

    reminders.reconcile(ana, "walk", NOON + HOUR)

    assert Reminder.objects.values().get() == before


def test_what_was_told_is_not_told_again_at_a_later_hour(ana, plans):
    """N6."""
    plans.say(daily(hour=18))
    reminders.reconcile(ana, "walk", NOON)
    plan_due(utc(MONDAY, 18))
    Message.objects.update(state=State.SENT)

    plans.say(daily(hour=21))
    reminders.reconcile(ana, "walk", utc(MONDAY, 19))

    assert standing() == [("a", TUESDAY, utc(TUESDAY, 21))]


def test_what_was_told_is_not_told_again_by_another_way(ana, plans):
    sent(ana, channel="push")
    plans.say(daily())

    reminders.reconcile(ana, "walk", NOON)

    assert standing() == [("a", TUESDAY, utc(TUESDAY, 20))]


def test_taken_away_and_brought_back_it_is_not_told_again(ana, plans):
    plans.say(daily(hour=13))
    reminders.reconcile(ana, "walk", NOON)
    plan_due(utc(MONDAY, 13))
    Message.objects.update(state=State.SENT)

    plans.say()
    reminders.reconcile(ana, "walk", utc(MONDAY, 14))
    plans.say(daily())
    reminders.reconcile(ana, "walk", utc(MONDAY, 15))

    assert standing() == [("a", TUESDAY, utc(TUESDAY, 20))]
    assert ledger() == [("a:2026-03-02", "sent")]


def test_what_is_taken_away_is_called_off_even_in_the_moment_of_sending(ana, plans):
    plans.say(daily(), daily("b"))
    reminders.reconcile(ana, "walk", NOON)
    sent(ana, "a:2026-03-02", State.SENDING)
    sent(ana, "b:2026-03-02", State.QUEUED)

    plans.say(daily("b"))
    reminders.reconcile(ana, "walk", NOON)

    assert standing() == [("b", MONDAY, utc(MONDAY, 20))]
    assert ledger() == [("a:2026-03-02", "cancelled"), ("b:2026-03-02", "queued")]


def test_what_was_put_off_from_an_earlier_day_is_left_alone(ana, plans):
    sent(ana, "a:2026-03-01~1", State.QUEUED)
    plans.say(daily("b"))

    reminders.reconcile(ana, "walk", NOON)

    assert ledger() == [("a:2026-03-01~1", "queued")]


def test_what_waits_moves_to_the_new_hour(ana, plans):
    plans.say(daily(hour=13))
    reminders.reconcile(ana, "walk", NOON)
    plan_due(utc(MONDAY, 13))
    Message.objects.update(state=State.HELD, held_for="quiet", look_at=utc(TUESDAY, 8))

    plans.say(daily(hour=15))
    reminders.reconcile(ana, "walk", utc(MONDAY, 13, 30))

    columns = "occurrence", "state", "held_for", "due_at", "look_at", "expires_at"
    fifteen = utc(MONDAY, 15)
    assert list(Message.objects.values_list(*columns)) == [
        ("a:2026-03-02", "queued", "", fifteen, fifteen, fifteen + 4 * HOUR)
    ]


def test_what_was_given_up_stays_so_where_only_its_end_changes(ana, plans):
    plans.say(daily())
    reminders.reconcile(ana, "walk", NOON)
    Reminder.objects.update(stopped_at=NOON, unanswered=14, next_on=None, next_at=None)

    plans.say(daily(last_on=MONDAY + 9 * DAY))
    reminders.reconcile(ana, "walk", NOON + HOUR)

    columns = "stopped_at", "unanswered", "next_on", "next_at"
    assert list(Reminder.objects.values_list(*columns)) == [(NOON, 14, None, None)]


def test_what_was_put_off_or_is_being_sent_keeps_its_hour(ana, plans):
    plans.say(daily(hour=13), daily("b", hour=13))
    reminders.reconcile(ana, "walk", NOON)
    due, one = utc(MONDAY, 13), utc(MONDAY, 14)
    sent(ana, "a:2026-03-02~1", State.QUEUED, due_at=one, look_at=one)
    sent(ana, "b:2026-03-02", State.SENDING, due_at=due, look_at=due)
    before = list(Message.objects.order_by("about").values())

    plans.say(daily(hour=15), daily("b", hour=15))
    reminders.reconcile(ana, "walk", utc(MONDAY, 13, 30))

    assert list(Message.objects.order_by("about").values()) == before


def test_what_went_by_the_new_way_before_is_called_off(ana, plans):
    plans.say(daily())
    reminders.reconcile(ana, "walk", NOON)
    sent(ana, state=State.QUEUED)
    sent(ana, channel="inbox")

    choices.choose(ana, "walk", "inbox", NOON)
    reminders.reconcile(ana, "walk", NOON)

    channels = Message.objects.order_by("channel").values_list("channel", "state")
    assert list(channels) == [("email", "cancelled"), ("inbox", "sent")]


def test_what_waits_goes_by_the_new_way(ana, plans):
    plans.say(daily(hour=13))
    reminders.reconcile(ana, "walk", NOON)
    plan_due(utc(MONDAY, 13))

    choices.choose(ana, "walk", "inbox", utc(MONDAY, 13, 1))
    reminders.reconcile(ana, "walk", utc(MONDAY, 13, 1))

    assert list(Message.objects.values_list("channel", "state")) == [("inbox", "queued")]


def test_what_waits_for_a_day_not_chosen_any_more_is_called_off(ana, plans):
    plans.say(daily(hour=13))
    reminders.reconcile(ana, "walk", NOON)
    plan_due(utc(MONDAY, 13))

    plans.say(daily(hour=13, days=0b10))
    reminders.reconcile(ana, "walk", utc(MONDAY, 13, 1))

    assert standing() == [("a", TUESDAY, utc(TUESDAY, 13))]
    assert ledger() == [("a:2026-03-02", "cancelled")]


def test_a_new_hour_is_a_new_wish(ana, plans):
    plans.say(daily())
    reminders.reconcile(ana, "walk", NOON)
    given_up = {"unanswered": 14, "stopped_at": NOON, "next_on": None, "next_at": None}
    Reminder.objects.update(**given_up)

    reminders.moved(ana, NOON)
    assert Reminder.objects.values(*given_up).get() == given_up

    plans.say(daily(hour=21))
    reminders.reconcile(ana, "walk", NOON)
    assert standing() == [("a", MONDAY, utc(MONDAY, 21))]
    assert Reminder.objects.values_list("unanswered", "stopped_at").get() == (0, None)


def test_what_was_given_up_and_answered_comes_again(ana, plans):
    plans.say(daily())
    reminders.reconcile(ana, "walk", NOON)
    Reminder.objects.update(next_on=None, next_at=None)

    reminders.reconcile(ana, "walk", NOON)

    assert standing() == [("a", MONDAY, utc(MONDAY, 20))]


def test_an_import_brings_back_what_is_to_come(ana, plans):
    first = TUESDAY + DAY
    plans.say(once("a", first))
    User.objects.filter(pk=ana.pk).update(is_reminded=False)

    reminders.rebuild(ana, NOON)

    assert [about for about, *_ in standing()] == ["a"]
    assert User.objects.get(pk=ana.pk).is_reminded


def test_a_later_start_of_the_day_moves_what_comes_after_midnight(ana, plans):
    plans.say(daily(hour=3))
    reminders.reconcile(ana, "walk", NOON)
    assert standing() == [("a", MONDAY, utc(TUESDAY, 3))]

    ana.day_starts = time(2)
    reminders.moved(ana, NOON)

    assert standing() == [("a", TUESDAY, utc(TUESDAY, 3))]


def test_nothing_is_written_where_nothing_changed(ana, plans, django_assert_num_queries):
    plans.say(*(daily(str(n)) for n in range(10)))
    reminders.reconcile(ana, "walk", NOON)

    # The transaction's two, the person held, their choices, what stands.
    with django_assert_num_queries(5):
        reminders.reconcile(ana, "walk", NOON + HOUR)


# R-TIM-02: travelling

# (from, to, when it is said, the day and instant that is next): each told on Sunday, daily at 20:00
TRAVELS = {
    "east, and the hour is still to come": ("Europe/London", "Asia/Tokyo", (2, 9), (2, 11)),
    "east, and the hour has just gone": ("Europe/London", "Europe/Paris", (2, 19, 30), (2, 19)),
    "east, and the hour has long gone": ("Europe/London", "Asia/Tokyo", (2, 19), (2, 20)),
    "west, and the hour is still to come": ("Europe/London", "America/New_York", (2, 19), (3, 1)),
    "west, after it came": ("Asia/Tokyo", "Europe/London", (2, 12), (3, 20)),
    "over the date line, and a day is left out": (
        "America/Los_Angeles",
        "Pacific/Auckland",
        (2, 12),
        (3, 7),
    ),
}


@pytest.mark.parametrize("case", TRAVELS)
def test_travelling(ana, plans, case):
    start, end, said, expected = TRAVELS[case]
    ana.zone = start
    plans.say(Planned("a", MONDAY - DAY, days=EVERY_DAY, at=time(20)))
    reminders.reconcile(ana, "walk", utc(MONDAY - 2 * DAY, 12))
    now = datetime(2026, 3, *said, tzinfo=UTC)
    plan_due(now)

    ana.zone = end
    reminders.moved(ana, now)

    assert Reminder.objects.get().next_at == datetime(2026, 3, *expected, tzinfo=UTC)


def travelled(ana, plans, hour: int, zones: list[str], stays: list[int]) -> tuple[list, timedelta]:
    """The days told about while in one zone after the other, and the longest silence; the last stay is long."""
    Message.objects.all().delete()
    Reminder.objects.all().delete()
    plans.say(Planned("a", JULY.date(), days=EVERY_DAY, at=time(hour)))
    begin = [JULY, *(JULY + 3 * DAY + n * MINUTE for n in accumulate(stays))]
    for zone, now, until in zip(zones, begin, [*begin[1:], JULY + 9 * DAY], strict=True):
        ana.zone = zone
        reminders.moved(ana, now)
        while (due := Reminder.objects.get().next_at) <= until:
            plan_due(max(due, now))
    told = Message.objects.filter(state=State.QUEUED).order_by("posted_at")
    days, instants = zip(*told.values_list("day", "posted_at"), strict=True)
    return [*days], max(b - a for a, b in pairwise(instants))


def put_back(zones: list[str]) -> timedelta:
    """How far clocks went back on the way, all together."""
    clocks = [JULY.astimezone(ZoneInfo(zone)).utcoffset() for zone in zones]
    return sum((max(a - b, timedelta()) for a, b in pairwise(clocks)), timedelta())


zones_in_turn = some.lists(some.sampled_from(ZONES), min_size=3, max_size=3)
minutes = some.integers(0, 48 * 60)


@settings(max_examples=6)
@given(zones=zones_in_turn, stay=minutes, hour=some.integers(0, 23))
def test_after_a_journey_no_day_is_told_twice_and_none_goes_by_in_silence(
    ana, plans, zones, stay, hour
):
    """A date that comes twice, as it does over the date line, is told once: there the silence is longer."""
    days, silence = travelled(ana, plans, hour, zones[:2], [stay])

    assert sorted(set(days)) == days
    assert silence <= 24 * HOUR + max(12 * HOUR, put_back(zones[:2]))


@settings(max_examples=6)
@given(zones=zones_in_turn, stays=some.tuples(minutes, minutes), hour=some.integers(0, 23))
def test_on_a_journey_on_from_there_no_day_is_told_twice(ana, plans, zones, stays, hour):
    days, silence = travelled(ana, plans, hour, zones, [*stays])

    assert sorted(set(days)) == sorted(days)
    assert silence <= 36 * HOUR + put_back(zones)
