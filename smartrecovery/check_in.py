"""Checking in: a minute about a day or a week, and what was said before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stages import check_ins, support
from stages.check_in_forms import Asked, CheckInForm
from stages.models import Behaviour, CheckIn, CheckInPlan
from tools import evidence

from . import check_in_back, check_in_week

A_PAGE, MOST_TABS = 30, 8
A_DAY = timedelta(days=1)
A_WEEK_BUT_ONE = timedelta(days=6)
Rhythm = CheckInPlan.Rhythm


@dataclass(frozen=True)
class Page:
    """One page of it: what is asked, about which day, and what there is besides."""

    asked: Asked
    day: date
    today: date
    is_chosen: bool
    tabs: list[Behaviour]
    written: list[CheckIn]
    open_days: list[date]
    is_closed: bool = False
    is_gone: bool = False

    @property
    def behaviour(self) -> Behaviour | None:
        return self.asked.behaviour

    @property
    def is_today(self) -> bool:
        return self.day == self.today and len(self.asked.days) == 1

    @property
    def asks_a_note(self) -> bool:
        return "note" in self.asked.names

    @property
    def others(self) -> list[tuple[Behaviour, str, bool]]:
        """Each thing that may be written about, its address, and whether it is the one here."""
        if len(self.tabs) < 2:
            return []
        return [(each, self._url(each), each == self.behaviour) for each in self.tabs]

    @property
    def other_kind(self) -> str:
        return self._url(self.behaviour, weekly=not self.asked.weekly)

    @property
    def other_days(self) -> list[tuple[date, str]]:
        return [
            (day, self._url(self.behaviour, day=day)) for day in self.open_days if day != self.day
        ]

    def _url(
        self, behaviour: Behaviour | None, weekly: bool | None = None, day: date | None = None
    ) -> str:
        chosen = day or (self.day if self.is_chosen else None)
        return address(behaviour, self.asked.weekly if weekly is None else weekly, chosen)


def address(behaviour: Behaviour | None, weekly: bool, day: date | None) -> str:
    said: dict[str, Any] = {"about": behaviour.pk} if behaviour else {}
    said |= {"week": int(weekly)} | ({"day": day.isoformat()} if day else {})
    return f"{reverse('check_in')}?{urlencode(said)}"


@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: HttpRequest) -> HttpResponse:
    """A minute about a day, or about seven. Nothing has to be answered; one a day is kept."""
    now, member = timezone.now(), request.user
    page = _page(request, now)
    if request.method != "POST":
        page = _filled_in(page, member)
        return _show(request, page, CheckInForm(asked=page.asked, day=page.day))
    data = request.POST.copy()
    data["day"] = page.day.isoformat()
    form = CheckInForm(data, asked=page.asked, day=page.day)
    _say_what_is_wrong(form, page)
    if not form.is_valid():
        return _show(request, page, form)
    kept = check_ins.save(
        member, page.behaviour, page.day, form.said, now,
        weekly=page.asked.weekly, seen=form.seen_before,
    )  # fmt: skip
    if kept is None:
        messages.info(
            request, _("There is nothing to keep yet. One answer is enough, and so is none.")
        )
        return _show(request, page, form)
    support.offer_after(member, [form.said.get("note", "")], now)
    evidence.look_about(member, kept.behaviour, now)
    return redirect("check_in_kept", kept.pk)


@require_safe
def check_in_kept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One true sentence, what they said they would like, and what else may be written about."""
    mine = request.user.check_ins.select_related("behaviour", "member")
    kept = get_object_or_404(mine, pk=pk)
    context = {
        "place": "today",
        "check_in": kept,
        "sentence": check_in_back.sentence(kept),
        "liked": check_in_back.liked(kept),
        "offered": support.offer_for([kept.note]),
        "next": _next(kept),
        "change_url": address(kept.behaviour, kept.weekly, kept.day),
        "is_open": kept.day in check_ins.open_days(request.user, timezone.now()),
    }
    return render(request, "check_in/kept.html", context)


@require_safe
def check_ins_all(request: HttpRequest) -> HttpResponse:
    """Every one, latest first. For seven days each can be changed; then it stays as it was said."""
    rows = request.user.check_ins.select_related("behaviour").order_by("-day", "-weekly", "-at")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    may_change = set(check_ins.open_days(request.user, timezone.now()))
    lines = [
        (
            each,
            check_in_back.in_words(each),
            address(each.behaviour, each.weekly, each.day) if each.day in may_change else "",
        )
        for each in page
    ]
    context = {"place": "today", "page": page, "lines": lines}
    return render(request, "check_in/all.html", context)


# What is asked for


