"""People: who they are here, what they agreed to, the devices they are signed in on."""

import uuid
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models, transaction
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartrecovery.vault.fields import SealedTextField
from smartrecovery.vault.models import DataKey

from . import zones

IDLE_MINUTES_FOR_STAFF = 15
AGREED = Case(When(given=True, then=F("edition")), default=0)


class PeopleManager(UserManager):
    def with_key(self) -> models.QuerySet:
        """With the data key and the edition agreed to, in the one query."""
        return _everybody_with_key().all()

    @transaction.atomic
    def _create_user(self, username, email, password, name="", **extra_fields):
        """A person and their data key, together; the name is sealed under that key."""
        person = super()._create_user(username, email, password, **extra_fields)
        DataKey.objects.make(person)
        if name:
            person.name = name
            person.save(update_fields=["name"])
        return person


@cache
def _everybody_with_key() -> models.QuerySet:
    """Built once, never asked as it is: every request begins with it."""
    last = Consent.objects.filter(member=OuterRef("pk")).annotate(agreed=AGREED)
    edition = Coalesce(Subquery(last.values("agreed")[:1]), 0)
    return User.objects.select_related("data_key").annotate(**{"agreed_to": edition})


class User(AbstractUser):
    """A person. The sign-in name is a pseudonym; no real name is ever asked for."""

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As my device is set")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        FACILITATOR = "facilitator", _("Facilitator")
        ADMIN = "admin", _("Admin")

    first_name = last_name = None
    groups = user_permissions = None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), blank=True)
    name = SealedTextField(_("what to call me"), owner="id", blank=True)
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.MEMBER)
    zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    day_starts = models.TimeField(_("my day starts at"), default=time(4))
    theme = models.CharField(max_length=6, choices=Theme.choices, default=Theme.SYSTEM)
    language = models.CharField(
        _("language"), max_length=12, choices=settings.LANGUAGES, default="en-gb"
    )
    region = models.CharField(_("country for help lines"), max_length=2, blank=True)
    idle_minutes = models.PositiveSmallIntegerField(_("minutes until I am signed out"), default=30)
    shared_device = models.BooleanField(_("others use this device"), default=False)
    is_adult = models.BooleanField(_("18 or over"), default=False)
    resets = models.PositiveIntegerField(default=0)
    paused_until = models.DateField(null=True, blank=True)
    leaving_at = models.DateTimeField(null=True, blank=True)
    # Known with the person, so that a page or a save asks no more where there is nothing: kept by the outbox.
    is_reminded = models.BooleanField(default=False)
    has_news = models.BooleanField(default=False)

    objects = PeopleManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(idle_minutes__range=(5, 720)), name="idle_time_is_5_minutes_to_12_hours"
            ),
        ]
        indexes = [models.Index(fields=["leaving_at"], name="who_is_leaving")]

    def __str__(self) -> str:
        return f"person {self.pk}"

    @property
    def tz(self) -> ZoneInfo:
        return zones.zone(self.zone)

    @property
    def idle_time(self) -> timedelta:
        """How long a session lives without a request; those who see others' records get less."""
        most = self.idle_minutes if self.role == self.Role.MEMBER else IDLE_MINUTES_FOR_STAFF
        return timedelta(minutes=min(self.idle_minutes, most))

    @property
    def agreed_edition(self) -> int:
        """The edition of the consent document they agree to now; 0 for none."""
        if "agreed_to" not in self.__dict__:
            last = self.consents.first()
            self.agreed_to = last.edition if last is not None and last.given else 0
        return self.agreed_to

    def today(self, now: datetime | None = None) -> date:
        """The one answer to which day it is for this person: their zone, their start of day."""
        return self.day_of(now or timezone.now())

    def day_of(self, instant: datetime) -> date:
        """The day an instant belongs to; before the start of day it is still the day before."""
        local = instant.astimezone(self.tz)
        day = local.date()
        return day - timedelta(days=1) if local.time() < self.day_starts and day > date.min else day


class Consent(models.Model):
    """One answer to one edition of the consent document. Added, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(User, models.CASCADE, related_name="consents")
    edition = models.PositiveSmallIntegerField()
    given = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"consent {self.pk}"


class RecoveryCode(models.Model):
    """One of ten single-use codes that set a new passphrase without e-mail; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    hashed = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"recovery code {self.pk}"


class Session(AbstractBaseSession):
    """A device somebody is signed in on. No address is kept."""

    handle = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(User, models.CASCADE, null=True, related_name="devices")
    device = models.CharField(max_length=60, blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    objects = BaseSessionManager()

    @classmethod
    def get_session_store_class(cls):
        from .sessions import SessionStore

        return SessionStore

    def __str__(self) -> str:
        return f"device {self.handle}"


class HeldImport(models.Model):
    """A file somebody looked over and has not yet brought back; gone within the hour."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.OneToOneField(User, models.CASCADE, related_name="held_import")
    content = SealedTextField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"held import {self.pk}"
