"""The eight invariants of the stage machine, each by its own name. What they forbid is tried, everywhere it could happen."""

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from http.cookies import SimpleCookie
from types import SimpleNamespace
from typing import NamedTuple
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from smartrecovery.access import ACCESS
from smartrecovery.celery import TIMETABLE, app
from smartrecovery.management.commands.urls import addresses
from stages import check_ins, experiments, measuring, moves, slips, suggesting, support, urges
from stages.evidence import Evidence
from stages.measures.catalogue import CATALOGUE as MEASURES
from stages.measures.wording import Wording
from stages.models import (
    AppendOnly,
    Behaviour,
    CheckIn,
    Slip,
    Stage,
    StageMove,
    Suggestion,
    Taking,
    Urge,
)
from tests.frame.pages import named, python
from tests.house import belongings
from tests.house.walk import SAID, browser, everywhere, where
from tests.mine.content_stages import fill_behaviour
from tests.stages.helpers import NOON, a_behaviour, at_stage, fresh, steps
from tests.stages.speaking import DAY, a_suggestion, all_that_speaks, check_in, look, plan, weighing
from tests.tools.writing import kept
from tools import evidence
from tools.catalogue import CATALOGUE

NEVER = {Stage.PRE, Stage.REL, Stage.UNSET}
# Where a member says where they are; no other address writes a move for them.
THEIR_WORD = {"stage_move", "stage_undo", "behaviour_add", "suggestion", "me_bring_confirm"}
ROLES = ["ana", "ben", "finn", "gita", "sam", "ada"]


@pytest.fixture
def people(ana, ben, finn, gita, sam, ada) -> dict:
    return {"ana": ana, "ben": ben, "finn": finn, "gita": gita, "sam": sam, "ada": ada}


def said_of_anything() -> dict:
    """What the pages together know how to be told, all of it at once and at its most extreme."""
    return {
        "id": uuid4(), "to": Stage.ACT, "stage": Stage.PRE, "was": "", "asked": "on",
        "outcome": "acted", "intensity": "10", "extent": "back", "plan": "no", "days": "0",
        "mood": "0", "urge": "10", "importance": "0", "confidence": "0", "feels_done": "on",
        "would_like": "call", "kind": "alcohol", "goal": "stop", "answer": "left", "do": "save",
        "done": "1", "day": "2026-11-11", "sure": "on", "state": "active", "weekly": "1",
    }  # fmt: skip


class After(NamedTuple):
    """What stood after one post of somebody's: ana's moves, everybody's, her totals; and the totals before."""

    address: str
    hers: int
    everybodys: int
    totals: tuple[int, int, int]
    before: tuple[int, int, int]


WALKED: dict[str, list[After]] = {}


def walked(role: str, people: dict) -> list[After]:
    """Every address there is, posted to as somebody, each taken back; once for all tests that ask."""
    if role not in WALKED:
        WALKED[role] = list(_walk(people[role], people["ana"]))
    return WALKED[role]


def _walk(person, ana) -> Iterator[After]:
    of_ana, client = belongings.of(ana), browser(person)
    something_that_counts(ana, Behaviour.objects.get(pk=of_ana.behaviour))
    assert min(before := totals(ana)) > 0
    for address in addresses():
        said = said_of_anything() | (SAID[address.name]() if address.name in SAID else {})
        cookies = client.cookies.output(header="", sep=";")
        cache.clear()
        with transaction.atomic():
            client.post(where(address, of_ana), said)
            hers = StageMove.objects.filter(member=ana).count()
            everybodys = StageMove.objects.count()
            yield After(address.name, hers, everybodys, totals(ana), before)
            transaction.set_rollback(True)
        client.cookies = SimpleCookie(cookies)


def something_that_counts(ana, wine: Behaviour) -> None:
    plan(wine)
    check_ins.save(ana, wine, ana.today(), {"plan": "yes"}, NOON)
    ana.urges.update(outcome="rode_it_out", got_by=True)


def calls(module: str) -> list[str]:
    """Every call in a module, as it is written."""
    tree = ast.parse(module)
    return [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]


def modules_that_call(pattern: str) -> set[str]:
    wanted = re.compile(pattern)
    return {
        named(path)
        for path in python()
        if any(wanted.fullmatch(call) for call in calls(path.read_text()))
    }


