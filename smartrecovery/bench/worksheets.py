"""The page of every worksheet, filled in as its example is: which is heaviest, and what it costs."""

from statistics import median
from uuid import NAMESPACE_URL, uuid5

from django.urls import reverse

from smartrecovery.accounts.models import User
from smartrecovery.sheets import Sheet
from smartrecovery.vault import keys
from tools import catalogue
from tools.models import Entry

from .ground import Ground, note, opens, ratio

LOOKS, TIMES = 9, 60


def heaviest_against_bare(ground: Ground) -> float:
    """The slowest page of any step of any tool over the constant page."""
    pages = _pages(ground)
    took = {url: median(opens(ground.young, url)() for _ in range(LOOKS)) for url in pages}
    slowest = sorted(took, key=lambda url: -took[url])
    note(" · ".join(f"{pages[url]} {took[url] * 1000:.1f} ms" for url in slowest[:6]))
    worst = slowest[0]
    return ratio(
        f"form of {pages[worst]}",
        opens(ground.young, worst),
        opens(ground.young, "/bare/page/"),
        TIMES,
    )


def _pages(ground: Ground) -> dict[str, str]:
    """The address of each step of each tool, and what to call it."""
    member, _old = ground.members
    found = {}
    with keys.held():
        for sheet in catalogue.latest():
            here = reverse("entry", args=[_filled(member, sheet).pk])
            for step in sheet.steps:
                found[f"{here}?step={step.number}"] = f"{sheet.slug} {step.label}".strip()
    return found


def _filled(member: User, sheet: Sheet) -> Entry:
    """The same entry at every run, with everything open and every answer of the example."""
    key = uuid5(NAMESPACE_URL, f"bench:{member.pk}:{sheet.slug}")
    entry = Entry.objects.filter(pk=key).first()
    return entry or Entry.objects.create(
        pk=key,
        member=member,
        tool=sheet.slug,
        edition=sheet.edition,
        answers=sheet.worked_example | dict.fromkeys(sheet.switches, True),
        version=1,
    )
