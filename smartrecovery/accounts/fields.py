"""What people type about themselves: one line, a passphrase, a time zone."""

import re
import unicodedata
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from . import zones

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
LONGEST_PASSPHRASE = 1000


def one_line(text: str) -> str:
    """NFC; NUL, control characters and line ends become a space; the rest is kept."""
    return CONTROLS.sub(" ", unicodedata.normalize("NFC", text)).strip()


class OneLineField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value))


class PassphraseField(forms.CharField):
    """Any characters, blanks included; pasting is welcome."""

    def __init__(self, *, new: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Passphrase"))
        attrs = {"autocomplete": "new-password" if new else "current-password"}
        super().__init__(
            strip=False,
            max_length=LONGEST_PASSPHRASE,
            widget=forms.PasswordInput(attrs=attrs),
            **kwargs,
        )


class AddressField(forms.EmailField):
    """An e-mail address, refused in words that say what one looks like."""

    default_error_messages = {
        "invalid": _("This is not a whole address. One looks like name@example.org.")
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("E-mail"))
        widget = forms.EmailInput(attrs={"autocomplete": "email"})
        super().__init__(max_length=254, widget=widget, **kwargs)


class ZoneSelect(forms.Select):
    """Some four hundred options in one go; a template for each would take longer than the page."""

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        chosen = value or ""
        offered = zones.names() if chosen in zones.names() else (chosen, *zones.names())
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (zone, SafeString(" selected" if zone == chosen else ""), zone.replace("_", " "))
                for zone in offered
            ),
        )
        made = self.build_attrs(self.attrs, (attrs or {}) | {"name": name})
        return format_html("<select{}>{}</select>", flatatt(made), options)


class ZoneField(forms.ChoiceField):
    """One of the zones, or a browser's older name for one; kept under its canonical name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=lambda: [(name, name.replace("_", " ")) for name in zones.names()],
            label=_("Time zone"),
            widget=ZoneSelect(attrs={"data-zone": ""}),
            **kwargs,
        )

    def valid_value(self, value: str) -> bool:
        return zones.is_known(value)

    def clean(self, value: Any) -> str:
        return zones.canonical(super().clean(value))
