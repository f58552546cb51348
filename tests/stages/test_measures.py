"""Scoring against what was published: ranges, worked examples, every boundary; and what a score says."""

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stages import support
from stages.measures import engine, wording
from stages.measures.catalogue import CATALOGUE, MEASURES
from stages.measures.instrument import (
    Instrument,
    Item,
    Rights,
    Scale,
    Scoring,
    Tier,
)
from stages.measures.meaning import readings
from tests.frame.test_words import UNSAID

pytestmark = pytest.mark.page

EVERY = pytest.mark.parametrize("measure", MEASURES, ids=lambda each: each.slug)


def answered(slug: str, *values: int) -> dict[str, int]:
    return dict(zip(CATALOGUE[slug].item, values, strict=True))


def total(slug: str, *values: int) -> int | None:
    return engine.scores(CATALOGUE[slug], answered(slug, *values)).get("total")


def every_total(slug: str) -> dict[int, dict[str, int]]:
    """Answers that come to each total there can be, put together item by item."""
    found: dict[int, dict[str, int]] = {0: {}}
    for item in CATALOGUE[slug].items:
        found = {
            total + value: answers | {item.name: value}
            for total, answers in found.items()
            for value in item.scale.values
        }
    return found


def says(slug: str, score: int) -> str:
    (reading,) = [
        each for each in readings(CATALOGUE[slug], {"total": score}) if each.scoring.name == "total"
    ]
    return str(reading.says)


def sides(slug: str, score: int) -> list[bool]:
    """For each published line, whether this score reaches it."""
    return [line.is_reached(score) for line in CATALOGUE[slug].scoring["total"].lines]


# The published ranges.

RANGES = {
    "tea": (4, 40), "barc-10": (10, 60), "who-5": (0, 100), "phq-2": (0, 6), "gad-2": (0, 6),
    "phq-9": (0, 27), "gad-7": (0, 21), "audit-c": (0, 12), "audit": (0, 40), "sds": (0, 15),
}  # fmt: skip
COUNTS = {
    "rulers": 2, "tea": 4, "barc-10": 10, "who-5": 5, "phq-2": 2, "gad-2": 2, "phq-9": 9,
    "gad-7": 7, "audit-c": 3, "audit": 10, "sds": 5,
}  # fmt: skip


def test_every_measure_of_the_list_is_here_with_the_right_number_of_items():
    assert {each.slug: len(each.items) for each in MEASURES} == COUNTS


def test_the_least_and_the_most_that_can_be_answered_are_the_published_range():
    found = {
        slug: (
            total(slug, *(item.scale.values[0] for item in CATALOGUE[slug].items)),
            total(slug, *(item.scale.values[-1] for item in CATALOGUE[slug].items)),
        )
        for slug in RANGES
    }

    assert found == RANGES


def test_what_is_declared_is_the_published_range():
    assert {
        slug: (CATALOGUE[slug].main.low, CATALOGUE[slug].main.high) for slug in RANGES
    } == RANGES


# Worked examples.


@pytest.mark.parametrize(
    ("slug", "answers", "comes_to"),
    [
        ("phq-9", (2, 1, 3, 2, 0, 1, 1, 0, 0), 10),
        ("phq-9", (3, 3, 3, 3, 3, 3, 3, 3, 3), 27),
        ("gad-7", (1, 2, 3, 1, 1, 1, 1), 10),
        ("phq-2", (1, 2), 3),
        ("gad-2", (2, 0), 2),
        ("who-5", (3, 2, 3, 2, 3), 52),
        ("who-5", (2, 2, 3, 3, 2), 48),
        ("who-5", (1, 1, 2, 1, 2), 28),
        ("barc-10", (5, 5, 5, 5, 5, 5, 5, 4, 4, 4), 47),
        ("tea", (10, 7, 4, 1), 22),
        ("audit-c", (2, 1, 1), 4),
        ("audit", (2, 1, 1, 1, 0, 0, 1, 0, 0, 2), 8),
        ("audit", (4, 4, 4, 4, 4, 4, 4, 4, 4, 4), 40),
        ("sds", (3, 2, 1, 0, 2), 8),
    ],
)
def test_worked_examples(slug, answers, comes_to):
    assert total(slug, *answers) == comes_to


def test_the_first_three_of_the_ten_about_drinking_are_the_short_form():
    ten = engine.scores(CATALOGUE["audit"], answered("audit", 3, 2, 1, 1, 0, 2, 0, 1, 2, 4))

    assert ten == {"total": 16, "use": 6, "hold": 3, "harm": 7}
    assert ten["use"] == total("audit-c", 3, 2, 1)


