"""What Today says: the one next thing, the week, what is half-written, dated steps, and nothing else."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from smartrecovery.accounts.models import User
from smartrecovery.sheets import Due
from stages import check_ins, suggesting
from stages.models import Behaviour, BehaviourQuerySet, Stage
from tools import planning, weeks
from tools.catalogue import sheet_of, title_of
from tools.models import Entry

from .this_week import Over, Running, ThisWeek, this_week

AHEAD = BEHIND = timedelta(days=7)
MOST_HALF_WRITTEN = 5
MOST_PLANS = 3
MOST_STEPS = 8
# Said in SQL: putting it together anew for each page cost more than answering it.
NEAR = """
SELECT * FROM tools_entry WHERE member_id = %(who)s AND (
    id IN (
        SELECT id FROM tools_entry
        WHERE member_id = %(who)s AND unsaved AND state <> 'archived'
        ORDER BY changed_at DESC, id DESC LIMIT %(half)s
    ) OR id IN (
        SELECT id FROM tools_entry
        WHERE member_id = %(who)s AND next_on <= %(until)s
            AND state <> 'archived' AND tool <> %(week)s
        ORDER BY changed_at DESC, id DESC LIMIT %(plans)s
    )
) ORDER BY changed_at DESC, id DESC
"""


@dataclass(frozen=True)
class NextThing:
    """`own` is in the member's words; the rest is ours."""

    title: str
    lead: str = ""
    own: str = ""
    act: str = ""
    url: str = ""
    waits: bool = True


@dataclass(frozen=True)
class HalfWritten:
    tool: str
    title: str
    changed_at: datetime
    url: str
    is_week: bool = False


@dataclass(frozen=True)
class Step:
    """`done_url` is where it is ticked off; looking at a page again has none."""

    text: str
    day: date
    url: str
    done_url: str = ""


@dataclass(frozen=True)
class Today:
    day: date
    next_thing: NextThing
    half_written: list[HalfWritten] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    running: list[Running] = field(default_factory=list)
    over: list[Over] = field(default_factory=list)
    plan_url: str = ""
    is_new: bool = False
    check_in: check_ins.Due | None = None
    may_check_in: bool = False
    offer: suggesting.Offer | None = None
    news_url: str = ""


def today_for(member: User, now: datetime) -> Today:
    """Four queries, however much has been written; a fifth where a stage is suggested."""
    day = member.today(now)
    behaviours = list(_behaviours(member))
    entries = _entries(member, day)
    half_written = [_half(entry) for entry in entries if entry.unsaved][:MOST_HALF_WRITTEN]
    week = this_week(member, [each.pk for each in _active(behaviours)], day)
    steps = _steps([entry for entry in entries if _has_steps(entry, day)], day, week)
    rhythm = check_ins.rhythm(member, day)
    news = reverse("inbox") if member.has_news else ""
    thing = (
        _to_begin(behaviours)
        or _to_go_on(half_written)
        or _that_suits(behaviours)
        or _to_look_back(week)
        or _for_this_day(week, steps, day)
        or _to_look_at(news)
        or _nothing_waits(some_other_day=bool(steps or week.running))
    )
    return Today(
        day,
        thing,
        [half for half in half_written if half.url != thing.url],
        steps,
        week.running,
        [over for over in week.over if over.url != thing.url],
        _to_plan(week, half_written),
        is_new=not behaviours,
        check_in=check_ins.due_by(rhythm, member, day) if rhythm else None,
        may_check_in=bool(behaviours) and rhythm is None,
        offer=_offer(member, behaviours, now),
        news_url="" if thing.url == news else news,
    )


def _behaviours(member: User) -> BehaviourQuerySet:
    return _everybodys_behaviours().filter(member=member)


@cache
def _everybodys_behaviours() -> BehaviourQuerySet:
    """Each with its stage, whether it has been weighed up and planned for, and asked about.

    Built once, never asked as it is: putting this query together cost more than answering it.
    """
    about_it = Entry.objects.filter(
        Q(behaviour=OuterRef("pk")) | Q(behaviour=None), member=OuterRef("member")
    )
    return (
        Behaviour.objects.open()
        .with_stage()
        .annotate(
            weighed=Exists(about_it.filter(tool="cost-benefit")),
            planned=Exists(about_it.filter(tool="change-plan")),
            asked_until=suggesting.asked_until(),
        )
    )


def _offer(member: User, behaviours: list[Behaviour], now: datetime) -> suggesting.Offer | None:
    waits = any(each.asked_until and each.asked_until > now for each in _active(behaviours))
    return suggesting.offer(member, now) if waits else None


def _entries(member: User, day: date) -> list[Entry]:
    """What is half-written and what has steps these days, a few of each, latest first, in one query."""
    stored = {name: Entry._meta.get_field(name).get_db_prep_value for name in ("id", "next_on")}
    asked = {
        "who": stored["id"](member.pk, connection),
        "until": stored["next_on"](day + AHEAD, connection),
        "half": MOST_HALF_WRITTEN,
        "plans": MOST_PLANS,
        "week": weeks.SLUG,
    }
    return list(Entry.objects.raw(NEAR, asked))


