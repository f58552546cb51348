"""Where I have been: a line that climbs, a sentence that reads it, a table that keeps everything."""

import re
import time
from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from stages import path
from stages.models import Stage, StageMove
from stages.moves import standing_moves

from .helpers import NOON

TODAY = date(2026, 11, 11)
ANY_WAY = st.lists(st.sampled_from(Stage.values), max_size=40)


def said(*stages: str, note: str = "") -> list[StageMove]:
    """Moves as they would be read, thirty days apart, the last one thirty days ago."""
    made, here = [], "unset"
    for number, stage in enumerate(stages, 1):
        since = TODAY - timedelta(days=30 * (len(stages) - number + 1))
        made.append(
            StageMove(
                number=number, from_stage=here, to_stage=stage, since=since, at=NOON, note=note
            )
        )
        here = stage
    return made


def taken_back(moves: list[StageMove]) -> list[StageMove]:
    last = moves[-1]
    undo = StageMove(
        number=last.number + 1,
        from_stage=last.to_stage,
        to_stage=last.from_stage,
        since=TODAY,
        at=NOON,
        undoes=last,
    )
    return [*moves, undo]


def steps_only(way: list[str]) -> list[str]:
    return [to for here, to in zip(["unset", *way], way, strict=False) if here != to]


@given(way=ANY_WAY)
def test_every_point_stands_higher_than_the_one_before_it(way):
    drawing = path.draw(said(*steps_only(way)), TODAY)

    if drawing is not None:
        heights = [point.y for point in drawing.points]
        assert all(after < before for before, after in zip(heights, heights[1:], strict=False))
        assert len({(point.x, point.y) for point in drawing.points}) == len(drawing.points)


@given(way=ANY_WAY)
def test_the_drawing_stays_within_its_frame_and_leaves_every_loop_higher(way):
    drawing = path.draw(said(*steps_only(way)), TODAY)

    if drawing is not None:
        numbers = list(map(int, re.findall(r"-?\d+", f"{drawing.line} {drawing.ahead}")))
        assert all(0 <= x <= 100 for x in numbers[::2])
        assert all(0 <= y <= drawing.height for y in numbers[1::2])
        ends = [int(curve.split()[-1]) for curve in drawing.line.split(" C")]
        assert ends[0] == max(ends)
        assert ends[-1] == min(ends)


def test_coming_back_is_a_loop_and_the_sentence_reads_it():
    drawing = path.draw(said("con", "det", "act", "rel", "act"), TODAY)

    assert [(point.title, point.when) for point in drawing.points] == [
        ("Thinking about it", "14 June"),
        ("Getting ready", "14 July"),
        ("Doing it", "13 August"),
        ("Came round again", "12 September"),
        ("Doing it", "12 October, second time"),
    ]
    assert [point.is_now for point in drawing.points] == [False] * 4 + [True]
    assert drawing.line.count("C") == 3 + 4
    assert drawing.description == "A line that climbs from first to now, with one loop on the way."
    assert drawing.sentence == (
        "Five places since 14 June; one of them not for the first time, knowing more than before."
    )


def test_a_step_back_is_a_loop_too_and_not_saying_is_none():
    back = path.draw(said("act", "con"), TODAY)
    unsaid = path.draw(said("act", "unset", "con"), TODAY)

    assert (back.line.count("C"), unsaid.line.count("C")) == (4, 2)


def test_one_place_reads_as_one_place():
    drawing = path.draw(said("con"), TODAY)

    assert drawing.sentence == "One place so far: Thinking about it, since 12 October."
    assert drawing.line == f"M{drawing.points[0].x} {drawing.points[0].y}"


def test_nothing_said_draws_nothing():
    assert path.draw([], TODAY) is None
    assert path.draw(taken_back(said("con")), TODAY) is None


def test_what_was_taken_back_is_left_out_of_the_drawing_and_told_in_the_table():
    moves = taken_back(said("con", "act"))

    drawing, rows = path.draw(moves, TODAY), path.rows(moves, TODAY)

    assert [point.title for point in drawing.points] == ["Thinking about it"]
    assert [(row.title, row.taken_back) for row in rows] == [
        ("Doing it", True),
        ("Thinking about it", False),
    ]


def test_a_long_way_shows_the_last_ten_places_and_says_how_many_came_before():
    drawing = path.draw(said(*["con", "act"] * 15), TODAY)

    assert (len(drawing.points), drawing.earlier) == (10, 20)
    assert drawing.sentence.startswith("30 places since ")
    assert "20 places before this" in drawn(drawing)


def test_a_guessed_day_is_told_as_a_month_and_another_year_has_its_year():
    guess = StageMove(number=1, from_stage="con", to_stage="mai", since=date(2023, 3, 1), at=NOON)
    known = StageMove(number=1, from_stage="unset", to_stage="mai", since=date(2023, 3, 1), at=NOON)

    assert path.since(guess, TODAY) == "about March 2023"
    assert path.since(known, TODAY) == "1 Mar 2023"


@given(way=ANY_WAY)
def test_the_same_moves_always_make_the_same_drawing(way):
    moves = said(*steps_only(way))

    assert path.draw(moves, TODAY) == path.draw(list(moves), TODAY)


def test_the_drawing_has_a_title_a_reading_and_no_colours_of_its_own():
    page = drawn(path.draw(said("con", "act"), TODAY))

    assert '<title id="path-title">Where I have been</title>' in page
    assert "<figcaption>Two places since 12 September.</figcaption>" in page
    assert not re.search(r"style=|fill=|stroke=", page)


def test_a_note_is_escaped_in_the_table():
    rows = path.rows(said("con", note="<script>{{ 7|add:7 }}</script>"), TODAY)

    page = render_to_string("stages/_moves.html", {"rows": rows})

    assert "&lt;script&gt;{{ 7|add:7 }}&lt;/script&gt;" in page


def test_thirty_moves_are_drawn_within_three_milliseconds():
    moves = said(*["con", "act", "rel"] * 10)
    drawn(path.draw(moves, TODAY))

    took = min(timed(lambda: path.draw(moves, TODAY)) for _try in range(20))

    assert took <= 0.003


def drawn(drawing) -> str:
    return render_to_string("stages/_path.html", {"drawing": drawing})


def timed(work) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@pytest.mark.parametrize("stages", [[], ["con"], ["con", "act", "rel", "act"]])
def test_what_stands_is_what_was_not_taken_back(stages):
    moves = said(*stages)

    assert standing_moves(moves) == moves
    if moves:
        assert standing_moves(taken_back(moves)) == moves[:-1]
