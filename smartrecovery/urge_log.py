"""The urge log: more about one urge, all of them, and what writing one down gives back at once."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, get_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from stages import coping, support, urges
from stages.figures import begun_with
from stages.models import Behaviour, Urge
from stages.urge_form import WORDS, MoreForm
from stages.urge_words import all_of, ending, length, strength
from tools import given, plan_lines

A_PAGE, LAST_PAGE = 30, 10_000
NOTHING_SAID = "none"
WEEK = timedelta(days=7)
ACTED = (Urge.Outcome.ACTED_A_BIT, Urge.Outcome.ACTED)


@require_http_methods(["GET", "HEAD", "POST"])
def more(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything about one urge: to be filled in for two days after it was written down, then to be read."""
    mine = request.user.urges.select_related("behaviour")
    urge, now = get_object_or_404(mine, pk=pk), timezone.now()
    if urge.taken_back_at and request.method != "POST":
        return redirect("urge_written", pk)
    if not urges.may_add(urge, now):
        return _to_read(request, urge)
    lines = plan_lines.lines(request.user, urge.behaviour_id)
    form = MoreForm(
        request.POST if request.method == "POST" else None,
        urge=urge,
        ways=coping.ways(urge, lines),
        behaviours=[] if urge.behaviour_id else list(request.user.behaviours.open()),
        now=now,
    )
    moved = form.is_valid() and form.was_changed_meanwhile
    if form.is_valid() and not moved:
        return _keep(request, urge, form, lines, now)
    if moved:
        form.opened_again()
    context = {"place": "urge", "urge": urge, "form": form, "moved": moved}
    context["until"] = urge.created_at + urges.MORE_WITHIN
    return render(request, "frame/urge_more.html", context)


def _keep(
    request: HttpRequest, urge: Urge, form: MoreForm, lines: list[coping.Line], now: datetime
) -> HttpResponse:
    given = form.cleaned_data
    with transaction.atomic():
        if urges.add(urge, now, **form.what_was_said):
            coping.tried(urge, given.get("did", ()), given["own"], lines, now)
    support.offer_after(request.user, [*(given[name] for name in WORDS), given["own"]], now)
    messages.success(
        request, _("Saved %(time)s") % {"time": time_format(timezone.localtime(now), "H:i")}
    )
    return redirect("urge_written", urge.pk)


def _to_read(request: HttpRequest, urge: Urge) -> HttpResponse:
    """What was typed on a page that was left open too long is shown, to be kept elsewhere."""
    typed = [request.POST.get(name, "").strip() for name in (*WORDS, "own")]
    tried = urge.coped.select_related("action").order_by("action__created_at", "action_id")
    did = [one.action.label for one in tried]
    context = {
        "place": "urge",
        "urge": urge,
        "asked": all_of(urge, did),
        "offer": support.offer_for([*typed, *map(str, urge.said.values()), *did]),
        "typed": [words for words in typed if words],
        "acted": urge.outcome in ACTED,
    }
    return render(request, "frame/urge_read.html", context)


@require_safe
def all_urges(request: HttpRequest) -> HttpResponse:
    """What was noted, newest first; about one thing, where that is asked for."""
    behaviours = {str(each.pk): each for each in request.user.behaviours.all()}
    about = request.GET.get("about", "")
    about = about if about in behaviours or about == NOTHING_SAID else ""
    number = given.page(request.GET.get("page", ""), LAST_PAGE)
    found = request.user.urges.standing()
    if about:
        found = found.filter(behaviour=behaviours.get(about))
    start = (number - 1) * A_PAGE
    shown = list(found[start : start + A_PAGE + 1])
    named = {} if about else behaviours
    context = {
        "place": "urge",
        "lines": [line_of(urge, named, request.user.today()) for urge in shown[:A_PAGE]],
        "filters": _filters(behaviours, about),
        "narrows": bool(about),
        "previous": _at(about, number - 1) if number > 1 else "",
        "next": _at(about, number + 1) if len(shown) > A_PAGE else "",
    }
    return render(request, "frame/urges.html", context)


@dataclass(frozen=True)
class Filter:
    url: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class Line:
    """One urge in the list: what set it off in their own words, or how strong it was, and the rest in small."""

    url: str
    own: str
    title: str
    about: str
    when: str


def line_of(urge: Urge, behaviours: dict[str, Behaviour], today: date) -> Line:
    own = str(urge.said.get("trigger") or "")
    title = strength(urge) or _("An urge")
    behaviour = behaviours.get(str(urge.behaviour_id))
    told = [title if own else "", ending(urge), length(urge), behaviour.title if behaviour else ""]
    return Line(
        reverse("urge_more", args=[urge.pk]),
        own,
        title,
        " · ".join(filter(None, told)),
        _when(timezone.localtime(urge.occurred_at), today),
    )


def _when(local: datetime, today: date) -> str:
    """In the order of the language, the month cut short; the year only where it is another."""
    told = "DATE_FORMAT"
    if local.year == today.year:
        told = re.sub("[FN]", "M", get_format("MONTH_DAY_FORMAT"))
    return f"{date_format(local, told)}, {time_format(local, 'H:i')}"


def _filters(behaviours: dict[str, Behaviour], about: str) -> list[Filter]:
    """None where there is nothing to tell apart."""
    if not behaviours:
        return []
    named = [(key, behaviour.title) for key, behaviour in behaviours.items()]
    all_of_them = [("", _("All of them")), *named, (NOTHING_SAID, _("Not said"))]
    return [Filter(_at(key, 1), words, key == about) for key, words in all_of_them]


def _at(about: str, page: int) -> str:
    asked = ({"about": about} if about else {}) | ({"page": page} if page > 1 else {})
    return f"{reverse('urges')}?{urlencode(asked)}" if asked else reverse("urges")


def after(member, urge: Urge, now: datetime) -> dict[str, Any]:
    """What the page says once an urge was written down, or more about it. Two queries at most."""
    did = (one.action.label for one in urge.coped.select_related("action"))
    return {
        "gives_back": "" if urge.taken_back_at else gives_back(member, now),
        "acted": urge.outcome in ACTED,
        "may_add": urges.may_add(urge, now),
        "offer": support.offer_for([*map(str, urge.said.values()), *did]),
    }


def gives_back(member, now: datetime) -> str:
    """Something true about what they wrote down, said in a sentence or two. One query."""
    today = member.today(now)
    week = Q(day__gt=today - WEEK, day__lte=today)
    before = Q(day__gt=today - 2 * WEEK, day__lte=today - WEEK)
    counted = member.urges.standing().aggregate(
        ever=Count("pk"),
        week=Count("pk", filter=week),
        passed=Count("pk", filter=week & Q(got_by=True)),
        before=Count("pk", filter=before),
    )
    return _sentence(**counted)


def _sentence(ever: int, week: int, passed: int, before: int) -> str:
    if ever <= 1:
        return _(
            "That is the first one written down. From here on you can see when they come,"
            " and that they pass."
        )
    if week < 2:
        return _(
            "%(n)s urges written down so far. Each one shows a little more of when they come."
        ) % {"n": begun_with(ever)}
    said = [_("%(n)s urges written down in the last seven days.") % {"n": begun_with(week)}]
    if passed == week:
        said.append(_("Every one of them passed, or you did something else."))
    elif passed:
        said.append(
            ngettext(
                "%(n)s of them passed, or you did something else.",
                "%(n)s of them passed, or you did something else.",
                passed,
            )
            % {"n": begun_with(passed)}
        )
    if 0 < before < week:
        said.append(_("More notes often mean more noticing, not more urges."))
    return " ".join(said)
