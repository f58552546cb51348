"""Charts of progress: exact sentences and tables, few points, nothing pretended where there is little."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stages import spans
from stages.figures import of_check_ins, of_urges, what_helped
from stages.figures.hours import when
from stages.figures.over_time import MOST_DOTS, how_often, how_strong, to_today
from stages.figures.reasons import how_i_felt, how_long, what_set_it_off, within
from stages.spans import Over, Span
from stages.tallies import Tally

from .counted import DAY, TODAY, three_months

# Three a week, easing from 8 to 4, as the example of the look has it.
EASING = {
    (date(2026, 8, 17) + timedelta(weeks=week, days=n)).isoformat(): {8 - week // 3 + n - 1: 1}
    for week in range(13)
    for n in range(3)
}
HOURS = {(1, 18): 5, (4, 19): 4, (0, 18): 2, (5, 9): 1, (2, 22): 1}


def week(*values: int | None) -> tuple[Tally, spans.Axis]:
    """A tally over seven days, one note a day."""
    over = spans.span(Over.WEEK, TODAY, TODAY)
    days = {(TODAY - n * DAY).isoformat(): {value: 1} for n, value in enumerate(values)}
    return Tally(over, strengths=days), spans.axis(over, ())


def circles(figure, kind: str) -> int:
    return figure.marks.count(f'<circle class="{kind}"')


# Nothing, and little


def test_nothing_written_is_nothing_drawn():
    tally, axis = three_months()

    assert of_urges(tally, axis, 4) == of_check_ins(tally, axis) == []
    assert what_helped(tally) is None


def test_one_note_is_one_dot_and_no_line():
    tally, axis = three_months(strengths={"2026-11-10": {7: 1}}, hours={(1, 18): 1})

    (only,) = of_urges(tally, axis, 4)

    assert only.says == "One urge so far, at 7 out of 10."
    assert (only.side, only.rows) == ("1 note", (("9 Nov 2026", "1", "7", "7"),))
    assert circles(only, "q3") == 1
    assert 'class="ln"' not in only.marks


def test_a_few_notes_say_their_middle_and_draw_no_line():
    figure = how_strong(*three_months(strengths={"2026-11-10": {7: 1, 9: 1}, "2026-11-01": {4: 1}}))

    assert figure.says == "The middle of these three is 7; one was 8 or more."
    assert (circles(figure, "q3"), circles(figure, "hard"), circles(figure, "pt")) == (2, 1, 0)


def test_a_note_without_a_number_has_no_dot_and_is_still_counted():
    told = three_months(strengths={"2026-11-10": {None: 5}})

    assert how_strong(*told) is None
    assert how_often(*told).says == (
        "Five urges written down, on one day. Most were this week: five."
    )


# Strength


def test_how_strong_says_the_first_week_and_this_one():
    figure = how_strong(*three_months(strengths=EASING))

    assert figure.says == "In the week from 17 August the middle was 8. This week it is 4."
    assert figure.head == ("Week from", "Notes", "Middle", "Highest")
    assert (figure.rows[0], figure.rows[-1]) == (
        ("17 Aug 2026", "3", "8", "9"),
        ("9 Nov 2026", "3", "4", "5"),
    )
    assert (circles(figure, "q3") + circles(figure, "hard"), circles(figure, "pt")) == (39, 13)


def test_a_week_without_a_note_breaks_the_line():
    months = {key: said for key, said in EASING.items() if not "2026-09-28" <= key < "2026-10-05"}

    line = re.search(r'class="ln" d="([^"]+)"', how_strong(*three_months(strengths=months)).marks)

    assert line[1].count("M") == 2
    assert line[1].count("L") == 10


def test_many_notes_have_a_line_and_no_dots():
    crowd = {key: {value: 2 for value in said} | {3: 1} for key, said in EASING.items()}

    figure = how_strong(*three_months(strengths=crowd))

    assert (circles(figure, "q3"), circles(figure, "hard"), circles(figure, "pt")) == (0, 0, 13)


def test_seven_days_are_dots_alone():
    figure = how_strong(*week(8, 2, 5, 6, 9, 4, 1))

    assert figure.says == "The middle of these seven is 5; two were 8 or more."
    assert (circles(figure, "q3"), circles(figure, "hard"), circles(figure, "pt")) == (5, 2, 0)


@given(
    st.dictionaries(
        st.dates(date(2026, 8, 17), TODAY).map(date.isoformat),
        st.dictionaries(st.one_of(st.none(), st.integers(0, 10)), st.integers(1, 40), min_size=1),
        max_size=40,
    )
)
def test_every_point_stands_on_the_paper_and_they_are_few(strengths):
    for figure in of_urges(*three_months(strengths=strengths), 4):
        places = [float(x) for x in re.findall(r'<circle[^>]* cx="([-\d.]+)"', figure.marks)]
        assert all(0 <= x <= 340 for x in places)
        assert len(places) <= MOST_DOTS + 14


# How often


def test_how_often_says_days_and_the_fullest_week():
    figure = how_often(*three_months(strengths=EASING))

    assert figure.says == ("39 urges written down, on 39 days. Most were this week: three.")
    assert figure.rows[0] == ("17 Aug 2026", "3", "0.4")
    assert figure.rows[-1] == ("9 Nov 2026", "3", "1")
    assert len(figure.rows) == figure.marks.count("<rect") == 13


def test_months_are_told_by_the_month():
    over = spans.span(Over.YEAR, TODAY, TODAY)
    tally = Tally(over, strengths={"2026-03": {4: 9}, "2026-11": {5: 3}})

    figure = how_often(tally, spans.axis(over, ()))

    assert figure.says == (
        "12 urges written down since December 2025. Most were in March 2026: nine."
    )
    assert figure.head[0] == "Month"
    assert len(figure.rows) == 12


@pytest.mark.parametrize(
    ("over", "said"),
    [
        (Over.WEEK, "Seven days, to today"),
        (Over.MONTH, "Five weeks, to today"),
        (Over.QUARTER, "13 weeks, to today"),
        (Over.YEAR, "Since December 2025"),
    ],
)
def test_the_margin_says_how_far_back(over, said):
    assert to_today(spans.axis(spans.span(over, TODAY, TODAY), ())) == said


def test_years_are_told_by_three_months_in_words_and_labels_that_leave_room():
    over = spans.span(Over.ALL, TODAY, TODAY - 1_500 * DAY)
    tally = Tally(over, strengths={"2022-11": {6: 295}, "2026-11": {5: 30}})
    axis = spans.axis(over, tally.strengths)

    strong, often = how_strong(tally, axis), how_often(tally, axis)

    assert to_today(axis) == "Since October 2022"
    assert strong.says == (
        "From October to December 2022 the middle was 6. These three months it is 5."
    )
    assert often.says == (
        "325 urges written down since October 2022. Most were from October to December 2022: 295."
    )
    labels = re.findall(r"<text[^>]*>([^<]+)</text>", strong.marks)
    assert labels[3:] == ["Oct 2022", "Jan 2024", "Apr 2025", "Oct 2026"]


def test_a_long_number_beside_a_chart_begins_on_the_paper():
    figure = how_often(*three_months(strengths={"2026-11-09": {6: 295}}))

    assert '<text x="0" y="15">295</text>' in figure.marks


# When


def test_each_says_so_where_it_looks_at_the_latest_notes_alone():
    over = spans.span(Over.ALL, TODAY, TODAY - 1_500 * DAY)
    tally = Tally(
        over,
        strengths={"2022-11": {6: 1_500}},
        hours={(0, 18): 1_000},
        minutes={5: 383},
        triggers={0: 90},
        feelings={1: 80},
    )

    sides = [each(tally).side for each in (when, how_long, what_set_it_off, how_i_felt)]

    assert sides == [
        "The latest 1000 notes",
        "383 of the latest 1000 notes",
        "The latest 1000 notes",
        "The latest 1000 notes",
    ]


def test_when_says_the_hours_and_the_days_that_stand_out():
    figure = when(three_months(hours=HOURS)[0])

    assert figure.says == "Most often between 18:00 and 20:00, on Tuesdays and Fridays."
    assert [row[0] for row in figure.rows] == [
        "before 12", "12–14", "14–16", "16–18", "18–20", "20–22", "22–24",
    ]  # fmt: skip
    assert figure.rows[4] == ("18–20", "2", "5", "0", "0", "4", "0", "0")
    assert figure.marks.count("<rect") == 49


def test_every_number_of_the_heat_is_written_in_its_square():
    figure = when(three_months(hours=HOURS)[0])

    assert re.findall(r'class="(q\d)"', figure.marks).count("q0") == 44
    assert re.findall(r'<text class="(?:inv|lab)"[^>]*>(\d+)<', figure.marks) == [
        "1", "2", "5", "4", "1",
    ]  # fmt: skip


def test_a_night_stays_in_one_piece():
    figure = when(three_months(hours={(4, 23): 3, (4, 1): 3, (4, 3): 2})[0], day_starts=4)

    assert [row[0] for row in figure.rows][-2:] == ["22–24", "0–4"]
    assert figure.rows[-1] == ("0–4", "0", "0", "0", "0", "5", "0", "0")
    assert figure.says == "Most often between 0:00 and 4:00, on Fridays."


def test_mornings_are_told_apart_where_much_happens_in_them():
    figure = when(three_months(hours={(day, 8): 1 for day in range(7)})[0])

    assert [row[0] for row in figure.rows][:3] == ["8–10", "10–12", "12–14"]
    assert figure.says == "Most often between 8:00 and 10:00, on any day of the week."


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 6), st.integers(0, 23)), st.integers(1, 9), min_size=5
    ),
    st.integers(0, 23),
)
def test_no_hour_is_lost_and_none_counted_twice(hours, day_starts):
    figure = when(Tally(Span(Over.ALL, None, TODAY), hours=hours), day_starts)

    assert sum(int(cell) for row in figure.rows for cell in row[1:]) == sum(hours.values())


# How long, and why


def test_half_and_most_of_them_were_over_within():
    figure = how_long(three_months(minutes={3: 1, 8: 2, 12: 4, 25: 2, 70: 1})[0])

    assert figure.says == "Half of them were over within 12 minutes, nine of ten within 25."
    assert figure.rows == (
        ("under 5 minutes", "1"),
        ("5 to 10 minutes", "2"),
        ("10 to 20 minutes", "4"),
        ("20 to 30 minutes", "2"),
        ("30 to 60 minutes", "0"),
        ("an hour or more", "1"),
    )
    assert how_long(three_months(minutes={3: 4})[0]) is None


@given(st.dictionaries(st.integers(0, 1440), st.integers(1, 9), min_size=1), st.integers(1, 10))
def test_within_is_the_fewest_minutes_that_hold_so_many(minutes, tenths):
    found, total = within(minutes, tenths), sum(minutes.values())

    assert sum(n for length, n in minutes.items() if length <= found) * 10 >= total * tenths
    assert sum(n for length, n in minutes.items() if length < found) * 10 < total * tenths


def test_what_set_it_off_says_the_two_named_most():
    told = three_months(hours={(1, 18): 20}, triggers={0: 3, 3: 14, 5: 9}, feelings={6: 8})[0]

    assert what_set_it_off(told).says == (
        "“A feeling” was named in 14 of 20 notes, “My body: pain, hunger, tiredness” in nine."
    )
    assert what_set_it_off(told).rows == (
        ("A feeling", "14"),
        ("My body: pain, hunger, tiredness", "9"),
        ("A place", "3"),
    )
    assert how_i_felt(told).says == "“Tired” was named in eight of 20 notes."


def test_five_are_drawn_and_all_are_in_the_table():
    told = three_months(hours={(1, 18): 20}, triggers=dict.fromkeys(range(11), 2))[0]

    figure = what_set_it_off(told)

    assert (figure.marks.count("ln bar"), len(figure.rows)) == (5, 11)


# All of them


def test_no_figure_says_more_or_less_is_better():
    tally, axis = three_months(
        strengths=EASING, hours=HOURS, minutes={5: 9}, triggers={0: 9}, feelings={0: 9},
        plan_days={TODAY: "no"}, scales={"mood": {"2026-11-11": {3: 3}}, "importance": {"2026-11-11": {3: 3}}},
    )  # fmt: skip

    says = " ".join(each.says for each in [*of_urges(tally, axis, 4), *of_check_ins(tally, axis)])

    assert not re.search(
        r"\b(better|worse|good|bad|improv\w+|only|still|works?|missed)\b", says, re.I
    )


def test_figures_bring_no_colours_of_their_own():
    for figure in of_urges(*three_months(strengths=EASING, hours=HOURS), 4):
        assert not re.search(r"style=|fill=|stroke=", figure.marks)
