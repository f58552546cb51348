"""Working a sheet in a browser: drafts, rows, two tabs, paper; with and without script."""

import html
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from smartrecovery.bench.pages import forms
from smartrecovery.sheets import Lines, Long, Person, Sheet, Text
from stages.models import Behaviour
from tools import catalogue, keeping
from tools.models import Entry, Rating, Revision

from .writing import NOW, kept

pytestmark = pytest.mark.django_db
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
TOOLS = [sheet.slug for sheet in catalogue.latest()]


def written(answers: dict, sheet: Sheet) -> list[str]:
    """What somebody put in their own words, each answer and each cell."""
    typed = {Text, Person, Long}
    asked = sheet.questions.values()
    words = [answers.get(q.name, "") for q in asked if type(q) in typed]
    for name, row in sheet.rows(answers):
        words += [row.get(q.name, "") for q in sheet.questions[name].of if type(q) in typed]
    return [line for text in words for line in text.split("\n") if line]


@pytest.mark.parametrize("slug", TOOLS)
def test_every_tool_opens_begins_and_prints(as_ana, slug):
    pages = [
        f"/tools/{slug}/",
        f"/tools/{slug}/begin/",
        f"/tools/{slug}/print/",
        f"/tools/{slug}/print/?paper=letter",
    ]

    assert [as_ana.get(page).status_code for page in pages] == [200] * 4


@pytest.mark.parametrize("slug", TOOLS)
def test_every_example_is_shown_printed_and_compared_whole(as_ana, ana, slug):
    sheet = catalogue.newest(slug)
    entry = kept(ana, slug, sheet.worked_example)
    words = written(sheet.worked_example, sheet)

    printed = as_ana.get(f"/entries/{entry.pk}/print/").content.decode()
    worked = as_ana.get(f"/entries/{entry.pk}/")

    assert [word for word in words if word not in html.unescape(printed)] == []
    assert worked.status_code == 200
    assert as_ana.get(f"/entries/{entry.pk}/changes/").status_code == 200


def test_an_old_link_to_a_tool_nobody_made_is_not_found(as_ana):
    assert as_ana.get("/tools/horoscope/begin/").status_code == 404


@pytest.mark.parametrize(
    "wanted, found",
    [("cba", "Weighing it up"), ("CPW", "My change plan"), ("zzz", "No tool goes by that name")],
)
def test_a_tool_is_found_by_any_name_people_use(as_ana, wanted, found):
    page = as_ana.get("/tools/", {"q": wanted}).content.decode()

    assert found in page


def test_a_plan_is_saved_and_read_back(as_ana, ana):
    key = uuid4()
    posted = {
        "id": key, "version": "0", "tab": "t1", "do": "save", "change": "No wine from Sunday to Thursday",
        "goal_type": "cut", "importance": "0", "confidence": "6", "steps": ["aaaaaaaa", "bbbbbbbb"],
        "steps-aaaaaaaa-text": "Swim", "steps-aaaaaaaa-when": "2026-11-27", "steps-aaaaaaaa-done": "on",
    }  # fmt: skip
    today = ana.today().isoformat()

    first = as_ana.post("/tools/change-plan/begin/", posted)
    again = as_ana.post("/tools/change-plan/begin/", posted)

    entry = Entry.objects.get()
    assert [first.url, again.url] == [f"/entries/{key}/"] * 2
    assert entry.answers == {
        "change": "No wine from Sunday to Thursday",
        "goal_type": "cut",
        "importance": 0,
        "confidence": 6,
        "steps": [
            {
                "added": today,
                "done_at": today,
                "id": "aaaaaaaa",
                "text": "Swim",
                "when": "2026-11-27",
                "done": True,
            }
        ],
    }
    assert sorted(Rating.objects.values_list("question", "value")) == [
        ("confidence", 6),
        ("importance", 0),
    ]
    assert Revision.objects.count() == 1


def test_an_empty_page_keeps_nothing_and_says_what_is_missing(as_ana):
    response = as_ana.post(
        "/tools/change-plan/begin/", {"id": uuid4(), "version": "0", "tab": "t", "do": "save"}
    )

    assert response.status_code == 200
    assert "Write a few words here first" in response.content.decode()
    assert Entry.objects.count() == 0


