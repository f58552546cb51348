"""Where I have been, as a line that climbs from first to now. Coming back is a loop on the way up."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from smartrecovery.drawing import day_said

from . import machine
from .models import Stage, StageMove
from .moves import standing_moves

MOST_DRAWN = 10
STEP, LOOP, EDGE, TAIL = 62, 96, 30, 54
LEFT, RIGHT = 40, 62


@dataclass(frozen=True)
class Point:
    x: int
    y: int
    title: str
    when: str
    is_now: bool = False

    @property
    def title_y(self) -> int:
        return self.y + 1

    @property
    def when_y(self) -> int:
        return self.y + 18


@dataclass(frozen=True)
class Row:
    """One line of the table: everything that was said, also what was taken back."""

    move: StageMove
    when: str
    title: str
    taken_back: bool


@dataclass(frozen=True)
class Drawing:
    """All the template needs; y grows downwards, so the first point has the largest."""

    points: tuple[Point, ...]
    line: str
    ahead: str
    before: str
    height: int
    sentence: str
    description: str
    earlier: int

    @property
    def baseline(self) -> int:
        """Where the note about what came before stands."""
        return self.height - 8


def draw(moves: Sequence[StageMove], today: date) -> Drawing | None:
    """The drawing of what stands; None where nothing was said yet."""
    standing = standing_moves(moves)
    if not standing:
        return None
    shown = standing[-MOST_DRAWN:]
    earlier = len(standing) - len(shown)
    places, height = _places(shown, bool(earlier))
    times = _times(standing)[earlier:]
    points = tuple(
        Point(x, y, title_on_path(move.to_stage), _when(move, time, today), move is shown[-1])
        for (x, y, _loops), move, time in zip(places, shown, times, strict=True)
    )
    x, y = places[0][:2]
    return Drawing(
        points=points,
        line=_line(places),
        ahead=_ahead(points[-1]),
        before=f"M{x} {y + 10} V{y + TAIL - 10}" if earlier else "",
        height=height,
        sentence=_sentence(standing, today),
        description=_description(shown),
        earlier=earlier,
    )


def rows(moves: Sequence[StageMove], today: date) -> list[Row]:
    """Everything said, latest first; an undo is told on the line it took back."""
    undone = {move.undoes_id for move in moves}
    return [
        Row(move, since(move, today), title_on_path(move.to_stage), move.pk in undone)
        for move in reversed(moves)
        if move.undoes_id is None
    ]


def title_on_path(stage: str) -> str:
    return _("Came round again") if stage == Stage.REL else Stage(stage).label


def since(move: StageMove, today: date) -> str:
    """The day as one says it: no year in this one, and only the month where the day was a guess."""
    if machine.kind(move.from_stage, move.to_stage) is machine.Kind.SINCE and move.since != today:
        return _("about %(month)s") % {"month": day_said(move.since, "YEAR_MONTH_FORMAT")}
    this_year = move.since.year == today.year
    return day_said(move.since, "MONTH_DAY_FORMAT" if this_year else "DATE_FORMAT")


def _places(shown: Sequence[StageMove], tail: bool) -> tuple[list[tuple[int, int, bool]], int]:
    """(x, y, whether it is reached by a loop) from first to now, and how high the drawing is."""
    loops = [False] + [machine.comes_round(m.from_stage, m.to_stage) for m in shown[1:]]
    rises = [LOOP if loop else STEP for loop in loops[1:]]
    height = sum(rises) + TAIL + 16 + (TAIL if tail else EDGE)
    y = height - (TAIL if tail else EDGE)
    places = [(LEFT, y, False)]
    for number, (rise, loop) in enumerate(zip(rises, loops[1:], strict=True), 1):
        y -= rise
        places.append((RIGHT if number % 2 else LEFT, y, loop))
    return places, height


def _line(places: Sequence[tuple[int, int, bool]]) -> str:
    """Up from point to point; into a point that came round, by a loop that turns below it."""
    (x, y, _loops), *rest = places
    parts = [f"M{x} {y}"]
    for to_x, to_y, loops in rest:
        if loops:
            parts.append(_loop(x, y, to_x, to_y))
        else:
            middle = (y - to_y) * 2 // 5
            parts.append(f"C{x} {y - middle} {to_x} {to_y + middle} {to_x} {to_y}")
        x, y = to_x, to_y
    return " ".join(parts)


def _loop(x: int, y: int, to_x: int, to_y: int) -> str:
    """Up on the right, over to the left, round below and up again to the point."""
    side, low = to_x + 20, to_y + 44
    return (
        f"C{x} {y - 30} {side} {low + 34} {side} {low} "
        f"C{side} {low - 27} {side - 42} {low - 27} {side - 42} {low} "
        f"C{side - 42} {low + 30} {side + 12} {low + 26} {side + 10} {low - 12} "
        f"C{side + 8} {low - 32} {to_x} {low - 26} {to_x} {to_y}"
    )


def _ahead(now: Point) -> str:
    """What is still to come, dotted."""
    return f"M{now.x} {now.y} C{now.x} {now.y - 20} {now.x + 16} {now.y - 30} {now.x + 14} {now.y - TAIL}"


def _times(standing: Sequence[StageMove]) -> list[int]:
    """How often each place had been reached by then."""
    counted: Counter[str] = Counter()
    times = []
    for move in standing:
        counted[move.to_stage] += 1
        times.append(counted[move.to_stage])
    return times


def _when(move: StageMove, time: int, today: date) -> str:
    if time == 1:
        return capfirst(since(move, today))
    return _("%(day)s, %(ordinal)s time") % {
        "day": capfirst(since(move, today)),
        "ordinal": _ordinal(time),
    }


def _ordinal(number: int) -> str:
    words = {
        2: pgettext("time", "second"),
        3: pgettext("time", "third"),
        4: pgettext("time", "fourth"),
        5: pgettext("time", "fifth"),
    }
    return words.get(number) or pgettext("time", "another")


def _sentence(standing: Sequence[StageMove], today: date) -> str:
    count, again = len(standing), len(standing) - len({move.to_stage for move in standing})
    first = since(standing[0], today)
    if count == 1:
        return _("One place so far: %(title)s, since %(day)s.") % {
            "title": title_on_path(standing[0].to_stage),
            "day": first,
        }
    said = _("%(count)s places since %(day)s") % {"count": capfirst(apnumber(count)), "day": first}
    if not again:
        return f"{said}."
    return ngettext(
        "%(said)s; one of them not for the first time, knowing more than before.",
        "%(said)s; %(again)s of them not for the first time, knowing more than before.",
        again,
    ) % {"said": said, "again": apnumber(again)}


def _description(shown: Sequence[StageMove]) -> str:
    loops = sum(machine.comes_round(m.from_stage, m.to_stage) for m in shown[1:])
    if not loops:
        return _("A line that climbs from first to now.")
    return ngettext(
        "A line that climbs from first to now, with one loop on the way.",
        "A line that climbs from first to now, with %(loops)s loops on the way.",
        loops,
    ) % {"loops": apnumber(loops)}
