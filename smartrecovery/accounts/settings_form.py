"""What a member may choose about how this place treats them."""

from typing import Any

from crispy_forms.layout import HTML, Div, Field
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from smartrecovery import crisis

from .fields import OneLineField, ZoneField
from .forms import button, helper
from .models import IDLE_MINUTES_FOR_STAFF, User

REGIONS = [
    ("", _("Not said")),
    *((region.code.upper(), region.name) for region in crisis.DIRECTORY),
]


class SettingsForm(forms.ModelForm):
    name = OneLineField(label=_("What to call me"), required=False, max_length=60)
    zone = ZoneField()
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    region = forms.ChoiceField(label=_("Country for help lines"), choices=REGIONS, required=False)
    idle_minutes = forms.TypedChoiceField(label=_("Sign me out when I am away for"), coerce=int)

    class Meta:
        model = User
        fields = [
            "name", "zone", "day_starts", "theme", "language", "region", "idle_minutes", "shared_device",
        ]  # fmt: skip
        labels = {
            "day_starts": _("My day starts at"),
            "theme": _("Light or dark"),
            "shared_device": _(
                "Others use this device: let nothing I write wait in its browser, even offline"
            ),
        }
        help_texts = {
            "day_starts": _("What you write before this hour still counts for the day before."),
        }
        widgets = {
            "day_starts": forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M"),
            "theme": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["name"] = self.instance.name
        self.fields["idle_minutes"].choices = list(self.idle_choices())
        self.helper = helper(
            "name", "zone",
            Div(
                HTML('<p><span data-zone-words="{% load i18n %}{% translate "Your device is set to {zone}." %}"></span></p>'),
                HTML('<p><button class="btn" type="button">{% load i18n %}{% translate "Use that" %}</button></p>'),
                css_class="say", data_zone_offer="", hidden="hidden",
            ),
            "day_starts",
            Field("theme", wrapper_class="chips"),
            "language", "region", "idle_minutes", "shared_device",
            button(_("Save")),
        )  # fmt: skip

    def save(self, commit: bool = True) -> User:
        """Only what this form asks for is written."""
        self.instance.save(update_fields=self._meta.fields)
        return self.instance

    def idle_choices(self):
        """A longer time is for a device nobody else picks up; who sees others' records gets less."""
        for minutes, words in (
            (5, _("5 minutes")),
            (15, _("15 minutes")),
            (30, _("30 minutes")),
            (60, _("an hour, on my own device")),
            (240, _("four hours, on my own device")),
        ):
            if self.instance.role == User.Role.MEMBER or minutes <= IDLE_MINUTES_FOR_STAFF:
                yield minutes, words
