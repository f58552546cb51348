"""Values: the order they matter in, and the order they were lived in."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from smartrecovery.drawing import Figure, dot, folded, line, marks, numeral, quoted, whole, words

from .seen import Seen

TOP, RUNG, LEFT, RIGHT, LETTERS = 44, 44, 132, 200, 15
LABEL = RIGHT + 13


@dataclass(frozen=True)
class Rung:
    text: str
    wanted: int
    lived: int | None


def two_ladders(seen: Seen) -> Figure | None:
    """Wanted on the left, lived on the right; from two values with a number on."""
    rungs = [
        Rung(row["text"], place, row.get("lived"))
        for place, row in enumerate(seen.rows("top"), start=1)
    ]
    lived: list[Rung | None] = [*_most_lived_first(rungs)]
    if len(lived) < 2:
        return None
    rank = seen.number("behaviour_rank") if seen.answers.get("reveal") else None
    sat = int(rank) if rank else None
    if sat:
        lived.insert(min(sat, len(lived) + 1) - 1, None)
    height = TOP + RUNG * (max(len(rungs), len(lived)) - 1) + 24
    rows = [(each.wanted, each.text, numeral(each.lived)) for each in rungs]
    return Figure(
        "ladders",
        _("Wanted, and lived"),
        _(
            "On the left your values in the order you gave them, on the right by how much you lived them"
        ),
        _say(rungs, sat),
        **whole(
            (_("Place"), _("Value"), _("Lived")),
            rows + ([(sat, _("the behaviour"), "")] if sat else []),
        ),
        marks=marks(_headings(), *_rungs(rungs, lived)),
        height=height,
    )


def _most_lived_first(rungs: list[Rung]) -> list[Rung]:
    """Of two lived alike, the one wanted more stands first."""
    given = [each for each in rungs if each.lived is not None]
    return sorted(given, key=lambda each: -each.lived)


def _headings() -> str:
    return words(0, 14, _("wanted, in order")) + words(LABEL, 14, _("lived, out of 10"))


def _rungs(rungs: list[Rung], lived: list[Rung | None]) -> list[str]:
    right = {each.wanted: TOP + RUNG * i for i, each in enumerate(lived) if each}
    parts = []
    for each in rungs:
        y = TOP + RUNG * (each.wanted - 1)
        if each.wanted in right:
            there = right[each.wanted]
            parts.append(line(f"M{LEFT} {y}C{LEFT + 30} {y} {RIGHT - 30} {there} {RIGHT} {there}", "ln thin"))  # fmt: skip
    for each in rungs:
        y = TOP + RUNG * (each.wanted - 1)
        parts += [dot(LEFT, y, "pt", 5), _label(f"{each.wanted} {each.text}", 0, y)]
    for i, rung in enumerate(lived):
        y = TOP + RUNG * i
        if rung is None:
            parts.append(dot(RIGHT, y, "pt alt", 5))
            parts.append(words(LABEL, y + 4, _("the behaviour")))
        else:
            parts.append(dot(RIGHT, y, "pt on", 5))
            parts.append(_label(f"{rung.lived} {rung.text}", LABEL, y))
    return parts


def _label(text: str, x: float, y: float) -> str:
    lines = folded(text, LETTERS)
    top = y + 5 if len(lines) == 1 else y - 4
    return "".join(words(x, top + 17 * i, each, "ser") for i, each in enumerate(lines))


def _say(rungs: list[Rung], sat: int | None) -> str:
    first, most = rungs[0], _most_lived_first(rungs)[0]
    said = {
        "first": quoted(first.text),
        "lived": first.lived,
        "most": quoted(most.text),
        "at": most.lived,
    }
    if first is most:
        says = _("%(first)s is first on your list and was lived most, at %(at)s.")
    elif first.lived is None:
        says = _("%(first)s is first on your list; lived most was %(most)s, at %(at)s.")
    else:
        says = _(
            "%(first)s is first on your list, lived at %(lived)s; lived most was %(most)s, at %(at)s."
        )
    if not sat:
        return says % said
    return (
        f"{says % said} {_('By time and energy, the behaviour stood at %(sat)s.') % {'sat': sat}}"
    )
