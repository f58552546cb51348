"""Help is offered for words and answers that call for it, softly, and only that it was shown is kept."""

import ast
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from smartrecovery import crisis
from stages import harm, support
from stages.measures.catalogue import CATALOGUE
from stages.models import SupportShown, Taking

from .harm_words import DENIED, HEAVY, PLAIN, STILL_HEAVY
from .helpers import NOON

NEAR = Path(settings.BASE_DIR, "static", "js", "near.js")


@pytest.mark.parametrize("text", HEAVY + STILL_HEAVY)
def test_words_about_not_wanting_to_live_are_heard(text):
    assert support.sounds_like_harm(text)


@pytest.mark.parametrize("text", DENIED + PLAIN)
def test_other_words_raise_no_alarm(text):
    assert not support.sounds_like_harm(text)


@pytest.mark.parametrize("text", HEAVY)
def test_they_are_heard_in_the_middle_of_a_page(text):
    page = f"{' '.join(PLAIN)}. {text.upper()}\n\n{' '.join(DENIED)}"

    assert support.sounds_like_harm(page)


@pytest.mark.parametrize(
    "text", ["", "\0", "!" * 4000, "’" * 4000, "want to " * 5000, "e\u0301" * 900]
)
def test_any_text_is_read(text):
    assert not support.sounds_like_harm(text)


def test_no_pattern_is_missed_by_the_first_look():
    """Texts with none of the hints are read no further, so every sentence that is heard has one."""
    missed = [
        text
        for text in HEAVY + STILL_HEAVY
        if not any(hint in harm._plain(text) for hint in harm.HINTS)
    ]

    assert missed == []


def test_the_page_looks_for_the_same_words():
    source = NEAR.read_text()
    patterns = re.search(r"export const HARM = (\[.*?\]);", source, re.S).group(1)
    denied = re.search(r"export const NOT_SO =\s*(\".*?\");\n", source).group(1)

    assert tuple(ast.literal_eval(patterns)) == harm.HARM
    assert json.loads(denied) == harm.NOT_SO


def test_an_offer_after_a_save_is_noted_once_an_hour_and_the_words_are_not(ana):
    said = ["A hard day", "I want to die"]

    offered = [
        support.offer_after(ana, said, NOON + timedelta(minutes=minutes)) for minutes in (0, 5, 70)
    ]

    assert offered == [True, True, True]
    assert [(row.member, row.why, row.taking, row.at) for row in ana.support_shown.all()] == [
        (ana, "words", None, NOON + timedelta(minutes=70)),
        (ana, "words", None, NOON),
    ]
    assert {field.name for field in SupportShown._meta.fields} == {
        "id", "member", "why", "taking", "at",
    }  # fmt: skip


def test_other_words_leave_no_trace(ana):
    assert support.offer_after(ana, ["Killing time", "I am not suicidal"], NOON) is False
    assert SupportShown.objects.count() == 0


def test_each_measure_notes_once_that_help_was_shown(ana, ben):
    taking = Taking.objects.create(
        member=ana, instrument="phq-9", language="en-gb", day=NOON.date()
    )

    first = support.shown(ana, support.Why.MEASURE, NOON, taking)
    again = support.shown(ana, support.Why.MEASURE, NOON + timedelta(hours=2), taking)

    assert first == again
    assert [(row.member, row.taking, row.at) for row in SupportShown.objects.all()] == [
        (ana, taking, NOON)
    ]


@pytest.mark.parametrize("answer", [1, 2, 3])
def test_any_answer_above_nought_about_harm_calls_for_it(answer):
    assert support.is_called_for("phq-9", {"9": answer})


@pytest.mark.parametrize(
    ("instrument", "answers"),
    [
        ("phq-9", {"9": 0}),
        ("phq-9", {str(n): 3 for n in range(1, 9)}),
        ("phq-9", {}),
        ("phq-2", {"1": 3, "2": 3}),
        ("gad-7", {str(n): 3 for n in range(1, 8)}),
        ("no-such", {"9": 3}),
    ],
)
def test_nothing_else_calls_for_it(instrument, answers):
    assert not support.is_called_for(instrument, answers)


def test_every_measure_that_asks_about_harm_leads_here():
    asking = {slug for slug, each in CATALOGUE.items() if each.harm_item}

    assert asking == {"phq-9"}
    assert all(CATALOGUE[slug].needs_support for slug in asking)


def test_it_is_live_with_everything_in_place():
    assert support.is_live()


@pytest.mark.parametrize(
    "missing",
    [
        lambda patch: patch.setattr(support, "PAGE", "no-such-page"),
        lambda patch: patch.setattr(
            support, "TEMPLATES", (*support.TEMPLATES, "safe/no-such.html")
        ),
        lambda patch: patch.setattr(crisis, "DIRECTORY", ()),
        lambda patch: patch.setattr(
            crisis, "DIRECTORY", (*crisis.DIRECTORY, crisis.Region("xx", "Nowhere", "112", ()))
        ),
    ],
)
def test_with_any_part_missing_it_is_not(monkeypatch, missing):
    missing(monkeypatch)

    assert not support.is_live()
