"""The pages of Progress: naming, moving, undoing, pausing, putting away, deleting, and bad input."""

import itertools
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stages.models import Behaviour, Stage, StageMove

from .helpers import LONG_AGO, NOON, a_behaviour, fresh, steps

HOSTILE = "‮مرحبا 🍷 <script>alert(1)</script> {{ 7|add:7 }} {% now 'Y' %} ' OR 1=1 --"
OWN_PAGES = [
    "behaviour", "behaviour_edit", "behaviour_history", "behaviour_delete", "stage_move",
    "behaviour_state", "stage_undo", "note_seen",
]  # fmt: skip
NOT_BY = {
    "get": {"behaviour_state", "stage_undo", "note_seen"},
    "post": {"behaviour", "behaviour_history"},
}
POSTED = {
    "behaviour_edit": {"kind": "food", "label": "Mine now", "goal": "stop"},
    "behaviour_state": {"state": "archived"},
    "behaviour_delete": {"sure": "on"},
    "stage_move": {"to": "mai", "asked": "True"},
    "note_seen": {"note": "withdrawal"},
}


@pytest.fixture(autouse=True)
def noon(time_machine):
    return time_machine.move_to(NOON, tick=False)


def url(name: str, behaviour: Behaviour | None = None) -> str:
    return reverse(name, args=[behaviour.pk] if behaviour else [])


def text(answer) -> str:
    return answer.content.decode()


def kept() -> list:
    return [
        list(Behaviour.objects.order_by("pk").values_list("pk", "member", "kind", "goal", "state")),
        list(StageMove.objects.order_by("pk").values_list("pk", "member", "behaviour", "number")),
    ]


def test_an_empty_place_says_what_it_is_for_and_offers_one_step(as_ana):
    page = text(as_ana.get(url("behaviours")))

    main = page[page.index("<main") : page.index("</main>")]
    assert "What you are working on lives here" in main
    assert main.count("<a ") == 2
    assert main.count(url("behaviour_add")) == 1


def test_naming_a_behaviour_keeps_what_was_said_and_where_they_are(as_ana, ana):
    said = {
        "kind": "alcohol", "label": "Wine on weeknights", "goal": "cut", "stage": "con",
        "since": "2026-09-01", "once": str(uuid4()),
    }  # fmt: skip

    answer = as_ana.post(url("behaviour_add"), said)

    made = Behaviour.objects.get()
    assert answer["Location"] == url("behaviour", made)
    assert (made.member, made.kind, made.label, made.goal, made.state) == (
        ana, "alcohol", "Wine on weeknights", "cut", "active",
    )  # fmt: skip
    assert steps(made) == [(1, "unset", "con")]
    assert made.moves.get().since == date(2026, 9, 1)


def test_only_the_first_question_is_asked_for(as_ana):
    as_ana.post(url("behaviour_add"), {"kind": "gaming"})

    made = Behaviour.objects.with_stage().get()
    assert (made.label, made.goal, made.stage) == ("", "deciding", "unset")
    assert made.title == "Gaming"


def test_nothing_is_chosen_beforehand(as_ana):
    assert " checked" not in text(as_ana.get(url("behaviour_add")))


def test_the_same_form_sent_twice_names_one_behaviour(as_ana):
    said = {"kind": "alcohol", "stage": "con", "once": str(uuid4())}

    first = as_ana.post(url("behaviour_add"), said)
    second = as_ana.post(url("behaviour_add"), said)

    assert first["Location"] == second["Location"]
    assert (Behaviour.objects.count(), StageMove.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": ""}, "Choose what it is about."),
        ({"kind": "dragons"}, "Choose one of these."),
        ({"goal": "win"}, "Choose one of these, or none."),
        ({"stage": "mai'"}, "Choose one of these, or none."),
        ({"label": "x" * 201}, "Keep it to 200 characters. It has 201 now."),
        ({"label": "y" * 1_000_000}, "Keep it to 200 characters."),
        ({"since": "2026-11-12"}, "That day is still to come."),
        ({"since": "1899-12-31"}, "Give a day after 1 January 1900."),
        ({"since": "2026-02-30"}, "Give a day, such as 2025-03-14."),
        ({"since": "-5"}, "Give a day, such as 2025-03-14."),
        ({"since": "99999999999999999999"}, "Give a day, such as 2025-03-14."),
    ],
)
def test_what_is_wrong_is_said_by_the_field_and_what_was_typed_stays(as_ana, wrong, words):
    said = {"kind": "alcohol", "label": "My own words", "goal": "stop", "stage": "con"} | wrong

    answer = as_ana.post(url("behaviour_add"), said)

    assert answer.status_code == 200
    assert words in text(answer)
    assert said["label"] in text(answer)
    assert Behaviour.objects.count() == 0


