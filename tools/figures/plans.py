"""Plans and what became of them: how sure and how much it matters, days done, a week of actions."""

from datetime import date
from statistics import median

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartrecovery.drawing import (
    MOST_POINTS,
    NOTHING,
    WIDE,
    Figure,
    arrow,
    day_said,
    dot,
    folded,
    half,
    key,
    line,
    listed,
    marks,
    numeral,
    whole,
    words,
)
from smartrecovery.sheets.sheet import WEEKDAYS as DAYS

from .seen import Reading, Seen


def importance_and_confidence(seen: Seen) -> Figure | None:
    """The last 20 days on which both were given, a dot each; None before there are two."""
    spots = _days_with(seen, "importance", "confidence")
    if len(spots) < 2:
        return None
    first, last = spots[0], spots[-1]
    return Figure(
        "path",
        _("How much it matters, how sure I am"),
        _("Importance across, confidence upwards, one dot for each day you saved both"),
        _("On %(first)s: matters %(i1)s, sure %(c1)s. On %(last)s: matters %(i2)s, sure %(c2)s.")
        % {
            "first": day_said(first.day),
            "i1": first.values["importance"],
            "c1": first.values["confidence"],
            "last": day_said(last.day),
            "i2": last.values["importance"],
            "c2": last.values["confidence"],
        },
        **whole(
            (_("Day"), _("Matters"), _("Sure")),
            [
                (day_said(each.day), each.values["importance"], each.values["confidence"])
                for each in spots
            ],
        ),
        marks=_path(spots),
        height=250,
        side=_("Since the first time"),
    )


def _path(spots: list[Reading]) -> SafeString:
    places = [(40 + 26 * spot.values["importance"], 210 - 19 * spot.values["confidence"]) for spot in spots]  # fmt: skip
    parts = [
        line("M40 210H310M40 20V210", "ax"),
        words(40, 226, 0, anchor="middle"),
        words(300, 226, 10, anchor="middle"),
        words(30, 214, 0, anchor="end"),
        words(30, 24, 10, anchor="end"),
        words(170, 244, _("how much it matters"), anchor="middle"),
        words(46, 14, _("how sure I am")),
        line("M" + " L".join(f"{x} {y}" for x, y in places)),
    ]
    parts += [dot(x, y, "pt", 5) for x, y in places[:-1]]
    parts.append(dot(*places[-1], "pt on", 5))
    return marks(*parts)


def _days_with(seen: Seen, *names: str) -> list[Reading]:
    """The last of each day on which all of these were given."""
    by_day = {
        each.day: each for each in seen.readings if all(name in each.values for name in names)
    }
    return [by_day[day] for day in sorted(by_day)][-MOST_POINTS:]


# Goals


def days_done(seen: Seen) -> Figure | None:
    """Seven days, a full dot for each on which it was done."""
    done = set(seen.answers.get("days_done") or ())
    if not done:
        return None
    parts = []
    for i, day in enumerate(DAYS):
        x = 24 + i * 48
        parts.append(words(x, 16, WEEKDAYS_ABBR[i], anchor="middle"))
        parts.append(dot(x, 40, "pt on" if day in done else "pt", 9))
    return Figure(
        "days",
        _("The last seven days"),
        _("A dot for each day of the week, full where it was done"),
        _of_seven(len(done), seen.number("target")),
        **whole(
            (_("Day"), _("Done")),
            [(WEEKDAYS[i], _("yes") if day in done else NOTHING) for i, day in enumerate(DAYS)],
        ),
        marks=marks(*parts),
        height=56,
    )


def _of_seven(done: int, target: int | None) -> str:
    if target is None:
        return _("%(done)s of 7 days.") % {"done": done}
    return _("%(done)s of 7 days; you aimed for %(target)s.") % {"done": done, "target": target}


def days_over_time(seen: Seen) -> Figure | None:
    """The same each time it was saved: a line of dots a day, from two days on."""
    kept = _days_with(seen, "days_done")
    if len(kept) < 2:
        return None
    target, foot = seen.number("target"), 6 + 26 * len(kept)
    parts = []
    if target and target < 7:
        parts.append(line(f"M{102 + 26 * target:g} 2V{foot}", "ln2"))
    days = [day_said(each.day) for each in kept]
    for count, each in enumerate(kept):
        y, done = 20 + 26 * count, min(each.values["days_done"], 7)
        parts.append(words(0, y + 4, days[count], "lab"))
        parts += [dot(115 + 26 * i, y, "pt on" if i < done else "pt", 6) for i in range(7)]
        parts.append(words(WIDE, y + 4, _("%(done)s of 7") % {"done": done}, "lab", "end"))
    middle = median(min(each.values["days_done"], 7) for each in kept)
    return Figure(
        "days-over-time",
        _("Each time I looked"),
        _("A line of seven dots for each time, as many full as days were done"),
        _("In your %(n)s looks back, the middle was %(middle)s of 7 days.")
        % {"n": len(kept), "middle": numeral(middle)},
        **whole(
            (_("Day"), _("Days done")),
            [(day, each.values["days_done"]) for day, each in zip(days, kept, strict=True)],
        ),
        marks=marks(*parts),
        height=foot,
        side=_("Since the first time"),
    )


