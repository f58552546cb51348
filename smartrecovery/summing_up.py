"""The lines of the sheet somebody takes along, each chosen by itself."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartrecovery.drawing import NOTHING, Figure

from .changing import Changing

PICTURE = "-picture"
# Letters of what helped, so that all of it stays on one sheet.
SHORT = 60


@dataclass(frozen=True)
class Line:
    """One sentence, with its picture where it has one. A private one is never ticked beforehand."""

    name: str
    title: str
    says: str
    figure: Figure | None = None
    is_private: bool = False

    @property
    def picture(self) -> str:
        return f"{self.name}{PICTURE}"


def lines(told: Changing) -> list[Line]:
    """Everything the page says, in its order; mood, measures, slips and what it is about are private."""
    return [
        *_about(told),
        *(Line(each.name, each.title, each.says, each) for each in told.urges),
        *_helped(told),
        *(
            Line(each.name, each.title, each.says, each, is_private=each.name == "mood")
            for each in told.check_ins
        ),
        *(Line(each.name, each.title, each.says, each, is_private=True) for each in told.measures),
        *_totals(told),
        *_slips(told),
        *_path(told),
    ]


def chosen(lines: Iterable[Line], names: Iterable[str]) -> list[Line]:
    """Only what was ticked: a picture without its sentence brings the sentence along."""
    wanted = set(names)
    return [
        line if line.picture in wanted else replace(line, figure=None)
        for line in lines
        if {line.name, line.picture} & wanted
    ]


def _about(told: Changing) -> list[Line]:
    if told.about is None:
        return []
    return [Line("about", _("What it is about"), told.about.title, is_private=True)]


def _helped(told: Changing) -> list[Line]:
    rows = told.helped.rows if told.helped else ()
    return [
        Line(f"helped-{number}", _("What helped"), _how_it_helped(*row))
        for number, row in enumerate(rows, start=1)
    ]


def _how_it_helped(what: str, n: str, helped: str, of: str) -> str:
    words = (
        _("%(what)s: in %(n)s notes, got by in %(of)s.")
        if helped == NOTHING
        else _(
            "%(what)s: in %(n)s notes, helped %(helped)s out of 10 in the middle, got by in %(of)s."
        )
    )
    return words % {"what": Truncator(what).chars(SHORT), "n": n, "helped": helped, "of": of}


def _totals(told: Changing) -> list[Line]:
    day = _("Day %(day)s since I began here.") % {"day": told.day}
    totals = [f"{words}." for words in told.totals]
    return [
        Line("day", _("In all"), day),
        *(
            Line(f"total-{number}", _("In all"), says)
            for number, says in enumerate(totals, start=1)
        ),
    ]


def _slips(told: Changing) -> list[Line]:
    slips = told.tally.slips
    if not slips:
        return []
    says = ngettext(
        "%(n)s slip written down in this time, the last on %(day)s.",
        "%(n)s slips written down in this time, the last on %(day)s.",
        len(slips),
    ) % {"n": len(slips), "day": date_format(slips[-1].day, "MONTH_DAY_FORMAT")}
    return [Line("slips", _("Slips"), says, is_private=True)]


def _path(told: Changing) -> list[Line]:
    if told.drawing is None:
        return []
    now = _("%(stage)s: %(sentence)s") % {
        "stage": told.drawing.points[-1].title,
        "sentence": told.drawing.sentence,
    }
    return [Line("path", _("Where I have been"), now)]
