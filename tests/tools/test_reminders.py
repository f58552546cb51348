"""What reminds of plans: lines of a week, steps with a day, a plan to look at again. Nothing put away does."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from smartrecovery import export, restore
from smartrecovery.outbox import choices, delivery, kinds, planning
from smartrecovery.outbox.models import Message, Reminder
from smartrecovery.vault.fields import Sealed
from smartrecovery.vault.models import DataKey
from stages.models import Behaviour
from tools import offers, reminders
from tools.catalogue import newest
from tools.models import Entry, PlanLine

from .writing import kept, kept_again

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
NINE = time(9)
State = Message.State
KINDS = ("action", "risk", "step", "review")
MON, TUE, WED, FRI, SAT = (1 << n for n in (0, 1, 2, 4, 5))

GUITAR = {
    "id": "guitar0001",
    "text": "Play the guitar",
    "days": ["mon", "wed", "sat"],
    "at": "20:00",
}
MEETING = {"id": "meeting001", "text": "Go to the meeting", "days": ["tue"]}
CALL = {"id": "callmum001", "text": "Call Mum"}
LEAVING_DO = {"id": "leavingdo1", "text": "Leaving do", "day": "fri", "then": "Home by eight"}
PACK = {"id": "packbag001", "text": "Pack the bag", "when": "2026-11-25"}
TELL = {"id": "tellben001", "text": "Tell Ben", "dow": "tue", "added": "2026-11-20"}


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def told(ana):
    for kind in KINDS:
        choices.choose(ana, kind, "email", NOON)
    return ana


def week(member, behaviour=None, at: datetime = NOON, **more) -> Entry:
    answers = {
        "intention": "Evenings that are mine",
        "starts_on": MONDAY.isoformat(),
        "actions": [dict(GUITAR), dict(MEETING), dict(CALL)],
        "risks": [dict(LEAVING_DO)],
    } | more
    return kept(member, "week-plan", answers, at, behaviour=behaviour)


def plan(member, behaviour=None, *steps: dict, **more) -> Entry:
    answers = {"change": "No wine", "steps": list(steps or (dict(PACK), dict(TELL)))} | more
    return kept(member, "change-plan", answers, behaviour=behaviour)


def again(entry: Entry, **more) -> Entry:
    entry = Entry.objects.select_related("member").get(pk=entry.pk)
    return kept_again(entry, entry.answers | more)


def planned(member, *named: str) -> list[tuple]:
    rows = Reminder.objects.filter(member=member, kind__in=named or KINDS)
    return sorted(
        (row.kind, row.days, row.at, row.first_on, row.last_on, row.next_on) for row in rows
    )


def line(row: dict) -> PlanLine:
    return PlanLine.objects.get(row=row["id"])


def posted(*, day: date, at: time = NINE, **which) -> Message:
    """The one that is due then."""
    due_at = datetime.combine(day, at, UTC)
    planning.plan_due(due_at)
    return Message.objects.get(due_at=due_at, **which)


def is_wanted(message: Message) -> bool:
    return kinds.named(message.kind).still([message], message.due_at) == {message.pk}


def wine(member, **more) -> Behaviour:
    return Behaviour.objects.create(member=member, kind="alcohol", label="Wine", **more)


# Weeks


def test_lines_with_days_remind_at_their_hour_or_in_the_morning(told):
    week(told)

    sunday = MONDAY + 6 * A_DAY
    assert planned(told) == [
        ("action", TUE, NINE, MONDAY, sunday, MONDAY + A_DAY),
        ("action", MON | WED | SAT, time(20), MONDAY, sunday, MONDAY),
        ("risk", FRI, NINE, MONDAY, sunday, MONDAY + 4 * A_DAY),
    ]


def test_nobody_who_did_not_ask_is_reminded_and_nothing_more_is_looked_up(
    ana, django_assert_num_queries
):
    entry, sheet = week(ana), newest("week-plan")

    with django_assert_num_queries(0):
        reminders.kept(entry, sheet, NOON)
        reminders.looked_at(entry, sheet, NOON)
        reminders.moved(ana, entry.tool, NOON)
    assert planned(ana) == []


def test_a_week_ends_where_the_next_plan_begins(told):
    week(told)
    week(told, starts_on="2026-11-25", actions=[], risks=[])

    assert [(kind, last_on) for kind, _days, _at, _first, last_on, _next in planned(told)] == [
        ("action", MONDAY + A_DAY), ("action", MONDAY + A_DAY), ("risk", MONDAY + A_DAY),
    ]  # fmt: skip


def test_saved_again_what_is_unchanged_stays_and_what_was_sent_is_not_sent_again(told):
    entry = week(told)
    sent = posted(day=MONDAY, at=time(20))
    Message.objects.update(state=State.SENT, sent_at=NOON)
    kept_rows = set(Reminder.objects.values_list("pk", "next_at"))

    again(entry, actions=[GUITAR | {"text": "Play two songs"}, MEETING, CALL])
    planning.plan_due(NOON + 9 * AN_HOUR)

    assert set(Reminder.objects.values_list("pk", "next_at")) == kept_rows
    assert [message.pk for message in Message.objects.all()] == [sent.pk]


def test_taken_out_of_the_plan_it_does_not_come(told):
    entry = week(told)
    waiting = posted(day=MONDAY, at=time(20))

    again(entry, actions=[MEETING], risks=[])

    waiting.refresh_from_db()
    assert waiting.state == State.CANCELLED
    assert [row[:2] for row in planned(told)] == [("action", TUE)]


def test_done_that_day_it_is_not_wanted_and_comes_again_on_the_next(told):
    entry = week(told)
    monday = posted(day=MONDAY, at=time(20))

    again(entry, actions=[GUITAR | {"done_on": ["mon"]}, MEETING, CALL])
    wednesday = posted(day=MONDAY + 2 * A_DAY, at=time(20))

    assert (is_wanted(monday), is_wanted(wednesday)) == (False, True)


def test_looked_back_at_it_reminds_of_nothing_more(told):
    entry = week(told)

    again(entry, actions=[row | {"did": "all"} for row in (GUITAR, MEETING)], risks=[])

    assert planned(told) == []


def test_ticked_on_today_the_reminder_is_answered(as_ana, told):
    entry = week(told)
    sent = posted(day=MONDAY, at=time(20))
    Message.objects.update(state=State.SENT, sent_at=NOON)

    as_ana.post(
        reverse("entry_tick", args=[entry.pk, GUITAR["id"]]), {"done": "1", "day": str(MONDAY)}
    )

    sent.refresh_from_db()
    assert sent.answered_at == NOON


def test_ticked_in_a_half_written_page_the_reminder_is_answered_too(as_ana, told):
    entry = week(told)
    sent = posted(day=MONDAY, at=time(20))
    Message.objects.update(state=State.SENT, sent_at=NOON)
    Entry.objects.update(unsaved=True)

    as_ana.post(
        reverse("entry_tick", args=[entry.pk, GUITAR["id"]]), {"done": "1", "day": str(MONDAY)}
    )

    sent.refresh_from_db()
    assert sent.answered_at == NOON


def test_its_page_is_the_week_or_today_where_that_is_gone(told):
    entry = week(told)
    message = posted(day=MONDAY, at=time(20))

    before = reminders.week_page(message)
    Entry.objects.all().delete()

    assert (before, reminders.week_page(message)) == (
        reverse("entry", args=[entry.pk]), reverse("today"),
    )  # fmt: skip


def test_no_key_is_opened_to_remind_of_a_week_without_saying_what(told):
    choices.choose(told, "action", "inbox", NOON)
    week(told)
    due = posted(day=MONDAY + A_DAY)
    DataKey.objects.all().delete()

    assert delivery.deliver_due(due.due_at) == 1


# Plans


def test_open_steps_with_a_day_and_the_day_to_look_again_remind(told):
    plan(told, review_on="2026-11-30")

    assert planned(told) == [
        ("review", 0, NINE, date(2026, 11, 30), None, date(2026, 11, 30)),
        ("step", 0, NINE, date(2026, 11, 25), None, date(2026, 11, 25)),
        ("step", TUE, NINE, date(2026, 11, 20), None, MONDAY + A_DAY),
    ]


@pytest.mark.parametrize(
    "step",
    [
        PACK | {"done": True, "done_at": "2026-11-23"},
        PACK | {"when": "2026-11-22"},
        {"id": "noday00001", "text": "Some day"},
    ],
)
def test_done_or_past_or_without_a_day_a_step_reminds_of_nothing(told, step):
    plan(told, None, step)

    assert planned(told) == []


def test_a_plan_never_saved_reminds_of_nothing(told):
    kept(told, "change-plan", {"change": "x", "steps": [dict(PACK)]}, NOON, saved=False)

    assert planned(told) == []


def test_a_step_with_two_kinds_of_days_has_two_reminders(told):
    plan(told, None, PACK | {"dow": "tue", "added": "2026-11-20"})

    assert [row[1] for row in planned(told, "step")] == [0, TUE]


def test_moved_to_another_day_it_comes_on_that_day(told):
    entry = plan(told, None, dict(PACK))

    again(entry, steps=[PACK | {"when": "2026-11-26"}])

    assert [row[-1] for row in planned(told)] == [date(2026, 11, 26)]


def test_done_meanwhile_in_a_page_not_saved_yet_it_is_not_wanted(told):
    entry = plan(told, None, dict(PACK))
    message = posted(day=date(2026, 11, 25))
    before = is_wanted(message)

    entry.answers = entry.answers | {"steps": [PACK | {"done": True}]}
    entry.save(update_fields=["answers"])

    assert (before, is_wanted(message)) == (True, False)


def test_a_step_taken_into_a_week_reminds_as_part_of_that_week_alone(told):
    source = plan(told, None, dict(TELL))
    entry = week(told, actions=[], risks=[])
    sheet = newest("week-plan")
    taken = offers.taken(entry.answers, sheet, "actions", source, TELL["id"], MONDAY)
    again(entry, **taken)

    this_week = posted(day=MONDAY + A_DAY, kind="step")
    next_week = posted(day=MONDAY + 8 * A_DAY, kind="step")

    assert (is_wanted(this_week), is_wanted(next_week)) == (False, True)


def test_ticked_off_the_reminder_of_a_step_is_answered(as_ana, told):
    entry = plan(told, None, dict(PACK))
    sent = posted(day=date(2026, 11, 25))
    Message.objects.update(state=State.SENT, sent_at=NOON)

    as_ana.post(reverse("entry_step", args=[entry.pk, PACK["id"]]), {"done": "1"})

    sent.refresh_from_db()
    assert sent.answered_at == NOON


def test_saving_the_page_of_a_plan_answers_the_day_to_look_again(as_ana, told):
    entry = plan(told, None, {"id": "noday00001", "text": "x"}, review_on="2026-11-30")
    sent = posted(day=date(2026, 11, 30))
    Message.objects.update(state=State.SENT, sent_at=NOON)
    url = reverse("entry", args=[entry.pk])

    as_ana.post(url, {"version": str(entry.version), "change": "No wine at home", "do": "save"})

    sent.refresh_from_db()
    assert sent.answered_at == NOON


def test_many_plans_are_looked_at_in_a_few_queries(told, ben, django_assert_num_queries):
    for kind in KINDS:
        choices.choose(ben, kind, "email", NOON)
    for who in (told, told, ben):
        plan(who, None, dict(PACK))
    planning.plan_due(datetime(2026, 11, 25, 9, tzinfo=UTC))
    batch = list(Message.objects.all())

    with django_assert_num_queries(3):
        wanted = reminders.dues_still(batch, NOON)

    assert wanted == {message.pk for message in batch}


# Put away


@pytest.mark.parametrize("away", ["the week", "what it is about"])
def test_put_away_in_the_moment_of_sending_a_line_is_not_wanted(told, away):
    about = wine(told)
    entry = week(told, about)
    message = posted(day=MONDAY, at=time(20), kind="action")
    before = is_wanted(message)

    if away == "the week":
        Entry.objects.filter(pk=entry.pk).update(state=Entry.State.ARCHIVED)
    else:
        Behaviour.objects.filter(pk=about.pk).update(state=Behaviour.State.PAUSED)

    assert (before, is_wanted(message)) == (True, False)


@pytest.mark.parametrize("state", ["paused", "archived"])
def test_what_is_about_something_paused_or_put_away_falls_silent(as_ana, told, state):
    about = wine(told)
    week(told, about)
    plan(told, about, review_on="2026-11-30")
    waiting = posted(day=MONDAY + A_DAY, kind="action")

    as_ana.post(reverse("behaviour_state", args=[about.pk]), {"state": state})
    silent = planned(told)
    as_ana.post(reverse("behaviour_state", args=[about.pk]), {"state": "active"})

    waiting.refresh_from_db()
    assert (silent, waiting.state) == ([], State.CANCELLED)
    assert len(planned(told)) == 6


@pytest.fixture
def waiting(told, time_machine) -> list[Message]:
    """Ten that are due and have not gone."""
    time_machine.move_to(datetime(2026, 11, 25, 10, tzinfo=UTC), tick=False)
    steps = [PACK | {"id": f"packbag00{n}"} for n in range(10)]
    plan(told, None, *steps)
    Reminder.objects.update(next_at=datetime(2026, 11, 25, 9, tzinfo=UTC))
    planning.plan_due(datetime(2026, 11, 25, 9, tzinfo=UTC))
    return list(Message.objects.filter(state=State.QUEUED))


def test_put_away_with_ten_waiting_none_comes_and_taken_out_again_none_floods(waiting, as_ana):
    url = reverse("entry_archive", args=[Entry.objects.get().pk])

    as_ana.post(url, {"away": "1"})
    left = {message.state for message in Message.objects.all()}
    as_ana.post(url, {"away": "0"})
    planning.plan_due(datetime(2026, 11, 25, 11, tzinfo=UTC))

    assert (len(waiting), left) == (10, {State.CANCELLED})
    assert Message.objects.exclude(state=State.CANCELLED).count() == 0


@pytest.mark.parametrize(
    ("name", "of", "said"),
    [
        ("entry_archive", Entry, {"away": "1"}),
        ("entry_delete", Entry, {}),
        ("behaviour_state", Behaviour, {"state": "paused"}),
    ],
)
def test_a_damaged_plan_keeps_no_other_from_being_put_away(as_ana, told, name, of, said):
    pk = {Behaviour: (about := wine(told)).pk, Entry: plan(told, about).pk}[of]
    damaged = plan(told)
    Entry.objects.filter(pk=damaged.pk).update(answers=Sealed(b"damaged"))

    answer = as_ana.post(reverse(name, args=[pk]), said)

    assert answer.status_code == 302
    assert {about[:32] for about in told.reminders.values_list("about", flat=True)} == {
        damaged.pk.hex
    }


def test_deleted_none_comes(waiting, as_ana, told):
    as_ana.post(reverse("entry_delete", args=[Entry.objects.get().pk]))

    assert {message.state for message in Message.objects.all()} == {State.CANCELLED}
    assert planned(told) == []


def test_deleting_what_it_was_about_silences_it(as_ana, told):
    about = wine(told, state="archived")
    week(told, about)

    as_ana.post(reverse("behaviour_delete", args=[about.pk]), {"sure": "on"})

    assert planned(told) == []


def test_a_file_brought_back_brings_what_reminds(told, sam):
    week(told)
    plan(told, review_on="2026-11-30")

    restore.bring(sam, restore.opened(export.zip_of(told, NOON)))

    assert planned(sam) == planned(told)
    assert len(planned(sam)) == 6


# Words


@pytest.mark.parametrize(
    ("kind", "day", "at", "says"),
    [
        ("action", MONDAY, time(20), "You planned: Play the guitar"),
        ("risk", MONDAY + 4 * A_DAY, NINE, "Coming up: Leaving do. You thought of this: Home by eight"),
        ("step", MONDAY + 2 * A_DAY, NINE, "A step of your plan: Pack & go"),
        ("review", MONDAY + 6 * A_DAY, NINE, "A plan to look at again: No wine"),
    ],
)  # fmt: skip
def test_who_wants_to_be_told_is_told_in_their_own_words(told, kind, day, at, says):
    week(told, actions=[GUITAR])
    plan(told, None, PACK | {"text": "Pack & go"}, review_on="2026-11-29")
    message = posted(day=day, at=at)

    assert (message.kind, in_a_line(message)) == (kind, says)


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("action", "Something you planned."),
        ("risk", "Something in your week that you wanted to be ready for."),
        ("step", "A step of your plan."),
        ("review", "A plan to look at again."),
    ],
)
def test_what_is_gone_is_said_without_its_words(told, kind, says):
    gone = "0" * 40 if kind in ("step", "review") else "00000000-0000-0000-0000-000000000000"

    assert in_a_line(Message(member=told, kind=kind, about=gone, day=MONDAY)) == says


def in_a_line(message: Message) -> str:
    kind = kinds.named(message.kind)
    return render_to_string(f"outbox/says/{kind.template}.txt", kind.details(message)).strip()
