"""The ticks that look for evidence, cut off, crossed and kept busy: nothing is suggested twice, and nobody keeps others waiting."""

from datetime import timedelta

import pytest

from smartrecovery.accounts.models import User
from stages import suggesting
from stages.models import Behaviour, Stage, Suggestion
from tests.stages.helpers import NOON, at_stage
from tests.stages.speaking import iso, offered
from tests.tools.writing import kept
from tools import evidence

DAY = timedelta(days=1)


def has_a_plan(member, **said) -> Behaviour:
    """Somebody here lately, thinking about it, with one step that has a day."""
    User.objects.filter(pk=member.pk).update(last_login=NOON)
    behaviour = at_stage(member, Stage.CON)
    steps = [{"id": "step000001", "text": "Swim", "when": iso(2)}]
    kept(member, "change-plan", {"steps": steps} | said, NOON, behaviour=behaviour)
    return behaviour


def after_the_first(monkeypatch, do) -> None:
    """Something happens, which is told of it, once the first behaviour of a tick has been looked at."""
    look, seen = suggesting.look, []

    def looked(behaviour, *args):
        made = look(behaviour, *args)
        if not seen:
            seen.append(behaviour)
            do(behaviour)
        return made

    monkeypatch.setattr(suggesting, "look", looked)


def cut_off(_behaviour) -> None:
    raise KeyboardInterrupt


def test_one_that_was_cut_off_is_finished_by_the_next(ana, ben, monkeypatch):
    has_a_plan(ana)
    has_a_plan(ben)
    with monkeypatch.context() as cut:
        after_the_first(cut, cut_off)
        with pytest.raises(KeyboardInterrupt):
            evidence.look_at_lately(NOON)
    kept_so_far = Suggestion.objects.count()

    found = evidence.look_at_lately(NOON + timedelta(minutes=5))

    assert (kept_so_far, found) == (1, 1)
    later = NOON + DAY
    assert (offered(ana, later), offered(ben, later)) == ([Stage.DET], [Stage.DET])


def test_what_a_tick_that_never_came_left_out_is_found_by_the_slow_one(ana):
    has_a_plan(ana)

    found = evidence.look_at_lately(NOON + DAY), evidence.look_at_all(NOON + DAY)

    assert found == (0, 1)


def test_two_at_once_suggest_once(ana, ben, monkeypatch):
    has_a_plan(ana)
    has_a_plan(ben)
    with monkeypatch.context() as crossed:
        after_the_first(crossed, lambda _behaviour: evidence.look_at_all(NOON))
        evidence.look_at_lately(NOON)

    assert (offered(ana), offered(ben)) == ([Stage.DET], [Stage.DET])


@pytest.mark.parametrize("gone", ["deleted", "leaving", "no consent"])
def test_whoever_goes_meanwhile_is_left_alone_and_keeps_nobody_waiting(
    ana, ben, sam, monkeypatch, gone
):
    for member in (ana, ben, sam):
        has_a_plan(member)
    went: list[User] = []

    def goes(first: Behaviour) -> None:
        member = next(each for each in (ana, ben, sam) if each.pk != first.member_id)
        went.append(member)
        match gone:
            case "deleted":
                member.behaviours.all().delete()
            case "leaving":
                User.objects.filter(pk=member.pk).update(leaving_at=NOON)
            case "no consent":
                member.consents.create(edition=1, given=False, at=NOON + 900 * DAY)

    after_the_first(monkeypatch, goes)

    found = evidence.look_at_all(NOON)

    asked = set(Suggestion.objects.values_list("member", flat=True))
    assert (found, asked) == (2, {ana.pk, ben.pk, sam.pk} - {member.pk for member in went})


def test_what_is_deleted_while_it_is_looked_at_keeps_nobody_waiting(ana, ben, monkeypatch):
    has_a_plan(ana)
    has_a_plan(ben)
    found_for, once = suggesting.found_for, []

    def found(rule, look, sources):
        speaks = found_for(rule, look, sources)
        if not once:
            once.append(Behaviour.objects.filter(pk=look.behaviour.pk).delete())
        return speaks

    monkeypatch.setattr(suggesting, "found_for", found)

    assert (evidence.look_at_all(NOON), Suggestion.objects.count()) == (1, 1)


def test_a_plan_that_makes_no_sense_keeps_nobody_waiting(ana, ben):
    has_a_plan(ana)
    entry = ana.entries.get()
    entry.answers = entry.answers | {"start_on": "no day at all"}
    entry.save()
    has_a_plan(ben)

    assert (evidence.look_at_all(NOON), offered(ben)) == (1, [Stage.DET])
