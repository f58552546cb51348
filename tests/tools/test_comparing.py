"""Two dates of a tool side by side: of one entry, or of two."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from smartrecovery.sheets import Around, Lines, Long, Pick, Section, Sheet, Text
from tools import catalogue
from tools.changes import Change, aligned, compare
from tools.models import Entry

from .writing import kept, kept_again

NOW = datetime(2026, 11, 1, 18, 0, tzinfo=UTC)
SHEET = Sheet(
    "two", 1, "Two", "Two days of one tool",
    (
        Section("All", (Long("said", "Said"), Lines("rows", "Rows", of=(Text("text", "Line"), Text("why", "Why"))),
                        Lines("other", "Other"), Pick("pick", "Pick", rows=("rows",)))),
    ),
)  # fmt: skip


def saved(member, slug: str, at: datetime = NOW, entry: Entry | None = None, **answers) -> Entry:
    return kept_again(entry, answers, at) if entry else kept(member, slug, answers, at)


def slices(prefix: str, **numbers: int) -> list[dict]:
    return [
        {"id": f"{prefix}{n:07}", "text": text, "satisfaction": number}
        for n, (text, number) in enumerate(numbers.items())
    ]


def of_two(before: dict, after: dict) -> list[Change]:
    return compare(SHEET, aligned(SHEET, before, after), after, Around())


# In words


def test_rows_of_two_entries_are_matched_by_their_first_words():
    before = {
        "rows": [
            {"id": "aaaaaaaa", "text": "My  daughter", "why": "She is"},
            {"id": "bbbbbbbb", "text": "Music"},
            {"id": "cccccccc", "text": "Work"},
        ],
        "pick": ["aaaaaaaa", "bbbbbbbb"],
    }
    after = {
        "rows": [
            {"id": "dddddddd", "text": "my daughter", "why": "She laughs"},
            {"id": "eeeeeeee", "text": "Music"},
            {"id": "ffffffff", "text": "Rest"},
        ],
        "pick": ["dddddddd", "eeeeeeee"],
    }

    assert of_two(before, after) == [
        Change(
            "Rows",
            added=["Rest"],
            gone=["Work"],
            reworded=[("My  daughter · She is", "my daughter · She laughs")],
        ),
    ]


def test_the_same_words_twice_are_matched_once_each():
    before = {"other": [{"id": "aaaaaaaa", "text": "Swim"}, {"id": "bbbbbbbb", "text": "Swim"}]}
    after = {"other": [{"id": "cccccccc", "text": "swim"}]}

    assert of_two(before, after) == [Change("Other", gone=["Swim"], reworded=[("Swim", "swim")])]


def test_a_row_that_kept_its_id_is_itself_whatever_it_says_now():
    before = {"other": [{"id": "aaaaaaaa", "text": "Swim"}, {"id": "bbbbbbbb", "text": "Sing"}]}
    after = {"other": [{"id": "cccccccc", "text": "Swim"}, {"id": "aaaaaaaa", "text": "Dance"}]}

    assert of_two(before, after) == [
        Change("Other", added=["Swim"], gone=["Sing"], reworded=[("Swim", "Dance")])
    ]


@pytest.mark.parametrize("answers", [{}, {"said": "x"}, {"other": [{"id": "aaaaaaaa"}]}])
def test_the_same_on_both_days_is_no_change(answers):
    assert of_two(answers, answers) == []


def test_an_earlier_edition_is_read_with_its_own_questions():
    older = replace(
        SHEET, sections=(Section("All", (Text("gone", "Once asked"), Text("rows", "Rows"))),)
    )
    before = {"gone": "An answer", "rows": "Swim"}

    found = compare(SHEET, before, {"rows": [{"id": "aaaaaaaa", "text": "Sing"}]}, Around(), older)

    assert found == [
        Change("Rows", reworded=[("Swim", "Sing")]),
        Change("Once asked", gone=["An answer"]),
    ]


# On the page


@pytest.mark.parametrize("slug", [sheet.slug for sheet in catalogue.latest()])
def test_every_tool_compares_nothing_one_and_two(as_ana, ana, slug):
    answers = catalogue.newest(slug).worked_example
    pages = []
    for count in range(3):
        pages.append(as_ana.get(f"/tools/{slug}/compare/"))
        saved(ana, slug, NOW + timedelta(days=count), **answers)

    nothing, one, two = pages
    first = ana.entries.order_by("occurred_at").first()
    assert (nothing.status_code, "days" in nothing.context) == (200, False)
    assert "Once you have two of these" in nothing.content.decode()
    assert (one.status_code, one["Location"]) == (302, f"/entries/{first.pk}/changes/")
    assert (two.status_code, "days" in two.context) == (200, True)


def test_the_two_latest_stand_side_by_side_drawn_and_in_words(as_ana, ana):
    saved(ana, "balance", NOW - timedelta(days=60), slices=slices("x", Health=1, Fun=1, Work=1))
    saved(ana, "balance", NOW - timedelta(days=30), slices=slices("y", Health=4, Fun=2, Work=7))
    saved(ana, "balance", NOW, slices=slices("z", Health=6, Fun=2, Work=5))

    page = as_ana.get("/tools/balance/compare/")

    pictures = {two.title: two for two in page.context["pictures"]}
    shape = pictures["The shape of it"]
    assert page.context["days"] == ["2 Oct 2026", "1 Nov 2026"]
    assert (shape.before, shape.after) == (None, None)
    assert shape.together.says == "Of the 3 in both, 1 moved out, 1 stayed, 1 moved in."
    assert pictures["Now, and wanted"].together is None
    assert pictures["Now, and wanted"].before.rows[0] == ("Health", "4", "–", "–")
    assert page.context["changes"] == [
        Change(
            str(catalogue.newest("balance").first.ask),
            reworded=[
                (f"Health · {said(4)}", f"Health · {said(6)}"),
                (f"Work · {said(7)}", f"Work · {said(5)}"),
            ],
        )
    ]


def said(number: int) -> str:
    return f"Content now: {number} out of 10"


def test_any_two_are_chosen_and_stay_chosen(as_ana, ana):
    made = [
        saved(ana, "acceptance", NOW + timedelta(days=n), happened=f"Day {n}") for n in range(33)
    ]
    first, second = made[0].pk, made[5].pk

    page = as_ana.get(f"/tools/acceptance/compare/?from={first}&to={second}&page=2")

    start, end = page.context["choices"]
    assert (page.context["before"].pk, page.context["after"].pk) == (first, second)
    assert (start[2], end[2]) == (
        (str(first), "1 Nov 2026 · Day 0"),
        (str(second), "6 Nov 2026 · Day 5"),
    )
    assert [len(start[3]), len(end[3])] == [3, 4]
    assert f"?from={first}&amp;to={second}&amp;page=1" in page.content.decode()


def test_nobody_compares_with_another_persons(as_ana, ana, ben):
    mine = saved(ana, "acceptance", happened="Mine")
    theirs = saved(ben, "acceptance", happened="Theirs")
    elsewhere = saved(ana, "journal", words="Elsewhere")
    away = saved(ana, "acceptance", happened="Away")
    away.put_away()

    asked = [
        as_ana.get("/tools/acceptance/compare/", {"from": each, "to": mine.pk}).status_code
        for each in (theirs.pk, elsewhere.pk, away.pk, uuid4(), "x", "", "\x00")
    ]
    page = as_ana.get("/tools/acceptance/compare/").content.decode()

    assert asked == [404] * 7
    assert "Theirs" not in page
    assert as_ana.get("/tools/horoscope/compare/").status_code == 404


def test_two_of_one_day_are_told_apart_by_their_titles(as_ana, ana):
    for happened in ("In the morning", "At night"):
        saved(ana, "acceptance", happened=happened)

    days = as_ana.get("/tools/acceptance/compare/").context["days"]

    assert sorted(days) == ["1 Nov 2026 · At night", "1 Nov 2026 · In the morning"]


def test_one_entry_with_itself_is_the_same(as_ana, ana):
    mine = saved(ana, "acceptance", happened="Mine", harshness_before=9, harshness_after=5)

    page = as_ana.get("/tools/acceptance/compare/", {"from": mine.pk, "to": mine.pk})

    assert page.context["changes"] == []
    assert "The two are the same." in page.content.decode()


@pytest.mark.parametrize("page", ["", "0", "-1", "99", "x", "1" * 400])
def test_any_page_is_some_page(as_ana, ana, page):
    entry = saved(ana, "acceptance", happened="Mine")
    saved(ana, "acceptance", NOW + timedelta(days=1), happened="Mine again")

    assert as_ana.get("/tools/acceptance/compare/", {"page": page}).status_code == 200
    assert as_ana.get(f"/entries/{entry.pk}/changes/", {"page": page}).status_code == 200


def test_two_savings_of_one_entry_show_both_their_figures(as_ana, ana):
    entry = saved(ana, "acceptance", NOW, happened="Mine", harshness_before=9, harshness_after=8)
    saved(
        ana, "acceptance", NOW + timedelta(days=1), entry,
        happened="Mine", harshness_before=9, harshness_after=2,
    )  # fmt: skip

    page = as_ana.get(f"/entries/{entry.pk}/changes/")

    (two,) = page.context["pictures"]
    assert (two.before.says, two.after.says) == (
        "It felt harsh at 9 before and at 8 after.",
        "It felt harsh at 9 before and at 2 after.",
    )
    assert [len(choice[3]) for choice in page.context["choices"]] == [2, 2]


def test_comparing_costs_the_same_with_2_and_40_entries(as_ana, ana):
    counts = []
    for size in (2, 38):
        for n in range(size):
            saved(
                ana,
                "balance",
                NOW + timedelta(days=n),
                slices=slices("x", Health=n % 9, Fun=2, Work=3),
            )
        with CaptureQueriesContext(connection) as asked:
            as_ana.get("/tools/balance/compare/")
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 6


def test_a_tool_that_was_used_leads_to_comparing_two_dates(as_ana, ana):
    before = as_ana.get("/tools/balance/").content.decode()
    saved(ana, "balance", slices=slices("x", Health=3))

    link = "/tools/balance/compare/"
    assert (link in before, link in as_ana.get("/tools/balance/").content.decode()) == (False, True)
