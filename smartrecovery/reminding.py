"""Reminders as their owner sees them: what comes, how and when, what came, and one of them opened."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tools import given

from . import putting_off
from .accounts import leaving, zones
from .accounts.models import User
from .held_up import waiting as waiting_for
from .outbox import (
    answering,
    choices,
    devices,
    holding,
    kinds,
    news,
    posting,
    reminders,
    waiting,
    words,
)
from .outbox.channels import vapid
from .outbox.models import Choice, Contact, Message, Reminder
from .reminding_form import RemindersForm
from .to_come import ToCome, in_full, to_come
from .told import kind_of, title_of, told

A_PAGE, LATELY, MOST_WAITING, MOST_BESIDE = 30, 5, 50, 20
NONE = Choice.Channel.NONE
SENT = Message.State.SENT


@dataclass(frozen=True)
class Page:
    """What is known of how somebody is reminded."""

    contact: Contact
    rows: list[ToCome]
    planned: list[Reminder]
    address: str
    waiting_address: str

    @property
    def ways(self) -> set[str]:
        return {row.channel for row in self.rows}

    @property
    def stopped(self) -> list[ToCome]:
        return [row for row in self.rows if row.has_stopped]


@require_http_methods(["GET", "HEAD", "POST"])
def everything(request: HttpRequest) -> HttpResponse:
    """By which way each kind comes, at which hours, how much it says, and what came lately."""
    now, member = timezone.now(), request.user
    if request.method == "POST" and not member.agreed_edition:
        return redirect("me_consent")
    page = _page(member, now)
    if (do := request.POST.get("do", "")) in DOING:
        return DOING[do](request, page, now)
    form = RemindersForm(
        request.POST if request.method == "POST" else None,
        rows=page.rows,
        contact=page.contact,
        paused_until=member.paused_until,
        today=member.today(now),
        has_push=vapid.is_there(),
    )
    if form.is_valid():
        keep(member, page, form, now)
        messages.success(request, _("Saved %(time)s.") % {"time": _clock(member, now)})
        return redirect("reminders")
    return render(request, "reminders/everything.html", _shown(member, page, form, now))


@require_POST
def now(request: HttpRequest) -> HttpResponse:
    """One to see how it comes; pressed twice in a minute it is one."""
    moment, member = timezone.now(), request.user
    way = request.POST.get("way", "")
    if not member.agreed_edition:
        return redirect("me_consent")
    if way not in Choice.Channel.values or way == NONE:
        raise BadRequest
    kind, minute = kinds.named("now"), moment.replace(second=0, microsecond=0)
    posted = posting.post(
        member,
        kind.name,
        minute.isoformat(),
        channel=way,
        due_at=moment,
        expires_at=moment + kind.window,
    )
    if posted:
        messages.success(request, _("It is on its way. The list below says when it went."))
    else:
        messages.info(request, _("One went out a moment ago. In a minute you can ask for another."))
    return redirect("reminders")


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Everything that was sent, and what became of the rest; latest first."""
    member = request.user
    page = Paginator(_ledger(member), A_PAGE).get_page(request.GET.get("page"))
    context = {"place": "me", "page": page, "rows": [told(member, row) for row in page]}
    return render(request, "reminders/sent.html", context)


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits in here."""
    rows = [told(request.user, each) for each in news.waiting(request.user)[:MOST_WAITING]]
    return render(request, "reminders/inbox.html", {"place": "me", "rows": rows})


@require_POST
def inbox_done(request: HttpRequest) -> HttpResponse:
    """One, or all that the page showed: what came meanwhile stays."""
    keys = [given.key(said) for said in request.POST.getlist("message")[:MOST_WAITING]]
    seen = list(news.waiting(request.user).filter(pk__in=[key for key in keys if key]))
    put_away(request.user, seen, timezone.now())
    return redirect("inbox")


@require_safe
def reminder(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where a message leads: what it is about, and what may be done with it. Opening it changes nothing."""
    message, kind = _mine(request, pk)
    now = timezone.now()
    contact = choices.contact_of(request.user)
    context = {
        "place": "today",
        "message": message,
        "title": title_of(message),
        "line": words.line(message) if kind else "",
        "page": kind.page(message) if kind else "/",
        "due": in_full(request.user, message.due_at),
        "is_chosen": kind is not None and kind.is_chosen,
        "is_open": message.answered_at is None and message.state == SENT,
        "later": putting_off.offered(request.user, contact, now),
        "is_ignored": kind is not None and words.is_ignored(message),
        "city": zones.city(request.user.zone),
        "less_often": (kind.less(message) if kind else "") or reverse("reminders"),
        "beside": [told(request.user, each) for each in _beside(message)],
    }
    return render(request, "reminders/reminder.html", context)


