"""Where to turn when it cannot wait: the directory as data, each line with the day it was checked.

The lines are not promises of ours. One that nobody has confirmed says so on the page; one checked
too long ago is reported by `manage.py check`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from django.core import checks
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CHECK_AGAIN_AFTER = timedelta(days=90)
STALE_AFTER = timedelta(days=180)
ANYWHERE = "https://findahelpline.com"
Words = str | Promise


class How(Enum):
    RING = "tel"
    TEXT = "sms"
    CHAT = "https"


@dataclass(frozen=True)
class Line:
    """One way to reach one service: its number, or the address of its chat. `source` is where it was read."""

    name: str
    how: How
    number: str
    about: Words
    hours: Words
    source: str
    verified_on: date | None = None
    body: str = ""

    @property
    def href(self) -> str:
        if self.is_page:
            return f"https://{self.number}"
        digits = "".join(c for c in self.number if c.isdigit() or c == "+")
        return f"{self.how.value}:{digits}" + (f"?body={self.body}" if self.body else "")

    @property
    def rings(self) -> bool:
        return self.how is How.RING

    @property
    def is_page(self) -> bool:
        return self.how is How.CHAT

    @property
    def next_check(self) -> date | None:
        return self.verified_on and self.verified_on + CHECK_AGAIN_AFTER

    def is_to_be_checked(self, on: date) -> bool:
        return self.next_check is None or on > self.next_check

    def is_stale(self, on: date) -> bool:
        return self.verified_on is not None and on - self.verified_on > STALE_AFTER


@dataclass(frozen=True)
class Region:
    code: str
    name: Words
    emergency: str
    lines: tuple[Line, ...]


_ALWAYS = _("Day and night")
_READ = date(2026, 11, 1)
# Where a number was read. The second is second hand, and the third was not looked up: nobody has confirmed those.
_LIST = "internationalmentalhealth.org/resources"
_LISTED, _KNOWN = "public lists of help lines", "common knowledge"

DIRECTORY = (
    Region(
        "gb",
        _("United Kingdom"),
        "999",
        (
            Line("Samaritans", How.RING, "116 123", _("Free, about anything."), _ALWAYS, _LISTED),
            Line(
                "Shout",
                How.TEXT,
                "85258",
                _("By text, if talking is hard."),
                _ALWAYS,
                _LISTED,
                body="SHOUT",
            ),
            Line(
                "NHS 111",
                How.RING,
                "111",
                _("In England, choose 2 for mental health."),
                _ALWAYS,
                _LISTED,
            ),
            Line(
                "Lifeline",
                How.RING,
                "0808 808 8000",
                _("In Northern Ireland."),
                _ALWAYS,
                "contactni.com",
                _READ,
            ),
        ),
    ),
    Region(
        "ie",
        _("Ireland"),
        "112",
        (Line("Samaritans", How.RING, "116 123", _("Free, about anything."), _ALWAYS, _LISTED),),
    ),
    Region(
        "us",
        _("United States"),
        "911",
        (
            Line(
                "988 Lifeline",
                How.RING,
                "988",
                _("Any crisis, also about drink or drugs."),
                _ALWAYS,
                _LIST,
                _READ,
            ),
            Line(
                "988 Lifeline",
                How.TEXT,
                "988",
                _("By text, if talking is hard."),
                _ALWAYS,
                _LIST,
                _READ,
            ),
            Line(
                "988 Lifeline",
                How.CHAT,
                "988lifeline.org/chat/",
                _("By chat, in your browser."),
                _ALWAYS,
                _LIST,
            ),
            Line(
                "Crisis Text Line",
                How.TEXT,
                "741741",
                _("By text: send HOME."),
                _ALWAYS,
                "nbclosangeles.com, 17 July 2022",
                _READ,
                body="HOME",
            ),
            Line(
                "SAMHSA",
                How.RING,
                "1-800-662-4357",
                _("Where to find treatment, in English or Spanish."),
                _ALWAYS,
                _LIST,
                _READ,
            ),
            Line(
                "SAMHSA, TTY",
                How.RING,
                "1-800-487-4889",
                _("The same, by text telephone."),
                _ALWAYS,
                _LIST,
                _READ,
            ),
        ),
    ),
    Region(
        "ca",
        _("Canada"),
        "911",
        (
            Line("9-8-8", How.RING, "988", _("For anyone in a crisis."), _ALWAYS, _LISTED),
            Line("9-8-8", How.TEXT, "988", _("By text, if talking is hard."), _ALWAYS, _LISTED),
        ),
    ),
    Region(
        "au",
        _("Australia"),
        "000",
        (Line("Lifeline", How.RING, "13 11 14", _("For anyone in a crisis."), _ALWAYS, _LISTED),),
    ),
    Region(
        "nz",
        _("New Zealand"),
        "111",
        (
            Line(
                "1737",
                How.RING,
                "1737",
                _("Free, with a trained counsellor."),
                _ALWAYS,
                _KNOWN,
            ),
            Line("1737", How.TEXT, "1737", _("By text, if talking is hard."), _ALWAYS, _KNOWN),
        ),
    ),
)
REGIONS = {region.code: region for region in DIRECTORY}


def hinted(accept_language: str) -> Region | None:
    """What the browser's language suggests. A hint to offer, never proof of where somebody is."""
    for tag in accept_language.split(","):
        code = tag.split(";")[0].strip().lower().rpartition("-")[2]
        if "-" in tag and code in REGIONS:
            return REGIONS[code]
    return None


def hint_first(hint: Region | None) -> list[Region]:
    return sorted(DIRECTORY, key=lambda region: region is not hint)


def stale(on: date, directory: Iterable[Region] = DIRECTORY) -> list[tuple[Region, Line]]:
    return [(region, line) for region in directory for line in region.lines if line.is_stale(on)]


def to_check(on: date, directory: Iterable[Region] = DIRECTORY) -> list[tuple[Region, Line]]:
    """For the desk: what nobody has confirmed yet, and what is due to be looked at again."""
    return [
        (region, line) for region in directory for line in region.lines if line.is_to_be_checked(on)
    ]


@checks.register("crisis")
def checked_lately(app_configs, on: date | None = None, **kwargs) -> list[checks.Warning]:
    return [
        checks.Warning(
            f"{line.name} ({region.code}) was last checked on {line.verified_on}.",
            hint="Ring or read the service's own page, then set its date in smartrecovery/crisis.py.",
            id="crisis.W001",
        )
        for region, line in stale(on or timezone.now().date())
    ]
