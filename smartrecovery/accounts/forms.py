"""Who somebody is here, as they type it."""

from typing import Any
from uuid import UUID, uuid4

from allauth.account import forms as allauth_forms
from allauth.account.models import EmailAddress
from allauth.account.utils import setup_user_email
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, Submit
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import consent, names, throttle
from .fields import AddressField, OneLineField, PassphraseField, ZoneField
from .models import User

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
        self.fields["email"] = AddressField(
            label=_("E-mail, if you like"),
            required=False,
            help_text=_(
                "Without it, only a recovery code can let you back in if you lose your passphrase. "
                "Nobody can reset it for you. With it, we send a link to confirm the address first."
            ),
        )
        self.fields["password1"] = PassphraseField(new=True, help_text=NEW_PASSPHRASE_HELP)
        self.fields["password2"] = PassphraseField(new=True, label=_("The passphrase again"))
        self.order_fields(
            ["username", "name", "password1", "password2", "email", "zone", "is_adult", "consent"]
        )
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

    def save(self, request: HttpRequest) -> User:
        """A double tap, or a try again after no answer came, finds who the first one made."""
        person = names.person_of(self.cleaned_data["offered"])
        try:
            member = self._join(request, person)
        except IntegrityError:
            member = self._joined(person) or self._join(request, uuid4())
        request.session["welcome"] = True
        return member

    def _joined(self, person: UUID) -> User | None:
        member = User.objects.filter(pk=person).first()
        knows = member and member.check_password(self.cleaned_data["password1"])
        return member if knows else None

    @transaction.atomic
    def _join(self, request: HttpRequest, person: UUID) -> User:
        typed = self.cleaned_data
        member = User.objects.create_user(
            names.settle(typed["username"], typed["offered"]),
            id=person,
            email=typed["email"],
            password=typed["password1"],
            name=typed["name"],
            zone=typed["zone"],
            is_adult=True,
        )
        consent.give(member)
        addresses = [EmailAddress(email=typed["email"])] if typed["email"] else []
        setup_user_email(request, member, addresses)
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
    email = AddressField()

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
    email = AddressField()
    field_order = ["email", "password"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("email", "password", button(_("Use this address")))

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()
