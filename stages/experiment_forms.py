"""What somebody says about a change they try out."""

from datetime import date, timedelta

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets.fields import Written, WrittenLine
from smartrecovery.sheets.questions import LONG, SHORT

from .experiments import DAYS, FEWEST_DAYS, MOST_DAYS, LooksAt
from .fields import TOO_LONG, Once
from .forms import save_button

A_YEAR, TWO_MONTHS = timedelta(days=365), timedelta(days=60)


class ExperimentForm(forms.Form):
    """One change and two weeks. Only the change is asked for; the rest has an answer already."""

    change = WrittenLine(
        label=_("What would you do differently?"),
        max_length=SHORT,
        help_text=_("One thing, small enough to do most days. Such as: “Supper before six.”"),
        error_messages={
            "required": _("Write the one thing you want to try."),
            "max_length": TOO_LONG,
        },
    )
    looks_at = forms.ChoiceField(
        label=_("What would you look at?"),
        choices=LooksAt.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("As many days before are set beside it."),
        error_messages={"invalid_choice": _("Choose one of these.")},
    )
    starts_on = forms.DateField(
        label=_("From which day?"),
        required=False,
        help_text=_("Empty means today. A day in the past is fine too."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Give a day, such as 2025-03-14.")},
    )
    days = forms.IntegerField(
        label=_("For how many days?"),
        required=False,
        help_text=_("From 7 to 28. Two weeks is usual, and you can stop at any time."),
        widget=forms.NumberInput(
            attrs={"min": FEWEST_DAYS, "max": MOST_DAYS, "inputmode": "numeric"}
        ),
        error_messages={"invalid": _("Give a whole number from 7 to 28.")},
    )
    once = Once()

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial = {
            "looks_at": LooksAt.URGES,
            "days": DAYS,
        } | self.initial
        first, last = today - A_YEAR, today + TWO_MONTHS
        self.fields["starts_on"].widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "change",
            Field("looks_at", wrapper_class="chips"),
            Field("starts_on", css_class="short"),
            Field("days", css_class="short"),
            "once",
            save_button(_("Try it")),
        )

    def clean_looks_at(self) -> str:
        return self.cleaned_data["looks_at"] or LooksAt.URGES

    def clean_starts_on(self) -> date:
        day = self.cleaned_data["starts_on"] or self.today
        if not self.today - A_YEAR <= day <= self.today + TWO_MONTHS:
            raise forms.ValidationError(
                say("Give a day within the last year or the next two months.")
            )
        return day

    def clean_days(self) -> int:
        days = DAYS if self.cleaned_data["days"] is None else self.cleaned_data["days"]
        if not FEWEST_DAYS <= days <= MOST_DAYS:
            raise forms.ValidationError(say("Give a whole number from 7 to 28."))
        return days


class LearnedForm(forms.Form):
    learned = Written(
        label=_("What did you learn?"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In your own words. Only you see them. You can change them at any time."),
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args, css: str = "btn-primary", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("learned", save_button(_("Save what I learned"), css))
