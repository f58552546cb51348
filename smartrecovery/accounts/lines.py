"""One line of text as a person meant it: composed, without control characters."""

import re
import unicodedata
from typing import Any

from django import forms

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def one_line(text: str) -> str:
    """NFC; NUL, control characters and line ends become a space; the rest is kept."""
    return CONTROLS.sub(" ", unicodedata.normalize("NFC", text)).strip()


class OneLineField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value))
