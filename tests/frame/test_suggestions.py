"""A suggestion on the pages: what it says, how it is answered, the short questions, the desk."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from smartrecovery.today import today_for
from stages import moves, suggesting, thresholds
from stages.models import Behaviour, Stage, StageMove, Suggestion, Threshold
from tests.stages.helpers import NOON, at_stage, fresh, steps
from tests.stages.speaking import DAY, check_in, iso, offered, plan, weighing
from tests.tools.writing import kept
from tools import evidence

Answer = Suggestion.Answer


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def page(client, name: str, *args) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def weighed_twice(member) -> Behaviour:
    wine = at_stage(member, Stage.PRE)
    for days_ago in (3, 1):
        weighing(wine, days_ago=days_ago)
    return wine


def waiting(member) -> Suggestion:
    made = evidence.look(weighed_twice(member), NOON)
    assert made is not None
    return made


def answered(client, made: Suggestion, answer: str, **more):
    said = {"suggestion": made.pk, "answer": answer} | more
    return client.post(reverse("suggestion", args=[made.behaviour_id]), said)


@pytest.mark.parametrize("name", ["today", "behaviour"])
def test_it_is_shown_with_what_it_rests_on_and_two_buttons_alike(as_ana, ana, name):
    made = waiting(ana)
    entry = ana.entries.first()

    shown = page(as_ana, name, *([made.behaviour_id] if name == "behaviour" else []))
    part = shown.partition('id="suggestion"')[2].partition("</form>")[0]

    assert "Would you say you are thinking about it?" in part
    assert re.findall(r'<a href="(.*?)">(.*?)</a>', part) == [
        (
            reverse("entry", args=[entry.pk]),
            "You weighed it up, or wrote about where you want to be, on 2 days lately",
        )
    ]
    assert re.findall(r'<button class="(.*?)" name="answer" value="(\w+)">(.*?)</button>', part) == [
        ("btn", "accepted", "That is right, update"),
        ("btn", "left", "Leave it"),
        ("btn btn-link small", "silenced", "Do not suggest this again"),
    ]  # fmt: skip


def test_today_names_what_it_is_about(as_ana, ana):
    waiting(ana)

    assert '<p class="own" dir="auto">Wine on weeknights</p>' in page(as_ana, "today")


def test_today_asks_one_thing_at_a_time(as_ana, ana):
    first = waiting(ana)
    other = at_stage(ana, Stage.MAI)
    check_in(other, feels_done=True)
    evidence.look(other, NOON)

    before = page(as_ana, "today").count('id="suggestion"')
    answered(as_ana, first, Answer.LEFT)

    assert (before, offered(ana)) == (1, [Stage.GRA])


def test_nothing_waits_nothing_shows(as_ana, ana):
    wine = at_stage(ana, Stage.ACT)

    assert [
        'id="suggestion"' in shown
        for shown in (page(as_ana, "today"), page(as_ana, "behaviour", wine.pk))
    ] == [False, False]


def test_accepted_the_member_moves_as_by_hand(as_ana, ana):
    made = waiting(ana)

    answer = answered(as_ana, made, Answer.ACCEPTED)

    made.refresh_from_db()
    assert answer.url == reverse("behaviour", args=[made.behaviour_id])
    assert steps(made.behaviour) == [(1, "unset", "pre"), (2, "pre", "con")]
    assert (made.answer, made.answered_at) == (Answer.ACCEPTED, NOON)
    assert "Take it back" in page(as_ana, "behaviour", made.behaviour_id)


def test_accepted_the_safety_note_stands_as_by_hand(as_ana, ana):
    wine = at_stage(ana, Stage.CON)
    plan(wine, {"when": iso(2)})
    made = evidence.look(wine, NOON)

    answered(as_ana, made, Answer.ACCEPTED)

    assert "Stopping safely" in page(as_ana, "behaviour", wine.pk)


class MovesInBetween:
    """Says where they are in another place, once the page has seen that its suggestion waits."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviours = [behaviour]

    def __call__(self, execute, sql, params, many, context):
        found = execute(sql, params, many, context)
        if self.behaviours and "EXISTS" in sql and '"stages_suggestion"' in sql:
            moves.move(self.behaviours.pop(), Stage.DET, "", None, NOON)
        return found