def _page(request: HttpRequest, now: datetime) -> Page:
    """Three queries: the rhythm, what is worked on, and what was written in these seven days."""
    member, plan = request.user, check_ins.rhythm_of(request.user)
    said = request.POST if request.method == "POST" else request.GET
    weekly = _is_weekly(plan, said.get("week", ""))
    days, day, is_chosen, is_closed = _days(member, request.GET.get("day", ""), said, now)
    if weekly and not is_chosen:
        days = [day]
    behaviours = list(member.behaviours.open())
    written = list(member.check_ins.filter(day__range=(day - A_WEEK_BUT_ONE, day)).defer("note"))
    about = said.get("about", "")
    named = next((each for each in behaviours if str(each.pk) == about), None)
    active = [each for each in behaviours if each.state == Behaviour.State.ACTIVE]
    is_gone = request.method == "POST" and bool(about) and named is None
    is_about_nothing = request.method == "POST" and not about
    behaviour = named if named or is_about_nothing else _first(active, written, day, weekly)
    kept = next((each for each in written if _is(each, behaviour, day, weekly)), None)
    tabs = active[:MOST_TABS]
    return Page(
        Asked(behaviour, days, weekly, plan, kept),
        day,
        member.today(now),
        is_chosen,
        tabs if behaviour is None or behaviour in tabs else [*tabs, behaviour],
        written,
        check_ins.open_days(member, now),
        is_closed,
        is_gone,
    )


def _is_weekly(plan: CheckInPlan, said: str) -> bool:
    """As asked, else by their rhythm; where nothing chosen can be said of the one, the other."""
    weekly = said == "1" if said in ("0", "1") else plan.rhythm == Rhythm.WEEKLY
    return weekly if check_ins.asks(plan, weekly) else not weekly


def _days(
    member, chosen: str, said: Mapping[str, str], now: datetime
) -> tuple[list[date], date, bool, bool]:
    """The days to choose from, the one it is about, whether that was chosen before, and whether one is closed."""
    open_days, nights = check_ins.open_days(member, now), check_ins.nights(member, now)
    by_address = next((day for day in open_days if day.isoformat() == chosen), None)
    days = [by_address] if by_address else nights or [member.today(now)]
    wanted = said.get("day", "")
    # A page opened before the day turned may be sent after.
    accepted = {*days, member.today(now), member.today(now) - A_DAY}
    day = next((day for day in accepted if day.isoformat() == wanted), None)
    if day is None:
        return days, days[0], by_address is not None, bool(wanted)
    return days if day in days else [day], day, by_address is not None, False


def _first(
    active: list[Behaviour], written: list[CheckIn], day: date, weekly: bool
) -> Behaviour | None:
    """The first that nothing was written about yet; where all were, the first."""
    waiting = [each for each in active if not any(_is(row, each, day, weekly) for row in written)]
    return next(iter([*waiting, *active]), None)


def _is(row: CheckIn, behaviour: Behaviour | None, day: date, weekly: bool) -> bool:
    about = behaviour.pk if behaviour else None
    return (row.behaviour_id, row.day, row.weekly) == (about, day, weekly)


def _filled_in(page: Page, member) -> Page:
    """A week nothing was kept of opens with what is known of it."""
    if not page.asked.weekly or page.asked.kept:
        return page
    about = page.behaviour.pk if page.behaviour else None
    written = [each for each in page.written if each.behaviour_id == about]
    known = check_in_week.found(member, page.behaviour, page.day, written)
    asked = replace(page.asked, filled=known.values, sources=known.sources, says=known.says)
    return replace(page, asked=asked)


def _say_what_is_wrong(form: CheckInForm, page: Page) -> None:
    if page.is_closed:
        form.add_error(None, _("That day is closed. Sent again, this is about the day below."))
    if page.is_gone:
        form.add_error(
            None, _("What this was about is gone. Sent again, it is about what is named below.")
        )


def _show(request: HttpRequest, page: Page, form: CheckInForm) -> HttpResponse:
    return render(request, "check_in/check_in.html", {"place": "today", "page": page, "form": form})


def _next(kept: CheckIn) -> tuple[Behaviour, str] | None:
    """The next thing they work on that nothing was written about on this day, and where it is asked about."""
    if kept.behaviour is None:
        return None
    same = CheckIn.objects.filter(member=kept.member, day=kept.day, weekly=kept.weekly)
    rest = kept.member.behaviours.filter(state=Behaviour.State.ACTIVE)
    other = rest.exclude(pk__in=same.exclude(behaviour=None).values("behaviour")).first()
    return (other, address(other, kept.weekly, kept.day)) if other else None
