"""A slip is written once, moves nothing, and every word said after it is kind and true."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from stages import check_ins, slips, words_after
from stages.models import Behaviour, CheckIn, Slip, Stage, Urge
from stages.words_after import BANK, Known
from tests.frame.test_words import UNSAID

from .helpers import NOON, a_behaviour, fresh, steps

ONCE = UUID("6f1c2d3e-0000-4000-8000-000000000001")


def note(behaviour, once=ONCE, **said) -> Slip:
    return slips.note(behaviour.member, once, behaviour, NOON, **said)


def test_it_is_written_down_as_it_was_said(ana):
    wine = a_behaviour(ana, Stage.ACT)
    last_night = datetime(2026, 11, 10, 21, tzinfo=UTC)

    note(wine, occurred_at=last_night, extent="once", said="Two beers")

    (slip,) = Slip.objects.all()
    assert [slip.member, slip.behaviour, slip.occurred_at, slip.day, slip.created_at] == [
        ana, wine, last_night, date(2026, 11, 10), NOON,
    ]  # fmt: skip
    assert [slip.extent, slip.said] == ["once", "Two beers"]


def test_about_what_is_enough(ana):
    slip = note(a_behaviour(ana))

    assert [slip.occurred_at, slip.extent, slip.said] == [NOON, "", ""]


def test_it_belongs_to_the_day_they_were_in(ana):
    """Their day begins at four; the clock says the eleventh, and they say last night."""
    ana.day_starts = ana.day_starts.replace(hour=4)
    slip = note(a_behaviour(ana), occurred_at=datetime(2026, 11, 11, 2, 30, tzinfo=UTC))

    assert slip.day == date(2026, 11, 10)


def test_the_same_send_twice_is_one(ana):
    wine = a_behaviour(ana)

    first, second = note(wine, said="Two beers"), note(wine, said="Two beers, again")

    assert [first.pk == second.pk, second.said, Slip.objects.count()] == [True, "Two beers", 1]


def test_the_same_id_of_two_people_is_two(ana, ben):
    note(a_behaviour(ana))
    note(a_behaviour(ben))

    assert Slip.objects.count() == 2


def test_what_is_still_to_come_has_not_happened(ana):
    slip = note(a_behaviour(ana), occurred_at=NOON + timedelta(minutes=5))

    assert slip.occurred_at == NOON


def test_taken_back_it_says_nothing_and_the_same_send_does_not_bring_it_back(ana):
    wine = a_behaviour(ana)
    slip = note(wine, extent="few", said="Two beers")

    slips.take_back(slip, NOON)
    slips.take_back(slip, NOON + timedelta(hours=1))
    note(wine, extent="few", said="Two beers")

    (left,) = Slip.objects.all()
    assert [left.extent, left.said, left.taken_back_at] == ["", "", NOON]
    assert list(Slip.objects.standing()) == []


def test_the_last_one_is_told_for_reminders(ana, ben):
    wine = a_behaviour(ana)
    none = slips.last_at(ana)
    note(wine, occurred_at=NOON - timedelta(hours=3))
    note(wine, uuid4(), occurred_at=NOON - timedelta(days=2))
    slips.take_back(note(wine, uuid4(), occurred_at=NOON - timedelta(hours=1)), NOON)
    note(a_behaviour(ben), uuid4(), occurred_at=NOON)

    assert [none, slips.last_at(ana)] == [None, NOON - timedelta(hours=3)]
    assert timedelta(hours=12) == slips.QUIET_AFTER


def counted(member) -> dict:
    return {
        "moves": [steps(each) for each in member.behaviours.all()],
        "stages": [fresh(each).stage for each in member.behaviours.all()],
        "on plan": [check_ins.on_plan_days(each) for each in member.behaviours.all()],
        "got by": member.urges.filter(got_by=True).count(),
        "urges": member.urges.standing().count(),
    }


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("extent", Slip.Extent)
def test_no_total_and_no_stage_changes_whatever_is_said(ana, stage, extent):
    wine = a_behaviour(ana, *([] if stage == Stage.UNSET else [stage]))
    day = date(2026, 11, 10)
    CheckIn.objects.create(member=ana, behaviour=wine, day=day, week=day, plan="yes", counted=1)
    Urge.objects.create(member=ana, behaviour=wine, day=day, hour=9, got_by=True)
    before = counted(ana)

    slip = note(wine, extent=extent, said="Back to zero, or so it feels")
    during = counted(ana)
    slips.take_back(slip, NOON)

    assert [during, counted(ana)] == [before, before]


# What is said after


def said(known: Known, slip: int = 1) -> list[str]:
    after = words_after.after(known, UUID(int=slip))
    return [after.still_true, after.how_much]


@pytest.mark.parametrize(
    ("known", "still_true"),
    [
        (Known(41, 60, 9), "Your 41 days on your own plan still happened."),
        (Known(1, 60, 9), "Your 1 day on your own plan still happened."),
        (Known(0, 60, 9), "The 60 days since you began still happened."),
        (Known(0, 1, 9), "The day since you began still happened."),
        (Known(0, 0, 9), "The 9 urges you got past still passed."),
        (Known(0, 0, 1), "The urge you got past still passed."),
        (Known(), "Whatever you found out up to now is still yours."),
    ],
)
def test_it_says_what_is_true_for_them(known, still_true):
    assert said(known)[0] == still_true


@pytest.mark.parametrize(
    ("extent", "how_much"),
    [
        ("", "One event. The skills are still yours."),
        ("once", "One event. The skills are still yours."),
        ("few", "It happened a few times. The skills are still yours."),
        ("rather_not", "However much it was, the skills are still yours."),
        ("back", "Being back in it for now takes away nothing you learnt. You can begin anywhere."),
    ],
)
def test_it_says_no_less_and_no_more_than_they_did(extent, how_much):
    assert said(Known(extent=extent))[1] == how_much


def test_the_same_slip_always_gets_the_same_words():
    first = [words_after.after(Known(), UUID(int=n)) for n in range(8)]

    assert first == [words_after.after(Known(), UUID(int=n)) for n in range(8)]
    assert {each.to_wonder for each in first} == {str(each.words) for each in words_after.TO_WONDER}


def test_what_is_known_is_read_from_what_they_wrote(ana):
    wine = a_behaviour(ana, Stage.DET, Stage.ACT, Stage.MAI)
    day = date(2026, 11, 9)
    for n in range(3):
        CheckIn.objects.create(
            member=ana, behaviour=wine, day=day + timedelta(n), week=day, plan="yes", counted=1
        )
    Urge.objects.create(member=ana, behaviour=wine, day=day, hour=9, got_by=True)
    Urge.objects.create(member=ana, behaviour=wine, day=day, hour=9, outcome="acted")
    slip = note(wine, extent="few")

    assert words_after.known(slip, ana.today(NOON)) == Known(3, 60, 1, "few")


def test_days_count_only_while_they_say_they_are_doing_it(ana):
    back = note(a_behaviour(ana, Stage.ACT, Stage.REL))
    again = note(a_behaviour(ana, Stage.ACT, Stage.REL, Stage.ACT), uuid4())
    unsaid = note(a_behaviour(ana), uuid4())

    told = [
        words_after.known(each, ana.today(NOON)).days_since_began for each in (back, again, unsaid)
    ]

    assert told == [0, 30, 0]


# The tone of every word


DONTS = re.compile(
    r"day (?:0|zero|one)|oh no|what went wrong|promise|start(?:ing)? (?:over|again)|again from|reset"
    r"|\b(?:lost|lose|broke|ruined|relapse|guilt|shame|sorry|unfortunately|sadly|disappoint\w*|finally"
    r"|strong(?:er)?|willpower|proud|perfect|bad|wrong|only|just|but|why|try harder)\b|!|confetti|\b0\b",
    re.I,
)
NUMBERS = Known(41, 41, 41, "once")


def in_words() -> list[str]:
    return [each.said(NUMBERS) for each in BANK]


def test_no_word_scolds_demands_or_labels():
    assert [words for words in in_words() if UNSAID.search(words) or DONTS.search(words)] == []


@pytest.mark.parametrize(
    "words",
    [
        "Day 0",
        "Oh no",
        "What went wrong with you",
        "You promised",
        "Why did you?",
        "Back to 0",
        "Great!",
    ],
)
def test_the_tone_test_can_fail(words):
    assert DONTS.search(words)


def test_every_sentence_is_short_and_plain():
    words = [sentence.split() for said in in_words() for sentence in re.split(r"(?<=[.?])\s", said)]

    assert max(len(sentence) for sentence in words) <= 14
    assert max(len(re.sub(r"\W", "", word)) for sentence in words for word in sentence) <= 9


def test_a_number_never_stands_where_there_is_none():
    sayings = [each.said(Known()) for each in BANK if each.fits(Known())]

    assert [words for words in sayings if re.search(r"\d", words)] == []


def test_every_saying_is_in_the_bank():
    kept = {
        each
        for value in vars(words_after).values()
        for each in (value if isinstance(value, tuple) else [value])
        if isinstance(each, words_after.Saying)
    }

    assert kept == set(BANK)


@pytest.mark.parametrize("kind", Behaviour.Kind)
def test_the_words_are_the_same_whatever_it_was_about(ana, kind):
    slip = note(a_behaviour(ana, Stage.ACT, kind=kind), extent="once")

    assert words_after.known(slip, ana.today(NOON)) == Known(0, 30, 0, "once")
