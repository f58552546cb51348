"""A moment on an ordinary form: a wall time in the member's zone, kept in UTC."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as say

from .drawing import SECOND_TIME
from .fields import InstantField


class MomentInput(forms.DateTimeInput):
    """With a box for the second of two hours, on the night the clocks go back."""

    input_type = "datetime-local"
    tz = ZoneInfo("UTC")

    def value_from_datadict(self, data, files, name) -> str:
        return data.get(name, "") + ("~1" if data.get(f"{name}-second") else "")

    def format_value(self, value: Any) -> str:
        return self._told(value).partition("~")[0]

    def _told(self, value: Any) -> str:
        if isinstance(value, datetime):
            local = value.astimezone(self.tz)
            return local.strftime("%Y-%m-%dT%H:%M") + ("~1" if local.fold else "")
        return str(value or "")

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        box = super().render(name, value, attrs, renderer)
        wall, _tilde, second = self._told(value).partition("~")
        if not self._comes_twice(wall):
            return box
        again = (
            '{}<span class="form-check"><input type="checkbox" class="form-check-input" name="{}-second" '
            'id="id_{}_second" value="1"{}><label class="form-check-label" for="id_{}_second">{}</label></span>'
        )
        checked = SafeString(" checked") if second == "1" else ""
        return format_html(again, box, name, name, checked, name, SECOND_TIME)

    def _comes_twice(self, wall: str) -> bool:
        try:
            naive = datetime.fromisoformat(wall).replace(tzinfo=None)
        except ValueError:
            return False
        first, again = (naive.replace(tzinfo=self.tz, fold=fold).utcoffset() for fold in (0, 1))
        return first > again


class MomentField(InstantField):
    """Never refuses a local time for being skipped or repeated; says which zone it is told in."""

    widget = MomentInput

    def __init__(self, **kwargs) -> None:
        super().__init__(MomentInput.tz, **kwargs)

    def told_in(self, tz: ZoneInfo) -> None:
        self.tz = self.widget.tz = tz
        self.help_text = say("Your time: %(zone)s.") % {"zone": tz}
