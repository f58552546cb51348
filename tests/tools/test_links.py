"""The web of tools: every row of its table, from where a line is written to where its copy follows or stays."""

import html
import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from smartrecovery import export, restore
from smartrecovery.sheets import Lines
from stages.models import Behaviour
from tools import catalogue, copies, following, keeping, links, offers
from tools.models import Entry, Revision, Taken

from .writing import NOW, kept, kept_again

pytestmark = [pytest.mark.django_db, pytest.mark.page]
TODAY = date(2026, 11, 23)
ASKED = "Let the copies follow?"
PLAN, WEIGHED = catalogue.newest("change-plan"), catalogue.newest("cost-benefit")
COST = {"id": "cccccccc", "text": "62 a week"}


def saved(entry: Entry, answers: dict) -> Entry:
    return kept_again(Entry.objects.get(pk=entry.pk), answers)


def example(flow: links.Flow) -> dict:
    """The example of the source, with something to take in it."""
    sheet = catalogue.newest(flow.from_tool)
    answers = {name: v for name, v in sheet.worked_example.items() if v}
    if flow.within:
        answers.pop(flow.to_question, None)
    if not flow.rows(sheet, answers):
        answers[flow.from_question] = "Leo asked me"
    return answers


def step_of(slug: str, name: str) -> int:
    steps = catalogue.newest(slug).steps
    return next(
        s.number for s in steps if name in {q.name for a in s.sections for q in a.questions}
    )


def page_of(client, entry: Entry, name: str = "") -> str:
    step = step_of(entry.tool, name) if name else 1
    answer = client.get(f"/entries/{entry.pk}/", {"step": step})
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def take(client, entry: Entry, name: str, source: Entry, row: str) -> Entry:
    """What pressing the button of an offer sends, on a page that asks nothing else."""
    now, sheet = Entry.objects.get(pk=entry.pk), catalogue.newest(entry.tool)
    posted = {"version": now.version, "tab": "t", "step": step_of(entry.tool, name)}
    for question in sheet.questions.values():
        if isinstance(question, Lines):
            rows = now.answers.get(question.name, [])
            posted[question.name] = [row["id"] for row in rows]
            posted |= {
                f"{question.name}-{row['id']}-{cell.name}": row[cell.name]
                for row in rows
                for cell in question.of
                if row.get(cell.name)
            }
        elif isinstance(said := now.answers.get(question.name), str | int):
            posted[question.name] = said
    answer = client.post(f"/entries/{entry.pk}/", posted | {"do": f"take:{name}:{source.pk}:{row}"})
    assert answer.status_code == 302
    return Entry.objects.get(pk=entry.pk)


def the_copy(entry: Entry, source: Entry) -> copies.Copy:
    sheet = catalogue.newest(entry.tool)
    return next(
        copy
        for copy in copies.copies(sheet, entry.answers)
        if copy.origin["entry"] == str(source.pk)
    )


def follow(client, source: Entry, *ticked: str, do: str = "follow", **more):
    page = page_of(client, source)
    seen = re.findall(r'name="seen" value="([^"]+)"', page)
    version = Entry.objects.get(pk=source.pk).version
    posted = {"version": version, "seen": seen, "copy": ticked, "do": do} | more
    return client.post(f"/entries/{source.pk}/follow/", posted, follow=True)


def ticks(page: str) -> dict[str, bool]:
    """Each copy that is asked about, by its entry, and whether it is ticked beforehand."""
    found = re.findall(r'name="copy" value="([^"]+)" id="[^"]+"( checked)?', page)
    return {value: bool(checked) for value, checked in found}


def anew(flow: links.Flow, answers: dict, row_id: str) -> dict:
    """The source's answers with the words of one line written anew."""
    sheet, first = catalogue.newest(flow.from_tool), flow.cells[0][0]
    if row_id == flow.from_question:
        return answers | {row_id: f"Anew: {answers[row_id]}"}
    name = next(name for name, row in sheet.rows(answers) if row["id"] == row_id)
    rows = [
        row | {first: f"Anew: {row[first]}"} if row["id"] == row_id else row
        for row in answers[name]
    ]
    return answers | {name: rows}