# 1: only the member; rows are added; an edit is a new row; undo within a day


@pytest.mark.parametrize("role", [role for role in ROLES if role != "ana"])
def test_1_nobody_but_the_member_can_move_a_stage(people, role):
    assert [each.address for each in walked(role, people) if each.hers != 1] == []


def test_1_what_was_said_is_never_changed_and_never_taken_away(ana):
    wine = a_behaviour(ana, Stage.CON, Stage.DET)
    move = wine.moves.last()

    move.to_stage = Stage.ACT
    for change in (move.save, move.delete, wine.moves.all().delete):
        with pytest.raises(AppendOnly):
            change()
    with pytest.raises(AppendOnly):
        wine.moves.all().update(to_stage=Stage.ACT)

    assert steps(wine) == [(1, "unset", "con"), (2, "con", "det")]


def test_1_changing_ones_mind_is_another_row_and_undo_ends_after_a_day(ana):
    wine = a_behaviour(ana, Stage.CON)
    move = moves.move(wine, Stage.DET, "", None, NOON)

    moves.undo(move, NOON + DAY)
    again = moves.move(fresh(wine), Stage.DET, "", None, NOON + DAY)
    late = moves.undo(again, NOON + 2 * DAY + timedelta(seconds=1))

    assert late is None
    assert steps(wine) == [
        (1, "unset", "con"), (2, "con", "det"), (3, "det", "con"), (4, "con", "det"),
    ]  # fmt: skip


# 2: nothing sets a stage but the member's own word


def test_2_one_module_alone_writes_moves():
    written = r"(StageMove|.*(StageMove\.objects|\.(moves|stage_moves))\.(\w*create\w*|add|set))"

    assert modules_that_call(written) == {"stages/moves.py", "smartrecovery/demo/volume.py"}


def test_2_moves_are_asked_for_where_the_member_says_so_and_nowhere_else():
    """Views of the member's own posts, and the cast of the demonstration."""
    assert modules_that_call(r"moves\.(move|begin|undo)") == {
        "stages/views.py",
        "smartrecovery/suggestions.py",
        "smartrecovery/demo/cast.py",
    }


@pytest.mark.parametrize("role", ROLES)
def test_2_no_address_sets_a_stage_but_those_where_the_member_says_so(people, role):
    moved = {each.address for each in walked(role, people) if each.everybodys > 1}

    assert moved <= THEIR_WORD & set(ACCESS)
    assert ("stage_move" in moved) == (role == "ana")


def wording_of(instrument) -> Wording:
    return Wording(instrument.edition, "en-gb", "", {}, {})


def write_everything(member, behaviour: Behaviour, now) -> None:
    """Each way of writing that is not their word about a stage, with each of its answers."""
    for outcome in Urge.Outcome.values:
        said = urges.Quick(now, 10, behaviour)
        urge = urges.note(member, uuid4(), said, now)
        urges.add(urge, now, outcome=outcome)
        urges.it_passed(urge, now, now)
        urges.take_back(urge, now)
    urges.passed(member, uuid4(), behaviour, now, 5, now)
    for extent in Slip.Extent.values:
        slip = slips.note(member, uuid4(), behaviour, now, extent=extent, said="It happened")
        slips.take_back(slip, now)
    for number, how in enumerate([*CheckIn.Plan.values, ""]):
        day = member.day_of(now) - timedelta(days=number)
        worst = {"mood": 0, "urge": 10, "days": 0, "importance": 0, "confidence": 0}
        said = worst | {"plan": how, "feels_done": True, "note": "No more"}
        check_ins.save(member, behaviour, day, said, now, weekly=number % 2 == 0)
    for instrument in MEASURES.values():
        for end in (0, -1):
            worst = {item.name: item.scale.values[end] for item in instrument.items}
            taken = measuring.take(
                member, uuid4(), instrument, wording_of(instrument), worst, now, behaviour=behaviour
            )
        measuring.take_back(taken, now)
    for sheet in CATALOGUE.values():
        kept(member, sheet.slug, sheet.worked_example, now, behaviour=behaviour)
    support.shown(member, "words", now)
    day = member.day_of(now)
    said = {"change": "Tea at nine", "looks_at": "urges", "starts_on": day, "days": 14}
    began = experiments.begin(behaviour, uuid4(), now=now, **said)
    experiments.stop(began, member.day_of(now))


