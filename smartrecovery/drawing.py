"""What a figure is, and the pen it is drawn with: words escaped, colours by the classes of the theme alone."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import escape

from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

WIDE = 340
NOTHING = "–"
MOST_POINTS = 20


@dataclass(frozen=True)
class Figure:
    """One picture, the one sentence it comes down to, and the numbers behind it."""

    name: str
    title: str
    about: str
    says: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    marks: SafeString
    height: int
    side: str = ""

    @property
    def box(self) -> str:
        return f"0 0 {WIDE} {self.height}"

    @property
    def picture(self) -> SafeString:
        """As it stands on a page, said by its title."""
        title = f"{escape(self.name)}-title"
        return marks(
            f'<svg class="chart" viewBox="{self.box}" role="img" aria-labelledby="{title}">',
            f'<title id="{title}">{escape(self.about)}</title>{self.marks}</svg>',
        )

    @property
    def table(self) -> SafeString:
        """The numbers behind it. Drawn here, for a list of fifty has hundreds of cells."""
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in self.head)
        return marks(
            f'<table class="table small"><thead><tr>{head}</tr></thead><tbody>',
            *map(_row, self.rows),
            "</tbody></table>",
        )


def _row(cells: tuple[str, ...]) -> str:
    first, *rest = map(escape, cells)
    told = "".join(f'<td dir="auto">{cell}</td>' for cell in rest)
    return f'<tr><th scope="row" dir="auto">{first}</th>{told}</tr>'


def marks(*drawn: str) -> SafeString:
    """Everything drawn so far. What people wrote went through `words`, which escapes it."""
    return mark_safe("".join(drawn))  # noqa: S308


def words(x: float, y: float, said: object, kind: str = "", anchor: str = "") -> str:
    kind = f' class="{kind}"' if kind else ""
    anchor = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text{kind} x="{at(x)}" y="{at(y)}"{anchor}>{escape(str(said))}</text>'


def dot(x: float, y: float, kind: str = "pt", r: float = 5) -> str:
    return f'<circle class="{kind}" cx="{at(x)}" cy="{at(y)}" r="{at(r)}"/>'


def line(d: str, kind: str = "ln") -> str:
    return f'<path class="{kind}" d="{d}"/>'


def block(x: float, y: float, width: float, height: float, kind: str = "q3") -> str:
    return (
        f'<rect class="{kind}" x="{at(x)}" y="{at(y)}" width="{at(width)}" height="{at(height)}"/>'
    )


def half(x: float, y: float, r: float = 5) -> str:
    """A ring half filled: some of it."""
    arc = f"M{at(x)} {at(y - r)}a{at(r)} {at(r)} 0 0 0 0 {at(2 * r)}z"
    return dot(x, y, "pt", r) + line(arc, "on")


def arrow(x: float, y: float, r: float = 5) -> str:
    """Another way than planned: a changed mind, which is no gap."""
    return line(
        f"M{at(x - r)} {at(y)}h{at(2 * r)}m{at(-r * 0.8)} {at(-r * 0.8)}l{at(r * 0.8)} {at(r * 0.8)}"
        f"l{at(-r * 0.8)} {at(r * 0.8)}",
        "turn",
    )


def key(y: float, *meanings: tuple[str, str]) -> str:
    """What each kind of mark means, on one line: ("ring" | "full" | "half" | "turn" | "then", words)."""
    x, drawn = 6.0, ""
    for mark, said in meanings:
        drawn += KEYS[mark](x, y - 4) + words(x + 12, y, said)
        x += 30 + 6.3 * columns(str(said))
    return drawn


KEYS = {
    "ring": lambda x, y: dot(x, y, "pt", 5),
    "full": lambda x, y: dot(x, y, "pt on", 4),
    "half": half,
    "turn": arrow,
    "then": lambda x, y: line(f"M{at(x - 6)} {at(y)}h14", "ln2"),
}


def at(number: float) -> str:
    """A place on the paper, as short as it can be said."""
    return str(number) if isinstance(number, int) else f"{round(number, 1):g}"


def numeral(number: float | None) -> str:
    """A number as one reads it; what was not given is a dash."""
    if number is None:
        return NOTHING
    return f"{number:.0f}" if number == int(number) else number_format(number, 1)


def day_said(day: date, form: str = "DATE_FORMAT") -> str:
    return _said(day, form, get_language())


@lru_cache(maxsize=5_000)
def _said(day: date, form: str, _language: str | None) -> str:
    """Every page says the same few days again."""
    return date_format(day, form)


def columns(text: str) -> int:
    """How wide it stands: letters of some scripts take two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def cut(text: object, most: int) -> str:
    """On one line, no wider than so many letters; the whole stands in the table."""
    text = " ".join(str(text).split())
    if columns(text) <= most:
        return text
    room = most - 1
    kept = []
    for letter in text[:most]:
        room -= columns(letter)
        if room < 0:
            break
        kept.append(letter)
    return "".join(kept).rstrip() + "…"


def folded(text: object, most: int) -> list[str]:
    """On two lines at most, broken between words where that can be."""
    text = " ".join(str(text).split())
    if columns(text) <= most:
        return [text]
    space = text.rfind(" ", 0, most + 1)
    if space < most // 2 or columns(text[:space]) > most:
        first = cut(text, most).removesuffix("…")
        return [first, cut(text[len(first) :], most)]
    return [text[:space], cut(text[space:], most)]


def quoted(text: object, most: int = 60) -> str:
    """Somebody's own words within a sentence of ours."""
    return f"“{cut(text, most)}”"


def listed(parts: Iterable[str]) -> str:
    return ", ".join(str(part) for part in parts)


def whole(head: Iterable[object], rows: Iterable[Iterable[object]]) -> dict:
    """The table of a figure, every cell a text."""
    return {
        "head": tuple(str(cell) for cell in head),
        "rows": tuple(tuple(str(cell) for cell in row) for row in rows),
    }