def test_hostile_text_is_kept_and_shown_as_text(as_ana, ana):
    as_ana.post(url("behaviour_add"), {"kind": "other", "label": HOSTILE})

    made = Behaviour.objects.get()
    assert made.label == HOSTILE
    for page in [url("behaviours"), url("behaviour", made), url("behaviour_edit", made)]:
        assert "<script>alert" not in text(as_ana.get(page))
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7|add:7 }}" in text(as_ana.get(page))


def test_text_is_tidied_before_it_is_kept(as_ana):
    as_ana.post(url("behaviour_add"), {"kind": "other", "label": " Cafe\u0301\0 \x07\r\nat ten "})

    assert Behaviour.objects.get().label == "Caf\u00e9 at ten"


@pytest.mark.parametrize("forged", ["member", "id", "pk", "state", "created_at"])
def test_fields_that_are_not_asked_are_not_taken(as_ana, ana, ben, forged):
    values = {"member": ben.pk, "id": uuid4(), "pk": uuid4(), "state": "archived"}
    said = {"kind": "food", forged: str(values.get(forged, LONG_AGO.isoformat()))}

    as_ana.post(url("behaviour_add"), said)

    made = Behaviour.objects.get()
    assert (made.member, made.state, made.created_at) == (ana, "active", NOON)
    assert made.pk not in values.values()


@pytest.mark.parametrize("once", ["", "x", "\0", "9" * 5000, str(uuid4())])
def test_any_form_token_will_do(as_ana, once):
    answer = as_ana.post(url("behaviour_add"), {"kind": "food", "once": once})

    assert answer.status_code in {200, 302}


def test_a_behaviour_is_renamed_and_its_history_stays(as_ana, ana):
    behaviour = a_behaviour(ana, Stage.CON)

    as_ana.post(
        url("behaviour_edit", behaviour), {"kind": "food", "label": "Late snacks", "goal": ""}
    )

    now = fresh(behaviour)
    assert (now.kind, now.label, now.goal, now.stage) == ("food", "Late snacks", "deciding", "con")


def test_pausing_putting_away_and_taking_up_again(as_ana, ana):
    behaviour = a_behaviour(ana, Stage.CON)
    before = steps(behaviour)

    for state in ["paused", "archived", "active"]:
        as_ana.post(url("behaviour_state", behaviour), {"state": state})
        assert fresh(behaviour).state == state

    assert steps(behaviour) == before


def test_an_unknown_state_is_refused(as_ana, ana):
    behaviour = a_behaviour(ana)

    assert as_ana.post(url("behaviour_state", behaviour), {"state": "won"}).status_code == 400
    assert fresh(behaviour).state == "active"


def test_what_is_put_away_is_one_link_from_what_i_work_on(as_ana, ana):
    a_behaviour(ana, label="Evenings", state="paused")
    a_behaviour(ana, label="Old business", state="archived")

    shown, away = text(as_ana.get(url("behaviours"))), text(as_ana.get(url("put_away")))

    assert ("Evenings" in shown, "Old business" in shown) == (True, False)
    assert url("put_away") in shown
    assert ("Evenings" in away, "Old business" in away) == (False, True)


def test_only_what_is_put_away_is_deleted_and_only_when_they_are_sure(as_ana, ana):
    behaviour = a_behaviour(ana, Stage.CON)
    page = url("behaviour_delete", behaviour)

    assert as_ana.post(page, {"sure": "on"})["Location"] == url("behaviour", behaviour)
    as_ana.post(url("behaviour_state", behaviour), {"state": "archived"})
    assert "Tick this to delete it for good" in text(as_ana.post(page))
    assert Behaviour.objects.count() == 1

    as_ana.post(page, {"sure": "on"})

    assert (Behaviour.objects.count(), StageMove.objects.count()) == (0, 0)


def test_a_move_with_a_day_and_a_line_is_written_and_shown(as_ana, ana):
    behaviour = a_behaviour(ana, Stage.ACT)
    said = {"to": "con", "was": "act", "asked": "True", "since": "2026-11-01", "note": HOSTILE}

    as_ana.post(url("stage_move", behaviour), said)

    move = behaviour.moves.last()
    assert (move.to_stage, move.since, move.note) == ("con", date(2026, 11, 1), HOSTILE)
    page = text(as_ana.get(url("behaviour", behaviour)))
    assert "&lt;script&gt;alert(1)" in page
    assert "Since 1 November" in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"note": "x" * 201}, "Keep it to 200 characters. It has 201 now."),
        ({"since": "2026-11-12"}, "That day is still to come."),
        ({"since": "1066-10-14"}, "Give a day after 1 January 1900."),
        ({"since": "soon"}, "Give a day, such as 2025-03-14."),
    ],
)
def test_a_move_with_something_wrong_is_asked_again(as_ana, ana, wrong, words):
    behaviour = a_behaviour(ana, Stage.ACT)
    said = {"to": "con", "was": "act", "asked": "True", "note": "My own words"} | wrong

    answer = as_ana.post(url("stage_move", behaviour), said)

    assert answer.status_code == 200
    assert words in text(answer)
    assert said["note"] in text(answer)
    assert steps(behaviour) == [(1, "unset", "act")]