@require_POST
def later(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same one again, about the same day."""
    message, kind = _mine(request, pk)
    now, member = timezone.now(), request.user
    until = putting_off.chosen(member, choices.contact_of(member), request.POST.get("until"), now)
    if kind is None or not kind.is_chosen or until is None:
        raise BadRequest
    if message.answered_at is not None or message.state != SENT:
        messages.info(request, _("That one is answered already. Nothing more comes of it."))
        return redirect("reminder", pk)
    again = answering.snooze(message, until, now)
    when = {"when": in_full(member, again.due_at)}
    messages.success(request, _("It comes again on %(when)s.") % when)
    return redirect("today")


@require_POST
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """No more of this kind."""
    message, kind = _mine(request, pk)
    if kind is None or not kind.is_chosen:
        raise BadRequest
    answering.stop(request.user, kind.name, timezone.now())
    messages.success(
        request,
        _("No more of these: %(title)s. Here you can have them again.") % {"title": kind.title},
    )
    return redirect("reminders")


# What is kept


@transaction.atomic
def keep(member: User, page: Page, form: RemindersForm, now: datetime) -> None:
    """What changed, all of it or nothing; then what is to come is worked out again, once."""
    before = {row.kind.name: row.channel for row in page.rows}
    changed = {kind: way for kind, way in form.chosen.items() if before.get(kind) != way}
    for kind, way in changed.items():
        if way == NONE:
            answering.stop(member, kind, now)
        else:
            choices.choose(member, kind, way, now)
    is_other = any(getattr(page.contact, name) != said for name, said in form.contact.items())
    if is_other:
        choices.set_contact(member, form.contact, now)
    if changed or is_other:
        reminders.moved(member, now)
    _keep_pause(member, form.cleaned_data["paused_until"])
    waiting.look_again(member, now)


def _keep_pause(member: User, until) -> None:
    if until is None and member.paused_until is not None:
        leaving.end_pause(member)
    elif until is not None and until != member.paused_until:
        leaving.pause(member, until)


@transaction.atomic
def put_away(member: User, seen: list[Message], now: datetime) -> None:
    """Looked at is not ignored: what is planned again goes on at its pace."""
    waiting.one_at_a_time(member)
    ids = [message.pk for message in seen]
    Message.objects.filter(member=member, pk__in=ids).update(answered_at=now)
    for message in seen:
        if message.day is not None:
            answering.answered(member, message.kind, message.day, now, message.about)
    news.look_again(member)


def _begin_again(request: HttpRequest, page: Page, now: datetime) -> HttpResponse:
    """What was given up because nobody answered; this is an answer."""
    kind = request.POST.get("kind", "")
    for row in page.planned:
        if row.kind == kind and row.stopped_at is not None:
            answering.heard(request.user, kind, row.about, now)
    messages.success(request, _("They come again."))
    return redirect("reminders")


def _try_mailbox(request: HttpRequest, page: Page, now: datetime) -> HttpResponse:
    if page.contact.email_broken_at is not None:
        choices.set_contact(request.user, {"email_broken_at": None}, now)
        messages.success(request, _("Your address is tried again from now on."))
    return redirect("reminders")


DOING: dict[str, Callable[[HttpRequest, Page, datetime], HttpResponse]] = {
    "again": _begin_again,
    "mailbox": _try_mailbox,
}


# What is shown


def _page(member: User, now: datetime) -> Page:
    """Five queries; one more where no address is confirmed."""
    contact, planned = choices.contact_of(member), list(member.reminders.all())
    channels = choices.channels(member)
    confirmed = EmailAddress.objects.get_verified(member)
    unconfirmed = None if confirmed else EmailAddress.objects.get_new(member)
    return Page(
        contact,
        to_come(member, contact, channels, planned, waiting_for(member, channels), now),
        planned,
        confirmed.email if confirmed else "",
        unconfirmed.email if unconfirmed else "",
    )


def _shown(member: User, page: Page, form: RemindersForm, now: datetime) -> dict[str, Any]:
    ends = holding.pause_ends(member, now)
    plain, detailed = _previews(member, page, now)
    return {
        "place": "me",
        "form": form,
        "known": page,
        "city": zones.city(member.zone),
        "pause_ends": in_full(member, ends) if ends else "",
        "plain": plain,
        "detailed": detailed,
        "sender": words.drawn_sender(member.language),
        "push": devices.for_page(member),
        "lately": [told(member, row) for row in _ledger(member)[:LATELY]],
    }


def _previews(member: User, page: Page, now: datetime) -> tuple[words.Drawn, words.Drawn]:
    """The very mail of what comes next, or of what might, as it says nothing and as it says what."""
    coming = [(row.next_at, row.about, row) for row in page.planned if row.next_at is not None]
    message = Message(member=member, kind="check-in", day=member.today(now), due_at=now)
    if coming:
        message.due_at, message.about, row = min(coming, key=itemgetter(0))
        message.kind, message.day = row.kind, row.next_on
    message.template = kinds.named(message.kind).template
    return words.said([message], detailed=False), words.said([message], detailed=True)


def _ledger(member: User):
    return member.messages_sent.order_by("-due_at", "-id")


def _mine(request: HttpRequest, pk: UUID) -> tuple[Message, kinds.Kind | None]:
    message = get_object_or_404(request.user.messages_sent.select_related("member"), pk=pk)
    return message, kind_of(message)


def _beside(message: Message) -> list[Message]:
    """What went in the same message and still waits."""
    first = message.went_with or message.pk
    together = Message.objects.filter(Q(pk=first) | Q(went_with=first), member=message.member_id)
    rest = together.filter(state=SENT, answered_at=None).exclude(pk=message.pk)
    return list(rest.order_by("due_at")[:MOST_BESIDE])


def _clock(member: User, now: datetime) -> str:
    return formats.time_format(now.astimezone(member.tz), "H:i")
