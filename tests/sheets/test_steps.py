"""A sheet in steps, sections behind a button, and lines that are asked twice: nothing of another page is lost."""

from datetime import date

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from smartrecovery.sheets import (
    Choice,
    Choices,
    Lines,
    Long,
    Pick,
    Scale,
    Section,
    Sheet,
    SheetForm,
    Switch,
    Text,
)

TODAY = date(2026, 3, 2)
IDEAS = Lines(
    "ideas",
    "Ideas",
    of=(
        Text("text", "An idea"),
        Text("pros", "For it"),
        Scale("likely", "How likely?"),
        Choices("days", "Days", choices=(("mon", "Mondays"), ("tue", "Tuesdays"))),
    ),
    ideas=("Swim", "Read"),
    most=3,
)
STEPS = Sheet(
    slug="steps",
    edition=1,
    title="Steps",
    about="",
    layout="steps",
    sections=(
        Section("First", (Text("what", "What?", required=True),), step="A"),
        Section("Second", (IDEAS,), step="B", cells={"ideas": ("text",)}),
        Section("Third", (IDEAS,), step="C", cells={"ideas": ("pros", "likely", "days")}),
        Section("Also third", (Pick("chosen", "Which?", rows=("ideas",)),)),
        Section("Last", (Long("end", "The end"), Scale("sure", "Sure?")), step="D"),
    ),
)
OPENED = Sheet(
    slug="opened",
    edition=1,
    title="Opened",
    about="",
    sections=(
        Section("List", (IDEAS, Switch("more", "Go on")), cells={"ideas": ("text",)}),
        Section("More", (IDEAS, Text("after", "After")), only_with="more"),
    ),
)
ROW = "aaaaaaaa"


def posted(said: str) -> QueryDict:
    return QueryDict(said)


def filled() -> dict:
    rows = [{"id": ROW, "text": "Swim", "pros": "Wet", "likely": 4, "days": ["mon"]}]
    return {"what": "Six o’clock", "ideas": rows, "chosen": [ROW], "end": "Enough", "sure": 7}


def drawn(form: SheetForm) -> str:
    return render_to_string("sheets/layout_page.html", {"form": form, "sheet": form.sheet})


def test_sections_without_a_step_belong_to_the_one_before():
    said = [(s.number, s.label, [str(x.title) for x in s.sections]) for s in STEPS.steps]

    assert said == [
        (1, "A", ["First"]),
        (2, "B", ["Second"]),
        (3, "C", ["Third", "Also third"]),
        (4, "D", ["Last"]),
    ]


def test_a_sheet_of_another_layout_is_one_step():
    assert [step.sections for step in OPENED.steps] == [OPENED.sections]


@pytest.mark.parametrize(("asked", "step"), [(-5, 1), (0, 1), (1, 1), (4, 4), (5, 4), (10**9, 4)])
def test_a_step_that_is_not_there_is_the_nearest(asked, step):
    assert SheetForm(sheet=STEPS, step=asked).step.number == step


@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_what_a_step_does_not_ask_stays_as_it_is(step):
    form = SheetForm(posted(""), sheet=STEPS, answers=filled(), step=step)

    gone = {1: {"what"}, 2: {"ideas"}, 3: {"ideas", "chosen"}, 4: {"end", "sure"}}[step]
    assert form.answers == {name: said for name, said in filled().items() if name not in gone}


def test_the_cells_of_another_step_go_along_in_what_the_page_sends():
    form = SheetForm(sheet=STEPS, answers=filled(), step=2)

    page = drawn(form)

    assert [
        f'<input type="hidden" name="ideas-{ROW}-{cell}" value="{value}">' in page
        for cell, value in (("pros", "Wet"), ("likely", "4"), ("days", "mon"))
    ] == [True, True, True]


def test_lines_asked_again_show_their_first_words_and_keep_their_rows():
    page = drawn(SheetForm(sheet=STEPS, answers=filled(), step=3))

    assert (
        '<p class="own" dir="auto">Swim</p>' in page,
        f'name="ideas-{ROW}-text" value="Swim"' in page,
        "add:ideas" in page,
        f"remove:ideas:{ROW}" in page,
    ) == (True, True, False, False)


def test_a_row_keeps_every_cell_through_both_steps():
    sent = f"ideas={ROW}&ideas-{ROW}-text=Swim&ideas-{ROW}-pros=Wet&ideas-{ROW}-likely=4&ideas-{ROW}-days=mon"
    stored = {"what": "Six o’clock"}

    second, third = (
        SheetForm(posted(sent), sheet=STEPS, answers=stored, step=step).answers for step in (2, 3)
    )

    row = {"id": ROW, "text": "Swim", "pros": "Wet", "likely": 4, "days": ["mon"]}
    assert second == third == {"what": "Six o’clock", "ideas": [row]}


def test_what_a_page_sends_about_another_step_is_not_heard():
    sent = f"chosen={ROW}&ideas=bbbbbbbb&ideas-bbbbbbbb-text=Rubbish&end=Rubbish"

    form = SheetForm(posted("what=x&" + sent), sheet=STEPS, answers=filled(), step=1)

    assert form.answers == filled() | {"what": "x"}
    assert [key for key, _words in form.fields["chosen"].choices] == [ROW]


