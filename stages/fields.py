"""Questions that several forms ask alike: nothing chosen beforehand, and nothing that has to be answered."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets.fields import Written, WrittenLine
from smartrecovery.sheets.questions import LONG, SHORT

TO_TEN = [(str(n), str(n)) for n in range(11)]
TOO_LONG = _("Keep it to %(limit_value)d characters. It has %(show_value)d now.")
ANY_OF_THESE = _("Choose any of these, or none.")


class Once(forms.CharField):
    """What makes a form sent twice one row; where it cannot be read, the form is a new one."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, max_length=64, initial=lambda: str(uuid4()))

    def clean(self, value: Any) -> UUID:
        return or_none(UUID, super().clean(value)) or uuid4()


def line(label, help_text="") -> WrittenLine:
    errors = {"max_length": TOO_LONG}
    return WrittenLine(
        label=label, help_text=help_text, required=False, max_length=SHORT, error_messages=errors
    )


def page(label) -> Written:
    return Written(
        label=label,
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 2, "data-most": LONG}),
        error_messages={"max_length": TOO_LONG},
    )


def one_of(label, choices) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of these, or none.")},
    )


def some_of(label, choices, help_text="") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        help_text=help_text,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": ANY_OF_THESE, "invalid_list": ANY_OF_THESE},
    )


def ruler(label, low, high) -> forms.TypedChoiceField:
    """0 to 10."""
    ends = format_html('<span class="ends"><span>0 {}</span><span>10 {}</span></span>', low, high)
    return forms.TypedChoiceField(
        label=label,
        choices=TO_TEN,
        coerce=int,
        empty_value=None,
        help_text=ends,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose a number from 0 to 10, or none.")},
    )


def mask(bits: Iterable[str]) -> int:
    """What was ticked, a bit each."""
    return sum(1 << bit for bit in {int(bit) for bit in bits})


def bits(mask: int) -> list[str]:
    return [str(bit) for bit in range(mask.bit_length()) if mask >> bit & 1]


def instant(text: str) -> datetime | None:
    """None where it does not say of which zone it is."""
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else None


def or_none(read: Callable[[str], Any], text: str | None) -> Any:
    try:
        return read(text) if text else None
    except (ValueError, OverflowError):
        return None