def test_every_name_in_the_table_is_known_to_the_newest_sheets():
    assert links.wrong() == []


def test_no_flow_stands_in_the_table_twice():
    ends = [(flow.source, flow.target) for flow in links.LINKS]

    assert len(set(ends)) == len(ends)


@pytest.mark.parametrize(
    "odd",
    [
        links.Flow("horoscope.stars", "goals.goal"),
        links.Flow("values.all", "values.stars"),
        links.Flow("values.all", "goals.status"),
        links.Flow("values.all", "goals.goal", (("words", "text"),)),
        links.Flow("values.all", "values.top", (("text", "lived"),)),
        links.Flow("values.all", "values.top", first="risk"),
        links.Flow("values.all", "values.top", open_only=True),
        links.Flow("change-plan.steps", "week-plan.actions", carried=(("dow", "at"),)),
    ],
)
def test_a_flow_that_could_not_flow_is_found(odd, monkeypatch):
    monkeypatch.setattr(links, "LINKS", (odd,))

    assert len(links.wrong()) == 1


@pytest.mark.parametrize(
    "flow", links.LINKS, ids=[f"{flow.source}-{flow.target}" for flow in links.LINKS]
)
def test_a_line_flows_is_found_from_both_ends_and_follows_when_asked(flow, as_ana, ana):
    name = flow.to_question
    source = kept(ana, flow.from_tool, example(flow))
    first = source if flow.within else kept(ana, flow.to_tool, {})
    second = None if flow.within else kept(ana, flow.to_tool, {})
    title = catalogue.newest(flow.from_tool).title

    offered = page_of(as_ana, first, name)
    rows = flow.rows(catalogue.newest(flow.from_tool), source.answers)
    theirs = {row["id"] for row in rows}
    waiting = re.findall(rf'value="take:{name}:{source.pk}:(\w+)"', offered)
    row_id = next(one for one in waiting if one in theirs)
    for target in filter(None, (first, second)):
        take(as_ana, target, name, source, row_id)
    copy = the_copy(Entry.objects.get(pk=first.pk), source)
    shown, told = page_of(as_ana, first, name), page_of(as_ana, Entry.objects.get(pk=source.pk))
    source = saved(source, anew(flow, Entry.objects.get(pk=source.pk).answers, row_id))
    asked = page_of(as_ana, source)
    chosen = [value for value in ticks(asked) if value.startswith(str(first.pk))]
    follow(as_ana, source, *chosen)
    after = page_of(as_ana, source)
    one = the_copy(Entry.objects.get(pk=first.pk), source)

    if not flow.within:
        assert f"Take one from what you wrote: “{title}”" in offered
        assert f"take:{name}:{source.pk}:{row_id}" not in shown
    assert (copy.question, copy.source) == (name, (str(source.pk), row_id))
    assert copy.row[flow.cells[0][1]]
    assert f"From “{title}”" in shown
    assert re.search(rf'href="/entries/{source.pk}/[^"]*#(row-|id_){row_id}"', shown)
    assert re.search(rf'href="/entries/{first.pk}/[^"]*#(row-|id_){copy.row["id"]}"', told)
    assert (ASKED in told, ASKED in asked, ASKED in after) == (False, True, False)
    assert one.row[flow.cells[0][1]].startswith("Anew: ")
    if second:
        other = the_copy(Entry.objects.get(pk=second.pk), source)
        assert other.row[flow.cells[0][1]] == copy.row[flow.cells[0][1]]
        Entry.objects.filter(pk=source.pk).delete()
        left = page_of(as_ana, first, name)
        assert ("From a sheet that is gone" in left, f"From “{title}”" in left) == (True, False)
        assert the_copy(Entry.objects.get(pk=first.pk), source) == one
        assert not Taken.objects.exists()


# What is offered


def words(member, entry: Entry, name: str) -> list[str]:
    sheet = catalogue.newest(entry.tool)
    page = offers.for_page(member, entry, sheet, entry.answers, sheet.questions)
    offered = page.offers.get(name)
    groups = [*offered.groups, *offered.more] if offered else []
    return [offer.text for group in groups for offer in group.offers]