def _has_steps(entry: Entry, day: date) -> bool:
    is_near = entry.next_on is not None and entry.next_on <= day + AHEAD
    return is_near and entry.tool != weeks.SLUG


def _half(entry: Entry) -> HalfWritten:
    return HalfWritten(
        tool=title_of(entry.tool, entry.edition),
        title=entry.title,
        changed_at=entry.changed_at,
        url=reverse("entry", args=[entry.pk]),
        is_week=entry.tool == weeks.SLUG,
    )


def _steps(plans: list[Entry], day: date, week: ThisWeek) -> list[Step]:
    """Dated steps of every plan but the week's; those taken into the week stand there."""
    steps = [step for plan in plans[:MOST_PLANS] for step in _steps_in(plan, day, week.taken)]
    near = [step for step in steps if day - BEHIND <= step.day <= day + AHEAD]
    return sorted(near, key=lambda step: step.day)[:MOST_STEPS]


def _steps_in(entry: Entry, day: date, taken: set[tuple[str, str]]) -> list[Step]:
    sheet = sheet_of(entry.tool, entry.edition)
    return [
        _step(entry, due)
        for due in (sheet.due(entry.answers, day) if sheet else ())
        if due.row is None or (str(entry.pk), due.row["id"]) not in taken
    ]


def _step(entry: Entry, due: Due) -> Step:
    """A weekly step is not ticked off here: it comes round again."""
    url = reverse("entry", args=[entry.pk])
    if due.row is None:
        return Step(_("Look at this again: %(title)s") % {"title": entry.title}, due.day, url)
    done = "" if due.weekly else reverse("entry_step", args=[entry.pk, due.row["id"]])
    return Step(due.row.get("text", ""), due.day, url, done)


def _to_begin(behaviours: list[Behaviour]) -> NextThing | None:
    if not behaviours:
        return NextThing(
            _("What would you like to work on?"),
            _("Name one thing, in your own words. You can change it, or add others, any time."),
            act=_("Name it"),
            url=reverse("behaviour_add"),
        )
    for behaviour in _active(behaviours):
        if behaviour.stage_since is None:
            return NextThing(
                _("Where are you with it just now?"),
                _("It decides which tools come first. Nothing is locked, and you can say no."),
                own=behaviour.title,
                act=_("Say where I am"),
                url=reverse("behaviour", args=[behaviour.pk]),
            )
    return None


def _to_go_on(half_written: list[HalfWritten]) -> NextThing | None:
    if not half_written:
        return None
    latest = half_written[0]
    return NextThing(
        _("Go on where you left off"), latest.tool, latest.title, _("Go on"), latest.url
    )


def _that_suits(behaviours: list[Behaviour]) -> NextThing | None:
    """One tool for where they are, unless they have begun it already: nobody is told to do it again."""
    for behaviour in _active(behaviours):
        if behaviour.stage == Stage.CON and not behaviour.weighed:
            return NextThing(
                _("Weighing it up"),
                _("Four boxes: what it gives, what it takes, and what would change."),
                own=behaviour.title,
                act=_("Have a look"),
                url=reverse("tool", args=["cost-benefit"]),
            )
        if behaviour.stage == Stage.DET and not behaviour.planned:
            return NextThing(
                _("A plan of small steps"),
                _("One change, what you will do first, and who could help."),
                own=behaviour.title,
                act=_("Have a look"),
                url=reverse("tool", args=["change-plan"]),
            )
    return None


def _to_look_back(week: ThisWeek) -> NextThing | None:
    """Until they do, or the plan closes by itself; nothing is said then."""
    if not week.over:
        return None
    return NextThing(
        _("Your week is over"),
        _("Look back at it, if you like: two minutes. If not, it puts itself away."),
        own=week.over[0].title,
        act=_("Look back"),
        url=week.over[0].url,
    )


def _for_this_day(week: ThisWeek, steps: list[Step], day: date) -> NextThing | None:
    for action in (action for running in week.running for action in running.actions):
        if not action.done and not action.any_day:
            own = f"{action.at} {action.text}".strip()
            return NextThing(_("For today"), own=own, act=_("Open my week"), url=action.url)
    for step in steps:
        if step.day == day:
            return NextThing(_("For today"), own=step.text, act=_("Open my plan"), url=step.url)
    return None


def _to_look_at(news: str) -> NextThing | None:
    if not news:
        return None
    return NextThing(
        _("Something waits for you"),
        _("It stays until you put it away."),
        act=_("Have a look"),
        url=news,
    )


def _to_plan(week: ThisWeek, half_written: list[HalfWritten]) -> str:
    """Where a week could be planned, for those who planned one lately and have none now."""
    waits = week.planned_lately and not week.has_a_plan
    if not waits or any(half.is_week for half in half_written):
        return ""
    return planning.begin_url()


def _nothing_waits(some_other_day: bool) -> NextThing:
    return NextThing(
        _("Nothing is waiting today") if some_other_day else _("Nothing is waiting"),
        _("The tools are there whenever you want one."),
        act=_("See the tools"),
        url=reverse("tools"),
        waits=False,
    )


def _active(behaviours: list[Behaviour]) -> list[Behaviour]:
    return [b for b in behaviours if b.state == Behaviour.State.ACTIVE]
