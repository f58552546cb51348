"""Everything about me: take it, bring it back, leave."""

from io import BytesIO

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from smartrecovery import export, restore
from smartrecovery.accounts import leaving, throttle
from smartrecovery.accounts.fields import PassphraseField
from smartrecovery.outbox import waiting
from smartrecovery.portable import Refused


class NothingOnDisk(FileUploadHandler):
    """Uploads stay in memory, and no more of them than anybody may send."""

    def __init__(self, request=None):
        super().__init__(request)
        self.taken = 0

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.file = BytesIO()

    def receive_data_chunk(self, raw_data, start):
        kept = raw_data[: max(0, restore.LARGEST_UPLOAD + 1 - self.taken)]
        self.taken += len(kept)
        self.file.write(kept)

    def file_complete(self, file_size):
        self.file.seek(0)
        return InMemoryUploadedFile(
            self.file, self.field_name, self.file_name, self.content_type, file_size, self.charset
        )


class PassphraseForm(forms.Form):
    """Asks again who is there, under the limits of signing in."""

    passphrase = PassphraseField(label=_("Your passphrase, once more"))
    action = _("Make my file")
    weight = "btn-primary"
    wait = 0

    def __init__(self, request: HttpRequest, data=None):
        super().__init__(data)
        self.request = request
        self.helper = FormHelper()
        self.helper.layout = Layout(
            *self.fields, StrictButton(self.action, type="submit", css_class=self.weight)
        )

    def clean_passphrase(self) -> str:
        said = self.cleaned_data["passphrase"]
        attempt = throttle.take(self.request, "passphrase")
        if attempt is None:
            self.wait = throttle.wait(self.request, "passphrase")
            raise forms.ValidationError(
                _("That was tried too often. Wait a while, then try again.")
            )
        if not self.request.user.check_password(said):
            raise forms.ValidationError(_("That is not your passphrase. Nothing was done."))
        attempt.rollback()
        return said

    def answer(self, response: HttpResponse) -> HttpResponse:
        return throttle.slow_down(response, self.wait) if self.wait else response


class EraseForm(PassphraseForm):
    now = forms.BooleanField(
        label=_("Do it now, without the seven days. This cannot be undone."), required=False
    )
    action = _("Erase everything")
    weight = ""  # no heavier than pausing, beside it


class PauseForm(forms.Form):
    until = forms.DateField(
        label=_("No messages until"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Choose a day, such as the first of next month.")},
    )

    def __init__(self, today, data=None):
        super().__init__(data)
        self.today, self.last = today, today + leaving.LONGEST_PAUSE
        self.fields["until"].widget.attrs |= {
            "min": today.isoformat(),
            "max": self.last.isoformat(),
        }
        self.helper = FormHelper()
        self.helper.form_action = "me_pause"
        self.helper.layout = Layout(
            Field("until", css_class="short"), StrictButton(_("Pause messages"), type="submit")
        )

    def clean_until(self):
        until = self.cleaned_data["until"]
        if not self.today < until <= self.last:
            raise forms.ValidationError(_("Choose a day after today and within a year."))
        return until


class BringForm(forms.Form):
    file = forms.FileField(
        label=_("The zip file you took, or the data.json in it"),
        widget=forms.FileInput(attrs={"accept": ".zip,.json"}),
        help_text=_("Up to 10 MB. It is only looked at first."),
        allow_empty_file=True,
    )

    def __init__(self, member, *args):
        super().__init__(*args)
        self.member = member
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "file", StrictButton(_("Look at the file"), type="submit", css_class="btn-primary")
        )

    def clean_file(self) -> dict:
        """The document in the file, found to go into this account."""
        file = self.cleaned_data["file"]
        try:
            if file.size > restore.LARGEST_UPLOAD:
                raise Refused(gettext("The file is larger than 10 MB."))
            document = restore.opened(file.read())
            restore.look_over(self.member, document, timezone.now())
        except Refused as error:
            raise forms.ValidationError(str(error))
        return document


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    """The whole of it, made while the member waits."""
    form = PassphraseForm(request, request.POST or None)
    if not form.is_valid():
        return form.answer(_page(request, "take", form=form))
    now = timezone.now()
    answer = HttpResponse(export.zip_of(request.user, now), content_type="application/zip")
    name = export.file_name(request.user.today(now))
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """A file is looked over, and shown; nothing comes back before the yes."""
    if not request.user.agreed_edition:
        return redirect("me_consent")
    if request.method == "POST":
        form = BringForm(request.user, request.POST, request.FILES)
        if form.is_valid():
            restore.hold(request.user, form.cleaned_data["file"], timezone.now())
            return redirect("me_bring")
        return _page(request, "bring", form=form)
    waiting = restore.waiting(request.user, timezone.now())
    inside = restore.inside(restore.held(waiting)) if waiting else None
    form = BringForm(request.user) if restore.is_empty(request.user) else None
    return _page(request, "bring", form=form, waiting=waiting, inside=inside)


@require_POST
def bring_confirm(request: HttpRequest) -> HttpResponse:
    if not request.user.agreed_edition:
        return redirect("me_consent")
    try:
        restore.bring_held(request.user, timezone.now(), request.POST.get("file", ""))
    except Refused as error:
        messages.error(request, gettext("Nothing was brought back. %s") % error)
        return redirect("me_bring")
    messages.success(request, gettext("It is all back."))
    return redirect("today")


@require_POST
def bring_forget(request: HttpRequest) -> HttpResponse:
    restore.let_go(request.user)
    return redirect("me_bring")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """A pause or an end, side by side; to whoever is leaving already, the way back."""
    member = request.user
    if member.leaving_at:
        return _page(request, "leaving")
    form = EraseForm(request, request.POST or None)
    if not form.is_valid():
        pause = PauseForm(member.today())
        return form.answer(_page(request, "leave", form=form, pause=pause))
    leaving.ask_to_leave(member, timezone.now(), waive=form.cleaned_data["now"])
    return _gone(request) if form.cleaned_data["now"] else redirect("me_leave")


def _gone(request: HttpRequest) -> HttpResponse:
    logout(request)
    answer = render(request, "mine/gone.html")
    answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    leaving.change_mind(request.user)
    messages.success(request, gettext("You are staying. Everything is where it was."))
    return redirect("today")


@require_POST
def pause(request: HttpRequest) -> HttpResponse:
    form = PauseForm(request.user.today(), request.POST)
    if not form.is_valid():
        return _page(request, "leave", form=EraseForm(request), pause=form)
    leaving.pause(request.user, form.cleaned_data["until"])
    messages.success(request, gettext("Messages are paused."))
    return redirect("me_leave")


@require_POST
def unpause(request: HttpRequest) -> HttpResponse:
    leaving.end_pause(request.user)
    waiting.look_again(request.user, timezone.now())
    messages.success(request, gettext("Messages are on again."))
    return redirect("me_leave")


def _page(request: HttpRequest, name: str, **context) -> HttpResponse:
    return render(request, f"mine/{name}.html", {"place": "me", **context})
