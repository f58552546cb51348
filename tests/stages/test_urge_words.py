"""What was said about an urge, in words, on its page and in the copy somebody takes with them."""

import re
from datetime import UTC, datetime

import pytest

from smartrecovery import export
from smartrecovery.portable import written
from stages import coping, urge_words
from stages.models import Urge

from .helpers import NOON

EVENING = datetime(2026, 7, 14, 17, 40, tzinfo=UTC)
SAID = {
    "trigger": "walking past the Crown",
    "where": "King Street",
    "thought": "I’ve earned it\nand it is Friday",
    "next_time": "Tram, not walk",
}


def an_urge(member, **said) -> Urge:
    moment = {"occurred_at": EVENING, "day": EVENING.date(), "hour": 18, "created_at": EVENING}
    return Urge.objects.create(member=member, **moment, **said)


def everything(member) -> Urge:
    return an_urge(
        member, intensity=8, minutes=12, triggers=0b101, feelings=0b11000000, place="out",
        company="alone", helped=7, outcome="rode_it_out", said=SAID,
    )  # fmt: skip


@pytest.mark.parametrize(
    "mask, words",
    [
        (0, []),
        (1, ["A place"]),
        (0b10000000000, ["Nothing I could spot"]),
        (0b110, ["Somebody", "The time of day"]),
        (2**11 - 1, [str(kind.label) for kind in Urge.Trigger]),
    ],
)
def test_a_mask_is_read_in_the_order_of_the_list(mask, words):
    assert urge_words.of_mask(mask, Urge.Trigger) == words


@pytest.mark.parametrize(
    "said, words",
    [
        ({}, ""),
        ({"minutes": 0}, "less than a minute"),
        ({"minutes": 1}, "1 minute"),
        ({"minutes": 12}, "12 minutes"),
        ({"minutes": 12, "is_going": True}, "still going"),
    ],
)
def test_how_long_it_was_is_said_as_far_as_it_is_known(said, words):
    assert urge_words.length(Urge(**said)) == words


@pytest.mark.django_db
def test_all_of_it_is_told_in_the_order_it_is_asked(ana):
    assert urge_words.all_of(everything(ana), ["Rang Priya"]) == [
        ("How strong at its peak", ["8 out of 10"]),
        ("How long", ["12 minutes"]),
        ("How it ended", ["It passed"]),
        ("What set it off", ["A place, The time of day", "walking past the Crown"]),
        ("What I did about it", ["Rang Priya"]),
        ("How much it helped", ["7 out of 10"]),
        ("What I would try next time", ["Tram, not walk"]),
        ("Where", ["Out", "King Street"]),
        ("Who was there", ["Alone"]),
        ("How I felt", ["Tired, Stressed"]),
        ("What went through my head", ["I’ve earned it", "and it is Friday"]),
    ]


@pytest.mark.django_db
def test_what_was_not_said_is_left_out(ana):
    assert urge_words.all_of(an_urge(ana), []) == []


@pytest.mark.parametrize(
    "said", [{}, {"trigger": None}, {"trigger": ["x"]}, {"trigger": {"a": 1}}, {"odd": 7}]
)
def test_whatever_a_file_holds_is_read(said):
    row = {"said": said, "triggers": 0, "feelings": 0, "occurred_at": written(NOON)}

    assert len(urge_words.in_copy(row)) <= 1


@pytest.mark.django_db
def test_the_copy_to_take_along_says_it_in_words_and_what_was_done(ana):
    coping.tried(everything(ana), [], "Rang Priya", [], NOON)

    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", export.readable(export.gather(ana, NOON))))

    told = ["14 Jul 2026, 18:40", "What set it off A place, The time of day walking past the Crown"]
    told += ["How I felt Tired, Stressed", "Tram, not walk", "What I did about which urge"]
    told += ["Urge 14 Jul 2026, 18:40 Action Rang Priya"]
    assert [words for words in told if words not in page] == []