def run_the_timetable() -> None:
    app.loader.import_default_modules()
    for tick in TIMETABLE.values():
        app.tasks[tick.task]()


@pytest.mark.parametrize("stage", list(Stage))
def test_2_urges_slips_check_ins_measures_and_worksheets_set_no_stage(ana, stage, time_machine):
    time_machine.move_to(NOON, tick=False)
    wine = at_stage(ana, stage)
    before = steps(wine)

    for days in (0, 20):
        write_everything(ana, wine, NOON + days * DAY)
        evidence.look(wine, NOON + days * DAY)
        run_the_timetable()

    assert steps(wine) == before


@pytest.mark.parametrize("stage", list(Stage))
def test_2_silence_and_time_set_no_stage(ana, stage, time_machine):
    """Three years in which nothing is written, the timetable going round."""
    wine = at_stage(ana, stage)
    all_that_speaks(wine)
    before = steps(wine)

    for weeks in range(0, 157, 12):
        now = NOON + weeks * 7 * DAY
        time_machine.move_to(now, tick=False)
        ana.last_login = now
        ana.save(update_fields=["last_login"])
        run_the_timetable()

    assert steps(wine) == before


@pytest.mark.parametrize("answer", ["left", "silenced"])
def test_2_a_suggestion_that_is_not_accepted_sets_no_stage(as_ana, ana, answer, time_machine):
    time_machine.move_to(NOON, tick=False)
    made = a_suggestion(ana)
    before = steps(made.behaviour)

    said = {"suggestion": made.pk, "answer": answer}
    as_ana.post(reverse("suggestion", args=[made.behaviour_id]), said)

    assert steps(made.behaviour) == before


# 3: totals never fall; a current run is theirs to turn on


def totals(member) -> tuple[int, int, int]:
    """Days on plan as they were counted, urges ridden out, plans made."""
    counted = CheckIn.objects.filter(member=member).aggregate(sum=Sum("counted"))["sum"] or 0
    ridden = Urge.objects.filter(member=member, got_by=True).count()
    made = member.entries.filter(tool="change-plan", saved_at__isnull=False).count()
    return counted, ridden, made


# What the member deletes takes itself along, after asking; that is no operation of ours.
DELETING = {"behaviour_delete", "entry_delete", "me_leave"}


@pytest.mark.parametrize("role", ROLES)
def test_3_no_address_lowers_a_total(people, role):
    lowered = {
        each.address
        for each in walked(role, people)
        if any(now < was for now, was in zip(each.totals, each.before, strict=True))
    }

    assert lowered <= DELETING & set(ACCESS)


@pytest.mark.parametrize("stage", list(Stage))
def test_3_saying_one_is_somewhere_else_lowers_nothing(ana, stage):
    wine = a_behaviour(ana, Stage.CON, Stage.ACT)
    write_everything(ana, wine, NOON)
    plan(wine)
    before = totals(ana)

    slips.note(ana, uuid4(), wine, NOON, extent="back", said="Again")
    if stage not in (Stage.ACT, Stage.UNSET):
        moves.move(fresh(wine), stage, "", None, NOON)

    assert min(before) > 0
    assert totals(ana) == before


def test_3_a_current_run_is_off_until_they_turn_it_on(ana):
    assert not Behaviour.objects.create(member=ana, kind="alcohol").shows_run


# 4: one in fourteen days at most, for fourteen days at most; not again is for good


@settings(max_examples=15)
@given(
    said=st.lists(st.sampled_from(["", "accepted", "left", "silenced"]), min_size=4, max_size=4),
    hours=st.lists(st.integers(1, 200), min_size=6, max_size=24),
)
def test_4_one_suggestion_in_fourteen_days_whatever_is_written_and_answered(ana, said, hours):
    with transaction.atomic():
        wine, now, answers = at_stage(ana, Stage.PRE), NOON, iter(said)
        weighing(wine, days_ago=2)
        for pause in hours:
            now += timedelta(hours=pause)
            kept(ana, "cost-benefit", {"title": "Wine"}, now, behaviour=wine)
            best = {"plan": "yes", "importance": 9, "confidence": 9, "feels_done": True}
            check_ins.save(ana, wine, ana.day_of(now), best, now)
            if made := evidence.look(wine, now):
                answer = next(answers, "")
                if answer == "accepted":
                    moves.move(fresh(wine), made.to_stage, "", None, now)
                if answer:
                    suggesting.answer(made, answer, now)
        made = list(Suggestion.objects.order_by("shown_at"))
        apart = [b.shown_at - a.shown_at for a, b in zip(made, made[1:], strict=False)]
        after = [each.answer for each in made[:-1]]
        transaction.set_rollback(True)

    assert made != []
    assert [each for each in apart if each < 14 * DAY] == []
    assert [each for each in made if each.expires_at - each.shown_at > 14 * DAY] == []
    assert "silenced" not in after


