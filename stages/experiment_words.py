"""A comparison of two sides, said in plain words. It never says that something works."""

from collections.abc import Iterator
from fractions import Fraction

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartrecovery.drawing import numeral

from .experiments import Comparison, LooksAt, Side

OFTEN, SELDOM = Fraction(1, 5), Fraction(1, 20)


def says(told: Comparison) -> list[str]:
    """The sentences of a comparison: both sides, how far apart, and how often chance does as much."""
    if told.chance is None:
        return list(_too_few(told))
    sentences = [_side(told, told.before, _("Before")), _side(told, told.since, _("Since then"))]
    if not told.difference:
        return [*sentences, _("Day by day, the two sides are the same.")]
    apart = numeral(float(abs(told.difference)))
    about = {"apart": apart, "often": often(told.chance)}
    return [
        *sentences,
        _(
            "Day by day, the two sides are %(apart)s apart. By chance alone, days like these come out "
            "this far apart %(often)s."
        )
        % about,
        reading(told.chance),
        *(
            [_("Nothing was written down since then. There may have been none.")]
            * (not told.since.count)
        ),
    ]


def caution(told: Comparison) -> str:
    if told.looks_at == LooksAt.URGES:
        return _("More notes may mean more noticing, and fewer may mean fewer were written down.")
    return _("Only days with a note count. The others may have been different.")


def often(chance: Fraction) -> str:
    """How often, in whole numbers of times."""
    if chance > Fraction(5, 6):
        return _("nearly every time")
    if chance > Fraction(7, 12):
        return _("about two times in three")
    one_of = round(1 / chance)
    if one_of > 100:
        return _("less than one time in a hundred")
    if one_of > 20:
        one_of = 10 * round(one_of / 10)
    return _("about one time in %(number)s") % {"number": apnumber(one_of)}


def reading(chance: Fraction) -> str:
    if chance >= OFTEN:
        return _("So it may well be chance.")
    if chance >= SELDOM:
        return _("It may be chance, or more than that. More days would tell more.")
    return _(
        "Chance alone seldom does that. What made the difference, numbers cannot say: other things "
        "changed in those days too."
    )


def table(told: Comparison) -> list[tuple[str, str, str]]:
    """The numbers behind it: (what, before, since)."""
    sides = (told.before, told.since)
    rows = [(_("Days"), [side.days for side in sides])]
    if told.looks_at == LooksAt.PLAN:
        rows += [
            (_("Days with a check-in"), [side.count for side in sides]),
            (_("Days on plan"), [sum(side.values) for side in sides]),
        ]
    else:
        rows += [(_("Notes"), [len(side.notes) for side in sides])]
    if told.looks_at in (LooksAt.STRENGTH, LooksAt.MOOD):
        rows += [
            (_("Middle"), [side.middle for side in sides]),
            (_("Lowest"), [min(side.notes, default=None) for side in sides]),
            (_("Highest"), [max(side.notes, default=None) for side in sides]),
        ]
    return [(what, *map(numeral, numbers)) for what, numbers in rows]


def _too_few(told: Comparison) -> Iterator[str]:
    counts = {"before": apnumber(told.before.count), "since": apnumber(told.since.count)}
    if told.looks_at == LooksAt.URGES:
        yield _("Too few notes to tell: %(before)s before, %(since)s since then.") % counts
        yield _("It takes five on one side, and seven days of each.")
    else:
        yield (
            _("Too few days with a note to tell: %(before)s before, %(since)s since then.") % counts
        )
        yield _("It takes five on each side.")


def _side(told: Comparison, side: Side, when: str) -> str:
    count = {"when": when, "number": apnumber(side.count), "middle": numeral(side.middle)}
    match told.looks_at:
        case LooksAt.URGES:
            days = {"days": apnumber(side.days)}
            said = ngettext(
                "%(when)s, in %(days)s days: %(number)s urge written down.",
                "%(when)s, in %(days)s days: %(number)s urges written down.",
                side.count,
            )
            return said % (
                count | days | {"number": apnumber(side.count) if side.count else _("no")}
            )
        case LooksAt.PLAN:
            on_plan = {"on_plan": capfirst(apnumber(int(sum(side.values))) or "")}
            said = _("%(when)s: %(on_plan)s of %(number)s days with a check-in were on plan.")
            return said % (count | on_plan)
        case LooksAt.MOOD:
            said = _("%(when)s: your middle mood was %(middle)s, over %(number)s days with a note.")
            return said % count
    said = _("%(when)s: the middle strength was %(middle)s, over %(number)s days with a note.")
    return said % count
