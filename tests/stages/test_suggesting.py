"""When another stage is suggested: the table of evidence, at every boundary, and by nothing else."""

from datetime import timedelta

import pytest
from django.urls import reverse

from smartrecovery.vault import keys
from stages import moves, suggesting, thresholds
from stages.evidence import SAID
from stages.models import Behaviour, Stage, Suggestion, Threshold
from tests.stages.helpers import NOON, a_behaviour, at_stage, fresh
from tests.stages.speaking import (
    DAY,
    a_suggestion,
    check_in,
    iso,
    look,
    offered,
    plan,
    ruler,
    suggested,
    weighing,
)
from tests.tools.writing import kept, kept_again
from tools import evidence

CON, DET, ACT, MAI, GRA = Stage.CON, Stage.DET, Stage.ACT, Stage.MAI, Stage.GRA


def long_at(member, stage: str, days: int) -> Behaviour:
    """At a stage since so many days, by their own date."""
    made = Behaviour.objects.create(member=member, kind="alcohol", label="Wine")
    said = NOON - timedelta(days=900)
    moves.move(made, stage, "", member.day_of(NOON) - timedelta(days=days), said)
    return fresh(made)


# From not thinking of it to thinking about it


def test_weighing_it_up_on_two_days_speaks_for_thinking_about_it(ana):
    wine = at_stage(ana, Stage.PRE)
    weighing(wine, days_ago=3)
    weighing(wine, days_ago=1)

    assert suggested(wine) == (CON, ["weighed"])


def test_one_day_is_not_two(ana):
    wine = at_stage(ana, Stage.PRE)
    weighing(wine)
    weighing(wine)

    assert suggested(wine) is None


def test_one_sheet_saved_again_on_another_day_is_two_days(ana):
    wine = at_stage(ana, Stage.PRE)
    entry = weighing(wine, days_ago=4)
    kept_again(entry, {"title": "Wine", "reflection": "Two hours"}, NOON - 2 * DAY)

    assert suggested(wine) == (CON, ["weighed"])


def test_the_day_is_the_members_own(ana):
    """Half past eleven at night and one in the morning, with a day that starts at four, are one day."""
    wine = at_stage(ana, Stage.PRE)
    late = NOON.replace(hour=23, minute=30) - 2 * DAY
    for at in (late, late + timedelta(hours=1, minutes=30)):
        kept(ana, "future-questions", {"want": "A flat"}, at, behaviour=wine)

    assert suggested(wine) is None


def test_another_tool_does_not_weigh_it_up(ana):
    wine = at_stage(ana, Stage.PRE)
    for days_ago in (1, 2):
        kept(ana, "journal", {"text": "x"}, NOON - days_ago * DAY, behaviour=wine)

    assert suggested(wine) is None


def test_what_was_weighed_up_before_they_said_where_they_are_is_known_to_them(ana):
    wine = at_stage(ana, Stage.PRE)
    weighing(wine, days_ago=40)
    weighing(wine, days_ago=1)

    assert suggested(wine) is None


def test_what_was_weighed_up_about_something_else_says_nothing(ana):
    wine, phone = at_stage(ana, Stage.PRE), at_stage(ana, Stage.PRE)
    for days_ago in (1, 2):
        weighing(phone, days_ago=days_ago)

    assert suggested(wine) is None


@pytest.mark.parametrize(("others", "expected"), [(0, (CON, ["weighed"])), (1, None)])
def test_what_is_about_nothing_is_about_the_only_thing_there_is(ana, ben, others, expected):
    wine = at_stage(ana, Stage.PRE)
    at_stage(ben, Stage.ACT)
    a_behaviour(ana, state=Behaviour.State.ARCHIVED)
    for _other in range(others):
        at_stage(ana, Stage.ACT)
    for days_ago in (1, 2):
        weighing(None, ana, days_ago=days_ago)

    assert suggested(wine) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [(3, 5, (CON, ["importance_rose"])), (3, 4, None), (5, 3, None), (0, 10, (CON, ["importance_rose"]))],
)  # fmt: skip
def test_importance_that_rose_by_two_speaks(ana, before, after, expected):
    wine = at_stage(ana, Stage.PRE)
    check_in(wine, 8, importance=before)
    check_in(wine, 1, importance=after)

    assert suggested(wine) == expected


@pytest.mark.parametrize(("days_ago", "expected"), [(61, None), (60, (CON, ["importance_rose"]))])
def test_importance_that_rose_long_ago_says_nothing(ana, days_ago, expected):
    wine = long_at(ana, Stage.PRE, 200)
    check_in(wine, 90, importance=3)
    check_in(wine, days_ago, importance=8)

    assert suggested(wine) == expected


