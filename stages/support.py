"""Help that is put before somebody whose words or answers may mean that they do not want to live.

It gates nothing and tells nobody. That help lines were shown is kept for the member alone; what was
matched, and where, is not.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import uuid5

from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse

from smartrecovery import crisis

from .harm import any_sounds_like_harm, sounds_like_harm
from .measures import engine
from .measures.catalogue import CATALOGUE
from .models import SupportShown, Taking

__all__ = ["is_called_for", "is_live", "offer_after", "offer_for", "shown", "sounds_like_harm"]

Why = SupportShown.Why
PAGE = "support"
TEMPLATES = ("safe/support.html", "safe/_offer.html", "safe/_when_you_ring.html")
# Saving the same page again within it shows the same offer, which is noted once.
ONE_OFFER = timedelta(hours=1)


def is_called_for(instrument: str, answers: Mapping[str, int]) -> bool:
    """Whether what was answered is a reason to show the page where help is."""
    declared = CATALOGUE.get(instrument)
    return declared is not None and engine.asks_for_support(declared, answers)


def offer_for(texts: Iterable[str]) -> bool:
    """Whether a page that shows these words again has the quiet block about it: `safe/_offer.html`."""
    return any_sounds_like_harm(texts)


def offer_after(member, texts: Iterable[str], now: datetime) -> bool:
    """The same once they are saved, and a private note that help was offered."""
    if not offer_for(texts):
        return False
    lately = member.support_shown.filter(why=Why.WORDS, at__gt=now - ONE_OFFER)
    if not lately.exists():
        shown(member, Why.WORDS, now)
    return True


def shown(member, why: str, now: datetime, taking: Taking | None = None) -> SupportShown:
    """Help was put before them, and why; once for each measure taken."""
    if taking is None:
        return SupportShown.objects.create(member=member, why=why, at=now)
    row, _new = SupportShown.objects.get_or_create(
        pk=uuid5(taking.pk, PAGE),
        defaults={"member": member, "taking": taking, "why": why, "at": now},
    )
    return row


def is_live() -> bool:
    """Whether every part is in place: a measure that asks about harm stays off until it is."""
    return bool(crisis.DIRECTORY) and _has_lines() and _can_be_reached()


def _has_lines() -> bool:
    """A line to ring or write to in every country that can be chosen, and a number to ring at once."""
    return all(region.emergency and region.lines for region in crisis.DIRECTORY)


def _can_be_reached() -> bool:
    try:
        reverse(PAGE)
        return all(get_template(name) for name in TEMPLATES)
    except (NoReverseMatch, TemplateDoesNotExist):
        return False
