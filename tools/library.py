"""The shelf of tools: grouped by the four points, what may suit first, found by any name people use."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Sheet

POINTS = {
    1: _("Reasons to change"),
    2: _("Getting through urges"),
    3: _("Thoughts and feelings"),
    4: _("The rest of life"),
}


@dataclass(frozen=True)
class Shelf:
    suiting: list[Sheet]
    points: list[tuple[int, str, list[Sheet]]]
    found: list[Sheet] | None


def shelf(sheets: list[Sheet], stages: set[str], wanted: str) -> Shelf:
    """`found` is None unless something was looked for. Each tool stands under its first point."""
    words = wanted.casefold().split()
    return Shelf(
        suiting=[sheet for sheet in sheets if stages & set(sheet.suits)],
        points=[
            (number, title, under)
            for number, title in POINTS.items()
            if (under := [sheet for sheet in sheets if sheet.points[:1] == (number,)])
        ],
        found=[sheet for sheet in sheets if _answers(sheet, words)] if words else None,
    )


def _answers(sheet: Sheet, words: list[str]) -> bool:
    told = " ".join(map(str, (sheet.title, sheet.about, sheet.slug, *sheet.aliases))).casefold()
    return all(word in told for word in words)
