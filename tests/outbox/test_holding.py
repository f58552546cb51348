"""What waits, and until when: everything is looked at in its turn, and keeps its own time."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from smartrecovery.accounts.models import User
from smartrecovery.outbox import delivery, holding, kinds
from smartrecovery.outbox.kinds import Kind
from smartrecovery.outbox.models import Contact, Message
from smartrecovery.outbox.posting import post

from .conftest import NOW

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LONDON = "Europe/London"


def at(zone: str, wall: str, fold: int = 0) -> datetime:
    local = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return local.astimezone(UTC)


def quiet(zone: str, wall: str, hours: tuple[int, int] | None = None, fold: int = 0):
    contact = Contact(quiet_from=time(hours[0]), quiet_to=time(hours[1])) if hours else Contact()
    return holding.quiet_until(contact, ZoneInfo(zone), at(zone, wall, fold))


@pytest.mark.parametrize(
    "zone, wall, hours, until",
    [
        (LONDON, "2026-03-02T20:59:59", None, None),
        (LONDON, "2026-03-02T21:00", None, "2026-03-03T08:00"),
        (LONDON, "2026-03-03T07:59:59", None, "2026-03-03T08:00"),
        (LONDON, "2026-03-03T08:00", None, None),
        (LONDON, "2026-03-03T13:30", (13, 15), "2026-03-03T15:00"),
        (LONDON, "2026-03-03T13:30", (13, 13), None),
        # The clock goes forward over the end of it, and back over it.
        (LONDON, "2026-03-29T00:30", (22, 1), "2026-03-29T02:00"),
        (LONDON, "2026-10-25T00:30", (22, 7), "2026-10-25T07:00"),
        ("America/New_York", "2026-11-01T00:59", (22, 2), "2026-11-01T02:00"),
        # A date that never came: the quiet of the evening before ends a date later.
        ("Pacific/Apia", "2011-12-29T22:00", None, "2011-12-31T08:00"),
    ],
)
def test_quiet_hours_are_by_their_own_clock(zone, wall, hours, until):
    assert quiet(zone, wall, hours) == (at(zone, until) if until else None)


def test_an_hour_that_comes_twice_ends_the_quiet_the_first_time():
    before = quiet(LONDON, "2026-10-25T01:00", (22, 1), fold=0)
    between = quiet(LONDON, "2026-10-25T00:59", (22, 1), fold=0)
    again = quiet(LONDON, "2026-10-25T01:00", (22, 1), fold=1)

    assert (before, between, again) == (None, at(LONDON, "2026-10-25T01:00"), None)


@settings(max_examples=100)
@given(
    zone=st.sampled_from([LONDON, "Australia/Lord_Howe", "America/St_Johns", "Africa/Casablanca"]),
    now=st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    hours=st.tuples(st.integers(0, 23), st.integers(0, 23)),
)
def test_the_end_of_the_quiet_is_later_within_a_day_and_quiet_no_more(zone, now, hours):
    contact = Contact(quiet_from=time(hours[0]), quiet_to=time(hours[1]))

    until = holding.quiet_until(contact, ZoneInfo(zone), now)

    if until is not None:
        assert now < until <= now + DAY + HOUR
        assert holding.quiet_until(contact, ZoneInfo(zone), until) is None


def held() -> list[tuple]:
    return list(
        Message.objects.order_by("occurrence").values_list(
            "occurrence", "state", "held_for", "look_at", "due_at", "attempts"
        )
    )


def test_in_the_quiet_hours_it_waits_and_keeps_its_time(told, way):
    evening, morning = at(LONDON, "2026-03-02T21:30"), at(LONDON, "2026-03-03T08:00")
    post(told, "tea", "monday", due_at=evening, expires_at=evening + DAY)
    office = way()

    early = (delivery.deliver_due(evening), delivery.deliver_due(morning - MINUTE))
    waits = held()
    then = delivery.deliver_due(morning)

    assert (early, then, len(office.taken)) == ((0, 0), 1, 1)
    assert waits == [("monday", "held", "quiet", morning, evening, 0)]


def test_what_would_be_too_late_after_the_quiet_ends_when_its_time_is_over(told, way):
    evening = at(LONDON, "2026-03-02T21:30")
    post(told, "tea", "monday", due_at=evening, expires_at=evening + 4 * HOUR)
    way()

    delivery.deliver_due(evening)
    waits = held()
    delivery.deliver_due(evening + 4 * HOUR)

    assert waits == [("monday", "held", "quiet", evening + 4 * HOUR, evening, 0)]
    assert [row[1:3] for row in held()] == [("expired", "quiet")]


def test_a_pause_holds_what_they_did_not_ask_for(told, way):
    until = date(2026, 3, 5)
    User.objects.filter(pk=told.pk).update(paused_until=until)
    for kind in ("tea", "fire", "asked"):
        post(told, kind, kind, due_at=NOW, expires_at=NOW + 7 * DAY)
    office = way()

    first = delivery.deliver_due(NOW)
    waits = {row[0]: row[1:4] for row in held()}
    after = delivery.deliver_due(at(LONDON, "2026-03-05T04:00"))
    morning = delivery.deliver_due(at(LONDON, "2026-03-05T08:00"))

    begins = at(LONDON, "2026-03-05T04:00")
    assert (first, after, morning, len(office.taken)) == (1, 1, 1, 3)
    assert waits["tea"] == waits["fire"] == ("held", "pause", begins)
    assert waits["asked"][0] == "sent"


def test_what_is_told_while_somebody_leaves_waits_for_no_pause(told, way):
    kinds.register(Kind("a key turned", while_leaving=True))
    User.objects.filter(pk=told.pk).update(paused_until=date(2026, 3, 9), leaving_at=NOW)
    post(told, "a key turned", "once", due_at=NOW)
    way()

    assert delivery.deliver_due(NOW) == 1


def test_two_are_ten_minutes_apart(told, way):
    post(told, "tea", "first", due_at=NOW)
    post(told, "walk", "second", due_at=NOW + MINUTE)
    office = way()

    sent = [delivery.deliver_due(NOW + minute * MINUTE) for minute in range(12)]

    assert sent == [1, *[0] * 9, 1, 0]
    assert len(office.taken) == 2


def test_what_cannot_wait_passes_the_quiet_and_the_spacing_but_no_pause(told, way):
    night = at(LONDON, "2026-03-02T23:00")
    post(told, "asked", "a", due_at=night)
    post(told, "fire", "b", due_at=night + MINUTE)
    office = way()

    assert [delivery.deliver_due(night + n * MINUTE) for n in (0, 1)] == [1, 1]
    assert len(office.taken) == 2


def test_enough_for_a_day_of_theirs_waits_for_the_next(told, way):
    Contact.objects.create(member=told, most_a_day=2, quiet_from=time(0), quiet_to=time(0))
    for hour in range(3):
        post(told, "tea", f"{hour}", due_at=NOW + hour * HOUR, expires_at=NOW + 2 * DAY)
    way()

    sent = [delivery.deliver_due(NOW + hour * HOUR) for hour in range(18)]
    waits = held()[2]
    delivery.deliver_due(at(LONDON, "2026-03-03T04:00"))

    begins = at(LONDON, "2026-03-03T04:00")
    assert (sum(sent), waits[:4]) == (2, ("2", "held", "enough", begins))
    assert [row[1] for row in held()] == ["sent"] * 3


def test_what_waits_in_here_and_what_came_as_one_count_as_little_as_they_rang(told, way):
    Contact.objects.create(member=told, most_a_day=2)
    post(told, "tea", "in here", channel="inbox", due_at=NOW)
    post(told, "tea", "monday", due_at=NOW + MINUTE)
    post(told, "walk", "monday", due_at=NOW + MINUTE)
    post(told, "tea", "later", due_at=NOW + HOUR)
    way(), way(channel="inbox")

    assert [delivery.deliver_due(NOW + n * MINUTE) for n in (0, 1, 60)] == [1, 2, 1]


def test_what_somebody_asked_for_takes_no_reminders_place_that_day(told, way):
    Contact.objects.create(member=told, most_a_day=1)
    post(told, "asked", "to try it", due_at=NOW)
    post(told, "tea", "monday", due_at=NOW + HOUR)
    post(told, "walk", "monday", due_at=NOW + 2 * HOUR)
    way()

    assert [delivery.deliver_due(NOW + n * HOUR) for n in range(3)] == [1, 1, 0]
    assert [(row[1], row[2]) for row in held()].count(("held", "enough")) == 1


def test_an_app_can_say_that_somebody_is_better_left_alone(told, ben, way, monkeypatch):
    asked = []

    def after_a_hard_moment(member_ids, now):
        asked.append(len(list(member_ids)))
        return {told.pk: (NOW + 12 * HOUR, Message.Held.SLIP)}

    monkeypatch.setattr(holding, "_reasons", [])
    holding.register(after_a_hard_moment)
    for who in (told, ben):
        post(who, "tea", who.username, due_at=NOW)
        post(who, "asked", f"{who.username} asked", due_at=NOW)
    way()

    delivery.deliver_due(NOW)

    assert asked == [2]
    assert [row[1:4] for row in held()] == [
        ("held", "slip", NOW + 12 * HOUR),
        ("sent", "", NOW),
        ("sent", "", NOW),
        ("sent", "", NOW),
    ]


def test_an_app_that_cannot_say_stops_nobodys_messages(told, way, monkeypatch):
    monkeypatch.setattr(holding, "_reasons", [lambda member_ids, now: 1 / 0])
    post(told, "tea", "monday", due_at=NOW)
    way()

    assert delivery.deliver_due(NOW) == 1


def test_what_waits_in_here_for_a_visit_rings_nowhere_and_so_waits_for_no_hour(told, way):
    night = at(LONDON, "2026-03-02T23:00")
    for kind in ("tea", "walk"):
        post(told, kind, kind, channel="inbox", due_at=night)
    post(told, "fire", "fire", due_at=night)
    here, office = way(channel="inbox"), way()

    delivery.deliver_due(night)

    assert (len(here.taken), len(office.taken)) == (1, 1)


@settings(max_examples=4)
@given(
    due=st.lists(
        st.tuples(st.integers(0, 3 * 24 * 12), st.sampled_from(["tea", "walk"])), max_size=12
    ),
    most=st.integers(1, 3),
)
def test_r_rem_09_never_more_than_chosen_a_day_nor_two_within_ten_minutes(told, way, due, most):
    Message.objects.all().delete()
    Contact.objects.update_or_create(member=told, defaults={"most_a_day": most})
    begins, rang = datetime(2026, 3, 28, tzinfo=UTC), []
    for number, (step, kind) in enumerate(due):
        post(told, kind, str(number), due_at=begins + step * 5 * MINUTE)
    way(), way(channel="inbox")

    when = begins
    while (look_at := _next_look()) is not None:
        when = max(when, look_at)
        if delivery.deliver_due(when):
            rang.append(when)

    days = [told.day_of(moment) for moment in rang]
    assert all(later - earlier >= holding.SPACING for earlier, later in pairwise(rang))
    assert all(days.count(day) <= most for day in set(days))
    assert all(8 <= moment.astimezone(told.tz).hour < 21 for moment in rang)


def _next_look() -> datetime | None:
    open_ones = Message.objects.waiting().order_by("look_at")
    return open_ones.values_list("look_at", flat=True).first()
