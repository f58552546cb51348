"""What reminds of a check-in: their rhythm, once a day, never of what is written; and nothing after a slip."""

import re
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.template.loader import render_to_string
from django.urls import reverse

from smartrecovery.accounts.models import Consent
from smartrecovery.outbox import answering, choices, delivery, kinds, planning
from smartrecovery.outbox.models import Message, Reminder
from stages import check_ins, reminders, slips
from stages.models import Behaviour, CheckInPlan

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
SUNDAY = MONDAY + timedelta(days=6)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
EIGHT = datetime(2026, 3, 2, 20, tzinfo=UTC)
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
State = Message.State
ON_SUNDAYS = 1 << 6
SAID = {"plan": "yes", "mood": 6}


@pytest.fixture
def wine(ana) -> Behaviour:
    return Behaviour.objects.create(member=ana, kind="alcohol", label="Wine")


@pytest.fixture
def told(ana):
    """Ana gets her check-ins by mail."""
    choices.choose(ana, "check-in", "email", NOON)
    return ana


def rhythm(member, rhythm: str = "daily", now: datetime = NOON, **said) -> CheckInPlan:
    return check_ins.set_rhythm(member, {"rhythm": rhythm} | said, now)


def to_come(member) -> list[tuple]:
    return [(row.next_on, row.next_at) for row in member.reminders.filter(kind="check-in")]


def posted(now: datetime) -> Message:
    planning.plan_due(now)
    return Message.objects.get(due_at=now)


def is_wanted(message: Message) -> bool:
    return reminders.still([message], message.due_at) == {message.pk}


def writes(member, about, day: date = MONDAY, now: datetime = EIGHT, weekly: bool = False) -> None:
    said = {"days": 4} if weekly else SAID
    check_ins.save(member, about, day, said, now, weekly=weekly)


# What is planned


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ({"rhythm": "daily"}, MONDAY),
        ({"rhythm": "days", "days": 0b0010100}, MONDAY + 2 * A_DAY),
        ({"rhythm": "weekly", "days": ON_SUNDAYS}, SUNDAY),
        ({"rhythm": "weekly", "days": 0}, SUNDAY),
        ({"rhythm": "daily", "paused_until": MONDAY + 3 * A_DAY}, MONDAY + 3 * A_DAY),
    ],
)
def test_the_rhythm_says_when_it_comes(told, said, first):
    rhythm(told, **said)

    assert to_come(told) == [(first, datetime.combine(first, time(20), UTC))]


def test_only_when_they_feel_like_it_is_never(told):
    rhythm(told)
    rhythm(told, "off")

    assert to_come(told) == []


def test_without_having_asked_for_it_nothing_is_planned_and_nothing_more_is_looked_up(
    ana, wine, django_assert_num_queries
):
    rhythm(ana)
    writes(ana, wine)

    with django_assert_num_queries(0):
        reminders.wrote(ana, MONDAY, False, NOON)
        reminders.rhythm_changed(ana, NOON)
        reminders.work_changed(ana, NOON)
    assert to_come(ana) == []


def test_another_hour_moves_the_next_one_and_the_same_said_again_moves_nothing(told):
    rhythm(told)
    rhythm(told, at=time(21, 30), now=NOON + AN_HOUR)
    moved = to_come(told)
    rhythm(told, at=time(21, 30), prompts=1, now=NOON + 2 * AN_HOUR)

    assert moved == to_come(told) == [(MONDAY, datetime(2026, 3, 2, 21, 30, tzinfo=UTC))]


def test_one_check_in_a_day_whatever_the_rhythm_becomes(told):
    rhythm(told)
    posted(EIGHT)
    rhythm(told, at=time(22), now=EIGHT + timedelta(minutes=5))

    assert [on for on, _at in to_come(told)] == [MONDAY + A_DAY]


def test_an_hour_before_their_day_starts_is_for_the_day_before(told):
    rhythm(told, at=time(1))
    [(day, at)] = to_come(told)

    message = posted(at)

    assert (day, at.date()) == (MONDAY, MONDAY + A_DAY)
    assert reminders.page(message) == reverse("check_in") + "?day=2026-03-02"


# What is still wanted


@pytest.mark.parametrize(
    ("day", "weekly", "wanted"),
    [(MONDAY, False, False), (MONDAY - A_DAY, False, True), (MONDAY, True, False)],
)
def test_what_is_written_is_not_asked_for(told, wine, day, weekly, wanted):
    rhythm(told)
    message = posted(EIGHT)

    writes(told, wine, day, weekly=weekly)

    assert is_wanted(message) is wanted


