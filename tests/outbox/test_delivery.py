"""The ledger: told once, never lost, one bad message never in the way of the others."""

import smtplib
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import transaction

from smartrecovery.outbox import channels, delivery, kinds
from smartrecovery.outbox.kinds import Mail
from smartrecovery.outbox.models import Message
from smartrecovery.outbox.posting import post

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
State = Message.State


def hello(message: Message) -> Mail:
    return Mail("A note", f"{message.occurrence} at {message.pk}", message.member.email)


@pytest.fixture(autouse=True)
def a_known_kind(monkeypatch):
    monkeypatch.setattr(kinds, "_composers", {})
    kinds.register("hello", hello)


@pytest.fixture
def told(ana, ben):
    for who in (ana, ben):
        who.email = f"{who.username}@example.org"
        who.save(update_fields=["email"])
    return ana


class Post:
    """A mail server that does as it is told: each entry is raised in turn, then all goes well."""

    def __init__(self, *troubles: BaseException) -> None:
        self.troubles, self.taken = list(troubles), []

    def deliver(self, message: Message, mail: Mail) -> None:
        if self.troubles:
            raise self.troubles.pop(0)
        self.taken.append((mail.to, mail.body))


@pytest.fixture
def post_office(monkeypatch):
    def opens(*troubles: BaseException) -> Post:
        office = Post(*troubles)
        monkeypatch.setitem(channels.CHANNELS, "email", office)
        return office

    return opens


def ledger() -> list[tuple]:
    return list(
        Message.objects.order_by("occurrence").values_list("occurrence", "state", "attempts")
    )


def test_posting_twice_tells_once(told):
    first = post(told, "hello", "monday", due_at=NOW)
    second = post(told, "hello", "monday", due_at=NOW)

    assert (second, delivery.deliver_due(NOW), delivery.deliver_due(NOW)) == (None, 1, 0)
    assert [(m.to, m.subject) for m in mail.outbox] == [(["ana@example.org"], "A note")]
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{first.pk}@testserver>"


def test_the_row_goes_when_its_reason_is_rolled_back(told):
    with pytest.raises(RuntimeError), transaction.atomic():
        post(told, "hello", "monday", due_at=NOW)
        raise RuntimeError

    assert ledger() == []


def test_posting_twice_does_not_break_the_callers_transaction(told):
    with transaction.atomic():
        post(told, "hello", "monday", due_at=NOW)
        post(told, "hello", "monday", due_at=NOW)
        post(told, "hello", "tuesday", due_at=NOW)

    assert ledger() == [("monday", "queued", 0), ("tuesday", "queued", 0)]


def test_what_is_not_yet_due_waits(told):
    post(told, "hello", "later", due_at=NOW + timedelta(seconds=1))

    assert delivery.deliver_due(NOW) == 0
    assert delivery.deliver_due(NOW + timedelta(seconds=1)) == 1


def test_a_crash_between_claim_and_send_delays_but_never_loses(told, post_office):
    post(told, "hello", "monday", due_at=NOW)
    office = post_office(SystemExit())

    with pytest.raises(SystemExit):
        delivery.deliver_due(NOW)
    at_once = delivery.deliver_due(NOW)
    after_the_lease = delivery.deliver_due(NOW + delivery.LEASE)

    assert (at_once, after_the_lease, len(office.taken)) == (0, 1, 1)
    assert ledger() == [("monday", "sent", 2)]


def test_two_drainers_never_hold_the_same_row(told):
    for day in range(15):
        post(told, "hello", f"day {day:02}", due_at=NOW)

    one, other, third = (delivery.claim(NOW, 10) for _ in range(3))

    assert (len(one), len(other), len(third)) == (10, 5, 0)
    assert not {m.pk for m in one} & {m.pk for m in other}


def test_a_drainer_that_lost_its_lease_records_nothing(told):
    post(told, "hello", "monday", due_at=NOW)
    [slow] = delivery.claim(NOW, 1)
    [quick] = delivery.claim(NOW + delivery.LEASE, 1)

    slow.settle(State.FAILED)
    quick.settle(State.SENT, sent_at=NOW)

    assert ledger() == [("monday", "sent", 2)]


