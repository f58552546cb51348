"""What was done about urges, told with its number: never that it works."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartrecovery.drawing import numeral, quoted
from stages.tallies import ENOUGH, Helped, Tally, middle

from .paper import begun_with, counted


@dataclass(frozen=True)
class WhatHelped:
    """A sentence about the one written down most, a line for each, and what is still to come."""

    says: str
    rows: tuple[tuple[str, str, str, str], ...]
    to_come: str


def what_helped(tally: Tally) -> WhatHelped | None:
    """None until something was written down at all; a line for what has five notes or more."""
    if not tally.helped and not tally.helped_few:
        return None
    return WhatHelped(
        _says(tally.helped[0]) if tally.helped else "",
        tuple(_row(each) for each in tally.helped),
        _to_come(tally.helped_few),
    )


def _row(each: Helped) -> tuple[str, str, str, str]:
    of = _("%(part)s of %(whole)s") % {"part": each.got_by, "whole": each.n}
    return each.label, str(each.n), numeral(middle(each.given)), of


def _says(each: Helped) -> str:
    told = {"n": counted(each.n), "what": quoted(each.label)}
    if each.got_by == each.n:
        says = _(
            "In your %(n)s notes with %(what)s, you rode it out or did something else each time."
        )
        return says % told
    if not each.got_by:
        return _("You wrote down %(what)s in %(n)s notes.") % told
    return ngettext(
        "In your %(n)s notes with %(what)s, you rode it out or did something else %(times)s time.",
        "In your %(n)s notes with %(what)s, you rode it out or did something else %(times)s times.",
        each.got_by,
    ) % {**told, "times": counted(each.got_by)}


def _to_come(few: int) -> str:
    if not few:
        return ""
    return ngettext(
        "%(few)s more thing appears once there are %(enough)s notes about it.",
        "%(few)s more things appear once there are %(enough)s notes about them.",
        few,
    ) % {"few": begun_with(few), "enough": counted(ENOUGH)}
