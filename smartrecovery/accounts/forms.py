"""Who somebody is here, as they type it."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.models import EmailAddress
from allauth.account.utils import setup_user_email
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout, Submit
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from smartrecovery import crisis

from . import consent, names, throttle, zones
from .lines import OneLineField
from .models import IDLE_MINUTES_FOR_STAFF, User

LONGEST_PASSPHRASE = 1000
REGIONS = [
    ("", _("Not said")),
    *((region.code.upper(), region.name) for region in crisis.DIRECTORY),
]
NO_MATCH = _("That did not match. Check the name and the passphrase, and try again.")
NOT_THE_SAME = _("This is not the same as the passphrase above. Type it again.")
NEW_PASSPHRASE_HELP = _(
    "15 letters or more. A few words in a row are easiest to keep in mind. Pasting from a password manager is fine."
)


def helper(*fields: Any) -> FormHelper:
    """Fields and buttons; the page brings the form around them."""
    made = FormHelper()
    made.form_tag = False
    made.disable_csrf = True
    made.layout = Layout(*fields)
    return made


def button(words: Any) -> Submit:
    return Submit("go", words, css_class="full")


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


class NewPassphraseMixin(forms.Form):
    """A new passphrase, typed twice. `whose()` says for whom, as far as it is known."""

    password1 = PassphraseField(new=True, label=_("New passphrase"), help_text=NEW_PASSPHRASE_HELP)
    password2 = PassphraseField(new=True, label=_("The new passphrase again"))

    def whose(self) -> User:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first:
            try:
                validate_password(first, self.whose())
            except forms.ValidationError as error:
                self.add_error("password1", error)
        if first and second and first != second:
            self.add_error("password2", NOT_THE_SAME)
        return cleaned


class SignInForm(allauth_forms.LoginForm):
    """`wait` is how many seconds to wait, where there were too many tries."""

    wait = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        self.fields["login"] = forms.CharField(
            label=_("Sign-in name or e-mail"), max_length=254, widget=forms.TextInput(attrs=attrs)
        )
        self.fields["password"] = PassphraseField()
        self.helper = helper("login", "password", button(_("Sign in")))

    def clean_login(self) -> str:
        return names.as_kept(self.cleaned_data["login"])

    def _clean_with_password(self, credentials: dict[str, Any]) -> dict[str, Any]:
        attempt = throttle.SignInTry(self.request, credentials["username"])
        if wait := attempt.begin():
            self.refuse(wait)
        try:
            cleaned = super()._clean_with_password(credentials)
        except forms.ValidationError:
            if wait := attempt.failed():
                self.refuse(wait)
            raise forms.ValidationError(NO_MATCH)
        attempt.succeeded()
        return cleaned

    def refuse(self, seconds: int) -> None:
        self.wait = seconds
        raise forms.ValidationError(
            gettext(
                "Too many tries in a row, here or elsewhere. Take a breath and try again in %(wait)s."
            )
            % {"wait": in_words(seconds)}
        )


def in_words(seconds: int) -> str:
    if seconds < 90:
        return gettext("%(count)s seconds") % {"count": seconds}
    return gettext("%(count)s minutes") % {"count": -(-seconds // 60)}


def _agree() -> str:
    return format_html(
        '<span>{} <a href="{}" target="_blank" rel="noopener">{}</a></span>',
        gettext("I agree that what I write here is kept for me."),
        reverse("consent_document"),
        gettext("Read what is kept, how and why."),
    )


class SignUpForm(allauth_forms.SignupForm):
    offered = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
    name = OneLineField(
        label=_("What to call me"),
        required=False,
        max_length=60,
        help_text=_("Only you see it. Leave it empty if you like."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    zone = ZoneField(initial="UTC", help_text=_("So that your days begin and end when yours do."))
    is_adult = forms.ChoiceField(
        label=_("Are you 18 or over?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        error_messages={"required": _("Choose yes or no.")},
        widget=forms.RadioSelect,
    )
    consent = forms.BooleanField(
        label=lazy(_agree, SafeString)(),
        error_messages={
            "required": _("Without your yes we may not keep anything. Tick it if you agree.")
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        self.fields["username"] = OneLineField(
            label=_("Sign-in name"),
            required=False,
            max_length=100,
            widget=forms.TextInput(attrs=attrs),
            help_text=_(
                "You can keep this one. If you type your own, four digits are always added to it. "
                "Better not your real name. You see the whole name on the next page."
            ),
        )
        self.fields["email"] = forms.EmailField(
            label=_("E-mail, if you like"),
            required=False,
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "email"}),
            help_text=_(
                "Without it, only a recovery code can let you back in if you lose your passphrase. "
                "Nobody can reset it for you. With it, we send a link to confirm the address first."
            ),
        )
        self.fields["password1"] = PassphraseField(new=True, help_text=NEW_PASSPHRASE_HELP)
        self.fields["password2"] = PassphraseField(new=True, label=_("The passphrase again"))
        if not self.is_bound:
            self.initial["username"], self.initial["offered"] = names.offer()
        self.helper = helper(
            "offered", "username", "name", "password1", "password2", "email", "zone",
            Field("is_adult", wrapper_class="chips"),
            "consent",
            button(_("Begin")),
        )  # fmt: skip

    @property
    def too_young(self) -> bool:
        return self.data.get("is_adult") == "no"

    def clean_username(self) -> str:
        """Never refused for being taken: the digits see to that."""
        return self.cleaned_data["username"]

    @transaction.atomic
    def save(self, request: HttpRequest) -> User:
        typed = self.cleaned_data
        member = User.objects.create_user(
            names.settle(typed["username"], typed["offered"]),
            email=typed["email"],
            password=typed["password1"],
            name=typed["name"],
            zone=typed["zone"],
            is_adult=True,
        )
        consent.give(member)
        addresses = [EmailAddress(email=typed["email"])] if typed["email"] else []
        setup_user_email(request, member, addresses)
        request.session["welcome"] = True
        return member


class AgainForm(forms.Form):
    """The passphrase again, before something that matters."""

    password = PassphraseField()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        self.helper = helper("password", button(_("Go on")))

    def clean_password(self) -> str:
        if not self.user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(
                _("That did not match. Type the passphrase you sign in with.")
            )
        return self.cleaned_data["password"]


class ChangePassphraseForm(NewPassphraseMixin, AgainForm):
    field_order = ["password", "password1", "password2"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Passphrase so far")
        self.helper = helper("password", "password1", "password2", button(_("Change passphrase")))

    def whose(self) -> User:
        return self.user


class ResetForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("email", button(_("Send the link")))

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class NewPassphraseForm(NewPassphraseMixin):
    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        self.helper = helper("password1", "password2", button(_("Keep this passphrase")))

    def whose(self) -> User:
        return self.user


class RecoverForm(NewPassphraseMixin):
    login = forms.CharField(
        label=_("Sign-in name"),
        max_length=254,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    code = OneLineField(
        label=_("One of your recovery codes"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    field_order = ["login", "code", "password1", "password2"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(
            "login", "code", "password1", "password2", button(_("Keep this passphrase"))
        )

    def clean_login(self) -> str:
        return names.as_kept(self.cleaned_data["login"])

    def whose(self) -> User:
        """Only the name as typed: what is wrong with a passphrase says nothing about who is here."""
        return User(username=self.cleaned_data.get("login", ""))


class AddressForm(AgainForm):
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    field_order = ["email", "password"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("email", "password", button(_("Use this address")))

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


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
