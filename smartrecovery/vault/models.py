"""One data key a member, wrapped. Destroying the row is what erasing them means."""

import secrets
from typing import Self

from django.conf import settings
from django.db import models

from . import keyring


class DataKeyQuerySet(models.QuerySet):
    def make(self, owner) -> "DataKey":
        key_id, wrapped = keyring.wrap(secrets.token_bytes(keyring.KEY_BYTES), owner.pk)
        return self.create(owner=owner, key_id=key_id, wrapped=wrapped)

    def old(self) -> Self:
        """Wrapped by another key than the one that writes now."""
        return self.exclude(key_id=keyring.writing_key_id())


class DataKey(models.Model):
    """The key to what one member wrote. Kept out of content backups, so that erasure reaches them."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="data_key"
    )
    key_id = models.CharField(max_length=64)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DataKeyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"data key of {self.owner_id}"

    def open(self) -> bytes:
        return keyring.unwrap(self.key_id, self.wrapped, self.owner_id)

    def rewrap(self) -> bool:
        """Under the writing key; False where somebody else did it first."""
        was = self.key_id
        key_id, wrapped = keyring.wrap(self.open(), self.owner_id)
        return bool(
            DataKey.objects.filter(pk=self.pk, key_id=was).update(key_id=key_id, wrapped=wrapped)
        )
