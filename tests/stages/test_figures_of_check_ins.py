"""What was done about urges, and what check-ins say: with its number, and silence left unknown."""

from datetime import date
from uuid import UUID

import pytest

from stages.figures import what_helped
from stages.figures.helped import WhatHelped
from stages.figures.plan import days_on_plan
from stages.figures.scales import mood, rulers
from stages.tallies import Helped

from .counted import DAY, TODAY, three_months

# What helped


def helped(n: int, got_by: int, label: str = "Rang Ben") -> Helped:
    return Helped(UUID(int=n), n, got_by, {8: n - 1, None: 1}, label)


def test_what_helped_is_told_with_its_number_and_never_as_a_cure():
    told = three_months(helped=(helped(9, 9), helped(6, 4, "Walked")), helped_few=2)[0]

    assert what_helped(told) == WhatHelped(
        "In your nine notes with “Rang Ben”, you rode it out or did something else each time.",
        (("Rang Ben", "9", "8", "9 of 9"), ("Walked", "6", "8", "4 of 6")),
        "Two more things appear once there are five notes about them.",
    )


@pytest.mark.parametrize(
    ("got_by", "said"),
    [
        (
            4,
            "In your nine notes with “Rang Ben”, you rode it out or did something else four times.",
        ),
        (1, "In your nine notes with “Rang Ben”, you rode it out or did something else one time."),
        (0, "You wrote down “Rang Ben” in nine notes."),
    ],
)
def test_getting_by_is_counted(got_by, said):
    assert what_helped(three_months(helped=(helped(9, got_by),))[0]).says == said


def test_fewer_than_five_notes_say_only_that_there_is_more_to_come():
    assert what_helped(three_months(helped_few=1)[0]) == WhatHelped(
        "", (), "One more thing appears once there are five notes about it."
    )


# Check-ins


def test_a_day_without_a_word_is_unknown():
    days = {TODAY: "yes", TODAY - DAY: "partly", TODAY - 2 * DAY: "no", TODAY - 5 * DAY: "changed"}
    told = three_months(plan_days=days, plan_weeks={date(2026, 11, 2): 5})[0]

    figure = days_on_plan(told)

    assert figure.says == (
        "You wrote about four of the last 30 days; two were on plan, or partly."
        " The others say nothing either way."
        " Of the week from 2 November you said: five of seven."
    )
    assert figure.rows[-2:] == (
        ("2 Nov 2026", "0", "0", "0", "1", "6", "5"),
        ("9 Nov 2026", "1", "1", "1", "0", "0", "–"),
    )
    assert sum(int(cell) for row in figure.rows for cell in row[1:6]) == 30


def test_a_word_about_each_day_leaves_none_unknown():
    told = three_months(plan_days={TODAY - n * DAY: "yes" for n in range(30)})[0]

    assert days_on_plan(told).says == (
        "You wrote about each of the last 30 days; 30 were on plan, or partly."
    )


def test_days_that_were_not_on_plan_are_not_counted_as_none():
    told = three_months(plan_days={TODAY: "no"})[0]

    assert days_on_plan(told).says == (
        "You wrote about one of the last 30 days. The others say nothing either way."
    )


def test_mood_is_told_from_three_check_ins():
    moods = {"2026-08-17": {4: 1}, "2026-08-18": {5: 1}, "2026-11-11": {7: 1}}
    told = three_months(scales={"mood": moods})

    assert mood(*told).says == ("In the week from 17 August the middle was 4.5. This week it is 7.")
    assert mood(*told).rows == (("17 Aug 2026", "2", "4.5"), ("9 Nov 2026", "1", "7"))
    assert mood(*three_months(scales={"mood": {"2026-11-11": {7: 2}}})) is None


def test_importance_and_confidence_stand_beside_each_other():
    importance = {"2026-08-23": {8: 1}, "2026-08-30": {8: 1}, "2026-11-08": {9: 1}}
    told = three_months(scales={"importance": importance, "confidence": {"2026-08-23": {4: 1}}})

    figure = rulers(*told)

    assert figure.says == "How important: 8 at first, 9 lately. How sure: 4."
    assert figure.rows == (
        ("17 Aug 2026", "8", "4"),
        ("24 Aug 2026", "8", "–"),
        ("2 Nov 2026", "9", "–"),
    )
