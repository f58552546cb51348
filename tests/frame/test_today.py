"""Today: the one next thing, the week, what is half-written, dated steps, a check-in that is due, and no more, in seven queries."""

from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from smartrecovery.sheets.sheet import WEEKDAYS
from smartrecovery.this_week import Action, Moment, this_week
from smartrecovery.today import Step, today_for
from stages.models import Behaviour, Stage, StageMove
from tests.tools.writing import kept
from tools.models import Entry

NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)
DAY = date(2026, 11, 23)


def behaviour(member, stage: Stage | None = None, **fields) -> Behaviour:
    made = Behaviour.objects.create(member=member, kind="alcohol", label="Wine", **fields)
    if stage is not None:
        came_from = Stage.PRE if stage == Stage.UNSET else Stage.UNSET
        StageMove.objects.create(
            member=member, behaviour=made, number=1, since=DAY, from_stage=came_from, to_stage=stage
        )
    return made


def plan(member, *steps: tuple[str, date | None, bool], review: date | None = None) -> Entry:
    rows = [
        {"id": f"step{n:06}", "text": text}
        | ({"when": when.isoformat()} if when else {})
        | ({"done": True} if done else {})
        for n, (text, when, done) in enumerate(steps)
    ]
    days = [when for _text, when, done in steps if when and not done] + [review] * bool(review)
    answers = {"change": "Evenings", "steps": rows}
    if review:
        answers["review_on"] = review.isoformat()
    return Entry.objects.create(
        member=member, tool="change-plan", title="Evenings", answers=answers, unsaved=False,
        state=Entry.State.SAVED, next_on=min(days, default=None), changed_at=NOW,
    )  # fmt: skip


def week(member, *, begins: date = DAY, behaviour=None, at: datetime = NOW, **more) -> Entry:
    answers = {"intention": "Evenings that are mine", "starts_on": begins.isoformat()} | more
    return kept(member, "week-plan", answers, at, behaviour=behaviour)


def action(row_id: str, text: str, **more) -> dict:
    return {"id": row_id, "text": text} | more


def half(member, title: str = "Evenings", tool: str = "change-plan", **fields) -> Entry:
    return Entry.objects.create(member=member, tool=tool, title=title, **fields)


def next_thing(member) -> tuple[str, str]:
    thing = today_for(member, NOW).next_thing
    return thing.title, thing.url


def test_somebody_new_is_asked_what_they_would_like_to_work_on(ana):
    assert next_thing(ana) == ("What would you like to work on?", reverse("behaviour_add"))


def test_a_behaviour_without_a_stage_asks_where_they_are(ana):
    wine = behaviour(ana)

    assert next_thing(ana) == (
        "Where are you with it just now?",
        reverse("behaviour", args=[wine.pk]),
    )


def test_rather_not_say_is_an_answer(ana):
    behaviour(ana, Stage.UNSET)

    assert next_thing(ana)[0] == "Nothing is waiting"


def test_what_is_half_written_comes_before_what_suits(ana):
    behaviour(ana, Stage.CON)
    entry = half(ana)

    assert next_thing(ana) == ("Go on where you left off", reverse("entry", args=[entry.pk]))


@pytest.mark.parametrize(
    ("stage", "title"),
    [
        (Stage.PRE, "Nothing is waiting"),
        (Stage.CON, "Weighing it up"),
        (Stage.DET, "A plan of small steps"),
        (Stage.ACT, "Nothing is waiting"),
        (Stage.MAI, "Nothing is waiting"),
        (Stage.GRA, "Nothing is waiting"),
        (Stage.REL, "Nothing is waiting"),
    ],
)
def test_every_stage_has_its_one_next_thing(ana, stage, title):
    behaviour(ana, stage)

    assert next_thing(ana)[0] == title


@pytest.mark.parametrize(
    ("stage", "tool"), [(Stage.CON, "cost-benefit"), (Stage.DET, "change-plan")]
)
def test_nobody_is_told_to_do_a_tool_again(ana, stage, tool):
    wine = behaviour(ana, stage)
    half(ana, tool=tool, behaviour=wine, unsaved=False, state=Entry.State.SAVED)

    assert next_thing(ana)[0] == "Nothing is waiting"