# The week

LEFT, STEP = 150, 25


def planned_and_done(seen: Seen) -> Figure | None:
    """A line for each action, a column for each day from the first; a changed mind is no gap."""
    actions = seen.rows("actions")
    if not actions:
        return None
    did, foot = seen.words("actions", "did"), 26 + 40 * len(actions)
    return Figure(
        "week",
        _("Planned and done"),
        _(
            "A line for each action and a column for each day: a ring where it was planned, full where it"
            " was done, an arrow where you changed your mind"
        ),
        _say_week(actions, seen.answers.get("starts_on")),
        **whole(
            (_("Action"), _("Planned"), _("Done")),
            [(row["text"], _named(row.get("days")), _did(row, did)) for row in actions],
        ),
        marks=_grid(actions, _week(seen.answers.get("starts_on")), foot),
        height=foot + 28,
    )


def _grid(actions: list[dict], days: list[str], foot: int) -> SafeString:
    parts = [
        words(LEFT + 10 + STEP * i, 14, _initial(day), anchor="middle")
        for i, day in enumerate(days)
    ]
    for count, action in enumerate(actions):
        y = 42 + 40 * count
        parts.append(line(f"M0 {y - 20}H{WIDE}", "ax"))
        lines = folded(action["text"], 19)
        for i, text in enumerate(lines):
            parts.append(words(0, y + 5 + 17 * i - (8 if len(lines) > 1 else 0), text, "ser"))
        parts.append(_dots(action, days, y))
    parts.append(line(f"M0 {foot - 4}H{WIDE}", "ax"))
    parts.append(
        key(
            foot + 20,
            ("ring", _("planned")),
            ("full", _("done")),
            ("half", _("some of it")),
            ("turn", _("changed")),
        )
    )
    return marks(*parts)


def _week(starts_on: str | None) -> list[str]:
    """Seven days from the first; from Monday where no first day was given."""
    first = date.fromisoformat(starts_on).weekday() if starts_on else 0
    return [*DAYS[first:], *DAYS[:first]]


def _initial(day: str) -> str:
    return str(WEEKDAYS_ABBR[DAYS.index(day)])[:2]


def _dots(action: dict, week: list[str], y: float) -> str:
    planned, done = set(action.get("days") or ()), set(action.get("done_on") or ())
    did = action.get("did")
    if not planned | done:
        return _one_mark(did, LEFT + 10, y) + words(LEFT + 24, y + 4, _("any day"))
    drawn = []
    for i, day in enumerate(week):
        x = LEFT + 10 + STEP * i
        if day in done or (did == "all" and not done and day in planned):
            drawn.append(dot(x, y, "pt on", 6))
        elif day in planned:
            drawn.append(_one_mark("" if done and did != "changed" else did, x, y))
    return "".join(drawn)


def _one_mark(did: str | None, x: float, y: float) -> str:
    if did == "all":
        return dot(x, y, "pt on", 6)
    if did == "some":
        return half(x, y, 6)
    if did == "changed":
        return arrow(x, y, 6)
    return dot(x, y, "pt", 6)


def _named(days: list[str] | None) -> str:
    return listed(WEEKDAYS_ABBR[DAYS.index(day)] for day in DAYS if day in (days or ())) or _(
        "any day"
    )


def _did(row: dict, words_for: dict[str, str]) -> str:
    said = words_for.get(row.get("did") or "", "")
    on = _named(row["done_on"]) if row.get("done_on") else ""
    return listed(filter(None, [said, on])) or NOTHING


def _say_week(actions: list[dict], starts_on: str | None) -> str:
    said = {"n": len(actions)}
    did = [row.get("did") for row in actions]
    if not any(did):
        if not starts_on:
            return ngettext("%(n)s action planned.", "%(n)s actions planned.", len(actions)) % said
        return ngettext(
            "%(n)s action planned, from %(day)s.",
            "%(n)s actions planned, from %(day)s.",
            len(actions),
        ) % (said | {"day": day_said(date.fromisoformat(starts_on))})
    parts = (
        (did.count("all"), _("%(n)s done")),
        (did.count("some"), _("%(n)s in part")),
        (did.count("changed"), _("%(n)s you changed your mind about")),
        (len(did) - sum(map(did.count, ("all", "some", "changed"))), _("%(n)s still open")),
    )
    happened = listed(each % {"n": n} for n, each in parts if n)
    return ngettext(
        "Of your %(n)s action: %(happened)s.", "Of your %(n)s actions: %(happened)s.", len(actions)
    ) % (said | {"happened": happened})
