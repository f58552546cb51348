"""What tools show back: each figure with nothing, one and many, its exact sentence and table, whatever was written."""

from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from smartrecovery.bench import drawings
from smartrecovery.drawing import columns, cut, folded, numeral
from smartrecovery.sheets import (
    Choice,
    Choices,
    Clock,
    Day,
    Instant,
    Lines,
    Minutes,
    Number,
    Percent,
    Pick,
    Scale,
    Tick,
)
from tools import catalogue, figures
from tools.figures import Earlier, Reading, gather
from tools.models import Entry

from .writing import NOW, kept, kept_again

pytestmark = pytest.mark.page

FIRST = date(2026, 9, 1)


def rows(*texts: str, **cells: list) -> list[dict]:
    """A row for each text, with the cells given for it; None is a cell left empty."""
    return [
        {"id": f"row{n:05}", "text": text}
        | {name: values[n] for name, values in cells.items() if values[n] is not None}
        for n, text in enumerate(texts)
    ]


def shown(slug: str, answers: dict, readings=(), earlier=None) -> dict[str, figures.Figure]:
    drawn = figures.of_answers(catalogue.newest(slug), answers, readings, earlier)
    return {figure.name: figure for figure in drawn}


def across(slug: str, *values: dict, titles=(), opened=()) -> dict[str, figures.Figure]:
    titles = titles or [""] * len(values)
    readings = [
        Reading(FIRST + timedelta(n), each, title)
        for n, (each, title) in enumerate(zip(values, titles, strict=True))
    ]
    drawn = figures.of_tool(catalogue.newest(slug), readings, opened)
    return {figure.name: figure for figure in drawn}


def says(drawn: dict[str, figures.Figure]) -> dict[str, str]:
    return {name: figure.says for name, figure in drawn.items()}


# Nothing written, nothing drawn


@pytest.mark.parametrize("slug", figures.FIGURES)
def test_nothing_written_is_nothing_drawn(slug):
    assert shown(slug, {}) == {}


@pytest.mark.parametrize("slug", figures.ACROSS)
def test_one_entry_alone_is_not_compared_with_itself(slug):
    numbers = dict.fromkeys(catalogue.newest(slug).charted, 5)

    assert across(slug) == across(slug, numbers) == {}


@pytest.mark.parametrize("slug", sorted(figures.FIGURES.keys() | figures.ACROSS.keys()))
def test_a_tool_that_is_drawn_is_in_the_catalogue(slug):
    assert catalogue.newest(slug) is not None


# Before and after

PAIRS = [
    ("future-questions", "feel_now_rate", "feel_then_rate", "You feel 3 out of 10 about it now, and would feel 7."),
    ("abc-urge", "urge", "urge_after", "The urge was 3 before and 7 after."),
    ("abc-upset", "upset", "upset_after", "The upset was 3 before and 7 after."),
    ("beliefs", "believe_before", "believe_after", "You believed it 3 % before and 7 % after."),
    ("acceptance", "harshness_before", "harshness_after", "It felt harsh at 3 before and at 7 after."),
    ("vaci", "expected", "actual", "You expected 3, and it gave 7."),
    ("rehearsal", "confidence_before", "confidence_after", "You were sure at 3 before and at 7 after."),
    ("meditation", "tension_before", "tension_after", "The tension was 3 before and 7 after."),
    ("muscle-relaxation", "tension_before", "tension_after", "The tension was 3 before and 7 after."),
    ("calm-place", "tension_before", "tension_after", "The tension was 3 before and 7 after."),
]  # fmt: skip


@pytest.mark.parametrize("slug, before, after, said", PAIRS)
def test_an_entry_says_its_two_numbers(slug, before, after, said):
    assert says(shown(slug, {before: 3, after: 7})) == {"pair": said}
    assert shown(slug, {before: 3}) == shown(slug, {after: 7}) == {}
    assert figures.ACROSS[slug]


@pytest.mark.parametrize("slug, before, after, _said", PAIRS[1:5])
def test_many_entries_say_how_many_and_the_middle_drop(slug, before, after, _said):
    drops = [{before: 8, after: 4}, {before: 9, after: 8}, {before: 3}, {before: 7, after: 4}]

    drawn = across(slug, *drops)["pairs"]

    assert drawn.says == "In your 3 entries with both numbers, the middle drop was 3."
    assert drawn.rows == (
        ("1 Sep 2026", "8", "4"),
        ("2 Sep 2026", "9", "8"),
        ("3 Sep 2026", "3", "–"),
        ("4 Sep 2026", "7", "4"),
    )