def test_accepted_while_they_move_in_another_place_the_move_stays(as_ana, ana):
    made = waiting(ana)

    with connection.execute_wrapper(MovesInBetween(fresh(made.behaviour))):
        answer = answered(as_ana, made, "accepted")

    assert answer.headers["Location"] == reverse("stage_move", args=[made.behaviour_id])
    assert [each.answer for each in Suggestion.objects.all()] == [""]
    assert steps(made.behaviour) == [(1, "unset", "pre"), (2, "pre", "det")]


def test_accepted_where_one_tap_is_not_enough_the_page_asks(as_ana, ana):
    made = waiting(ana)
    Suggestion.objects.filter(pk=made.pk).update(to_stage=Stage.ACT)

    answer = answered(as_ana, made, "accepted")

    assert answer.headers["Location"] == reverse("stage_move", args=[made.behaviour_id])
    assert steps(made.behaviour) == [(1, "unset", "pre")]


def test_accepted_twice_is_accepted_once(as_ana, ana):
    made = waiting(ana)

    urls = [answered(as_ana, made, Answer.ACCEPTED).url for _tap in range(2)]

    assert urls == [reverse("behaviour", args=[made.behaviour_id])] * 2
    assert len(steps(made.behaviour)) == 2


def test_moving_on_leads_to_the_page_about_it(as_ana, ana):
    wine = at_stage(ana, Stage.MAI)
    check_in(wine, feels_done=True)
    made = evidence.look(wine, NOON)
    told = reverse("moving_on", args=[wine.pk])

    before = told in page(as_ana, "behaviour", wine.pk)
    answer = answered(as_ana, made, Answer.ACCEPTED)

    assert (before, answer.url, fresh(wine).stage) == (True, told, Stage.GRA)


@pytest.mark.parametrize(
    ("sent_from", "leads_to"), [("today", "today"), ("behaviour", "behaviour"), ("x", "behaviour")]
)
def test_left_nothing_moves_and_it_does_not_show_again(as_ana, ana, sent_from, leads_to):
    made = waiting(ana)

    answer = answered(as_ana, made, Answer.LEFT, **{"from": sent_from})

    made.refresh_from_db()
    assert answer.url == reverse(
        leads_to, args=[made.behaviour_id] if leads_to == "behaviour" else []
    )
    assert (made.answer, steps(made.behaviour)) == (Answer.LEFT, [(1, "unset", "pre")])
    assert 'id="suggestion"' not in page(as_ana, "today")


def test_silenced_is_for_good_until_they_turn_it_on(as_ana, ana):
    made = waiting(ana)
    wine = made.behaviour

    answered(as_ana, made, Answer.SILENCED)
    weighing(wine, days_ago=-20)
    silent = [evidence.look(wine, NOON + days * DAY) for days in (15, 30, 300)]
    off = page(as_ana, "behaviour", wine.pk)
    as_ana.post(reverse("suggestion", args=[wine.pk]), {"answer": "again"})

    assert silent == [None, None, None]
    assert "Suggest stages here again" in off
    assert Behaviour.objects.get(pk=wine.pk).suggests
    assert evidence.look(wine, NOON + 21 * DAY) is not None


def test_they_may_turn_it_off_before_anything_was_suggested(as_ana, ana):
    wine = weighed_twice(ana)

    as_ana.post(reverse("suggestion", args=[wine.pk]), {"answer": "never"})

    assert (evidence.look(wine, NOON), Suggestion.objects.count()) == (None, 0)


def test_an_answer_that_came_too_late_moves_nobody(as_ana, ana, time_machine):
    made = waiting(ana)
    time_machine.move_to(NOON + 15 * DAY, tick=False)
    as_ana.force_login(ana)

    answer = answered(as_ana, made, Answer.ACCEPTED)

    assert answer.url == reverse("stage_move", args=[made.behaviour_id])
    assert steps(made.behaviour) == [(1, "unset", "pre")]


def test_an_answer_after_they_moved_by_hand_moves_nobody(as_ana, ana):
    made = waiting(ana)
    moves.move(made.behaviour, Stage.DET, "", None, NOON)

    answered(as_ana, made, Answer.ACCEPTED)

    assert fresh(made.behaviour).stage == Stage.DET


