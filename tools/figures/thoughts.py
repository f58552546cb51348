"""Which families of thought come up, counted over entries."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartrecovery.drawing import (
    MOST_POINTS,
    WIDE,
    Figure,
    line,
    listed,
    marks,
    quoted,
    whole,
    words,
)

from .seen import Seen, rows


def families(seen: Seen) -> Figure | None:
    """A bar for each family; None until two entries have a thought sorted into one."""
    names = seen.words("b", "family") or seen.words("", "family")
    counted = [
        found
        for answers in seen.opened[-MOST_POINTS:]
        if (found := [each for each in _sorted_into(answers) if each in names])
    ]
    if len(counted) < 2:
        return None
    counts = Counter(each for found in counted for each in found)
    most = max(counts.values())
    parts = []
    for i, (family, name) in enumerate(names.items()):
        y, n = 14 + 38 * i, counts[family]
        parts.append(words(0, y, name, "lab"))
        parts.append(line(f"M4 {y + 13}H300", "ax"))
        if n:
            parts.append(line(f"M4 {y + 13}h{290 * n / most:.0f}", "ln bar"))
        parts.append(words(WIDE, y + 17, n, "lab", "end"))
    top = [names[family] for family in names if counts[family] == most]
    return Figure(
        "families",
        _("Kinds of thought"),
        _("A bar for each kind of thought, as long as the times it came up"),
        _say(len(counted), top, most),
        **whole((_("Kind"), _("Times")), [(name, counts[each]) for each, name in names.items()]),
        marks=marks(*parts),
        height=38 * len(names),
    )


def _sorted_into(answers: dict) -> list[str]:
    if answers.get("family"):
        return [answers["family"]]
    return [row["family"] for row in rows(answers, "b") if row.get("family")]


def _say(entries: int, top: list[str], most: int) -> str:
    said = {
        "n": entries,
        "top": listed(quoted(name) for name in top),
        "times": ngettext("%(n)s time", "%(n)s times", most) % {"n": most},
    }
    if len(top) == 1:
        return (
            _("In your %(n)s entries with a kind chosen, %(top)s came up most: %(times)s.") % said
        )
    return (
        _("In your %(n)s entries with a kind chosen, these came up most, %(times)s each: %(top)s.")
        % said
    )
