"""A week: planned, under way, looked back at or put away by itself, and carried into the next."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from smartrecovery import export, restore
from smartrecovery.sheets.sheet import WEEKDAYS
from stages.models import Behaviour
from tools import keeping, planning, weeks
from tools.catalogue import newest
from tools.models import Entry, PlanLine, Rating, Revision, Week

from .writing import kept, kept_again

pytestmark = pytest.mark.django_db
SHEET = newest("week-plan")
MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
Stands = Week.Stands

GUITAR = {
    "id": "guitar0001",
    "text": "Play the guitar",
    "days": ["mon", "wed", "sat"],
    "at": "20:00",
    "target": 3,
}
MEETING = {"id": "meeting001", "text": "Go to the meeting", "days": ["tue"], "at": "19:00"}
CALL = {"id": "callmum001", "text": "Call Mum"}
LEAVING_DO = {"id": "leavingdo1", "text": "Leaving do", "day": "fri", "then": "Home by eight"}


def planned(**more) -> dict:
    return {
        "intention": "Evenings that are mine",
        "starts_on": MONDAY.isoformat(),
        "actions": [dict(GUITAR), dict(MEETING), dict(CALL)],
        "risks": [dict(LEAVING_DO)],
        "support": "Priya",
        "confidence": 7,
    } | more


def begun(member, answers: dict | None = None, behaviour=None, at: datetime = NOON) -> Entry:
    return kept(member, "week-plan", answers or planned(), at, behaviour=behaviour, saved=False)


def saved(member, answers: dict | None = None, behaviour=None, at: datetime = NOON) -> Entry:
    return kept(member, "week-plan", answers or planned(), at, behaviour=behaviour)


def again(entry: Entry, answers: dict, at: datetime = NOON) -> Entry:
    return kept_again(Entry.objects.get(pk=entry.pk), answers, at)


def week_of(entry: Entry) -> Week:
    return Week.objects.with_next().get(pk=entry.pk)


def looked_back(answers: dict | None = None, **did: dict) -> dict:
    answers = answers or planned()
    rows = [row | did.get(row["id"], {}) for row in answers["actions"]]
    return answers | {"actions": rows}


def stands(entry: Entry, day: date) -> Stands:
    return week_of(entry).stands(day)


def counts(entry: Entry) -> tuple[int, int, int]:
    week = week_of(entry)
    return week.planned, week.done, week.changed


def wine(member, **fields) -> Behaviour:
    return Behaviour.objects.create(member=member, kind="alcohol", label="Wine", **fields)


# What is kept


def test_a_plan_never_saved_is_counted_nowhere(ana):
    begun(ana)

    assert (Week.objects.count(), PlanLine.objects.count()) == (0, 0)


def test_a_saved_plan_is_active_with_its_days_and_none_of_its_words(ana):
    entry = saved(ana)

    week = week_of(entry)
    assert [week.starts_on, week.state, week.reviewed_at, week.confidence] == [
        MONDAY, "active", None, 7,
    ]  # fmt: skip
    assert counts(entry) == (5, 0, 0)
    assert sorted(
        week.lines.values_list("what", "row", "days", "at", "target", "did", "done_days")
    ) == [
        ("action", "callmum001", 0, None, None, "", 0),
        ("action", "guitar0001", 0b0100101, time(20), 3, "", 0),
        ("action", "meeting001", 0b0000010, time(19), None, "", 0),
        ("risk", "leavingdo1", 0b0010000, None, None, "", 0),
    ]


def test_a_plan_without_a_first_day_begins_on_the_day_it_was_saved(ana):
    entry = saved(ana, {"intention": "Sleep"})

    again(entry, {"intention": "Sleep more"}, NOON + timedelta(days=2))

    assert week_of(entry).starts_on == MONDAY


def test_another_tool_has_no_week(ana):
    kept(ana, "change-plan", {"change": "Swim"})

    assert Week.objects.count() == 0


def test_saving_again_keeps_what_stayed_and_drops_what_went(ana):
    entry = saved(ana)
    kept = PlanLine.objects.get(row="guitar0001").pk

    again(entry, planned(actions=[GUITAR | {"at": "18:30"}], risks=[]))

    assert list(PlanLine.objects.values_list("pk", "row", "at")) == [
        (kept, "guitar0001", time(18, 30))
    ]
    assert counts(entry) == (3, 0, 0)


def test_a_half_written_change_counts_only_once_it_is_saved(ana):
    entry = saved(ana)

    keeping.draft(
        entry,
        SHEET,
        planned(actions=[], starts_on="2027-01-01"),
        keeping.Page(entry.version, ""),
        NOON,
    )

    assert week_of(entry).starts_on == MONDAY
    assert PlanLine.objects.count() == 4


@pytest.mark.parametrize(
    ("row", "times"),
    [
        ({}, 1),
        ({"days": ["mon", "fri"]}, 2),
        ({"days": ["mon", "fri"], "target": 1}, 1),
        ({"target": 10}, 10),
        ({"target": 0}, 1),
    ],
)
def test_planned_is_as_often_as_they_said_or_once_a_day_or_once(ana, row, times):
    entry = saved(ana, planned(actions=[CALL | row]))

    assert counts(entry) == (times, 0, 0)


@pytest.mark.parametrize(
    ("row", "done", "changed"),
    [
        ({"did": "all"}, 3, 0),
        ({"did": "some"}, 1, 0),
        ({"did": "some", "done_on": ["mon", "sat"]}, 2, 0),
        ({"did": "none"}, 0, 0),
        ({"did": "changed"}, 0, 1),
        ({"did": "none", "done_on": ["mon"]}, 1, 0),
        ({"did": "changed", "done_on": ["mon"]}, 1, 1),
        ({"done_on": ["mon", "tue", "wed", "thu"]}, 4, 0),
    ],
)
def test_done_is_at_least_the_days_ticked_whatever_is_said_later(ana, row, done, changed):
    entry = saved(ana, planned(actions=[GUITAR | row]))

    assert counts(entry) == (3, done, changed)


EVENT = st.tuples(
    st.sampled_from(["guitar0001", "meeting001", "callmum001"]),
    st.one_of(
        st.sampled_from(WEEKDAYS).map(lambda day: ("tick", day)),
        st.sampled_from(["some", "none", "changed"]).map(lambda did: ("did", did)),
    ),
)


@given(st.lists(EVENT, max_size=30))
def test_totals_never_fall_by_ticking_or_looking_back(events):
    """Counted as a whole, without the database: a tick adds, and no word takes a tick away."""
    rows, totals = {row["id"]: dict(row) for row in (GUITAR, MEETING, CALL)}, [0]
    entry = Entry(tool="week-plan")

    for row_id, (kind, value) in events:
        row = rows[row_id]
        if kind == "tick":
            row["done_on"] = sorted({*row.get("done_on", ()), value})
        elif row.get("did") != "some":
            row["did"] = value
        lines = weeks._lines_of(entry, {"actions": list(rows.values())}, {})
        totals.append(sum(line.done_times for line in lines.values()))

    assert totals == sorted(totals)


def test_two_weeks_and_a_line_have_limits_the_database_keeps(ana):
    with pytest.raises(IntegrityError):
        saved(ana, planned(actions=[CALL | {"target": 51}]))


def test_a_crash_in_the_middle_leaves_the_entry_and_the_week_as_they_were(ana):
    entry = saved(ana)
    before = [
        list(model.objects.order_by("pk").values_list()) for model in (Week, PlanLine, Revision)
    ]

    with pytest.raises(IntegrityError):
        again(entry, planned(intention="Another", actions=[GUITAR | {"target": 51}]))

    now = Entry.objects.get(pk=entry.pk)
    assert (now.answers, now.version) == (planned(), 1)
    assert before == [
        list(model.objects.order_by("pk").values_list()) for model in (Week, PlanLine, Revision)
    ]


def test_keeping_a_week_is_a_few_queries_and_none_of_them_writes_what_is_there(
    ana, django_assert_num_queries
):
    entry = saved(ana)

    with django_assert_num_queries(2):
        weeks.keep(entry, SHEET, planned(learned=""), NOON)
    with django_assert_num_queries(4):
        weeks.keep(entry, SHEET, weeks.ticked(planned(), "guitar0001", MONDAY, True), NOON)


# How it stands


def test_a_week_goes_from_ahead_to_under_way_to_over_to_put_away(ana):
    entry = saved(ana)

    assert [stands(entry, MONDAY + timedelta(n)) for n in (-1, 0, 6, 7, 13, 14, 400)] == [
        Stands.AHEAD, Stands.RUNNING, Stands.RUNNING, Stands.OVER, Stands.OVER, Stands.CLOSED,
        Stands.CLOSED,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        {"learned": "Wednesday is too late"},
        looked_back(guitar0001={"did": "some"}),
        looked_back(guitar0001={"did": "none"}),
        looked_back(callmum001={"did": "changed"}),
        looked_back(meeting001={"carry": True}),
    ],
)
def test_anything_said_on_looking_back_makes_it_reviewed_for_good(ana, said):
    entry = saved(ana)

    again(entry, planned() | said, NOON + timedelta(days=3))
    again(entry, planned(), NOON + timedelta(days=4))

    week = week_of(entry)
    assert (week.state, week.reviewed_at) == ("reviewed", NOON + timedelta(days=3))
    assert stands(entry, MONDAY + timedelta(99)) == Stands.REVIEWED


def test_a_day_ticked_during_the_week_is_not_looking_back(ana):
    entry = saved(ana)

    again(entry, weeks.ticked(planned(), "guitar0001", MONDAY, True), NOON + timedelta(days=6))

    assert stands(entry, MONDAY + timedelta(7)) == Stands.OVER


def test_a_day_added_once_the_week_is_over_is(ana):
    entry = saved(ana)
    again(entry, weeks.ticked(planned(), "guitar0001", MONDAY, True))

    again(entry, looked_back(guitar0001={"done_on": ["mon", "sat"]}), NOON + timedelta(days=7))

    assert stands(entry, MONDAY + timedelta(7)) == Stands.REVIEWED


def test_a_week_put_away_by_itself_can_still_be_looked_back_at(ana):
    entry = saved(ana)

    again(entry, planned(learned="Late, but still"), NOON + timedelta(days=60))

    assert stands(entry, MONDAY + timedelta(60)) == Stands.REVIEWED


def test_the_next_plan_about_the_same_closes_it_on_the_day_it_begins(ana):
    first = saved(ana)
    saved(ana, planned(starts_on="2026-11-28"), at=NOON + timedelta(days=1))

    assert [stands(first, MONDAY + timedelta(n)) for n in (4, 5)] == [Stands.RUNNING, Stands.CLOSED]
    assert [week_of(first).runs_on(MONDAY + timedelta(n)) for n in (4, 5)] == [True, False]


def test_a_plan_about_something_else_leaves_it_be(ana, ben):
    first = saved(ana, behaviour=wine(ana))
    saved(ana, planned(starts_on="2026-11-24"), wine(ana), NOON)
    saved(ana, planned(starts_on="2026-11-24"))
    saved(ben, planned(starts_on="2026-11-24"))
    begun(ana, planned(starts_on="2026-11-24"), first.behaviour)
    put_away = saved(ana, planned(starts_on="2026-11-24"), first.behaviour)
    put_away.put_away()

    assert stands(first, date(2026, 11, 24)) == Stands.RUNNING


def test_of_two_begun_on_one_day_the_later_is_current(ana):
    first = saved(ana)
    second = saved(ana, at=NOON + timedelta(minutes=1))

    assert [stands(first, MONDAY), stands(second, MONDAY)] == [Stands.CLOSED, Stands.RUNNING]


@pytest.mark.parametrize(
    ("zone", "starts", "closes_at"),
    [
        ("Pacific/Pago_Pago", "2026-11-23", datetime(2026, 12, 7, 15, tzinfo=UTC)),
        ("Pacific/Tongatapu", "2026-11-23", datetime(2026, 12, 6, 15, tzinfo=UTC)),
        ("Europe/London", "2026-10-12", datetime(2026, 10, 26, 4, tzinfo=UTC)),
        ("Europe/London", "2026-03-23", datetime(2026, 4, 6, 3, tzinfo=UTC)),
        ("America/New_York", "2026-10-26", datetime(2026, 11, 9, 9, tzinfo=UTC)),
        ("America/New_York", "2026-03-02", datetime(2026, 3, 16, 8, tzinfo=UTC)),
        ("Australia/Lord_Howe", "2026-03-30", datetime(2026, 4, 12, 17, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", "2026-09-28", datetime(2026, 10, 11, 17, tzinfo=UTC)),
    ],
)
def test_it_closes_as_the_fifteenth_day_starts_for_the_member(ana, zone, starts, closes_at):
    """Days start at four, also over the nights when clocks change."""
    ana.zone = zone
    entry = saved(ana, planned(starts_on=starts), at=closes_at - timedelta(days=14))

    minute = timedelta(minutes=1)
    assert [stands(entry, ana.today(at)) for at in (closes_at - minute, closes_at)] == [
        Stands.OVER, Stands.CLOSED,
    ]  # fmt: skip


def test_every_day_of_a_year_is_in_the_one_week_that_holds_it(ana):
    entries = [saved(ana, planned(starts_on=str(MONDAY + timedelta(7 * n)))) for n in range(3)]

    held = [
        [week.pk for week in Week.objects.holding(MONDAY + timedelta(n))] for n in range(-1, 22)
    ]

    assert held == [[], *([entry.pk] for entry in entries for _day in range(7)), []]


# What falls on a day


def test_what_falls_on_a_day_is_found_across_members_without_opening_anything(ana, ben, cleo):
    saved(ana)
    saved(ben, planned(actions=[MEETING]))
    saved(cleo, planned(starts_on="2026-11-25"))
    gone = saved(cleo)
    gone.put_away()

    found = {
        n: sorted(PlanLine.objects.on(MONDAY + timedelta(n)).values_list("member__username", "row"))
        for n in (0, 1, 2, 4)
    }

    assert found == {
        0: [("ana", "guitar0001")],
        1: [("ana", "meeting001"), ("ben", "meeting001")],
        2: [("ana", "guitar0001"), ("cleo", "guitar0001")],
        4: [("ana", "leavingdo1"), ("ben", "leavingdo1"), ("cleo", "leavingdo1")],
    }


def test_an_action_without_days_waits_until_it_was_done_as_often_as_planned():
    def due(**row) -> bool:
        return bool(weeks.actions_on({"actions": [CALL | row]}, MONDAY))

    assert [
        due(),
        due(done_on=["mon"]),
        due(done_on=["sun"]),
        due(done_on=["sun"], target=2),
        due(target=50, done_on=["tue", "sun"]),
        due(did="changed"),
    ] == [True, True, False, True, True, False]


# The next plan


def offered(member, day: date = MONDAY + timedelta(7), behaviour=None) -> dict:
    return weeks.offered(member, day, behaviour)


def test_what_was_carried_opens_the_next_plan_with_its_origin_and_nothing_of_how_it_went(ana):
    origin = {"entry": str(UUID(int=7)), "row": "step000001"}
    answers = planned(actions=[GUITAR, MEETING | {"from": origin}, CALL], learned="Too late")
    carry = {"carry": True, "did": "some", "done_on": ["mon"]}
    entry = saved(ana, looked_back(answers, guitar0001=carry, meeting001=carry))

    assert offered(ana) == {
        "starts_on": "2026-11-30",
        "support": "Priya",
        "actions": [
            GUITAR | {"added": "2026-11-30", "from": {"entry": str(entry.pk), "row": "guitar0001"}},
            MEETING | {"added": "2026-11-30", "from": origin},
        ],
    }


def test_of_a_plan_nobody_looked_back_at_everything_is_offered_again(ana):
    saved(ana, looked_back(meeting001={"done_on": ["tue"]}))

    rows = offered(ana, MONDAY + timedelta(30))["actions"]

    assert [row["text"] for row in rows] == ["Play the guitar", "Go to the meeting", "Call Mum"]
    assert [row for row in rows if "done_on" in row] == []


@pytest.mark.parametrize(
    ("day", "first"), [(5, "2026-11-30"), (7, "2026-11-30"), (8, "2026-12-01"), (30, "2026-12-23")]
)
def test_the_next_plan_begins_after_the_seven_days_or_today(ana, day, first):
    saved(ana, planned(learned="x"))

    assert offered(ana, MONDAY + timedelta(day))["starts_on"] == first


def test_while_a_plan_is_under_way_the_next_about_the_same_only_begins_after_it(ana):
    behaviour = wine(ana)
    saved(ana, behaviour=behaviour)

    assert offered(ana, MONDAY, behaviour) == {"starts_on": "2026-11-30"}
    assert offered(ana, MONDAY) == {}


def test_nobody_is_offered_what_another_planned_or_put_away(ana, ben):
    saved(ben, planned(learned="x"))
    saved(ana, planned(learned="x")).put_away()
    saved(ana, planned(learned="x"), wine(ana))

    assert offered(ana, behaviour=wine(ana)) == {}


# Pages


@pytest.fixture
def on(time_machine, client, ana):
    """A browser signed in as ana at noon, so many days after Monday."""

    def moved(days: int = 0):
        time_machine.move_to(NOON + timedelta(days=days), tick=False)
        client.force_login(ana)
        return client

    return moved


def tick(client, entry: Entry, row: str, done: str = "1", day: str = "2026-11-23"):
    return client.post(reverse("entry_tick", args=[entry.pk, row]), {"done": done, "day": day})


def test_an_action_is_ticked_from_today_and_open_again_after_all(on, ana):
    entry, client = saved(ana), on()

    answer = tick(client, entry, "guitar0001")
    ticked = Entry.objects.get(pk=entry.pk).answers["actions"][0], counts(entry)
    tick(client, entry, "guitar0001", done="0")

    assert answer.url == "/#week"
    assert ticked == (GUITAR | {"done_on": ["mon"]}, (5, 1, 0))
    assert Entry.objects.get(pk=entry.pk).answers == planned()
    assert (counts(entry), stands(entry, MONDAY)) == ((5, 0, 0), Stands.RUNNING)


def test_a_tick_is_for_the_day_the_page_showed_and_never_for_one_to_come(on, ana):
    entry = saved(ana)
    client = on(2)

    for day in ("2026-11-23", "2026-11-28", "2026-11-22", "never"):
        tick(client, entry, "callmum001", day=day)

    assert Entry.objects.get(pk=entry.pk).answers["actions"][2]["done_on"] == ["mon", "wed"]


def test_a_tick_counts_at_once_though_the_page_is_half_written(on, ana):
    entry = saved(ana)
    half = planned(intention="Half a thought")
    keeping.draft(entry, SHEET, half, keeping.Page(entry.version, ""), NOON)

    tick(on(), entry, "guitar0001")

    now = Entry.objects.get(pk=entry.pk)
    assert (now.unsaved, now.answers["intention"], counts(entry)) == (
        True,
        "Half a thought",
        (5, 1, 0),
    )
    assert PlanLine.objects.get(row="guitar0001").done_days == 1


def test_nobody_ticks_or_opens_another_persons_week(on, client, ana, ben):
    entry = saved(ana)
    on()
    client.force_login(ben)

    answers = [tick(client, entry, "guitar0001"), client.get(reverse("entry", args=[entry.pk]))]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert counts(entry) == (5, 0, 0)


def page_of(entry: Entry, tab: str, **fields) -> dict:
    return {"version": str(entry.version), "tab": tab, "do": "save"} | fields


PLAN_PAGE = {
    "intention": "Evenings that are mine, mostly",
    "starts_on": "2026-11-23",
    "actions": ["guitar0001", "meeting001"],
    "actions-guitar0001-text": "Play the guitar",
    "actions-guitar0001-days": ["mon", "wed"],
    "actions-meeting001-text": "Go to the meeting",
    "support": "Priya",
    "confidence": "8",
}
LOOK_BACK_PAGE = {
    "step": "2",
    "actions": ["guitar0001", "meeting001"],
    "actions-guitar0001-text": "Play the guitar",
    "actions-guitar0001-days": ["mon", "wed", "sat"],
    "actions-guitar0001-did": "some",
    "actions-guitar0001-carry": "on",
    "actions-meeting001-text": "Go to the meeting",
    "learned": "Wednesday is too late",
}


def two_tabs(first: dict, second: dict, client, entry: Entry) -> tuple[int, dict]:
    """Both were opened on the same version; the second is told, and chooses its own."""
    url = reverse("entry", args=[entry.pk])
    client.post(url, page_of(entry, "tab-one", **first))
    told = client.post(url, page_of(entry, "tab-two", **second))
    now = Entry.objects.get(pk=entry.pk)
    client.post(url, page_of(now, "tab-two", **second) | {"do": "mine"})
    return told.status_code, Entry.objects.get(pk=entry.pk).answers


@pytest.mark.parametrize("plan_first", [True, False])
def test_a_plan_and_a_look_back_saved_from_two_tabs_are_both_kept(on, ana, plan_first):
    entry = saved(ana, planned(actions=[GUITAR, MEETING]))
    pages = (PLAN_PAGE, LOOK_BACK_PAGE) if plan_first else (LOOK_BACK_PAGE, PLAN_PAGE)

    status, answers = two_tabs(*pages, on(), entry)

    assert status == 409
    assert (answers["intention"], answers["confidence"], answers["learned"]) == (
        "Evenings that are mine, mostly", 8, "Wednesday is too late",
    )  # fmt: skip
    assert stands(entry, MONDAY) == Stands.REVIEWED
    rows = [row for each in Revision.objects.order_by("number") for row in each.answers["actions"]]
    assert {"some"} == {row["did"] for row in rows if "did" in row}
    assert ["mon", "wed"] in [row.get("days") for row in rows]


def test_the_next_plan_opens_with_what_was_carried_and_keeps_nothing_until_written(on, ana):
    entry = saved(ana, looked_back(guitar0001={"did": "some", "carry": True}))
    client = on(7)

    page = client.get(reverse("begin", args=["week-plan"])).content.decode()
    left = client.post(
        reverse("begin", args=["week-plan"]),
        PAGE_AS_OFFERED | {"id": str(uuid4())},
    )

    assert 'value="guitar0001"' in page
    assert 'value="2026-11-30"' in page
    assert 'value="callmum001"' not in page
    assert left.status_code in (200, 302)
    assert list(Entry.objects.all()) == [entry]


PAGE_AS_OFFERED = {
    "version": "0",
    "tab": "t",
    "do": "save",
    "starts_on": "2026-11-30",
    "support": "Priya",
    "actions": ["guitar0001"],
    "actions-guitar0001-text": "Play the guitar",
    "actions-guitar0001-days": ["mon", "wed", "sat"],
    "actions-guitar0001-at": "20:00",
    "actions-guitar0001-target": "3",
}


def test_what_was_carried_keeps_its_origin_when_the_next_plan_is_written(on, ana):
    entry = saved(ana, looked_back(guitar0001={"did": "some", "carry": True}))
    client = on(7)
    key = uuid4()

    client.post(
        reverse("begin", args=["week-plan"]),
        PAGE_AS_OFFERED | {"id": str(key), "intention": "More of it"},
    )

    made = Entry.objects.get(pk=key)
    assert made.answers == {
        "intention": "More of it",
        "starts_on": "2026-11-30",
        "support": "Priya",
        "actions": [
            GUITAR | {"added": "2026-11-30", "from": {"entry": str(entry.pk), "row": "guitar0001"}}
        ],
    }
    assert stands(made, MONDAY + timedelta(7)) == Stands.RUNNING


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (-1, "It begins on"),
        (2, "Day 3 of 7"),
        (8, "Your seven days are over"),
        (20, "You can still look back at it"),
    ],
)
def test_its_page_says_how_it_stands_and_never_that_anything_was_missed(on, ana, day, says):
    entry = saved(ana)
    client = on(day)

    page = client.get(reverse("entry", args=[entry.pk])).content.decode()

    assert says in page
    assert [word for word in ("missed", "failed", "overdue", "late!") if word in page.lower()] == []
    assert ("Plan the next seven days" in page) == (day == 20)


@pytest.mark.parametrize(
    ("share", "seen"),
    [
        (None, ("", [])),
        ("nothing", ("", [])),
        ("title", ("Evenings that are mine", [])),
        (
            "actions",
            (
                "Evenings that are mine",
                [
                    ("Play the guitar", "Mon · Wed · Sat, 20:00"),
                    ("Go to the meeting", "Tue, 19:00"),
                    ("Call Mum", ""),
                ],
            ),
        ),
    ],
)
def test_the_page_shows_what_a_group_would_see_and_no_more(share, seen):
    answers = looked_back(
        planned(learned="Private", share=share), guitar0001={"did": "some", "done_on": ["mon"]}
    )

    assert tuple(planning.seen_by_others(answers).values()) == seen


# My weeks


def test_my_weeks_say_what_was_planned_and_done_and_whether_they_were_looked_back_at(ana):
    for n, answers in enumerate(
        [
            looked_back(guitar0001={"did": "all"}, callmum001={"did": "changed"}),
            weeks.ticked(planned(), "guitar0001", MONDAY, True),
            planned(actions=[]),
        ]
    ):
        saved(ana, answers | {"starts_on": str(MONDAY + timedelta(7 * n))})

    told = planning.my_weeks(ana, MONDAY + timedelta(15))["weeks"]

    assert [(week.days, week.says, week.stands, bool(week.look_back_url)) for week in told] == [
        ("Week of 7 Dec 2026", "", "Day 2 of 7", False),
        ("Week of 30 Nov 2026", "Planned 5, done 1", "", True),
        (
            "Week of 23 Nov 2026",
            "Planned 5, done 3, changed my mind once",
            "Looked back",
            False,
        ),
    ]


@pytest.mark.parametrize("number", [1, 10, 25])
def test_my_weeks_are_one_query_a_page(ana, number, django_assert_num_queries):
    for n in range(number):
        saved(ana, planned(starts_on=str(MONDAY + timedelta(7 * n))))

    with django_assert_num_queries(1):
        told = planning.my_weeks(ana, MONDAY)

    assert len(told["weeks"]) == min(number, 10)
    assert bool(told["earlier_weeks"]) == (number > 10)


@pytest.mark.parametrize("number", ["", "2", "3", "0", "-1", "x", "99999999", "²"])
def test_any_page_of_my_weeks_can_be_asked_for(on, ana, number):
    for n in range(12):
        saved(ana, planned(starts_on=str(MONDAY + timedelta(7 * n))))

    answer = on().get(reverse("tool", args=["week-plan"]), {"weeks": number})

    assert answer.status_code == 200


# Taken along, brought back, erased


def test_weeks_come_back_with_their_plans_as_they_were(ana, sam):
    first = saved(ana, at=NOON - timedelta(days=20))
    again(first, looked_back(guitar0001={"did": "some", "carry": True}), NOON - timedelta(days=12))
    again(first, looked_back(guitar0001={"did": "all"}), NOON - timedelta(days=11))
    half = saved(ana, planned(starts_on="2026-12-07"), wine(ana))
    ticked = weeks.ticked(planned(intention="x"), "guitar0001", MONDAY, True)
    keeping.draft(half, SHEET, ticked, keeping.Page(half.version, ""), NOON)
    weeks.keep_ticks(half, ticked)
    begun(ana)

    restore.bring(sam, restore.opened(export.zip_of(ana, NOON)))

    assert kept_of(sam) == kept_of(ana)
    assert len(kept_of(ana)[0]) == 2


def kept_of(member) -> tuple[list, list]:
    """Everything but whose it is and its random names."""
    found = member.weeks.order_by("starts_on")
    columns = ["starts_on", "state", "reviewed_at", "planned", "done", "changed", "confidence"]
    lines = ["week__starts_on", "what", "row", "days", "at", "target", "did", "done_days"]
    return list(found.values_list(*columns)), sorted(
        map(str, member.plan_lines.values_list(*lines))
    )


def test_a_deleted_plan_takes_its_week_along(ana):
    entry = saved(ana)

    entry.delete()

    assert [model.objects.count() for model in (Week, PlanLine, Rating)] == [0, 0, 0]