def test_a_ruler_may_stand_in_a_check_in_or_be_a_measure(ana):
    wine = at_stage(ana, Stage.PRE)
    check_in(wine, 9, importance=2)
    ruler(wine, 4, importance=6, confidence=1)

    assert suggested(wine) == (CON, ["importance_rose"])


def test_only_the_ruler_before_the_last_counts(ana):
    wine = at_stage(ana, Stage.PRE)
    for days_ago, importance in ((9, 1), (6, 8), (2, 8)):
        check_in(wine, days_ago, importance=importance)

    assert suggested(wine) is None


# From thinking about it to getting ready


@pytest.mark.parametrize("when", [{"when": iso(3)}, {"dow": "tue"}])
def test_a_step_with_a_day_speaks_for_getting_ready(ana, when):
    wine = at_stage(ana, CON)
    plan(wine, when)

    assert suggested(wine) == (DET, ["step_dated"])


def test_a_step_without_a_day_does_not(ana):
    wine = at_stage(ana, CON)
    plan(wine, {}, review_on=iso(7))

    assert suggested(wine) is None


def test_a_plan_never_saved_does_not(ana):
    wine = at_stage(ana, CON)
    answers = {"change": "x", "steps": [{"id": "step000001", "text": "x", "when": iso(1)}]}
    kept(ana, "change-plan", answers, NOON, behaviour=wine, saved=False)

    assert suggested(wine) is None


@pytest.mark.parametrize(("days", "expected"), [(30, (DET, ["start_near"])), (31, None)])
def test_a_day_to_start_within_thirty_days_speaks(ana, days, expected):
    wine = at_stage(ana, CON)
    plan(wine, start_on=iso(days))

    assert suggested(wine) == expected


@pytest.mark.parametrize(
    ("importance", "confidence", "days_ago", "speaks"),
    [(7, 5, 0, True), (10, 10, 14, True), (6, 9, 0, False), (9, 4, 0, False), (7, 5, 15, False)],
)
def test_important_and_sure_in_the_last_fourteen_days_speaks(
    ana, importance, confidence, days_ago, speaks
):
    wine = at_stage(ana, CON)
    check_in(wine, days_ago, importance=importance, confidence=confidence)

    expected = (DET, ["importance_high", "confidence_enough"]) if speaks else None
    assert suggested(wine) == expected


def test_everything_that_speaks_is_named(ana):
    wine = at_stage(ana, CON)
    plan(wine, {"when": iso(1)}, {"dow": "mon"}, start_on=iso(4))
    ruler(wine, importance=8, confidence=6)

    assert suggested(wine) == (
        DET, ["step_dated", "start_near", "importance_high", "confidence_enough"],
    )  # fmt: skip


# From getting ready to doing it


def test_the_day_to_start_has_come_and_a_step_is_done(ana):
    wine = at_stage(ana, DET)
    plan(wine, {"done": True, "done_at": iso(0)}, start_on=iso(0))

    assert suggested(wine) == (ACT, ["start_passed", "step_done"])


@pytest.mark.parametrize(
    ("step", "start"),
    [({"done": True, "done_at": iso(0)}, 1), ({}, -3), ({"done": True, "done_at": iso(-40)}, -3)],
)
def test_one_of_the_two_is_not_enough(ana, step, start):
    wine = at_stage(ana, DET)
    plan(wine, step, start_on=iso(start))

    assert suggested(wine) is None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["yes", "yes", "yes"], (ACT, ["on_plan"])),
        (["yes", "yes"], None),
        (["yes", "yes", "partly", "no", "changed", "skip"], None),
        (["no", "yes", "no", "yes", "no", "yes"], (ACT, ["on_plan"])),
    ],
)
def test_three_check_ins_on_plan_speak_for_doing_it(ana, said, expected):
    wine = at_stage(ana, DET)
    for days_ago, how in enumerate(said):
        check_in(wine, days_ago, plan=how)

    assert suggested(wine) == expected


def test_what_another_says_and_what_is_still_to_come_say_nothing(ana, ben):
    wine, his = at_stage(ana, DET), at_stage(ben, DET)
    for days_ago in (1, 2):
        check_in(wine, days_ago, plan="yes")
    check_in(his, 3, about=False, plan="yes")
    check_in(wine, -1, plan="yes")

    assert suggested(wine) is None


