"""What one person of the demo wrote down day by day, through the same doors as anybody's."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from stages import check_ins, coping, experiments, measuring, slips, switching, urges
from stages.models import Behaviour, CheckInPlan, Experiment, Slip, Urge
from tools import plan_lines

if TYPE_CHECKING:
    from .cast import Teller

WORDS = ("trigger", "where", "who", "thought", "next_time")
PASSED, ELSE = Urge.Outcome.RODE_IT_OUT, Urge.Outcome.DID_SOMETHING_ELSE
A_BIT, ACTED = Urge.Outcome.ACTED_A_BIT, Urge.Outcome.ACTED


class Diary:
    """About one behaviour. Days are counted back from today; nothing is later than now."""

    def __init__(self, teller: "Teller", behaviour: Behaviour) -> None:
        self.teller, self.behaviour = teller, behaviour
        self.member = teller.member

    def urge(self, days_ago: int, hour: int, strength: int, minute: int = 10, **said: Any) -> Urge:
        """`triggers` and `feelings` by name, `coped` in words; what is in WORDS is sealed."""
        at = min(self.teller.at(days_ago, hour) + timedelta(minutes=minute - 10), self.teller.now)
        quick = urges.Quick(at, strength, self.behaviour)
        urge = urges.note(self.member, self.teller.key(), quick, at)
        coped, later = said.pop("coped", ()), min(at + timedelta(hours=1), self.teller.now)
        words = {name: said.pop(name) for name in WORDS if name in said}
        for name, among in (("triggers", Urge.Trigger), ("feelings", Urge.Feeling)):
            if name in said:
                said[name] = sum(1 << among[each.upper()] for each in said[name].split())
        if said or words:
            urges.add(urge, later, said=words, **said)
        self._coped(urge, coped, later)
        return urge

    def _coped(self, urge: Urge, coped: tuple[str, ...], at: datetime) -> None:
        lines = plan_lines.lines(self.member, self.behaviour.pk)
        keys = {coping.alike(line.words): line.key for line in lines}
        chosen: list[str] = []
        for words in coped:
            own = "" if coping.alike(words) in keys else words
            chosen += [] if own else [keys[coping.alike(words)]]
            tried = coping.tried(urge, chosen, own, lines, at)
            chosen += [str(action.pk) for action in tried if own and action.label == own]

    def rhythm(self, days_ago: int, rhythm: str, **said: Any) -> None:
        every = {"prompts": CheckInPlan.EVERY_PROMPT}
        check_ins.set_rhythm(
            self.member, {"rhythm": rhythm} | every | said, self.teller.at(days_ago)
        )

    def day(self, days_ago: int, plan: str, mood: int, urge: int, note: str = "") -> None:
        at = self.teller.at(days_ago, 21)
        said = {"plan": plan, "mood": mood, "urge": urge, "note": note}
        check_ins.save(self.member, self.behaviour, at.date(), said, at)

    def week(self, days_ago: int, **said: Any) -> None:
        at = self.teller.at(days_ago, 20)
        check_ins.save(self.member, self.behaviour, at.date(), said, at, weekly=True)

    def slip(self, days_ago: int, hour: int, extent: str, said: str = "") -> Slip:
        at = self.teller.at(days_ago, hour)
        written = min(at + timedelta(hours=13), self.teller.now)
        return slips.note(self.member, self.teller.key(), self.behaviour, written, at, extent, said)

    def measures(self, slug: str, days_ago: int, **answers: int) -> None:
        """Only what this site has on."""
        standing = switching.standing(slug)
        if standing is None or not standing.is_open or standing.wording is None:
            return
        measuring.take(
            self.member, self.teller.key(), standing.instrument, standing.wording, answers,
            self.teller.at(days_ago), behaviour=self.behaviour,
        )  # fmt: skip

    def tries(
        self, days_ago: int, change: str, looks_at: str, days: int = 14, learned: str = ""
    ) -> Experiment:
        at = self.teller.at(days_ago)
        begun = experiments.begin(
            self.behaviour, self.teller.key(), change, looks_at, at.date(), days, at
        )
        experiments.learn(begun, learned)
        return begun
