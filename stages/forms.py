"""What somebody says about a behaviour, and about where they are."""

from datetime import date, datetime
from uuid import UUID

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets.fields import EARLIEST, WrittenLine
from smartrecovery.sheets.questions import SHORT

from . import machine, safety
from .fields import TOO_LONG, Once, instant, or_none
from .models import Behaviour, Stage


class Since(forms.DateField):
    """A day that has come, for this person."""

    def __init__(self, **kwargs) -> None:
        kwargs |= {
            "required": False,
            "widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "error_messages": {"invalid": _("Give a day, such as 2025-03-14.")},
        }
        super().__init__(**kwargs)
        self.today = date.max

    def until(self, today: date) -> None:
        self.today = today
        self.widget.attrs |= {"min": EARLIEST.isoformat(), "max": today.isoformat()}

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and value > self.today:
            raise forms.ValidationError(
                say("That day is still to come. Give today or a day before.")
            )
        if value and value < EARLIEST:
            raise forms.ValidationError(say("Give a day after 1 January 1900."))


class BehaviourForm(forms.ModelForm):
    """Name a behaviour. Only what it is about is asked for; the rest may wait."""

    label = WrittenLine(
        label=_("What do you call it?"),
        required=False,
        max_length=SHORT,
        help_text=_("Your own words, such as “wine on weeknights”. Only you see them."),
        error_messages={"max_length": TOO_LONG},
    )
    goal = forms.ChoiceField(
        label=_("What do you want to do about it?"),
        choices=Behaviour.Goal.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("You choose, and you can change it. Not knowing yet is an answer."),
        error_messages={"invalid_choice": _("Choose one of these, or none.")},
    )
    button = _("Save")

    class Meta:
        model = Behaviour
        fields = ["kind", "label", "goal"]
        widgets = {"kind": forms.RadioSelect}
        labels = {"kind": _("What is it about?")}
        error_messages = {
            "kind": {
                "required": _("Choose what it is about. “Something else” is fine."),
                "invalid_choice": _("Choose one of these. “Something else” is fine."),
            }
        }

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Behaviour.Kind.choices
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.parts(), save_button(self.button))

    def parts(self) -> list:
        return [
            Field("kind", wrapper_class="chips"),
            "label",
            Field("goal", wrapper_class="chips"),
        ]

    def clean_goal(self) -> str:
        return self.cleaned_data["goal"] or Behaviour.Goal.DECIDING


class NewBehaviourForm(BehaviourForm):
    """The same, and where they would put themselves today. `once` makes a form sent twice one behaviour."""

    once = Once()
    stage = forms.ChoiceField(
        label=_("Where would you put yourself today?"),
        widget=forms.RadioSelect,
        required=False,
        help_text=_("It sorts what is offered first. It closes nothing, and you can change it."),
        error_messages={"invalid_choice": _("Choose one of these, or none.")},
    )
    since = Since(
        label=_("Since when, roughly?"), help_text=_("A guess will do. Empty means today.")
    )
    button = _("Add it")

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["stage"].choices = stage_choices()
        self.fields["since"].until(today)

    def parts(self) -> list:
        return [*super().parts(), "stage", Field("since", css_class="short"), "once"]


class StageMoveForm(forms.Form):
    """One move, with as much or as little about it as they like."""

    to = forms.ChoiceField(choices=Stage.choices, widget=forms.HiddenInput)
    was = forms.CharField(widget=forms.HiddenInput, required=False)
    since = Since(label=_("Since when?"), help_text=_("Empty means today."))
    note = WrittenLine(
        label=_("What changed?"),
        required=False,
        max_length=SHORT,
        help_text=_("One line, if you like. Only you see it."),
        error_messages={"max_length": TOO_LONG},
    )
    asked = forms.BooleanField(widget=forms.HiddenInput, required=False)

    BUTTONS = {
        machine.Kind.SLIP: _("Say I am back in it"),
        machine.Kind.LEAVING: _("Move on"),
    }

    def __init__(self, data=None, *, kind: machine.Kind, today: date, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.kind = kind
        self.fields["since"].until(today)
        if kind is machine.Kind.SINCE:
            self.fields["since"].label = _("Roughly when did the change begin?")
            self.fields["since"].help_text = _("A guess will do. Empty means today.")
        button = self.BUTTONS.get(kind, _("This is where I am"))
        css = "btn-primary" if kind is not machine.Kind.SLIP else ""
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "note",
            Field("since", css_class="short"),
            "to",
            "was",
            "asked",
            save_button(button, css),
        )

    @property
    def may_be_written(self) -> bool:
        """A tap is enough where the move is expected; elsewhere the page has asked first."""
        return self.kind is machine.Kind.EXPECTED or self.cleaned_data["asked"]


class DeleteForm(forms.Form):
    sure = forms.BooleanField(
        label=_("Yes, delete it and everything I wrote about it."),
        error_messages={"required": _("Tick this to delete it for good, or keep it put away.")},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("sure", save_button(_("Delete it for good"), ""))


class NoteSeenForm(forms.Form):
    note = forms.ChoiceField(choices=[(safety.WITHDRAWAL, "")])
    goal = forms.ChoiceField(choices=Behaviour.Goal.choices, required=False)


class StateForm(forms.ModelForm):
    class Meta:
        model = Behaviour
        fields = ["state"]


def save_button(words, css: str = "btn-primary") -> StrictButton:
    return StrictButton(words, type="submit", name="save", value="save", css_class=css)


def stage_choices() -> list[tuple[str, str]]:
    """The seven, each with what it means, and last the right not to say."""
    seven = [
        (stage.value, format_html("<strong>{}</strong><br>{}", stage.label, about.means))
        for stage, about in machine.ABOUT.items()
        if stage != Stage.UNSET
    ]
    return [*seven, (Stage.UNSET.value, format_html("<strong>{}</strong>", Stage.UNSET.label))]


class PassedForm(forms.Form):
    """What a page says when an urge has passed. Only the id is asked for: the rest may be wrong and is let go."""

    id = forms.UUIDField()
    urge = forms.Field(required=False)
    intensity = forms.Field(required=False)
    about = forms.Field(required=False)
    began = forms.Field(required=False)
    minutes = forms.Field(required=False)

    def clean_urge(self) -> UUID | None:
        """The one that was written down before, if there is one."""
        return or_none(UUID, self.cleaned_data["urge"])

    def clean_intensity(self) -> int | None:
        text = self.cleaned_data["intensity"] or ""
        return int(text) if text in map(str, range(11)) else None

    def clean_about(self) -> UUID | None:
        return or_none(UUID, self.cleaned_data["about"])

    def clean_began(self) -> datetime | None:
        return or_none(instant, self.cleaned_data["began"])

    def clean_minutes(self) -> int | None:
        text = self.cleaned_data["minutes"] or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
