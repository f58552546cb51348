"""One data key a member, wrapped. Destroying the row is what erasing them means."""

import secrets
from collections import Counter
from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models

from . import keyring


class DataKeyQuerySet(models.QuerySet["DataKey"]):
    def make(self, owner) -> "DataKey":
        key_id, wrapped = keyring.wrap(secrets.token_bytes(keyring.KEY_BYTES), owner.pk)
        return self.create(owner=owner, key_id=key_id, wrapped=wrapped)

    def old(self) -> Self:
        """Wrapped by another key than the one that writes now."""
        return self.exclude(key_id=keyring.writing_key_id())

    def samples(self) -> list["DataKey"]:
        """The oldest and the newest under each key id: enough to notice a wrong or missing key."""
        ids = self.order_by("key_id").values_list("key_id", flat=True).distinct()
        ends = (
            getattr(self.filter(key_id=key_id), end)("created_at")
            for key_id in ids
            for end in ("earliest", "latest")
        )
        return list({data_key.pk: data_key for data_key in ends}.values())

    def shut(self, data_keys: Iterable["DataKey"] | None = None) -> dict[str, int]:
        """Key id → how many do not open under it; empty when all is well."""
        shut: Counter[str] = Counter()
        for data_key in self.iterator() if data_keys is None else data_keys:
            try:
                data_key.open()
            except keyring.CannotOpen:
                shut[data_key.key_id] += 1
        return dict(shut)

    def rewrap(self) -> tuple[int, int]:
        """One row a statement, so it may stop anywhere and go on later: how many done, how many shut."""
        done = shut = 0
        for pk in list(self.old().order_by("pk").values_list("pk", flat=True)):
            try:
                done += self.get(pk=pk).rewrap()
            except keyring.CannotOpen:
                shut += 1
            except DataKey.DoesNotExist:
                continue
        return done, shut


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
        return keyring.unwrap(self.key_id, bytes(self.wrapped), self.owner_id)

    def rewrap(self) -> bool:
        """Under the writing key; False where somebody else did it first."""
        was = self.key_id
        key_id, wrapped = keyring.wrap(self.open(), self.owner_id)
        return bool(
            DataKey.objects.filter(pk=self.pk, key_id=was).update(key_id=key_id, wrapped=wrapped)
        )
