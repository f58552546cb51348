"""A check-in as a page asks for it, and the rhythm as it is chosen. Nothing in the first has to be answered."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.html import format_html
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from smartrecovery.outbox.models import Choice
from smartrecovery.sheets.fields import DayField, Written
from smartrecovery.sheets.questions import LONG

from .check_ins import UNSAID, Prompt, Rhythm, asks, stamp
from .fields import TOO_LONG, bits, mask, one_of, ruler, some_of
from .forms import save_button
from .models import Behaviour, CheckIn, CheckInPlan

LONGEST_PAUSE = timedelta(days=366)
SUNDAY, MOST_SEEN = 6, 500
Way = Choice.Channel
STRONGEST_OF_A_WEEK = _("How strong was the strongest urge of these seven days?")
# The field that asks each prompt.
NAMES = {
    Prompt.DAYS: "days",
    Prompt.PLAN: "plan",
    Prompt.MOOD: "mood",
    Prompt.URGE: "urge",
    Prompt.IMPORTANCE: "importance",
    Prompt.CONFIDENCE: "confidence",
    Prompt.NOTE: "note",
    Prompt.LIKE: "would_like",
}
IN_ORDER = ("days", "plan", "mood", "urge", "importance", "confidence", "note", "would_like")
RULERS = {"mood", "urge", "importance", "confidence"}


@dataclass(frozen=True)
class Asked:
    """What one page is about: the behaviour, the days it may be for, what is kept, what is filled in.

    `sources` says of each value that was filled in where it comes from, `says` what is known besides.
    """

    behaviour: Behaviour | None
    days: Sequence[date]
    weekly: bool
    plan: CheckInPlan
    kept: CheckIn | None = None
    filled: Mapping[str, Any] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    says: Sequence[str] = ()

    @property
    def names(self) -> list[str]:
        chosen = {NAMES[prompt] for prompt in asks(self.plan, self.weekly)}
        done = ["feels_done"] if self.weekly and self.behaviour else []
        return [name for name in IN_ORDER if name in chosen] + done

    @property
    def shown(self) -> dict[str, Any]:
        """What each field opens with."""
        if self.kept:
            return {name: getattr(self.kept, name) for name in self.names}
        return {name: self.filled.get(name, UNSAID[name]) for name in self.names}


class CheckInForm(forms.Form):
    """Only what was chosen is asked. `seen` is what the page showed, so that two pages lose nothing."""

    day = forms.ChoiceField(
        label=_("Last night or today?"), required=False, widget=forms.RadioSelect
    )
    days = forms.TypedChoiceField(
        label=_("On how many of these seven days were you on your own plan?"),
        choices=[(str(n), str(n)) for n in range(8)],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose a number from 0 to 7, or none.")},
    )
    plan = one_of(_("How did your plan go?"), CheckIn.Plan.choices)
    mood = ruler(_("How was your mood?"), _("very low"), _("very good"))
    urge = ruler(_("How strong was the strongest urge?"), _("none came"), _("the strongest I know"))
    importance = ruler(
        _("How important is this to you just now?"), _("not at all"), _("more than anything")
    )
    confidence = ruler(_("How sure are you that you can?"), _("not at all"), _("completely"))
    note = Written(
        label=_("A line about it"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": TOO_LONG},
    )
    would_like = one_of(
        _("I’d like"),
        [(like, like.label) for like in (*list(CheckIn.Like)[1:], CheckIn.Like.NOTHING)],
    )
    feels_done = forms.BooleanField(label=_("I feel done with this"), required=False)
    about = forms.Field(widget=forms.HiddenInput, required=False)
    week = forms.Field(widget=forms.HiddenInput, required=False)
    seen = forms.Field(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, asked: Asked, day: date) -> None:
        self.asked = asked
        super().__init__(data, initial=asked.shown | _hidden(asked, day))
        for name in set(UNSAID) - set(asked.names):
            del self.fields[name]
        for name, source in asked.sources.items():
            if name in self.fields:
                told = format_html(
                    '{} <span class="from">{}</span>', self.fields[name].help_text, source
                )
                self.fields[name].help_text = told
        if asked.weekly and "urge" in self.fields:
            self.fields["urge"].label = STRONGEST_OF_A_WEEK
        self._offer_days()
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*self._parts(), save_button(_("Keep this"), "btn-primary full"))

    def _offer_days(self) -> None:
        words = [_("Last night"), _("Today")] if len(self.asked.days) == 2 else [""]
        self.fields["day"].choices = [
            (day.isoformat(), word) for day, word in zip(self.asked.days, words, strict=True)
        ]
        if len(self.asked.days) == 1:
            self.fields["day"].widget = forms.HiddenInput()

    def _parts(self) -> list[Any]:
        return [self._part(name) for name in ("day", *self.asked.names, "about", "week", "seen")]

    def _part(self, name: str) -> Any:
        if name in RULERS:
            return Field(name, wrapper_class="scale")
        if name == "days":
            return Field(name, wrapper_class="scale to-seven")
        if name in ("day", "plan", "would_like") and not self.fields[name].widget.is_hidden:
            return Field(name, wrapper_class="chips")
        return name

    @property
    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.asked.names}

    @property
    def seen_before(self) -> dict[str, Any]:
        """What the page showed when it was opened; nothing where that cannot be read."""
        try:
            seen = json.loads((self.cleaned_data["seen"] or "{}")[:MOST_SEEN])
        except ValueError:
            return {}
        return seen if isinstance(seen, dict) else {}


def _hidden(asked: Asked, day: date) -> dict[str, str]:
    short = {name: value for name, value in asked.shown.items() if name != "note"}
    seen = {name: value for name, value in short.items() if value != UNSAID[name]}
    return {
        "day": day.isoformat(),
        "about": str(asked.behaviour.pk) if asked.behaviour else "",
        "week": str(int(asked.weekly)),
        "seen": json.dumps(seen | {"at": stamp(asked.kept)}, separators=(",", ":")),
    }


class RhythmForm(forms.Form):
    """When to be asked, and what."""

    rhythm = forms.ChoiceField(
        label=_("How often?"),
        choices=[
            (
                rhythm.value,
                format_html(
                    '<strong>{}</strong><br><span class="quiet">{}</span>', rhythm.label, words
                ),
            )
            for rhythm, words in (
                (Rhythm.OFF, _("Nothing asks. The page is there when something happens.")),
                (Rhythm.DAILY, _("One minute about the day.")),
                (Rhythm.DAYS, _("The same, on the days below.")),
                (Rhythm.WEEKLY, _("One minute about seven days, on the day below.")),
            )
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how often. “Only when I feel like it” is fine."),
            "invalid_choice": _("Choose one of these."),
        },
    )
    days = some_of(
        _("On which days?"),
        [(str(n), name) for n, name in WEEKDAYS_ABBR.items()],
        _("For once a week choose one. None means Sunday."),
    )
    at = forms.TimeField(
        label=_("At what time?"),
        required=False,
        input_formats=["%H:%M", "%H:%M:%S", "%H.%M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=_("Many people find the evening easiest."),
        error_messages={"invalid": _("Give a time, such as 20:00.")},
    )
    channel = forms.ChoiceField(
        label=_("How would you like to be reminded?"),
        choices=[(way, way.label) for way in (Way.NONE, Way.EMAIL, Way.PUSH, Way.INBOX)],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of these. “Not at all” is fine.")},
    )
    prompts = some_of(
        _("What would you like to be asked?"),
        Prompt.choices,
        _("Days, importance and how sure you are belong to a look at the week."),
    )
    paused_until = DayField(
        label=_("Pause until"),
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("For a holiday or a hard week. It starts again by itself on that day."),
        error_messages={"invalid": _("Give a day, such as 2027-03-14.")},
    )

    def __init__(
        self,
        data=None,
        *,
        plan: CheckInPlan,
        today: date,
        channel: str = Way.NONE,
        ways: Collection[str] = tuple(Way),
        told: str = "",
        city: str = "",
    ) -> None:
        """`ways` are those offered here, and `told` is what becomes of the one that was chosen."""
        self.today = today
        pause = plan.paused_until if plan.paused_until and plan.paused_until > today else None
        super().__init__(
            data,
            initial={
                "rhythm": plan.rhythm,
                "days": bits(plan.days),
                "at": plan.at,
                "channel": channel,
                "prompts": bits(plan.prompts),
                "paused_until": pause,
            },
        )
        self._tell({*ways, channel}, told, city)
        self._lay_out()

    def _tell(self, ways: Collection[str], told: str, city: str) -> None:
        way, at = self.fields["channel"], self.fields["at"]
        way.choices = [(value, label) for value, label in way.choices if value in ways]
        way.help_text = told
        if city:
            by = say("By the clock of %(city)s.") % {"city": city}
            at.help_text = f"{at.help_text} {by}"

    def _lay_out(self) -> None:
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            "rhythm",
            Field("days", wrapper_class="chips"),
            Field("at", css_class="short"),
            Field("channel", wrapper_class="chips"),
            "prompts",
            Field("paused_until", css_class="short"),
            save_button(_("Save my rhythm"), "btn-primary full"),
        )

    def clean_at(self) -> time:
        return self.cleaned_data["at"] or time(20)

    def clean_prompts(self) -> int:
        chosen = mask(self.cleaned_data["prompts"])
        if not chosen:
            raise ValidationError(say("Choose at least one thing to be asked."))
        return chosen

    def clean_paused_until(self) -> date | None:
        until = self.cleaned_data["paused_until"]
        if until and not self.today < until <= self.today + LONGEST_PAUSE:
            raise ValidationError(
                say("Choose a day after today, within a year, or leave it empty.")
            )
        return until

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        days, rhythm = mask(said.get("days", ())), said.get("rhythm")
        if rhythm == Rhythm.DAYS and not days and "days" not in self.errors:
            self.add_error("days", say("Choose the days, or another rhythm."))
        if rhythm == Rhythm.WEEKLY:
            days = days or 1 << SUNDAY
            if days.bit_count() > 1:
                self.add_error("days", say("Choose one day for once a week."))
        return said | {"days": days}

    def wants(self, was: str) -> bool:
        """Whether another way was asked for than the one there was."""
        return self.cleaned_data["channel"] not in ("", Way.NONE, was)

    @property
    def rhythm_said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.cleaned_data if name != "channel"}
