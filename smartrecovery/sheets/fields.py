"""What is typed, made into values: text, days and moments."""

import re
import unicodedata
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as say

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
CONTROLS = {c: None for c in range(32) if chr(c) not in "\n\t"} | {127: None}


def tidy(text: str) -> str:
    """NFC, one kind of line end, no control characters; everything else as it was written."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text).translate(CONTROLS)


class Written(forms.CharField):
    """Text somebody typed, tidied before it is measured."""

    def to_python(self, value):
        return super().to_python(tidy(value) if isinstance(value, str) else value)


class WrittenLine(Written):
    def to_python(self, value):
        return re.sub(r"\s*\n\s*", " ", super().to_python(value))


class DayField(forms.DateField):
    def validate(self, value) -> None:
        super().validate(value)
        if value is not None and not EARLIEST <= value <= LATEST:
            raise ValidationError(say("Choose a day between 1900 and 2199."))


class InstantField(forms.Field):
    """A wall time in the member's zone, as `YYYY-MM-DDTHH:MM`, with `~1` behind it for the second of two."""

    def __init__(self, tz: ZoneInfo, **kwargs) -> None:
        super().__init__(**kwargs)
        self.tz = tz

    def to_python(self, value):
        if not value:
            return None
        wall, _tilde, second = str(value).partition("~")
        try:
            naive = datetime.fromisoformat(wall.strip()).replace(tzinfo=None)
            if not EARLIEST <= naive.date() <= LATEST:
                raise ValueError
            return naive.replace(tzinfo=self.tz, fold=int(second == "1")).astimezone(UTC)
        except ValueError:
            raise ValidationError(say("Give a day and a time, such as 3 May, 18:40."))
