"""Two dates of a tool, side by side: two saved states of one entry, or two entries."""

from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from smartrecovery.sheets import Around, Sheet

from . import changes, figures, given
from .models import Entry, Revision
from .views import A_PAGE, around, sheet_for, sheet_of_entry


def entry_changes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What changed between any two saved states of an entry."""
    entry = get_object_or_404(request.user.entries, pk=pk)
    sheet = sheet_of_entry(entry)
    numbered = entry.revisions.defer("answers").order_by("-number")
    page = Paginator(numbered, A_PAGE).get_page(request.GET.get("page"))
    after = _revision(entry, request.GET.get("to", ""))
    before = _revision(entry, request.GET.get("from", ""), before=after)
    context = {"entry": entry, "before": before, "after": after} | _choices(
        page, before, after, lambda each: (each.number, _moment(each))
    )
    if before and after:
        context["days"] = [_moment(before), _moment(after)]
        context |= _two(
            around(request, sheet, entry),
            sheet,
            _earlier(request, before),
            sheet,
            _earlier(request, after),
        )
    return _answer(request, "tools/changes.html", sheet, context)


def _revision(entry: Entry, number: str, before: Revision | None = None) -> Revision | None:
    """The revision asked for by number, or the latest, or the one before another."""
    rows = entry.revisions.order_by("-number")
    if number:
        return get_object_or_404(rows, number=given.number(number))
    return (rows.filter(number__lt=before.number) if before else rows).first()


def _earlier(request: HttpRequest, revision: Revision) -> figures.Earlier:
    return figures.Earlier(request.user.day_of(revision.at), revision.answers)


def _moment(revision: Revision) -> str:
    return date_format(timezone.localtime(revision.at), "DATETIME_FORMAT")


def tool_compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Two of my entries with one tool: the two latest, or any two; of one alone, its own saved states."""
    sheet = sheet_for(slug)
    mine = request.user.entries.filter(tool=slug).exclude(state=Entry.State.ARCHIVED)
    mine = mine.order_by("-occurred_at", "-id")
    listed = mine.only("title", "occurred_at", "member")
    page = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    after, before = _two_of(request, mine)
    if after and not before:
        return redirect("entry_changes", after.pk)
    context = {"before": before, "after": after} | _choices(
        page, before, after, lambda each: (str(each.pk), _named(request, each))
    )
    if before and after:
        was, now = sheet_of_entry(before), sheet_of_entry(after)
        kept = changes.aligned(was, before.answers, after.answers)
        ago = figures.Earlier(request.user.day_of(before.occurred_at), kept)
        then = figures.Earlier(request.user.day_of(after.occurred_at), after.answers)
        context["days"] = _days(request, before, after)
        context |= _two(around(request, now, after), was, ago, now, then)
    return _answer(request, "tools/compare.html", sheet, context)


def _two_of(request: HttpRequest, mine: QuerySet) -> tuple[Entry | None, Entry | None]:
    """The two asked for; where none was, the latest and the one before it."""
    wanted = [
        given.key(text) if (text := request.GET.get(name)) else None for name in ("to", "from")
    ]
    if any(wanted):
        found = {each.pk: each for each in mine.filter(pk__in=filter(None, wanted))}
        if not all(key in found for key in wanted):
            raise Http404
        return found[wanted[0]], found[wanted[1]]
    latest = [*mine[:2], None, None]
    return latest[0], latest[1]


def _named(request: HttpRequest, entry: Entry) -> str:
    day = date_format(request.user.day_of(entry.occurred_at), "DATE_FORMAT")
    return " · ".join(filter(None, [day, entry.title[:80]]))


def _days(request: HttpRequest, before: Entry, after: Entry) -> list[str]:
    """Each by its day; two of one day by their titles too."""
    days = [date_format(request.user.day_of(e.occurred_at), "DATE_FORMAT") for e in (before, after)]
    return days if days[0] != days[1] else [_named(request, before), _named(request, after)]


def _choices(page: Page, before: Any, after: Any, said: Any) -> dict[str, Any]:
    """What each of the two lists offers: this page of them, and what is chosen now."""
    here = [said(each) for each in page]
    return {
        "page": page,
        "choices": [
            (name, label, key, [key] * (key is not None and key not in here) + here)
            for name, label, key in (
                ("from", _("From"), before and said(before)),
                ("to", _("To"), after and said(after)),
            )
        ],
    }


def _two(
    about: Around, was: Sheet, before: figures.Earlier, now: Sheet, after: figures.Earlier
) -> dict[str, Any]:
    return {
        "pictures": figures.of_two(was, before, now, after),
        "changes": changes.compare(now, before.answers, after.answers, about, was),
    }


def _answer(request: HttpRequest, template: str, sheet: Sheet, context: dict) -> HttpResponse:
    return render(request, template, {"place": "tools", "sheet": sheet} | context)
