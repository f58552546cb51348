"""A plan whose words do not open: it loses them, and nothing else does; operators are told."""

from datetime import UTC, date, datetime

import pytest

from smartrecovery.outbox import choices, delivery, planning, words
from smartrecovery.outbox.models import Message, Reminder
from smartrecovery.vault.fields import Sealed
from tools.models import Entry

from .writing import kept

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
WEDNESDAY = datetime(2026, 11, 25, 9, tzinfo=UTC)
PACK = {"id": "packbag001", "text": "Pack my bag", "when": "2026-11-25"}


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def damaged(ana) -> Entry:
    for kind in ("step", "review"):
        choices.choose(ana, kind, "inbox", NOON)
    answers = {"change": "No wine", "steps": [dict(PACK)], "review_on": "2026-11-30"}
    entry = kept(ana, "change-plan", answers)
    Entry.objects.filter(pk=entry.pk).update(answers=Sealed(b"twelve bytes and some more"))
    return entry


def planned(member) -> list[tuple]:
    rows = Reminder.objects.filter(member=member).order_by("next_on", "about")
    return [(row.kind, row.about[:32], row.next_on) for row in rows]


def test_another_plan_is_saved_and_what_reminds_of_the_damaged_stays(ana, damaged, caplog):
    other = kept(ana, "change-plan", {"change": "Sleep", "review_on": "2026-12-07"})

    assert planned(ana) == [
        ("step", damaged.pk.hex, date(2026, 11, 25)),
        ("review", damaged.pk.hex, date(2026, 11, 30)),
        ("review", other.pk.hex, date(2026, 12, 7)),
    ]
    assert f"Entry {damaged.pk} did not open." in caplog.text


def test_its_reminder_comes_and_says_no_more_than_there_is(ana, damaged, caplog):
    planning.plan_due(WEDNESDAY)

    assert delivery.deliver_due(WEDNESDAY) == 1
    assert words.line(Message.objects.get()) == "A step of your plan."
    assert f"What message {Message.objects.get().pk} is about did not open." in caplog.text


def test_the_pages_of_reminders_open(as_ana, ana, damaged):
    planning.plan_due(WEDNESDAY)
    delivery.deliver_due(WEDNESDAY)
    reminder = f"/r/{Message.objects.get().pk}/"

    assert [as_ana.get(page).status_code for page in ("/me/reminders/", reminder)] == [200, 200]