def test_what_waits_in_here_is_the_next_thing_where_nothing_else_is(ana):
    ana.has_news = True
    behaviour(ana, Stage.ACT)
    alone = today_for(ana, NOW)
    behaviour(ana)
    beside = today_for(ana, NOW)

    assert (alone.next_thing.title, alone.next_thing.url, alone.news_url) == (
        "Something waits for you", reverse("inbox"), "",
    )  # fmt: skip
    assert (beside.next_thing.title, beside.news_url) == (
        "Where are you with it just now?", reverse("inbox"),
    )  # fmt: skip


def test_a_paused_behaviour_asks_for_nothing(ana):
    behaviour(ana, state=Behaviour.State.PAUSED)

    assert next_thing(ana)[0] == "Nothing is waiting"


def test_a_step_for_this_day_is_the_next_thing(ana):
    behaviour(ana, Stage.ACT)
    entry = plan(ana, ("Guitar at eight", DAY, False))

    thing = today_for(ana, NOW).next_thing

    assert [thing.title, thing.own, thing.url] == [
        "For today", "Guitar at eight", reverse("entry", args=[entry.pk]),
    ]  # fmt: skip


def test_steps_show_by_day_without_what_is_done_undated_or_far_off(ana):
    behaviour(ana, Stage.ACT)
    entry = plan(
        ana,
        ("next week", DAY + timedelta(7), False),
        ("yesterday", DAY - timedelta(1), False),
        ("done", DAY, True),
        ("some day", None, False),
        ("far off", DAY + timedelta(8), False),
        ("long ago", DAY - timedelta(8), False),
        review=DAY + timedelta(2),
    )

    steps = today_for(ana, NOW).steps

    url = reverse("entry", args=[entry.pk])
    assert [asdict(step) for step in steps] == [
        asdict(Step(text, day, url, done_url=done and reverse("entry_step", args=[entry.pk, done])))
        for text, day, done in [
            ("yesterday", DAY - timedelta(1), "step000001"),
            ("Look at this again: Evenings", DAY + timedelta(2), ""),
            ("next week", DAY + timedelta(7), "step000000"),
        ]
    ]


@pytest.mark.parametrize("ahead", range(7))
def test_a_weekly_step_comes_round_on_its_day(ana, ahead):
    behaviour(ana, Stage.ACT)
    day = DAY + timedelta(ahead)
    row = {
        "id": "step000000",
        "text": "The meeting",
        "dow": WEEKDAYS[day.weekday()],
        "added": "2026-01-01",
    }
    entry = kept(ana, "change-plan", {"change": "Evenings", "steps": [row]}, NOW)

    told = today_for(ana, NOW)

    assert [asdict(step) for step in told.steps] == [
        asdict(Step("The meeting", day, reverse("entry", args=[entry.pk])))
    ]
    assert told.next_thing.title == ("For today" if ahead == 0 else "Nothing is waiting today")


def test_the_day_is_the_members_own(ana):
    ana.zone = "Pacific/Auckland"

    assert today_for(ana, NOW).day == DAY
    assert today_for(ana, NOW + timedelta(hours=3)).day == DAY + timedelta(1)


def test_what_is_put_away_or_somebody_elses_does_not_show(ana, ben):
    behaviour(ana, Stage.ACT)
    half(ana, state=Entry.State.ARCHIVED)
    half(ben)
    plan(ben, ("Guitar", DAY, False))

    told = today_for(ana, NOW)

    assert [told.half_written, told.steps, told.next_thing.title] == [[], [], "Nothing is waiting"]


def test_the_next_thing_is_not_listed_twice(ana):
    behaviour(ana, Stage.ACT)
    half(ana, "first", changed_at=NOW)
    half(ana, "second", changed_at=NOW - timedelta(1))

    told = today_for(ana, NOW)

    assert [told.next_thing.own, [each.title for each in told.half_written]] == [
        "first", ["second"],
    ]  # fmt: skip


@pytest.mark.parametrize("entries", [0, 1, 3, 100])
def test_seven_queries_however_much_is_written(as_ana, ana, entries, django_assert_max_num_queries):
    wine = behaviour(ana, Stage.CON)
    for n in range(min(entries, 20)):
        week(ana, behaviour=wine if n % 2 else None, begins=ana.today() - timedelta(n))
    Entry.objects.bulk_create(
        Entry(
            member=ana, behaviour=wine, tool="change-plan", title=f"Plan {n}", unsaved=n % 2 == 0,
            next_on=DAY, answers={"change": "x", "steps": []},
        )
        for n in range(entries)
    )  # fmt: skip

    with django_assert_max_num_queries(7):
        response = as_ana.get(reverse("today"))

    assert response.status_code == 200


