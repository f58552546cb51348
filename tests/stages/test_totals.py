"""Nothing a member can do lowers a total, and only saying so moves a stage.

Somebody does one thing after another, in any order; after each the totals are at least what they were.
Deleting a behaviour, or the account, for good is left out: that takes away what was written, and says so.
"""

from datetime import time, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from smartrecovery import export, restore
from smartrecovery.accounts.models import User
from smartrecovery.moving_on import look_back
from stages import check_ins, coping, experiments, measuring, moves, slips, spans, tallies, urges
from stages.measures import wording
from stages.measures.catalogue import CATALOGUE
from stages.models import Behaviour, CheckIn, Experiment, Slip, Stage, Suggestion, Urge
from tests.conftest import person

from .helpers import NOON

ZONES = ["Europe/London", "Pacific/Pago_Pago", "Pacific/Kiritimati", "Australia/Lord_Howe"]
RULERS = CATALOGUE["rulers"]
TO_TEN, SOME = st.integers(0, 10), st.integers(0, 50)
ENDED, PLANS = st.sampled_from(Urge.Outcome.values), st.sampled_from(["", *CheckIn.Plan.values])


def totals_of(member: User, now) -> dict[str, int]:
    """What the progress page adds up, for everything and for each behaviour."""
    today = member.today(now)
    ever = spans.span(spans.Over.ALL, today, today)
    whole = tallies.tally(member, None, ever).totals
    found = {name: getattr(whole, name) for name in ("urges", "got_by", "on_plan")}
    for behaviour in member.behaviours.all():
        behaviour.shows_run = True
        run = tallies.tally(member, behaviour, ever).run
        back = look_back(behaviour, member)
        found |= {
            f"urges {behaviour.label}": back.urges,
            f"got by {behaviour.label}": back.got_by,
            f"on plan {behaviour.label}": back.days_on_plan,
        }
        found[f"longest {behaviour.label}"] = run.longest if run else 0
    return found | {"slips": member.slips.count(), "moves": member.stage_moves.count()}


def stages_of(member: User) -> dict[UUID, str]:
    return {each.pk: each.stage for each in member.behaviours.with_stage()}