def test_a_measure_of_anothers_says_nothing(ana, ben):
    wine, his = at_stage(ana, CON), at_stage(ben, CON)
    ruler(his, 1, importance=9, confidence=9)
    his.takings.update(behaviour=None)

    assert suggested(wine) is None


def test_days_on_plan_from_before_they_said_where_they_are_say_nothing(ana):
    wine = at_stage(ana, DET)
    for days_ago in (29, 30, 31):
        check_in(wine, days_ago, plan="yes")

    assert suggested(wine) is None


def test_weeks_mostly_on_plan_speak_for_doing_it_too(ana):
    wine = at_stage(ana, DET)
    for number, days in enumerate((4, 3, 7, 5)):
        check_in(wine, 7 * number, weekly=True, days=days)

    assert suggested(wine) == (ACT, ["on_plan"])


def test_only_the_latest_plan_is_opened(ana, django_assert_num_queries):
    wine = at_stage(ana, DET)
    plan(wine, {"done": True, "done_at": iso(0)}, start_on=iso(-2), days_ago=2)
    for _later in range(5):
        plan(wine, {})

    wine = fresh(wine)
    keys.key_of(ana.pk)

    with django_assert_num_queries(4):
        assert evidence.look(wine, NOON) is None


# From doing it to keeping it going


def four_weeks(behaviour: Behaviour, *said: dict) -> None:
    for number, how in enumerate(said):
        check_in(behaviour, 7 * number, weekly=True, **how)


ON, OFF = {"plan": "yes"}, {"plan": "no"}


@pytest.mark.parametrize(("days", "expected"), [(183, (MAI, ["long_in_action", "weeks_on_plan"])), (182, None)])  # fmt: skip
def test_half_a_year_of_doing_it_and_weeks_on_plan(ana, days, expected):
    wine = long_at(ana, ACT, days)
    four_weeks(wine, ON, ON, ON, OFF)

    assert suggested(wine) == expected


@pytest.mark.parametrize(
    "weeks",
    [
        (ON, ON, OFF, OFF),
        (ON, ON, ON),
        (OFF, OFF, ON, ON, ON, ON),
        ({"days": 3}, {"days": 3}, {"days": 3}, {"days": 7}),
        (ON, ON, OFF | {"days": 5}, OFF | {"days": 6}),
    ],
)
def test_weeks_that_are_not_mostly_on_plan(ana, weeks):
    wine = long_at(ana, ACT, 300)
    four_weeks(wine, *weeks)

    assert suggested(wine) is None


@pytest.mark.parametrize(("days_ago", "speaks"), [(60, True), (61, False)])
def test_weeks_of_long_ago_do_not_speak(ana, days_ago, speaks):
    wine = long_at(ana, ACT, 300)
    for number in range(4):
        check_in(wine, days_ago + 7 * number, weekly=True, **ON)

    assert (suggested(wine) is not None) is speaks


def test_days_on_plan_speak_where_the_week_has_no_word(ana):
    wine = long_at(ana, ACT, 300)
    four_weeks(wine, {"days": 4}, {"days": 5}, {"days": 7}, {"days": 0})

    assert suggested(wine) == (MAI, ["long_in_action", "weeks_on_plan"])


def test_a_slip_takes_nothing_away(ana):
    wine = long_at(ana, ACT, 300)
    four_weeks(wine, ON, ON, ON, ON)
    wine.member.slips.create(behaviour=wine, day=NOON.date(), occurred_at=NOON)

    assert suggested(wine) == (MAI, ["long_in_action", "weeks_on_plan"])


def test_daily_check_ins_are_not_weekly_ones(ana):
    wine = long_at(ana, ACT, 300)
    for days_ago in range(10):
        check_in(wine, days_ago, plan="yes")

    assert suggested(wine) is None


# From keeping it going to moving on


def test_nothing_that_is_counted_speaks_for_moving_on(ana):
    wine = long_at(ana, MAI, 890)
    four_weeks(wine, ON, ON, ON, ON)
    ruler(wine, importance=10, confidence=10)

    assert suggested(wine) is None


def test_they_say_that_they_feel_done(ana):
    wine = long_at(ana, MAI, 20)
    check_in(wine, feels_done=True)

    assert suggested(wine) == (GRA, ["feels_done"])


@pytest.mark.parametrize(("days", "asks"), [(365, True), (364, False)])
def test_after_a_year_the_page_about_moving_on_asks_and_nothing_is_written(
    as_ana, ana, time_machine, days, asks
):
    time_machine.move_to(NOON, tick=False)
    wine = long_at(ana, MAI, days)

    page = as_ana.get(reverse("moving_on", args=[wine.pk])).content.decode()

    assert ("That is right, update" in page, "You have kept it going since" in page) == (asks, asks)
    assert Suggestion.objects.count() == 0


