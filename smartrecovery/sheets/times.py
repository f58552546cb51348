"""The kinds of question that ask for a time: of day, how long, which day, which moment."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django import forms
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .fields import DayField, InstantField
from .questions import Around, Question


@dataclass(frozen=True, eq=False)
class Clock(Question):
    """A time of day, kept as "HH:MM"; it belongs to no zone until it meets a day."""

    kind = "clock"

    def make_field(self) -> forms.Field:
        return forms.TimeField(
            input_formats=["%H:%M", "%H:%M:%S", "%H.%M", "%I:%M %p", "%I %p"],
            error_messages={"invalid": _("Give a time, such as 18:40.")},
        )

    def pack(self, value: time) -> str:
        return value.strftime("%H:%M")

    def read(self, value, around: Around) -> list[str]:
        return [time_format(time.fromisoformat(value), "TIME_FORMAT")]


@dataclass(frozen=True, eq=False)
class Minutes(Question):
    """A duration in whole minutes, up to ten days."""

    kind = "minutes"

    def make_field(self) -> forms.Field:
        return forms.IntegerField(min_value=0, max_value=14_400)

    def read(self, value, around: Around) -> list[str]:
        return [ngettext("%(n)s minute", "%(n)s minutes", value) % {"n": value}]


@dataclass(frozen=True, eq=False)
class Day(Question):
    """A calendar date; it never passes through UTC. A new sheet may offer one, `in_days` from today."""

    kind = "day"
    in_days: int | None = None

    def make_field(self) -> forms.Field:
        return DayField(
            input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
            error_messages={"invalid": _("Choose a day, or leave it for later.")},
        )

    def pack(self, value: date) -> str:
        return value.isoformat()

    def read(self, value, around: Around) -> list[str]:
        return [date_format(date.fromisoformat(value), "DATE_FORMAT")]


@dataclass(frozen=True, eq=False)
class Instant(Question):
    """A moment, kept in UTC. A repeated hour asks which one; a skipped one moves forward."""

    kind = "instant"

    def field(self, around: Around) -> forms.Field:
        return InstantField(around.tz, required=self.required)

    def raw(self, data, name: str) -> str:
        return data.get(name, "") + ("~1" if data.get(f"{name}-second") else "")

    def options(self, value, around: Around) -> list[tuple[str, str, bool]]:
        """The second of a repeated hour, where the clocks went back; else nothing to choose."""
        wall, _tilde, second = str(value).partition("~")
        try:
            naive = datetime.fromisoformat(wall).replace(tzinfo=None)
        except ValueError:
            return []
        first, again = (naive.replace(tzinfo=around.tz, fold=fold).utcoffset() for fold in (0, 1))
        return [("1", "", second == "1")] if first > again else []

    def pack(self, value: datetime) -> str:
        return value.isoformat().replace("+00:00", "Z")

    def show(self, value, around: Around) -> str:
        local = _local(value, around.tz)
        if local is None:
            return str(value)
        return local.strftime("%Y-%m-%dT%H:%M") + ("~1" if local.fold else "")

    def read(self, value, around: Around) -> list[str]:
        local = _local(value, around.tz)
        return [
            f"{date_format(local, 'DATETIME_FORMAT')} ({local.tzname()})" if local else str(value)
        ]


def _local(value: str, tz: ZoneInfo) -> datetime | None:
    try:
        return datetime.fromisoformat(value).astimezone(tz)
    except (ValueError, OverflowError):
        return None
