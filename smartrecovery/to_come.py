"""What is to come, said as it will really arrive: quiet hours and a pause are counted in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from operator import itemgetter

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .accounts import zones
from .accounts.models import User
from .held_up import held_up
from .outbox import holding, kinds, schedule
from .outbox.models import Contact, Message, Reminder
from .outbox.recipients import SILENT

MOST_CLASHES = 3
# Where something to be reminded of is planned: the name of the page, what opens it, and the words.
PLANNED_AT = {
    "check-in": ("check_in_plan", (), gettext_lazy("Choose how often you check in")),
    "action": ("tool", ("week-plan",), gettext_lazy("Plan a week")),
    "risk": ("tool", ("week-plan",), gettext_lazy("Plan a week")),
    "step": ("tool", ("change-plan",), gettext_lazy("Make a plan of small steps")),
    "review": ("tool", ("change-plan",), gettext_lazy("Make a plan of small steps")),
}


@dataclass(frozen=True)
class ToCome:
    """One kind: how it comes, and what is to be said of it. `place` is where it is planned."""

    kind: kinds.Kind
    channel: str
    says: Sequence[str] = ()
    has_stopped: bool = False
    is_planned: bool = False
    place: str = ""
    place_words: str = ""

    @property
    def is_wanted(self) -> bool:
        return self.channel != "none"


@dataclass(frozen=True)
class Moment:
    """Where a reminder for `due` ends up: `at` is None where nothing would come of it."""

    due: datetime
    at: datetime | None
    is_quiet: bool = False


def to_come(
    member: User,
    contact: Contact,
    channels: dict[str, str],
    planned: Iterable[Reminder],
    waiting: Iterable[Message],
    now: datetime,
) -> list[ToCome]:
    """A row for every kind there is a choice about; `waiting` is what was due and has not gone yet.

    Asks nothing of the database.
    """
    rows, late = list(planned), list(waiting)
    return [
        _of_a_kind(
            member,
            contact,
            kinds.named(name),
            channel,
            [row for row in rows if row.kind == name],
            [message for message in late if message.kind == name],
            now,
        )
        for name, channel in channels.items()
    ]


def _of_a_kind(
    member: User,
    contact: Contact,
    kind: kinds.Kind,
    channel: str,
    rows: list[Reminder],
    late: list[Message],
    now: datetime,
) -> ToCome:
    where = PLANNED_AT.get(kind.name)
    stopped = [row.stopped_at for row in rows if row.stopped_at is not None]
    shown = ToCome(
        kind,
        channel,
        has_stopped=bool(stopped) and channel != "none",
        is_planned=bool(rows),
        place=reverse(where[0], args=where[1]) if where else "",
        place_words=str(where[2]) if where else "",
    )
    if not shown.is_wanted:
        return shown
    says = [_stopped(member, max(stopped))] if stopped else []
    says += _next(member, contact, rows, late, now)
    if not says:
        says = [_("Nothing is planned that this could remind you of.")]
    return ToCome(**vars(shown) | {"says": says})


def _stopped(member: User, at: datetime) -> str:
    return _("These stopped on %(day)s, because none was answered for a while.") % {
        "day": formats.date_format(at.astimezone(member.tz), "DATE_FORMAT")
    }


def _next(
    member: User, contact: Contact, rows: list[Reminder], late: list[Message], now: datetime
) -> list[str]:
    """What is on its way, the next that really comes, then the hours at which nothing would."""
    moments = [
        where_it_ends_up(row, row.next_at, member, contact, now)
        for row in rows
        if row.next_at is not None
    ]
    coming = [(each.at, _when(member, each.at, each)) for each in moments if each.at is not None]
    says, waits = _held_up(member, contact, late, now)
    coming += waits
    says += [min(coming, key=itemgetter(0))[1]] if coming else []
    lost = [moment for moment in moments if moment.at is None]
    quiet = {moment.due.astimezone(member.tz).time() for moment in lost if moment.is_quiet}
    if lost and not coming and not quiet:
        says.append(_("What is planned falls into your pause, so it is not sent."))
    return says + [clash(at) for at in sorted(quiet)[:MOST_CLASHES]]


def _held_up(
    member: User, contact: Contact, late: list[Message], now: datetime
) -> tuple[list[str], list[tuple[datetime, str]]]:
    """That one goes in this moment, and when the others do."""
    found = [each for message in late if (each := held_up(message, member, contact)) is not None]
    says = [_("One is on its way.")] if any(each.at <= now for each in found) else []
    waits = [
        (each.at, f"{_('Next: %(when)s.') % {'when': in_full(member, each.at)}} {each.why}".strip())
        for each in found
        if each.at > now
    ]
    return says, waits


def clash(at: time) -> str:
    return _("%(time)s is in your quiet hours, so nothing would come.") % {"time": hour(at)}


def _when(member: User, at: datetime, moment: Moment) -> str:
    said = {"when": in_full(member, at)}
    if moment.is_quiet:
        said["due"] = hour(moment.due.astimezone(member.tz).time())
        return _("Next: %(when)s. It is for %(due)s, which is in your quiet hours.") % said
    return _("Next: %(when)s.") % said


def in_full(member: User, moment: datetime) -> str:
    """A day and an hour are never said without the clock they are of."""
    local = moment.astimezone(member.tz)
    return _("%(weekday)s %(day)s, %(time)s (%(city)s)") % {
        "weekday": formats.date_format(local, "l"),
        "day": formats.date_format(local, "MONTH_DAY_FORMAT"),
        "time": hour(local.time()),
        "city": zones.city(member.zone),
    }


def hour(at: time) -> str:
    return formats.time_format(at, "H:i")


# Quiet hours and a pause


def where_it_ends_up(
    row: Reminder, due: datetime, member: User, contact: Contact, now: datetime
) -> Moment:
    """The next of these that is still of use when it may be sent."""
    lives, at = timedelta(minutes=row.window), due
    ends = holding.pause_ends(member, now)
    if ends is not None and due < ends:
        if due + lives <= ends:
            still = schedule.first(row.rule(member.day_starts), ends - lives)
            if still is None:
                return Moment(due, None)
            due = still.at
        at = max(due, ends)
    quiet = quiet_until(row, member, contact, at)
    if quiet is None:
        return Moment(due, at)
    return Moment(due, quiet if quiet < due + lives else None, is_quiet=True)


def quiet_until(row: Reminder, member: User, contact: Contact, at: datetime) -> datetime | None:
    """Quiet hours are for what rings; what waits in here waits in silence."""
    if row.channel in SILENT or kinds.named(row.kind).is_urgent:
        return None
    return holding.quiet_until(contact, member.tz, at)
