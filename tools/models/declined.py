"""Lines that were offered from what somebody noted, and that they did not want."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartrecovery.vault.fields import SealedTextField


class Declined(models.Model):
    """Words the urge log offered to one question, and the member declined: they are not offered again.

    Written by `tools/noted.py` alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="declined")
    question = models.CharField(_("where it was offered"), max_length=80)
    words = SealedTextField(_("what was offered"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"declined {self.pk}"
