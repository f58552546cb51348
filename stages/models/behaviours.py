"""What somebody works on, and the moves between stages."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from smartrecovery.vault.fields import SealedTextField


class Stage(models.TextChoices):
    """The seven stages, and not saying. Words on screen are ours; see `stages/machine.py`."""

    UNSET = "unset", _("Rather not say")
    PRE = "pre", _("Not thinking of changing")
    CON = "con", _("Thinking about it")
    DET = "det", _("Getting ready")
    ACT = "act", _("Doing it")
    MAI = "mai", _("Keeping it going")
    GRA = "gra", _("Moving on")
    REL = "rel", _("Back in it for now")


class AppendOnly(Exception):
    """Somebody tried to change or take away a row of history."""


class BehaviourQuerySet(models.QuerySet):
    def with_stage(self) -> Self:
        """Adds `stage` and `stage_since`, read from the latest move."""
        latest = StageMove.objects.filter(behaviour=OuterRef("pk")).order_by("-number")
        return self.annotate(
            stage=Coalesce(
                Subquery(latest.values("to_stage")[:1]), models.Value(Stage.UNSET.value)
            ),
            stage_since=Subquery(latest.values("since")[:1]),
        )

    def with_notes_read(self) -> Self:
        """Adds `read_<goal>`: whether the note about stopping was read for that goal."""
        read = NoteSeen.objects.filter(behaviour=OuterRef("pk"), note=NoteSeen.WITHDRAWAL)
        goals = Behaviour.Goal.values
        return self.annotate(**{f"read_{goal}": Exists(read.filter(goal=goal)) for goal in goals})

    def open(self, besides: uuid.UUID | None = None) -> Self:
        """Those worked on first, then those paused; and `besides`, though it is put away."""
        shown = ~Q(state=Behaviour.State.ARCHIVED) | Q(pk=besides)
        return self.filter(shown).order_by("state", "created_at", "id")

    def put_away(self) -> Self:
        return self.filter(state=Behaviour.State.ARCHIVED)


class Behaviour(models.Model):
    """One thing a member works on. Everything personal hangs on the member and, often, on this."""

    class Kind(models.TextChoices):
        ALCOHOL = "alcohol", _("Alcohol")
        OPIOIDS = "opioids", _("Opioids, such as heroin or strong painkillers")
        BENZOS = "benzos", _("Benzodiazepines, such as diazepam or alprazolam")
        SEDATIVES = "sedatives", _("GHB or barbiturates")
        STIMULANTS = "stimulants", _("Cocaine, amphetamines or other stimulants")
        CANNABIS = "cannabis", _("Cannabis")
        NICOTINE = "nicotine", _("Smoking or nicotine")
        OTHER_DRUG = "drug", _("Another drug")
        GAMBLING = "gambling", _("Gambling")
        FOOD = "food", _("Eating")
        SEX = "sex", _("Sex or pornography")
        SHOPPING = "shopping", _("Shopping or spending")
        INTERNET = "internet", _("Internet or phone")
        GAMING = "gaming", _("Gaming")
        OTHER = "other", _("Something else")

    class Goal(models.TextChoices):
        DECIDING = "deciding", _("Still deciding")
        STOP = "stop", _("Stop")
        CUT_DOWN = "cut", _("Cut down")
        PAUSE = "pause", _("Pause for a set time")
        STAY_STOPPED = "stay", _("Stay stopped")
        OTHER = "other", _("Another change")

    class State(models.TextChoices):
        ACTIVE = "active", _("Working on it")
        PAUSED = "paused", _("Paused")
        ARCHIVED = "archived", _("Put away")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="behaviours")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    label = SealedTextField(_("what I call it"), blank=True)
    goal = models.CharField(max_length=8, choices=Goal.choices, default=Goal.DECIDING)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ACTIVE)
    suggests = models.BooleanField(_("a stage may be suggested"), default=True)
    shows_run = models.BooleanField(_("show days in a row"), default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = BehaviourQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"behaviour {self.pk}"

    @property
    def title(self) -> str:
        return self.label or self.get_kind_display()

    @cached_property
    def stage(self) -> str:
        """Where they are, by the latest move; `with_stage` brings it along."""
        latest = self.moves.order_by("-number").values_list("to_stage", flat=True)
        return latest.first() or Stage.UNSET.value

    @property
    def stage_title(self) -> str:
        return _("Not said") if self.stage == Stage.UNSET else Stage(self.stage).label


class StageMoveQuerySet(models.QuerySet):
    """History: rows are added, and leave only with their behaviour or their member, by cascade."""

    def update(self, **kwargs):
        raise AppendOnly("A stage move stays as it was said.")

    def delete(self):
        raise AppendOnly("A stage move leaves with its behaviour or its member.")

    delete.alters_data = True
    delete.queryset_only = True


class StageMove(models.Model):
    """The member said where they are. Rows are added, by `stages/moves.py` alone.

    An undo is a row that points at what it undoes. Nothing changes a row or deletes one by itself;
    deleting the behaviour, or the member, takes its rows along.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="stage_moves")
    behaviour = models.ForeignKey(Behaviour, models.CASCADE, related_name="moves")
    number = models.PositiveIntegerField()
    from_stage = models.CharField(max_length=5, choices=Stage.choices)
    to_stage = models.CharField(max_length=5, choices=Stage.choices)
    note = SealedTextField(_("what changed?"), blank=True)
    since = models.DateField(_("since when"))
    at = models.DateTimeField(default=timezone.now)
    undoes = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="undone_by"
    )

    objects = StageMoveQuerySet.as_manager()

    class Meta:
        ordering = ["behaviour", "number"]
        constraints = [
            models.UniqueConstraint(fields=["behaviour", "number"], name="moves_are_counted_once"),
            models.CheckConstraint(
                condition=~Q(from_stage=models.F("to_stage")), name="a_move_goes_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"stage move {self.pk}"

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise AppendOnly("A stage move stays as it was said.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnly("A stage move leaves with its behaviour or its member.")


class NoteSeen(models.Model):
    """A safety note somebody has read, once for each behaviour and goal."""

    WITHDRAWAL = "withdrawal"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notes_seen")
    behaviour = models.ForeignKey(Behaviour, models.CASCADE, related_name="notes_seen")
    note = models.CharField(max_length=20)
    goal = models.CharField(max_length=8, choices=Behaviour.Goal.choices)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["behaviour", "note", "goal"], name="a_note_is_read_once_a_goal"
            )
        ]

    def __str__(self) -> str:
        return f"note seen {self.pk}"
