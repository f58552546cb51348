"""Pages and senders write of one person at the same moment: neither waits for the other while it holds something."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from smartrecovery.outbox import answering, kinds, recording
from smartrecovery.outbox.kinds import Kind, Planned
from smartrecovery.outbox.models import Message, Reminder

MONDAY, NOW = date(2026, 3, 2), datetime(2026, 3, 2, 9, tzinfo=UTC)
State = Message.State
HAS_ROW_LOCKS = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer"
)


@pytest.fixture(autouse=True)
def one_kind(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register(Kind("walk", "walk", "walk", plans=at_eight, backs_off=True))


def at_eight(member, now: datetime) -> list[Planned]:
    return [Planned("a", MONDAY, days=127, at=time(20))]


def being_sent(member, about: str, lease=None, **more) -> Message:
    said = {"number": 1, "lease": lease or uuid4(), "leased_until": NOW + timedelta(minutes=2)}
    return Message.objects.create(
        member=member, kind="walk", about=about, occurrence=f"{about}:{MONDAY}", day=MONDAY,
        state=State.SENDING, due_at=NOW, look_at=NOW, **said | more,
    )  # fmt: skip


@contextmanager
def a_sender_records(message: Message, state: str) -> Iterator[None]:
    """It is in the middle of its statement as long as this lasts."""
    sender = connection.copy()
    try:
        sender.set_autocommit(False)
        with sender.cursor() as cursor:
            said = "UPDATE outbox_message SET state = %s, lease = NULL, sent_at = %s WHERE id = %s"
            sent_at = NOW if state == State.SENT else None
            cursor.execute(said, [state, sent_at, message.pk])
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '0.2s'")
        yield
        sender.commit()
    finally:
        sender.close()


@HAS_ROW_LOCKS
@pytest.mark.django_db(transaction=True)
def test_who_stops_waits_for_no_sender_and_yet_nothing_is_left(ana):
    first, last = being_sent(ana, "a"), being_sent(ana, "b")

    with transaction.atomic(), a_sender_records(last, State.HELD):
        answering.stop(ana, None, NOW)

    assert [row.state for row in Message.objects.filter(pk__in=[first.pk, last.pk])] == [
        State.CANCELLED,
        State.CANCELLED,
    ]


@HAS_ROW_LOCKS
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("recorded", "becomes"), [(State.SENT, State.SENT), (State.HELD, State.CANCELLED)]
)
def test_who_answers_waits_for_no_sender_and_yet_it_is_closed(ana, recorded, becomes):
    message = being_sent(ana, "a")

    with transaction.atomic(), a_sender_records(message, recorded):
        answering.answered(ana, "walk", MONDAY, NOW, "a")

    message.refresh_from_db()
    assert (message.state, message.answered_at) == (becomes, NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(("whose", "statements"), [("ana ben", 2), ("ana ana", 3)])
def test_a_sender_holds_one_reminder_of_a_person_at_most(
    ana, ben, whose, statements, django_assert_num_queries
):
    lease, people = uuid4(), [{"ana": ana, "ben": ben}[name] for name in whose.split()]
    ended = [being_sent(who, about, lease) for who, about in zip(people, "ab", strict=True)]
    for message in ended:
        Reminder.objects.create(
            member=message.member, kind="walk", about=message.about, channel="email", at=time(20),
            zone="Europe/London", first_on=MONDAY, unanswered=3,
        )  # fmt: skip

    with django_assert_num_queries(statements):
        recording.end(ended, State.EXPIRED)

    assert list(Reminder.objects.values_list("unanswered", flat=True)) == [2, 2]