def test_the_riskiest_comes_first_from_whichever_sheet(ana):
    for rows in ([("Payday", 9), ("Aunt June", 6)], [("Rain", None), ("Friday", 7)]):
        answers = [
            {"id": f"row{n}{text.lower():>6}".replace(" ", "0"), "text": text}
            | ({"risk": risk} if risk else {})
            for n, (text, risk) in enumerate(rows)
        ]
        kept(ana, "triggers", {"triggers": answers})

    found = words(ana, kept(ana, "week-plan", {}), "risks")

    assert found == ["Payday", "Friday", "Aunt June", "Rain"]


def test_starred_ideas_come_first_and_done_steps_not_at_all(ana):
    kept(
        ana,
        "brainstorm",
        {
            "question": "What could six o’clock look like?",
            "ideas": [
                {"id": "aaaaaaaa", "text": "Call Mum"},
                {"id": "bbbbbbbb", "text": "Swim", "starred": True},
            ],
        },
    )
    steps = [
        {"id": "cccccccc", "text": "Pack the bag", "done": True, "done_at": "2026-11-20"},
        {"id": "dddddddd", "text": "Ring the pool"},
    ]
    kept(ana, "change-plan", {"change": "x", "steps": steps})

    found = words(ana, kept(ana, "week-plan", {}), "actions")

    assert found == ["Ring the pool", "Swim", "Call Mum"]


@pytest.mark.parametrize(
    "step, days",
    [
        ({"dow": "tue"}, ["tue"]),
        ({"when": "2026-11-27"}, ["fri"]),
        ({"when": "2026-11-30"}, None),
        ({"when": "2026-11-20"}, None),
        ({"dow": "tue", "when": "2026-11-27"}, ["tue"]),
        ({}, None),
    ],
)
def test_a_step_brings_its_weekday_into_the_week_it_falls_in(ana, step, days):
    rows = [{"id": "aaaaaaaa", "text": "Swim"} | step]
    source = kept(ana, "change-plan", {"change": "x", "steps": rows})
    sheet = catalogue.newest("week-plan")

    taken = offers.taken({"starts_on": "2026-11-23"}, sheet, "actions", source, "aaaaaaaa", TODAY)

    assert taken["actions"][0].get("days") == days


def test_words_that_stand_there_already_are_not_offered_and_each_comes_once(ana):
    kept(ana, "cost-benefit", {"title": "Wine", "doing_cost": [COST]})
    again = [COST | {"id": "dddddddd", "text": "62  A WEEK"}, {"id": "eeeeeeee", "text": "Sleep"}]
    kept(ana, "cost-benefit", {"title": "Wine", "doing_cost": again}, NOW + timedelta(minutes=1))
    mine = [{"id": "ffffffff", "text": "sleep"}]

    found = words(ana, kept(ana, "change-plan", {"change": "x", "reasons": mine}), "reasons")

    assert found == ["62 A WEEK"]


def test_a_list_that_is_full_and_an_answer_that_is_there_are_offered_nothing(ana):
    rows = [{"id": f"row{n:06}", "text": f"Line {n}"} for n in range(8)]
    values = kept(ana, "values", {"all": rows, "top": rows[:5]})
    kept(ana, "cost-benefit", {"title": "Wine", "changing_benefit": [COST]})
    goal = kept(ana, "goals", {"goal": "Swim on Sundays"})

    assert (words(ana, values, "top"), words(ana, goal, "goal")) == ([], [])


def test_a_dozen_are_in_view_and_the_rest_behind_a_word(as_ana, ana):
    rows = [{"id": f"row{n:06}", "text": f"Line {n}"} for n in range(40)]
    kept(ana, "cost-benefit", {"title": "Wine", "doing_cost": rows})
    plan = kept(ana, "change-plan", {"change": "x"})

    page = page_of(as_ana, plan)

    before, more = page.split("More of your lines")
    assert (before.count("take:reasons:"), more.count("take:reasons:")) == (12, 28)