@pytest.mark.parametrize("said", ["", "yes", "0", "ACCEPTED", "\x00"])
def test_an_answer_that_is_none_is_not_taken(as_ana, ana, said):
    made = waiting(ana)

    assert answered(as_ana, made, said).status_code == 400
    assert answered(as_ana, made, Answer.LEFT, suggestion="x").status_code == 404


def test_nobody_answers_for_another(client, ana, ben):
    made = waiting(ana)
    his = at_stage(ben, Stage.PRE)
    client.force_login(ben)

    for_her = answered(client, made, Answer.ACCEPTED)
    by_his = client.post(
        reverse("suggestion", args=[his.pk]), {"suggestion": made.pk, "answer": "accepted"}
    )

    assert (for_her.status_code, by_his.status_code) == (404, 404)
    assert StageMove.objects.filter(to_stage=Stage.CON).count() == 0


def test_a_sheet_just_saved_is_seen_by_the_timetable_and_a_draft_is_not(ana):
    ana.last_login = NOON
    ana.save(update_fields=["last_login"])
    wine = at_stage(ana, Stage.CON)
    steps = [{"id": "step000001", "text": "Swim", "when": iso(2)}]
    answers = {"change": "Evenings", "steps": steps}

    kept(ana, "change-plan", answers, NOON, behaviour=wine, saved=False)
    before = evidence.look_at_lately(NOON)
    kept(ana, "change-plan", answers, NOON, behaviour=wine)
    later = [evidence.look_at_lately(NOON + minutes * timedelta(minutes=5)) for minutes in (1, 2)]

    assert (before, later, offered(ana, NOON + DAY)) == (0, [1, 0], [Stage.DET])


def test_ticking_a_step_looks(as_ana, ana):
    wine = at_stage(ana, Stage.DET)
    entry = plan(wine, {}, start_on=iso(-1))

    as_ana.post(reverse("entry_step", args=[entry.pk, "step000000"]), {"done": "1"})

    assert offered(ana) == [Stage.ACT]


def test_a_sheet_deleted_takes_what_it_spoke_for_along(as_ana, ana):
    waiting(ana)

    as_ana.post(reverse("entry_delete", args=[ana.entries.first().pk]))

    assert offered(ana) == []


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_one_query_however_many_there_are(ana, rows, django_assert_num_queries):
    for _row in range(rows):
        wine = at_stage(ana, Stage.MAI)
        check_in(wine, feels_done=True)
        evidence.look(wine, NOON)

    with django_assert_num_queries(1):
        assert suggesting.offer(ana, NOON) is not None


@pytest.mark.parametrize(("asks", "queries"), [(False, 4), (True, 5)])
def test_today_asks_once_more_only_where_something_is_suggested(
    ana, asks, queries, django_assert_num_queries
):
    wine = weighed_twice(ana)
    if asks:
        evidence.look(wine, NOON)

    with django_assert_num_queries(queries):
        told = today_for(ana, NOON)

    assert (told.offer is not None) == asks


def test_saving_a_check_in_looks(as_ana, ana):
    wine = at_stage(ana, Stage.MAI)
    day = ana.today().isoformat()

    as_ana.post(
        reverse("check_in"), {"about": wine.pk, "week": "1", "day": day, "feels_done": "on"}
    )

    assert offered(ana) == [Stage.GRA]


def test_taking_a_measure_looks_and_taking_it_back_takes_what_it_spoke_for_along(as_ana, ana):
    at_stage(ana, Stage.CON)
    said = {"item-importance": "8", "item-confidence": "6", "once": uuid4()}

    as_ana.post(reverse("measure", args=["rulers"]), said)
    before = offered(ana)
    as_ana.post(reverse("taking_take_back", args=[ana.takings.get().pk]))

    assert (before, offered(ana)) == ([Stage.DET], [])


# The timetable


def long_doing_it(member, last_login=NOON) -> Behaviour:
    wine = Behaviour.objects.create(member=member, kind="alcohol", label="Wine")
    moves.move(wine, Stage.ACT, "", None, NOON - 200 * DAY)
    for number in range(4):
        check_in(wine, 7 * number, weekly=True, days=6)
    member.last_login = last_login
    member.save(update_fields=["last_login"])
    return wine


def test_time_alone_is_seen_by_the_timetable_once(ana, ben):
    long_doing_it(ana)
    at_stage(ben, Stage.ACT)

    assert [evidence.look_at_all(NOON + hours * timedelta(hours=6)) for hours in range(3)] == [
        1,
        0,
        0,
    ]
    assert offered(ana, NOON + DAY) == [Stage.MAI]


