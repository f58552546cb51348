"""What was written down, as counts: histograms by period, never row by row; medians are read off them.

Nothing sealed is opened but the names of the few actions that are told about.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from . import spans
from .counting import SCALES, SPOKEN, counted
from .models import Behaviour, CopingAction
from .spans import Span

ENOUGH = 5
MOST_ACTIONS = 8

# A number said, or None, and how often it was.
Histogram = Mapping[int | None, int]
ByKey = Mapping[str, Histogram]


@dataclass(frozen=True)
class Helped:
    """One thing that was done about urges: how often, what that was given out of ten, how often they got by."""

    action: UUID
    n: int
    got_by: int
    given: Histogram
    label: str = ""


@dataclass(frozen=True)
class SlipSeen:
    day: date
    pk: UUID


@dataclass(frozen=True)
class Totals:
    """What only ever grows: over everything they work on, whatever was taken back since."""

    urges: int = 0
    got_by: int = 0
    on_plan: int = 0
    plans: int = 0


@dataclass(frozen=True)
class Run:
    """Days on plan without a gap: the longest there was, and the one under way."""

    longest: int
    current: int


@dataclass(frozen=True)
class Tally:
    """Everything a progress page counts, for one behaviour or for all of them together."""

    span: Span
    strengths: ByKey = field(default_factory=dict)
    hours: Mapping[tuple[int, int], int] = field(default_factory=dict)
    minutes: Histogram = field(default_factory=dict)
    triggers: Mapping[int, int] = field(default_factory=dict)
    feelings: Mapping[int, int] = field(default_factory=dict)
    helped: tuple[Helped, ...] = ()
    helped_few: int = 0
    scales: Mapping[str, ByKey] = field(default_factory=dict)
    plan_days: Mapping[date, str] = field(default_factory=dict)
    plan_weeks: Mapping[date, int] = field(default_factory=dict)
    slips: tuple[SlipSeen, ...] = ()
    totals: Totals = Totals()
    run: Run | None = None

    @property
    def notes(self) -> int:
        return sum(sum(each.values()) for each in self.strengths.values())

    @property
    def looked_at(self) -> int:
        """How many notes hours, lengths and triggers are told of: since the beginning, the latest alone."""
        return sum(self.hours.values())


def tally(member, behaviour: Behaviour | None, span: Span, plans: Any = None) -> Tally:
    """Two statements, however much there is. `plans` counts what this app does not know of."""
    found = counted(member, behaviour, span, plans)
    helped = sorted(_helped(found["coped"]), key=lambda each: (-each.n, str(each.action)))
    told = [each for each in helped if each.n >= ENOUGH][:MOST_ACTIONS]
    return Tally(
        span,
        strengths=_by_key(found["strength"]),
        hours={divmod(value, 24): n for _key, value, n, _got in found["hour"]},
        minutes=_histogram(found["minutes"]),
        triggers=_bits(found["triggers"]),
        feelings=_bits(found["feelings"]),
        helped=tuple(_labelled(told)),
        helped_few=sum(each.n < ENOUGH for each in helped),
        scales={name: _by_key(found[name]) for name in SCALES},
        plan_days={
            date.fromisoformat(key): SPOKEN[value].value
            for key, value, _n, _got in found["plan_day"]
        },
        plan_weeks={date.fromisoformat(key): value for key, value, _n, _got in found["plan_week"]},
        slips=_slips(found["slip"]),
        totals=_totals(found),
        run=_run(found["run"], span.last) if behaviour and behaviour.shows_run else None,
    )


def middle(said: Histogram) -> float | None:
    """The median of what was said; what was not said is not zero."""
    values = sorted((value, n) for value, n in said.items() if value is not None)
    total = sum(n for _value, n in values)
    if not total:
        return None
    low, high = _nth(values, (total - 1) // 2), _nth(values, total // 2)
    return (low + high) / 2 if low != high else low


def together(histograms) -> Counter:
    """Several histograms as one."""
    whole: Counter = Counter()
    for each in histograms:
        whole.update(each)
    return whole


def _nth(values: list[tuple[int, int]], place: int) -> int:
    for value, n in values:
        place -= n
        if place < 0:
            return value
    raise IndexError(place)


# Reading


def _by_key(lines: list) -> dict[str, dict]:
    found: dict[str, dict] = defaultdict(dict)
    for key, value, n, _got in lines:
        found[key][value] = n
    return dict(found)


def _histogram(lines: list) -> dict[int, int]:
    return {value: n for _key, value, n, _got in lines}


def _bits(lines: list) -> dict[int, int]:
    """How often each of the bits was set."""
    counts: Counter = Counter()
    for _key, mask, n, _got in lines:
        bit = 0
        while mask >> bit:
            if mask >> bit & 1:
                counts[bit] += n
            bit += 1
    return dict(counts)


def _helped(lines: list) -> Iterator[Helped]:
    by_action = defaultdict(list)
    for key, value, n, got in lines:
        by_action[key].append((value, n, got))
    for key, rows in by_action.items():
        yield Helped(
            UUID(key),
            sum(n for _value, n, _got in rows),
            sum(got for _value, _n, got in rows),
            {value: n for value, n, _got in rows},
        )


def _labelled(helped: list[Helped]) -> Iterator[Helped]:
    """With the member's own words for each. It asks also where there is none, so that a page always asks as often."""
    wanted = [each.action for each in helped] or [UUID(int=0)]
    actions = {each.pk: each for each in CopingAction.objects.filter(pk__in=wanted)}
    for each in helped:
        yield Helped(each.action, each.n, each.got_by, each.given, actions[each.action].label)


def _slips(lines: list) -> tuple[SlipSeen, ...]:
    pairs = (key.split(" ") for key, _value, _n, _got in lines)
    return tuple(
        sorted(
            (SlipSeen(date.fromisoformat(day), UUID(pk)) for day, pk in pairs),
            key=lambda slip: (slip.day, slip.pk),
        )
    )


def _totals(found: Mapping[str, list]) -> Totals:
    urges = found["total"][0] if found["total"] else ("", 0, 0, 0)
    on_plan, plans = (found[name][0][1] if found[name] else 0 for name in ("on_plan", "plans"))
    return Totals(urges=urges[2], got_by=urges[3], on_plan=on_plan, plans=plans)


def _run(lines: list, today: date) -> Run:
    days = sorted(
        spans.day_of_key(key) + timedelta(days=n)
        for key, _value, bits, _got in lines
        for n in range(31)
        if bits >> n & 1
    )
    longest = current = 0
    before = None
    for day in days:
        current = current + 1 if before and (day - before).days == 1 else 1
        longest, before = max(longest, current), day
    is_under_way = before is not None and (today - before).days <= 1
    return Run(longest, current if is_under_way else 0)
