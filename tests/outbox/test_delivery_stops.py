"""R-REM-08: whatever somebody does to hear no more holds from that moment, even for what is in hand already."""

from datetime import time, timedelta

import pytest

from smartrecovery.accounts import consent, leaving
from smartrecovery.accounts.models import User
from smartrecovery.outbox import (
    answering,
    choices,
    claiming,
    delivery,
    kinds,
    stopping,
    waiting,
)
from smartrecovery.outbox.kinds import Kind
from smartrecovery.outbox.models import Contact, Message
from smartrecovery.outbox.posting import post

from .conftest import NOW

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


def stops(member, message):
    answering.stop(member, None, NOW)


def stops_by_the_link_in_a_mail(member, message):
    stopping.stop(stopping.message_of(stopping.token_of(message.pk)), NOW)


def chooses_none(member, message):
    choices.choose(member, message.kind, choices.NONE, NOW)


def answers(member, message):
    answering.answered(member, message.kind, None, NOW)


def takes_the_reason_away(member, message):
    waiting.call_off(member.messages_sent.filter(kind=message.kind))


def pauses(member, message):
    leaving.pause(member, NOW.date() + DAY)


def begins_quiet_hours(member, message):
    choices.set_contact(member, {"quiet_from": time(8), "quiet_to": time(12)}, NOW)


def withdraws_consent(member, message):
    consent.withdraw(member)


def asks_to_leave(member, message):
    leaving.ask_to_leave(member, NOW)


def is_suspended(member, message):
    User.objects.filter(pk=member.pk).update(is_active=False)


def is_erased(member, message):
    leaving.ask_to_leave(member, NOW, waive=True)


WAYS = (
    stops,
    stops_by_the_link_in_a_mail,
    chooses_none,
    answers,
    takes_the_reason_away,
    pauses,
    begins_quiet_hours,
    withdraws_consent,
    asks_to_leave,
    is_suspended,
    is_erased,
)


@pytest.fixture
def due(told, ben):
    """Ana's goes first, ben's after it, in one batch."""
    kinds.register(Kind("wish", plans=lambda member, now: (), channel="email"))
    post(told, "tea", "monday", due_at=NOW)
    return post(ben, "wish", "monday", due_at=NOW + SECOND)


@pytest.mark.parametrize("does", WAYS)
def test_r_rem_08_what_waits_is_not_sent(due, ben, way, does):
    office = way()

    does(ben, due)
    delivery.deliver_due(NOW + MINUTE)

    assert office.told == ["ana@example.org"]


@pytest.mark.parametrize("does", WAYS)
def test_r_rem_08_what_somebody_has_claimed_is_not_sent(due, ben, way, does):
    office = way()
    batch = claiming.claim(NOW + MINUTE, 10)

    does(ben, due)
    delivery.deliver_batch(batch, lambda: NOW + MINUTE, set())

    assert office.told == ["ana@example.org"]


@pytest.mark.parametrize("does", WAYS)
def test_r_rem_08_what_comes_next_in_a_batch_under_way_is_not_sent(due, ben, way, does):
    office = way(lambda outgoing: does(ben, due))

    delivery.deliver_due(NOW + MINUTE)

    assert office.told == ["ana@example.org"]


def test_what_was_called_off_in_the_moment_it_was_handed_over_says_both(told, way):
    message = post(told, "tea", "monday", due_at=NOW)
    office = way(lambda outgoing: answers(told, message))

    delivery.deliver_due(NOW)

    assert len(office.taken) == 1
    assert list(Message.objects.values_list("state", "sent_at", "answer")) == [
        ("cancelled", NOW, "250")
    ]


def test_what_changed_a_moment_ago_is_looked_at_afresh_and_sent_when_it_may(due, ben, way):
    office = way(lambda outgoing: pauses(ben, due))

    delivery.deliver_due(NOW + MINUTE)
    held = Message.objects.get(pk=due.pk)
    delivery.deliver_due(NOW + DAY)

    assert (held.state, held.held_for, held.attempts) == ("held", "pause", 0)
    assert Message.objects.get(pk=due.pk).state == "expired"
    assert office.told == ["ana@example.org"]


def test_a_mailbox_that_closed_a_moment_ago_is_not_written_to(due, ben, way):
    contact = Contact.objects.create(member=ben)
    closes = Contact.objects.filter(pk=contact.pk)
    office = way(lambda outgoing: closes.update(email_broken_at=NOW))

    delivery.deliver_due(NOW + MINUTE)

    assert "ben@example.org" not in office.told


def test_a_bundle_of_which_one_is_answered_meanwhile_goes_as_what_is_left(due, told, ben, way):
    other = post(ben, "walk", "monday", due_at=NOW + 2 * SECOND)
    office = way(lambda outgoing: answers(ben, due))

    delivery.deliver_due(NOW + MINUTE)

    assert [outgoing.id for outgoing in office.taken[1:]] == [other.pk]
