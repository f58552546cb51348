"""Leaving: a pause, or for good, with seven days to think again unless somebody wants none."""

from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.shortcuts import redirect

from smartrecovery.vault.keyring import CannotOpen
from smartrecovery.vault.models import DataKey

from .models import Session, User

TIME_TO_THINK = timedelta(days=7)
LONGEST_PAUSE = timedelta(days=366)
OPEN_WHILE_LEAVING = {
    "me_leave",
    "me_stay",
    "me_take",
    "help",
    "help_region",
    "leave",
    "account_logout",
    "about",
    "privacy",
    "healthz",
    "readyz",
    "session_state",
    "session_extend",
}


def pause(member: User, until: date) -> None:
    """No messages before that day. Writing goes on as before."""
    member.paused_until = until
    member.save(update_fields=["paused_until"])


def end_pause(member: User) -> None:
    member.paused_until = None
    member.save(update_fields=["paused_until"])


def ask_to_leave(member: User, now: datetime, waive: bool = False) -> None:
    """Erased in seven days, or with `waive` at once."""
    member.leaving_at = now if waive else now + TIME_TO_THINK
    member.save(update_fields=["leaving_at"])
    if waive:
        erase(member, now)


def change_mind(member: User) -> bool:
    """Stays, with everything. False where it is too late: the key is gone."""
    stayed = User.objects.filter(pk=member.pk, is_active=True).update(leaving_at=None)
    member.leaving_at = None
    return bool(stayed)


def erase(member: User, now: datetime) -> bool:
    """Nothing of theirs can be read after the first step; the second takes the rows away.

    A crash in between leaves a nameless, sealed remainder, which `erase_due` takes away. False where they
    changed their mind in time.
    """
    if not _shut_for_good(member.pk, now):
        return False
    _take_away(member.pk)
    return True


def erase_due(now: datetime) -> int:
    """For the timetable: everybody whose day has come, and whatever a crash left behind."""
    due = list(User.objects.filter(leaving_at__lte=now).order_by("leaving_at"))
    return sum(erase(member, now) for member in due)


def keyless() -> list:
    """After a restore: whoever was erased since the backup came back, but without a key."""
    if not DataKey.objects.exists():
        raise CannotOpen("There is no data key at all. Restore the newest keys first.")
    return list(User.objects.filter(data_key=None).values_list("pk", flat=True))


def erase_keyless() -> int:
    """They go again."""
    gone = keyless()
    for member_id in gone:
        _take_away(member_id)
    return len(gone)


def _shut_for_good(member_id, now: datetime) -> bool:
    """In one step of its own: the key destroyed, the name free, every session over."""
    with transaction.atomic():
        shut = User.objects.filter(pk=member_id, leaving_at__lte=now).update(
            username=f"gone-{member_id}",
            email="",
            password=make_password(None),
            is_active=False,
        )
        if shut:
            DataKey.objects.filter(owner=member_id).delete()
            EmailAddress.objects.filter(user=member_id).delete()
            Session.objects.filter(member=member_id).delete()
    return bool(shut)


@transaction.atomic
def _take_away(member_id) -> None:
    User.objects.get(pk=member_id).delete()


def only_the_way_out(get_response):
    """While somebody is leaving, every page of theirs leads to where they can change their mind."""

    def middleware(request):
        return get_response(request)

    def turn(request, view, args, kwargs):
        if not request.user.is_authenticated or request.user.leaving_at is None:
            return None
        here = request.resolver_match.url_name
        return None if here in OPEN_WHILE_LEAVING else redirect("me_leave")

    middleware.process_view = turn
    return middleware
