"""Several at once are one message; a way that is closed leaves the next; what never came was not ignored."""

from datetime import timedelta

import pytest

from smartrecovery.outbox import claiming, delivery, kinds
from smartrecovery.outbox.channels import Gone, Refused
from smartrecovery.outbox.kinds import Kind
from smartrecovery.outbox.models import Contact, Message, Reminder
from smartrecovery.outbox.posting import post

from .conftest import NOW

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
State = Message.State


def rows(*names: str) -> list[tuple]:
    return list(Message.objects.order_by("due_at", "kind", "channel").values_list(*names))


def remind(member, kind: str, *, number: int = 1, about: str = "", **more) -> Message:
    """As a planner posts it, for one occurrence of a standing wish."""
    Reminder.objects.create(
        member=member,
        kind=kind,
        about=about,
        channel="email",
        at="09:00",
        zone="Europe/London",
        first_on=NOW.date(),
        unanswered=number,
    )
    message = post(member, kind, f"{about}:{NOW.date()}", about=about, due_at=NOW, **more)
    Message.objects.filter(pk=message.pk).update(number=number)
    return message


def unanswered() -> list[int]:
    return list(Reminder.objects.order_by("kind", "about").values_list("unanswered", flat=True))


def test_several_at_once_are_one_message(told, way):
    lead = post(told, "tea", "monday", due_at=NOW)
    post(told, "walk", "monday", due_at=NOW + SECOND)
    office = way()

    sent = delivery.deliver_due(NOW + MINUTE)

    assert (sent, [outgoing.id for outgoing in office.taken]) == (2, [lead.pk])
    assert rows("kind", "state", "went_with", "answer") == [
        ("tea", "sent", None, "250"),
        ("walk", "sent", lead.pk, "250"),
    ]


def test_what_else_they_have_due_goes_along_however_long_the_queue(told, ben, way):
    post(told, "tea", "monday", due_at=NOW)
    post(ben, "tea", "monday", due_at=NOW + SECOND)
    post(told, "walk", "monday", due_at=NOW + 2 * SECOND)

    batch = claiming.claim(NOW + MINUTE, limit=1)

    assert [message.kind for message in batch] == ["tea", "walk"]


def test_a_link_somebody_waits_for_does_not_wait_for_all_the_reminders(told, ben, way):
    for day in range(5):
        post(told, "tea", f"day {day}", due_at=NOW - HOUR)
    post(ben, "asked", "now", due_at=NOW)

    batch = claiming.claim(NOW, limit=1)

    assert [message.kind for message in batch] == [*["tea"] * 5, "asked"]


def test_by_two_ways_they_are_ten_minutes_apart(told, way):
    post(told, "tea", "monday", due_at=NOW)
    post(told, "walk", "monday", due_at=NOW, channel="push")
    way(), way(channel="push")

    first, second = delivery.deliver_due(NOW), delivery.deliver_due(NOW + 10 * MINUTE)

    assert (first, second) == (1, 1)


def test_what_cannot_wait_goes_first_and_what_was_due_before_it_by_another_way_waits(told, way):
    post(told, "tea", "monday", due_at=NOW, channel="push")
    post(told, "fire", "monday", due_at=NOW + SECOND)
    way(), way(channel="push")

    sent = delivery.deliver_due(NOW + SECOND)

    assert (sent, rows("kind", "state", "held_for")) == (
        1,
        [("tea", "held", "spaced"), ("fire", "sent", "")],
    )


def test_what_writes_itself_goes_alone(told, way):
    post(told, "hello", "a", due_at=NOW)
    post(told, "hello", "b", due_at=NOW)
    office = way()

    assert (delivery.deliver_due(NOW), len(office.taken)) == (2, 2)


