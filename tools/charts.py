"""Pictures of what a member wrote: geometry and a sentence; templates draw them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .catalogue.cost_benefit import BOXES, LATER, SOON

SHORT_DASH, LONG_DASH, GAP = 9, 38, 7


@dataclass(frozen=True)
class Split:
    """A box drawn as dashes, short for soon and long for over time, and said in words."""

    path: str
    says: str


def split(rows: list[dict]) -> Split | None:
    """None while no line says when it is felt."""
    counts = Counter(row.get("horizon") for row in rows)
    soon, later = counts[SOON], counts[LATER]
    if not soon + later:
        return None
    dashes = [SHORT_DASH] * soon + [LONG_DASH] * later
    return Split(
        "M1 4" + f"m{GAP} 0".join(f"h{dash}" for dash in dashes), _split_words(soon, later)
    )


def _split_words(soon: int, later: int) -> str:
    said = []
    if soon:
        said.append(ngettext("%(n)s felt soon", "%(n)s felt soon", soon) % {"n": soon})
    if later:
        said.append(ngettext("%(n)s over time", "%(n)s over time", later) % {"n": later})
    return ", ".join(said)


@dataclass(frozen=True)
class Month:
    name: str
    lines: int
    height: int
    x: int

    @property
    def y(self) -> int:
        return 60 - self.height


@dataclass(frozen=True)
class Growth:
    months: list[Month]
    says: str


MOST_MONTHS = 12


def growth(answers: dict) -> Growth | None:
    """Lines in the four boxes by the month they were added; None until there are two months."""
    days = [
        date.fromisoformat(row["added"])
        for box in BOXES
        for row in answers.get(box, ())
        if row.get("added")
    ]
    counts = Counter(day.replace(day=1) for day in days)
    if len(counts) < 2:
        return None
    months = sorted(counts)[-MOST_MONTHS:]
    most = max(counts[month] for month in months)
    drawn = [
        Month(
            date_format(month, "M Y"), counts[month], round(48 * counts[month] / most), 4 + i * 28
        )
        for i, month in enumerate(months)
    ]
    says = ngettext(
        "%(n)s line so far, in %(months)s different months.",
        "%(n)s lines so far, in %(months)s different months.",
        len(days),
    ) % {"n": len(days), "months": len(counts)}
    return Growth(drawn, says)


@dataclass(frozen=True)
class Weights:
    """What the member's own weights add up to on each side: plain bars, no verdict."""

    change: int
    stay: int

    @property
    def change_width(self) -> int:
        return round(200 * self.change / max(self.change, self.stay, 1))

    @property
    def stay_width(self) -> int:
        return round(200 * self.stay / max(self.change, self.stay, 1))


def weights(answers: dict) -> Weights | None:
    """None unless weights are on and at least one line has one."""
    if not answers.get("weights"):
        return None
    total = {box: sum(int(row.get("weight") or 0) for row in answers.get(box, ())) for box in BOXES}
    change = total["doing_cost"] + total["changing_benefit"]
    stay = total["doing_benefit"] + total["changing_cost"]
    return Weights(change, stay) if change + stay else None


@dataclass(frozen=True)
class Spot:
    day: str
    importance: int
    confidence: int

    @property
    def x(self) -> int:
        return 40 + self.importance * 26

    @property
    def y(self) -> int:
        return 210 - self.confidence * 19


@dataclass(frozen=True)
class Path:
    spots: list[Spot]
    says: str

    @property
    def line(self) -> str:
        return "M" + " L".join(f"{spot.x} {spot.y}" for spot in self.spots)

    @property
    def last(self) -> Spot:
        return self.spots[-1]


MOST_SPOTS = 20


def importance_and_confidence(readings: list[tuple[date, dict[str, int]]]) -> Path | None:
    """The last 20 days on which both were given, a dot each; None before there are two."""
    by_day = {day: values for day, values in readings if len(values) == 2}
    spots = [
        Spot(date_format(day, "DATE_FORMAT"), values["importance"], values["confidence"])
        for day, values in sorted(by_day.items())
    ][-MOST_SPOTS:]
    if len(spots) < 2:
        return None
    first, last = spots[0], spots[-1]
    says = _(
        "On %(first)s: matters %(i1)s, sure %(c1)s. On %(last)s: matters %(i2)s, sure %(c2)s."
    ) % {
        "first": first.day,
        "i1": first.importance,
        "c1": first.confidence,
        "last": last.day,
        "i2": last.importance,
        "c2": last.confidence,
    }
    return Path(spots, says)