def test_a_refused_save_keeps_everything_that_was_typed(as_ana, ana):
    entry = kept(ana, "change-plan", {"change": "Swim"})
    posted = {
        "version": "1",
        "tab": "t",
        "do": "save",
        "change": "Swim more",
        "start_on": "2026-02-31",
        "importance_why": "y" * 300,
    }

    page = as_ana.post(f"/entries/{entry.pk}/", posted).content.decode()
    later = as_ana.get(f"/entries/{entry.pk}/").content.decode()

    for said in (page, later):
        assert "\nSwim more</textarea>" in said
        assert 'value="2026-02-31"' in said
        assert "y" * 300 in said
    assert "Choose a day, or leave it for later." in page
    assert Entry.objects.get().unsaved


def test_autosave_answers_with_the_time_and_the_next_version(client, ana, time_machine):
    entry = kept(ana, "change-plan", {"change": "Swim"})
    time_machine.move_to(NOW + timedelta(minutes=5), tick=False)
    client.force_login(ana)
    posted = {"version": "1", "tab": "t", "do": "save", "change": "Swim at six", "start_on": "soon"}

    response = client.post(f"/entries/{entry.pk}/", posted, headers={"X-Autosave": "1"})

    assert response.json() == {
        "version": 2,
        "saved": "18:05",
        "url": f"/entries/{entry.pk}/",
        "errors": {"start_on": ["Choose a day, or leave it for later."]},
    }
    assert Revision.objects.count() == 1


def test_a_second_tab_is_shown_both_and_chooses(as_ana, ana):
    entry = kept(ana, "change-plan", {"change": "Mine"})
    posted = {"version": "0", "tab": "second", "do": "save", "change": "Theirs"}

    quiet = as_ana.post(f"/entries/{entry.pk}/", posted, headers={"X-Autosave": "1"})
    loud = as_ana.post(f"/entries/{entry.pk}/", posted)
    untouched = Entry.objects.get().answers
    chosen = as_ana.post(f"/entries/{entry.pk}/", posted | {"version": "1", "do": "mine"})

    assert (quiet.status_code, quiet.json()["conflict"]) == (409, True)
    assert loud.status_code == 409
    assert all(
        word in loud.content.decode() for word in ("Mine", "Theirs", "Keep what is on this page")
    )
    assert untouched == {"change": "Mine"}
    assert chosen.status_code == 302
    assert Entry.objects.get().answers == {"change": "Theirs"}
    assert [r.answers for r in Revision.objects.order_by("number")] == [
        {"change": "Mine"},
        {"change": "Theirs"},
    ]


def test_choosing_this_page_though_an_answer_is_wrong_keeps_both(as_ana, ana):
    entry = kept(ana, "change-plan", {"change": "Mine"}, saved=False)
    posted = {"version": "1", "tab": "second", "do": "mine", "change": "Theirs", "start_on": "x"}

    page = as_ana.post(f"/entries/{entry.pk}/", posted).content.decode()

    assert "One or two answers need another look" in page
    assert Entry.objects.get().answers == {"change": "Theirs", "_raw": {"start_on": "x"}}
    assert [r.answers for r in Revision.objects.all()] == [{"change": "Mine"}]


def test_rows_move_and_go_without_script(as_ana, ana):
    rows = [{"id": letter * 8, "text": letter} for letter in "abc"]
    entry = kept(ana, "cost-benefit", {"title": "Wine", "doing_cost": rows})
    posted = {"tab": "t", "title": "Wine", "doing_cost": [r["id"] for r in rows]}
    posted |= {f"doing_cost-{r['id']}-text": r["text"] for r in rows}

    moved = as_ana.post(
        f"/entries/{entry.pk}/", posted | {"version": "1", "do": f"up:doing_cost:{'c' * 8}"}
    )
    order = [r["text"] for r in Entry.objects.get().answers["doing_cost"]]
    gone = as_ana.post(
        f"/entries/{entry.pk}/", posted | {"version": "2", "do": f"remove:doing_cost:{'a' * 8}"}
    )

    assert moved.url == gone.url == f"/entries/{entry.pk}/#rows-doing_cost"
    assert order == ["a", "c", "b"]
    assert [r["text"] for r in Entry.objects.get().answers["doing_cost"]] == ["b", "c"]


def test_a_reason_is_taken_with_one_tap_and_leads_back(as_ana, ana):
    source = kept(
        ana,
        "cost-benefit",
        {"title": "Wine", "doing_cost": [{"id": "cccccccc", "text": "62 a week"}]},
    )
    plan = kept(ana, "change-plan", {"change": "Swim"})
    take = f"take:reasons:{source.pk}:cccccccc"

    offered = as_ana.get(f"/entries/{plan.pk}/").content.decode()
    as_ana.post(f"/entries/{plan.pk}/", {"version": "1", "tab": "t", "do": take, "change": "Swim"})
    taken = as_ana.get(f"/entries/{plan.pk}/").content.decode()

    assert take in offered
    assert take not in taken
    assert f'href="/entries/{source.pk}/#row-cccccccc"' in taken
    assert 'id="row-cccccccc"' in as_ana.get(f"/entries/{source.pk}/").content.decode()