def test_the_last_two_about_drinking_count_nothing_two_or_four():
    audit = CATALOGUE["audit"]

    assert [audit.item[name].scale.values for name in ("8", "9", "10")] == [
        (0, 1, 2, 3, 4), (0, 2, 4), (0, 2, 4),
    ]  # fmt: skip
    assert not engine.fits(audit, {"9": 1})
    assert not engine.fits(audit, {"10": 3})


def test_the_rulers_are_two_numbers_that_are_never_added_up():
    assert engine.scores(CATALOGUE["rulers"], {"importance": 8, "confidence": 3}) == {
        "importance": 8,
        "confidence": 3,
    }


def test_four_parts_of_life_are_told_one_by_one_as_well():
    assert engine.scores(CATALOGUE["tea"], answered("tea", 3, 5, 1, 10)) == {
        "total": 19, "use": 3, "health": 5, "lifestyle": 1, "community": 10,
    }  # fmt: skip


# Every boundary.


@pytest.mark.parametrize(
    ("slug", "starts"),
    [
        ("phq-9", [0, 5, 10, 15, 20]),
        ("gad-7", [0, 5, 10, 15]),
        ("phq-2", [0, 2, 3]),
        ("gad-2", [0, 2, 3]),
        ("who-5", [0, 29, 51]),
        ("barc-10", [10, 47]),
        ("audit", [0, 8, 13]),
        ("audit-c", [0, 3, 4]),
        ("sds", []),
        ("tea", []),
    ],
)
def test_bands_begin_where_they_were_published(slug, starts):
    assert [band.low for band in CATALOGUE[slug].main.bands] == starts


@EVERY
def test_bands_leave_no_gap_and_never_overlap(measure):
    for scoring in measure.scorings:
        if scoring.bands:
            covered = [n for band in scoring.bands for n in range(band.low, band.high + 1)]
            assert covered == list(range(scoring.low, scoring.high + 1))


@pytest.mark.parametrize(
    ("slug", "boundary"),
    [
        ("phq-9", 5), ("phq-9", 10), ("phq-9", 15), ("phq-9", 20),
        ("gad-7", 5), ("gad-7", 10), ("gad-7", 15),
        ("phq-2", 2), ("phq-2", 3), ("gad-2", 2), ("gad-2", 3),
        ("who-5", 29), ("who-5", 51), ("barc-10", 47),
        ("audit", 8), ("audit", 13), ("audit-c", 3), ("audit-c", 4),
    ],
)  # fmt: skip
def test_something_else_is_said_on_either_side_of_a_boundary(slug, boundary):
    before, after = boundary - 1, boundary
    scoring = CATALOGUE[slug].main

    assert scoring.band(before) != scoring.band(after)
    assert says(slug, before) != says(slug, after)


def test_the_published_lines_and_the_scores_on_either_side():
    assert [sides("phq-9", n) for n in (9, 10)] == [[False], [True]]
    assert [sides("gad-7", n) for n in (9, 10)] == [[False], [True]]
    assert [sides("phq-2", n) for n in (1, 2, 3)] == [[False, False], [False, True], [True, True]]
    assert [sides("gad-2", n) for n in (2, 3)] == [[False], [True]]
    assert [sides("barc-10", n) for n in (46, 47)] == [[False], [True]]
    assert [sides("who-5", n) for n in (28, 29, 50, 51)] == [
        [True, True], [True, False], [True, False], [False, False],
    ]  # fmt: skip
    assert [sides("audit-c", n) for n in (2, 3, 4)] == [
        [False, False], [True, False], [True, True],
    ]  # fmt: skip
    assert [sides("audit", n) for n in (7, 8, 12, 13, 14, 15)] == [
        [False, False, False], [True, False, False], [True, False, False],
        [True, True, False], [True, True, False], [True, True, True],
    ]  # fmt: skip


@pytest.mark.parametrize("slug", [slug for slug in RANGES if CATALOGUE[slug].main.times == 1])
def test_every_score_in_the_range_can_be_reached_and_is_scored_so(slug):
    low, high = RANGES[slug]

    found = {
        added: engine.scores(CATALOGUE[slug], answers)["total"]
        for added, answers in every_total(slug).items()
    }

    assert found == {n: n for n in range(low, high + 1)}


def test_well_being_goes_by_fours():
    found = {total("who-5", *answers) for answers in product(range(6), repeat=5)}

    assert found == set(range(0, 101, 4))


# What holds for any answers.


def answers_to(measure: Instrument):
    return st.fixed_dictionaries(
        {item.name: st.sampled_from(item.scale.values) for item in measure.items}
    )