@pytest.mark.parametrize("to", ["", "won", "MAI", "\0", "x" * 100_000])
def test_an_unknown_stage_shows_the_choices_again(as_ana, ana, to):
    behaviour = a_behaviour(ana, Stage.ACT)

    answer = as_ana.post(url("stage_move", behaviour), {"to": to, "asked": "True"})

    assert answer.status_code == 200
    assert "Choose one of these." in text(answer)
    assert as_ana.get(url("stage_move", behaviour), {"to": to}).status_code == 200
    assert steps(behaviour) == [(1, "unset", "act")]


def test_the_same_tap_twice_is_one_move(as_ana, ana):
    behaviour = a_behaviour(ana, Stage.CON)
    said = {"to": "det", "was": "con"}

    answers = [as_ana.post(url("stage_move", behaviour), said) for _tap in range(2)]

    assert [answer["Location"] for answer in answers] == [url("behaviour", behaviour)] * 2
    assert steps(behaviour) == [(1, "unset", "con"), (2, "con", "det")]


def test_a_page_that_is_out_of_date_asks_again_and_keeps_what_was_typed(as_ana, ana):
    behaviour = a_behaviour(ana, Stage.CON, Stage.ACT)
    said = {"to": "pre", "was": "con", "note": "My own words", "asked": "True"}

    answer = as_ana.post(url("stage_move", behaviour), said)

    assert "Since you opened this page you put yourself somewhere else: Doing it." in text(answer)
    assert "My own words" in text(answer)
    assert len(steps(behaviour)) == 2

    as_ana.post(url("stage_move", behaviour), said | {"was": "act"})
    assert steps(behaviour)[-1] == (3, "act", "pre")


def test_taking_a_move_back(as_ana, ana):
    behaviour = a_behaviour(ana, Stage.CON)
    as_ana.post(url("stage_move", behaviour), {"to": "det"})
    assert "Take it back" in text(as_ana.get(url("behaviour", behaviour)))
    move = {"move": behaviour.moves.last().pk}

    for _tap in range(2):
        assert as_ana.post(url("stage_undo", behaviour), move).status_code == 302

    assert steps(behaviour) == [(1, "unset", "con"), (2, "con", "det"), (3, "det", "con")]
    page = text(as_ana.get(url("behaviour", behaviour)))
    assert ("Take it back" in page, "(taken back)" in page) == (False, True)


def test_after_24_hours_there_is_nothing_to_take_back(as_ana, ana):
    behaviour = a_behaviour(ana, Stage.CON)

    assert "Take it back" not in text(as_ana.get(url("behaviour", behaviour)))
    as_ana.post(url("stage_undo", behaviour), {"move": behaviour.moves.last().pk})

    assert steps(behaviour) == [(1, "unset", "con")]


@pytest.mark.parametrize(("move", "status"), [("", 400), ("x", 400), (str(uuid4()), 404)])
def test_a_forged_move_is_not_taken_back(as_ana, ana, move, status):
    behaviour = a_behaviour(ana, Stage.CON)

    assert as_ana.post(url("stage_undo", behaviour), {"move": move}).status_code == status


def test_a_move_of_another_behaviour_is_not_found(as_ana, ana, ben):
    mine, other = a_behaviour(ana, Stage.CON), a_behaviour(ben, Stage.CON)

    answer = as_ana.post(url("stage_undo", mine), {"move": other.moves.last().pk})

    assert answer.status_code == 404


@pytest.mark.parametrize("who", ["ana", "finn", "ada", "sam"])
def test_another_persons_behaviour_is_not_found_and_not_touched(client, ben, request, who):
    behaviour = a_behaviour(ben, Stage.CON, label="Ben's own", state="archived")
    client.force_login(request.getfixturevalue(who))
    before = kept()

    for name, method in itertools.product(OWN_PAGES, ["get", "post"]):
        said = POSTED.get(name, {"move": behaviour.moves.last().pk})
        answer = getattr(client, method)(url(name, behaviour), said)
        assert answer.status_code == (405 if name in NOT_BY[method] else 404), (method, name)
        assert "Ben&#x27;s own" not in text(answer)

    assert kept() == before
    assert fresh(behaviour).label == "Ben's own"


