"""What is peculiar to the tools for weeks, problems, practice and the rest of life; and that none loses a word."""

from datetime import date, timedelta

import pytest

from smartrecovery.sheets import Due
from tools import search
from tools.catalogue import latest, newest
from tools.catalogue.balance import BALANCE
from tools.catalogue.brainstorm import BRAINSTORM
from tools.catalogue.calm import CALM_PLACE, IF_UNEASY, MEDITATION, MUSCLE_RELAXATION
from tools.catalogue.goals import GOALS
from tools.catalogue.pig import PIG
from tools.catalogue.problem import PROBLEM
from tools.catalogue.rehearsal import REHEARSAL
from tools.catalogue.staying_on_track import STAYING_ON_TRACK
from tools.catalogue.vaci import VACI
from tools.catalogue.week_plan import WEEK_PLAN, WEEKDAYS

from .answering import form, sent

READ_SLOWLY = (MEDITATION, MUSCLE_RELAXATION, CALM_PLACE)
MONDAY = date(2026, 3, 2)
GUITAR = {"id": "guitar0001", "text": "Guitar", "days": ["mon", "wed", "sat"]}
LEAVING_DO = {"id": "leaving001", "text": "Leaving do", "day": "fri", "then": "Home by eight"}


@pytest.mark.parametrize("sheet", READ_SLOWLY, ids=lambda sheet: sheet.slug)
def test_what_is_read_slowly_asks_for_nothing_and_says_when_to_stop(sheet):
    assert [q.name for q in sheet.questions.values() if q.required] == []
    assert (sheet.layout, sheet.script[-1]) == ("script", IF_UNEASY)


@pytest.mark.parametrize(
    ("asked", "slug"),
    [
        ("Lifestyle Balance Pie", "balance"),
        ("balance wheel", "balance"),
        ("wheel of life", "balance"),
        ("VACI", "vaci"),
        ("vital absorbing creative interest", "vaci"),
        ("Explore New Passions and Pursuits", "vaci"),
        ("hobbies", "vaci"),
        ("SMART goals", "goals"),
        ("goal setting", "goals"),
        ("7-day plan", "week-plan"),
        ("weekly planner", "week-plan"),
        ("plan your week", "week-plan"),
        ("problem solving", "problem"),
        ("brainstorming", "brainstorm"),
        ("role play", "rehearsal"),
        ("roleplay", "rehearsal"),
        ("PIG", "pig"),
        ("Problem of Immediate Gratification", "pig"),
        ("relapse prevention", "staying-on-track"),
        ("staying on track", "staying-on-track"),
        ("journaling", "journal"),
        ("diary", "journal"),
        ("enjoyable activities checklist", "enjoyable"),
        ("lifestyle audit", "lifestyle-audit"),
        ("self-compassion", "self-compassion"),
        ("healthy boundaries", "boundaries"),
        ("PIVA", "conversation"),
        ("mindfulness", "meditation"),
        ("progressive muscle relaxation", "muscle-relaxation"),
        ("PMR", "muscle-relaxation"),
        ("visualisation", "calm-place"),
    ],
)
def test_a_tool_is_found_by_the_names_people_use(asked, slug):
    assert search.find(latest(), asked)[0] is newest(slug)


def week(starts_on: date, *actions: dict, risks: tuple[dict, ...] = ()) -> dict:
    return {"starts_on": starts_on.isoformat(), "actions": list(actions), "risks": list(risks)}


@pytest.mark.parametrize("starts", range(7))
@pytest.mark.parametrize("weekday", range(7))
def test_every_weekday_comes_once_in_the_seven_days(starts, weekday):
    begins = MONDAY + timedelta(starts)
    row = GUITAR | {"days": [WEEKDAYS[weekday]]}

    (due,) = WEEK_PLAN.due(week(begins, row), MONDAY)

    assert due == Due(due.day, row)
    assert due.day.weekday() == weekday
    assert begins <= due.day < begins + timedelta(7)


def test_a_week_names_each_planned_day_and_each_tricky_one():
    answers = week(MONDAY, GUITAR, risks=(LEAVING_DO, {"id": "anyday0001", "text": "Rain"}))

    assert WEEK_PLAN.due(answers, MONDAY) == [
        Due(date(2026, 3, 2), GUITAR),
        Due(date(2026, 3, 4), GUITAR),
        Due(date(2026, 3, 7), GUITAR),
        Due(date(2026, 3, 6), LEAVING_DO),
    ]


def test_a_week_begun_on_a_thursday_reaches_into_the_next():
    days = [due.day for due in WEEK_PLAN.due(week(date(2026, 3, 5), GUITAR), MONDAY)]

    assert days == [date(2026, 3, 9), date(2026, 3, 11), date(2026, 3, 7)]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ({}, ["mon", "wed", "sat"]),
        ({"done_on": ["mon"]}, ["wed", "sat"]),
        ({"done_on": ["mon", "wed", "sat"]}, []),
        ({"did": "some", "done_on": ["mon"]}, []),
        ({"did": "changed"}, []),
        ({"days": []}, []),
    ],
)
def test_what_is_done_or_was_looked_back_on_is_over(said, left):
    days = [due.day for due in WEEK_PLAN.due(week(MONDAY, GUITAR | said), MONDAY)]

    assert [WEEKDAYS[day.weekday()] for day in days] == left


