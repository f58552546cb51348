"""Entries as lines of a list: what a line says, worked out once a page rather than once a tag."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import get_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from smartrecovery.drawing import day_said
from smartrecovery.sheets.drawing import said
from stages.models import Behaviour

from .catalogue import latest, newest, sheet_of, title_of
from .models import Entry, EntryQuerySet

ANY = UUID(int=0)
NO_BEHAVIOUR = "none"
SELECTED = SafeString(" selected")


@dataclass(frozen=True, slots=True)
class Line:
    url: str
    title: str
    about: str
    day: str


def lines(
    entries: list[Entry], behaviours: Iterable[Behaviour], *, named: bool = True
) -> list[Line]:
    """`behaviours` are what the entries may be about: a member has few, so they are fetched once.

    Where the page is about one tool, lines need not be `named` for it.
    """
    about: dict[UUID | None, str] = {each.pk: each.title for each in behaviours}
    before, after = reverse("entry", args=[ANY]).split(str(ANY))
    tools: dict[tuple[str, int], str] = {}
    listed = []
    half = _("half-written")
    for entry in entries:
        key = entry.tool, entry.edition
        tool = tools.get(key) or tools.setdefault(key, title_of(*key))
        told = [
            tool if named else None,
            about.get(entry.behaviour_id),
            half if entry.unsaved else None,
        ]
        listed.append(
            Line(
                f"{before}{entry.pk}{after}",
                entry.title or tool,
                " · ".join(filter(None, told)),
                day_said(timezone.localtime(entry.changed_at).date()),
            )
        )
    return listed


def tool_options(chosen: str) -> SafeString:
    """Every tool by its name, to choose one: drawn at once, as there are many."""
    named = sorted((said(sheet.title), sheet.slug) for sheet in latest())
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((slug, SELECTED if slug == chosen else "", title) for title, slug in named),
    )


def last_days(entries: Iterable[Entry], today: date) -> dict[str, str]:
    """When each tool was last written with, in few words; the entries come latest first."""
    newest_of: dict[str, Entry] = {}
    for entry in entries:
        newest_of.setdefault(entry.tool, entry)
    return {tool: short_day(entry, today) for tool, entry in newest_of.items()}


def short_day(entry: Entry, today: date) -> str:
    """In the order of the language, the month cut short; of earlier years, the month alone."""
    day = timezone.localtime(entry.changed_at).date()
    if day == today:
        return _("today")
    if day.year != today.year:
        return day_said(day, "M Y")
    return day_said(day, re.sub("[FN]", "M", get_format("MONTH_DAY_FORMAT")))


def unfinished(entries: Iterable[Entry]) -> Entry | None:
    """One that is half-written and can be gone on with here."""
    return next((e for e in entries if e.unsaved and sheet_of(e.tool, e.edition)), None)


@dataclass(frozen=True)
class Sought:
    """Which of the entries are asked for; what means nothing here is left unread."""

    tool: str = ""
    behaviour: str = ""
    archived: bool = False

    @classmethod
    def read(cls, given: Mapping[str, str], behaviours: Iterable[Behaviour]) -> "Sought":
        tool, about = given.get("tool", ""), given.get("behaviour", "")
        mine = {NO_BEHAVIOUR, *(str(behaviour.pk) for behaviour in behaviours)}
        return cls(
            tool if newest(tool) else "",
            about if about in mine else "",
            given.get("archived") == "1",
        )

    @property
    def narrows(self) -> bool:
        return bool(self.tool or self.behaviour)

    def among(self, entries: EntryQuerySet) -> EntryQuerySet:
        away = {"state": Entry.State.ARCHIVED}
        entries = entries.filter(**away) if self.archived else entries.exclude(**away)
        if self.tool:
            entries = entries.filter(tool=self.tool)
        if self.behaviour == NO_BEHAVIOUR:
            return entries.filter(behaviour=None)
        return entries.filter(behaviour=self.behaviour) if self.behaviour else entries

    def url(self, page: int) -> str:
        """The same, at another page."""
        asked = {"tool": self.tool, "behaviour": self.behaviour, "archived": int(self.archived)}
        return "?" + urlencode(
            {name: value for name, value in asked.items() if value} | {"page": page}
        )