def test_an_older_page_does_not_put_back_the_cells_of_another_step():
    sent = f"ideas={ROW}&ideas-{ROW}-text=Walk&ideas-{ROW}-pros=Old+words&ideas-{ROW}-likely=1"

    form = SheetForm(posted(sent), sheet=STEPS, answers=filled(), step=2)

    row = {"id": ROW, "text": "Walk", "pros": "Wet", "likely": 4, "days": ["mon"]}
    assert form.answers["ideas"] == [row]


def test_a_wrong_cell_of_another_step_is_shown_where_it_is_refused():
    sent = f"ideas={ROW}&ideas-{ROW}-text=Swim&ideas-{ROW}-likely=eleven"
    form = SheetForm(posted(sent), sheet=STEPS, answers={"what": "x"}, step=2)

    page = drawn(form)

    assert (form.is_valid(), 'type="number"' in page, 'value="eleven"' in page) == (
        False,
        True,
        True,
    )


def test_what_is_missing_on_another_step_is_told_with_the_step_it_is_on():
    form = SheetForm(posted("end=Enough"), sheet=STEPS, answers={}, step=4)

    assert (form.is_valid(), list(form.errors), form.step_to_mend) == (False, ["what"], 1)


def test_what_was_refused_on_another_step_waits_there():
    first = SheetForm(posted("end=Enough&sure=12"), sheet=STEPS, answers={"what": "x"}, step=4)

    second = SheetForm(posted("what=y"), sheet=STEPS, answers=first.answers, step=1)

    assert (second.answers, second.step_to_mend) == (
        {"what": "y", "end": "Enough", "_raw": {"sure": "12"}},
        4,
    )


def test_looking_again_finds_what_is_wrong_with_what_is_stored():
    form = SheetForm(sheet=STEPS, answers={"_raw": {"sure": "12"}}, step=4, checking=True)

    assert (sorted(form.errors), form.cell("sure").error) == (
        ["sure", "what"],
        "Ensure this value is less than or equal to 10.",
    )


def test_earlier_answers_stay_in_view():
    form = SheetForm(sheet=STEPS, answers=filled(), step=4)

    told = [
        (step.number, [(str(section.title), said) for section, said in sections])
        for step, sections in form.earlier
    ]
    assert told == [
        (1, [("First", [("What?", ["Six o’clock"])])]),
        (2, [("Second", [("Ideas", ["Swim"])])]),
        (
            3,
            [
                ("Third", [("Ideas", ["Swim · Wet · How likely?: 4 out of 10 · Mondays"])]),
                ("Also third", [("Which?", ["Swim"])]),
            ],
        ),
    ]


def test_it_opens_where_somebody_left_off():
    fresh, left = SheetForm(sheet=STEPS), SheetForm(sheet=STEPS, answers=filled())

    for form in (fresh, left):
        form.open_furthest()

    assert (fresh.step.number, left.step.number) == (1, 4)


def test_a_section_behind_a_button_is_not_asked_before_it_is_pressed():
    form = SheetForm(sheet=OPENED)

    assert (form.asked, [s.title for s in form.in_view]) == ({"ideas", "more"}, ["List"])


def test_an_old_page_leaves_alone_what_another_page_opened():
    stored = {"ideas": filled()["ideas"], "more": True, "after": "A swim"}
    sent = f"ideas={ROW}&ideas-{ROW}-text=Walk"

    form = SheetForm(posted(sent + f"&ideas-{ROW}-pros=Wet"), sheet=OPENED, answers=stored)

    assert (form.answers["after"], form.answers["more"], form.answers["ideas"][0]["text"]) == (
        "A swim",
        True,
        "Walk",
    )


def test_a_button_once_pressed_stays_pressed():
    stored = {"more": True, "after": "A swim"}

    form = SheetForm(posted("more=on&after=Later"), sheet=OPENED, answers=stored)

    assert form.answers == {"more": True, "after": "Later"}


def test_lines_in_two_sections_in_view_are_drawn_once_with_all_their_cells():
    form = SheetForm(sheet=OPENED, answers={"ideas": filled()["ideas"], "more": True})

    drawn_in = [(section.title, [cell.name for cell in cells]) for section, cells in form.views]

    assert drawn_in == [("List", ["more"]), ("More", ["ideas", "after"])]
    assert form.cells_asked == {"ideas": {"text", "pros", "likely", "days"}}


def test_only_as_many_lines_as_there_is_room_for():
    rows = [f"{letter * 8}" for letter in "abcd"]
    sent = "&".join(f"ideas={row}&ideas-{row}-text=x" for row in rows)
    full = [{"id": row, "text": "x"} for row in rows[:3]]

    form = SheetForm(posted(sent + "&what=x"), sheet=STEPS, step=2, answers={"what": "x"})
    page = drawn(SheetForm(sheet=STEPS, step=2, answers={"ideas": full}))

    assert form.errors == {"ideas": ["That is more than 3 lines. Take one out to add another."]}
    assert (len(form.answers["ideas"]), 'value="idea:' in page) == (4, False)


def test_words_to_begin_with_go_once_they_are_there():
    form = SheetForm(sheet=STEPS, step=2, answers={"ideas": filled()["ideas"]})

    assert form.cell("ideas").ideas == [(1, "Read")]


def test_a_choice_within_a_row_and_one_on_the_page_have_names_of_their_own():
    sheet = Sheet(
        slug="x",
        edition=1,
        title="x",
        about="",
        sections=(Section("x", (Choice("days", "Day", choices=(("mon", "Monday"),)), IDEAS)),),
    )

    page = drawn(SheetForm(sheet=sheet, answers={"ideas": filled()["ideas"]}))

    ids = [part.partition('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))