@pytest.mark.parametrize(
    "left",
    [{"is_active": False}, {"leaving_at": NOON}, {"paused_until": (NOON + 3 * DAY).date()},
     {"last_login": NOON - 15 * DAY}, {"last_login": None}],
)  # fmt: skip
def test_whoever_is_away_is_not_asked_behind_their_back(ana, left):
    long_doing_it(ana)
    for name, value in left.items():
        setattr(ana, name, value)
    ana.save()

    assert evidence.look_at_all(NOON) == 0


def test_nothing_is_written_about_somebody_who_took_their_consent_back(ana):
    long_doing_it(ana)
    ana.consents.create(edition=1, given=False, at=NOON + 30 * DAY)

    assert evidence.look_at_all(NOON) == 0


def test_one_who_cannot_be_opened_keeps_nobody_waiting(ana, ben):
    long_doing_it(ana)
    long_doing_it(ben)
    ana.data_key.delete()

    assert (evidence.look_at_all(NOON), offered(ben)) == (1, [Stage.MAI])


# The short questions


@pytest.mark.parametrize(
    ("said", "to"),
    [
        ({"now": "over"}, Stage.MAI),
        ({"now": "under"}, Stage.ACT),
        ({"now": "no", "soon": "month"}, Stage.DET),
        ({"now": "no", "soon": "half"}, Stage.CON),
        ({"now": "no", "soon": "not"}, Stage.PRE),
        ({"now": "no", "soon": "unsaid"}, Stage.UNSET),
    ],
)
def test_their_own_answers_lead_to_the_stage_page(as_ana, ana, said, to):
    wine = at_stage(ana, Stage.GRA)
    before = len(steps(wine))

    shown = as_ana.get(reverse("readiness", args=[wine.pk]), said).content.decode()

    assert f"You could put yourself at “{to.label}”." in shown
    assert f'href="{reverse("stage_move", args=[wine.pk])}?to={to.value}"' in shown
    assert len(steps(wine)) == before


@pytest.mark.parametrize(
    "said", [{}, {"now": "x"}, {"soon": "not"}, {"now": "no"}, {"now": "no", "soon": "x"}]
)
def test_until_enough_is_said_it_asks(as_ana, ana, said):
    wine = at_stage(ana, Stage.CON)

    shown = as_ana.get(reverse("readiness", args=[wine.pk]), said).content.decode()

    second = said.get("now") == "no"
    assert ("Do you plan to begin?" in shown, "Are you changing it now?" in shown) == (
        second, not second,
    )  # fmt: skip


def test_where_they_are_already_nothing_is_asked(as_ana, ana):
    wine = at_stage(ana, Stage.ACT)

    shown = as_ana.get(reverse("readiness", args=[wine.pk]), {"now": "under"}).content.decode()

    assert "and you have. Nothing changes." in shown


# The desk


def test_the_desk_is_the_admins_alone(client, ana, finn, ada):
    codes = []
    for person in (ana, finn, ada):
        client.force_login(person)
        codes.append(client.get(reverse("desk_thresholds")).status_code)

    assert codes == [404, 404, 200]


def as_meant(**other: int) -> dict[str, int]:
    return {limit.name: limit.default for limit in thresholds.LIMITS} | other


def test_an_admin_changes_a_number_and_puts_it_back(client, ada):
    client.force_login(ada)
    address = reverse("desk_thresholds")

    client.post(address, as_meant(on_plan=5))
    changed, shown = thresholds.values(), client.get(address).content.decode()
    client.post(address, {"reset": "on_plan"})

    assert changed == as_meant(on_plan=5)
    assert ("Back to 3" in shown, thresholds.values()) == (True, as_meant())
    assert Threshold.objects.count() == 0


@pytest.mark.parametrize("typed", ["0", "15", "", "three", "-1", "9" * 30])
def test_a_number_out_of_its_range_is_told_and_nothing_is_saved(client, ada, typed):
    client.force_login(ada)

    answer = client.post(reverse("desk_thresholds"), as_meant(lately=30) | {"on_plan": typed})

    assert answer.status_code == 200
    assert "Nothing was saved yet." in answer.content.decode()
    assert thresholds.values() == as_meant()
