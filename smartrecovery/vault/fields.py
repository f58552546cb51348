"""Fields whose values rest as AES-256-GCM under their owner's data key.

The additional data is table, field, owner and row, so a value put anywhere else does not open.
"""

import json
from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from . import keyring, keys


class Sealed(bytes):
    """A value as it rests. Written back as it is unless somebody assigns a new one."""

    def __repr__(self) -> str:
        return "<sealed>"

    __str__ = __repr__


class OpenedWhenRead(DeferredAttribute):
    def __get__(self, instance, cls=None):
        value = super().__get__(instance, cls)
        if instance is not None and isinstance(value, Sealed):
            value = instance.__dict__[self.field.attname] = self.field.open(instance, value)
        return value

    def __set__(self, instance, value) -> None:
        """What cannot be opened is not written over."""
        was = instance.__dict__.get(self.field.attname)
        if isinstance(was, Sealed) and not isinstance(value, Sealed):
            self.field.open(instance, was)
        instance.__dict__[self.field.attname] = value


class SealedField(models.Field):
    """`owner` names the foreign key, or for a person themselves the key, that says whose it is."""

    descriptor_class = OpenedWhenRead

    def __init__(self, *args: Any, owner: str = "member", **kwargs: Any) -> None:
        self.owner = owner
        super().__init__(*args, **kwargs)

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_placeholder(self, value, compiler, connection):
        return connection.ops.binary_placeholder_sql(value)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"owner": self.owner}

    def from_db_value(self, value, expression, connection):
        return None if value is None else Sealed(value)

    def get_lookup(self, lookup_name):
        raise FieldError(f"{self.name} is sealed: it can be read by its owner, not searched.")

    get_transform = get_lookup

    def pre_save(self, instance, add):
        value = instance.__dict__[self.attname]
        return value if isinstance(value, Sealed) else self.close(instance, value)

    def get_db_prep_value(self, value, connection, prepared=False):
        if value is not None and not isinstance(value, Sealed | bytes | memoryview):
            raise FieldError(f"{self.name} is sealed: change it on the row and save the row.")
        return None if value is None else connection.Database.Binary(value)

    def value_to_string(self, obj):
        return json.dumps(self.value_from_object(obj))

    def close(self, instance, value) -> Sealed:
        if self.is_blank(value):
            return Sealed(b"")
        owner_id, bound_to = self._place(instance)
        return Sealed(keyring.seal(keys.key_of(owner_id), self.pack(value), bound_to))

    def open(self, instance, value: Sealed):
        if not value:
            return self.blank_value()
        owner_id, bound_to = self._place(instance)
        return self.unpack(keyring.unseal(keys.key_of(owner_id), value, bound_to))

    def _place(self, instance) -> tuple[Any, str]:
        owner_id = getattr(instance, instance._meta.get_field(self.owner).attname)
        return owner_id, f"{instance._meta.db_table}/{self.column}/{owner_id}/{instance.pk}"


class SealedTextField(SealedField):
    """Text; blank stays blank."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def is_blank(self, value) -> bool:
        return not value

    def blank_value(self) -> str:
        return ""

    def pack(self, value: str) -> bytes:
        return value.encode()

    def unpack(self, value: bytes) -> str:
        return value.decode()

    def formfield(self, **kwargs):
        from django import forms

        return forms.CharField(
            required=not self.blank, label=self.verbose_name, help_text=self.help_text, **kwargs
        )


class SealedJSONField(SealedField):
    """A JSON object; an empty one rests as nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def is_blank(self, value) -> bool:
        return value is None or value == {}

    def blank_value(self) -> dict:
        return {}

    def pack(self, value) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def unpack(self, value: bytes):
        return json.loads(value)
