"""Balance: a shape and its gaps. No number stands for the whole."""

from collections.abc import Sequence
from math import cos, pi, sin

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartrecovery.drawing import (
    WIDE,
    Figure,
    at,
    cut,
    day_said,
    dot,
    key,
    line,
    listed,
    marks,
    numeral,
    quoted,
    whole,
    words,
)

from .seen import Seen, rows

MIDDLE, ACROSS, RADIUS, LETTERS = 170, 128, 96, 12


def shape(seen: Seen) -> Figure | None:
    """A spoke for each slice with a number, from three on; an earlier shape beneath, where it has three of them too."""
    slices = [row for row in seen.rows("slices") if row.get("satisfaction") is not None]
    if len(slices) < 3:
        return None
    turns = [2 * pi * i / len(slices) for i in range(len(slices))]
    was = _same_slices(slices, rows(seen.earlier.answers, "slices")) if seen.earlier else []
    then = [(turn, value) for turn, value in zip(turns, was, strict=False) if value is not None]
    overlaid = seen.earlier is not None and len(then) >= 3
    parts = [_ground(turns)]
    if overlaid:
        parts.append(_outline(then, "ln2 thick"))
    now = [(turn, row["satisfaction"]) for turn, row in zip(turns, slices, strict=True)]
    parts.append(_outline(now, "ln shape"))
    parts += [dot(*_place(turn, value), "pt on", 4) for turn, value in now]
    parts += [_name(turn, row["text"]) for turn, row in zip(turns, slices, strict=True)]
    if overlaid:
        day = day_said(seen.earlier.day)
        parts.append(key(276, ("full", _("now")), ("then", day)))
        head = (_("Slice"), _("Now"), day)
        table = [
            (row["text"], row["satisfaction"], numeral(value))
            for row, value in zip(slices, was, strict=True)
        ]
    else:
        head, table = (_("Slice"), _("Now")), [(row["text"], row["satisfaction"]) for row in slices]
    return Figure(
        "shape",
        _("The shape of it"),
        _("A spoke for each slice, from 0 in the middle to 10 at the edge, the dots joined"),
        _say_shape(slices, was) if overlaid else _say_now(slices),
        **whole(head, table),
        marks=marks(*parts),
        height=288 if overlaid else 258,
    )


def _same_slices(slices: list[dict], earlier: list[dict]) -> list[int | None]:
    """What each slice was: the same row, or one by the same name."""
    by_id = {row["id"]: row.get("satisfaction") for row in earlier}
    by_name = {row["text"].casefold(): row.get("satisfaction") for row in earlier}
    return [
        by_id[row["id"]] if row["id"] in by_id else by_name.get(row["text"].casefold())
        for row in slices
    ]


def _place(turn: float, value: float) -> tuple[float, float]:
    reach = RADIUS * value / 10
    return MIDDLE + reach * sin(turn), ACROSS - reach * cos(turn)


def _ground(turns: Sequence[float]) -> str:
    rings = "".join(
        f'<circle class="ax" cx="{MIDDLE}" cy="{ACROSS}" r="{RADIUS * each / 10:g}"/>'
        for each in (2.5, 5, 7.5, 10)
    )
    spokes = "".join(
        f"M{MIDDLE} {ACROSS}L{at(x)} {at(y)}" for x, y in (_place(turn, 10) for turn in turns)
    )
    return rings + line(spokes, "ax")


def _outline(points: Sequence[tuple[float, int]], kind: str) -> str:
    places = (_place(turn, value) for turn, value in points)
    return line("M" + "L".join(f"{at(x)} {at(y)}" for x, y in places) + "Z", kind)


def _name(turn: float, text: str) -> str:
    """Outside the wheel, set towards it."""
    x, y = _place(turn, 11.4)
    side = sin(turn)
    anchor = "middle" if abs(side) < 0.2 else "start" if side > 0 else "end"
    return words(x, y + 4 - 4 * cos(turn), cut(text, LETTERS), "lab", anchor)