@pytest.mark.parametrize(
    "pairs, said",
    [
        ([(2, 4), (3, 6)], "In your 2 entries with both numbers, the middle rise was 2.5."),
        ([(4, 4), (5, 5)], "In your 2 entries with both numbers, the middle change was 0."),
        ([(9, 9), (9, 0), (0, 9)], "In your 3 entries with both numbers, the middle change was 0."),
        ([(5, 1)] * 21, "In your last 20 entries with both numbers, the middle drop was 4."),
    ],
)
def test_the_middle_is_a_median_with_its_count(pairs, said):
    drawn = across("abc-urge", *({"urge": b, "urge_after": a} for b, a in pairs))

    assert says(drawn) == {"pairs": said}
    assert len(drawn["pairs"].rows) == min(len(pairs), 20)


def test_how_i_feel_now_and_then_across_entries():
    now, both = {"feel_now_rate": 2}, {"feel_now_rate": 4, "feel_then_rate": 8}

    assert says(across("future-questions", both, both, now)) == {
        "pairs": "In your 2 entries with both numbers, the middle of now is 4 and of then 8."
    }
    assert says(across("future-questions", now, both)) == {
        "pairs": "In your 1 entry with both numbers: You feel 4 out of 10 about it now, and would feel 8."
    }
    assert says(across("future-questions", now, now)) == {
        "pairs": "In your 2 entries, the middle of how you feel now is 2."
    }
    assert across("future-questions", now) == {}


def test_what_was_tried_is_counted_and_called_by_its_name():
    pairs = [(3, 7), (5, 5), (6, 2), (1, 9)]

    drawn = across(
        "vaci",
        *({"expected": e, "actual": a} for e, a in pairs),
        titles=["Choir", "Swim", "", "Ceramics"],
    )["pairs"]

    assert drawn.says == (
        "In your 4 entries with both numbers: 2 gave more than you expected, 1 the same, 1 less."
    )
    assert drawn.rows == (
        ("Choir", "3", "7"),
        ("Swim", "5", "5"),
        ("3 Sep 2026", "6", "2"),
        ("Ceramics", "1", "9"),
    )


def test_feelings_are_matched_by_their_word_and_some_come_or_go():
    answers = {
        "urge": 8,
        "urge_after": 4,
        "c_feel": rows("Anxiety", "shame", "Tired", strength=[7, 5, None]),
        "e_feel": rows("concern", "anxiety", strength=[4, 3]),
    }

    drawn = shown("abc-urge", answers)["pair"]

    assert drawn.says == "The urge was 8 before and 4 after."
    assert drawn.rows == (
        ("The urge", "8", "4"),
        ("Anxiety", "7", "3"),
        ("shame", "5", "–"),
        ("concern", "–", "4"),
    )


@pytest.mark.parametrize(
    "before, after, said",
    [
        (["Hurt"], ["hurt"], "“Hurt” was 6 before and 2 after."),
        (["Hurt"], ["Regret"], "Before, “Hurt” 6; after, “Regret” 2."),
    ],
)
def test_without_the_strength_of_the_whole_a_feeling_speaks(before, after, said):
    answers = {"c_feel": rows(*before, strength=[6]), "e_feel": rows(*after, strength=[2])}

    assert says(shown("abc-upset", answers)) == {"pair": said}
    assert shown("abc-upset", {"c_feel": answers["c_feel"]}) == {}


def test_a_new_belief_stands_beside_the_old_one():
    both = {"believe_before": 90, "believe_after": 40, "believe_new": 75}

    assert says(shown("beliefs", both)) == {
        "pair": "You believed it 90 % before and 40 % after; the new one 75 %."
    }
    assert says(shown("beliefs", {"believe_before": 90, "believe_new": 0})) == {
        "pair": "You believed it 90 % before; the new one 0 %."
    }
    assert shown("beliefs", {"believe_after": 40, "believe_new": 75}) == {}


def test_kinds_of_thought_are_counted_over_entries_and_ties_are_named():
    awful = {"b": rows("This is unbearable", family=["awful"])}
    mixed = {"b": rows("x", "y", "z", family=["awful", "demand", None])}
    demand = {"b": rows("He has to", family=["demand"])}
    unsorted = {"b": rows("No idea")}

    most = across("abc-urge", opened=[awful, mixed, unsorted])["families"]
    tied = across("abc-upset", opened=[awful, mixed, demand])["families"]

    assert most.says == (
        "In your 2 entries with a kind chosen, “The worst thing ever” came up most: 2 times."
    )
    assert dict(most.rows) == {
        "It has to be this way": "1",
        "The worst thing ever": "2",
        "I can’t stand it": "0",
        "Always, never, everybody": "0",
        "Judging a whole person": "0",
    }
    assert tied.says == (
        "In your 3 entries with a kind chosen, these came up most, 2 times each: “It has to be this way”,"
        " “The worst thing ever”."
    )
    assert across("abc-urge", opened=[awful, unsorted]) == {}
    assert says(across("beliefs", opened=[{"family": "over"}] * 2)) == {
        "families": "In your 2 entries with a kind chosen, “Always, never, everybody” came up most: 2 times."
    }


