"""An urge in fifteen seconds: how strong, when, about what, and whether it is still going."""

from datetime import datetime, timedelta
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from smartrecovery.accounts import zones
from smartrecovery.sheets.moments import MomentField

from .fields import TO_TEN, instant, or_none
from .models import Behaviour
from .urges import CLOCKS_DIFFER, EARLIEST, Quick, believable

HALF_AN_HOUR = timedelta(minutes=30)
SOME_HOURS = timedelta(hours=3)


class When(models.TextChoices):
    NOW = "now", _("Just now")
    HOUR = "hour", _("In the last hour")
    EARLIER = "earlier", _("Earlier today")
    OTHER = "other", _("Another time")


class QuickForm(forms.Form):
    """Only the number is asked for.

    A page with script says in `at` when it was pressed. One `kept` on a device without a network is
    taken as it is: nobody is there any more to answer a question.
    """

    id = forms.UUIDField()
    intensity = forms.TypedChoiceField(
        choices=TO_TEN,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a number for how strong it was."),
            "invalid_choice": _("Choose a number from 0 to 10."),
        },
    )
    when = forms.ChoiceField(
        label=_("When?"),
        choices=When.choices,
        required=False,
        error_messages={"invalid_choice": _("Choose one of these.")},
    )
    on = MomentField(label=_("Which day, and what time?"), required=False)
    about = forms.Field(required=False)
    is_going = forms.BooleanField(required=False)
    at = forms.Field(required=False)
    kept = forms.BooleanField(required=False)

    def __init__(self, data=None, *, member, now: datetime, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.member, self.now = member, now
        self.fields["on"].told_in(member.tz)
        self.fields["on"].widget.attrs["class"] = "form-control"

    def clean_about(self) -> UUID | None:
        return or_none(UUID, self.cleaned_data["about"])

    def clean_at(self) -> datetime:
        """When it was pressed, if no clock is far out; else now."""
        pressed = believable(or_none(instant, self.cleaned_data["at"]), self.now)
        return min(pressed or self.now, self.now)

    def clean(self) -> dict:
        given = super().clean()
        if given.get("when") != When.OTHER or given.get("kept"):
            self.errors.pop("on", None)
        elif "on" not in self.errors:
            self._look_at(given.get("on"))
        return given

    def _look_at(self, moment: datetime | None) -> None:
        if moment is None:
            self.add_error(
                "on", ValidationError(say("Give the day and the time. A guess will do."))
            )
        elif moment > self.now + CLOCKS_DIFFER:
            self.add_error(
                "on", ValidationError(say("That is still to come. Give a time before now."))
            )
        elif moment < self.now - EARLIEST:
            self.add_error("on", ValidationError(say("Give a time within the last year.")))

    def said(self, behaviour: Behaviour | None) -> Quick:
        given = self.cleaned_data
        return Quick(self._occurred_at(), given["intensity"], behaviour, given["is_going"])

    def _occurred_at(self) -> datetime:
        """A rough answer becomes a rough moment: half an hour ago, or some hours ago on the same day."""
        given, pressed = self.cleaned_data, self.cleaned_data["at"]
        match given["when"]:
            case When.HOUR:
                return pressed - HALF_AN_HOUR
            case When.EARLIER:
                return max(pressed - SOME_HOURS, self._day_began(pressed))
            case When.OTHER:
                moment = believable(given.get("on"), self.now)
                return min(moment or pressed, self.now)
        return pressed

    def _day_began(self, moment: datetime) -> datetime:
        day = self.member.day_of(moment)
        wall = datetime.combine(day, self.member.day_starts)
        return min(zones.instant(wall, self.member.tz), moment)
