"""When urges come: the hours of the member's own day by the days of the week."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartrecovery.drawing import Figure, at, listed, marks, whole, words
from stages.tallies import ENOUGH, Tally

from .over_time import latest_notes

ON = (
    gettext_lazy("Mondays"),
    gettext_lazy("Tuesdays"),
    gettext_lazy("Wednesdays"),
    gettext_lazy("Thursdays"),
    gettext_lazy("Fridays"),
    gettext_lazy("Saturdays"),
    gettext_lazy("Sundays"),
)
FIRST, ACROSS, DOWN, TOP = 66, 39, 26, 24
NOON, DAY = 12, 24
SEVERAL, OFTEN, OUTSTANDING = 5, 4, 5


@dataclass(frozen=True)
class Row:
    """Some hours, from and to by the clock, and how many there were on each day of the week."""

    start: int
    end: int
    counts: tuple[int, ...]

    @property
    def label(self) -> str:
        return _("before 12") if self.end == NOON and self.end - self.start > 2 else self.hours

    @property
    def hours(self) -> str:
        return f"{self.start}–{self.end}"

    @property
    def total(self) -> int:
        return sum(self.counts)


def when(tally: Tally, day_starts: int = 4) -> Figure | None:
    """From five notes on. `day_starts` is the hour the member's days begin, so a night stays in one piece."""
    total = sum(tally.hours.values())
    if total < ENOUGH:
        return None
    rows = _rows(tally.hours, day_starts)
    return Figure(
        "when",
        _("When"),
        _("When urges came: hour of day by day of week"),
        _says(rows, total),
        **whole((_("Hour"), *WEEKDAYS_ABBR.values()), [(row.label, *row.counts) for row in rows]),
        marks=marks(_heads(), *(_drawn(row, i, rows) for i, row in enumerate(rows))),
        height=TOP + DOWN * len(rows) + 2,
        side=_("By hour and day") if total == tally.notes else latest_notes(tally),
    )


def _rows(hours: Mapping[tuple[int, int], int], day_starts: int) -> list[Row]:
    """Two hours each. Mornings are one row where little happens in them; so is the end of a night."""
    morning = min(day_starts, NOON) // 2 * 2
    early = [_row(hours, start, start + 2) for start in range(morning, NOON, 2)]
    late = [_row(hours, start, start + 2) for start in range(NOON, DAY, 2)]
    whole = sum(hours.values())
    if sum(row.total for row in early) * SEVERAL <= whole:
        early = [_row(hours, morning, NOON)] if morning < NOON else []
    else:
        while early[0].total == 0:
            early.pop(0)
    after_midnight = _row(hours, 0, morning) if morning else None
    return [*early, *late, *([after_midnight] if after_midnight and after_midnight.total else [])]


def _row(hours: Mapping[tuple[int, int], int], start: int, end: int) -> Row:
    return Row(
        start,
        end,
        tuple(sum(hours.get((day, hour), 0) for hour in range(start, end)) for day in range(7)),
    )


def _heads() -> str:
    return "".join(
        words(FIRST + ACROSS * day + 18, 15, str(name)[:1], anchor="middle")
        for day, name in WEEKDAYS_ABBR.items()
    )


def _drawn(row: Row, number: int, rows: list[Row]) -> str:
    most, y = max(max(each.counts) for each in rows), TOP + DOWN * number
    drawn = words(FIRST - 8, y + 17, row.label, anchor="end")
    for day, count in enumerate(row.counts):
        level, x = ceil(4 * count / most), FIRST + ACROSS * day
        drawn += f'<rect class="q{level}" x="{at(x)}" y="{at(y)}" width="36" height="23" rx="2"/>'
        if count:
            kind = "inv" if level > 2 else "lab"
            drawn += words(x + 18, y + 16, count, kind, "middle")
    return drawn


def _says(rows: list[Row], total: int) -> str:
    top = max(rows, key=lambda row: row.total)
    on = _standing_out(rows, total)
    said = {"from": f"{top.start}:00", "to": f"{top.end}:00"}
    if top.total * OFTEN >= total:
        if on:
            return _("Most often between %(from)s and %(to)s, on %(days)s.") % _with_and(said, on)
        return _("Most often between %(from)s and %(to)s, on any day of the week.") % said
    if on:
        return _("At many hours, more often on %(days)s.") % _with_and(said, on)
    return _("At many hours, on any day of the week.")


def _with_and(said: dict[str, str], on: list[str]) -> dict[str, str]:
    days = _("%(one)s and %(other)s") % {"one": on[0], "other": on[-1]}
    return said | {"days": days if len(on) > 1 else listed(on)}


def _standing_out(rows: list[Row], total: int) -> list[str]:
    """The one or two days a fifth or more of them came on."""
    by_day = [sum(row.counts[day] for row in rows) for day in range(7)]
    out = [day for day in range(7) if by_day[day] * OUTSTANDING >= total]
    top = sorted(sorted(out, key=lambda day: -by_day[day])[:2])
    return [str(ON[day]) for day in top] if len(out) <= 3 else []
