"""The loop of quick relief, and the place somebody chose to step out of it."""

from math import cos, pi, sin

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from smartrecovery.drawing import (
    NOTHING,
    Figure,
    at,
    dot,
    folded,
    line,
    marks,
    quoted,
    whole,
    words,
)

from .seen import Seen

MIDDLE, ACROSS, RADIUS, LIST, STEP = 80, 160, 52, 168, 66
POINTS = {
    "trigger": gettext_lazy("What sets it going"),
    "discomfort": gettext_lazy("How it feels"),
    "doing": gettext_lazy("What I do"),
    "relief": gettext_lazy("The relief"),
    "later": gettext_lazy("What it adds"),
}


def loop(seen: Seen) -> Figure | None:
    """Five places round a circle, the chosen way out leaving it. None before the first is written."""
    if not seen.answers.get("trigger"):
        return None
    at_each = _words(seen)
    exit_at = seen.answers.get("exit_at")
    exit_at = exit_at if exit_at in POINTS else None
    move = str(seen.answers.get("other_move") or "")
    parts = [
        f'<circle class="ln thin" cx="{MIDDLE}" cy="{ACROSS}" r="{RADIUS}"/>',
        *map(_chevron, range(len(POINTS))),
    ]
    for i, point in enumerate(POINTS):
        parts += _place(i, point, at_each[point], point == exit_at)
    foot = 26 + STEP * len(POINTS)
    if exit_at:
        parts += [words(0, foot + 14, _("My way out"), "lab")]
        lines = folded(move or POINTS[exit_at], 42)
        parts += [words(0, foot + 36 + 17 * i, each, "ser") for i, each in enumerate(lines)]
    return Figure(
        "loop",
        _("The loop"),
        _("Five places round a circle; where you step out, a line leaves it"),
        _say(exit_at, move),
        **whole(
            (_("Place"), _("What I wrote"), _("Way out")),
            [
                (
                    POINTS[point],
                    at_each[point] or NOTHING,
                    (move or _("here")) if point == exit_at else NOTHING,
                )
                for point in POINTS
            ],
        ),
        marks=marks(*parts),
        height=foot + 62 if exit_at else foot,
    )


def _words(seen: Seen) -> dict[str, str]:
    discomfort, relief = seen.number("discomfort"), seen.number("relief")
    lasts = (
        "" if relief is None else ngettext("%(n)s minute", "%(n)s minutes", relief) % {"n": relief}
    )
    return {
        "trigger": seen.answers["trigger"],
        "discomfort": ""
        if discomfort is None
        else _("%(value)s out of 10") % {"value": discomfort},
        "doing": seen.answers.get("what_i_do") or "",
        "relief": lasts,
        "later": seen.answers.get("adds_later") or "",
    }


def _around(i: float, radius: float) -> tuple[float, float]:
    turn = 2 * pi * i / len(POINTS)
    return MIDDLE + radius * sin(turn), ACROSS - radius * cos(turn)


def _chevron(i: int) -> str:
    """Halfway to the next place, the way round."""
    x, y = _around(i + 0.5, RADIUS)
    turn = 2 * pi * (i + 0.5) / len(POINTS)
    ends = [(x + 6 * cos(turn + side * 2.5), y + 6 * sin(turn + side * 2.5)) for side in (1, -1)]
    return line(
        f"M{at(ends[0][0])} {at(ends[0][1])}L{at(x)} {at(y)}L{at(ends[1][0])} {at(ends[1][1])}",
        "ln thin",
    )


def _place(i: int, point: str, said: str, is_exit: bool) -> list[str]:
    """The place on the circle, and its words in the list beside it."""
    x, y = _around(i, RADIUS)
    parts = []
    if is_exit:
        far_x, far_y = _around(i, RADIUS + 27)
        parts += [
            line(f"M{at(x)} {at(y)}L{at(far_x)} {at(far_y)}", "ln"),
            dot(far_x, far_y, "pt", 4),
        ]
    parts += [
        dot(x, y, "q4" if is_exit else "pt", 11),
        words(x, y + 4, i + 1, "inv" if is_exit else "lab", "middle"),
    ]
    row = 24 + STEP * i
    parts.append(words(LIST, row, f"{i + 1}  {POINTS[point]}", "lab" if is_exit else ""))
    for line_at, text in enumerate(folded(said or NOTHING, 22)):
        parts.append(words(LIST, row + 20 + 17 * line_at, text, "ser"))
    return parts


def _say(exit_at: str | None, move: str) -> str:
    if not exit_at:
        return _("Five places; you could step out at any of them.")
    said = {"n": list(POINTS).index(exit_at) + 1, "place": POINTS[exit_at], "move": quoted(move)}
    if move:
        return _("You step out at %(n)s, “%(place)s”: %(move)s.") % said
    return _("You step out at %(n)s, “%(place)s”.") % said