def test_lines_of_the_same_thing_or_of_none_are_offered_and_of_another_not(ana):
    wine, cards = (Behaviour.objects.create(member=ana, kind=k) for k in ("alcohol", "gaming"))
    about = ((wine, "About wine"), (cards, "About cards"), (None, "About life"))
    for minute, (behaviour, text) in enumerate(about):
        row = {"id": "aaaaaaaa", "text": text}
        at = NOW + timedelta(minutes=minute)
        kept(ana, "cost-benefit", {"title": "x", "doing_cost": [row]}, at, behaviour=behaviour)

    found = [
        words(ana, kept(ana, "change-plan", {}, behaviour=one), "reasons") for one in (wine, None)
    ]

    assert found == [["About life", "About wine"], ["About life", "About cards", "About wine"]]


def test_what_is_put_away_is_neither_offered_nor_taken(as_ana, ana):
    source = kept(ana, "cost-benefit", {"title": "x", "doing_cost": [COST]})
    plan = kept(ana, "change-plan", {"change": "x"})
    source.put_away()

    page = page_of(as_ana, plan)
    taken = take(as_ana, plan, "reasons", source, "cccccccc")

    assert "take:reasons" not in page
    assert "reasons" not in taken.answers


def test_long_words_are_cut_where_only_a_line_may_stand(as_ana, ana):
    belief = "I do not like this, and I can read it after dinner. " * 12
    source = kept(ana, "abc-urge", {"a": "A letter", "e_belief": belief})
    plan = kept(ana, "urge-plan", {})

    taken = take(as_ana, plan, "sentences", source, "e_belief")
    (row,) = taken.answers["sentences"]
    page = as_ana.post(
        f"/entries/{plan.pk}/",
        {
            "version": taken.version, "tab": "t", "do": "save", "delay": ["aaaaaaaa"],
            "delay-aaaaaaaa-text": "Ten minutes", "sentences": [row["id"]],
            f"sentences-{row['id']}-text": row["text"],
        },
    )  # fmt: skip

    assert len(row["text"]) <= 200
    assert row["text"].endswith("…")
    assert belief.startswith(row["text"][:-1])
    assert page.status_code == 302
    assert ASKED not in page_of(as_ana, source)


def test_an_answer_somebody_wrote_is_not_written_over(ana):
    source = kept(ana, "cost-benefit", {"title": "x", "changing_benefit": [COST]})
    sheet = catalogue.newest("goals")

    taken = offers.taken({"goal": "Mine"}, sheet, "goal", source, "cccccccc", TODAY)

    assert taken == {"goal": "Mine"}


def test_an_answer_that_was_emptied_forgets_where_it_came_from(as_ana, ana):
    source = kept(ana, "cost-benefit", {"title": "x", "changing_benefit": [COST]})
    goal = kept(ana, "goals", {"measure": "Sundays"})
    taken = take(as_ana, goal, "goal", source, "cccccccc")

    as_ana.post(
        f"/entries/{goal.pk}/",
        {"version": taken.version, "tab": "t", "do": "add:", "goal": "", "measure": "Sundays"},
    )

    assert Entry.objects.get(pk=goal.pk).answers == {"measure": "Sundays"}
    assert not Taken.objects.exists()
    assert words(ana, Entry.objects.get(pk=goal.pk), "goal") == ["62 a week"]


# Following


@pytest.fixture
def source(ana) -> Entry:
    return kept(ana, "cost-benefit", {"title": "Wine", "doing_cost": [COST]})


@pytest.fixture
def plan(ana, source) -> Entry:
    answers = offers.taken({"change": "Swim"}, PLAN, "reasons", source, "cccccccc", TODAY)
    return kept(ana, "change-plan", answers)


def reworded(entry: Entry, text: str) -> Entry:
    answers = Entry.objects.get(pk=entry.pk).answers
    name = "reasons" if entry.tool == "change-plan" else "doing_cost"
    return saved(entry, answers | {name: [answers[name][0] | {"text": text}]})


def reason(plan: Entry) -> str:
    return Entry.objects.get(pk=plan.pk).answers["reasons"][0]["text"]


def test_left_as_it_is_the_same_words_are_not_asked_about_again_but_newer_ones_are(
    as_ana, source, plan
):
    source = reworded(source, "70 a week")

    follow(as_ana, source, do="leave")
    left = page_of(as_ana, source)
    newer = page_of(as_ana, reworded(source, "80 a week"))

    assert (ASKED in left, ASKED in newer) == (False, True)
    assert reason(plan) == "62 a week"


