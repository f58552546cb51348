"""The library, what I wrote, and everything about an entry but working on it."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartrecovery.sheets import Around, Sheet

from . import (
    catalogue,
    evidence,
    given,
    library,
    listing,
    planning,
    plans_made,
    pointing,
    printing,
    reminders,
)
from .asked import POINTS, Asked
from .figures import gather
from .models import Entry
from .suiting import worked_on

A_PAGE, A_FEW = 30, 5
LAST_PAGE = 10_000
HALF_WRITTEN, IN_SIGHT = 5, 2


def tools(request: HttpRequest) -> HttpResponse:
    """Every tool, sorted by what may suit; nothing is locked, and nothing asked here is kept."""
    behaviours = worked_on(request.user)
    latest = list(request.user.entries.at_a_glance(HALF_WRITTEN))
    half_written = [entry for entry in latest if entry.unsaved][:HALF_WRITTEN]
    last = listing.last_days(latest, request.user.today())
    asked = Asked.read(request.GET)
    begun = [] if asked.narrows else listing.lines(half_written, behaviours)
    context = {
        "place": "tools",
        "shelf": library.shelf(catalogue.latest(), behaviours, last, asked),
        "begun": begun[:IN_SIGHT],
        "begun_too": begun[IN_SIGHT:],
        "is_new": not behaviours,
    }
    return render(request, "tools/library.html", context)


def entries(request: HttpRequest) -> HttpResponse:
    """What I wrote, latest first; with one tool, or about one thing, where that is asked for."""
    behaviours = list(request.user.behaviours.all())
    sought = listing.Sought.read(request.GET, behaviours)
    tools = listing.tool_options(sought.tool)
    context = {"place": "tools", "sought": sought, "tools": tools, "behaviours": behaviours}
    shown, pages = _page_of(sought.among(request.user.entries.listed()), request, sought)
    context |= pages | {"entries": listing.lines(shown, behaviours)}
    return render(request, "tools/entries.html", context)


def _page_of(
    rows: QuerySet, request: HttpRequest, sought: listing.Sought
) -> tuple[list[Entry], dict[str, str]]:
    """One page of rows without counting them all: one more row than shown says whether there is a next."""
    number = given.page(request.GET.get("page", ""), LAST_PAGE)
    start = (number - 1) * A_PAGE
    shown = list(rows[start : start + A_PAGE + 1])
    return shown[:A_PAGE], {
        "previous": sought.url(number - 1) if number > 1 else "",
        "next": sought.url(number + 1) if len(shown) > A_PAGE else "",
    }


def tool(request: HttpRequest, slug: str) -> HttpResponse:
    """What one tool is for, an example, and the last few I wrote with it, half-written first."""
    sheet = sheet_for(slug)
    mine = listing.Sought(tool=slug).among(request.user.entries.listed())
    shown = list(mine.order_by("-unsaved", "-changed_at", "-id")[: A_FEW + 1])
    unfinished = listing.unfinished(shown)
    behaviours = request.user.behaviours.all()
    context = {
        "place": "tools",
        "sheet": sheet,
        "example": sheet.read(sheet.example),
        "points": [POINTS[point] for point in sheet.points],
        "helps": library.when_it_helps(sheet),
        "suits": library.suits(sheet),
        "unfinished": unfinished,
        "from_day": unfinished and listing.short_day(unfinished, request.user.today()),
        "entries": listing.lines(shown[:A_FEW], behaviours, named=False),
        "has_more": len(shown) > A_FEW,
        "figures": gather.tool_shows(request.user, sheet),
        "can_compare": bool(shown),
    }
    context |= planning.of_tool(slug, request.user, request.GET.get("weeks", ""))
    return render(request, "tools/tool.html", context)


def tool_print(request: HttpRequest, slug: str) -> HttpResponse:
    """A blank sheet, for a pen."""
    sheet = sheet_for(slug)
    parts = printing.blank(sheet)
    context = {
        "place": "tools",
        "sheet": sheet,
        "parts": parts,
        "boxes": printing.crossed(sheet, parts),
        "by_hand": printing.BY_HAND.get(slug),
        "paper": given.paper(request.GET.get("paper", "")),
    }
    return render(request, "tools/blank.html", context)


def entry_print(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An entry on paper."""
    entry = get_object_or_404(request.user.entries, pk=pk)
    sheet = sheet_of_entry(entry)
    parts = printing.filled(sheet, entry.answers, around(request, sheet, entry))
    context = {
        "place": "tools",
        "entry": entry,
        "sheet": sheet,
        "parts": parts,
        "boxes": printing.crossed(sheet, parts),
        "figures": gather.entry_shows(entry, sheet),
        "paper": given.paper(request.GET.get("paper", "")),
    }
    return render(request, "tools/print.html", context)


@require_POST
@transaction.atomic
def entry_archive(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put an entry away, or take it out again. Nothing is lost either way."""
    entry = get_object_or_404(request.user.entries.defer("answers"), pk=pk)
    away = request.POST.get("away") == "1"
    entry.put_away() if away else entry.take_out()
    reminders.moved(request.user, entry.tool, timezone.now())
    messages.success(
        request, _("Put away. You find it under what you wrote.") if away else _("Taken out again.")
    )
    return redirect("entries" if away else "entry", *([] if away else [entry.pk]))


def entry_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete one entry and all its earlier states, after asking once."""
    entry = get_object_or_404(request.user.entries.defer("answers"), pk=pk)
    if request.method == "POST":
        now = timezone.now()
        with transaction.atomic():
            evidence.gone(entry, now)
            plans_made.delete(entry, now)
            reminders.moved(request.user, entry.tool, now)
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


def around(request: HttpRequest, sheet: Sheet | None = None, entry: Entry | None = None) -> Around:
    """Their zone, and where the sheet asks for links, what these may point at."""
    if sheet is None:
        return Around(request.user.tz)
    return pointing.around(request.user, entry or Entry(member=request.user), sheet)
