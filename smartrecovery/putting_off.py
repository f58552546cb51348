"""Not now: when the same reminder may come again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from .accounts.models import User
from .outbox import choices, holding
from .outbox.models import Contact
from .to_come import hour

SOON = {"hour": timedelta(hours=1), "three": timedelta(hours=3)}
MORNING = "morning"


@dataclass(frozen=True)
class Later:
    name: str
    at: datetime
    words: str


def offered(member: User, contact: Contact, now: datetime) -> list[Later]:
    """In a while, where that is no quiet hour, and the next morning at the hour they chose."""
    soon = [
        Later(name, now + ahead, _words(member, name, now + ahead))
        for name, ahead in SOON.items()
        if holding.quiet_until(contact, member.tz, now + ahead) is None
    ]
    at = morning(member, contact, now)
    return [*soon, Later(MORNING, at, _words(member, MORNING, at))]


def chosen(member: User, contact: Contact, name: str | None, now: datetime) -> datetime | None:
    """None for what is not offered; a page opened before its hour turned quiet may still be sent."""
    if name == MORNING:
        return morning(member, contact, now)
    return now + SOON[name] if name in SOON else None


def morning(member: User, contact: Contact, now: datetime) -> datetime:
    """Tomorrow as people say it: after the next sleep, by their own start of day."""
    tomorrow = member.today(now) + timedelta(days=1)
    return holding.first_instant(tomorrow, choices.morning_of(member, contact), member.tz)


def _words(member: User, name: str, at: datetime) -> str:
    said = {"time": hour(_local(member, at).time())}
    if name == "hour":
        return _("In an hour, %(time)s") % said
    if name == "three":
        return _("In three hours, %(time)s") % said
    return _("Tomorrow, %(time)s") % said


def _local(member: User, moment: datetime) -> datetime:
    return moment.astimezone(member.tz)
