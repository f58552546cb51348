"""The member's own rhythm of checking in: how often, what is asked, and what reminds of it."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stages import check_ins
from stages.check_in_forms import RhythmForm
from stages.reminders import CHECK_IN

from .accounts import zones
from .accounts.models import User
from .held_up import waiting
from .outbox import answering, choices
from .outbox.channels import CHANNELS, vapid
from .outbox.models import Choice
from .to_come import to_come

Way = Choice.Channel
NONE = Way.NONE


@require_http_methods(["GET", "HEAD", "POST"])
def rhythm(request: HttpRequest) -> HttpResponse:
    """`less` in the address fills in one step rarer; nothing changes before it is saved."""
    now, member = timezone.now(), request.user
    kept, channel = check_ins.rhythm_of(member), choices.channels(member)[CHECK_IN]
    is_asked_less = request.method != "POST" and request.GET.get("less") == "1"
    form = RhythmForm(
        request.POST if request.method == "POST" else None,
        plan=check_ins.less_often(kept) if is_asked_less else kept,
        today=member.today(now),
        channel=channel,
        ways=_offered(),
        told=_told(member, channel, now),
        city=zones.city(member.zone),
    )
    if form.is_valid():
        keep(member, form, channel, now)
        messages.success(request, _("Saved. You can change it any time."))
        return redirect("check_in_plan")
    context = {
        "place": "today",
        "form": form,
        "plan": kept,
        "today": member.today(now),
        "is_asked_less": is_asked_less,
    }
    return render(request, "check_in/plan.html", context)


@transaction.atomic
def keep(member: User, form: RhythmForm, was: str, now: datetime) -> None:
    """The way first: with it, what is to come follows from the rhythm."""
    if form.wants(was):
        choices.choose(member, CHECK_IN, form.cleaned_data["channel"], now)
    elif form.cleaned_data["channel"] == NONE != was:
        answering.stop(member, CHECK_IN, now)
    check_ins.set_rhythm(member, form.rhythm_said, now)


def _offered() -> set[str]:
    """Devices only where this site can show anything on them."""
    ways = {NONE, *CHANNELS}
    return ways if vapid.is_there() else ways - {Way.PUSH}


def _told(member: User, channel: str, now: datetime) -> str:
    """When the next one really comes, and where; nothing for those who want none."""
    if channel == NONE:
        return ""
    planned = member.reminders.filter(kind=CHECK_IN)
    late = waiting(member, [CHECK_IN])
    rows = to_come(member, choices.contact_of(member), {CHECK_IN: channel}, planned, late, now)
    lines = [str(line) for row in rows for line in row.says]
    return " ".join([*lines, _closed(member, channel)]).strip()


def _closed(member: User, channel: str) -> str:
    """What stands between them and the way they chose; blank where nothing does."""
    if channel == Way.EMAIL and not EmailAddress.objects.get_verified(member):
        return _("No address of yours is confirmed yet; until one is, it waits in here.")
    if channel == Way.PUSH and (member.shared_device or not member.push_devices.exists()):
        return _("No device is turned on for it; until one is, it waits in here.")
    return ""