def test_leaving_changes_no_version_and_keeps_no_revision(as_ana, source, plan):
    before = (plan.version, Revision.objects.filter(entry=plan).count(), plan.changed_at)
    source = reworded(source, "70 a week")

    follow(as_ana, source, do="leave")

    after = Entry.objects.get(pk=plan.pk)
    revisions = Revision.objects.filter(entry=plan).count()
    assert (after.version, revisions, after.changed_at) == before


def test_a_copy_that_follows_is_a_new_saved_state(as_ana, source, plan):
    source = reworded(source, "70 a week")

    page = follow(as_ana, source, *ticks(page_of(as_ana, source)))

    states = Revision.objects.filter(entry=plan).order_by("number")
    assert [state.answers["reasons"][0]["text"] for state in states] == ["62 a week", "70 a week"]
    assert "1 copy follows." in page.content.decode()
    assert not Entry.objects.get(pk=plan.pk).unsaved


def test_a_copy_in_something_half_written_follows_and_stays_half_written(as_ana, source, plan):
    Entry.objects.filter(pk=plan.pk).update(unsaved=True)
    source = reworded(source, "70 a week")

    follow(as_ana, source, *ticks(page_of(as_ana, source)))

    assert (reason(plan), Entry.objects.get(pk=plan.pk).unsaved) == ("70 a week", True)


def test_words_chosen_on_purpose_are_shown_and_not_ticked_beforehand(as_ana, source, plan):
    reworded(plan, "Sixty-two, every week")
    unasked = page_of(as_ana, source)
    source = reworded(source, "70 a week")

    page = page_of(as_ana, source)

    assert ASKED not in unasked
    assert ("Sixty-two, every week" in page, "70 a week" in page) == (True, True)
    assert list(ticks(page).values()) == [False]


def test_a_copy_that_reads_the_same_by_now_is_not_asked_about(as_ana, source, plan):
    reworded(plan, "70 a week")

    assert ASKED not in page_of(as_ana, reworded(source, "70 a week"))


def test_nothing_is_asked_while_the_source_is_half_written(as_ana, source, plan):
    answers = {"title": "Wine", "doing_cost": [COST | {"text": "70 a week"}]}
    source = Entry.objects.get(pk=source.pk)
    keeping.draft(source, WEIGHED, answers, keeping.Page(source.version, "first"), NOW)

    assert ASKED not in page_of(as_ana, source)


def test_a_copy_written_meanwhile_is_shown_again_before_it_is_replaced(as_ana, source, plan):
    source = reworded(source, "70 a week")
    shown = list(ticks(page_of(as_ana, source)))
    reworded(plan, "Mine, since")

    page = follow(as_ana, source, *shown, seen=shown)

    assert reason(plan) == "Mine, since"
    assert "Have another look" in page.content.decode()
    assert ASKED in page.content.decode()


def test_a_source_written_meanwhile_is_shown_again_before_anything_follows(as_ana, source, plan):
    source = reworded(source, "70 a week")
    shown = list(ticks(page_of(as_ana, source)))
    reworded(source, "80 a week")

    page = follow(as_ana, source, *shown, seen=shown, version=source.version)

    assert reason(plan) == "62 a week"
    assert "Have another look" in page.content.decode()


def test_a_line_of_before_there_was_a_memory_is_asked_about_once(as_ana, ana, source):
    origin = {"entry": str(source.pk), "row": "cccccccc"}
    rows = [{"id": "aaaaaaaa", "text": "62 a week", "from": origin}]
    plan = kept(ana, "change-plan", {"change": "Swim", "reasons": rows})
    same = page_of(as_ana, source)
    source = reworded(source, "70 a week")

    asked = page_of(as_ana, source)
    follow(as_ana, source, *ticks(asked))

    assert (ASKED in same, ASKED in asked, reason(plan)) == (False, True, "70 a week")


def test_following_needs_a_post_and_an_entry_of_ones_own(as_ana, client, ben, source):
    got = as_ana.get(f"/entries/{source.pk}/follow/").status_code
    client.force_login(ben)
    others = client.post(f"/entries/{source.pk}/follow/", {"do": "follow"}).status_code

    assert (got, others) == (405, 404)


