"""The library, what I wrote, and everything about an entry but working on it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartrecovery.sheets import Around, Sheet

from . import catalogue, changes, library, listing, printing
from .models import Entry, Revision

A_PAGE = 30


def tools(request: HttpRequest) -> HttpResponse:
    """Every tool, sorted by what may suit; nothing is locked."""
    wanted = request.GET.get("q", "").replace("\0", "")[:100]
    behaviours = list(request.user.behaviours.open().with_stage())
    begun = listing.lines(list(request.user.entries.listed().half_written()[:5]), behaviours)
    shelf = library.shelf(catalogue.latest(), {b.stage for b in behaviours}, wanted)
    context = {"place": "tools", "shelf": shelf, "begun": begun, "q": wanted}
    return render(request, "tools/library.html", context)


def entries(request: HttpRequest) -> HttpResponse:
    """What I wrote, latest first."""
    mine = request.user.entries.listed()
    archived = request.GET.get("archived") == "1"
    mine = (
        mine.filter(state=Entry.State.ARCHIVED)
        if archived
        else mine.exclude(state=Entry.State.ARCHIVED)
    )
    page = _page_of(mine, request)
    context = {"place": "tools", "archived": archived} | page
    return render(request, "tools/entries.html", context)


def _page_of(rows, request: HttpRequest) -> dict[str, Any]:
    """One page of rows without counting them all: one more row than shown says whether there is a next."""
    text = request.GET.get("page", "1")
    number = (
        min(max(int(text), 1), 10_000) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    )
    start = (number - 1) * A_PAGE
    shown = list(rows[start : start + A_PAGE + 1])
    return {
        "entries": listing.lines(shown[:A_PAGE], request.user.behaviours.all()),
        "previous": number - 1 if number > 1 else None,
        "next": number + 1 if len(shown) > A_PAGE else None,
    }


def tool(request: HttpRequest, slug: str) -> HttpResponse:
    """What one tool is for, an example, and what I wrote with it."""
    sheet = sheet_for(slug)
    mine = request.user.entries.listed().filter(tool=slug).exclude(state=Entry.State.ARCHIVED)
    context = {"place": "tools", "sheet": sheet, "example": sheet.read(sheet.example)} | _page_of(
        mine, request
    )
    return render(request, "tools/tool.html", context)


def tool_print(request: HttpRequest, slug: str) -> HttpResponse:
    """A blank sheet, for a pen."""
    return render(
        request, "tools/blank.html", {"place": "tools", "sheet": sheet_for(slug), **_paper(request)}
    )


def entry_print(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An entry on paper."""
    entry = get_object_or_404(request.user.entries, pk=pk)
    sheet = sheet_of_entry(entry)
    context = {
        "place": "tools",
        "entry": entry,
        "sheet": sheet,
        "sections": sheet.read(entry.answers, around(request)),
        "boxes": printing.cross(sheet, entry.answers, around(request)),
        **_paper(request),
    }
    return render(request, "tools/print.html", context)


def entry_changes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What changed between any two saved states of an entry."""
    entry = get_object_or_404(request.user.entries, pk=pk)
    sheet = sheet_of_entry(entry)
    numbered = entry.revisions.defer("answers").order_by("-number")
    page = Paginator(numbered, A_PAGE).get_page(request.GET.get("page"))
    after = _revision(entry, request.GET.get("to", ""))
    before = _revision(entry, request.GET.get("from", ""), before=after)
    context = {
        "place": "tools",
        "entry": entry,
        "sheet": sheet,
        "page": page,
        "before": before,
        "after": after,
        "changes": changes.compare(sheet, before.answers, after.answers, around(request))
        if before and after
        else [],
    }
    return render(request, "tools/changes.html", context)


def _revision(entry: Entry, number: str, before: Revision | None = None) -> Revision | None:
    """The revision asked for by number, or the latest, or the one before another."""
    rows = entry.revisions.order_by("-number")
    if number:
        return get_object_or_404(rows, number=number_in(number))
    return (rows.filter(number__lt=before.number) if before else rows).first()


@require_POST
def entry_archive(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put an entry away, or take it out again. Nothing is lost either way."""
    entry = get_object_or_404(request.user.entries.defer("answers"), pk=pk)
    away = request.POST.get("away") == "1"
    entry.put_away() if away else entry.take_out()
    messages.success(
        request, _("Put away. You find it under what you wrote.") if away else _("Taken out again.")
    )
    return redirect("entries" if away else "entry", *([] if away else [entry.pk]))


def entry_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete one entry and all its earlier states, after asking once."""
    entry = get_object_or_404(request.user.entries.defer("answers"), pk=pk)
    if request.method == "POST":
        entry.delete()
        messages.success(request, _("Deleted."))
        return redirect("entries")
    title = catalogue.title_of(entry.tool, entry.edition)
    return render(request, "tools/delete.html", {"place": "tools", "entry": entry, "title": title})


def sheet_for(slug: str) -> Sheet:
    sheet = catalogue.newest(slug)
    if sheet is None:
        raise Http404
    return sheet


def sheet_of_entry(entry: Entry) -> Sheet:
    """The edition it was written in."""
    sheet = catalogue.sheet_of(entry.tool, entry.edition)
    if sheet is None:
        raise Http404
    return sheet


def around(request: HttpRequest) -> Around:
    return Around(request.user.tz)


def _paper(request: HttpRequest) -> dict[str, str]:
    return {"paper": "letter" if request.GET.get("paper") == "letter" else "a4"}


def number_in(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return -1
    return int(text)