def test_what_does_not_exist_answers_as_what_is_not_mine(as_ana):
    for name, method in itertools.product(OWN_PAGES, ["get", "post"]):
        answer = getattr(as_ana, method)(reverse(name, args=[uuid4()]))
        assert answer.status_code == (405 if name in NOT_BY[method] else 404), (method, name)


def test_what_i_work_on_lists_only_my_own(as_ana, ana, ben):
    a_behaviour(ana, label="Mine")
    a_behaviour(ben, label="Theirs")

    page = text(as_ana.get(url("behaviours")))

    assert ("Mine" in page, "Theirs" in page) == (True, False)


def test_what_i_work_on_takes_as_many_queries_with_a_hundred_rows_as_with_one(as_ana, ana):
    counts = {}
    for rows in [1, 3, 100]:
        missing = range(rows - ana.behaviours.count())
        made = [Behaviour(member=ana, kind="food", label=f"Number {n}") for n in missing]
        many_moves(*Behaviour.objects.bulk_create(made), count=1)
        counts[rows] = queries(as_ana, url("behaviours"))

    assert len(set(counts.values())) == 1
    assert counts[100] <= 6


def test_a_behaviour_takes_as_many_queries_with_a_hundred_moves_as_with_one(as_ana, ana):
    counts = {}
    for rows in [1, 3, 100]:
        behaviour = a_behaviour(ana, goal="stop")
        many_moves(behaviour, count=rows)
        counts[rows] = queries(as_ana, url("behaviour", behaviour))

    assert len(set(counts.values())) == 1
    assert counts[100] <= 6


def test_a_hundred_behaviours_come_thirty_to_a_page(as_ana, ana):
    for number in range(35):
        a_behaviour(ana, label=f"Number {number:02}")

    pages = [text(as_ana.get(url("behaviours"), {"page": page})) for page in ["1", "2", "x", "-1"]]

    assert [page.count("Number ") for page in pages] == [30, 5, 30, 5]


def test_a_long_history_is_complete_on_its_own_page(as_ana, ana):
    behaviour = a_behaviour(ana)
    many_moves(behaviour, count=60)

    page = text(as_ana.get(url("behaviour", behaviour)))
    pages = [text(as_ana.get(url("behaviour_history", behaviour), {"page": n})) for n in (1, 2)]

    assert page.count('<th scope="row">') == 50
    assert url("behaviour_history", behaviour) in page
    assert [each.count('<th scope="row">') for each in pages] == [50, 10]


@pytest.mark.parametrize(
    ("zone", "instant", "day"),
    [
        ("Etc/GMT+5", "2026-11-12T04:30", date(2026, 11, 11)),
        ("Asia/Tokyo", "2026-11-11T14:30", date(2026, 11, 11)),
        ("Pacific/Pago_Pago", "2026-11-12T02:00", date(2026, 11, 11)),
        ("Pacific/Tongatapu", "2026-11-11T18:00", date(2026, 11, 12)),
    ],
)
def test_today_is_the_members_own_and_tomorrow_is_refused(
    client, ana, time_machine, zone, instant, day
):
    ana.zone = zone
    ana.save()
    behaviour = a_behaviour(ana, Stage.CON)
    time_machine.move_to(datetime.fromisoformat(instant).replace(tzinfo=UTC), tick=False)
    client.force_login(ana)

    tomorrow = {"to": "det", "since": day.replace(day=day.day + 1).isoformat()}
    assert "still to come" in text(client.post(url("stage_move", behaviour), tomorrow))
    client.post(url("stage_move", behaviour), {"to": "det", "since": day.isoformat()})
    client.post(url("stage_move", behaviour), {"to": "act"})

    assert [move.since for move in behaviour.moves.all()][1:] == [day, day]


def test_pages_of_progress_name_nothing_in_their_title(as_ana, ana):
    behaviour = a_behaviour(ana, Stage.CON, label="Wine on weeknights")

    for page in [url("behaviours"), url("behaviour", behaviour), url("stage_move", behaviour)]:
        shown = text(as_ana.get(page))
        title = shown[shown.index("<title>") : shown.index("</title>")]
        assert "Wine" not in title
        assert "Alcohol" not in title


def many_moves(*behaviours: Behaviour, count: int) -> None:
    """To and fro between two stages, written at once."""
    way = ["unset", *["con", "act"] * count][: count + 1]
    StageMove.objects.bulk_create(
        StageMove(
            member=behaviour.member, behaviour=behaviour, number=number, note="To and fro",
            from_stage=way[number - 1], to_stage=way[number], since=NOON.date(), at=NOON,
        )
        for behaviour in behaviours
        for number in range(1, count + 1)
    )  # fmt: skip


def queries(client, page: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(page).status_code == 200
    return len(captured)