# 5: not thinking of changing, or back in it: never suggested


def test_5_the_table_leads_to_no_such_stage():
    assert {rule.to for rule in suggesting.TABLE} & NEVER == set()
    assert {rule.here for rule in suggesting.TABLE} & {Stage.REL, Stage.UNSET} == set()


@pytest.mark.parametrize("stage", ["pre", "rel", "unset"])
def test_5_the_database_keeps_none(ana, stage):
    made = a_suggestion(ana)
    made.to_stage = stage

    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


FACTS = sorted({fact for rule in suggesting.TABLE for fact in rule.facts()})


@given(found=st.sets(st.sampled_from(FACTS)), stage=st.sampled_from(list(suggesting.FROM)))
def test_5_whatever_is_found_leads_nowhere_else_and_names_only_what_was_found(found, stage):
    rule = suggesting.FROM[stage]
    source = suggesting.Source(
        tuple(FACTS), lambda _look: [Evidence(fact, "check_ins") for fact in sorted(found)]
    )

    speaks = {each.fact for each in suggesting.found_for(rule, None, [source])}

    assert speaks <= found & rule.facts()
    assert bool(speaks) == any(set(way) <= found for way in rule.ways)


WORST = st.fixed_dictionaries(
    {
        "plan": st.sampled_from(["yes", "no", "partly", "changed", "skip", ""]),
        "weekly": st.booleans(),
        "days": st.none() | st.integers(0, 7),
        "importance": st.none() | st.integers(0, 10),
        "confidence": st.none() | st.integers(0, 10),
        "feels_done": st.booleans(),
    }
)


@settings(max_examples=30)
@given(
    stage=st.sampled_from(list(Stage)),
    said=st.dictionaries(st.integers(0, 28), WORST, max_size=8),
    weighed=st.sets(st.integers(0, 28), max_size=3),
    acted=st.integers(0, 3),
)
def test_5_whatever_is_written_neither_is_suggested(ana, stage, said, weighed, acted):
    with transaction.atomic():
        wine = at_stage(ana, stage)
        for days_ago, how in said.items():
            check_in(wine, days_ago, **how)
        for days_ago in weighed:
            weighing(wine, days_ago=days_ago)
        for number in range(acted):
            urges.add(
                urges.note(ana, uuid4(), urges.Quick(NOON, 10, wine), NOON), NOON, outcome="acted"
            )
            slips.note(ana, uuid4(), wine, NOON - number * DAY, extent="back")
        for days in (0, 15, 200, 400):
            look(wine, NOON + days * DAY)
        suggested = set(Suggestion.objects.values_list("to_stage", flat=True))
        transaction.set_rollback(True)

    assert suggested & NEVER == set()


# 6: it says why, in plain words that lead there; both answers weigh the same


@pytest.mark.parametrize("stage", list(suggesting.FROM))
@pytest.mark.parametrize("name", ["today", "behaviour"])
def test_6_evidence_is_named_and_linked_and_both_buttons_are_alike(
    as_ana, ana, stage, name, time_machine
):
    time_machine.move_to(NOON, tick=False)
    made = _long_doing_it(ana) if stage == Stage.ACT else a_suggestion(ana, stage)

    page = as_ana.get(reverse(name, args=[made.behaviour_id] if name == "behaviour" else []))
    part = page.content.decode().partition('id="suggestion"')[2].partition("</form>")[0]
    reasons = re.findall(r'<li><a href="(.*?)">(.*?)</a></li>', part)
    buttons = re.findall(r'<button class="(btn)" name="answer" value="\w+">(.*?)</button>', part)

    assert len(reasons) == len(made.evidence["facts"]) > 0
    assert [said for _url, said in reasons if "%" in said or not said] == []
    assert [as_ana.get(url.partition("#")[0]).status_code for url, _said in reasons] == [200] * len(
        reasons
    )
    assert buttons == [("btn", "That is right, update"), ("btn", "Leave it")]


