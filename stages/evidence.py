"""What speaks for another stage, as far as it lies in stages: numbers and ids, and none of anybody's words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from .models import Behaviour, CheckIn, Score

RULERS = "rulers"
MOST_OF_A_WEEK = 4
# Their own word for it; where a week has none, more days than not.
SAYS_ON_PLAN = Q(plan=CheckIn.Plan.YES) | Q(weekly=True, plan="", days__gte=MOST_OF_A_WEEK)

# What each piece of evidence says, in plain words.
SAID: dict[str, str | Promise] = {
    "weighed": ngettext_lazy(
        "You weighed it up, or wrote about where you want to be, on one day lately",
        "You weighed it up, or wrote about where you want to be, on %(n)d days lately",
        "n",
    ),
    "importance_rose": _("How important it is to you went from %(was)d to %(n)d"),
    "importance_high": _("How important it is to you: %(n)d out of 10"),
    "confidence_enough": _("How sure you are: %(n)d out of 10"),
    "step_dated": ngettext_lazy(
        "One step of your plan has a day", "%(n)d steps of your plan have a day", "n"
    ),
    "start_near": _("The day you want to start: %(day)s"),
    "start_passed": _("The day you wanted to start has come: %(day)s"),
    "step_done": ngettext_lazy(
        "You have done one step of your plan", "You have done %(n)d steps of your plan", "n"
    ),
    "on_plan": ngettext_lazy("One check-in says “on plan”", "%(n)d check-ins say “on plan”", "n"),
    "long_in_action": _("You have been doing it since %(day)s"),
    "weeks_on_plan": _("%(n)d of your last %(was)d weekly check-ins say “on plan”"),
    "feels_done": _("In a check-in you said you feel done with this"),
    "long_kept": _("You have kept it going since %(day)s"),
    "moving_on": _("You opened the page about moving on"),
}


@dataclass(frozen=True)
class Evidence:
    """One thing that speaks for it, and where it can be seen: a page's name, and what it opens with."""

    fact: str
    page: str
    key: str = ""
    numbers: Mapping[str, int] = field(default_factory=dict)
    day: date | None = None

    def as_kept(self) -> dict[str, Any]:
        kept: dict[str, Any] = {"fact": self.fact, "page": self.page} | dict(self.numbers)
        if self.key:
            kept["key"] = self.key
        return kept | ({"day": self.day.isoformat()} if self.day else {})


@dataclass(frozen=True)
class Reason:
    """A piece of evidence as it is read: the words, and the page it is on."""

    said: str
    url: str


@dataclass(frozen=True)
class Look:
    """One behaviour at one moment. `said_at` is when they last said where they are: what speaks came after.

    `alone` where there is nothing else they work on, so that what is about nothing is about this.
    """

    behaviour: Behaviour
    said_at: datetime
    alone: bool
    takes: Mapping[str, int]
    now: datetime

    @property
    def member(self):
        return self.behaviour.member

    @property
    def day(self) -> date:
        return self.member.day_of(self.now)

    @property
    def said_on(self) -> date:
        return self.member.day_of(self.said_at)

    @property
    def about(self) -> Q:
        mine = Q(behaviour=self.behaviour)
        return mine | Q(behaviour=None) if self.alone else mine

    def back(self, name: str) -> datetime:
        """From when things count: so many days back, and never before they said where they are."""
        return max(self.now - timedelta(days=self.takes[name]), self.said_at)

    def check_ins(self) -> QuerySet[CheckIn]:
        return CheckIn.objects.filter(self.about, member=self.member, day__lte=self.day)


@dataclass(frozen=True)
class Source:
    """Finds these facts, as many as there are, in one go."""

    facts: tuple[str, ...]
    find: Callable[[Look], list[Evidence]]


@dataclass(frozen=True, order=True)
class Ruler:
    """A number somebody set on a ruler, in a check-in or in the measure."""

    at: datetime
    value: int
    page: str
    key: str = ""


def rulers(look: Look) -> list[Evidence]:
    important, sure = _rulers(look, "importance"), _rulers(look, "confidence")
    found = [*_rose(look, important)]
    fresh = look.back("ruler_days")
    for fact, set_to, name in (
        ("importance_high", important, "importance"),
        ("confidence_enough", sure, "confidence"),
    ):
        if set_to and set_to[0].at >= fresh and set_to[0].value >= look.takes[name]:
            found.append(_seen(fact, set_to[0], n=set_to[0].value))
    return found


def _rose(look: Look, set_to: list[Ruler]) -> list[Evidence]:
    """Since the one before; the later one is newer than their own word."""
    if len(set_to) < 2 or set_to[0].at < look.back("lately"):
        return []
    now, before = set_to
    if now.value - before.value < look.takes["importance_rise"]:
        return []
    return [_seen("importance_rose", now, n=now.value, was=before.value)]


