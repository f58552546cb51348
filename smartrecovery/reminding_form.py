"""How somebody wants to be reminded, as a page asks for it."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from .outbox.models import Choice, Contact
from .sheets.fields import DayField
from .to_come import ToCome

LONGEST_PAUSE = timedelta(days=366)
WAY = "way_"
CONTACT = ("quiet_from", "quiet_to", "morning_at", "most_a_day", "says_what")


def clock(label: Any, help_text: Any = "") -> forms.TimeField:
    return forms.TimeField(
        label=label,
        help_text=help_text,
        input_formats=["%H:%M", "%H:%M:%S", "%H.%M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "short"}),
        error_messages={
            "invalid": _("Give a time, such as 20:00."),
            "required": _("Give a time, such as 20:00."),
        },
    )


class RemindersForm(forms.Form):
    """A way for each kind, and what holds for all of them. Kinds stand in the order they were registered."""

    quiet_from = clock(_("Quiet from"))
    quiet_to = clock(_("until"))
    morning_at = clock(_("Things without an hour, at"))
    most_a_day = forms.TypedChoiceField(
        label=_("At most a day"),
        choices=[(n, str(n)) for n in range(1, Contact.MOST_A_DAY + 1)],
        coerce=int,
        widget=forms.RadioSelect,
        help_text=_("Never two within ten minutes. What is due at one time comes as one message."),
        error_messages={
            "required": _("Choose 1, 2 or 3."),
            "invalid_choice": _("Choose 1, 2 or 3."),
        },
    )
    paused_until = DayField(
        label=_("Pause every message until"),
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
        help_text=_("They come again by themselves on that day. Empty is no pause."),
        error_messages={"invalid": _("Give a day, such as 2027-03-14.")},
    )
    says_what = forms.TypedChoiceField(
        label=_("What a message says"),
        choices=[
            ("0", _("Only that there is a reminder")),
            ("1", _("What it is about")),
        ],
        coerce=lambda said: said == "1",
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the two."),
            "invalid_choice": _("Choose one of the two."),
        },
    )

    def __init__(
        self,
        data: Any = None,
        *,
        rows: Sequence[ToCome],
        contact: Contact,
        paused_until: date | None,
        today: date,
        has_push: bool = True,
    ) -> None:
        self.today = today
        pause = paused_until if paused_until and paused_until > today else None
        initial = {name: getattr(contact, name) for name in CONTACT}
        initial |= {"says_what": str(int(contact.says_what)), "paused_until": pause}
        super().__init__(data, initial=initial)
        for row in rows:
            self.fields[WAY + row.kind.name] = _way(row, has_push)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    @property
    def ways(self) -> Iterable[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(WAY)]

    @property
    def chosen(self) -> dict[str, str]:
        """The way of each kind."""
        said = self.cleaned_data
        return {name.removeprefix(WAY): said[name] for name in said if name.startswith(WAY)}

    @property
    def contact(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in CONTACT}

    def clean_paused_until(self) -> date | None:
        until = self.cleaned_data["paused_until"]
        if until and not self.today < until <= self.today + LONGEST_PAUSE:
            raise forms.ValidationError(
                say("Choose a day after today, within a year, or leave it empty.")
            )
        return until


def _way(row: ToCome, has_push: bool) -> forms.ChoiceField:
    """A way that is not offered here stays where it was chosen before."""
    offered = [
        (value, label)
        for value, label in Choice.Channel.choices
        if value != Choice.Channel.PUSH or has_push or row.channel == value
    ]
    return forms.ChoiceField(
        label=row.kind.title,
        choices=offered,
        initial=row.channel,
        help_text=_told(row),
        error_messages={
            "required": _("Choose one of these. “Not at all” is fine."),
            "invalid_choice": _("Choose one of these. “Not at all” is fine."),
        },
    )


def _told(row: ToCome) -> str:
    lines = format_html_join("", "<span>{}</span> ", ((line,) for line in row.says))
    if row.is_wanted and not row.is_planned and row.place:
        return format_html('{}<a href="{}">{}</a>', lines, row.place, row.place_words)
    return lines
