"""Urges: once however often sent, by the member's own clock, and nothing that lowers a total."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import pytest

from stages import urges
from stages.models import Behaviour, Coped, CopingAction, Urge
from stages.urges import Quick

NOW = datetime(2026, 11, 23, 18, 41, tzinfo=UTC)
ONCE = UUID("6f1c2d3e-0000-4000-8000-000000000001")


def minutes(n: float) -> timedelta:
    return timedelta(minutes=n)


def noted(member, occurred_at: datetime = NOW, intensity: int = 7, **said) -> Urge:
    urge = urges.note(member, ONCE, Quick(occurred_at, intensity, **said), NOW)
    return Urge.objects.get(pk=urge.pk)


@pytest.fixture
def wine(ana) -> Behaviour:
    return Behaviour.objects.create(member=ana, kind="alcohol", label="Wine")


def test_a_note_is_kept_as_it_was_said(ana, wine):
    urge = noted(ana, NOW - minutes(20), 9, behaviour=wine, is_going=True)

    assert [
        urge.pk, urge.member, urge.behaviour, urge.occurred_at, urge.intensity, urge.is_going,
        urge.outcome, urge.got_by, urge.minutes, urge.said, urge.created_at, urge.changed_at,
    ] == [
        uuid5(ana.pk, str(ONCE)), ana, wine, NOW - minutes(20), 9, True,
        "prefer_not_to_say", False, None, {}, NOW, NOW,
    ]  # fmt: skip


def test_sent_again_it_is_the_first_one(ana):
    noted(ana, intensity=7)
    noted(ana, NOW - minutes(5), intensity=2)

    assert [(u.occurred_at, u.intensity) for u in Urge.objects.all()] == [(NOW, 7)]


def test_sent_again_after_it_was_taken_back_it_stays_so(ana):
    urges.take_back(noted(ana), NOW)

    assert noted(ana).taken_back_at == NOW


def test_the_same_id_of_two_people_is_two_urges(ana, ben):
    noted(ana)
    noted(ben)

    assert {urge.member for urge in Urge.objects.all()} == {ana, ben}


@pytest.mark.parametrize(
    ("zone", "at", "day", "hour"),
    [
        ("Europe/London", datetime(2026, 11, 23, 2, 10, tzinfo=UTC), date(2026, 11, 22), 2),
        ("Europe/London", datetime(2026, 11, 23, 4, 0, tzinfo=UTC), date(2026, 11, 23), 4),
        ("America/Bogota", datetime(2026, 11, 23, 4, 30, tzinfo=UTC), date(2026, 11, 22), 23),
        ("Asia/Tokyo", datetime(2026, 11, 22, 14, 30, tzinfo=UTC), date(2026, 11, 22), 23),
        ("Pacific/Tongatapu", datetime(2026, 11, 22, 16, 0, tzinfo=UTC), date(2026, 11, 23), 5),
        ("Pacific/Pago_Pago", datetime(2026, 11, 23, 10, 59, tzinfo=UTC), date(2026, 11, 22), 23),
    ],
)
def test_day_and_hour_are_read_off_their_own_clock(ana, zone, at, day, hour):
    ana.zone = zone

    urge = noted(ana, at)

    assert (urge.day, urge.hour) == (day, hour)


def test_going_elsewhere_later_moves_no_day(ana):
    urge = noted(ana)
    ana.zone = "Pacific/Auckland"
    ana.save()
    urges.add(urge, NOW, outcome="acted")

    assert [(u.day, u.hour) for u in Urge.objects.all()] == [(date(2026, 11, 23), 18)]


def test_it_passed_completes_the_one_that_was_going(ana, wine):
    urge = noted(ana, NOW - minutes(12), 9, behaviour=wine, is_going=True)

    urges.it_passed(urge, NOW, NOW)

    (kept,) = Urge.objects.all()
    assert [kept.minutes, kept.outcome, kept.got_by, kept.is_going, kept.intensity] == [
        12, "rode_it_out", True, False, 9,
    ]  # fmt: skip


def test_it_passed_counts_once(ana):
    urge = noted(ana, NOW - minutes(12))
    urges.it_passed(urge, NOW, NOW)
    urges.it_passed(urge, NOW + minutes(30), NOW + minutes(30))

    assert [(u.minutes, u.changed_at) for u in Urge.objects.all()] == [(12, NOW)]


def test_it_passed_leaves_alone_what_was_said_of_the_end(ana):
    urge = noted(ana)
    urges.add(urge, NOW, outcome="acted", minutes=40)

    urges.it_passed(urge, NOW, NOW)

    assert [(u.outcome, u.minutes, u.got_by) for u in Urge.objects.all()] == [("acted", 40, False)]


def test_it_passed_leaves_alone_an_end_they_would_rather_not_say_any_more(ana):
    urge = noted(ana)
    urges.add(urge, NOW, outcome="rode_it_out")
    urges.add(urge, NOW, outcome="prefer_not_to_say")

    urges.it_passed(urge, NOW, NOW)

    assert [(u.outcome, u.got_by) for u in Urge.objects.all()] == [("prefer_not_to_say", True)]


def test_it_passed_leaves_alone_a_length_that_was_said(ana):
    urge = noted(ana, NOW - minutes(50))
    urges.add(urge, NOW, minutes=20)

    urges.it_passed(urge, NOW, NOW)

    assert [(u.outcome, u.minutes) for u in Urge.objects.all()] == [("rode_it_out", 20)]


def test_a_card_left_open_all_night_says_nothing_of_the_length(ana):
    urge = noted(ana, NOW - timedelta(hours=9))

    urges.it_passed(urge, NOW, NOW)

    assert [(u.outcome, u.minutes) for u in Urge.objects.all()] == [("rode_it_out", None)]


@pytest.mark.parametrize(
    ("zone", "began"),
    [
        ("Europe/London", datetime(2026, 10, 25, 0, 50, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 3, 8, 6, 50, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 4, 4, 14, 50, tzinfo=UTC)),
    ],
)
def test_over_a_change_of_the_clocks_it_lasts_as_long_as_it_lasted(ana, zone, began):
    ana.zone = zone
    urge = urges.note(ana, ONCE, Quick(began, 7, is_going=True), began)

    urges.it_passed(urge, began + minutes(25), began + minutes(25))

    assert [u.minutes for u in Urge.objects.all()] == [25]


def test_taken_back_it_does_not_pass(ana):
    urge = noted(ana)
    urges.take_back(urge, NOW)

    urges.it_passed(urge, NOW, NOW)

    assert [(u.outcome, u.got_by) for u in Urge.objects.all()] == [("prefer_not_to_say", False)]


def test_it_is_found_by_its_id_and_by_the_one_the_page_gave_it(ana, ben):
    urge = noted(ana)

    found = [urges.found(ana, urge.pk), urges.found(ana, ONCE), urges.found(ben, urge.pk)]

    assert found == [urge, urge, None]


def test_without_a_note_before_it_passing_writes_down_all_that_is_known(ana, wine):
    urges.passed(ana, ONCE, wine, NOW - minutes(9), 9, NOW, intensity=8)

    (kept,) = Urge.objects.all()
    assert [kept.pk, kept.occurred_at, kept.day, kept.hour, kept.intensity, kept.got_by] == [
        uuid5(ana.pk, str(ONCE)), NOW - minutes(9), date(2026, 11, 23), 18, 8, True,
    ]  # fmt: skip


def test_three_hours_are_still_a_length(ana):
    urges.passed(ana, ONCE, None, NOW - timedelta(hours=3), 180, NOW)

    assert [u.minutes for u in Urge.objects.all()] == [180]


def test_a_note_that_arrives_after_its_end_adds_nothing(ana, wine):
    urges.passed(ana, ONCE, wine, NOW - minutes(9), 9, NOW, intensity=8)
    noted(ana, NOW - minutes(9), 8, behaviour=wine, is_going=True)

    assert [(u.minutes, u.is_going) for u in Urge.objects.all()] == [(9, False)]


def test_more_is_added_and_the_rest_stays(ana, wine):
    urge = noted(ana, behaviour=wine)

    urges.add(urge, NOW + minutes(5), triggers=3, place="out", said={"trigger": "The Crown"})
    urges.add(urge, NOW + minutes(6), helped=7)

    (kept,) = Urge.objects.all()
    assert [
        kept.triggers, kept.place, kept.said, kept.helped, kept.intensity, kept.behaviour,
        kept.changed_at,
    ] == [3, "out", {"trigger": "The Crown"}, 7, 7, wine, NOW + minutes(6)]  # fmt: skip


def test_what_it_is_about_is_said_once(ana, wine):
    phone = Behaviour.objects.create(member=ana, kind="internet")
    urge = noted(ana)

    urges.add(urge, NOW, behaviour=wine)
    urges.add(urge, NOW, behaviour=phone)
    urges.add(urge, NOW, behaviour=None)

    assert [u.behaviour for u in Urge.objects.all()] == [wine]


@pytest.mark.parametrize("after", ["acted", "acted_a_bit", "prefer_not_to_say"])
@pytest.mark.parametrize("first", ["rode_it_out", "did_something_else"])
def test_what_counted_once_goes_on_counting(ana, first, after):
    urge = noted(ana)

    urges.add(urge, NOW, outcome=first)
    urges.add(urge, NOW, outcome=after)

    assert [(u.outcome, u.got_by) for u in Urge.objects.all()] == [(after, True)]


def test_saying_how_it_ended_ends_it(ana):
    urge = noted(ana, is_going=True)

    urges.add(urge, NOW, outcome="acted_a_bit")

    assert [(u.is_going, u.got_by) for u in Urge.objects.all()] == [(False, False)]


def test_another_moment_is_another_day_and_hour(ana):
    urge = noted(ana)

    urges.add(urge, NOW, occurred_at=datetime(2026, 11, 21, 9, 5, tzinfo=UTC))

    assert [(u.day, u.hour) for u in Urge.objects.all()] == [(date(2026, 11, 21), 9)]


def test_what_no_column_keeps_is_not_silently_dropped(ana):
    with pytest.raises(TypeError, match="got_by"):
        urges.add(noted(ana), NOW, got_by=False)


def test_nothing_is_added_to_one_taken_back(ana):
    urge = noted(ana)
    urges.take_back(urge, NOW)

    assert urges.add(urge, NOW, triggers=1) is False
    assert [u.triggers for u in Urge.objects.all()] == [0]


def test_taken_back_everything_said_goes(ana, wine):
    urge = noted(ana, behaviour=wine, is_going=True)
    urges.add(
        urge, NOW, triggers=3, feelings=5, place="out", company="alone", helped=4, minutes=3,
        said={"trigger": "The Crown"}, outcome="acted",
    )  # fmt: skip
    action = CopingAction.objects.create(member=ana, label="Walk")
    Coped.objects.create(member=ana, urge=urge, action=action)

    urges.take_back(urge, NOW + minutes(1))

    (kept,) = Urge.objects.all()
    said = [
        kept.behaviour, kept.intensity, kept.minutes, kept.helped, kept.triggers, kept.feelings,
        kept.place, kept.company, kept.said, kept.is_going, kept.outcome,
    ]  # fmt: skip
    assert said == [wine, None, None, None, 0, 0, "", "", {}, False, "prefer_not_to_say"]
    assert [kept.taken_back_at, kept.day, kept.hour] == [NOW + minutes(1), date(2026, 11, 23), 18]
    assert (Coped.objects.count(), CopingAction.objects.count()) == (0, 1)


def test_taken_back_one_that_passed_goes_on_counting_for_what_it_was_about(ana, wine):
    urge = noted(ana, behaviour=wine)
    urges.it_passed(urge, NOW, NOW)

    urges.take_back(urge, NOW)

    assert [u.taken_back_at for u in wine.urges.filter(got_by=True)] == [NOW]


def test_more_may_be_added_for_two_days(ana):
    urge = noted(ana)

    at = [NOW + timedelta(hours=48), NOW + timedelta(hours=48, seconds=1)]

    assert [urges.may_add(urge, moment) for moment in at] == [True, False]


def test_what_was_said_rests_sealed(ana):
    urge = noted(ana)
    urges.add(urge, NOW, said={"trigger": "The Crown"})

    held = Urge.objects.values_list("said", flat=True).get()

    assert b"Crown" not in bytes(held)


def test_the_zone_of_the_cast_is_london(ana):
    assert ana.tz == ZoneInfo("Europe/London")
