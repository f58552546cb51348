"""Ticked off from Today: a step of a plan, an action of a week. Locked, so no page can write in between."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from . import evidence, keeping, reminders, weeks
from .catalogue import sheet_of
from .models import Week
from .views import sheet_of_entry


@require_POST
@transaction.atomic
def entry_step(request: HttpRequest, pk: UUID, row: str) -> HttpResponse:
    """A step of a plan is done, or open again after all."""
    entry = get_object_or_404(request.user.entries.select_for_update(), pk=pk)
    sheet = sheet_of_entry(entry)
    done = request.POST.get("done") == "1"
    answers = keeping.ticked(entry.answers, "steps", row, done, request.user.today())
    if answers != entry.answers:
        keeping.step(entry, sheet, answers, timezone.now())
        if entry.unsaved:
            reminders.kept(entry, sheet, timezone.now())
        evidence.look_after(entry, timezone.now())
    return redirect("today")


@require_POST
@transaction.atomic
def entry_tick(request: HttpRequest, pk: UUID, row: str) -> HttpResponse:
    """An action is done on the day the page showed, or open again after all."""
    plans = request.user.entries.filter(tool=weeks.SLUG)
    entry = get_object_or_404(plans.select_for_update(), pk=pk)
    sheet, week = sheet_of(entry.tool, entry.edition), Week.objects.filter(pk=entry.pk).first()
    day = _day_in(request.POST.get("day", ""), request.user.today())
    if sheet and week and week.starts_on <= day <= week.last_day:
        answers = weeks.ticked(entry.answers, row, day, request.POST.get("done") == "1")
        if answers != entry.answers:
            keeping.step(entry, sheet, answers, timezone.now())
            if entry.unsaved:
                weeks.keep_ticks(entry, answers)
                reminders.kept(entry, sheet, timezone.now())
    return redirect(reverse("today") + "#week")


def _day_in(text: str, today: date) -> date:
    """The day the page showed, though another may have begun since; never one to come."""
    try:
        return min(date.fromisoformat(text), today)
    except ValueError:
        return today
