"""Triggers: how strong a pull, how often it comes, and the whole list from the riskiest down."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartrecovery.drawing import (
    NOTHING,
    WIDE,
    Figure,
    cut,
    dot,
    line,
    listed,
    marks,
    numeral,
    quoted,
    whole,
    words,
)

from .seen import Seen

OFTEN = ("rare", "monthly", "weekly", "daily")
NEAR, COLUMN, FOOT, LEVEL = 34, 76, 246, 21
HIGH = 7
ABREAST, MOST_LISTED = 3, 12


@dataclass(frozen=True)
class Trigger:
    """One line, with its place when the riskiest comes first."""

    place: int
    text: str
    risk: int | None
    often: str
    plan: str


def ranked(seen: Seen) -> list[Trigger]:
    """The riskiest first, then the one that comes more often; those without a number at the end, as written."""
    rows = seen.rows("triggers")

    def by(row: dict) -> tuple[int, int]:
        risk, often = row.get("risk"), row.get("how_often")
        return (-1 if risk is None else risk, OFTEN.index(often) if often in OFTEN else -1)

    ordered = sorted(rows, key=by, reverse=True)
    return [
        Trigger(
            place, row["text"], row.get("risk"), row.get("how_often") or "", row.get("plan") or ""
        )
        for place, row in enumerate(ordered, start=1)
    ]


def quadrant(seen: Seen) -> Figure | None:
    """Risk upwards, how often across; only those with both are on it."""
    placed = [each for each in ranked(seen) if each.risk is not None and each.often in OFTEN]
    if not placed:
        return None
    here: dict[tuple, list[Trigger]] = defaultdict(list)
    for each in placed:
        here[each.risk, each.often].append(each)
    often = seen.words("triggers", "how_often")
    busy = sum(each.risk >= HIGH and each.often in OFTEN[2:] for each in placed)
    return Figure(
        "quadrant",
        _("How strong, how often"),
        _("Risk from 0 to 10 upwards, how often it comes across; the numbers are places in your list"),
        ngettext(
            "%(busy)s of your %(n)s is at 7 or more and comes each week or each day.",
            "%(busy)s of your %(n)s are at 7 or more and come each week or each day.",
            busy,
        )
        % {"busy": busy, "n": len(placed)},
        **whole(
            (_("Place"), _("Trigger"), _("Risk"), _("How often")),
            [(each.place, each.text, each.risk, often.get(each.often, each.often)) for each in placed],
        ),
        marks=marks(*_ground(often), *(_crowd(risk, each_often, crowd) for (risk, each_often), crowd in here.items())),
        height=FOOT + 24,
    )  # fmt: skip


def _ground(often_words: dict[str, str]) -> list[str]:
    parts = [line(f"M{NEAR} {FOOT}H{WIDE}M{NEAR} 16V{FOOT}", "ax")]
    for level in (0, 5, 10):
        parts.append(words(NEAR - 8, FOOT - 10 - LEVEL * level + 4, level, anchor="end"))
    parts.append(
        line(f"M{NEAR + 2 * COLUMN} 16V{FOOT}M{NEAR} {FOOT - 10 - LEVEL * 6.5}H{WIDE}", "ln2")
    )
    for i, often in enumerate(OFTEN):
        parts.append(
            words(
                NEAR + COLUMN * (i + 0.5), FOOT + 18, often_words.get(often, often), anchor="middle"
            )
        )
    return parts


def _crowd(risk: int, often: str, crowd: list[Trigger]) -> str:
    """Those at one place stand beside each other; where they are too many, the last says how many more."""
    shown = crowd if len(crowd) <= ABREAST else crowd[: ABREAST - 1]
    labels = [str(each.place) for each in shown]
    if len(shown) < len(crowd):
        labels.append(f"+{len(crowd) - len(shown)}")
    middle = NEAR + COLUMN * (OFTEN.index(often) + 0.5)
    y = FOOT - 10 - LEVEL * risk
    parts = []
    for i, label in enumerate(labels):
        x = middle + 23 * (i - (len(labels) - 1) / 2)
        parts += [dot(x, y, "q4", 10), words(x, y + 4, label, "inv", "middle")]
    return "".join(parts)


def riskiest_first(seen: Seen) -> Figure | None:
    """A bar for each, from the riskiest down; the table has them all."""
    everything = ranked(seen)
    given = [each for each in everything if each.risk is not None]
    if not given:
        return None
    often, plans = (seen.words("triggers", cell) for cell in ("how_often", "plan"))
    parts = []
    for i, each in enumerate(given[:MOST_LISTED]):
        y = 16 + 44 * i
        parts.append(words(0, y, each.place, "lab"))
        parts.append(words(22, y, cut(each.text, 40), "ser"))
        parts.append(line(f"M24 {y + 13}H316", "ax"))
        parts.append(
            line(f"M25 {y + 13}h{29 * each.risk}", "ln bar")
            if each.risk
            else dot(25, y + 13, "pt", 3)
        )
        parts.append(words(WIDE, y + 17, each.risk, "lab", "end"))
    return Figure(
        "riskiest",
        _("From the riskiest down"),
        _("A bar for each trigger, as long as its risk out of ten"),
        _say(given),
        **whole(
            (_("Place"), _("Trigger"), _("Risk"), _("How often"), _("Plan")),
            [
                (
                    each.place,
                    each.text,
                    numeral(each.risk),
                    often.get(each.often, NOTHING),
                    plans.get(each.plan, NOTHING),
                )
                for each in everything
            ],
        ),
        marks=marks(*parts),
        height=44 * min(len(given), MOST_LISTED),
    )  # fmt: skip


def _say(given: list[Trigger]) -> str:
    top = [each for each in given if each.risk == given[0].risk]
    if len(top) == 1 < len(given):
        says = _("%(top)s has the highest risk of your %(n)s: %(risk)s.")
    elif len(top) <= 2:
        says = _("%(top)s: risk %(risk)s.")
    else:
        says = _("%(alike)s of your %(n)s share the highest risk: %(risk)s.")
    return says % {
        "top": listed(quoted(each.text) for each in top[:2]),
        "alike": len(top),
        "n": len(given),
        "risk": top[0].risk,
    }