def test_nobody_elses_copy_is_shown_or_touched(as_ana, ben, source):
    """Ben's line says it came from ana's sheet; so could anybody's file."""
    origin = {"entry": str(source.pk), "row": "cccccccc"}
    rows = [{"id": "aaaaaaaa", "text": "Secret of Ben", "from": origin}]
    theirs = kept(ben, "change-plan", {"change": "Bens plan", "reasons": rows})
    source = reworded(source, "70 a week")
    value = f"{theirs.pk}:reasons:aaaaaaaa:{theirs.version}"

    page = page_of(as_ana, source)
    follow(as_ana, source, value, seen=[value])

    assert ("Secret of Ben" in page, "Bens plan" in page, ASKED in page) == (False, False, False)
    assert reason(theirs) == "Secret of Ben"
    assert not Taken.objects.exists()


def test_a_copy_put_away_meanwhile_stays_as_it_is(as_ana, source, plan):
    source = reworded(source, "70 a week")
    value = f"{plan.pk}:reasons:{plan.answers['reasons'][0]['id']}:{plan.version}"
    Entry.objects.get(pk=plan.pk).put_away()

    follow(as_ana, source, value, seen=[value])

    assert reason(plan) == "62 a week"


def test_where_a_line_came_from_offers_no_more_of_them_once_put_away(as_ana, source, plan):
    saved(
        source, {"title": "Wine", "doing_cost": [COST, COST | {"id": "dddddddd", "text": "Sleep"}]}
    )
    before = page_of(as_ana, plan)
    Entry.objects.get(pk=source.pk).put_away()

    after = page_of(as_ana, plan)

    assert ["dddddddd" in page for page in (before, after)] == [True, False]


def test_where_a_line_came_from_offers_no_more_of_them_once_it_is_about_something_else(
    as_ana, ana, source, plan
):
    wine, gaming = (
        Behaviour.objects.create(member=ana, kind=kind) for kind in ("alcohol", "gaming")
    )
    saved(
        source, {"title": "Wine", "doing_cost": [COST, COST | {"id": "dddddddd", "text": "Sleep"}]}
    )
    Entry.objects.filter(pk=plan.pk).update(behaviour=wine)
    before = page_of(as_ana, plan)
    Entry.objects.filter(pk=source.pk).update(behaviour=gaming)

    after = page_of(as_ana, plan)

    assert ["dddddddd" in page for page in (before, after)] == [True, False]


def test_what_was_typed_and_refused_is_not_taken_over(as_ana, ana):
    written = kept(ana, "enjoyable", {"activities": [{"id": "aaaaaaaa", "text": "Swim"}]})
    typed = {"version": 1, "tab": "first", "activity": "Long " * 60}
    vaci = kept(ana, "vaci", {"activity": "Run"})

    as_ana.post(f"/entries/{vaci.pk}/", typed | {"do": f"take:activity:{written.pk}:aaaaaaaa"})

    answers = Entry.objects.get(pk=vaci.pk).answers
    assert (answers.get("activity"), answers["_raw"]["activity"]) == (None, "Long " * 60)


RUBBISH = [
    "",
    ":",
    "::::",
    "x:reasons:aaaaaaaa:1",
    f"{uuid4()}:reasons:aaaaaaaa:1",
    "\0",
    "é" * 999,
]


@pytest.mark.parametrize("value", RUBBISH)
@pytest.mark.parametrize("version", ["1", "-1", "", "9" * 30, "\0"])
def test_whatever_is_sent_is_answered_kindly(as_ana, source, plan, value, version):
    posted = {"seen": [value], "copy": [value], "do": "follow", "version": version}

    answer = as_ana.post(f"/entries/{source.pk}/follow/", posted)

    assert answer.status_code == 302
    assert reason(plan) == "62 a week"


@pytest.mark.parametrize("value", ["", ":", "::", "x:y", "reasons", "reasons:x:y", "top:\0:\0"])
def test_taking_what_is_no_line_keeps_what_is_there(as_ana, source, plan, value):
    before = Entry.objects.get(pk=plan.pk).answers
    (row,) = before["reasons"]
    posted = {
        "version": plan.version, "tab": "t", "do": f"take:{value}", "change": "Swim",
        "reasons": [row["id"]], f"reasons-{row['id']}-text": row["text"],
    }  # fmt: skip

    assert as_ana.post(f"/entries/{plan.pk}/", posted).status_code == 302
    assert Entry.objects.get(pk=plan.pk).answers == before