# Weighing it up

BOX = {"horizon": ["short", "long", None]}


def test_four_boxes_say_how_much_is_felt_soon():
    answers = {
        "doing_benefit": rows("a", "b", "c", **BOX),
        "doing_cost": rows("d", horizon=["long"]),
        "changing_benefit": rows("e"),
    }

    drawn = shown("cost-benefit", answers)["skew"]

    assert drawn.says == "Felt soon: 1 of 2 in what carrying on gives, 0 of 1 in what it takes."
    assert drawn.rows == (("Carrying on gives", "1", "1"), ("Carrying on takes", "0", "1"))
    assert shown("cost-benefit", {"doing_benefit": rows("a", "b", "c", **BOX)}) == {}


def test_dashes_that_fill_a_line_go_on_below():
    assert figures.Split(2, 1).path == "M1 4h9M17 4h9M33 4h38"
    assert (figures.Split(2, 1).height, figures.Split(50, 50).height) == (8, 98)
    assert figures.Split(2, 1).says == "2 felt soon, 1 over time"
    assert figures.split([]) is None


def test_weights_are_shown_side_by_side_and_decide_nothing():
    answers = {
        "weights": True,
        "doing_benefit": rows("a", weight=["2"]),
        "doing_cost": rows("b", weight=["5"]),
        "changing_benefit": rows("c", weight=["4"]),
        "changing_cost": rows("d", weight=[None]),
    }

    drawn = shown("cost-benefit", answers)["weights"]

    assert drawn.says == "As you weighted it today. It decides nothing; you do."
    assert drawn.rows == (("For changing", "9"), ("For carrying on", "2"))
    assert shown("cost-benefit", answers | {"weights": False}) == {}


def test_growth_is_drawn_from_the_second_month_on():
    answers = {"doing_cost": rows("a", "b", "c", added=["2026-09-03", "2026-09-20", "2026-11-02"])}

    drawn = shown("cost-benefit", answers)["growth"]

    assert drawn.says == "3 lines so far, in 2 different months."
    assert drawn.rows == (("September 2026", "2"), ("November 2026", "1"))


# Plans


def test_a_plan_is_a_path_of_the_days_both_were_given():
    given = [(6, 3), (8, None), (8, 7)]
    readings = [
        Reading(FIRST + timedelta(n), {"importance": i} | ({} if c is None else {"confidence": c}))
        for n, (i, c) in enumerate(given)
    ]

    drawn = shown("change-plan", {}, readings)["path"]

    assert drawn.says == ("On 1 Sep 2026: matters 6, sure 3. On 3 Sep 2026: matters 8, sure 7.")
    assert drawn.rows == (("1 Sep 2026", "6", "3"), ("3 Sep 2026", "8", "7"))
    assert shown("change-plan", {}, readings[:2]) == {}


def test_a_goal_counts_days_out_of_seven():
    readings = [Reading(FIRST + timedelta(n), {"days_done": n + 2}) for n in range(3)]

    drawn = shown("goals", {"days_done": ["mon", "sat"], "target": 5}, readings)

    assert says(drawn) == {
        "days": "2 of 7 days; you aimed for 5.",
        "days-over-time": "In your 3 looks back, the middle was 3 of 7 days.",
    }
    assert drawn["days"].rows[:2] == (("Monday", "yes"), ("Tuesday", "–"))
    assert drawn["days-over-time"].rows == (
        ("1 Sep 2026", "2"),
        ("2 Sep 2026", "3"),
        ("3 Sep 2026", "4"),
    )
    assert says(shown("goals", {"days_done": ["mon"]}, readings[:1])) == {"days": "1 of 7 days."}


WEEK = rows(
    "Guitar",
    "Meeting",
    "Leaving do",
    "Swim",
    days=[["mon", "wed", "sat"], ["tue"], ["fri"], None],
    did=["some", "all", "changed", "none"],
    done_on=[["mon", "sat"], None, None, None],
)


