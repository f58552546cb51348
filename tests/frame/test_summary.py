"""The sheet somebody takes along: chosen line by line, and nothing else on it."""

import re
from datetime import timedelta

import pytest

from tests.stages.counted import a_history, an_action, an_urge, coped
from tests.stages.helpers import NOON, a_behaviour
from tests.stages.test_measuring import take

from .test_progress import PROGRESS, SUMMARY, read


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def lines(page: str, ticked: bool) -> list[str]:
    boxes = re.findall(r'type="checkbox" name="line" value="([^"]+)"[^>]*?(checked)?>', page)
    return [name for name, checked in boxes if bool(checked) == ticked]


def test_each_line_has_its_box_and_what_is_most_private_is_not_ticked(as_ana, ana):
    a_history(a_behaviour(ana, "con"))
    for days_ago in (20, 2):
        take(ana, "phq-2", {"1": 1, "2": 1}, NOON - timedelta(days=days_ago))

    page = read(as_ana, SUMMARY)

    assert lines(page, ticked=True) == [
        "strong", "often", "when", "long", "triggers", "feelings", "helped-1", "plan", "rulers",
        "day", "total-1", "total-2", "total-3", "path",
    ]  # fmt: skip
    assert {"about", "mood", "measure-phq-2", "slips", "strong-picture", "mood-picture"} <= {
        *lines(page, ticked=False)
    }


def test_the_sheet_shows_what_was_chosen_and_nothing_else(as_ana, ana):
    a_history(a_behaviour(ana, "con"))

    page = read(as_ana, SUMMARY, line=["when", "often-picture", "no-such-line"])

    assert re.findall(r"<dt>([^<]+)</dt>", page) == ["How often", "When"]
    assert page.count("<svg") == 1
    assert "It shows only what that person chose to show." in page
    for private in ("Wine on weeknights", "My mood", "slip written", "Doing it", "Rang Ben"):
        assert private not in page


def test_nothing_chosen_asks_again(as_ana, ana):
    a_history(a_behaviour(ana))

    page = read(as_ana, SUMMARY, make="1")

    assert "Choose at least one line." in page
    assert lines(page, ticked=True)


def test_an_empty_history_makes_a_sheet_too(as_ana, ana):
    a_behaviour(ana)

    page = read(as_ana, SUMMARY, line=["day", "strong"], paper="letter")

    assert re.findall(r"<dd[^>]*>([^<]+)</dd>", page) == ["Day 1 since I began here."]
    assert "on-letter" in page


def test_the_notice_stands_on_the_sheet(as_ana, ana):
    a_history(a_behaviour(ana))

    page = as_ana.get(SUMMARY, {"line": "when"}).content.decode()

    assert "Not affiliated with or endorsed by SMART Recovery" in page


def test_a_title_says_nothing(as_ana, ana):
    a_history(a_behaviour(ana))

    for path, asked in ((PROGRESS, {}), (SUMMARY, {}), (SUMMARY, {"line": "about"})):
        page = as_ana.get(path, asked).content.decode()
        assert re.search(r"<title>([^<]+)</title>", page)[1] == "Progress · Footing"


def test_what_helped_is_told_short_enough_for_one_sheet(as_ana, ana):
    behaviour = a_behaviour(ana)
    coped(an_action(ana, "Round the park " * 12), *(an_urge(behaviour) for _n in range(5)))

    page = read(as_ana, SUMMARY, line=["helped-1"])

    (told,) = re.findall(r"<dd[^>]*>([^<]+)</dd>", page)
    assert told == (
        "Round the park Round the park Round the park Round the park…: in 5 notes, got by in 0 of 5."
    )