@pytest.mark.parametrize(("days_ago", "expected"), [(14, (GRA, ["feels_done"])), (15, None)])
def test_feeling_done_counts_for_fourteen_days(ana, days_ago, expected):
    wine = long_at(ana, MAI, 20)
    check_in(wine, days_ago, feels_done=True)

    assert suggested(wine) == expected


def test_whoever_said_not_again_is_not_asked_on_the_page_about_moving_on_either(ana):
    wine = long_at(ana, MAI, 400)
    asked = suggesting.may_move_on(wine, NOON)
    suggesting.let(wine, False)

    assert [asked.to, suggesting.may_move_on(wine, NOON)] == [GRA, None]


# When nothing is suggested


@pytest.mark.parametrize("stage", [Stage.UNSET, Stage.GRA, Stage.REL])
def test_from_some_stages_nothing_is_ever_suggested(ana, stage):
    wine = a_behaviour(ana, Stage.ACT, stage)
    check_in(wine, plan="yes", importance=9, confidence=9, feels_done=True)

    assert suggested(wine) is None


@pytest.mark.parametrize("state", [Behaviour.State.PAUSED, Behaviour.State.ARCHIVED])
def test_what_is_paused_or_put_away_is_left_alone(ana, state):
    wine = at_stage(ana, MAI)
    check_in(wine, feels_done=True)
    Behaviour.objects.filter(pk=wine.pk).update(state=state)

    assert suggested(wine) is None


@pytest.mark.parametrize(("hours", "expected"), [(23, None), (24, (GRA, ["feels_done"]))])
def test_nothing_within_a_day_of_their_own_word(ana, hours, expected):
    wine = Behaviour.objects.create(member=ana, kind="alcohol")
    moves.move(wine, MAI, "", None, NOON - timedelta(hours=hours))
    check_in(fresh(wine), feels_done=True)

    assert suggested(wine) == expected


def test_what_they_undid_is_their_own_word_too(ana):
    wine = at_stage(ana, MAI)
    check_in(wine, feels_done=True)
    there = moves.move(fresh(wine), ACT, "", None, NOON - timedelta(hours=3))
    moves.undo(there, NOON - timedelta(hours=2))

    assert suggested(wine) is None


def test_looking_twice_suggests_once(ana):
    made = a_suggestion(ana)

    assert look(made.behaviour) is None
    assert Suggestion.objects.count() == 1


# What stands


def test_two_that_looked_at_the_same_moment_suggest_once(ana):
    wine = at_stage(ana, Stage.PRE)
    for days_ago in (3, 1):
        weighing(wine, days_ago=days_ago)
    takes, rule = thresholds.values(), suggesting.FROM[Stage.PRE]
    (found,) = suggesting.open_to_one(NOON, takes)
    speaks = suggesting.found_for(rule, suggesting.seen(found, takes, NOON), evidence.SOURCES)

    made = [suggesting._make(found, rule, speaks, takes, NOON) for _time in range(2)]

    assert [each is None for each in made] == [False, True]


def test_of_what_was_deleted_since_it_was_looked_at_nothing_is_suggested(ana):
    wine, takes, rule = at_stage(ana, Stage.PRE), thresholds.values(), suggesting.FROM[Stage.PRE]
    weighing(wine, days_ago=1)
    weighing(wine, days_ago=3)
    found = suggesting.open_to_one(NOON, takes).get()
    speaks = suggesting.found_for(rule, suggesting.seen(found, takes, NOON), evidence.SOURCES)
    Behaviour.objects.get(pk=wine.pk).delete()

    assert suggesting._make(found, rule, speaks, takes, NOON) is None


def test_what_was_suggested_to_one_is_shown_to_nobody_else(ana, ben):
    a_suggestion(ana)

    assert [offered(ana), offered(ben)] == [[CON], []]


def test_the_first_of_two_answers_stays(ana):
    made = a_suggestion(ana)

    first = [suggesting.answer(made, said, NOON) for said in ("left", "accepted")]

    assert first == [True, False]
    assert [each.answer for each in Suggestion.objects.all()] == ["left"]


def test_not_again_holds_also_where_it_was_left_before(ana):
    made = a_suggestion(ana)
    suggesting.answer(made, "left", NOON)

    assert suggesting.answer(made, "silenced", NOON) is False
    assert fresh(made.behaviour).suggests is False