def test_a_week_without_a_beginning_has_no_days():
    answers = week(MONDAY, GUITAR, risks=(LEAVING_DO,))
    del answers["starts_on"]

    assert (WEEK_PLAN.due(answers, MONDAY), WEEK_PLAN.next_on(answers)) == ([], None)


def test_a_week_is_offered_from_today():
    assert WEEK_PLAN.offered(MONDAY) == {"starts_on": "2026-03-02"}


@pytest.mark.parametrize(("count", "wrong"), [(5, []), (6, ["actions"])])
def test_five_things_are_the_most_in_a_week(count, wrong):
    rows = [GUITAR | {"id": f"guitar000{n}"} for n in range(count)]
    page = form(WEEK_PLAN, week(MONDAY, *rows) | {"intention": "Evenings"})

    posted = form(WEEK_PLAN, {}, data=sent(page, {}))

    assert list(posted.errors) == wrong
    assert posted.answers["actions"] == rows


def test_a_week_is_planned_first_and_looked_back_on_later():
    plan, back = (form(WEEK_PLAN, {}, step=number).cells_asked["actions"] for number in (1, 2))

    assert [step.label for step in WEEK_PLAN.steps] == ["Plan", "Look back"]
    assert plan == {"text", "days", "at", "target"}
    assert back == {"did", "done_on", "carry"}


def test_looking_back_keeps_what_was_planned():
    looked_back = WEEK_PLAN.worked_example
    back = {"did", "done_on", "carry"}
    planned = [{k: v for k, v in row.items() if k not in back} for row in looked_back["actions"]]
    plan = {**looked_back, "actions": planned, "learned": ""}

    page = form(WEEK_PLAN, looked_back, step=2)
    kept = form(WEEK_PLAN, plan, data=sent(page, plan), step=2).answers

    assert kept == looked_back


@pytest.mark.parametrize("expected_on", [date(2026, 6, 13), date(2026, 3, 1)])
def test_practice_is_due_the_day_before(expected_on):
    answers = {"situation": "The toast", "expected_on": expected_on.isoformat()}

    assert REHEARSAL.due(answers, MONDAY) == [Due(expected_on - timedelta(days=1))]
    assert REHEARSAL.next_on(answers) == expected_on - timedelta(days=1)


def test_practice_without_a_day_is_not_due():
    assert REHEARSAL.due({"situation": "The toast"}, MONDAY) == []


@pytest.mark.parametrize(
    ("sheet", "days"),
    [
        (GOALS, ["2026-05-31", "2026-03-06"]),
        (PROBLEM, ["2026-03-04", "2026-03-17"]),
        (VACI, ["2026-03-05"]),
        (STAYING_ON_TRACK, ["2026-03-01"]),
    ],
    ids=lambda value: getattr(value, "slug", ""),
)
def test_the_days_a_tool_names_are_those_still_open(sheet, days):
    due = [due.day.isoformat() for due in sheet.due(sheet.worked_example, MONDAY)]

    assert sorted(due) == sorted(days)


def test_ideas_are_listed_before_any_is_judged():
    listed, sifted = (form(PROBLEM, {}, step=number).cells_asked["ideas"] for number in (2, 3))

    assert [step.label for step in PROBLEM.steps] == ["1", "2", "3", "4", "5"]
    assert (listed, sifted) == ({"text"}, {"pros", "cons", "likely"})


def test_sorting_waits_until_somebody_chooses_it():
    closed, opened = form(BRAINSTORM, {}), form(BRAINSTORM, {"sorting": True})

    assert closed.cells_asked == {"ideas": {"text"}}
    assert opened.cells_asked == {"ideas": {"text", "mine", "starred"}}
    assert (BRAINSTORM.layout, BRAINSTORM.timer) == ("timed", 5)


def test_the_loop_is_left_at_one_of_its_points():
    points = [key for key, _words in PIG.questions["exit_at"].choices]

    assert points == ["trigger", "discomfort", "doing", "relief", "later"]


def test_the_letters_of_the_loop_are_never_given_a_meaning_of_their_own():
    told = f"{PIG.title} {PIG.lead} {PIG.about} {' '.join(PIG.aliases)}".casefold()

    assert "glad" not in told


def test_no_goal_and_no_balance_is_counted_up():
    charted = {sheet.slug: sheet.charted for sheet in (GOALS, BALANCE, VACI, REHEARSAL)}

    assert charted == {
        "goals": ("days_done",),
        "balance": (),
        "vaci": ("expected", "actual"),
        "rehearsal": ("confidence_before", "confidence_after"),
    }


def test_twelve_parts_are_the_most_and_each_may_be_offered():
    slices = BALANCE.questions["slices"]

    assert (slices.most, len(slices.ideas)) == (12, 12)


@pytest.mark.parametrize(
    ("sheet", "title"),
    [
        (CALM_PLACE, "The bench by the canal"),
        (BALANCE, "Health, Family, Work…"),
        (MEDITATION, "I was off thinking about work most of the time, and came back."),
    ],
    ids=lambda value: getattr(value, "slug", ""),
)
def test_a_page_is_called_by_words_and_never_by_a_number(sheet, title):
    assert sheet.title_of(sheet.worked_example) == title
    assert sheet.title_of({"tension_before": 6}) == ""