TODAYS = [
    action("anyday0001", "Call Mum", target=2, done_on=["sun"]),
    action("latenight1", "Lights out", days=["mon"], at="00:30"),
    action("evening001", "Guitar", days=["mon", "wed"], at="20:00", done_on=["mon"]),
    action("untimed001", "Swim", days=["mon"]),
    action("morning001", "Walk", days=["mon"], at="07:15"),
    action("changed001", "Leaving do", days=["mon"], did="changed"),
    action("tomorrow01", "Meeting", days=["tue"]),
]


def test_the_week_says_what_is_for_this_day_by_the_clock_of_the_members_own_day(ana):
    behaviour(ana, Stage.ACT)
    risks = [
        {"id": "payday0001", "text": "Payday", "day": "mon", "then": "Swim at six"},
        {"id": "someday001", "text": "A row at work"},
    ]
    entry = week(ana, actions=TODAYS, risks=risks)

    (running,) = today_for(ana, NOW).running

    assert [running.title, running.number, running.moments] == [
        "Evenings that are mine", 1, [Moment("Payday", "Swim at six")],
    ]  # fmt: skip
    assert [asdict(each) for each in running.actions] == [
        asdict(
            Action(
                text, at, done, reverse("entry", args=[entry.pk]),
                reverse("entry_tick", args=[entry.pk, row]), any_day,
            )
        )
        for text, at, done, row, any_day in [
            ("Walk", "07:15", False, "morning001", False),
            ("Guitar", "20:00", True, "evening001", False),
            ("Lights out", "00:30", False, "latenight1", False),
            ("Swim", "", False, "untimed001", False),
            ("Call Mum", "", False, "anyday0001", True),
        ]
    ]  # fmt: skip


def test_the_first_thing_of_the_day_that_is_not_done_is_the_next_thing(ana):
    behaviour(ana, Stage.ACT)
    week(ana, actions=TODAYS)

    thing = today_for(ana, NOW).next_thing

    assert [thing.title, thing.own] == ["For today", "07:15 Walk"]


def test_a_step_taken_into_the_week_stands_there_and_not_twice(ana):
    behaviour(ana, Stage.ACT)
    source = plan(ana, ("Guitar", DAY, False), ("Ring Ben", DAY, False))
    origin = {"entry": str(source.pk), "row": "step000000"}
    week(ana, actions=[action("guitar0001", "Guitar", days=["mon"], **{"from": origin})])

    told = today_for(ana, NOW)

    assert [step.text for step in told.steps] == ["Ring Ben"]
    assert [each.text for each in told.running[0].actions] == ["Guitar"]


def test_a_week_that_is_over_is_mentioned_once_until_it_puts_itself_away(ana):
    behaviour(ana, Stage.ACT)
    entry = week(ana, actions=TODAYS[2:4])

    def said(days: int) -> tuple[str, str, list]:
        told = today_for(ana, NOW + timedelta(days))
        return told.next_thing.title, told.next_thing.url, told.over

    look_back = reverse("entry", args=[entry.pk]) + "?step=2"
    tools = reverse("tools")
    assert [said(6)[0], said(7), said(13), said(14)] == [
        "Nothing is waiting today",
        ("Your week is over", look_back, []),
        ("Your week is over", look_back, []),
        ("Nothing is waiting", tools, []),
    ]


def test_a_week_that_is_over_waits_below_what_was_left_half_written(ana):
    behaviour(ana, Stage.ACT)
    half(ana)
    week(ana)

    told = today_for(ana, NOW + timedelta(8))

    assert [told.next_thing.title, [over.title for over in told.over]] == [
        "Go on where you left off", ["Evenings that are mine"],
    ]  # fmt: skip


def test_a_week_looked_back_at_is_not_mentioned_again(ana):
    behaviour(ana, Stage.ACT)
    week(ana, learned="Wednesday is too late")

    told = today_for(ana, NOW + timedelta(8))

    assert [told.next_thing.title, told.over] == ["Nothing is waiting", []]


@pytest.mark.parametrize(
    ("days", "suggested"),
    [(0, False), (6, False), (13, False), (14, True), (59, True), (60, False)],
)
def test_a_plan_is_suggested_only_to_those_who_planned_lately_and_have_none(ana, days, suggested):
    behaviour(ana, Stage.ACT)
    week(ana)

    url = today_for(ana, NOW + timedelta(days)).plan_url

    assert url == (reverse("begin", args=["week-plan"]) if suggested else "")


