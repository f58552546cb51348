"""It happened: written down for oneself alone. It moves no stage, takes away no total, and asks very little."""

from datetime import datetime
from typing import Any
from uuid import UUID

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from smartrecovery.outbox import waiting
from smartrecovery.sheets.fields import Written
from smartrecovery.sheets.moments import MomentField
from stages import safety, slips, support, words_after
from stages.fields import TOO_LONG, Once, or_none
from stages.forms import save_button
from stages.models import Behaviour, Slip, Stage
from stages.urges import CLOCKS_DIFFER, EARLIEST
from tools import people

A_SENTENCE = 1_000
PLACE = "progress"


class SlipForm(forms.Form):
    """What it was about is asked where there are several; the rest may be left. `once` makes two sends one."""

    once = Once()
    about = forms.ChoiceField(
        label=_("What was it about?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what it was about."),
            "invalid_choice": _("Choose one of these."),
        },
    )
    extent = forms.ChoiceField(
        label=_("How much was it?"),
        choices=Slip.Extent.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Choose one of these, or none.")},
    )
    said = Written(
        label=_("What happened?"),
        help_text=_("A sentence is enough. You can leave it empty."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=A_SENTENCE,
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args, behaviours: list[Behaviour], member, now: datetime, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.behaviours = {str(each.pk): each for each in behaviours}
        self.now = now
        self.fields["about"].choices = [(pk, each.title) for pk, each in self.behaviours.items()]
        if len(self.behaviours) == 1 and self.data.get("about", "") in ("", *self.behaviours):
            del self.fields["about"]
        self.fields["at"] = self._at(member)
        self.helper = FormHelper()
        about = [Field("about")] if "about" in self.fields else []
        self.helper.layout = Layout(
            *about,
            Field("at", css_class="when"),
            Field("extent", wrapper_class="chips"),
            "said",
            "once",
            save_button(_("Write it down")),
        )

    def _at(self, member) -> MomentField:
        """The browser keeps to the days that are taken; the server knows the minute."""
        at = MomentField(label=_("When was it?"), required=False)
        at.told_in(member.tz)
        at.help_text = f"{say('Roughly is fine. Empty means just now.')} {at.help_text}"
        first, last = (
            moment.astimezone(member.tz).date() for moment in (self.now - EARLIEST, self.now)
        )
        at.widget.attrs |= {"min": f"{first}T00:00", "max": f"{last}T23:59"}
        return at

    def clean_at(self) -> datetime | None:
        at = self.cleaned_data["at"]
        if at and at > self.now + CLOCKS_DIFFER:
            raise forms.ValidationError(say("That is still to come. Give a time before now."))
        if at and at < self.now - EARLIEST:
            raise forms.ValidationError(say("Give a time within the last year."))
        return at

    @property
    def behaviour(self) -> Behaviour:
        only = next(iter(self.behaviours))
        return self.behaviours[self.cleaned_data.get("about") or only]


def slip_new(request: HttpRequest) -> HttpResponse:
    """Safety first, then a few questions; one answer is enough."""
    now, wanted = timezone.now(), request.GET.get("about", "")
    behaviours = list(request.user.behaviours.open(besides=or_none(UUID, wanted)))
    about = next((each for each in behaviours if str(each.pk) == wanted), None)
    form = None
    if behaviours:
        data = request.POST if request.method == "POST" else None
        initial = {"about": str(about.pk)} if about else {}
        form = SlipForm(data, behaviours=behaviours, member=request.user, now=now, initial=initial)
        if form.is_valid():
            return _write(request, form, now)
    asked = [about] if about else behaviours
    context = {
        "form": form,
        "only": behaviours[0] if len(behaviours) == 1 else None,
        "safety_notes": safety.notes_for_slips(asked),
        "typed": "" if form else request.POST.get("said", "").strip(),
        "place": PLACE,
    }
    return render(request, "safe/slip_new.html", context)


def _write(request: HttpRequest, form: SlipForm, now: datetime) -> HttpResponse:
    said = form.cleaned_data
    slip = slips.note(
        request.user, said["once"], form.behaviour, now, said["at"], said["extent"], said["said"]
    )
    support.offer_after(request.user, [slip.said], now)
    return redirect("slip", slip.pk)


@require_safe
def slip(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What still stands, the next helpful thing, somebody to turn to; looking closer is offered."""
    slip = _mine(request, pk)
    if slip.taken_back_at:
        return render(request, "safe/slip.html", {"slip": slip, "place": PLACE})
    known = words_after.known(slip, request.user.today())
    notes = safety.notes_for_slip(slip.behaviour)
    context: dict[str, Any] = {
        "slip": slip,
        "words": words_after.after(known, slip.pk),
        "people": people.trusted(request.user, slip.behaviour_id)[:2],
        "safety_notes": notes,
        "alive_first": any(note.slug == safety.AFTER_A_BREAK for note in notes),
        "stage": _stage(slip.behaviour),
        "offered": support.offer_for([slip.said]),
        "place": PLACE,
    }
    return render(request, "safe/slip.html", context)


@require_POST
def slip_take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    now = timezone.now()
    slips.take_back(_mine(request, pk), now)
    waiting.look_again(request.user, now)
    messages.success(request, say("Taken back. Nothing is written down about it."))
    return redirect("slip", pk)


def _mine(request: HttpRequest, pk: UUID) -> Slip:
    return get_object_or_404(request.user.slips.select_related("behaviour"), pk=pk)


def _stage(behaviour: Behaviour) -> str | Promise:
    """Where they put themselves, in words; nothing where they would rather not say."""
    return "" if behaviour.stage == Stage.UNSET else behaviour.stage_title
