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


def sheet_of(slug: str, edition: int) -> Sheet | None:
    """The edition an entry was written in; None where a newer version of the app wrote it."""
    return CATALOGUE.get((slug, edition))


def title_of(slug: str, edition: int) -> str:
    sheet = sheet_of(slug, edition) or newest(slug)
    return str(sheet.title) if sheet else slug
