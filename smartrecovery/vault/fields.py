"""Fields whose values rest as AES-256-GCM under their owner's data key.

The additional data is table, field, owner and row, so a value put anywhere else does not open.
Sealed values cannot be searched. Sorting by one, like counting its letters, is sorting noise.
"""

import json
from functools import cached_property
from typing import Any

from django import forms
from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from . import keyring, keys


class Sealed(bytes):
    """A value as it rests. Written back as it is unless somebody assigns a new one."""

    def __repr__(self) -> str:
        return "<sealed>"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(repr(self), spec)


class OpenedWhenRead(DeferredAttribute):
    def __get__(self, instance, cls=None):
        if instance is None:
            return self
        value = self.at_rest(instance)
        if isinstance(value, Sealed):
            value = instance.__dict__[self.field.attname] = self.field.open(instance, value)
        return value

    def __set__(self, instance, value) -> None:
        """What cannot be opened is not written over, whether it was fetched already or not."""
        if not isinstance(value, Sealed) and not instance._state.adding:
            was = self.at_rest(instance)
            if isinstance(was, Sealed):
                self.field.open(instance, was)
        instance.__dict__[self.field.attname] = value

    def at_rest(self, instance):
        """As the instance holds it; fetched, still sealed, where it was deferred."""
        held = instance.__dict__
        if self.field.attname not in held:
            rows = type(instance)._base_manager.using(instance._state.db).filter(pk=instance.pk)
            held[self.field.attname] = rows.values_list(self.field.attname, flat=True).get()
        return held[self.field.attname]


class SealedField(models.Field):
    """`owner` names the foreign key, or for a person themselves the key, that says whose it is."""

    descriptor_class = OpenedWhenRead

    def __init__(self, *args: Any, owner: str = "member", **kwargs: Any) -> None:
        self.owner = owner
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"owner": self.owner}

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        return [*super().check(**kwargs), *self._check_row_has_a_place()]

    def _check_row_has_a_place(self) -> list[checks.CheckMessage]:
        """A value is bound to its row's key, so the key must exist before the row does."""
        if self.model._meta.pk.has_default():
            return []
        return [
            checks.Error(
                "A row with sealed fields needs a primary key with a default.",
                obj=self,
                id="vault.E001",
            )
        ]

    # As the database sees it

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_placeholder(self, value, compiler, connection):
        return connection.ops.binary_placeholder_sql(value)

    def from_db_value(self, value, expression, connection):
        return None if value is None else Sealed(value)

    def get_db_prep_value(self, value, connection, prepared=False):
        if not isinstance(value, Sealed):
            raise FieldError(f"{self.name} is sealed: change it on the row and save the row.")
        return connection.Database.Binary(value)

    def get_lookup(self, lookup_name):
        raise FieldError(f"{self.name} is sealed: it can be read by its owner, not searched.")

    get_transform = get_lookup

    def value_to_string(self, obj):
        raise FieldError(
            f"{self.name} is sealed: back up the database itself, or export the person."
        )

    # Opening and closing

    def pre_save(self, instance, add):
        value = instance.__dict__[self.attname]
        if not isinstance(value, Sealed):
            return self.close(instance, value)
        if add:
            self.open(instance, value)
        return value

    def close(self, instance, value) -> Sealed:
        if self.is_blank(value):
            return Sealed(b"")
        owner_id, place = self._place(instance)
        return Sealed(keyring.seal(keys.key_of(owner_id), self.pack(value), place))

    def open(self, instance, value: Sealed):
        if not value:
            return self.blank_value()
        owner_id, place = self._place(instance)
        return self.unpack(keyring.unseal(keys.key_of(owner_id), value, place))

    def _place(self, instance) -> tuple[Any, str]:
        owner_id = getattr(instance, self._owner_attname)
        return owner_id, f"{self._column_path}/{owner_id}/{instance.pk}"

    @cached_property
    def _owner_attname(self) -> str:
        return self.model._meta.get_field(self.owner).attname

    @cached_property
    def _column_path(self) -> str:
        return f"{self.model._meta.db_table}/{self.column}"

    def is_blank(self, value) -> bool:
        raise NotImplementedError

    def blank_value(self):
        raise NotImplementedError

    def pack(self, value) -> bytes:
        raise NotImplementedError

    def unpack(self, value: bytes):
        raise NotImplementedError


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
        return forms.CharField(
            **{
                "required": not self.blank,
                "label": self.verbose_name,
                "help_text": self.help_text,
                "max_length": self.max_length,
            }
            | kwargs
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
        return json.dumps(
            value, ensure_ascii=False, separators=(",", ":"), allow_nan=False
        ).encode()

    def unpack(self, value: bytes):
        return json.loads(value)
