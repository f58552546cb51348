"""The shelf of tools: what is half-written, what may suit, what helps with what is happening, and all of them.

Stages and happenings sort and never lock; nothing that is asked of the shelf is kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as say

from smartrecovery.sheets import Sheet
from stages import safety
from stages.models import Behaviour, Stage

from . import search
from .asked import HAPPENINGS, MINUTES, POINTS, Asked, Chip, Words, about_minutes, up_to
from .shelf import Line, Tool, noting_an_urge, of_sheets
from .suiting import Suiting, suiting


@dataclass(frozen=True)
class Shelf:
    asked: Asked
    happenings: list[Chip]
    points: list[Chip]
    minutes: list[Chip]
    suiting: list[Suiting]
    found: list[Line]
    groups: list[tuple[int, Words, list[Line]]]
    companions: list[Line]
    after_a_break: bool

    @property
    def count(self) -> int:
        return sum(len(lines) for *_point, lines in self.groups) + len(self.companions)


def shelf(
    sheets: Iterable[Sheet], behaviours: list[Behaviour], last: Mapping[str, str], asked: Asked
) -> Shelf:
    """Behaviours come with `stage` and `weighed`; `last` says when each tool was last written with."""
    tools = [noting_an_urge(), *of_sheets(sheets)]
    found = _found(tools, behaviours, asked) if asked.narrows else []
    apart = [tool for tool in tools if tool.companion or not tool.points]
    return Shelf(
        asked,
        [asked.chip(words.link, "now", now) for now, words in HAPPENINGS.items()],
        [asked.chip(title, "point", number) for number, title in POINTS.items()],
        [asked.chip(up_to(number), "minutes", number) for number in MINUTES],
        suiting=[] if asked.narrows else suiting(tools, behaviours, last),
        found=[_found_line(tool, asked, last) for tool in found],
        groups=_by_point([tool for tool in tools if tool not in apart], last),
        companions=[Line(tool, tool.about, last=last.get(tool.slug, "")) for tool in apart],
        after_a_break=any(b.kind in safety.RISKY_TO_RETURN for b in behaviours),
    )


def _by_point(tools: list[Tool], last: Mapping[str, str]) -> list[tuple[int, Words, list[Line]]]:
    """Each under its first point."""
    return [
        (number, title, [_line(tool, last) for tool in tools if tool.points[0] == number])
        for number, title in POINTS.items()
    ]


def _found(tools: list[Tool], behaviours: list[Behaviour], asked: Asked) -> list[Tool]:
    """Everything asked for holds at once; what was typed decides the order, else what may suit."""
    stages = {behaviour.stage for behaviour in behaviours}
    fitting = [
        tool
        for tool in tools
        if (not asked.now or tool.why(asked.now))
        and (not asked.point or asked.point in tool.points)
        and (not asked.minutes or tool.minutes <= asked.minutes)
    ]
    if asked.q:
        return search.find(fitting, asked.q)
    first = HAPPENINGS[asked.now].first if asked.now else ()
    return sorted(fitting, key=lambda tool: _order(tool, first, stages))


def _order(tool: Tool, first: tuple[str, ...], stages: set[str]) -> tuple[int, bool, bool]:
    named = first.index(tool.slug) if tool.slug in first else len(first)
    return named, not stages & set(tool.suits), tool.companion


def _found_line(tool: Tool, asked: Asked, last: Mapping[str, str]) -> Line:
    """Why it is here: for what is happening, for the time there is, or for its other names."""
    timed = asked.minutes or (asked.now and not asked.q)
    small = about_minutes(tool.minutes) if timed else also_called(tool, most=4)
    return Line(tool, tool.why(asked.now) or tool.about, small, last.get(tool.slug, ""))


def _line(tool: Tool, last: Mapping[str, str]) -> Line:
    return Line(tool, tool.about, also_called(tool, most=2), last.get(tool.slug, ""))


def also_called(tool: Tool, most: int) -> str:
    names = ", ".join(map(str, tool.aliases[:most]))
    return say("Also called %(names)s.") % {"names": names} if names else ""


def when_it_helps(sheet: Sheet) -> list[tuple[Words, Words]]:
    """What may be happening, and why it may help then."""
    return [(HAPPENINGS[now].link, why) for now, why in sheet.helps if now in HAPPENINGS]


def suits(sheet: Sheet) -> str:
    """The stages it is often used at, in words."""
    return ", ".join(str(Stage(stage).label) for stage in sheet.suits)
