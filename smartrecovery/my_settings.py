"""What a member may choose about how this place treats them; what is to come moves along."""

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from .accounts.settings_form import SettingsForm
from .outbox import reminders, waiting


def my_settings(request: HttpRequest) -> HttpResponse:
    form = SettingsForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        save(form, timezone.now())
        with translation.override(request.user.language):
            clock = time_format(timezone.localtime(timezone=request.user.tz), "H:i")
            messages.success(request, _("Saved %(time)s.") % {"time": clock})
        return redirect("me_settings")
    if form.errors:
        request.user.refresh_from_db()
    return render(request, "accounts/settings.html", {"form": form, "place": "me"})


@transaction.atomic
def save(form: SettingsForm, now: datetime) -> None:
    """By another clock, or where the day begins elsewhere, the same hour is another moment."""
    member = form.save()
    if member.is_reminded and {"zone", "day_starts"} & set(form.changed_data):
        reminders.moved(member, now)
        waiting.look_again(member, now)