def _long_doing_it(member) -> Suggestion:
    wine = Behaviour.objects.create(member=member, kind="alcohol", label="Wine on weeknights")
    moves.move(wine, Stage.ACT, "", None, NOON - 200 * DAY)
    for number in range(4):
        check_in(wine, 7 * number, weekly=True, plan="yes")
    made = look(wine)
    assert made is not None
    return made


# 7: no count of stages across people


READS_MOVES = {
    "smartrecovery/demo/volume.py",  # people who do not exist
    "smartrecovery/templatetags/at_hand.py",  # one behaviour's own
    "stages/export.py",  # one member's own
    "stages/models/__init__.py",
    "stages/models/behaviours.py",
    "stages/moves.py",  # one behaviour's own
    "stages/path.py",  # one behaviour's own
    "stages/suggesting.py",  # beside each behaviour, its own
}


def test_7_nothing_else_reads_moves_and_nothing_counts_them():
    """Whoever counts stages across people adds a row here first, and leaves out groups of fewer than five."""
    reads = {
        named(path)
        for path in python()
        if re.search(r"import [^\n]*\bStageMove\b|^    StageMove,$", path.read_text(), re.M)
    }
    counted = r".*StageMove\.objects.*(count|aggregate)|Count"

    assert reads <= READS_MOVES
    assert {m for m in modules_that_call(counted) if m in READS_MOVES} == set()


@pytest.mark.parametrize("role", ["finn", "ada"])
def test_7_where_others_are_changes_no_page_of_anybody_else(people, cleo, role, time_machine):
    time_machine.move_to(NOON, tick=False)
    client = browser(people[role])
    of_ana = belongings.of(people["ana"])

    before = _read_everything(client, of_ana)
    for member in (people["ana"], people["ben"], people["sam"], cleo):
        for stage in (Stage.ACT, Stage.REL):
            all_that_speaks(at_stage(member, stage))
    after = _read_everything(client, of_ana)

    assert {url for url in before if before[url] != after[url]} == set()


CHANGING_BY_THEMSELVES = ("/readyz", "/accounts/session/", "/tools/change-plan/begin/", "/leave")
CHANCE = re.compile(r'(value|nonce|content)="[\w-]{20,}"|[0-9a-f]{8}-[0-9a-f-]{27}|/stop/[\w-]+')


def _read_everything(client, of_ana: SimpleNamespace) -> dict[str, str]:
    return {
        url: CHANCE.sub("", client.get(url).content.decode(errors="replace"))
        for url in everywhere(of_ana)
        if not url.startswith(CHANGING_BY_THEMSELVES)
    }


# 8: a behaviour deleted takes its history along


def test_8_deleting_a_behaviour_deletes_all_that_was_said_about_it_and_nothing_else(as_ana, ana):
    wine, other = fill_behaviour(ana, "Wine"), fill_behaviour(ana, "Phone")
    Behaviour.objects.filter(pk=wine.pk).update(state=Behaviour.State.ARCHIVED)
    models = (StageMove, Suggestion, Urge, Slip, CheckIn, Taking)

    before = {model: model.objects.filter(behaviour=wine).exists() for model in models}
    others = {model: model.objects.exclude(behaviour=wine).count() for model in models}
    as_ana.post(reverse("behaviour_delete", args=[wine.pk]), {"sure": "on"})

    assert before == dict.fromkeys(models, True)
    assert {model: model.objects.filter(behaviour=wine).exists() for model in models} == (
        dict.fromkeys(models, False)
    )
    assert {model: model.objects.count() for model in models} == others
    assert list(ana.behaviours.all()) == [other]


def test_8_until_it_is_put_away_and_they_are_sure_nothing_is_deleted(as_ana, ana):
    wine = fill_behaviour(ana, "Wine")
    address = reverse("behaviour_delete", args=[wine.pk])

    as_ana.post(address, {"sure": "on"})
    Behaviour.objects.filter(pk=wine.pk).update(state=Behaviour.State.ARCHIVED)
    as_ana.post(address, {})

    assert StageMove.objects.filter(behaviour=wine).count() == 3
