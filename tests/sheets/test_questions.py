"""Every kind of question: what is typed is kept, shown again and read, and nothing breaks it."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from smartrecovery.sheets import (
    Around,
    Choice,
    Choices,
    Clock,
    Day,
    Instant,
    Lines,
    Link,
    Long,
    Minutes,
    Number,
    Percent,
    Person,
    Pick,
    Scale,
    Section,
    Sheet,
    SheetForm,
    Text,
    Tick,
    YesNo,
    tidy,
)

ABC = (("a", "Apples"), ("b", "Bread"), ("c", "Cheese"))
CELLS = (
    Text("text", "Line"),
    Long("long", "Long"),
    Scale("scale", "Scale"),
    Percent("percent", "Percent"),
    YesNo("yes", "Yes?"),
    Choice("one", "One", choices=ABC),
    Choices("some", "Some", choices=ABC),
    Day("day", "Day"),
    Instant("instant", "Instant"),
    Minutes("minutes", "Minutes"),
    Number("number", "Number", most=50),
    Clock("clock", "Clock"),
    Person("person", "Person"),
    Tick("tick", "Tick"),
    Link("link", "Link", to=("other.rows",)),
)
EVERYTHING = Sheet(
    "everything", 1, "Everything", "All kinds of question",
    (Section("All", (*CELLS, Lines("rows", "Rows", of=CELLS), Pick("pick", "Pick", rows=("rows",)))),),
)  # fmt: skip
LONDON = Around(ZoneInfo("Europe/London"), {"other.rows": (("e1/r1", "A row elsewhere"),)})
TYPED = {
    "text": "Swim at six", "long": "One\nTwo", "scale": "0", "percent": "100", "yes": "no", "one": "b",
    "some": ["a", "c"], "day": "2026-03-29", "instant": "2026-07-01T18:40", "minutes": "12", "number": "7", "clock": "18:40", "person": "Ben",
    "tick": "on", "link": "e1/r1",
}  # fmt: skip
KEPT = {
    "text": "Swim at six", "long": "One\nTwo", "scale": 0, "percent": 100, "yes": False, "one": "b",
    "some": ["a", "c"], "day": "2026-03-29", "instant": "2026-07-01T17:40:00Z", "minutes": 12, "number": 7, "clock": "18:40",
    "person": "Ben", "tick": True, "link": {"entry": "e1", "row": "r1"},
}  # fmt: skip
TODAY = date(2026, 11, 23)


def posted(fields: dict) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def form(
    fields: dict, answers: dict | None = None, around: Around = LONDON, sheet: Sheet = EVERYTHING
):
    made = SheetForm(posted(fields), sheet=sheet, answers=answers, around=around, today=TODAY)
    made.is_valid()
    return made


def row(row_id: str, fields: dict) -> dict:
    return {f"rows-{row_id}-{name}": value for name, value in fields.items()}


def test_every_kind_is_kept_alone_and_in_a_row():
    typed = TYPED | {"rows": ["aaaaaaaa"], "pick": ["aaaaaaaa"]} | row("aaaaaaaa", TYPED)

    sheet = form(typed)

    assert sheet.errors == {}
    assert sheet.answers == KEPT | {
        "rows": [{"id": "aaaaaaaa", "added": "2026-11-23"} | KEPT],
        "pick": ["aaaaaaaa"],
    }


def test_what_is_kept_is_shown_as_it_was_typed():
    answers = form(TYPED | {"rows": ["aaaaaaaa"]} | row("aaaaaaaa", TYPED)).answers

    again = SheetForm(sheet=EVERYTHING, answers=answers, around=LONDON)

    assert {name: again.typed(name) for name in TYPED} == TYPED
    assert again.typed("rows")[0]["cells"] == TYPED


def test_everything_reads_in_words():
    answers = form(TYPED).answers

    told = dict(dict(EVERYTHING.read(answers, LONDON))["All"])

    assert told == {
        "Line": ["Swim at six"], "Long": ["One", "Two"], "Scale": ["0 out of 10"], "Percent": ["100 %"],
        "Yes?": ["No"], "One": ["Bread"], "Some": ["Apples", "Cheese"], "Day": ["29 Mar 2026"],
        "Instant": ["1 Jul 2026, 18:40 (BST)"], "Minutes": ["12 minutes"], "Number": ["7"], "Clock": ["18:40"], "Person": ["Ben"],
        "Tick": ["Yes"], "Link": ["A row elsewhere"],
    }  # fmt: skip


def test_a_tick_in_a_row_is_read_by_what_it_asks():
    folded = Lines("rows", "Rows", of=(CELLS[0], Tick("done", "Done")), folded=("done",))
    row = {"id": "aaaaaaaa", "text": "Swim", "done": True}

    assert folded.read([row], LONDON) == ["Swim · Done"]
    assert folded.read_folded(row, LONDON) == "Done"


def test_a_row_of_one_answer_is_read_without_what_was_asked():
    lines = Lines("rows", "Rows", of=(Text("text", "They say"), Text("reply", "I say")), labelled=True)  # fmt: skip
    rows = [{"id": "a", "text": "Just one"}, {"id": "b", "text": "Come on", "reply": "No thanks"}]

    assert lines.read(rows, LONDON) == ["Just one", "They say: Come on · I say: No thanks"]


def test_a_number_folded_away_says_what_it_counts():
    cells = (CELLS[0], Clock("at", "At"), Number("times", "Times"))
    folded = Lines("rows", "Rows", of=cells, folded=("at", "times"))

    said = folded.read_folded({"id": "aaaaaaaa", "at": "20:00", "times": 3}, LONDON)

    assert said == "20:00 · Times: 3"


def test_nothing_typed_is_nothing_kept():
    assert form({}).answers == {}


WRONG = {
    "text": "x" * 201, "long": "x" * 4001, "scale": "11", "percent": "-1", "yes": "perhaps", "one": "z",
    "some": ["a", "z"], "day": "2026-02-31", "instant": "yesterday", "minutes": "9" * 400, "number": "51", "clock": "25:00", "link": "e9/r9",
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_refused_is_still_there(name):
    alone = form(TYPED | {name: WRONG[name]})
    in_row = form({"rows": ["aaaaaaaa"]} | row("aaaaaaaa", TYPED | {name: WRONG[name]}))

    assert list(alone.errors) == [name]
    assert alone.answers == {k: v for k, v in KEPT.items() if k != name} | {
        "_raw": {name: WRONG[name]}
    }
    assert list(in_row.row_errors["rows"]) == [("aaaaaaaa", name)]
    assert in_row.answers["rows"][0]["_raw"] == {name: WRONG[name]}
    again = SheetForm(sheet=EVERYTHING, answers=in_row.answers, around=LONDON)
    assert again.typed("rows")[0]["cells"] == TYPED | {name: WRONG[name]}


@given(st.text(max_size=300))
def test_any_text_is_kept_tidied_or_refused_whole(text):
    sheet = form({"long": text})

    kept = tidy(text).strip()
    assert sheet.errors == {}
    assert sheet.answers.get("long", "") == kept


@pytest.mark.parametrize(
    "zone, wall, instants",
    [
        ("America/New_York", "2026-11-01T01:30", ("2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z")),
        ("Europe/London", "2026-10-25T01:30", ("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z")),
        (
            "Australia/Lord_Howe",
            "2026-04-05T01:45",
            ("2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z"),
        ),
        ("Australia/Sydney", "2026-04-05T02:30", ("2026-04-04T15:30:00Z", "2026-04-04T16:30:00Z")),
    ],
)
def test_a_repeated_hour_asks_which_one(zone, wall, instants):
    around = Around(ZoneInfo(zone))

    first = form({"instant": wall}, around=around)
    second = form({"instant": wall, "instant-second": "1"}, around=around)

    assert (first.answers["instant"], second.answers["instant"]) == instants
    assert len(first.cell("instant").options) == 1
    shown = SheetForm(sheet=EVERYTHING, answers=second.answers, around=around).typed("instant")
    assert shown == f"{wall}~1"


@pytest.mark.parametrize(
    "zone, wall, instant",
    [
        ("Europe/London", "2026-03-29T01:30", "2026-03-29T01:30:00Z"),
        ("America/New_York", "2026-03-08T02:30", "2026-03-08T07:30:00Z"),
        ("Pacific/Pago_Pago", "2026-01-01T00:10", "2026-01-01T11:10:00Z"),
        ("Pacific/Tongatapu", "2026-01-01T00:10", "2025-12-31T11:10:00Z"),
    ],
)
def test_a_skipped_hour_and_the_edges_of_the_world_are_never_refused(zone, wall, instant):
    sheet = form({"instant": wall}, around=Around(ZoneInfo(zone)))

    assert (sheet.errors, sheet.answers["instant"]) == ({}, instant)


def test_a_row_keeps_its_origin_and_day_whatever_is_posted():
    kept = {
        "rows": [
            {
                "id": "aaaaaaaa",
                "text": "Old",
                "added": "2026-01-02",
                "from": {"entry": "e", "row": "r"},
            }
        ]
    }

    sheet = form(
        {"rows": ["aaaaaaaa"], "rows-aaaaaaaa-text": "New", "rows-aaaaaaaa-from": "x"}, kept
    )

    assert sheet.answers == {
        "rows": [
            {
                "id": "aaaaaaaa",
                "text": "New",
                "added": "2026-01-02",
                "from": {"entry": "e", "row": "r"},
            }
        ]
    }


def test_rows_stand_in_the_order_of_their_ids_and_empty_ones_are_left_out():
    texts = {f"rows-{rid * 8}-text": rid for rid in "bda"} | {"rows-cccccccc-text": "  "}

    sheet = form({"rows": ["b" * 8, "c" * 8, "d" * 8, "a" * 8]} | texts)

    assert [r["text"] for r in sheet.answers["rows"]] == ["b", "d", "a"]


def test_a_forged_row_id_gets_one_of_ours():
    forged = '"><script>'

    sheet = form({"rows": [forged], f"rows-{forged}-text": "Hello"})

    (made,) = sheet.answers["rows"]
    assert made["text"] == "Hello"
    assert made["id"].isalnum()


def test_more_rows_than_fifty_are_refused_and_none_is_lost():
    ids = [f"row{n:06}" for n in range(51)]

    sheet = form({"rows": ids} | {f"rows-{i}-text": i for i in ids})

    assert list(sheet.errors) == ["rows"]
    assert [r["id"] for r in sheet.answers["rows"]] == ids


def test_a_pick_takes_rows_of_the_same_sheet_only():
    typed = {"rows": ["aaaaaaaa"], "rows-aaaaaaaa-text": "Mine", "pick": ["aaaaaaaa", "bbbbbbbb"]}

    assert form(typed).errors == {}
    assert form(typed).answers["pick"] == ["aaaaaaaa"]


def test_dates_and_times_are_said_the_way_the_member_chose():
    answers = form(TYPED).answers

    with translation.override("en-us"):
        told = dict(dict(EVERYTHING.read(answers, LONDON))["All"])

    assert [told["Day"], told["Instant"]] == [["March 29, 2026"], ["July 1, 2026, 18:40 (BST)"]]


def test_a_link_to_what_is_not_offered_any_more_stays_until_it_is_changed():
    stored = {"link": {"entry": "e7", "row": "r7"}}
    page = QueryDict(mutable=True)
    page.update({"link": "e7/r7"})

    kept = SheetForm(page, sheet=EVERYTHING, answers=stored, around=LONDON)
    shown = SheetForm(sheet=EVERYTHING, answers=stored, around=LONDON).cell("link").options

    assert (kept.errors.get("link"), kept.answers["link"]) == (None, stored["link"])
    assert shown == [
        ("e1/r1", "A row elsewhere", False),
        ("e7/r7", "One that is not there any more", True),
    ]