def test_mail_that_fails_is_tried_again_later_and_later(told, post_office):
    post(told, "hello", "monday", due_at=NOW)
    office = post_office(*[OSError()] * 4)
    tried, when = [], NOW

    for _ in range(4):
        delivery.deliver_due(when)
        next_time = Message.objects.get().due_at
        tried.append((next_time - when) // timedelta(minutes=1))
        when = next_time
    delivery.deliver_due(when)

    assert tried == [1, 5, 15, 60]
    assert (ledger(), len(office.taken)) == ([("monday", "sent", 5)], 1)


def test_after_five_attempts_it_has_failed(told, post_office):
    post(told, "hello", "monday", due_at=NOW)
    post_office(*[OSError()] * 9)

    for hour in range(9):
        delivery.deliver_due(NOW + timedelta(hours=hour))

    assert ledger() == [("monday", "failed", 5)]


def test_a_message_that_kills_its_drainer_every_time_is_given_up(told, post_office):
    post(told, "hello", "monday", due_at=NOW)
    post_office(*[SystemExit()] * 9)

    for attempt in range(5):
        with pytest.raises(SystemExit):
            delivery.deliver_due(NOW + attempt * delivery.LEASE)
    delivery.deliver_due(NOW + 5 * delivery.LEASE)

    assert ledger() == [("monday", "failed", 6)]


def test_a_poisoned_message_never_stops_the_others(told, ben, post_office):
    kinds.register("poison", lambda message: 1 / 0)
    post(told, "poison", "a", due_at=NOW)
    post(told, "nobody knows this kind", "b", due_at=NOW)
    post(told, "hello", "c", due_at=NOW, channel="pigeon")
    post(ben, "hello", "d", due_at=NOW)
    office = post_office()

    assert delivery.deliver_due(NOW) == 1
    assert [to for to, _ in office.taken] == ["ben@example.org"]
    assert ledger() == [
        ("a", "queued", 1),
        ("b", "queued", 1),
        ("c", "queued", 1),
        ("d", "sent", 1),
    ]


def test_an_address_refused_for_good_is_not_tried_again(told, monkeypatch):
    def refuse(self):
        raise smtplib.SMTPRecipientsRefused({"ana@example.org": (550, b"no such user")})

    post(told, "hello", "monday", due_at=NOW)
    monkeypatch.setattr("smartrecovery.outbox.channels.EmailMessage.send", refuse)

    assert (delivery.deliver_due(NOW), ledger()) == (0, [("monday", "failed", 1)])


def test_an_address_refused_for_now_is_tried_again(told, monkeypatch):
    def greylist(self):
        raise smtplib.SMTPRecipientsRefused({"ana@example.org": (451, b"later")})

    post(told, "hello", "monday", due_at=NOW)
    monkeypatch.setattr("smartrecovery.outbox.channels.EmailMessage.send", greylist)

    assert (delivery.deliver_due(NOW), ledger()) == (0, [("monday", "queued", 1)])


def test_too_late_is_not_sent(told, post_office):
    post(told, "hello", "monday", due_at=NOW, expires_at=NOW + timedelta(hours=4))
    office = post_office()

    delivery.deliver_due(NOW + timedelta(hours=4))

    assert (ledger(), office.taken) == ([("monday", "skipped", 1)], [])


@pytest.mark.parametrize("change", [{"is_active": False}, {"leaving_at": NOW}, {"email": ""}])
def test_what_changed_since_posting_counts(told, post_office, change):
    post(told, "hello", "monday", due_at=NOW)
    office = post_office()
    type(told).objects.filter(pk=told.pk).update(**change)

    delivery.deliver_due(NOW)

    assert (ledger(), office.taken) == ([("monday", "skipped", 1)], [])


def test_a_leaver_is_told_about_leaving(told, post_office):
    kinds.register("goodbye", hello, while_leaving=True)
    type(told).objects.filter(pk=told.pk).update(leaving_at=NOW)
    post(told, "goodbye", "leaving", due_at=NOW)
    office = post_office()

    assert (delivery.deliver_due(NOW), len(office.taken)) == (1, 1)


def test_somebody_who_paused_hears_only_what_they_ask_for(told, post_office):
    kinds.register("link", hello, asked_for=True)
    type(told).objects.filter(pk=told.pk).update(paused_until=NOW.date() + timedelta(days=1))
    for kind in ("hello", "link"):
        post(told, kind, "monday", due_at=NOW)
    office = post_office()

    delivery.deliver_due(NOW)
    post(told, "hello", "tuesday", due_at=NOW + timedelta(days=1))
    delivery.deliver_due(NOW + timedelta(days=1))

    states = dict(Message.objects.values_list("kind", "state").filter(occurrence="monday"))
    assert states == {"hello": "skipped", "link": "sent"}
    assert Message.objects.get(occurrence="tuesday").state == "sent"
    assert len(office.taken) == 2


def test_the_lag_shows_a_timetable_that_stands_still(told):
    before = Message.objects.lag(NOW)
    post(told, "hello", "monday", due_at=NOW - timedelta(minutes=12))

    assert (before, Message.objects.lag(NOW)) == (timedelta(), timedelta(minutes=12))


def test_delivering_costs_a_fixed_number_of_queries_a_message(
    told, post_office, django_assert_num_queries
):
    for day in range(10):
        post(told, "hello", f"day {day}", due_at=NOW)
    post_office()

    claim, settle, a_last_look = 5, 10, 3

    with django_assert_num_queries(claim + settle + a_last_look):
        delivery.deliver_due(NOW)
