"""A tool as it stands on the shelf: what it says of itself, without its questions."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Sheet
from stages.models import Stage

from .asked import Words


@dataclass(frozen=True)
class Tool:
    """What the shelf and the search know of a tool, or of a page that stands among the tools."""

    slug: str
    title: Words
    about: Words
    url: str
    lead: Words = ""
    aliases: tuple[Words, ...] = ()
    points: tuple[int, ...] = ()
    suits: tuple[str, ...] = ()
    minutes: int = 0
    helps: tuple[tuple[str, Words], ...] = ()
    companion: bool = False

    def why(self, now: str) -> Words:
        return next((why for happening, why in self.helps if happening == now), "")


def of_sheets(sheets: Iterable[Sheet]) -> list[Tool]:
    before, after = reverse("tool", args=["any"]).split("any")
    return [_of_sheet(sheet, f"{before}{sheet.slug}{after}") for sheet in sheets]


def _of_sheet(sheet: Sheet, url: str) -> Tool:
    return Tool(
        sheet.slug,
        sheet.title,
        sheet.about,
        url,
        sheet.lead,
        sheet.aliases,
        sheet.points,
        sheet.suits,
        sheet.minutes,
        sheet.helps,
        sheet.companion,
    )


def noting_an_urge() -> Tool:
    """It has a page of its own and no sheet."""
    return Tool(
        "urge-log",
        _("Noting an urge"),
        _("How strong and when, in fifteen seconds. The rest can wait two days."),
        reverse("urge"),
        aliases=("Urge Log", "Log Your Urges", _("urge diary")),
        points=(2,),
        suits=(Stage.DET, Stage.ACT, Stage.MAI, Stage.REL),
        minutes=1,
    )


@dataclass(frozen=True)
class Line:
    """One tool on the shelf: what it says here, in small, and when the member last wrote with it."""

    tool: Tool
    says: Words
    small: Words = ""
    last: str = ""
