"""What is peculiar to the tools for reasons, urges, thoughts and slips; and that none loses a word."""

import pytest

from smartrecovery.sheets import (
    Around,
    Sheet,
)
from tools import search
from tools.catalogue import latest, newest
from tools.catalogue.abc import ABC_UPSET, ABC_URGE
from tools.catalogue.acceptance import ACCEPTANCE
from tools.catalogue.beliefs import BELIEFS
from tools.catalogue.future_questions import FUTURE_QUESTIONS
from tools.catalogue.slip_review import SLIP_REVIEW
from tools.catalogue.triggers import TRIGGERS
from tools.catalogue.urge_plan import URGE_PLAN
from tools.catalogue.values import VALUES

from .answering import form, sent

AROUND = Around(offers={"urge-plan.tasks": (("e1/r1", "Bass practice"),)})


def steps(sheet: Sheet) -> list[tuple[str, list[str]]]:
    return [(s.label, [q.name for part in s.sections for q in part.questions]) for s in sheet.steps]


@pytest.mark.parametrize(
    ("asked", "slug"),
    [
        ("hierarchy of values", "values"),
        ("HOV", "values"),
        ("Define Your Values", "values"),
        ("three questions", "future-questions"),
        ("Five Questions", "future-questions"),
        ("identify triggers", "triggers"),
        ("Rank Trigger Risks", "triggers"),
        ("DEADS", "urge-plan"),
        ("dents", "urge-plan"),
        ("coping card", "urge-plan"),
        ("craving", "urge-plan"),
        ("urge", "abc-urge"),
        ("anxiety", "abc-upset"),
        ("DISARM", "disarm"),
        ("personify", "disarm"),
        ("ABC", "abc-urge"),
        ("ABC for urges", "abc-urge"),
        ("abc", "abc-upset"),
        ("ABC for emotional upsets", "abc-upset"),
        ("DIBs", "beliefs"),
        ("Disputing Irrational Beliefs", "beliefs"),
        ("dispute unhelpful beliefs", "beliefs"),
        ("USA", "acceptance"),
        ("UOA", "acceptance"),
        ("ULA", "acceptance"),
        ("unconditional self-acceptance", "acceptance"),
        ("lapse", "slip-review"),
        ("relapse", "slip-review"),
    ],
)
def test_a_tool_is_found_by_the_name_either_edition_gives_it(asked, slug):
    assert newest(slug) in search.find(latest(), asked)


def test_five_values_are_the_most():
    top = [{"id": f"value00{n}", "text": f"Value {n}"} for n in range(6)]
    wanted = {"all": [{"id": "value100", "text": "Maya"}], "top": top}

    page = form(VALUES, {}, data=sent(form(VALUES, wanted), {}))

    assert list(page.errors) == ["top"]
    assert form(VALUES, {}, data=sent(form(VALUES, wanted | {"top": top[:5]}), {})).errors == {}


@pytest.mark.parametrize(
    ("sheet", "switch", "opened"),
    [
        (VALUES, "reveal", {"behaviour_rank"}),
        (FUTURE_QUESTIONS, "five", {"could_do", "feel_then", "feel_then_rate"}),
    ],
    ids=["values", "future-questions"],
)
def test_the_rest_is_asked_once_somebody_chooses_it(sheet, switch, opened):
    closed, open_ = form(sheet, {}).asked, form(sheet, {switch: True}).asked

    assert open_ - closed == opened
    assert switch in closed


@pytest.mark.parametrize(
    ("sheet", "before", "after"),
    [(ABC_URGE, "urge", "urge_after"), (ABC_UPSET, "upset", "upset_after")],
    ids=["urge", "upset"],
)
def test_the_five_letters_are_worked_feelings_first(sheet, before, after):
    assert steps(sheet) == [
        ("A", ["a"]),
        ("C", [before, "c_feel", "c_do"]),
        ("B", ["b"]),
        ("D", ["b"]),
        ("E", ["e_belief", after, "e_feel", "e_do"]),
    ]
    assert sheet.charted == (before, after)


def test_a_thought_is_written_under_b_and_questioned_under_d():
    wanted = ABC_UPSET.worked_example
    b, d = (form(ABC_UPSET, wanted, step=number) for number in (3, 4))

    assert (b.cells_asked["b"], d.cells_asked["b"]) == (
        {"text", "family"},
        {"question", "answer"},
    )
    assert [row.words for row in d.cell("b").rows] == [row["text"] for row in wanted["b"]]


def test_the_slip_review_asks_what_had_worked_before_what_led_to_it():
    assert [names for _label, names in steps(SLIP_REVIEW)] == [
        ["what", "occurred_at", "extent"],
        ["worked_until"],
        ["before", "small_choices"],
        ["thought"],
        ["situation"],
        ["stopped_how", "next_time"],
        ["tell", "stage_answer"],
    ]
    assert SLIP_REVIEW.head == "slip"


def test_the_letters_of_the_plan_are_those_of_both_editions():
    letters = [(str(s.side), s.questions[0].name) for s in URGE_PLAN.sections[:5]]

    assert letters == [
        ("D", "delay"),
        ("E", "escape"),
        ("N or A", "neutralise"),
        ("T or D", "tasks"),
        ("S", "swap"),
    ]


def test_a_trigger_takes_what_helps_from_the_members_own_plan():
    link = next(cell for cell in TRIGGERS.first.of if cell.name == "coping")
    sources = [tuple(source.split(".")) for source in link.to]

    assert {slug for slug, _question in sources} == {URGE_PLAN.slug}
    assert {question for _slug, question in sources} <= set(URGE_PLAN.questions)
    assert link.offers(AROUND) == [("e1/r1", "Bass practice")]


def test_accepting_somebody_comes_with_where_to_turn_when_they_do_harm():
    said = str(ACCEPTANCE.questions["target"].help)
    assert (ACCEPTANCE.head, said) == ("harm", "Accepting a person is not putting up with harm.")


def test_a_belief_is_put_to_the_same_three_tests_with_its_evidence():
    tests = [names for label, names in steps(BELIEFS) if label == "2"]

    assert tests == [["true", "true_why", "sensible", "sensible_why", "helpful", "helpful_why"]]
    assert BELIEFS.charted == ("believe_before", "believe_after")


def test_every_family_of_beliefs_is_the_same_in_both_tools():
    of_abc = next(cell for cell in ABC_URGE.questions["b"].of if cell.name == "family")

    assert of_abc.choices == BELIEFS.questions["family"].choices
