"""What a measure is made of. Declared once; the form, the scoring, what it means and the desk read it here."""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Rights(Enum):
    """Whether its text may be used here; the words of the same name on a site's own row."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"


class Tier(Enum):
    """How it is offered. All of it is optional."""

    WEEKLY = _("Any week")
    MONTHLY = _("Now and then")
    SCREENING = _("If you would like to know")


class Better(Enum):
    """Which way is easier, in words that follow a number."""

    HIGHER = _("Higher is easier going.")
    LOWER = _("Lower is easier going.")
    EITHER = _("No number is the right one.")


@dataclass(frozen=True)
class Scale:
    """What may be chosen. `labels` are one for each value, or the two ends where it is a ruler.

    They stand empty where the words are not ours to keep here; then an admin enters them.
    """

    name: str
    title: Words
    values: tuple[int, ...]
    labels: tuple[Words, ...] = ()
    is_ruler: bool = False

    @property
    def words_needed(self) -> int:
        return 2 if self.is_ruler else len(self.values)


@dataclass(frozen=True)
class Item:
    """One question. `about` is our own short name for it; `says` its exact words, where they are here."""

    name: str
    scale: Scale
    says: Words = ""
    about: Words = ""
    is_reversed: bool = False

    def points(self, answer: int) -> int:
        values = self.scale.values
        return values[0] + values[-1] - answer if self.is_reversed else answer


@dataclass(frozen=True)
class Line:
    """A published line: from here on, or up to here, and who published it."""

    at: int
    source: str
    up_to: bool = False
    whose: Words = ""

    def is_reached(self, score: int) -> bool:
        return score <= self.at if self.up_to else score >= self.at


@dataclass(frozen=True)
class Band:
    """A stretch of scores and what can be said about it in plain words. Never a diagnosis."""

    low: int
    high: int
    says: Words


@dataclass(frozen=True)
class Scoring:
    """One score: these items added up, times a number."""

    name: str
    title: Words
    items: tuple[str, ...]
    low: int
    high: int
    times: int = 1
    better: Better = Better.EITHER
    bands: tuple[Band, ...] = ()
    lines: tuple[Line, ...] = ()
    note: Words = ""

    def band(self, score: int) -> Band | None:
        return next((band for band in self.bands if band.low <= score <= band.high), None)


@dataclass(frozen=True)
class Instrument:
    """One measure. `title` is ours and neutral; `name` is what its authors call it."""

    slug: str
    title: Words
    name: str
    edition: int
    published: Words
    items: tuple[Item, ...]
    scorings: tuple[Scoring, ...]
    window: Words
    why: Words
    minutes: int
    tier: Tier
    rights: Rights
    evidence: Words
    every: Words = ""
    intro: Words = ""
    language: str = "en-gb"
    notice: str = ""
    is_on_at_first: bool = False
    needs_support: bool = False
    harm_item: str = ""
    about_one: bool = False
    about_health: bool = False
    asks_own_words: Words = ""
    stopping_from: int | None = None

    @cached_property
    def item(self) -> dict[str, Item]:
        return {item.name: item for item in self.items}

    @cached_property
    def scoring(self) -> dict[str, Scoring]:
        return {scoring.name: scoring for scoring in self.scorings}

    @cached_property
    def scales(self) -> tuple[Scale, ...]:
        return tuple(dict.fromkeys(item.scale for item in self.items))

    @property
    def has_text(self) -> bool:
        """Its words stand here, because anybody may reproduce them."""
        return all(item.says for item in self.items)

    @property
    def main(self) -> Scoring | None:
        """The one number of the whole, where there is one."""
        return self.scoring.get("total")