def test_nobody_takes_another_persons_reason(as_ana, ana, ben):
    theirs = kept(
        ben,
        "cost-benefit",
        {"title": "x", "doing_cost": [{"id": "cccccccc", "text": "Secret of Ben"}]},
    )
    plan = kept(ana, "change-plan", {"change": "Swim"})

    response = as_ana.post(
        f"/entries/{plan.pk}/",
        {"version": "1", "tab": "t", "do": f"take:reasons:{theirs.pk}:cccccccc", "change": "Swim"},
    )

    assert response.status_code == 302
    assert "reasons" not in Entry.objects.get(pk=plan.pk).answers
    assert "Secret of Ben" not in as_ana.get(f"/entries/{plan.pk}/").content.decode()


def test_a_behaviour_that_is_not_mine_is_not_found(as_ana, ana, ben):
    theirs = Behaviour.objects.create(member=ben, kind="gaming")
    entry = kept(ana, "change-plan", {"change": "Swim"})

    response = as_ana.post(
        f"/entries/{entry.pk}/", {"version": "1", "tab": "t", "change": "x", "behaviour": theirs.pk}
    )

    assert response.status_code == 404
    assert Entry.objects.get(pk=entry.pk).behaviour_id is None


@pytest.mark.parametrize("page", ["", "print/", "changes/", "delete/"])
def test_other_people_find_nothing(client, ana, ben, page):
    entry = kept(ana, "change-plan", {"change": "Swim"})
    client.force_login(ben)

    responses = [client.get(f"/entries/{pk}/{page}") for pk in (entry.pk, uuid4())]

    assert [r.status_code for r in responses] == [404, 404]


def test_a_step_is_ticked_from_elsewhere_and_the_plan_says_when(as_ana, ana):
    entry = kept(
        ana,
        "change-plan",
        {"change": "x", "steps": [{"id": "aaaaaaaa", "text": "Swim", "when": "2026-11-27"}]},
    )

    as_ana.post(f"/entries/{entry.pk}/steps/aaaaaaaa/", {"done": "1"})

    (step,) = Entry.objects.get().answers["steps"]
    assert (step["done"], step["done_at"]) == (True, ana.today().isoformat())
    assert Entry.objects.get().next_on is None


def test_putting_away_and_deleting(as_ana, ana):
    entry = kept(ana, "change-plan", {"change": "Swim"})

    as_ana.post(f"/entries/{entry.pk}/away/", {"away": "1"})
    listed = "Swim" in as_ana.get("/tools/entries/").content.decode()
    put_away = "Swim" in as_ana.get("/tools/entries/?archived=1").content.decode()
    as_ana.post(f"/entries/{entry.pk}/delete/")

    assert (listed, put_away) == (False, True)
    assert (Entry.objects.count(), Revision.objects.count()) == (0, 0)


def test_a_sheet_about_something_put_away_stays_about_it(as_ana, ana):
    Behaviour.objects.create(member=ana, kind="gaming")
    behaviour = Behaviour.objects.create(member=ana, kind="alcohol", state="archived")
    entry = kept(ana, "change-plan", {"change": "Swim"})
    entry.behaviour = behaviour
    entry.save(update_fields=["behaviour"])

    page = as_ana.get(f"/entries/{entry.pk}/").content.decode()

    assert f'<option value="{behaviour.pk}" selected>' in page


def test_what_a_newer_version_wrote_is_listed_and_breaks_nothing(as_ana, ana):
    entry = kept(ana, "change-plan", {"change": "Swim", "review_on": ana.today().isoformat()})
    Entry.objects.update(edition=99, unsaved=True)

    pages = ["/", "/urge/", "/tools/", "/tools/entries/", f"/entries/{entry.pk}/delete/"]

    assert [as_ana.get(page).status_code for page in pages] == [200] * 5
    assert as_ana.get(f"/entries/{entry.pk}/").status_code == 404


@pytest.mark.parametrize("opened, begun", [("1", 1), ("2", 2), ("99", 2), ("", 2)])
def test_a_page_opened_before_a_new_edition_is_kept_in_its_own(as_ana, monkeypatch, opened, begun):
    plan = catalogue.newest("change-plan")
    monkeypatch.setitem(catalogue.CATALOGUE, ("change-plan", 2), replace(plan, edition=2))
    page = {"id": uuid4(), "version": "0", "tab": "t", "edition": opened, "change": "Swim"}

    for _twice in range(2):
        as_ana.post("/tools/change-plan/begin/", page | {"do": "save"})

    assert Entry.objects.get().edition == begun