def test_a_week_says_what_happened_and_a_changed_mind_is_no_gap():
    drawn = shown("week-plan", {"starts_on": "2026-11-05", "actions": WEEK})["week"]

    assert drawn.says == (
        "Of your 4 actions: 1 done, 1 in part, 1 you changed your mind about, 1 still open."
    )
    assert drawn.rows == (
        ("Guitar", "Mon, Wed, Sat", "some of it, Mon, Sat"),
        ("Meeting", "Tue", "all of it"),
        ("Leaving do", "Fri", "changed my mind"),
        ("Swim", "any day", "not this time"),
    )


@pytest.mark.parametrize(
    "row, full, rings, halves, arrows",
    [
        ({"days": ["mon", "tue"]}, 0, 2, 0, 0),
        ({"days": ["mon", "tue"], "did": "all"}, 2, 0, 0, 0),
        ({"days": ["mon", "tue"], "did": "some"}, 0, 0, 2, 0),
        ({"days": ["mon", "tue"], "did": "some", "done_on": ["mon"]}, 1, 1, 0, 0),
        ({"days": ["mon", "tue"], "did": "none"}, 0, 2, 0, 0),
        ({"days": ["mon", "tue"], "did": "changed", "done_on": ["mon"]}, 1, 0, 0, 1),
        ({"done_on": ["sun"]}, 1, 0, 0, 0),
        ({"did": "changed"}, 0, 0, 0, 1),
        ({"did": "some"}, 0, 0, 1, 0),
    ],
)
def test_each_day_has_its_mark(row, full, rings, halves, arrows):
    drawn = shown("week-plan", {"actions": [{"id": "row00000", "text": "Swim"} | row]})["week"]

    marks = drawn.marks[: drawn.marks.index(">planned<")]
    half = marks.count('class="on"')
    assert {
        "full": marks.count('class="pt on" cx') if row else 0,
        "rings": marks.count('class="pt" cx') - half - 1,
        "halves": half,
        "arrows": marks.count('class="turn"'),
    } == {"full": full, "rings": rings, "halves": halves, "arrows": arrows}


@pytest.mark.parametrize(
    "answers, said",
    [
        ({"actions": rows("Swim")}, "1 action planned."),
        ({"actions": rows("Swim", "Sing"), "starts_on": "2026-11-05"}, "2 actions planned, from 5 Nov 2026."),
        ({"actions": rows("Swim", did=["all"])}, "Of your 1 action: 1 done."),
        ({"actions": rows("Swim"), "starts_on": "2199-12-31"}, "1 action planned, from 31 Dec 2199."),
    ],
)  # fmt: skip
def test_a_week_to_come_says_what_is_planned(answers, said):
    assert says(shown("week-plan", answers)) == {"week": said}


def test_a_week_begins_on_its_first_day():
    drawn = shown("week-plan", {"starts_on": "2026-11-05", "actions": rows("Swim")})["week"]

    assert [each for each in Texts.of(drawn.marks)][:7] == [
        "Th",
        "Fr",
        "Sa",
        "Su",
        "Mo",
        "Tu",
        "We",
    ]


# Values


def test_two_ladders_are_in_the_order_wanted_and_the_order_lived():
    top = rows("My daughter", "Health", "Honest", "Work", lived=[4, 3, 4, None])

    drawn = shown("values", {"top": top})["ladders"]
    texts = list(Texts.of(drawn.marks))

    assert drawn.says == "“My daughter” is first on your list and was lived most, at 4."
    assert drawn.rows == (
        ("1", "My daughter", "4"),
        ("2", "Health", "3"),
        ("3", "Honest", "4"),
        ("4", "Work", "–"),
    )
    assert texts[2:6] == ["1 My daughter", "2 Health", "3 Honest", "4 Work"]
    assert texts[6:] == ["4 My daughter", "4 Honest", "3 Health"]
    assert shown("values", {"top": top[:1]}) == {}


@pytest.mark.parametrize(
    "more, place, said",
    [
        ({"behaviour_rank": "1"}, None, ""),
        ({"reveal": True}, None, ""),
        (
            {"reveal": True, "behaviour_rank": "1"},
            0,
            " By time and energy, the behaviour stood at 1.",
        ),
        (
            {"reveal": True, "behaviour_rank": "6"},
            2,
            " By time and energy, the behaviour stood at 6.",
        ),
    ],
)
def test_where_the_behaviour_sat_is_shown_only_once_it_is_asked_for(more, place, said):
    drawn = shown("values", {"top": rows("Music", "Work", lived=[1, 7])} | more)["ladders"]

    right = list(Texts.of(drawn.marks))[4:]

    assert (
        drawn.says
        == "“Music” is first on your list, lived at 1; lived most was “Work”, at 7." + said
    )
    assert right == (
        ["7 Work", "1 Music"]
        if place is None
        else [*["7 Work", "1 Music"][:place], "the behaviour", *["7 Work", "1 Music"][place:]]
    )