class AnyDay(RuleBasedStateMachine):
    """Each rule is something a member can do; `told` is where they said they are."""

    def __init__(self) -> None:
        super().__init__()
        self.held = transaction.atomic()
        self.held.__enter__()
        self.now = NOON
        self.member = person("ana")
        self.browser = Client()
        self.browser.force_login(self.member)
        self.totals: dict[str, int] = {}
        self.told: dict[UUID, str] = {}
        self.made: dict[type, list] = {Urge: [], Slip: [], Experiment: []}
        self.names_a_behaviour(Stage.CON)
        self.has_written_something_already()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.held.__exit__(None, None, None)

    def has_written_something_already(self) -> None:
        """So that a single step could take something away."""
        self.says_that_one_passed(1)
        self.notes_an_urge(1, 7, 30, True)
        self.writes_down_a_slip(1, "once", 50)
        for ago in range(3):
            self.checks_in(1, ago, "yes", 5, 5)
        self.looks_back_at_a_week(1, 6, 7, False)
        self.no_total_fell()

    # What is written down

    @rule(about=SOME, strength=TO_TEN, ago=st.integers(0, 200), is_going=st.booleans())
    def notes_an_urge(self, about, strength, ago, is_going):
        at = self.now - timedelta(hours=ago)
        quick = urges.Quick(at, strength, self.behaviour(about), is_going)
        self.made[Urge].append(urges.note(self.member, uuid4(), quick, self.now))

    @rule(about=SOME)
    def says_that_one_passed(self, about):
        began = self.now - timedelta(minutes=12)
        said = (self.behaviour(about), began, None, self.now)
        self.made[Urge].append(urges.passed(self.member, uuid4(), *said))

    @rule(which=SOME, about=SOME, ended=ENDED, helped=TO_TEN, ago=st.integers(0, 90))
    def says_more(self, which, about, ended, helped, ago):
        if urge := self.one_of(Urge, which):
            at = self.now - timedelta(hours=ago)
            said = {"outcome": ended, "helped": helped, "occurred_at": at, "intensity": None}
            urges.add(urge, self.now, behaviour=self.behaviour(about), **said)

    @rule(which=SOME)
    def says_it_passed_later(self, which):
        if urge := self.one_of(Urge, which):
            urges.it_passed(urge, self.now, self.now)

    @rule(which=SOME, own=st.sampled_from(["", "Rang Priya", "Walked round the block"]))
    def says_what_was_tried(self, which, own):
        if urge := self.one_of(Urge, which):
            coping.tried(urge, [], own, [], self.now)

    @rule(which=SOME)
    def takes_an_urge_back(self, which):
        if urge := self.one_of(Urge, which):
            urges.take_back(urge, self.now)

    @rule(about=SOME, extent=st.sampled_from(["", *Slip.Extent.values]), ago=st.integers(0, 200))
    def writes_down_a_slip(self, about, extent, ago):
        if behaviour := self.behaviour(about):
            at = self.now - timedelta(hours=ago)
            said = (behaviour, self.now, at, extent, "It happened")
            self.made[Slip].append(slips.note(self.member, uuid4(), *said))

    @rule(which=SOME)
    def takes_a_slip_back(self, which):
        if slip := self.one_of(Slip, which):
            slips.take_back(slip, self.now)

    @rule(about=SOME, ago=st.integers(0, 6), plan=PLANS, mood=TO_TEN, urge=TO_TEN)
    def checks_in(self, about, ago, plan, mood, urge):
        """The same day again and again, with better answers, with worse, with none."""
        day = check_ins.open_days(self.member, self.now)[ago]
        said = {"plan": plan, "mood": mood or None, "urge": urge or None, "note": ""}
        check_ins.save(self.member, self.behaviour(about), day, said, self.now)

    @rule(about=SOME, ago=st.integers(0, 6), days=st.none() | st.integers(0, 7), done=st.booleans())
    def looks_back_at_a_week(self, about, ago, days, done):
        day = check_ins.open_days(self.member, self.now)[ago]
        said = {"days": days, "importance": days, "feels_done": done}
        check_ins.save(self.member, self.behaviour(about), day, said, self.now, weekly=True)

    @rule(rhythm=st.sampled_from(["off", "daily", "days", "weekly"]))
    def chooses_a_rhythm(self, rhythm):
        check_ins.set_rhythm(self.member, {"rhythm": rhythm, "days": 3}, self.now)

    @rule(about=SOME, importance=TO_TEN, confidence=TO_TEN, takes_back=st.booleans())
    def takes_a_measure(self, about, importance, confidence, takes_back):
        answers = {"importance": importance, "confidence": confidence}
        words = wording.declared(RULERS)
        about = self.behaviour(about)
        made = measuring.take(
            self.member, uuid4(), RULERS, words, answers, self.now, behaviour=about
        )
        if takes_back:
            measuring.take_back(made, self.now)

    # Where they are

    @rule(about=SOME, to=st.sampled_from(Stage.values))
    def moves_anywhere(self, about, to):
        if behaviour := self.behaviour(about):
            try:
                moved = moves.move(behaviour, to, "", None, self.now)
            except moves.NotFromHere:
                return
            if moved:
                self.told[behaviour.pk] = to

    @rule(about=SOME)
    def takes_a_move_back(self, about):
        behaviour = self.behaviour(about)
        last = behaviour and moves.standing_moves(behaviour.moves.all())[-1:]
        if last and moves.undo(last[0], self.now):
            self.told[behaviour.pk] = last[0].from_stage

    @rule(about=SOME, answer=st.sampled_from(["accepted", "left", "silenced"]))
    def answers_a_suggestion(self, about, answer):
        """By the page itself; where a tap is enough, saying that it is right moves."""
        behaviour = self.behaviour(about)
        if behaviour is None or behaviour.stage != Stage.CON:
            return
        made = Suggestion.objects.create(
            member=self.member, behaviour=behaviour, from_stage=Stage.CON, to_stage=Stage.DET,
            evidence={"facts": []}, shown_at=self.now, expires_at=self.now + timedelta(days=14),
        )  # fmt: skip
        self.posts("suggestion", behaviour, answer=answer, suggestion=str(made.pk))
        waits = behaviour.state == Behaviour.State.ACTIVE and behaviour.suggests
        if answer == "accepted" and waits:
            self.told[behaviour.pk] = Stage.DET

    @rule(about=SOME, state=st.sampled_from(Behaviour.State.values))
    def pauses_or_puts_away(self, about, state):
        if behaviour := self.behaviour(about):
            self.posts("behaviour_state", behaviour, state=state)

    @rule(stage=st.sampled_from(["", *Stage.values]))
    def names_a_behaviour(self, stage):
        if len(self.told) < 3:
            said = {"kind": "alcohol", "label": f"Number {len(self.told)}"}
            made = moves.begin(self.member, uuid4(), stage, None, self.now, **said)
            self.told[made.pk] = stage or Stage.UNSET

    # Around it

    @rule(about=SOME, looks_at=st.sampled_from(Experiment.LooksAt.values))
    def tries_something(self, about, looks_at):
        if behaviour := self.behaviour(about):
            said = ("Supper before six", looks_at, self.member.today(self.now), 7)
            try:
                begun = experiments.begin(behaviour, uuid4(), *said, self.now)
            except experiments.OneAtATime:
                return
            self.made[Experiment].append(begun)

    @rule(which=SOME, deletes=st.booleans())
    def stops_trying(self, which, deletes):
        if tried := self.one_of(Experiment, which):
            experiments.stop(tried, self.member.today(self.now))
            experiments.learn(tried, "Early is easier")
            if deletes:
                self.made[Experiment].remove(tried)
                tried.delete()

    @rule(zone=st.sampled_from(ZONES), starts=st.sampled_from([time(0), time(4), time(11)]))
    def travels(self, zone, starts):
        self.member.zone, self.member.day_starts = zone, starts
        self.member.save()

    @rule(hours=st.integers(1, 90))
    def lets_time_pass(self, hours):
        self.now += timedelta(hours=hours)

    @rule()
    def takes_everything_along(self):
        other = User.objects.create_user(f"other{User.objects.count()}")
        restore.bring(other, restore.opened(export.zip_of(self.member, self.now)))

        other = User.objects.get(pk=other.pk)
        assert totals_of(other, self.now) == totals_of(self.member, self.now)
        assert sorted(stages_of(other).values()) == sorted(self.told.values())

    # What holds after each

    @invariant()
    def no_total_fell(self):
        before, self.totals = self.totals, totals_of(self.member, self.now)
        assert {name: n for name, n in before.items() if self.totals[name] < n} == {}

    @invariant()
    def they_are_where_they_said(self):
        assert stages_of(self.member) == self.told

    # Hands

    def one_of(self, model, which: int):
        """As it stands in the database now."""
        made = self.made[model]
        return model.objects.get(pk=made[which % len(made)].pk) if made else None

    def behaviour(self, about: int) -> Behaviour | None:
        """One of theirs, or now and then none."""
        pk = [None, *self.told][about % (len(self.told) + 1)]
        return self.member.behaviours.with_stage().get(pk=pk) if pk else None

    def posts(self, name: str, behaviour: Behaviour, **said: str) -> None:
        with time_machine.travel(self.now, tick=False):
            self.browser.force_login(self.member)
            answer = self.browser.post(reverse(name, args=[behaviour.pk]), said)
        assert answer.status_code == 302


@pytest.mark.django_db
def test_nothing_a_member_can_do_lowers_a_total_or_moves_a_stage_behind_their_back():
    once = settings(max_examples=8, stateful_step_count=25, phases=[Phase.generate])
    run_state_machine_as_test(AnyDay, settings=once)
