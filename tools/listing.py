"""Entries as lines of a list: what a line says, worked out once a page rather than once a tag."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stages.models import Behaviour

from .catalogue import title_of
from .models import Entry

ANY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Line:
    url: str
    title: str
    about: str
    day: str


def lines(entries: list[Entry], behaviours: Iterable[Behaviour]) -> list[Line]:
    """`behaviours` are what the entries may be about: a member has few, so they are fetched once."""
    about: dict[UUID | None, str] = {each.pk: each.title for each in behaviours}
    before, after = reverse("entry", args=[ANY]).split(str(ANY))
    tools: dict[tuple[str, int], str] = {}
    listed = []
    for entry in entries:
        key = entry.tool, entry.edition
        tool = tools.get(key) or tools.setdefault(key, title_of(*key))
        said = [tool, about.get(entry.behaviour_id), _("half-written") if entry.unsaved else None]
        listed.append(
            Line(
                f"{before}{entry.pk}{after}",
                entry.title or tool,
                " · ".join(filter(None, said)),
                date_format(timezone.localtime(entry.changed_at), "DATE_FORMAT"),
            )
        )
    return listed
