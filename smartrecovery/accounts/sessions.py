"""Sessions as rows with an owner, so that a member can see and end them.

A session ends after a time without a request (the member's choice) and twelve hours after sign-in.
"""

from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.contrib.auth import logout
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import DatabaseError, router, transaction
from django.http import HttpRequest
from django.utils import timezone

from . import devices

LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
KEPT_UP_TO_DATE = ["session_data", "expire_date", "member", "device"]


class SessionStore(DatabaseStore):
    row: Any = None

    @classmethod
    def get_model_class(cls):
        from .models import Session

        return Session

    def _get_session_from_db(self):
        row = super()._get_session_from_db()
        if row is not None and row.began_at + LONGEST <= timezone.now():
            self._session_key = None
            return None
        self.row = row
        return row

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.member_id = data.get("_auth_user_id")
        row.device = data.get("device", "")
        return row

    def save(self, must_create: bool = False) -> None:
        """A save leaves alone when the row began, when it was seen, and its handle."""
        if must_create or self.session_key is None:
            self.row = None
            return super().save(must_create)
        row = self.create_model_instance(self._get_session())
        using = router.db_for_write(self.model, instance=row)
        try:
            with transaction.atomic(using=using):
                row.save(update_fields=KEPT_UP_TO_DATE, using=using)
        except DatabaseError:
            raise UpdateError
        return None

    def is_over(self, idle: timedelta, now: datetime) -> bool:
        return self.row is not None and self.row.seen_at + idle <= now

    def seconds_left(self, idle: timedelta, now: datetime) -> int:
        """Until this session ends if nothing more is asked for."""
        if self.row is None:
            return 0
        ends = min(self.row.seen_at + idle, self.row.began_at + LONGEST)
        return max(0, int((ends - now).total_seconds()))

    def see(self, now: datetime) -> None:
        if self.row is not None:
            self.row.seen_at = now
            self.model.objects.filter(pk=self.row.pk).update(seen_at=now)


def quiet(view):
    """A view that does not count as being here."""

    @wraps(view)
    def quietly(*args, **kwargs):
        return view(*args, **kwargs)

    quietly.counts_as_here = False
    return quietly


def end_if_over(request: HttpRequest) -> None:
    """Signs out somebody who has been away too long; remembers whose page it was."""
    user = request.user
    if user.is_authenticated and request.session.is_over(user.idle_time, timezone.now()):
        request.ended_for = user.pk
        logout(request)


def note_seen(request: HttpRequest, view) -> None:
    row, now = request.session.row, timezone.now()
    if not getattr(view, "counts_as_here", True) or row is None:
        return
    if row.seen_at + SEEN_EVERY <= now:
        request.session.see(now)


def name_device(request: HttpRequest) -> None:
    request.session["device"] = devices.label(request.headers.get("User-Agent", ""))


def end_others(request: HttpRequest) -> int:
    """Ends every other session of whoever is signed in here."""
    others = request.user.devices.exclude(pk=request.session.session_key)
    return others.delete()[0]
