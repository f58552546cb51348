"""What speaks for another stage and lies in worksheets: days and counts from columns, and the latest plan alone is opened."""

import logging
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from smartrecovery.accounts.models import User
from smartrecovery.vault import keys
from stages import suggesting, thresholds
from stages.evidence import Evidence, Look, Source
from stages.models import Behaviour, Suggestion

from .models import Entry

log = logging.getLogger(__name__)

WEIGHING, PLAN = ("cost-benefit", "future-questions"), "change-plan"
MOST_LOOKED_AT = 500
# Whoever was not here this long is not asked behind their back.
AWAY = timedelta(days=14)
LATELY = timedelta(minutes=15)


def weighed(look: Look) -> list[Evidence]:
    """On how many days somebody wrote in a sheet that weighs things up. No sheet is opened."""
    since = look.back("lately")
    moments = list(
        Entry.objects.filter(look.about, member=look.member, tool__in=WEIGHING)
        .filter(changed_at__gte=since)
        .order_by("-changed_at", "-id")
        .values_list("pk", "created_at", "changed_at", "revisions__at")[:MOST_LOOKED_AT]
    )
    days = {
        look.member.day_of(at)
        for _pk, *ats in moments
        for at in ats
        if at and since <= at <= look.now
    }
    if len(days) < look.takes["weighing_days"]:
        return []
    return [Evidence("weighed", "entry", str(moments[0][0]), {"n": len(days)})]


def plan(look: Look) -> list[Evidence]:
    """What the latest plan says of days and steps; one that was never saved says nothing yet."""
    entry = (
        Entry.objects.filter(look.about, member=look.member, tool=PLAN, saved_at__isnull=False)
        .exclude(state=Entry.State.ARCHIVED)
        .order_by("-changed_at", "-id")
        .first()
    )
    return _of_plan(look, entry) if entry else []


def _of_plan(look: Look, entry: Entry) -> list[Evidence]:
    """A day set counts where the plan was written in since they said where they are; what was done, by its day."""
    steps, key = entry.answers.get("steps", ()), str(entry.pk)
    found = []
    if entry.changed_at >= look.said_at:
        dated = sum(bool(row.get("when") or row.get("dow")) for row in steps)
        if dated >= look.takes["dated_steps"]:
            found.append(Evidence("step_dated", "entry", key, {"n": dated}))
    done = sum(_done_since(row, look, entry) for row in steps)
    if done >= look.takes["steps_done"]:
        found.append(Evidence("step_done", "entry", key, {"n": done}))
    return found + _start(look, entry)


def _start(look: Look, entry: Entry) -> list[Evidence]:
    if not (said := entry.answers.get("start_on")):
        return []
    start = date.fromisoformat(said)
    if start <= look.day:
        return [Evidence("start_passed", "entry", str(entry.pk), day=start)]
    soon = start <= look.day + timedelta(days=look.takes["start_within"])
    if soon and entry.changed_at >= look.said_at:
        return [Evidence("start_near", "entry", str(entry.pk), day=start)]
    return []


def _done_since(row: dict, look: Look, entry: Entry) -> bool:
    if not row.get("done"):
        return False
    if done_at := row.get("done_at"):
        return date.fromisoformat(done_at) >= look.said_on
    return entry.changed_at >= look.said_at


SOURCES = (
    Source(("weighed",), weighed),
    Source(("step_dated", "step_done", "start_near", "start_passed"), plan),
)


def look(behaviour: Behaviour, now: datetime) -> Suggestion | None:
    """Suggests what speaks for another stage here and in stages, if anything; it sets none."""
    return suggesting.look(behaviour, now, SOURCES)


def look_about(member, behaviour: Behaviour | None, now: datetime) -> None:
    """Called after a check-in is saved, or anything else that may speak for another stage."""
    suggesting.look_about(member, behaviour, now, SOURCES)


def look_after(entry: Entry, now: datetime) -> None:
    """A step was ticked. A sheet that is saved waits for the timetable, which comes by every few minutes."""
    if entry.tool in (*WEIGHING, PLAN):
        look_about(entry.member, entry.behaviour, now)


def look_at_lately(now: datetime) -> int:
    """For the timetable: what speaks from sheets saved since it last came by; saving one costs nothing more."""
    lately = Entry.objects.filter(tool__in=(*WEIGHING, PLAN), saved_at__gte=now - LATELY)
    return _look_at(now, member__in=lately.values("member"))


def look_at_all(now: datetime) -> int:
    """For the timetable: what time alone has brought about; how many were suggested."""
    return _look_at(now)


def _look_at(now: datetime, **these) -> int:
    here = (
        User.objects.with_key()
        .filter(Q(paused_until=None) | Q(paused_until__lte=now.date()))
        .filter(is_active=True, leaving_at=None, agreed_to__gt=0, last_login__gte=now - AWAY)
    )
    waiting = suggesting.open_to_one(now, thresholds.values())
    found = waiting.filter(**these).filter(member__in=here.values("pk"))
    return sum(_looked(behaviour, here, now) for behaviour in list(found))


def _looked(behaviour: Behaviour, here: QuerySet[User], now: datetime) -> bool:
    """Whoever left meanwhile is left alone. What cannot be read is told in the log, and keeps nobody else waiting."""
    try:
        with keys.held():
            is_here = here.filter(pk=behaviour.member_id).exists()
            return is_here and look(behaviour, now) is not None
    except Exception:
        log.exception("Cannot read what speaks for behaviour %s", behaviour.pk)
        return False


def gone(entry: Entry, now: datetime) -> None:
    """An entry is deleted: nothing is suggested by it any more."""
    suggesting.forget(entry.member, "entry", entry.pk, now)
