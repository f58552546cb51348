"""Plans that were made and have been deleted."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class PlanGone(models.Model):
    """That a plan was made once, and nothing of it: how many were made never falls.

    Written by `tools/plans_made.py` alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="plans_gone")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"plan gone {self.pk}"