# What is remembered


def remembered() -> list[tuple]:
    return sorted(
        Taken.objects.values_list("source__tool", "source_row", "entry__tool", "question", "row")
    )


def test_a_line_taken_out_is_forgotten_and_one_put_back_remembered(source, plan):
    answers = Entry.objects.get(pk=plan.pk).answers
    (row,) = answers["reasons"]

    there = remembered()
    saved(plan, {"change": "Swim"})
    gone = remembered()
    saved(plan, answers)

    assert there == [("cost-benefit", "cccccccc", "change-plan", "reasons", row["id"])]
    assert (gone, remembered()) == ([], there)


def test_a_crash_while_remembering_leaves_neither_the_line_nor_a_memory_of_it(
    as_ana, ana, source, monkeypatch
):
    plan, take = kept(ana, "change-plan", {"change": "Run"}), f"take:reasons:{source.pk}:cccccccc"
    before = Entry.objects.filter(pk=plan.pk).values_list().get()
    monkeypatch.setattr(copies, "_note", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        as_ana.post(f"/entries/{plan.pk}/", {"version": 1, "change": "Run far", "do": take})

    assert Entry.objects.filter(pk=plan.pk).values_list().get() == before
    assert remembered() == []


def test_what_was_decided_about_a_line_never_writes_over_newer_words(source, plan):
    older = Entry.objects.get(pk=plan.pk)
    saved(plan, {"change": "Swim far"})

    keeping.noted(older, older.answers | {"change": "Swim"})

    assert Entry.objects.get(pk=plan.pk).answers == {"change": "Swim far"}


def test_an_ordinary_save_asks_nothing_more_for_lines_that_were_taken(ana, source, plan):
    plain = kept(ana, "change-plan", {"change": "Run"})

    with CaptureQueriesContext(connection) as without:
        saved(plain, {"change": "Run far"})
    with CaptureQueriesContext(connection) as taken:
        saved(plan, Entry.objects.get(pk=plan.pk).answers | {"change": "Swim far"})

    assert len(taken) == len(without) + 1  # the look at the answers, above


def test_what_was_taken_is_known_again_after_a_file_was_brought_back(ana, sam, client, plan):
    before = remembered()

    restore.bring(sam, restore.opened(export.zip_of(ana, NOW)))
    Entry.objects.filter(member=ana).delete()
    client.force_login(sam)
    page = page_of(client, sam.entries.get(tool="cost-benefit"))

    assert remembered() == before
    assert "Where these lines are used" in page


# What it costs


def queries(client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("slug", sorted({flow.to_tool for flow in links.LINKS}))
def test_a_page_costs_the_same_with_1_3_and_100_sheets_to_take_from(slug, as_ana, ana):
    flow = links.into(slug)[0]
    answers, counts = example(flow), []
    target = kept(ana, slug, {})
    for more in (1, 2, 97):
        Entry.objects.bulk_create(
            Entry(member=ana, tool=flow.from_tool, answers=answers, unsaved=False, state="saved")
            for _each in range(more)
        )
        counts.append(
            queries(as_ana, f"/entries/{target.pk}/?step={step_of(slug, flow.to_question)}")
        )

    assert len(set(counts)) == 1
    assert counts[0] <= 6


def test_a_page_costs_the_same_with_1_3_and_100_sheets_that_take_from_it(as_ana, ana, source):
    answers = offers.taken({"change": "Swim"}, PLAN, "reasons", source, "cccccccc", TODAY)
    counts = []
    for more in (1, 2, 97):
        for _each in range(more):
            kept(ana, "change-plan", answers)
        counts.append(queries(as_ana, f"/entries/{source.pk}/"))

    assert len(set(counts)) == 1
    assert counts[0] <= 6


def test_following_is_asked_of_the_table_and_not_of_every_sheet(ana, source, plan):
    sheet = catalogue.newest("cost-benefit")

    assert following.asked(source, sheet, [Entry.objects.get(pk=plan.pk)]) == []
