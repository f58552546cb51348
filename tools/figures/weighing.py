"""Weighing it up: when each line is felt, how the sheet has grown, what the member's own weights add up to."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from smartrecovery.drawing import WIDE, Figure, block, line, listed, marks, whole, words
from tools.catalogue.cost_benefit import BOXES, LATER, SOON

from .seen import Seen

SHORT_DASH, LONG_DASH, GAP, LINE = 9, 38, 7, 10
MOST_MONTHS = 12

NAMES = {
    "doing_benefit": gettext_lazy("Carrying on gives"),
    "doing_cost": gettext_lazy("Carrying on takes"),
    "changing_benefit": gettext_lazy("Changing gives"),
    "changing_cost": gettext_lazy("Changing takes"),
}
FELT_SOON = {
    "doing_benefit": gettext_lazy("%(soon)s of %(all)s in what carrying on gives"),
    "doing_cost": gettext_lazy("%(soon)s of %(all)s in what it takes"),
    "changing_benefit": gettext_lazy("%(soon)s of %(all)s in what changing gives"),
    "changing_cost": gettext_lazy("%(soon)s of %(all)s in what changing takes"),
}


@dataclass(frozen=True)
class Split:
    """A box drawn as dashes, short for soon and long for over time, and said in words."""

    soon: int
    later: int

    @property
    def path(self) -> str:
        return _dashes(self.soon, self.later)[0]

    @property
    def height(self) -> int:
        return _dashes(self.soon, self.later)[1]

    @property
    def says(self) -> str:
        said = []
        if self.soon:
            said.append(
                ngettext("%(n)s felt soon", "%(n)s felt soon", self.soon) % {"n": self.soon}
            )
        if self.later:
            said.append(
                ngettext("%(n)s over time", "%(n)s over time", self.later) % {"n": self.later}
            )
        return listed(said)


def split(rows: list[dict]) -> Split | None:
    """None while no line says when it is felt."""
    counts = Counter(row.get("horizon") for row in rows)
    if not counts[SOON] + counts[LATER]:
        return None
    return Split(counts[SOON], counts[LATER])


def splits(answers: dict) -> dict[str, Split | None]:
    return {box: split(answers.get(box, [])) for box in BOXES}


def _dashes(soon: int, later: int, top: int = 4) -> tuple[str, int]:
    """The path from `top` down, a new line where one is full, and the height of it all."""
    drawn, x, y = [], 1, top
    for dash in [SHORT_DASH] * soon + [LONG_DASH] * later:
        if x + dash > WIDE:
            x, y = 1, y + LINE
        drawn.append(f"M{x} {y}h{dash}")
        x += dash + GAP
    return "".join(drawn), y + 4


def skew(seen: Seen) -> Figure | None:
    """The four boxes under each other, on one scale; from two boxes on."""
    told = {box: each for box, each in splits(seen.answers).items() if each}
    if len(told) < 2:
        return None
    parts, y = [], 0
    for box, each in told.items():
        path, foot = _dashes(each.soon, each.later, y + 26)
        parts += [words(0, y + 14, NAMES[box], "lab"), line(path)]
        parts.append(words(WIDE, y + 14, each.says, anchor="end"))
        y = foot + 10
    felt = listed(
        FELT_SOON[box] % {"soon": each.soon, "all": each.soon + each.later}
        for box, each in told.items()
    )
    return Figure(
        "skew",
        _("Felt soon, or over time"),
        _("A dash for each line: short where it is felt soon, long where it is felt over time"),
        _("Felt soon: %(felt)s.") % {"felt": felt},
        **whole(
            (_("Box"), _("Soon"), _("Over time")),
            [(NAMES[box], each.soon, each.later) for box, each in told.items()],
        ),
        marks=marks(*parts),
        height=y,
    )


def growth(seen: Seen) -> Figure | None:
    """Lines in the four boxes by the month they were added; None until there are two months."""
    days = list(_added(seen.answers))
    counts = Counter(day.replace(day=1) for day in days)
    if len(counts) < 2:
        return None
    months = sorted(counts)[-MOST_MONTHS:]
    most = max(counts[month] for month in months)
    parts = [line(f"M0 60H{WIDE}", "ax")]
    for i, month in enumerate(months):
        height, x = round(44 * counts[month] / most), 4 + i * 28
        parts.append(block(x, 60 - height, 20, height))
        parts.append(words(x + 10, 56 - height, counts[month], "lab", "middle"))
        parts.append(words(x + 10, 75, date_format(month, "M")[:3], "", "middle"))
    says = ngettext(
        "%(n)s line so far, in %(months)s different months.",
        "%(n)s lines so far, in %(months)s different months.",
        len(days),
    ) % {"n": len(days), "months": len(counts)}
    return Figure(
        "growth",
        _("How it has grown"),
        _("Lines added, by month"),
        says,
        **whole(
            (_("Month"), _("Lines added")),
            [(date_format(month, "YEAR_MONTH_FORMAT"), counts[month]) for month in months],
        ),
        marks=marks(*parts),
        height=80,
        side=_("Month by month"),
    )


def _added(answers: dict) -> Iterator[date]:
    for box in BOXES:
        for row in answers.get(box, ()):
            if row.get("added"):
                yield date.fromisoformat(row["added"])


def weights(seen: Seen) -> Figure | None:
    """What the member's own weights add up to on each side: plain bars, no verdict. None while they are off."""
    if not seen.answers.get("weights"):
        return None
    total = {
        box: sum(int(row.get("weight") or 0) for row in seen.answers.get(box, ())) for box in BOXES
    }
    sides = (
        (_("For changing"), total["doing_cost"] + total["changing_benefit"]),
        (_("For carrying on"), total["doing_benefit"] + total["changing_cost"]),
    )
    most = max(value for _name, value in sides)
    if not most:
        return None
    parts = []
    for i, (name, value) in enumerate(sides):
        width, y = round(290 * value / most), 14 + 34 * i
        parts += [words(0, y, name), line(f"M4 {y + 12}h{width}", "ln bar")]
        parts.append(words(width + 16, y + 16, value, "lab"))
    return Figure(
        "weights",
        _("How much each side matters"),
        _("Your own weights, side by side"),
        _("As you weighted it today. It decides nothing; you do."),
        **whole((_("Side"), _("Weights added up")), sides),
        marks=marks(*parts),
        height=70,
    )