def test_a_number_of_any_length_is_shown_again(as_ana, ana):
    entry = kept(ana, "change-plan", {"change": "Swim"})
    posted = {"version": "1", "tab": "t", "do": "save", "change": "x", "confidence": "9" * 5000}

    answer = as_ana.post(f"/entries/{entry.pk}/", posted)

    assert (answer.status_code, as_ana.get(f"/entries/{entry.pk}/").status_code) == (200, 200)


def test_weights_that_are_not_asked_for_now_are_kept_unseen(as_ana, ana):
    rows = [{"id": "aaaaaaaa", "text": "62 a week", "weight": "4"}]
    entry = kept(ana, "cost-benefit", {"title": "Wine", "doing_cost": rows})
    hidden = '<input type="hidden" name="doing_cost-aaaaaaaa-weight" value="4">'

    off = as_ana.get(f"/entries/{entry.pk}/").content.decode()
    entry.answers = entry.answers | {"weights": True}
    entry.save(update_fields=["answers"])
    on = as_ana.get(f"/entries/{entry.pk}/").content.decode()

    assert (hidden in off, hidden in on) == (True, False)
    assert 'id="id_doing_cost-aaaaaaaa-weight_4" checked' in on


def test_undecided_people_are_asked_why_and_decided_ones_are_not(as_ana, ana):
    behaviour = Behaviour.objects.create(member=ana, kind="alcohol", label="Wine")
    entry = kept(ana, "cost-benefit", {"title": "Wine"})
    entry.behaviour = behaviour
    entry.save(update_fields=["behaviour"])

    undecided = as_ana.get(f"/entries/{entry.pk}/").content.decode()
    ana.stage_moves.create(
        behaviour=behaviour, number=1, from_stage="unset", to_stage="act", since=NOW.date()
    )
    decided = as_ana.get(f"/entries/{entry.pk}/").content.decode()

    assert ('name="why_now"' in undecided, 'name="why_now"' in decided) == (
        True,
        False,
    )


