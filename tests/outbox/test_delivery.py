"""The ledger: told once, never lost, one bad message never in the way of the others."""

import smtplib
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import DatabaseError, DataError, OperationalError, transaction

from smartrecovery.outbox import claiming, delivery, kinds, recording
from smartrecovery.outbox.channels import Gone, Refused
from smartrecovery.outbox.kinds import Kind
from smartrecovery.outbox.models import Message
from smartrecovery.outbox.posting import post

from .conftest import NOW, hello, ledger

State = Message.State
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


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


def test_a_name_misspelt_is_found_where_it_is_posted(told):
    with pytest.raises(kinds.UnknownKind):
        post(told, "helo", "monday", due_at=NOW)


def test_what_is_not_yet_due_waits(told):
    post(told, "hello", "later", due_at=NOW + SECOND)

    assert delivery.deliver_due(NOW) == 0
    assert delivery.deliver_due(NOW + SECOND) == 1


def test_what_came_of_each_is_recorded(told, way):
    post(told, "tea", "monday", due_at=NOW)
    way()

    delivery.deliver_due(NOW + MINUTE)

    [row] = Message.objects.values("state", "sent_at", "due_at", "answer", "attempts", "lease")
    assert row == {
        "state": "sent",
        "sent_at": NOW + MINUTE,
        "due_at": NOW,
        "answer": "250",
        "attempts": 1,
        "lease": None,
    }


def test_a_crash_between_claim_and_send_delays_but_never_loses(told, way):
    post(told, "hello", "monday", due_at=NOW)
    office = way(SystemExit())

    with pytest.raises(SystemExit):
        delivery.deliver_due(NOW)
    at_once = delivery.deliver_due(NOW)
    after_the_lease = delivery.deliver_due(NOW + claiming.LEASE)

    assert (at_once, after_the_lease, len(office.taken)) == (0, 1, 1)
    assert ledger() == [("monday", "sent", 2)]


def test_a_repeat_after_a_crash_is_known_as_the_same(told, way):
    """The other side said yes, and we died before we wrote it down."""

    def die(outgoing):
        office.taken.append(outgoing)
        raise SystemExit

    post(told, "tea", "monday", due_at=NOW)
    post(told, "walk", "monday", due_at=NOW + SECOND)
    office = way(die)

    with pytest.raises(SystemExit):
        delivery.deliver_due(NOW + MINUTE)
    delivery.deliver_due(NOW + MINUTE + claiming.LEASE)

    first, repeat = office.taken
    assert (first.id, first.text) == (repeat.id, repeat.text)


def test_two_drainers_never_hold_the_same_row(told):
    for day in range(15):
        post(told, "hello", f"day {day:02}", due_at=NOW)

    [one, other] = claiming.claim(NOW, 10), claiming.claim(NOW, 10)

    assert (len(one), len(other)) == (15, 0)


def test_a_drainer_that_lost_its_lease_records_nothing(told):
    post(told, "hello", "monday", due_at=NOW)
    [slow] = claiming.claim(NOW, 1)
    claiming.take_back(NOW + claiming.LEASE)
    [quick] = claiming.claim(NOW + claiming.LEASE, 1)

    recording.end([slow], State.CANCELLED)
    recording.sent([slow], "250", NOW)
    between = ledger()
    recording.sent([quick], "250", NOW)

    assert (between, ledger()) == ([("monday", "sending", 1)], [("monday", "sent", 2)])


