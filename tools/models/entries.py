"""Worksheets somebody keeps, each state of them that was saved, and the numbers in it that are charted."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from smartrecovery.vault.fields import SealedJSONField, SealedTextField


class EntryQuerySet(models.QuerySet):
    def listed(self) -> Self:
        """Enough for a line in a list: the answers stay shut."""
        return self.only(
            "tool", "edition", "title", "unsaved", "state", "changed_at", "behaviour", "member"
        )

    def half_written(self) -> Self:
        return self.filter(unsaved=True).exclude(state=Entry.State.ARCHIVED)

    def at_a_glance(self, most: int) -> Self:
        """The latest of each tool, and so many of those half-written: a few rows, however many there are."""
        kept = self.exclude(state=Entry.State.ARCHIVED)
        later = kept.filter(tool=OuterRef("tool"), changed_at__gt=OuterRef("changed_at"))
        half = self.half_written().values("pk")[:most]
        return kept.listed().filter(Q(pk__in=half) | ~Exists(later))


class Entry(models.Model):
    """One worksheet somebody keeps. `answers` is the working copy; revisions are what was saved."""

    class State(models.TextChoices):
        DRAFT = "draft"
        SAVED = "saved"
        ARCHIVED = "archived"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="entries")
    behaviour = models.ForeignKey(
        "stages.Behaviour", models.CASCADE, null=True, blank=True, related_name="entries"
    )
    tool = models.CharField(max_length=40)
    edition = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    title = SealedTextField(blank=True)
    answers = SealedJSONField(blank=True)
    unsaved = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    last_tab = models.CharField(max_length=32, blank=True)
    occurred_at = models.DateTimeField(default=timezone.now)
    next_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(null=True, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-id"]
        indexes = [
            models.Index(fields=["member", "-changed_at"], name="my_latest_entries"),
            models.Index(fields=["member", "tool", "-changed_at"], name="my_entries_in_a_tool"),
            models.Index(fields=["member"], condition=Q(unsaved=True), name="my_half_written"),
            models.Index(
                fields=["member", "next_on"],
                condition=Q(next_on__isnull=False),
                name="my_dated_steps",
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk}"

    def put_away(self) -> None:
        self.state = self.State.ARCHIVED
        self.save(update_fields=["state"])

    def take_out(self) -> None:
        self.state = self.State.SAVED if self.saved_at else self.State.DRAFT
        self.save(update_fields=["state"])


class Revision(models.Model):
    """An entry as it was saved once. Added, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="revisions")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    edition = models.PositiveSmallIntegerField()
    answers = SealedJSONField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["entry", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="revisions_are_counted_once")
        ]

    def __str__(self) -> str:
        return f"revision {self.pk}"


class Rating(models.Model):
    """A number from a saved entry that is charted over time: a typed column, so it can be."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="ratings")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="ratings")
    question = models.CharField(max_length=40)
    value = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "question"], name="a_question_is_rated_once_a_revision"
            ),
            models.CheckConstraint(condition=Q(value__range=(0, 100)), name="rating_is_0_to_100"),
        ]

    def __str__(self) -> str:
        return f"rating {self.pk}"