@EVERY
@given(data=st.data())
def test_a_score_is_never_out_of_its_range(measure, data):
    answers = data.draw(answers_to(measure))

    found = engine.scores(measure, answers)

    assert engine.fits(measure, answers)
    assert list(found) == [scoring.name for scoring in measure.scorings]
    for name, value in found.items():
        assert measure.scoring[name].low <= value <= measure.scoring[name].high


@EVERY
@given(data=st.data())
def test_more_of_one_item_never_makes_less_of_any_score(measure, data):
    answers = data.draw(answers_to(measure))
    item = data.draw(st.sampled_from(measure.items))
    more = [value for value in item.scale.values if value > answers[item.name]]

    for value in more:
        before, after = (
            engine.scores(measure, answers),
            engine.scores(measure, answers | {item.name: value}),
        )
        assert all(after[name] >= before[name] for name in before)


@EVERY
@given(data=st.data())
def test_one_item_left_leaves_out_each_score_it_is_part_of_and_no_other(measure, data):
    answers = data.draw(answers_to(measure))
    left = data.draw(st.sampled_from(measure.items)).name
    without = {name: value for name, value in answers.items() if name != left}

    found = engine.scores(measure, without)

    assert set(found) == {s.name for s in measure.scorings if left not in s.items}
    assert not engine.is_whole(measure, without)
    assert "total" not in found


@EVERY
def test_nothing_answered_comes_to_nothing(measure):
    assert engine.scores(measure, {}) == {}
    assert not engine.asks_for_support(measure, {})


@EVERY
@pytest.mark.parametrize("wrong", [-1, 11, 99, 2**31, 2**63, True, 1.0, "1", None])
def test_what_is_not_on_the_scale_does_not_fit(measure, wrong):
    first = measure.items[0].name
    on_the_scale = type(wrong) is int and wrong in measure.items[0].scale.values

    assert engine.fits(measure, {first: wrong}) == on_the_scale
    assert not engine.fits(measure, {"no such item": 1})


# Reversed items and multipliers, which the engine knows and few of these use.

THREE = Scale("three", "Three", (1, 2, 3, 4))
MADE_UP = Instrument(
    slug="made-up", title="Made up", name="Made up", edition=1, published="never",
    items=(Item("a", THREE), Item("b", THREE, is_reversed=True)),
    scorings=(Scoring("total", "Both", ("a", "b"), 6, 24, times=3),),
    window="", why="", minutes=1, tier=Tier.MONTHLY, rights=Rights.UNCONFIRMED, evidence="",
)  # fmt: skip


@pytest.mark.parametrize(("a", "b", "comes_to"), [(1, 4, 6), (4, 1, 24), (2, 2, 15), (1, 1, 15)])
def test_a_reversed_item_counts_from_the_other_end(a, b, comes_to):
    assert engine.scores(MADE_UP, {"a": a, "b": b}) == {"total": comes_to}


# What a declaration says of itself.


@EVERY
def test_a_declaration_is_whole(measure):
    assert measure.title and measure.name and measure.published and measure.why and measure.evidence
    assert 1 <= measure.minutes <= 5
    assert len({item.name for item in measure.items}) == len(measure.items)
    for scoring in measure.scorings:
        assert set(scoring.items) <= set(measure.item)
        assert 0 <= scoring.low < scoring.high <= 100
        assert all(scoring.low <= line.at <= scoring.high for line in scoring.lines)
        assert all(line.source for line in scoring.lines)


@EVERY
def test_names_fit_their_columns(measure):
    assert len(measure.slug) <= 20
    assert all(len(scoring.name) <= 20 for scoring in measure.scorings)


def test_words_stand_here_only_where_anybody_may_reproduce_them():
    assert {each.slug for each in MEASURES if each.has_text} == {
        "rulers", "phq-2", "phq-9", "gad-2", "gad-7",
    }  # fmt: skip
    for each in MEASURES:
        assert each.has_text == (each.rights is Rights.CONFIRMED)
        assert each.has_text or not any(item.says or item.scale.labels for item in each.items)


@EVERY
def test_declared_words_are_all_there_or_none_of_them(measure):
    words = wording.declared(measure)

    assert (words is not None) == measure.has_text
    if words:
        for scale in measure.scales:
            assert len(words.labels[scale.name]) == scale.words_needed


def test_the_short_forms_are_the_first_questions_of_the_long_ones():
    for short, long in (("phq-2", "phq-9"), ("gad-2", "gad-7")):
        items = [item.says for item in CATALOGUE[short].items]
        assert items == [item.says for item in CATALOGUE[long].items][:2]