def queries(client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("path", ["/tools/", "/tools/entries/", "/tools/change-plan/"])
def test_lists_cost_the_same_at_1_3_and_100(as_ana, ana, path):
    counts = []
    for more in (1, 2, 97):
        Entry.objects.bulk_create(
            Entry(member=ana, tool="change-plan", title=f"Plan {n}", unsaved=n % 2 == 0)
            for n in range(more)
        )
        counts.append(queries(as_ana, path))

    assert len(set(counts)) == 1
    assert counts[0] <= {"/tools/": 4, "/tools/entries/": 4, "/tools/change-plan/": 4}[path]


def test_saving_takes_six_queries(as_ana, ana):
    entry = kept(ana, "change-plan", {"change": "Swim"})
    posted = {
        "version": "1",
        "tab": "t",
        "do": "save",
        "change": "Swim more",
        "importance": "7",
        "confidence": "4",
    }

    with CaptureQueriesContext(connection) as captured:
        as_ana.post(f"/entries/{entry.pk}/", posted)

    asked = [
        q["sql"]
        for q in captured
        if not q["sql"].startswith(("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT"))
    ]
    assert len(asked) <= 6, asked


ASKS_THE_LOG = {"triggers", "urge-plan"}  # what was noted about urges is offered on these


@pytest.mark.parametrize("slug", TOOLS)
def test_opening_a_sheet_costs_the_same_with_1_and_50_rows(as_ana, ana, slug):
    sheet, counts = catalogue.newest(slug), []
    behaviour = Behaviour.objects.create(member=ana, kind="alcohol", goal="stop", label="Wine")
    for size in (1, 50):
        entry = kept(ana, slug, sheet.worked_example | many(sheet, size))
        Entry.objects.filter(pk=entry.pk).update(behaviour=behaviour)
        counts.append(
            [queries(as_ana, f"/entries/{entry.pk}/?step={step.number}") for step in sheet.steps]
        )
        entry.delete()

    assert counts[0] == counts[1]
    assert max(counts[0]) <= (7 if slug in ASKS_THE_LOG else 6)


def many(sheet: Sheet, size: int) -> dict:
    """So many rows in each list that takes them."""
    return {
        name: [{"id": f"row{n:06}", lines.of[0].name: f"Line {n}"} for n in range(size)]
        for name, lines in sheet.questions.items()
        if isinstance(lines, Lines)
    }


def test_a_plan_to_stop_shows_the_note_about_stopping_once(as_ana, ana):
    behaviour = Behaviour.objects.create(member=ana, kind="alcohol", label="Wine")
    entry = kept(ana, "change-plan", {"change": "None from now on", "goal_type": "stop"})
    entry.behaviour = behaviour
    entry.save(update_fields=["behaviour"])
    path = f"/entries/{entry.pk}/"

    before = as_ana.get(path).content.decode()
    as_ana.post(
        f"/progress/{behaviour.pk}/note/", {"note": "withdrawal", "goal": "stop", "next": path}
    )
    after = as_ana.get(path).content.decode()

    assert ("I have read this" in before, "I have read this" in after) == (True, False)
    assert "About stopping safely" in after


def test_enter_without_script_comes_back_to_the_same_box(as_ana, ana):
    entry = kept(ana, "cost-benefit", {"title": "Wine"})
    posted = {
        "version": "1",
        "tab": "t",
        "do": "add:",
        "title": "Wine",
        "doing_cost": ["aaaaaaaa"],
        "doing_cost-aaaaaaaa-text": "62 a week",
    }

    response = as_ana.post(f"/entries/{entry.pk}/", posted)

    assert response.url == f"/entries/{entry.pk}/#rows-doing_cost"


def test_a_number_that_became_another_is_one_change(as_ana, ana):
    entry = kept(ana, "change-plan", {"change": "Swim", "confidence": 5})
    keeping.save(
        entry, catalogue.newest("change-plan"), {"change": "Swim", "confidence": 7},
        keeping.Page(entry.version, "first"), NOW + timedelta(days=1),
    )  # fmt: skip

    told = as_ana.get(f"/entries/{entry.pk}/changes/").content.decode()

    assert '7 out of 10<br><del class="quiet">5 out of 10</del>' in told
    assert (told.count("changed</span>"), "taken out" in told) == (1, False)


def test_what_only_switches_something_on_is_not_printed(as_ana, ana):
    entry = kept(ana, "cost-benefit", {"title": "Wine", "weights": True})

    printed = as_ana.get(f"/entries/{entry.pk}/print/").content.decode()

    assert "Let me say how much each line matters" not in printed


def test_a_new_plan_offers_to_look_again_in_a_week_and_that_alone_keeps_nothing(as_ana, ana):
    again = (ana.today() + timedelta(days=7)).isoformat()

    page = as_ana.get("/tools/change-plan/begin/").content.decode()
    posted = {"id": str(uuid4()), "do": "add:steps", "change": "", "review_on": again}
    as_ana.post("/tools/change-plan/begin/", posted)

    assert f'value="{again}" name="review_on"' in page
    assert Entry.objects.count() == 0


def test_a_mark_no_page_of_ours_would_have_breaks_nothing(as_ana):
    posted = {"id": uuid4(), "version": "0", "tab": "a\0b" * 40, "do": "save", "change": "Swim"}

    assert as_ana.post("/tools/change-plan/begin/", posted).status_code == 302
    assert len(Entry.objects.get().last_tab) == 32


# A week keeps its days and counts as columns too; a link is checked against what it may point at.
MORE_TO_KEEP = {"week-plan": 8, "goals": 7}


@pytest.mark.parametrize("slug", TOOLS)
def test_saving_a_sheet_takes_six_statements(as_ana, ana, slug):
    sheet = catalogue.newest(slug)
    behaviour = Behaviour.objects.create(member=ana, kind="alcohol", goal="stop", label="Wine")
    entry = kept(ana, slug, sheet.worked_example | dict.fromkeys(sheet.switches, True))
    Entry.objects.filter(pk=entry.pk).update(behaviour=behaviour)
    here = f"/entries/{entry.pk}/"

    counts = []
    for step in sheet.steps:
        page = next(
            f for f in forms(as_ana.get(f"{here}?step={step.number}").text) if "version" in f.names
        )
        words = next(name for name, kind in page.kinds.items() if kind == "textarea")
        said: dict[str, list[str]] = {}
        for name, value in page.filled(("do", "save"), **{words: f"Other words {step.number}"}):
            said.setdefault(name, []).append(value)
        with CaptureQueriesContext(connection) as captured:
            assert as_ana.post(here, said).status_code == 302
        counts.append(len([q for q in captured if not q["sql"].startswith(TRANSACTION)]))

    assert max(counts) <= MORE_TO_KEEP.get(slug, 6)
