"""The desk page that says how the site is doing: the timetable, the worker, what waits and what failed."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from smartrecovery.accounts.desk import for_admins
from smartrecovery.accounts.models import User
from smartrecovery.outbox import kinds, posting
from smartrecovery.outbox.models import Message

from . import crisis, health
from .health import Some
from .told import Told, told

TEST = "now"
WAYS = {
    "email": gettext_lazy("by e-mail"),
    "push": gettext_lazy("on a device"),
    "inbox": gettext_lazy("in here"),
}
STATES = {
    Message.State.QUEUED: gettext_lazy("to be sent"),
    Message.State.HELD: gettext_lazy("held back for now"),
    Message.State.SENDING: gettext_lazy("on their way"),
}


@for_admins
@require_http_methods(["GET", "HEAD", "POST"])
def desk_health(request: HttpRequest) -> HttpResponse:
    """Counts and codes; never whose. The line on every page is left out, as this page says it in full."""
    now = timezone.now()
    if request.method == "POST":
        return send_a_test(request, now)
    shown = {
        "place": "me",
        "alarm": None,
        "standing": health.standing(now),
        "waiting": [_said(some, STATES[Message.State(some.what)]) for some in health.waiting()],
        "failed": [_said(some, some.what) for some in health.failed(now)],
        "test": last_test(request.user),
        "numbers": crisis.to_check(request.user.today(now)),
    }
    return render(request, "frame/desk_health.html", shown)


def send_a_test(request: HttpRequest, now: datetime) -> HttpResponse:
    """To whoever presses it, the way every message goes; twice in a minute is one."""
    minute = now.replace(second=0, microsecond=0).isoformat()
    expires = now + kinds.named(TEST).window
    if posting.post(request.user, TEST, f"desk:{minute}", due_at=now, expires_at=expires):
        messages.success(request, _("It is on its way to you. Look again in a moment."))
    else:
        messages.info(request, _("One went a moment ago. In a minute you can send another."))
    return redirect("desk_health")


def last_test(admin: User) -> Told | None:
    mine = admin.messages_sent.filter(kind=TEST, occurrence__startswith="desk:")
    last = mine.order_by("-posted_at").first()
    return told(admin, last) if last else None


def _said(some: Some, what: Any) -> dict[str, Any]:
    return {"way": WAYS.get(some.channel, some.channel), "what": what, "number": some.number}