def test_nobody_who_never_planned_or_has_begun_one_is_told_to_plan(ana, ben):
    behaviour(ana, Stage.ACT)
    behaviour(ben, Stage.ACT)
    week(ana)
    half(ana, tool="week-plan")

    later = NOW + timedelta(20)

    assert [today_for(ana, later).plan_url, today_for(ben, later).plan_url] == ["", ""]


def test_a_week_about_something_paused_asks_for_nothing(ana):
    paused = behaviour(ana, state=Behaviour.State.PAUSED)
    week(ana, behaviour=paused, actions=TODAYS)

    assert [today_for(ana, NOW).running, today_for(ana, NOW + timedelta(8)).over] == [[], []]


def test_three_weeks_at_once_show_two_and_open_no_more(ana):
    for name in "abc":
        week(ana, behaviour=behaviour(ana, Stage.ACT), intention=name)

    assert len(today_for(ana, NOW).running) == 2


def test_the_week_is_the_members_own_day(ana):
    behaviour(ana, Stage.ACT)
    ana.zone = "Pacific/Auckland"
    week(ana, actions=[action("meeting001", "Meeting", days=["tue"])])

    told = [today_for(ana, at).running[0].actions for at in (NOW, NOW + timedelta(hours=3))]

    assert [[each.text for each in actions] for actions in told] == [[], ["Meeting"]]


# The farthest zones, and the first days of weeks in which clocks change.
ZONES = {
    "Pacific/Pago_Pago": [date(2026, 3, 27)],
    "Pacific/Tongatapu": [date(2026, 10, 23)],
    "Europe/London": [date(2026, 3, 27), date(2026, 10, 23)],
    "Australia/Lord_Howe": [date(2026, 4, 3), date(2026, 10, 2)],
}


@pytest.mark.parametrize("day_starts", [time(4), time(23, 30)])
@pytest.mark.parametrize("zone", ZONES)
def test_every_hour_around_a_clock_change_shows_the_one_day_it_belongs_to(ana, zone, day_starts):
    ana.zone, ana.day_starts = zone, day_starts
    behaviour(ana, Stage.ACT)
    daily = [action(f"{name}action1", name, days=[name]) for name in WEEKDAYS]

    wrong = []
    for begins in ZONES[zone]:
        noon = datetime.combine(begins, time(12), UTC)
        entry = week(ana, begins=begins, actions=daily, at=noon - timedelta(days=1))
        for hour in range(0, 9 * 24, 7):
            at = noon + timedelta(hours=hour - 24)
            wall = at.astimezone(ana.tz)
            day = wall.date() - timedelta(days=wall.time() < day_starts)
            shown = [
                (each.number, [said.text for said in each.actions])
                for each in this_week(ana, [], ana.today(at)).running
            ]
            number = (day - begins).days + 1
            expected = [(number, [WEEKDAYS[day.weekday()]])] if 1 <= number <= 7 else []
            wrong += [] if shown == expected else [f"{wall}: {shown}"]
        entry.delete()

    assert wrong == []


def test_today_shows_the_week_with_a_button_for_each_action(as_ana, ana):
    behaviour(ana, Stage.ACT)
    day = ana.today()
    row = action("swim000001", "Swim", days=[WEEKDAYS[day.weekday()]])
    entry = week(ana, begins=day, actions=[row], at=timezone.now())

    page = as_ana.get(reverse("today")).content.decode()

    assert "Day 1 of 7" in page
    assert f'action="{reverse("entry_tick", args=[entry.pk, "swim000001"])}"' in page
    assert 'Done<span class="visually-hidden">: Swim</span>' in page


def test_nothing_is_counted_or_praised(as_ana, ana):
    behaviour(ana, Stage.REL)
    page = as_ana.get(reverse("today")).content.decode()

    assert [
        word for word in ("well done", "streak", "congrat", "days") if word in page.lower()
    ] == []


def test_words_of_theirs_are_only_ever_text(as_ana, ana):
    today = ana.today()
    behaviour(ana, Stage.ACT)
    half(ana, '<script>alert("x")</script>{{ 7|add:7 }}')
    plan(ana, ("<img src=x onerror=alert(1)>", today, False))

    page = as_ana.get(reverse("today")).content.decode()

    assert "<script>alert" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "{{ 7|add:7 }}" in page
