"""Lines that were taken from one entry into another."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from .entries import Entry


class Taken(models.Model):
    """One line of an entry that was taken from another: where from and where to, and none of its words.

    The answers say it too, under `from`; this says it the other way round. A deleted source is forgotten here,
    and the copy, which stays, names an entry that is gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="taken")
    source = models.ForeignKey(Entry, models.CASCADE, related_name="lines_given")
    source_row = models.CharField(max_length=40)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="lines_taken")
    question = models.CharField(max_length=40)
    row = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "question", "row"], name="a_line_is_taken_from_one_place"
            ),
            models.CheckConstraint(
                condition=~Q(source=models.F("entry")), name="nothing_is_taken_from_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"taken {self.pk}"