def test_mail_that_fails_is_tried_again_later_and_later(told, way):
    post(told, "hello", "monday", due_at=NOW)
    office = way(*[OSError()] * 4)
    tried, when = [], NOW

    for _ in range(4):
        delivery.deliver_due(when)
        next_time = Message.objects.get().look_at
        tried.append((next_time - when) // MINUTE)
        when = next_time
    delivery.deliver_due(when)

    assert tried == [1, 5, 15, 60]
    assert (ledger(), len(office.taken)) == ([("monday", "sent", 5)], 1)


def test_after_five_attempts_it_has_failed(told, way):
    post(told, "hello", "monday", due_at=NOW)
    way(*[OSError()] * 9)

    for hour in range(9):
        delivery.deliver_due(NOW + hour * HOUR)

    assert ledger() == [("monday", "failed", 5)]
    assert Message.objects.get().answer == "OSError"


def test_a_message_that_kills_its_drainer_every_time_is_given_up_and_it_alone(told, ben, way):
    post(told, "hello", "a killer", due_at=NOW)
    post(ben, "hello", "an innocent", due_at=NOW + SECOND)

    def kills(outgoing):
        if outgoing.to == told.email:
            raise SystemExit

    office = way(*[kills] * 9)
    for attempt in range(5):
        with pytest.raises(SystemExit):
            delivery.deliver_due(NOW + MINUTE + attempt * claiming.LEASE)
    delivery.deliver_due(NOW + MINUTE + 5 * claiming.LEASE)

    assert ledger() == [("a killer", "failed", 5), ("an innocent", "sent", 1)]
    assert office.told == ["ben@example.org"]


def test_a_poisoned_message_never_stops_the_others(told, ben, way):
    kinds.register(Kind("poison", compose=lambda message: 1 / 0, is_urgent=True))
    kinds.register(Kind("bitter", still=lambda messages, now: 1 / 0))
    post(told, "poison", "a", due_at=NOW)
    Message.objects.create(member=told, kind="gone", occurrence="b", due_at=NOW, look_at=NOW)
    post(told, "hello", "c", due_at=NOW, channel="pigeon")
    post(told, "bitter", "d", due_at=NOW)
    post(ben, "hello", "e", due_at=NOW)
    office = way()

    assert delivery.deliver_due(NOW) == 1
    assert office.told == ["ben@example.org"]
    assert ledger() == [*((name, "queued", 1) for name in "abcd"), ("e", "sent", 1)]


def test_one_that_cannot_be_looked_at_is_found_among_its_kind(told, ben, way):
    def picky(messages, now):
        assert all(message.occurrence != "bad" for message in messages)
        return {message.pk for message in messages}

    kinds.register(Kind("picky", still=picky))
    post(told, "picky", "bad", due_at=NOW)
    post(ben, "picky", "good", due_at=NOW)
    office = way()

    delivery.deliver_due(NOW)

    assert (ledger(), office.told) == (
        [("bad", "queued", 1), ("good", "sent", 1)],
        ["ben@example.org"],
    )


@pytest.mark.parametrize(
    "trouble, state",
    [
        (Refused("554"), "failed"),
        (Gone("550"), "failed"),
        (smtplib.SMTPRecipientsRefused({"ana@example.org": (451, b"later")}), "queued"),
    ],
)
def test_what_is_refused_for_good_is_not_tried_again(told, way, trouble, state):
    post(told, "hello", "monday", due_at=NOW)
    way(trouble)

    assert (delivery.deliver_due(NOW), ledger()) == (0, [("monday", state, 1)])
    assert Message.objects.get().answer in {"554", "550", "451"}


def test_a_server_that_is_down_is_asked_a_few_times_and_the_rest_counts_no_try(told, ben, way):
    for day in range(6):
        post(told, "hello", f"day {day}", due_at=NOW + day * SECOND)
    office = way(*[ConnectionRefusedError()] * 3)

    delivery.deliver_due(NOW + MINUTE)
    down = [tries for _, _, tries in ledger()]
    up = delivery.deliver_due(NOW + 2 * MINUTE)

    assert (down, up, office.opened) == ([1, 1, 1, 0, 0, 0], 6, 2)


def test_one_connection_serves_a_batch(told, ben, way):
    for who in (told, ben):
        post(who, "tea", "monday", due_at=NOW)
    office = way()

    assert (delivery.deliver_due(NOW), office.opened) == (2, 1)


def test_r_rem_07_too_late_is_not_sent(told, way):
    post(told, "hello", "monday", due_at=NOW, expires_at=NOW + 4 * HOUR)
    office = way()

    delivery.deliver_due(NOW + 4 * HOUR)

    assert (ledger(), office.taken) == ([("monday", "expired", 0)], [])


def test_r_rem_07_a_backup_of_yesterday_sends_nothing_for_moments_gone_by(told, ben, way):
    """As it was taken: some in the queue, one held, one in somebody's hands."""
    for hour in range(4):
        post(told, "tea", f"hour {hour}", due_at=NOW + hour * HOUR, expires_at=NOW + 8 * HOUR)
    post(ben, "tea", "in hand", due_at=NOW, expires_at=NOW + 8 * HOUR)
    Message.objects.filter(occurrence="hour 1").update(state=State.HELD)
    Message.objects.filter(occurrence="in hand").update(
        state=State.SENDING, lease="0" * 32, leased_until=NOW + claiming.LEASE
    )
    office = way()

    delivery.deliver_due(NOW + 24 * HOUR)

    assert (office.taken, {state for _, state, _ in ledger()}) == ([], {"expired"})


@pytest.mark.parametrize("change", [{"is_active": False}, {"leaving_at": NOW}, {"email": ""}])
def test_what_changed_since_posting_counts(told, way, change):
    post(told, "hello", "monday", due_at=NOW)
    office = way()
    type(told).objects.filter(pk=told.pk).update(**change)

    delivery.deliver_due(NOW)

    assert (ledger(), office.taken) == ([("monday", "cancelled", 0)], [])


def test_a_leaver_is_told_about_leaving(told, way):
    kinds.register(Kind("goodbye", compose=hello, while_leaving=True))
    type(told).objects.filter(pk=told.pk).update(leaving_at=NOW)
    post(told, "goodbye", "leaving", due_at=NOW)
    office = way()

    assert (delivery.deliver_due(NOW), len(office.taken)) == (1, 1)


def test_what_was_sent_is_recorded_even_if_the_database_has_to_come_back_first(
    told, way, monkeypatch
):
    """A restart in the moment between: else it would go again."""
    post(told, "tea", "monday", due_at=NOW)
    [message] = claiming.claim(NOW, 1)
    away = [DatabaseError(), OperationalError()]

    def record():
        if away:
            raise away.pop()
        recording.sent([message], "250", NOW)

    monkeypatch.setattr(delivery, "WAITS_FOR_THE_DATABASE", (0, 0))
    monkeypatch.setattr(delivery, "connection", SimpleNamespace(in_atomic_block=False, close=list))
    delivery._surely(record)

    assert ledger() == [("monday", "sent", 1)]


@pytest.mark.parametrize("error", [OperationalError, DatabaseError])
def test_a_database_that_goes_away_in_a_batch_leaves_the_rest_for_when_it_is_back(
    told, ben, way, error
):
    for who in (told, ben):
        post(who, "tea", who.username, due_at=NOW)
    way(error())

    before, after = delivery.deliver_due(NOW), delivery.deliver_due(NOW + MINUTE)

    assert (before + after, {row[1] for row in ledger()}) == (2, {"sent"})


def test_a_database_that_goes_away_while_a_kind_is_asked_is_nobodys_try(told, ben, way):
    went = [DatabaseError()]

    def still(messages, now):
        if went:
            raise went.pop()
        return {message.pk for message in messages}

    kinds.register(Kind("asked", still=still))
    for who in (told, ben):
        post(who, "asked", who.username, due_at=NOW)
    way()

    delivery.deliver_due(NOW)
    meanwhile = ledger()
    delivery.deliver_due(NOW + delivery.A_MOMENT)

    assert meanwhile == [("ana", "queued", 0), ("ben", "queued", 0)]
    assert ledger() == [("ana", "sent", 1), ("ben", "sent", 1)]


def test_a_mistake_of_ours_in_one_message_is_no_database_that_is_away(told, ben, way):
    post(told, "tea", "a", due_at=NOW - SECOND)
    post(ben, "tea", "b", due_at=NOW)
    office = way(DataError())

    delivery.deliver_due(NOW)

    assert (ledger(), office.told) == (
        [("a", "queued", 1), ("b", "sent", 1)],
        ["ben@example.org"],
    )


def test_a_database_that_goes_away_in_mid_claim_leaves_nothing_taken(told, monkeypatch):
    post(told, "tea", "monday", due_at=NOW)
    monkeypatch.setattr(claiming, "ALONG", "it is away")

    with pytest.raises(DatabaseError):
        claiming.claim(NOW, 10)

    assert ledger() == [("monday", "queued", 0)]


def test_a_message_costs_two_queries_beside_those_of_its_batch(
    told, way, django_assert_num_queries
):
    for day in range(10):
        post(told, "hello", f"day {day}", due_at=NOW)
    way()

    a_batch, the_last_look_and_the_record, nothing_more = 13, 20, 3

    with django_assert_num_queries(a_batch + the_last_look_and_the_record + nothing_more):
        delivery.deliver_due(NOW)
