"""Two numbers and the way between them: before and after, now and then, expected and found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from smartrecovery.drawing import (
    MOST_POINTS,
    WIDE,
    Figure,
    columns,
    cut,
    day_said,
    dot,
    key,
    line,
    marks,
    numeral,
    quoted,
    whole,
    words,
)

from .seen import Reading, Seen

BESIDE, NEAR, FAR, ROW, TALL = 13, 98, 282, 26, 44
RING, FULL = 6.5, 4

BEFORE, AFTER = gettext_lazy("before"), gettext_lazy("after")


@dataclass(frozen=True)
class Row:
    """One line of the picture; a number that was not given is not drawn."""

    label: str
    before: int | None
    after: int | None
    is_own: bool = False

    @property
    def is_whole(self) -> bool:
        return self.before is not None and self.after is not None

    @property
    def says_something(self) -> bool:
        return self.before is not None or self.after is not None


@dataclass(frozen=True)
class Pair:
    """Two charted questions of one tool. `once` says one entry, `often` says many, given its rows in whole."""

    before: str
    after: str
    title: str
    what: str
    once: str
    first: str = BEFORE
    second: str = AFTER
    top: int = 10
    titled: bool = False
    alone: str = ""
    often: Callable[[Sequence[Row]], str] | None = None

    def of_entry(self, seen: Seen) -> Figure | None:
        """Both numbers of one entry; None while one is missing."""
        row = Row(str(self.what), seen.number(self.before), seen.number(self.after))
        if not row.is_whole:
            return None
        return drawn("pair", self, [row], self.say_once(row))

    def say_once(self, row: Row) -> str:
        return str(self.once) % {"before": row.before, "after": row.after}

    def across(self, seen: Seen) -> Figure | None:
        """A line for each entry, from two with both numbers on."""
        found = [row for row in map(self._row, seen.readings) if row.says_something]
        both = [row for row in found if row.is_whole]
        if len(both if not self.alone else found) < 2:
            return None
        says = self._often(both, found)
        return drawn("pairs", self, found[-MOST_POINTS:], says, head=self._head())

    def _head(self) -> str:
        return _("What") if self.titled else _("Day")

    def _row(self, reading: Reading) -> Row:
        title = " ".join(reading.title.split()) if self.titled else ""
        before, after = (reading.values.get(name) for name in (self.before, self.after))
        return Row(title or day_said(reading.day), before, after, bool(title))

    def _often(self, both: list[Row], found: list[Row]) -> str:
        if len(both) >= 2:
            return (self.often or middle_change)(both)
        if both:
            return f"{_in_entries(1)}: {self.say_once(both[0])}"
        now = [row.before for row in found if row.before is not None]
        return str(self.alone) % {"n": len(now), "middle": numeral(median(now) if now else None)}


def middle_change(rows: Sequence[Row]) -> str:
    """The median, for one strange evening moves it little."""
    shown = rows[-MOST_POINTS:]
    by = median(row.after - row.before for row in shown)
    said = {"in": _in_entries(len(rows)), "by": numeral(abs(by))}
    if by < 0:
        return _("%(in)s, the middle drop was %(by)s.") % said
    if by > 0:
        return _("%(in)s, the middle rise was %(by)s.") % said
    return _("%(in)s, the middle change was 0.") % said


def middle_of_both(rows: Sequence[Row]) -> str:
    shown = rows[-MOST_POINTS:]
    return _("%(in)s, the middle of now is %(before)s and of then %(after)s.") % {
        "in": _in_entries(len(rows)),
        "before": numeral(median(row.before for row in shown)),
        "after": numeral(median(row.after for row in shown)),
    }


def expected_or_more(rows: Sequence[Row]) -> str:
    shown = rows[-MOST_POINTS:]
    return _("%(in)s: %(more)s gave more than you expected, %(same)s the same, %(less)s less.") % {
        "in": _in_entries(len(rows)),
        "more": sum(row.after > row.before for row in shown),
        "same": sum(row.after == row.before for row in shown),
        "less": sum(row.after < row.before for row in shown),
    }


def _in_entries(count: int) -> str:
    if count > MOST_POINTS:
        return _("In your last %(n)s entries with both numbers") % {"n": MOST_POINTS}
    return ngettext(
        "In your %(n)s entry with both numbers", "In your %(n)s entries with both numbers", count
    ) % {"n": count}


def drawn(name: str, pair: Pair, rows: Sequence[Row], says: str, head: str = "") -> Figure:
    """An open ring, a full dot, and a line between them, on a ruler from nought."""
    above = any(columns(row.label) > BESIDE for row in rows)
    near, step = (9, TALL) if above else (NEAR, ROW)
    scale = (FAR - near) / pair.top
    foot = 50 + step * len(rows)
    parts = [key(14, ("ring", pair.first), ("full", pair.second))]
    for tick in (0, pair.top // 2, pair.top):
        x = near + tick * scale
        parts.append(words(x, 40, tick, anchor="start" if above and not tick else "middle"))
        if not above:
            parts.append(line(f"M{x:g} 46V{foot - 6}", "ax"))
    for count, row in enumerate(rows):
        y = 50 + step * count + (30 if above else 13)
        kind = "ser" if row.is_own else "lab"
        if above:
            parts.append(words(0, y - 14, cut(row.label, 44 if row.is_own else 52), kind))
            parts.append(line(f"M{near} {y}H{FAR}", "ax"))
        else:
            parts.append(words(0, y + 4, row.label, kind))
        parts.append(_way(row, near, scale, y))
        parts.append(words(WIDE, y + 4, _numbers(row), "lab", "end"))
    return Figure(
        name,
        str(pair.title),
        _("%(first)s as an open ring, %(second)s as a full dot, from 0 to %(top)s")
        % {"first": pair.first, "second": pair.second, "top": pair.top},
        says,
        **whole(
            (head or _("What"), pair.first, pair.second),
            [(row.label, numeral(row.before), numeral(row.after)) for row in rows],
        ),
        marks=marks(*parts),
        height=foot,
    )


def _way(row: Row, near: float, scale: float, y: float) -> str:
    at = [None if each is None else near + each * scale for each in (row.before, row.after)]
    between = f"M{at[0]:g} {y}H{at[1]:g}" if row.is_whole and row.before != row.after else ""
    parts = [line(between)] if between else []
    if at[0] is not None:
        parts.append(dot(at[0], y, "pt", RING))
    if at[1] is not None:
        parts.append(dot(at[1], y, "pt on", FULL))
    return "".join(parts)


def _numbers(row: Row) -> str:
    return f"{numeral(row.before)} → {numeral(row.after)}"


def with_feelings(pair: Pair) -> Callable[[Seen], Figure | None]:
    """The strength of the whole, then of each feeling, matched by its word; some feelings come or go."""

    def of_entry(seen: Seen) -> Figure | None:
        rows = [Row(str(pair.what), seen.number(pair.before), seen.number(pair.after))]
        rows = [row for row in rows + _feelings(seen) if row.says_something]
        if all(row.before is None for row in rows) or all(row.after is None for row in rows):
            return None
        return drawn("pair", pair, rows[:MOST_POINTS], _say(rows))

    def _say(rows: list[Row]) -> str:
        both = next((row for row in rows if row.is_whole), None)
        if both and both.label == str(pair.what):
            return pair.say_once(both)
        if both:
            return _("%(what)s was %(before)s before and %(after)s after.") % {
                "what": _named(both), "before": both.before, "after": both.after
            }  # fmt: skip
        was = next(row for row in rows if row.before is not None)
        now = next(row for row in rows if row.after is not None)
        return _("Before, %(was)s %(before)s; after, %(now)s %(after)s.") % {
            "was": _named(was), "before": was.before, "now": _named(now), "after": now.after
        }  # fmt: skip

    def _named(row: Row) -> str:
        return row.label if row.label == str(pair.what) else quoted(row.label)

    return of_entry


def _feelings(seen: Seen) -> list[Row]:
    before, after = _strengths(seen.rows("c_feel")), _strengths(seen.rows("e_feel"))
    nothing = ("", None)
    return [
        Row((was[0] or now[0]), was[1], now[1], True)
        for was, now in (
            (before.get(word, nothing), after.get(word, nothing)) for word in before | after
        )
    ]


def _strengths(rows: list[dict]) -> dict[str, tuple[str, int | None]]:
    """By the word, however it was spelt with capitals; the first of two alike counts."""
    found: dict[str, tuple[str, int | None]] = {}
    for row in rows:
        found.setdefault(row["text"].casefold(), (row["text"], row.get("strength")))
    return found


def old_and_new(pair: Pair) -> Callable[[Seen], Figure | None]:
    """The old belief on its way, and the new one beside it."""

    def of_entry(seen: Seen) -> Figure | None:
        old = Row(_("Old belief"), seen.number(pair.before), seen.number(pair.after))
        new = Row(_("New belief"), None, seen.number("believe_new"))
        if not old.is_whole and (old.before is None or new.after is None):
            return None
        if new.after is None:
            return drawn("pair", pair, [old], pair.say_once(old))
        said = {"before": old.before, "after": old.after, "new": new.after}
        if old.is_whole:
            says = _(
                "You believed it %(before)s %% before and %(after)s %% after; the new one %(new)s %%."
            )
        else:
            says = _("You believed it %(before)s %% before; the new one %(new)s %%.")
        return drawn("pair", pair, [old, new], says % said)

    return of_entry
