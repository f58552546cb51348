"""What was said about an urge, in words: on its page, in the list, and in the copy a person takes with them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import IntegerChoices
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Urge

Asked = list[tuple[str, list[str]]]


def of_mask(mask: int, kinds: type[IntegerChoices]) -> list[str]:
    """The words of the bits that are set, in the order of the list."""
    return [str(kind.label) for kind in kinds if mask >> kind.value & 1]


def of_minutes(minutes: int) -> str:
    if not minutes:
        return _("less than a minute")
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def length(urge: Urge) -> str:
    """How long it was, or that it is not over; nothing where nobody said."""
    if urge.is_going:
        return _("still going")
    return "" if urge.minutes is None else of_minutes(urge.minutes)


def strength(urge: Urge) -> str:
    return "" if urge.intensity is None else _of_ten(urge.intensity)


def ending(urge: Urge) -> str:
    """How it ended; nothing where they would rather not say."""
    return "" if urge.outcome == Urge.Outcome.NOT_SAID else str(urge.get_outcome_display())


def all_of(urge: Urge, did: Iterable[str]) -> Asked:
    """Everything that was said, in the order it is asked; what was not said is left out."""
    said = _texts(urge.said)
    helped = "" if urge.helped is None else _of_ten(urge.helped)
    asked = [
        (_("How strong at its peak"), [strength(urge)]),
        (_("How long"), [length(urge)]),
        (_("How it ended"), [ending(urge)]),
        (_("What set it off"), [_row(of_mask(urge.triggers, Urge.Trigger)), *said["trigger"]]),
        (_("What I did about it"), [*did]),
        (_("How much it helped"), [helped]),
        (_("What I would try next time"), said["next_time"]),
        (_("Where"), [str(urge.get_place_display()), *said["where"]]),
        (_("Who was there"), [str(urge.get_company_display()), *said["who"]]),
        (_("How I felt"), [_row(of_mask(urge.feelings, Urge.Feeling))]),
        (_("What went through my head"), said["thought"]),
    ]
    return _answered(asked)


def name_of(row: dict[str, Any]) -> str:
    """Of a row in a file: when it was, which other rows call it by."""
    moment = timezone.localtime(datetime.fromisoformat(row["occurred_at"]))
    return date_format(moment, "DATETIME_FORMAT")


def in_copy(row: dict[str, Any]) -> Asked:
    """Of a row as it stands in a file: what its other columns do not say in words."""
    said = _texts(row["said"])
    asked = [
        (_("What set it off"), [_row(of_mask(row["triggers"], Urge.Trigger)), *said["trigger"]]),
        (_("What I would try next time"), said["next_time"]),
        (_("Where"), said["where"]),
        (_("Who was there"), said["who"]),
        (_("How I felt"), [_row(of_mask(row["feelings"], Urge.Feeling))]),
        (_("What went through my head"), said["thought"]),
    ]
    return _answered(asked)


def _texts(said: dict[str, Any]) -> dict[str, list[str]]:
    """Each of the texts a line at a time; a file may hold anything under these names."""
    names = ("trigger", "where", "who", "thought", "next_time")
    return {name: str(said.get(name) or "").split("\n") for name in names}


def _answered(asked: Asked) -> Asked:
    kept = [(ask, [line for line in lines if line]) for ask, lines in asked]
    return [(ask, lines) for ask, lines in kept if lines]


def _row(words: list[str]) -> str:
    return ", ".join(words)


def _of_ten(number: int) -> str:
    return _("%(value)s out of 10") % {"value": number}