def test_a_first_value_without_a_number_is_named_all_the_same():
    top = rows("Music", "Work", "Rest", lived=[None, 7, 2])

    assert says(shown("values", {"top": top})) == {
        "ladders": "“Music” is first on your list; lived most was “Work”, at 7."
    }


# Triggers


def test_triggers_are_ranked_and_those_without_a_number_stand_last():
    answers = {
        "triggers": rows(
            "Crown", "Payday", "Rain", "Lunch", "Row",
            risk=[7, 9, None, 7, 0],
            how_often=["weekly", "monthly", "daily", "daily", None],
            plan=["avoid", None, "face", None, None],
        )
    }  # fmt: skip

    drawn = shown("triggers", answers)

    assert says(drawn) == {
        "quadrant": "2 of your 3 are at 7 or more and come each week or each day.",
        "riskiest": "“Payday” has the highest risk of your 4: 9.",
    }
    assert drawn["riskiest"].rows == (
        ("1", "Payday", "9", "Every month", "–"),
        ("2", "Lunch", "7", "Every day", "–"),
        ("3", "Crown", "7", "Every week", "Keep away from it"),
        ("4", "Row", "0", "–", "–"),
        ("5", "Rain", "–", "Every day", "Face it with a plan"),
    )
    assert [row[0] for row in drawn["quadrant"].rows] == ["1", "2", "3"]


@pytest.mark.parametrize(
    "risks, said",
    [
        ([8], "“T0”: risk 8."),
        ([8, 8], "“T0”, “T1”: risk 8."),
        ([8, 8, 8, 1], "3 of your 4 share the highest risk: 8."),
    ],
)
def test_the_highest_risk_may_be_shared(risks, said):
    answers = {"triggers": rows(*(f"T{n}" for n in range(len(risks))), risk=risks)}

    assert says(shown("triggers", answers)) == {"riskiest": said}


def test_fifty_triggers_at_one_place_are_told_apart_from_how_many_more():
    answers = {"triggers": rows(*["Same"] * 50, risk=[8] * 50, how_often=["daily"] * 50)}

    drawn = shown("triggers", answers)

    assert [each for each in Texts.of(drawn["quadrant"].marks)][-3:] == ["1", "2", "+48"]
    assert drawn["quadrant"].says == (
        "50 of your 50 are at 7 or more and come each week or each day."
    )
    assert len(drawn["riskiest"].rows) == 50


# Balance


def slices(*numbers: tuple) -> list[dict]:
    names = ["Health", "Family", "Work", "Money", "Fun"]
    return rows(
        *names[: len(numbers)],
        satisfaction=[now for now, _wanted in numbers],
        wanted=[wanted for _now, wanted in numbers],
    )


def test_balance_has_a_shape_and_gaps_and_no_average():
    answers = {"slices": slices((4, 8), (6, 6), (7, 5), (3, 7), (None, 9))}

    drawn = shown("balance", answers)

    assert says(drawn) == {
        "shape": "From 3 for “Money” to 7 for “Work”.",
        "gaps": "The widest gap is 4: “Health”, “Money”.",
    }
    assert drawn["shape"].rows == (("Health", "4"), ("Family", "6"), ("Work", "7"), ("Money", "3"))
    assert drawn["gaps"].rows == (
        ("Health", "4", "8", "4"),
        ("Money", "3", "7", "4"),
        ("Family", "6", "6", "0"),
        ("Work", "7", "5", "-2"),
    )


@pytest.mark.parametrize(
    "numbers, said",
    [
        ([(4, None)], {"gaps": "You have not said yet what you would like; that can wait."}),
        ([(4, 4), (5, 3)], {"gaps": "None of these is below where you would like it."}),
        (
            [(5, 6)] * 3,
            {"shape": "All 3 stand at 5.", "gaps": "The widest gap is 1, in 3 of them."},
        ),
        (
            [(1, 6), (1, 2), (1, 1), (2, None)],
            {
                "shape": "From 1 for 3 slices to 2 for “Money”.",
                "gaps": "The widest gap is 5: “Health”.",
            },
        ),
    ],
)
def test_balance_speaks_of_what_there_is(numbers, said):
    assert says(shown("balance", {"slices": slices(*numbers)})) == said


