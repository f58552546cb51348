"""What becomes of a reminder somebody answered, put off or does not want any more."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest

from smartrecovery.outbox import answering, choices, kinds, planning, reminders
from smartrecovery.outbox.kinds import Kind, Planned
from smartrecovery.outbox.models import Choice, Message, Reminder

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
State = Message.State
EVERY_DAY = 127


@pytest.fixture(autouse=True)
def two_kinds(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {})
    for name in ("hello", "goodbye"):
        kinds.register(Kind(name, name, name, plans=every_evening, backs_off=True))
    kinds.register(Kind("link", compose=lambda message: None, while_leaving=True))
    kinds.register(Kind("stopped", template="stopped"))


def every_evening(member, now: datetime):
    return [Planned("", MONDAY, days=EVERY_DAY, at=time(20))]


def told(
    member, state: str = State.SENT, day: date = MONDAY, kind: str = "hello", **more
) -> Message:
    """One of a day, in the ledger."""
    due_at = datetime.combine(day, time(20), UTC)
    channel = more.pop("channel", "email")
    return Message.objects.create(
        member=member,
        kind=kind,
        occurrence=more.pop("occurrence", f":{day}"),
        day=day,
        channel=channel,
        template=kind,
        state=state,
        due_at=due_at,
        look_at=due_at,
        expires_at=due_at + 4 * AN_HOUR,
        sent_at=due_at if state == State.SENT else None,
        lease=uuid4() if state == State.SENDING else None,
        leased_until=NOW if state == State.SENDING else None,
        **more,
    )


def wanted(member, *named: str) -> None:
    for kind in named:
        choices.choose(member, kind, "email", NOW)
        reminders.reconcile(member, kind, NOW)


def ledger(member) -> list[tuple]:
    rows = Message.objects.filter(member=member).order_by("kind", "day", "occurrence", "channel")
    return [(m.kind, m.occurrence, m.state, m.answered_at is not None) for m in rows]


@pytest.mark.parametrize("state", [State.QUEUED, State.HELD, State.SENDING])
def test_answering_calls_off_what_has_not_gone(ana, state):
    told(ana, state)

    answering.answered(ana, "hello", MONDAY, NOW)

    [left] = Message.objects.all()
    assert (left.state, left.lease, left.leased_until) == (State.CANCELLED, None, None)


def test_answering_closes_the_rest_of_that_day_alone(ana, ben):
    told(ana)
    told(ana, State.QUEUED, channel="push")
    told(ana, day=MONDAY - A_DAY)
    told(ana, kind="goodbye")
    told(ben)

    answering.answered(ana, "hello", MONDAY, NOW)

    assert ledger(ana) == [
        ("goodbye", ":2026-03-02", State.SENT, False),
        ("hello", ":2026-03-01", State.SENT, False),
        ("hello", ":2026-03-02", State.SENT, True),
        ("hello", ":2026-03-02", State.CANCELLED, True),
    ]
    assert ledger(ben) == [("hello", ":2026-03-02", State.SENT, False)]


def test_answering_without_a_day_closes_all_of_it(ana):
    told(ana)
    told(ana, day=MONDAY - A_DAY)

    answering.answered(ana, "hello", None, NOW)

    assert [closed for *_rest, closed in ledger(ana)] == [True, True]


def test_answered_twice_is_answered_once(ana):
    told(ana)

    answering.answered(ana, "hello", MONDAY, NOW)
    answering.answered(ana, "hello", MONDAY, NOW + AN_HOUR)

    assert Message.objects.get().answered_at == NOW


def test_what_failed_or_came_too_late_stays_as_it_was(ana):
    told(ana, State.FAILED)
    told(ana, State.EXPIRED, channel="push")

    answering.answered(ana, "hello", MONDAY, NOW)

    assert {state for _kind, _which, state, _closed in ledger(ana)} == {State.FAILED, State.EXPIRED}


def test_an_answer_begins_the_count_of_the_ignored_anew(ana):
    wanted(ana, "hello")
    Reminder.objects.update(unanswered=6)

    answering.answered(ana, "hello", MONDAY, NOW)

    assert Reminder.objects.get().unanswered == 0


def test_after_fourteen_unanswered_it_stops_and_says_so_and_an_answer_begins_it_again(ana):
    wanted(ana, "hello")

    for n in range(20):
        planning.plan_due(NOW + n * A_DAY + 12 * AN_HOUR)
    stopped = Reminder.objects.get()
    posted = list(Message.objects.order_by("due_at").values_list("kind", "number"))
    answering.answered(ana, "hello", MONDAY, NOW + 20 * A_DAY)

    assert posted[:-1] == [("hello", n) for n in range(1, 15)]
    assert posted[-1][0] == "stopped"
    assert (stopped.next_at, stopped.stopped_at is not None) == (None, True)
    again = Reminder.objects.get()
    assert (again.unanswered, again.stopped_at, again.next_on) == (0, None, MONDAY + 20 * A_DAY)


# Putting off


def test_put_off_past_midnight_it_is_still_about_its_own_day(ana):
    sent = told(ana, about="x", number=3)
    after_midnight = sent.due_at + 5 * AN_HOUR

    again = answering.snooze(sent, after_midnight, NOW)

    again.refresh_from_db()
    assert (again.day, again.about, again.number, again.template, again.channel) == (
        MONDAY, "x", 3, "hello", "email",
    )  # fmt: skip
    assert (again.due_at, again.look_at) == (after_midnight, after_midnight)
    assert again.expires_at == after_midnight + 4 * AN_HOUR
    assert ledger(ana) == [
        ("hello", ":2026-03-02", State.SENT, True),
        ("hello", ":2026-03-02~1", State.QUEUED, False),
    ]


def test_put_off_again_it_is_counted_on(ana):
    first = answering.snooze(told(ana), NOW + AN_HOUR, NOW)

    second = answering.snooze(first, NOW + 2 * AN_HOUR, NOW)

    assert (second.occurrence, second.day) == (":2026-03-02~2", MONDAY)


def test_put_off_twice_from_two_pages_it_comes_once_at_the_later_choice(ana):
    sent = told(ana)

    answering.snooze(sent, NOW + AN_HOUR, NOW)
    answering.snooze(sent, NOW + 3 * AN_HOUR, NOW)

    again = Message.objects.get(occurrence=":2026-03-02~1")
    assert (again.due_at, again.look_at) == (NOW + 3 * AN_HOUR, NOW + 3 * AN_HOUR)


def test_putting_off_one_that_was_sent_again_already_sends_nothing_more(ana):
    sent = told(ana)
    told(ana, occurrence=":2026-03-02~1")

    again = answering.snooze(sent, NOW + AN_HOUR, NOW)

    assert (again.state, Message.objects.filter(state=State.QUEUED).count()) == (State.SENT, 0)


def test_answering_closes_what_was_put_off(ana):
    answering.snooze(told(ana), NOW + AN_HOUR, NOW)

    answering.answered(ana, "hello", MONDAY, NOW)

    assert Message.objects.get(occurrence=":2026-03-02~1").state == State.CANCELLED


def test_putting_off_one_leaves_the_others_switched_off(ana):
    """A date on one item: nothing else comes back with it."""
    sent = told(ana)
    answering.stop(ana, "goodbye", NOW)

    answering.snooze(sent, NOW + AN_HOUR, NOW)

    assert choices.channels(ana)["goodbye"] == "none"
    assert not Reminder.objects.filter(kind="goodbye").exists()


# Stopping


@pytest.mark.parametrize("state", [State.QUEUED, State.HELD, State.SENDING])
def test_stop_means_stop_also_for_what_is_being_sent(ana, state):
    wanted(ana, "hello", "goodbye")
    told(ana, state)
    told(ana, State.QUEUED, kind="goodbye")

    answering.stop(ana, "hello", NOW)

    assert ledger(ana) == [
        ("goodbye", ":2026-03-02", State.QUEUED, False),
        ("hello", ":2026-03-02", State.CANCELLED, False),
    ]
    assert [row.kind for row in Reminder.objects.all()] == ["goodbye"]
    assert (choices.channels(ana), ana.is_reminded) == ({"hello": "none", "goodbye": "email"}, True)


def test_stopping_everything_leaves_what_is_about_signing_in(ana):
    wanted(ana, "hello", "goodbye")
    told(ana, State.QUEUED)
    told(ana, State.QUEUED, kind="stopped")
    told(ana, State.QUEUED, kind="link")

    answering.stop(ana, None, NOW)

    assert [(kind, state) for kind, _which, state, _closed in ledger(ana)] == [
        ("hello", State.CANCELLED), ("link", State.QUEUED), ("stopped", State.CANCELLED),
    ]  # fmt: skip
    assert not Reminder.objects.exists()
    ana.refresh_from_db()
    assert ana.is_reminded is False


def test_stopping_what_nobody_wanted_says_so_for_good(ana):
    answering.stop(ana, "hello", NOW)

    assert list(Choice.objects.values_list("kind", "channel")) == [("hello", "none")]


# What waits in here


def test_an_answer_takes_it_from_what_waits_in_here(ana):
    told(ana, channel="inbox")
    ana.has_news = True
    ana.save(update_fields=["has_news"])

    answering.answered(ana, "hello", MONDAY, NOW)

    ana.refresh_from_db()
    assert ana.has_news is False