def test_two_senders_with_something_for_one_person_do_not_both_ring(told, way):
    post(told, "tea", "monday", due_at=NOW)
    claiming.claim(NOW, 10)
    post(told, "walk", "monday", due_at=NOW)
    office = way()

    meanwhile = delivery.deliver_due(NOW)

    assert (meanwhile, office.taken) == (0, [])
    assert rows("kind", "state", "held_for", "look_at")[1] == (
        "walk",
        "held",
        "spaced",
        NOW + MINUTE,
    )


@pytest.mark.parametrize("trouble", [Gone("410"), Refused("403")])
def test_a_way_that_is_closed_leaves_the_next_and_the_next_after_it(told, way, trouble):
    post(told, "tea", "monday", due_at=NOW, channel="push")
    way(trouble, channel="push"), way(Gone("550"))
    here = way(channel="inbox")

    delivery.deliver_due(NOW)
    delivery.deliver_due(NOW + HOUR)

    assert len(here.taken) == 1
    assert rows("channel", "state", "answer") == [
        ("email", "failed", "550"),
        ("inbox", "sent", "250"),
        ("push", "failed", trouble.args[0]),
    ]


def test_without_an_address_it_waits_in_here(told, way):
    Contact.objects.create(member=told, email_broken_at=NOW)
    post(told, "tea", "monday", due_at=NOW)
    here = way(channel="inbox")

    delivery.deliver_due(NOW)

    assert len(here.taken) == 1
    assert rows("channel", "state") == [("email", "failed"), ("inbox", "sent")]


def test_a_link_to_sign_in_goes_no_other_way(told, way):
    post(told, "hello", "monday", due_at=NOW)
    way(Gone("550"))

    delivery.deliver_due(NOW)

    assert rows("channel", "state") == [("email", "failed")]


def test_a_way_without_a_choice_is_the_kinds_own(told):
    kinds.register(Kind("chosen", plans=lambda member, now: (), channel="none"))
    told.reminder_choices.create(kind="chosen", channel="push")

    mine, nobodys = post(told, "chosen", "monday"), post(told, "tea", "monday")
    told.reminder_choices.update(channel="none")

    assert (mine.channel, nobodys.channel) == ("push", "email")
    assert post(told, "chosen", "tuesday") is None


def test_what_was_too_late_was_not_ignored(told, way):
    remind(told, "tea", number=4, expires_at=NOW + HOUR)
    remind(told, "walk", number=4, expires_at=NOW + 3 * HOUR)
    way()

    delivery.deliver_due(NOW + 2 * HOUR)

    assert unanswered() == [3, 4]


def test_of_two_of_a_kind_the_other_counts_on_and_none_counts_below_nothing(told, way):
    remind(told, "tea", about="at four", number=4, expires_at=NOW + HOUR)
    remind(told, "tea", about="at six", number=4, expires_at=NOW + 3 * HOUR)
    remind(told, "walk", number=1, expires_at=NOW + HOUR)
    Reminder.objects.filter(kind="walk").update(unanswered=0)
    way()

    delivery.deliver_due(NOW + 2 * HOUR)

    assert unanswered() == [3, 4, 0]


@pytest.mark.parametrize("trouble, left", [(Gone("550"), 4), (OSError(), 4), (None, 4)])
def test_what_may_still_come_or_came_by_another_way_still_counts(told, way, trouble, left):
    remind(told, "tea", number=4)
    way(*[trouble] if trouble else []), way(channel="inbox")

    delivery.deliver_due(NOW)

    assert unanswered() == [left]


def test_what_never_could_be_sent_was_not_ignored(told, way):
    remind(told, "tea", number=4)
    way(Gone("550")), way(Refused("no"), channel="inbox")

    delivery.deliver_due(NOW)

    assert unanswered() == [3]


def test_the_words_of_a_time_they_are_not_the_reason_for_are_not_sent(told, way):
    """The kind has the last word on whether there is a reason still."""
    kinds.register(Kind("fading", still=lambda messages, now: set()))
    remind(told, "fading", number=2)
    office = way()

    delivery.deliver_due(NOW)

    assert (office.taken, rows("state"), unanswered()) == ([], [("cancelled",)], [1])