PUBLISHED = {
    "phq-9": "Over the last 2 weeks, how often have you been bothered by any of the following problems? "
    "Little interest or pleasure in doing things "
    "Feeling down, depressed, or hopeless "
    "Trouble falling or staying asleep, or sleeping too much "
    "Feeling tired or having little energy "
    "Poor appetite or overeating "
    "Feeling bad about yourself — or that you are a failure or have let yourself or your family down "
    "Trouble concentrating on things, such as reading the newspaper or watching television "
    "Moving or speaking so slowly that other people could have noticed? Or the opposite — being so "
    "fidgety or restless that you have been moving around a lot more than usual "
    "Thoughts that you would be better off dead or of hurting yourself in some way",
    "gad-7": "Over the last 2 weeks, how often have you been bothered by the following problems? "
    "Feeling nervous, anxious or on edge "
    "Not being able to stop or control worrying "
    "Worrying too much about different things "
    "Trouble relaxing "
    "Being so restless that it is hard to sit still "
    "Becoming easily annoyed or irritable "
    "Feeling afraid as if something awful might happen",
}


@pytest.mark.parametrize("slug", PUBLISHED)
def test_published_words_stay_as_they_were_published(slug):
    measure = CATALOGUE[slug]

    said = " ".join([measure.intro, *(item.says for item in measure.items)])

    assert said == PUBLISHED[slug]
    assert measure.items[0].scale.labels == (
        "Not at all", "Several days", "More than half the days", "Nearly every day",
    )  # fmt: skip
    assert all(type(item.says) is str for item in measure.items)


def test_only_what_asks_for_no_help_at_hand_is_on_at_first():
    assert [each.slug for each in MEASURES if each.is_on_at_first] == ["rulers", "phq-2", "gad-2"]
    assert [each.slug for each in MEASURES if each.needs_support] == ["phq-9", "gad-7"]


# Safety.


@pytest.mark.parametrize("answer", [0, 1, 2, 3])
def test_any_answer_above_nought_about_harm_asks_for_support(answer):
    assert engine.asks_for_support(CATALOGUE["phq-9"], {"9": answer}) == (answer > 0)


def test_the_short_forms_have_no_such_question():
    assert {each.slug: each.harm_item for each in MEASURES if each.harm_item} == {"phq-9": "9"}
    assert not engine.asks_for_support(CATALOGUE["phq-2"], {"1": 3, "2": 3})


@EVERY
def test_the_page_where_help_is_and_the_declaration_agree_on_what_asks_for_it(measure):
    for item in measure.items:
        answers = {item.name: item.scale.values[-1]}
        assert support.is_called_for(measure.slug, answers) == engine.asks_for_support(
            measure, answers
        )


ILLNESS = re.compile(
    r"\b(depressi\w+|depressed|anxiety disorder|disorder|dependen\w+|severe|mild|moderate\w*"
    r"|normal|healthy|fine|well done|low risk|no risk|safe|ill|illness|positive|negative)\b",
    re.I,
)


def all_said() -> list[str]:
    return [
        str(words)
        for measure in MEASURES
        for words in (
            measure.title, measure.why, measure.every, measure.window, measure.evidence,
            *(band.says for scoring in measure.scorings for band in scoring.bands),
            *(scoring.note for scoring in measure.scorings),
            *(scoring.title for scoring in measure.scorings),
        )
    ]  # fmt: skip


def test_no_score_is_ever_called_an_illness_or_the_lack_of_one():
    assert [said for said in all_said() if ILLNESS.search(said)] == []


def test_what_is_said_keeps_to_the_language_guide():
    assert [said for said in all_said() if UNSAID.search(said)] == []


def test_higher_scores_lead_to_a_talk_and_never_to_a_name():
    for slug, from_here in (("phq-9", 10), ("gad-7", 10), ("phq-2", 3), ("gad-2", 3), ("audit", 8)):
        for score in range(from_here, RANGES[slug][1] + 1):
            assert "worth a talk with a doctor or nurse" in says(slug, score)


@pytest.mark.parametrize("slug", ["phq-9", "phq-2", "gad-7", "gad-2", "who-5", "audit", "audit-c"])
def test_a_score_names_its_published_line_and_who_published_it(slug):
    scoring = CATALOGUE[slug].main

    (reading,) = readings(CATALOGUE[slug], {"total": scoring.high})

    assert len(reading.lines) == len(scoring.lines) > 0
    for line, said in zip(scoring.lines, reading.lines, strict=True):
        assert str(line.at) in said and line.source in said


def test_both_lines_stand_where_sources_go_by_sex_for_nobody_said_theirs():
    for slug, lines in (("audit-c", (3, 4)), ("audit", (13, 15))):
        (reading, *_rest) = readings(CATALOGUE[slug], {"total": 5})
        said = " ".join(reading.lines)
        assert "for women" in said and "for men" in said
        assert all(f"{at} or more" in said for at in lines)