@pytest.mark.parametrize(
    ("day", "weekly", "wanted"),
    [(SUNDAY, True, False), (SUNDAY + A_DAY, True, False), (SUNDAY, False, True)],
)
def test_a_week_is_asked_for_until_a_week_is_written_about(told, wine, day, weekly, wanted):
    rhythm(told, "weekly", days=ON_SUNDAYS)
    message = posted(EIGHT + 6 * A_DAY)

    writes(told, wine, day, EIGHT + 7 * A_DAY, weekly=weekly)

    assert is_wanted(message) is wanted


def test_no_longer_asked_or_paused_it_is_not_wanted(told, ben):
    rhythm(told)
    message = posted(EIGHT)
    mine = CheckInPlan.objects.filter(member=told)

    mine.update(paused_until=SUNDAY)
    while_paused = is_wanted(message)
    mine.update(paused_until=MONDAY)
    on_the_day_it_ends = is_wanted(message)
    mine.update(paused_until=None, rhythm="off")

    assert (while_paused, on_the_day_it_ends, is_wanted(message)) == (False, True, False)


def test_a_whole_batch_is_looked_at_in_two_queries(ana, ben, sam, django_assert_num_queries):
    for who in (ana, ben, sam):
        choices.choose(who, "check-in", "email", NOON)
        rhythm(who)
    planning.plan_due(EIGHT)
    writes(ben, None)
    batch = list(Message.objects.all())

    with django_assert_num_queries(2):
        wanted = reminders.still(batch, EIGHT)

    assert wanted == {each.pk for each in batch if each.member_id != ben.pk}


# Answered


def test_checking_in_answers_the_reminder_of_that_day(told, wine):
    rhythm(told)
    message = posted(EIGHT)
    Message.objects.update(state=State.SENT, sent_at=EIGHT)

    writes(told, wine, now=EIGHT + AN_HOUR)

    message.refresh_from_db()
    assert (message.answered_at, Reminder.objects.get().unanswered) == (EIGHT + AN_HOUR, 0)


def test_a_check_in_a_day_late_answers_the_day_it_is_about(told, wine):
    rhythm(told)
    first, second = posted(EIGHT), posted(EIGHT + A_DAY)

    writes(told, wine, MONDAY, EIGHT + A_DAY + AN_HOUR)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.CANCELLED, State.QUEUED)


def test_a_week_looked_back_at_a_day_late_answers_the_day_it_was_asked_on(told, wine):
    rhythm(told, "weekly", days=ON_SUNDAYS)
    message = posted(EIGHT + 6 * A_DAY)
    later = EIGHT + 7 * A_DAY

    writes(told, wine, SUNDAY + A_DAY, later, weekly=True)

    message.refresh_from_db()
    assert (message.state, message.answered_at) == (State.CANCELLED, later)


def test_put_off_past_midnight_its_page_is_about_the_day_it_was_for(told, wine):
    rhythm(told)
    again = answering.snooze(posted(EIGHT), EIGHT + 5 * AN_HOUR, EIGHT)

    writes(told, wine, MONDAY, EIGHT + 6 * AN_HOUR)

    again.refresh_from_db()
    assert reminders.page(again) == reverse("check_in") + "?day=2026-03-02"
    assert again.state == State.CANCELLED


def test_choosing_a_rhythm_is_an_answer(told):
    rhythm(told)
    Reminder.objects.update(unanswered=14, stopped_at=NOON, next_on=None, next_at=None)

    rhythm(told, "weekly", days=ON_SUNDAYS)

    row = Reminder.objects.get()
    assert (row.unanswered, row.stopped_at, row.next_on) == (0, None, SUNDAY)


# All the way


@pytest.fixture
def in_here(ana):
    choices.choose(ana, "check-in", "inbox", NOON)
    rhythm(ana)
    return ana


def became(member) -> list[tuple]:
    planning.plan_due(EIGHT)
    delivery.deliver_due(EIGHT)
    return [(m.state, m.held_for, m.look_at) for m in member.messages_sent.all()]


def test_it_arrives_at_its_hour(in_here):
    assert became(in_here) == [(State.SENT, "", EIGHT)]


def test_written_before_the_hour_it_does_not_arrive_and_was_not_ignored(in_here, wine):
    writes(in_here, wine, now=NOON + AN_HOUR)

    assert became(in_here) == [(State.CANCELLED, "", EIGHT)]
    assert Reminder.objects.get().unanswered == 0


def test_after_a_slip_it_is_held_and_keeps_its_own_time(in_here, wine):
    slips.note(in_here, uuid4(), wine, EIGHT, EIGHT - 10 * AN_HOUR)

    assert became(in_here) == [(State.HELD, Message.Held.SLIP, EIGHT + 2 * AN_HOUR)]
    assert in_here.messages_sent.get().due_at == EIGHT
    assert delivery.deliver_due(EIGHT + 2 * AN_HOUR) == 1


