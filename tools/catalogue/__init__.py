"""Every worksheet there is. Adding one is a file here and a line below."""

from smartrecovery.sheets import Sheet

from .change_plan import CHANGE_PLAN
from .cost_benefit import COST_BENEFIT

CATALOGUE: dict[tuple[str, int], Sheet] = {
    (sheet.slug, sheet.edition): sheet for sheet in (COST_BENEFIT, CHANGE_PLAN)
}


def latest() -> list[Sheet]:
    """The newest edition of each tool, in catalogue order."""
    return list(
        {
            slug: sheet
            for (slug, _edition), sheet in sorted(CATALOGUE.items(), key=lambda item: item[0][1])
        }.values()
    )


def newest(slug: str) -> Sheet | None:
    return next((sheet for sheet in latest() if sheet.slug == slug), None)


def sheet_of(slug: str, edition: int) -> Sheet:
    """The edition an entry was written in; KeyError where there never was one."""
    return CATALOGUE[slug, edition]