def _say_now(slices: list[dict]) -> str:
    most = max(row["satisfaction"] for row in slices)
    least = min(row["satisfaction"] for row in slices)
    if most == least:
        return _("All %(n)s stand at %(most)s.") % {"n": len(slices), "most": most}
    return _("From %(least)s for %(least_of)s to %(most)s for %(most_of)s.") % {
        "least": least,
        "least_of": _at(slices, least),
        "most": most,
        "most_of": _at(slices, most),
    }


def _at(slices: list[dict], value: int) -> str:
    """Who stands at a number: one or two by name, more by how many."""
    there = [row["text"] for row in slices if row["satisfaction"] == value]
    if len(there) > 2:
        return ngettext("%(n)s slice", "%(n)s slices", len(there)) % {"n": len(there)}
    return listed(quoted(text, 30) for text in there)


def _say_shape(slices: list[dict], was: list[int | None]) -> str:
    """How many went which way since; none of it is added up."""
    both = [
        (row["satisfaction"], value)
        for row, value in zip(slices, was, strict=True)
        if value is not None
    ]
    return _("Of the %(n)s in both, %(up)s moved out, %(same)s stayed, %(down)s moved in.") % {
        "n": len(both),
        "up": sum(now > then for now, then in both),
        "same": sum(now == then for now, then in both),
        "down": sum(now < then for now, then in both),
    }


def gaps(seen: Seen) -> Figure | None:
    """A bar for each slice up to where it is now, a mark where it is wanted; the widest gap first."""
    slices = [row for row in seen.rows("slices") if row.get("satisfaction") is not None]
    if not slices:
        return None
    ordered = sorted(slices, key=_gap, reverse=True)
    parts, foot = [key(14, ("full", _("now")), ("ring", _("wanted")))], 26 + 44 * len(ordered)
    for i, row in enumerate(ordered):
        y = 62 + 44 * i
        now, wanted = (9 + 28 * (row.get(cell) or 0) for cell in ("satisfaction", "wanted"))
        parts.append(words(0, y - 14, cut(row["text"], 40), "ser"))
        parts.append(line(f"M9 {y}H289", "ax"))
        if row["satisfaction"]:
            parts.append(line(f"M9 {y}H{now}", "ln bar"))
        if row.get("wanted") is not None:
            parts.append(dot(wanted, y, "pt", 6.5))
        parts.append(dot(now, y, "pt on", 4))
        parts.append(words(WIDE, y + 4, _numbers(row), "lab", "end"))
    return Figure(
        "gaps",
        _("Now, and wanted"),
        _("A bar for each slice up to where it is now, a ring where you would like it"),
        _say_gaps(ordered),
        **whole(
            (_("Slice"), _("Now"), _("Wanted"), _("Gap")),
            [
                (
                    row["text"],
                    row["satisfaction"],
                    numeral(row.get("wanted")),
                    numeral(None if row.get("wanted") is None else _gap(row)),
                )
                for row in ordered
            ],
        ),
        marks=marks(*parts),
        height=foot,
    )


def _gap(row: dict) -> int:
    """Without a wanted number there is no gap, and it stands last."""
    return -99 if row.get("wanted") is None else row["wanted"] - row["satisfaction"]


def _numbers(row: dict) -> str:
    return f"{row['satisfaction']} → {numeral(row.get('wanted'))}"


def _say_gaps(ordered: list[dict]) -> str:
    widest = _gap(ordered[0])
    if widest == -99:
        return _("You have not said yet what you would like; that can wait.")
    if widest <= 0:
        return _("None of these is below where you would like it.")
    names = [row["text"] for row in ordered if _gap(row) == widest]
    if len(names) > 2:
        return _("The widest gap is %(gap)s, in %(n)s of them.") % {"gap": widest, "n": len(names)}
    return _("The widest gap is %(gap)s: %(names)s.") % {
        "gap": widest,
        "names": listed(quoted(name, 40) for name in names),
    }