def test_an_earlier_shape_lies_beneath_matched_by_row_or_by_name():
    before = slices((4, 8), (6, 6), (9, 5), (3, 7))
    before[1] |= {"id": "elsewhere"}
    earlier = Earlier(FIRST, {"slices": before})

    drawn = shown(
        "balance", {"slices": slices((5, 8), (6, 6), (7, 5), (None, 1), (2, 9))}, (), earlier
    )
    apart = shown(
        "balance", {"slices": slices(*[(5, 5)] * 3)}, (), Earlier(FIRST, {"slices": before[:2]})
    )

    assert drawn["shape"].says == "Of the 3 in both, 1 moved out, 1 stayed, 1 moved in."
    assert drawn["shape"].head == ("Slice", "Now", "1 Sep 2026")
    assert drawn["shape"].rows == (
        ("Health", "5", "4"),
        ("Family", "6", "6"),
        ("Work", "7", "9"),
        ("Fun", "2", "–"),
    )
    assert apart["shape"].head == ("Slice", "Now")


# The loop


@pytest.mark.parametrize(
    "answers, said",
    [
        ({}, "Five places; you could step out at any of them."),
        ({"exit_at": "doing"}, "You step out at 3, “What I do”."),
        ({"exit_at": "later", "other_move": "Ring Ana"}, "You step out at 5, “What it adds”: “Ring Ana”."),
    ],
)  # fmt: skip
def test_the_loop_marks_the_way_out(answers, said):
    drawn = shown("pig", {"trigger": "A row at work", "discomfort": 7, "relief": 20} | answers)[
        "loop"
    ]

    assert drawn.says == said
    assert [row[1] for row in drawn.rows] == [
        "A row at work",
        "7 out of 10",
        "–",
        "20 minutes",
        "–",
    ]
    assert [row[0] for row in drawn.rows if row[2] != "–"] == {
        "doing": ["What I do"], "later": ["What it adds"]
    }.get(answers.get("exit_at"), [])  # fmt: skip


# Any words


