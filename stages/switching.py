"""Which measures this site has on, in which words, by which right. Nothing else writes that down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from . import support
from .measures import wording
from .measures.catalogue import CATALOGUE
from .measures.instrument import Instrument, Rights, Words
from .measures.wording import Wording
from .models import InstrumentState

UNKNOWN = _("Nobody here knows this measure.")
NO_RIGHT = _("The right to use it comes first.")
NO_EVIDENCE = _("What gives the right to use it comes first.")
NO_WORDING = _("Its words come first: every question, and every answer to choose from.")
NO_SUPPORT = _(
    "It can be on once the page for somebody who may be in danger is in place, with help lines that can be reached."
)


@dataclass(frozen=True)
class Standing:
    """One measure, and how this site stands to it."""

    instrument: Instrument
    state: InstrumentState

    @cached_property
    def wording(self) -> Wording | None:
        return wording.declared(self.instrument) or wording.entered(
            self.instrument, self.state.wording, self.state.language
        )

    @property
    def has_right(self) -> bool:
        return self.state.rights == Rights.CONFIRMED.value

    @cached_property
    def stands_in_the_way(self) -> Words:
        """Why it cannot be on; nothing where it can."""
        if not self.has_right:
            return NO_RIGHT
        if not (self.state.evidence.strip() or self.instrument.rights is Rights.CONFIRMED):
            return NO_EVIDENCE
        if self.wording is None:
            return NO_WORDING
        if self.instrument.needs_support and not support.is_live():
            return NO_SUPPORT
        return ""

    @property
    def is_open(self) -> bool:
        """On, and allowed to be: looked at each time, for what allowed it may have gone since."""
        return self.state.is_on and not self.stands_in_the_way


def all_standing() -> list[Standing]:
    """Every measure there is, in one query."""
    kept = InstrumentState.objects.in_bulk()
    return [
        Standing(instrument, kept.get(slug) or _at_first(instrument))
        for slug, instrument in CATALOGUE.items()
    ]


def standing(slug: str) -> Standing | None:
    """One measure by its name; None where nobody knows it."""
    instrument = CATALOGUE.get(slug)
    if instrument is None:
        return None
    kept = InstrumentState.objects.filter(pk=slug).first()
    return Standing(instrument, kept or _at_first(instrument))


def why_not(state: InstrumentState) -> Words:
    """What stands in the way of this row being on."""
    instrument = CATALOGUE.get(state.slug)
    return Standing(instrument, state).stands_in_the_way if instrument else UNKNOWN


def switch(standing: Standing, on: bool, now: datetime) -> None:
    """On or off; ValidationError where something stands in the way."""
    if on and standing.stands_in_the_way:
        raise ValidationError(standing.stands_in_the_way)
    _keep(standing.state, now, is_on=on)


def confirm(standing: Standing, evidence: str, now: datetime) -> None:
    """Somebody says that this site may use it, and by what."""
    _keep(standing.state, now, rights=Rights.CONFIRMED.value, evidence=evidence)


def withdraw(standing: Standing, now: datetime) -> None:
    """The right is gone or in doubt, so it is off at once; what was entered stays."""
    _keep(standing.state, now, rights=Rights.UNCONFIRMED.value, is_on=False)


def enter(standing: Standing, words: Mapping[str, Any], language: str, now: datetime) -> None:
    """Its words, as an admin has them. Other words are another edition; what was answered keeps its own."""
    was = standing.state.wording
    if standing.instrument.has_text:
        raise ValidationError(_("Its words stand here already and stay as they were published."))
    edition = was.get("edition", standing.instrument.edition - 1)
    if language != standing.state.language or words != {k: was.get(k) for k in words}:
        edition += 1
    _keep(standing.state, now, wording={**words, "edition": edition}, language=language)


def _at_first(instrument: Instrument) -> InstrumentState:
    """Where this site has said nothing about it."""
    return InstrumentState(
        slug=instrument.slug,
        is_on=instrument.is_on_at_first,
        rights=instrument.rights.value,
        language=instrument.language,
    )


def _keep(state: InstrumentState, now: datetime, **said: Any) -> None:
    for name, value in said.items():
        setattr(state, name, value)
    state.changed_at = now
    state.save()
