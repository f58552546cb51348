"""One plain table for the bare pages; it exists only where measuring happens."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class Line(models.Model):
    """A row with nothing sealed in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    text = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["member", "-at"], name="bare_lines_of_one")]

    def __str__(self) -> str:
        return f"line {self.pk}"
