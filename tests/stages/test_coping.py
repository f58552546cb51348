"""What somebody does about urges: the same words once, their plan's lines followed, each urge its own."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from stages import coping
from stages.coping import Line
from stages.models import Coped, CopingAction, Urge

from .helpers import NOON

pytestmark = pytest.mark.django_db
PLAN = UUID(int=7)


def an_urge(member, ago: int = 0) -> Urge:
    at = NOON - timedelta(hours=ago)
    return Urge.objects.create(
        member=member, occurred_at=at, day=at.date(), hour=at.hour, created_at=at
    )


def line(words: str, row: str = "row00001", entry: UUID = PLAN) -> Line:
    return Line(entry, row, words)


def tried(urge: Urge, *chosen: str, own: str = "", lines=()) -> list[str]:
    return [action.label for action in coping.tried(urge, chosen, own, lines, NOON)]


def words_of(ways: list[coping.Way]) -> list[str]:
    return [way.words for way in ways]


def labels(member) -> list[str]:
    return sorted(action.label for action in member.coping_actions.all())


def test_what_was_done_is_kept_with_the_urge(ana):
    urge = an_urge(ana)

    tried(urge, line("Round the block").key, own="Rang Priya", lines=[line("Round the block")])

    assert labels(ana) == ["Rang Priya", "Round the block"]
    assert sorted(one.action.label for one in urge.coped.all()) == labels(ana)


@pytest.mark.parametrize("again", ["rang priya", "  Rang   Priya ", "RANG PRIYA", "Rang\tpriya"])
def test_the_same_words_are_one_action(ana, again):
    first, second = an_urge(ana), an_urge(ana, 1)

    tried(first, own="Rang Priya")
    tried(second, own=again)

    assert labels(ana) == ["Rang Priya"]
    assert Coped.objects.count() == 2


def test_a_line_of_the_plan_that_was_typed_before_is_the_same_action(ana):
    urge = an_urge(ana)
    tried(urge, own="round the block")

    tried(urge, line("Round the block").key, lines=[line("Round the block")])

    assert (len(labels(ana)), urge.coped.count()) == (1, 1)
    assert CopingAction.objects.get().entry == PLAN


def test_a_line_that_was_written_anew_takes_its_history_along(ana):
    urge = an_urge(ana)
    tried(urge, line("Walk").key, lines=[line("Walk")])

    tried(an_urge(ana, 1), line("Walk").key, lines=[line("Walk to the river")])

    action = CopingAction.objects.get()
    assert (action.label, action.coped.count()) == ("Walk to the river", 2)


def test_a_page_shows_the_new_words_before_they_are_kept_anywhere_else(ana):
    urge = an_urge(ana)
    tried(urge, line("Walk").key, lines=[line("Walk")])

    ways = coping.ways(urge, [line("Walk to the river")])

    assert (words_of(ways.planned), words_of(ways.before)) == (["Walk to the river"], [])
    assert ways.tried == [line("").key]


def test_a_line_that_now_says_what_another_action_says_is_that_action(ana):
    urge = an_urge(ana)
    tried(urge, line("Walk").key, own="Shower", lines=[line("Walk")])

    tried(an_urge(ana, 1), line("").key, lines=[line("shower")])

    counted = {action.label: action.coped.count() for action in CopingAction.objects.all()}
    assert counted == {"Walk": 1, "Shower": 2}


def test_a_line_that_is_gone_from_the_plan_is_still_something_i_did(ana):
    urge = an_urge(ana)
    tried(urge, line("Walk").key, lines=[line("Walk")])

    ways = coping.ways(an_urge(ana, 1), [])

    assert (ways.planned, words_of(ways.before)) == ([], ["Walk"])


def test_the_plan_comes_first_then_what_was_done_last(ana):
    tried(an_urge(ana, 3), own="Shower")
    tried(an_urge(ana, 1), own="Music, loud")
    lines = [line("Walk"), line("Ginger beer", "row00002"), line(" walk ", "row00003")]

    ways = coping.ways(an_urge(ana), lines)

    assert words_of(ways.planned) == ["Walk", "Ginger beer"]
    assert words_of(ways.before) == ["Music, loud", "Shower"]


def test_what_is_not_ticked_any_more_was_not_done(ana):
    urge = an_urge(ana)
    tried(urge, own="Shower")
    (shower,) = ana.coping_actions.all()

    tried(urge, own="Music, loud")

    assert [one.action.label for one in urge.coped.all()] == ["Music, loud"]
    assert shower in ana.coping_actions.all()


def test_the_same_page_sent_twice_is_one_page(ana):
    urge = an_urge(ana)

    for _each in range(2):
        tried(urge, line("Walk").key, own="Shower", lines=[line("Walk")])

    assert (labels(ana), urge.coped.count()) == (["Shower", "Walk"], 2)


def test_nobody_copes_with_the_words_of_another(ana, ben):
    tried(an_urge(ben), own="Rang June")
    theirs = ben.coping_actions.get()

    tried(an_urge(ana), str(theirs.pk), own="rang june")

    assert ana.coping_actions.get().pk != theirs.pk
    assert [one.member_id for one in theirs.coped.all()] == [ben.pk]
    assert words_of(coping.ways(an_urge(ana, 1), []).before) == ["rang june"]


def test_what_another_did_is_not_offered(ana, ben):
    tried(an_urge(ben), own="Rang June")
    urge = an_urge(ana)
    tried(urge, own="Rang Priya")

    assert words_of(coping.ways(urge, []).before) == ["Rang Priya"]


@pytest.mark.parametrize("key", ["", "\0", "no", f"{uuid4()}", f"{PLAN}:gone", "x" * 500, "∞:∞"])
def test_keys_nobody_has_say_nothing(ana, key):
    assert tried(an_urge(ana), key, own=" \t ", lines=[line("Walk")]) == []
    assert labels(ana) == []


def test_the_database_itself_keeps_a_line_one_action_and_an_action_once_an_urge(ana):
    urge = an_urge(ana)
    action = CopingAction.objects.create(member=ana, label="Walk", entry=PLAN, row="row00001")
    Coped.objects.create(member=ana, urge=urge, action=action)

    with pytest.raises(IntegrityError), transaction.atomic():
        CopingAction.objects.create(member=ana, label="Run", entry=PLAN, row="row00001")
    with pytest.raises(IntegrityError), transaction.atomic():
        Coped.objects.create(member=ana, urge=urge, action=action)


def test_a_dump_holds_none_of_the_words(ana):
    tried(an_urge(ana), own="Rang Priya")

    rest = CopingAction.objects.values_list("label", flat=True).get()

    assert b"Priya" not in bytes(rest)


@pytest.mark.parametrize("times", [1, 3, 40])
def test_one_query_to_show_and_five_to_keep(ana, times, django_assert_max_num_queries):
    for n in range(times):
        tried(an_urge(ana, n), own=f"Something, number {n}")
    urge, lines = an_urge(ana), [line("Walk")]
    tried(urge, line("").key, lines=lines)

    with django_assert_max_num_queries(1):
        coping.ways(urge, lines)
    with django_assert_max_num_queries(6):  # with the start and the end of the transaction
        tried(urge, line("").key, lines=lines)