class Texts(HTMLParser):
    """What stands in a drawing, text by text, and every tag that was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.add(tag)
        if tag == "text":
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        self.texts[-1:] = [self.texts[-1] + data] if self.texts else []

    @classmethod
    def of(cls, marks: str) -> list[str]:
        reader = cls()
        reader.feed(marks)
        return reader.texts


DRAWN = {"svg", "title", "text", "path", "circle", "rect"}
AROUND = {
    "figure",
    "figcaption",
    "details",
    "summary",
    "div",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
HOSTILE = "</text></svg><script>alert(1)</script>&\"'" + "W" * 140 + "\u202e\u0000x"


@pytest.mark.parametrize("slug", figures.FIGURES)
def test_nothing_somebody_wrote_becomes_a_tag(slug):
    answers = _hostile(drawings.full(catalogue.newest(slug)))
    readings = [
        Reading(FIRST + timedelta(n), {"days_done": 3, "importance": 3, "confidence": 3})
        for n in range(3)
    ]
    drawn = figures.of_answers(catalogue.newest(slug), answers, readings, Earlier(FIRST, answers))

    pages = "".join(render_to_string("tools/_figure.html", {"figure": figure}) for figure in drawn)
    reader = Texts()
    reader.feed(pages)

    assert drawn != []
    assert reader.tags <= DRAWN | AROUND


@pytest.mark.parametrize("slug", figures.NAMED)
def test_no_title_becomes_a_tag(slug):
    numbers = dict.fromkeys(catalogue.newest(slug).charted, 5)
    drawn = across(slug, numbers, numbers, titles=[HOSTILE, HOSTILE])

    reader = Texts()
    reader.feed(render_to_string("tools/_figures.html", {"figures": drawn.values()}))

    assert reader.tags <= DRAWN | AROUND | {"section", "p", "h2"}


def _hostile(value):
    if isinstance(value, dict):
        return {
            key: each if key in ("id", "added") else _hostile(each) for key, each in value.items()
        }
    if isinstance(value, list):
        return [_hostile(each) for each in value]
    return HOSTILE if isinstance(value, str) and " " in value else value


@pytest.mark.parametrize(
    "text, on_one, on_two",
    [
        ("Short", "Short", ["Short"]),
        ("  a\n b ", "a b", ["a b"]),
        ("Restring the guitar on Saturday", "Restring…", ["Restring", "the guit…"]),
        ("A" * 30, "A" * 8 + "…", ["A" * 8, "A" * 8 + "…"]),
        ("音楽を聴く時間", "音楽を聴…", ["音楽を聴", "く時間"]),
    ],
)
def test_long_words_are_cut_to_the_room_there_is(text, on_one, on_two):
    assert cut(text, 9) == on_one
    assert folded(text, 9) == on_two
    assert all(columns(each) <= 9 for each in [on_one, *on_two])


def test_numbers_are_read_as_they_are_said():
    assert [numeral(each) for each in (None, 0, 3, 2.5, 4.0)] == ["–", "0", "3", "2.5", "4"]


# Anything the form can keep


WORDS = st.sampled_from(["Swim", "swim", "A longer line of words", "<b>&", "音楽", "\u202e", " "])


def value_of(question):
    if isinstance(question, Lines):
        return st.lists(row_of(question), max_size=4)
    if isinstance(question, Pick):
        return st.lists(st.just("row00000"), max_size=2)
    if isinstance(question, Choices):
        return st.lists(st.sampled_from([key for key, _words in question.choices]), unique=True)
    if isinstance(question, Choice):
        return st.sampled_from([key for key, _words in question.choices])
    if isinstance(question, Tick):
        return st.just(True)
    if isinstance(question, Scale):
        return st.integers(0, 10)
    if isinstance(question, Percent):
        return st.integers(0, 100)
    if isinstance(question, Number):
        return st.integers(0, question.most)
    if isinstance(question, Minutes):
        return st.integers(0, 14_400)
    if isinstance(question, Day):
        return st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(date.isoformat)
    if isinstance(question, Clock | Instant):
        return st.just("18:40")
    return WORDS


def row_of(lines):
    """A row as it may rest: any cell missing, its first one too where its words were refused."""
    cells = st.fixed_dictionaries({}, optional={cell.name: value_of(cell) for cell in lines.of})
    fixed = st.fixed_dictionaries({"id": st.sampled_from([f"row{n:05}" for n in range(9)])})
    added = st.sampled_from(
        [{}, {"added": "2026-11-02"}, {"added": "2026-09-02"}, {"_raw": {"x": "y"}}]
    )
    return st.builds(lambda *parts: parts[0] | parts[1] | parts[2], fixed, cells, added)


def answers_of(sheet):
    kinds = {name: value_of(question) for name, question in sheet.questions.items()}
    return st.fixed_dictionaries({}, optional=kinds)


@pytest.mark.parametrize("slug", sorted(figures.FIGURES.keys() | figures.ACROSS.keys()))
@settings(max_examples=25)
@given(data=st.data())
def test_whatever_a_form_can_keep_is_drawn(slug, data):
    sheet = catalogue.newest(slug)
    answers, other = data.draw(answers_of(sheet)), data.draw(answers_of(sheet))
    kinds = {name: st.integers(0, 100) for name in sheet.charted}
    values = data.draw(st.lists(st.fixed_dictionaries({}, optional=kinds), max_size=4))
    readings = [Reading(FIRST + timedelta(n), each, "Title") for n, each in enumerate(values)]

    drawn = [
        *figures.of_answers(sheet, answers, readings, Earlier(FIRST, other)),
        *figures.of_tool(sheet, readings, [answers, other]),
    ]
    figures.of_two(sheet, Earlier(FIRST, answers), sheet, Earlier(FIRST, other))

    assert [f.name for f in drawn if not (f.says and f.rows and f.height > 0)] == []
    assert [f.name for f in drawn for row in f.rows if len(row) != len(f.head)] == []


def test_every_figure_is_measured_at_its_fullest():
    empty = [name for name, draw, seen in drawings.scenes() if draw(seen) is None]

    assert empty == []


# Fetched


def saved(member, slug: str, at: datetime = NOW, entry: Entry | None = None, **answers) -> Entry:
    return kept_again(entry, answers, at) if entry else kept(member, slug, answers, at)


def test_an_entry_is_read_day_by_day_and_the_last_number_of_a_day_counts(ana):
    entry = saved(ana, "change-plan", change="Swim", importance=5, confidence=2)
    saved(ana, "change-plan", NOW + timedelta(hours=1), entry, change="Swim", importance=6)
    saved(ana, "change-plan", NOW + timedelta(days=1), entry, change="Swim", confidence=8)

    assert gather.readings_of_entry(entry) == [
        Reading(date(2026, 11, 23), {"importance": 6, "confidence": 2}),
        Reading(date(2026, 11, 24), {"confidence": 8}),
    ]


def test_a_tool_is_read_by_what_each_entry_says_last(ana, ben, django_assert_num_queries):
    first = saved(ana, "vaci", NOW, activity="Choir", expected=3)
    saved(ana, "vaci", NOW + timedelta(days=9), first, activity="Choir", expected=3, actual=7)
    saved(ana, "vaci", NOW + timedelta(days=2), activity="Swim", expected=5, actual=5)
    away = saved(ana, "vaci", NOW + timedelta(days=3), activity="Chess", expected=1, actual=1)
    away.put_away()
    saved(ana, "acceptance", happened="x", harshness_before=9)
    saved(ben, "vaci", activity="Ben’s", expected=9, actual=9)

    with django_assert_num_queries(1):
        readings = gather.readings_of_tool(ana, "vaci", titled=True)

    assert readings == [
        Reading(date(2026, 11, 23), {"expected": 3, "actual": 7}, "Choir"),
        Reading(date(2026, 11, 25), {"expected": 5, "actual": 5}, "Swim"),
    ]


def test_only_the_latest_numbers_are_read(ana, monkeypatch):
    monkeypatch.setattr(gather, "MOST_RATINGS", 4)
    for day in range(3):
        saved(ana, "vaci", NOW + timedelta(days=day), activity="x", expected=day, actual=7)

    readings = gather.readings_of_tool(ana, "vaci")

    assert [reading.values["expected"] for reading in readings] == [1, 2]


def test_an_earlier_day_is_looked_for_in_the_entry_itself_first(
    ana, ben, django_assert_num_queries
):
    other = saved(ana, "balance", NOW - timedelta(days=40), slices=rows("Other", satisfaction=[1]))
    entry = saved(ana, "balance", NOW - timedelta(days=60), slices=rows("Mine", satisfaction=[2]))
    saved(ben, "balance", NOW - timedelta(days=1), slices=rows("Ben’s", satisfaction=[3]))
    alone = gather.earlier_than(entry)
    saved(ana, "balance", NOW, entry, slices=rows("Mine", satisfaction=[8]))

    with django_assert_num_queries(1):
        earlier = gather.earlier_than(entry)

    assert alone is None
    assert earlier == Earlier(date(2026, 9, 24), {"slices": rows("Mine", satisfaction=[2])})
    assert gather.earlier_than(saved(ana, "balance", NOW, slices=rows("New"))) == Earlier(
        date(2026, 10, 14), other.answers
    )


def test_two_savings_of_one_day_are_one_shape(ana):
    entry = saved(ana, "balance", NOW, slices=rows("Mine", satisfaction=[2]))
    saved(ana, "balance", NOW + timedelta(hours=2), entry, slices=rows("Mine", satisfaction=[8]))

    assert gather.earlier_than(entry) is None


# On the page


def test_an_entry_shows_its_figure_on_the_page_and_on_paper(as_ana, ana):
    entry = saved(ana, "acceptance", happened="Shouted", harshness_before=9, harshness_after=5)

    worked = as_ana.get(f"/entries/{entry.pk}/").content.decode()
    printed = as_ana.get(f"/entries/{entry.pk}/print/").content.decode()

    said = "It felt harsh at 9 before and at 5 after."
    assert (said in worked, said in printed) == (True, True)
    assert ('<details class="numbers">' in worked, '<details class="numbers" open>' in printed) == (
        True,
        True,
    )


@pytest.mark.parametrize("slug", sorted(figures.ACROSS))
def test_the_page_of_a_tool_costs_the_same_with_2_and_30_entries(
    as_ana, ana, slug, django_assert_max_num_queries
):
    sheet = catalogue.newest(slug)
    answers = drawings.full(sheet)
    counts = []
    for size in (2, 28):
        for n in range(size):
            saved(ana, slug, NOW + timedelta(days=n), **answers)
        with django_assert_max_num_queries(9) as asked:
            page = as_ana.get(f"/tools/{slug}/").content.decode()
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert "In your last 20 entries" in page or "In your 20 entries" in page


def test_opened_answers_are_mine_and_not_put_away(ana, ben):
    saved(ana, "beliefs", NOW, belief="Old", family="awful")
    saved(ana, "beliefs", NOW + timedelta(days=1), belief="New", family="over")
    saved(ana, "beliefs", NOW + timedelta(days=2), belief="Away").put_away()
    saved(ben, "beliefs", belief="Ben’s")

    assert [answers["belief"] for answers in gather.opened(ana, "beliefs")] == ["Old", "New"]


def test_what_an_entry_shows_needs_no_more_than_the_entry():
    entry = SimpleNamespace(answers={"tension_before": 7, "tension_after": 4})

    drawn = figures.of_answers(catalogue.newest("meditation"), entry.answers)

    assert [figure.says for figure in drawn] == ["The tension was 7 before and 4 after."]
