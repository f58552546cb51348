"""How much it takes before a stage is suggested: each number once, and what this site has in its place."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Threshold

Words = str | Promise


@dataclass(frozen=True)
class Limit:
    """One number: what it means, what it is unless an admin says otherwise, and how far it may go."""

    name: str
    meaning: Words
    default: int
    least: int
    most: int


LIMITS = (
    Limit(
        "between",
        _("Days between one suggestion and the next, for the same thing."),
        default=14,
        least=14,
        most=180,
    ),
    Limit("stands", _("Days a suggestion stands before it goes by itself."), 14, 1, 14),
    Limit(
        "weighing_days",
        _("Days on which somebody weighed it up, before “Thinking about it”."),
        default=2,
        least=1,
        most=14,
    ),
    Limit("lately", _("How many days back counts as lately."), 60, 14, 365),
    Limit(
        "importance_rise",
        _("How far the ruler for how important it is goes up, before “Thinking about it”."),
        default=2,
        least=1,
        most=10,
    ),
    Limit("dated_steps", _("Steps with a day, before “Getting ready”."), 1, 1, 10),
    Limit(
        "start_within",
        _("Days until the day they want to start, before “Getting ready”."),
        default=30,
        least=1,
        most=90,
    ),
    Limit("importance", _("How important it is, 0 to 10, before “Getting ready”."), 7, 0, 10),
    Limit("confidence", _("How sure they are, 0 to 10, before “Getting ready”."), 5, 0, 10),
    Limit("ruler_days", _("For how many days a ruler, or feeling done, counts."), 14, 1, 60),
    Limit("steps_done", _("Steps ticked off, before “Doing it”."), 1, 1, 10),
    Limit("on_plan", _("Check-ins that say “on plan”, before “Doing it”."), 3, 1, 14),
    Limit("action_days", _("Days of doing it, before “Keeping it going”."), 183, 90, 730),
    Limit(
        "weeks",
        _("How many of the last weekly check-ins are looked at; most of them say “on plan”."),
        default=4,
        least=1,
        most=12,
    ),
    Limit(
        "maintenance_days",
        _("Days of keeping it going, before the page about moving on asks."),
        default=365,
        least=183,
        most=1825,
    ),
)
BY_NAME = {limit.name: limit for limit in LIMITS}


def values() -> dict[str, int]:
    """Every number as it holds here. One query; a row out of its range is as good as none."""
    here = {limit.name: limit.default for limit in LIMITS}
    for name, value in Threshold.objects.values_list("name", "value"):
        if name in BY_NAME and BY_NAME[name].least <= value <= BY_NAME[name].most:
            here[name] = value
    return here


def keep(said: dict[str, int]) -> None:
    """What is as it was meant has no row."""
    for name, value in said.items():
        if value == BY_NAME[name].default:
            reset(name)
        else:
            Threshold.objects.update_or_create(name=name, defaults={"value": value})


def reset(name: str) -> None:
    Threshold.objects.filter(name=name).delete()