def test_on_the_page_of_another_thing_it_is_not_shown(ana):
    made, phone = a_suggestion(ana), at_stage(ana, Stage.PRE)

    shown = [suggesting.offer(ana, NOON, about) for about in (made.behaviour, phone)]

    assert [each and each.id for each in shown] == [made.pk, None]


def test_what_leads_elsewhere_than_the_table_is_not_shown(ana):
    made = a_suggestion(ana)
    Suggestion.objects.filter(pk=made.pk).update(to_stage=Stage.ACT)

    assert offered(ana) == []


def test_it_stands_for_fourteen_days(ana):
    made = a_suggestion(ana)

    assert [offered(ana, NOON + days * DAY) for days in (0, 13.99, 14)] == [["con"], ["con"], []]
    assert made.expires_at - made.shown_at == 14 * DAY


def test_it_goes_when_they_say_themselves_where_they_are(ana):
    wine = a_suggestion(ana).behaviour
    moves.move(fresh(wine), DET, "", None, NOON + timedelta(minutes=5))

    assert offered(ana, NOON + timedelta(minutes=10)) == []


@pytest.mark.parametrize("left", [{"state": "paused"}, {"state": "archived"}, {"suggests": False}])
def test_it_does_not_show_for_what_is_left_alone_now(ana, left):
    made = a_suggestion(ana)
    Behaviour.objects.filter(pk=made.behaviour_id).update(**left)

    assert offered(ana) == []


def test_the_same_evidence_left_once_is_not_asked_again(ana):
    made = a_suggestion(ana)
    suggesting.answer(made, Suggestion.Answer.LEFT, NOON)
    later = NOON + 14 * DAY

    again = look(made.behaviour, later)
    weighing(made.behaviour, days_ago=-14)

    assert again is None
    assert suggested(made.behaviour, later + DAY) == (CON, ["weighed", "importance_rose"])


def test_what_was_never_answered_may_be_asked_once_more_after_fourteen_days(ana):
    made = a_suggestion(ana)

    found = [suggested(made.behaviour, NOON + days * DAY) is not None for days in (13, 14, 15)]

    assert found == [False, True, False]


@pytest.mark.parametrize(
    "kept",
    [{}, {"facts": []}, {"facts": "words"}, {"facts": {"x": 1}}, {"facts": [3]}, {"other": []},
     *({"facts": [piece]} for piece in [
         {"said": "wine"}, {"fact": "no-such", "page": "entry"}, {"fact": [], "page": {}},
         {"fact": "weighed", "page": "entry", "n": "many", "key": "x"},
         {"fact": "feels_done", "page": "account_logout"},
         {"fact": "start_near", "page": "entry", "day": "soon"},
     ])],
)  # fmt: skip
def test_evidence_that_says_nothing_is_not_shown_and_breaks_nothing(ana, kept):
    made = a_suggestion(ana)
    made.evidence = kept
    made.save()

    assert offered(ana) == []


def test_every_fact_of_the_table_has_words_and_a_way_to_be_found():
    asked = {fact for rule in suggesting.TABLE for fact in rule.facts()}

    assert asked == set(SAID)


# The numbers


def test_a_row_overrides_a_number_and_without_one_it_is_as_meant(ana):
    Threshold.objects.create(name="weighing_days", value=3)

    here = thresholds.values()

    assert here == {each.name: each.default for each in thresholds.LIMITS} | {"weighing_days": 3}


@pytest.mark.parametrize(
    ("name", "value"), [("weighing_days", 0), ("between", 3), ("none-such", 1)]
)
def test_a_row_out_of_its_range_is_as_good_as_none(db, name, value):
    Threshold.objects.create(name=name, value=value)

    assert thresholds.values() == {each.name: each.default for each in thresholds.LIMITS}


def test_an_admins_number_holds(ana):
    Threshold.objects.create(name="weighing_days", value=3)
    wine = at_stage(ana, Stage.PRE)
    for days_ago in (1, 2):
        weighing(wine, days_ago=days_ago)

    before = suggested(wine)
    weighing(wine, days_ago=3)

    assert [before, suggested(wine)] == [None, (CON, ["weighed"])]


def test_no_number_can_break_a_promise():
    """However it is tuned: not twice in fourteen days, and none stands longer."""
    least = {limit.name: limit.least for limit in thresholds.LIMITS}
    most = {limit.name: limit.most for limit in thresholds.LIMITS}

    assert (least["between"], most["stands"]) == (14, 14)
    assert all(limit.least <= limit.default <= limit.most for limit in thresholds.LIMITS)