def _rulers(look: Look, name: str) -> list[Ruler]:
    """The last two, latest first."""
    asked = look.check_ins().filter(**{f"{name}__isnull": False}).order_by("-day", "-at")
    said = [Ruler(at, value, "check_ins") for at, value in asked.values_list("at", name)[:2]]
    about = Q(taking__behaviour=look.behaviour)
    scores = Score.objects.filter(
        about | Q(taking__behaviour=None) if look.alone else about,
        member=look.member,
        name=name,
        taking__instrument=RULERS,
        taking__taken_at__lte=look.now,
    ).order_by("-taking__taken_at")
    measured = [
        Ruler(at, value, "taking", str(taking))
        for at, value, taking in scores.values_list("taking__taken_at", "value", "taking")[:2]
    ]
    return sorted([*said, *measured], reverse=True)[:2]


def _seen(fact: str, ruler: Ruler, **numbers: int) -> Evidence:
    return Evidence(fact, ruler.page, ruler.key, numbers)


def on_plan(look: Look) -> list[Evidence]:
    """Check-ins since they said where they are, about a day or a week."""
    kept_to = look.check_ins().filter(SAYS_ON_PLAN, day__gte=look.said_on).count()
    if kept_to < look.takes["on_plan"]:
        return []
    return [Evidence("on_plan", "check_ins", numbers={"n": kept_to})]


def weeks_on_plan(look: Look) -> list[Evidence]:
    """Most of the last weekly ones. A slip takes nothing away from it."""
    wanted = look.takes["weeks"]
    says = Case(When(SAYS_ON_PLAN, then=True), default=False)
    weekly = look.check_ins().filter(weekly=True).order_by("-day", "-at")
    last = list(weekly.annotate(says=says).values_list("day", "says")[:wanted])
    lately = look.day - timedelta(days=look.takes["lately"])
    kept_to = sum(says for _day, says in last)
    if len(last) < wanted or last[0][0] < lately or kept_to * 2 <= wanted:
        return []
    return [Evidence("weeks_on_plan", "check_ins", numbers={"n": kept_to, "was": wanted})]


def long_in_action(look: Look) -> list[Evidence]:
    return _long_since(look, "long_in_action", "action_days")


def long_kept(look: Look) -> list[Evidence]:
    return _long_since(look, "long_kept", "maintenance_days")


def _long_since(look: Look, fact: str, limit: str) -> list[Evidence]:
    since = look.behaviour.stage_since
    if since > look.day - timedelta(days=look.takes[limit]):
        return []
    return [Evidence(fact, "behaviour", str(look.behaviour.pk), day=since)]


def feels_done(look: Look) -> list[Evidence]:
    said = look.check_ins().filter(feels_done=True, at__gte=look.back("ruler_days"))
    return [Evidence("feels_done", "check_ins")] if said.exists() else []


SOURCES = (
    Source(("importance_rose", "importance_high", "confidence_enough"), rulers),
    Source(("on_plan",), on_plan),
    Source(("weeks_on_plan",), weeks_on_plan),
    Source(("long_in_action",), long_in_action),
    Source(("long_kept",), long_kept),
    Source(("feels_done",), feels_done),
)


def read(kept: Any, behaviour_id: UUID) -> list[Reason]:
    """Evidence as it was kept, in words; what a file brought back that says nothing here is left out."""
    return [reason for piece in pieces(kept) if (reason := _read(piece, behaviour_id))]


def as_one(speaks: Iterable[Evidence]) -> dict[str, Any]:
    """Evidence as a suggestion keeps it."""
    return {"facts": [each.as_kept() for each in speaks]}


def pieces(kept: Any) -> list[dict[str, Any]]:
    facts = kept.get("facts") if isinstance(kept, dict) else None
    return [each for each in facts if isinstance(each, dict)] if isinstance(facts, list) else []


def _read(kept: Any, behaviour_id: UUID) -> Reason | None:
    try:
        words, page = SAID[kept["fact"]], kept["page"]
        numbers: dict[str, Any] = {name: int(kept[name]) for name in NUMBERS if name in kept}
        if "day" in kept:
            numbers["day"] = date_format(date.fromisoformat(kept["day"]), "DATE_FORMAT")
        said = words % numbers if numbers else str(words)
        key = [UUID(kept["key"])] if PAGES[page] else []
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    if page == "behaviour":
        return Reason(said, reverse(page, args=[behaviour_id]) + "#path")
    return Reason(said, reverse(page, args=key))


NUMBERS = ("n", "was")
# Where evidence can be seen, and whether the page is about one thing.
PAGES = {"behaviour": True, "entry": True, "taking": True, "check_ins": False, "moving_on": True}