# Less often


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (("daily", 0), ("days", 0b0010101)),
        (("days", 0b1111111), ("days", 0b0010101)),
        (("days", 0b0010101), ("weekly", 0b0010000)),
        (("weekly", ON_SUNDAYS), ("off", ON_SUNDAYS)),
        (("off", 0), ("off", 0)),
    ],
)
def test_less_often_is_one_step(ana, now, then):
    rarer = check_ins.less_often(CheckInPlan(member=ana, rhythm=now[0], days=now[1], prompts=3))

    assert (rarer.rhythm, rarer.days, rarer.prompts) == (*then, 3)


def test_less_often_is_filled_in_and_kept_only_when_it_is_saved(as_ana, told):
    rhythm(told)
    page = as_ana.get(reminders.less(Message())).content.decode()

    filled_in = {tag for tag in re.findall(r"<input[^>]*>", page) if " checked" in tag}
    offered = {re.search(r'name="(.*?)".* value="(.*?)"', tag).groups() for tag in filled_in}
    assert "one step less often" in page
    assert {pair for pair in offered if pair[0] != "prompts"} == {
        ("rhythm", "days"), ("days", "0"), ("days", "2"), ("days", "4"), ("channel", "email"),
    }  # fmt: skip
    assert CheckInPlan.objects.get(member=told).rhythm == "daily"


# The page


def test_the_rhythm_page_chooses_the_way_as_well(as_ana, ana, time_machine):
    time_machine.move_to(NOON, tick=False)
    said = {"rhythm": "daily", "at": "20:00", "prompts": ["0"]}

    as_ana.post(reverse("check_in_plan"), said | {"channel": "inbox"})
    chosen, coming = choices.channels(ana)["check-in"], to_come(ana)
    shown = as_ana.get(reverse("check_in_plan")).content.decode()
    as_ana.post(reverse("check_in_plan"), said | {"channel": "none"})

    assert (chosen, coming) == ("inbox", [(MONDAY, EIGHT)])
    assert "Next: Monday 2 March, 20:00 (London)." in shown
    assert (choices.channels(ana)["check-in"], to_come(ana)) == ("none", [])


@pytest.mark.parametrize(
    ("way", "verified", "waits"),
    [("email", True, False), ("email", False, True), ("push", True, True), ("inbox", False, False)],
)
def test_the_rhythm_page_says_where_it_goes_while_the_way_is_closed(
    as_ana, told, way, verified, waits
):
    EmailAddress.objects.create(user=told, email="ana@example.org", verified=verified)
    choices.choose(told, "check-in", way, NOON)

    shown = as_ana.get(reverse("check_in_plan")).content.decode()

    assert ("until one is, it waits in here" in shown) == waits


def test_the_rhythm_page_that_says_no_way_leaves_the_way(as_ana, told):
    as_ana.post(reverse("check_in_plan"), {"rhythm": "daily", "prompts": ["0"]})

    assert choices.channels(told)["check-in"] == "email"


def test_nothing_is_sent_to_those_who_did_not_agree_so_nothing_is_promised(as_ana, ana):
    Consent.objects.create(member=ana, edition=1, given=False)
    said = {"rhythm": "daily", "prompts": ["0"], "channel": "inbox"}

    answer = as_ana.post(reverse("check_in_plan"), said)

    assert answer.url == reverse("me_consent")
    assert choices.channels(ana)["check-in"] == "none"


def test_no_other_way_than_those_there_are(as_ana, ana):
    said = {"rhythm": "daily", "prompts": ["0"], "channel": "pigeon"}

    answer = as_ana.post(reverse("check_in_plan"), said)

    assert answer.status_code == 200
    assert choices.channels(ana)["check-in"] == "none"


# Words


def test_its_line_names_nothing():
    kind = kinds.named("check-in")

    line = render_to_string(f"outbox/says/{kind.template}.txt", kind.details(Message()))

    assert line.strip() == "A minute to check in, if you like."


# After a slip


def slip(member, about, at: datetime):
    return slips.note(member, uuid4(), about, NOON, at)


def test_nothing_is_sent_for_twelve_hours_after_the_latest(ana, ben, sam, wine):
    slip(ana, wine, NOON - 20 * AN_HOUR)
    slip(ana, wine, NOON - 5 * AN_HOUR)
    slip(ana, wine, NOON - 3 * AN_HOUR)
    bens = Behaviour.objects.create(member=ben, kind="gambling")
    slip(ben, bens, NOON - 12 * AN_HOUR)
    slips.take_back(slip(sam, Behaviour.objects.create(member=sam, kind="food"), NOON), NOON)

    held = reminders.after_a_slip([ana.pk, ben.pk, sam.pk], NOON)

    assert held == {ana.pk: (NOON + 9 * AN_HOUR, "slip")}
