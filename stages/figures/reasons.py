"""How long urges lasted, and what was there when they came: a bar for each, with its number."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartrecovery.drawing import WIDE, Figure, line, marks, quoted, whole, words
from stages.models import Urge
from stages.tallies import ENOUGH, Histogram, Tally

from .over_time import latest_notes, notes
from .paper import counted

MOST_BARS = 5
DOWN, FROM, LONG = 40, 4, 290
LENGTHS = (5, 10, 20, 30, 60)


def how_long(tally: Tally) -> Figure | None:
    """From five notes that say a length. Half of them is the middle; nine of ten is most of them."""
    n = sum(tally.minutes.values())
    if n < ENOUGH:
        return None
    rows = _lengths(tally.minutes)
    half, most = (within(tally.minutes, tenths) for tenths in (5, 9))
    says = ngettext(
        "Half of them were over within %(half)s minute, nine of ten within %(most)s.",
        "Half of them were over within %(half)s minutes, nine of ten within %(most)s.",
        half,
    ) % {"half": half, "most": most}
    return Figure(
        "long",
        _("How long"),
        _("How long urges lasted: how many of each length"),
        says,
        **whole((_("Minutes"), _("Notes")), rows),
        marks=marks(*_bars(rows)),
        height=DOWN * len(rows),
        side=_length_notes(tally, n),
    )


def _length_notes(tally: Tally, n: int) -> str:
    """A length is not always said; since the beginning, only the latest notes are looked at."""
    if tally.looked_at == tally.notes:
        return notes(n)
    return _("%(n)s of the latest %(count)s notes") % {"n": n, "count": tally.looked_at}


def within(minutes: Histogram, tenths: int) -> int:
    """The fewest minutes within which so many of ten were over."""
    total, so_far = sum(minutes.values()), 0
    for length, n in sorted(minutes.items()):
        so_far += n
        if so_far * 10 >= total * tenths:
            return length
    return 0


def _lengths(minutes: Histogram) -> list[tuple[str, int]]:
    bounds = [0, *LENGTHS, Urge.MOST_MINUTES + 1]
    names = [
        _("under 5 minutes"),
        *(_("%(from)s to %(to)s minutes") % {"from": a, "to": b} for a, b in zip(LENGTHS, LENGTHS[1:], strict=False)),
        _("an hour or more"),
    ]  # fmt: skip
    return [
        (str(name), sum(n for length, n in minutes.items() if low <= length < high))
        for name, low, high in zip(names, bounds, bounds[1:], strict=False)
    ]


def what_set_it_off(tally: Tally) -> Figure | None:
    return _chosen(
        "triggers",
        _("What set it off"),
        _("What was there when an urge came, most often first"),
        tally.triggers,
        {choice.value: str(choice.label) for choice in Urge.Trigger},
        tally,
    )


def how_i_felt(tally: Tally) -> Figure | None:
    return _chosen(
        "feelings",
        _("How I felt"),
        _("How it felt when an urge came, most often first"),
        tally.feelings,
        {choice.value: str(choice.label) for choice in Urge.Feeling},
        tally,
    )


def _chosen(
    name: str,
    title: str,
    about: str,
    counts: Mapping[int, int],
    labels: Mapping[int, str],
    tally: Tally,
) -> Figure | None:
    """The five that came most often drawn, all of them in the table. A note may name several."""
    if sum(counts.values()) < ENOUGH:
        return None
    ordered = sorted(counts, key=lambda bit: (-counts[bit], bit))
    rows = [(labels[bit], counts[bit]) for bit in ordered]
    return Figure(
        name,
        title,
        about,
        _says(rows, tally.looked_at),
        **whole((title, _("Notes")), rows),
        marks=marks(*_bars(rows[:MOST_BARS])),
        height=DOWN * min(len(rows), MOST_BARS),
        side=latest_notes(tally),
    )


def _says(rows: Sequence[tuple[str, int]], total: int) -> str:
    (first, n), *others = rows
    told = {"first": quoted(first), "n": counted(n), "total": counted(total)}
    if not others:
        return _("%(first)s was named in %(n)s of %(total)s notes.") % told
    told |= {"second": quoted(others[0][0]), "m": counted(others[0][1])}
    return _("%(first)s was named in %(n)s of %(total)s notes, %(second)s in %(m)s.") % told


def _bars(rows: Sequence[tuple[str, int]]) -> list[str]:
    most = max(n for _label, n in rows) or 1
    drawn = []
    for i, (label, n) in enumerate(rows):
        y = 14 + DOWN * i
        drawn.append(words(0, y, label))
        drawn.append(line(f"M{FROM} {y + 12}H{FROM + LONG}", "ax"))
        if n:
            drawn.append(line(f"M{FROM} {y + 12}h{max(1, round(LONG * n / most))}", "ln bar"))
        drawn.append(words(WIDE, y + 16, n, "lab", "end"))
    return drawn
