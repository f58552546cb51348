"""The rest of what somebody may want to say about an urge. Nothing in it is asked for twice, and nothing has to be said."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets.moments import MomentField

from .coping import Ways
from .fields import ANY_OF_THESE, bits, line, mask, one_of, page, ruler, some_of
from .forms import save_button
from .models import Behaviour, Urge
from .urge_words import length, of_mask, strength
from .urges import CLOCKS_DIFFER, EARLIEST

WORDS = ("trigger", "where", "who", "thought", "next_time")


class Done(forms.MultipleChoiceField):
    """Ways to cope, by their keys. One that is gone from the plan meanwhile is let go, and stops nothing."""

    def valid_value(self, value: str) -> bool:
        return True


class Fold(Div):
    """A part that stands behind a word, with what it says so far; open where something wants another look."""

    template = "frame/_fold.html"

    def __init__(self, words, says: Iterable[str], *fields: Any) -> None:
        super().__init__(*fields)
        self.words, self.says = words, " · ".join(filter(None, says))

    def render(self, form, context, template_pack="bootstrap5", **kwargs):
        self.opens = any(pointer.name in form.errors for pointer in self.get_field_names())
        return super().render(form, context, template_pack, **kwargs)


class MoreForm(forms.Form):
    """Everything about one urge. `ways` are what they may have done, `behaviours` what it may be about."""

    outcome = one_of(_("How did it end?"), Urge.Outcome.choices)
    triggers = some_of(_("What set it off?"), Urge.Trigger.choices)
    trigger = line(_("In your own words"), _("Such as “walking past the Crown”."))
    did = Done(
        label=_("What did you do about it?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": ANY_OF_THESE, "invalid_list": ANY_OF_THESE},
    )
    own = line(_("Something else you did"), _("It is offered here again next time."))
    helped = ruler(_("How much did it help?"), _("not at all"), _("a great deal"))
    next_time = page(_("What would you try next time?"))
    intensity = ruler(_("How strong at its peak?"), _("none"), _("the strongest I know"))
    occurred_at = MomentField(label=_("When was it?"), required=False)
    minutes = forms.IntegerField(
        label=_("How many minutes did it last?"),
        required=False,
        min_value=0,
        max_value=Urge.MOST_MINUTES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": _("Give whole minutes, such as 12."),
            "min_value": _("Give 0 minutes or more."),
            "max_value": _("Give at most %(limit_value)d minutes, which is one day."),
        },
    )
    is_going = forms.BooleanField(label=_("It is still going"), required=False)
    behaviour = forms.ChoiceField(
        label=_("What was it about?"),
        required=False,
        help_text=_("Once you have said it, it stays with that."),
        error_messages={"invalid_choice": _("Choose one of these, or “Anything”.")},
    )
    place = one_of(_("Where were you?"), Urge.Place.choices)
    where = line(_("Where, in your own words"))
    company = one_of(_("Who was there?"), Urge.Company.choices)
    who = line(_("Who, in your own words"))
    feelings = some_of(_("How did you feel?"), Urge.Feeling.choices)
    thought = page(_("What went through your head?"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        urge: Urge,
        ways: Ways,
        behaviours: Iterable[Behaviour],
        now: datetime,
    ) -> None:
        self.urge, self.now = urge, now
        super().__init__(data, initial=_said_before(urge) | {"did": ways.tried})
        self.fields["occurred_at"].told_in(urge.member.tz)
        self.fields["did"].choices = ways.choices
        if not ways.choices:
            del self.fields["did"]
            self.fields["own"].label = _("What did you do about it?")
        self.behaviours = {str(behaviour.pk): behaviour for behaviour in behaviours}
        if self.behaviours:
            named = [(key, behaviour.title) for key, behaviour in self.behaviours.items()]
            self.fields["behaviour"].choices = [("", _("Anything")), *named]
        else:
            del self.fields["behaviour"]
        self.helper = FormHelper()
        # A browser cannot point at a number that is wrong behind a folded part: it would say nothing.
        self.helper.attrs = {"novalidate": "novalidate"}
        self.helper.layout = Layout(*self._parts(), "seen", save_button(_("Save it")))

    def _parts(self) -> list[Any]:
        chips, scale = {"wrapper_class": "chips"}, {"wrapper_class": "scale"}
        urge, said = self.urge, _texts(self.urge)
        when = date_format(timezone.localtime(urge.occurred_at), "DATETIME_FORMAT")
        about = [Field("behaviour")] if "behaviour" in self.fields else []
        did = [Field("did", **chips)] if "did" in self.fields else []
        return [
            Field("outcome", **chips),
            Field("triggers", **chips),
            "trigger",
            *did,
            "own",
            Field("helped", **scale),
            Fold(_("What would you try next time?"), [said["next_time"]], "next_time"),
            Fold(
                _("How strong, when and how long"),
                [strength(urge), when, length(urge)],
                Field("intensity", **scale),
                "occurred_at",
                Field("minutes", css_class="short"),
                "is_going",
                *about,
            ),
            Fold(
                _("Where, and who was there"),
                [urge.get_place_display(), said["where"], urge.get_company_display()],
                Field("place", **chips),
                "where",
                Field("company", **chips),
                "who",
            ),
            Fold(
                _("What you felt and thought"),
                [*of_mask(urge.feelings, Urge.Feeling), said["thought"]],
                Field("feelings", **chips),
                "thought",
            ),
        ]

    def clean_occurred_at(self) -> datetime:
        """Left empty, or as it was shown, it is the very moment that is kept."""
        said, kept = self.cleaned_data["occurred_at"], self.urge.occurred_at
        if said is None or said == kept.replace(second=0, microsecond=0):
            return kept
        if said > self.now + CLOCKS_DIFFER:
            raise ValidationError(say("That moment is still to come. Give one that has been."))
        if said < self.now - EARLIEST:
            raise ValidationError(say("Give a moment within the last year."))
        return said

    def clean_seen(self) -> str:
        return self.cleaned_data["seen"].strip()

    @property
    def what_was_said(self) -> dict[str, Any]:
        """By the columns of an urge, with the words together under `said`."""
        given = self.cleaned_data
        over = _is_over(self.urge, given)
        about = self.behaviours.get(given.get("behaviour", ""))
        return ({"behaviour": about} if about else {}) | {
            "occurred_at": given["occurred_at"],
            "intensity": given["intensity"],
            "minutes": given["minutes"] if over else None,
            "is_going": not over,
            "triggers": mask(given["triggers"]),
            "feelings": mask(given["feelings"]),
            "place": given["place"],
            "company": given["company"],
            "helped": given["helped"],
            "outcome": given["outcome"] or Urge.Outcome.NOT_SAID,
            "said": self._words,
        }

    def opened_again(self) -> None:
        """Shown once more with what was typed: sent again, it is meant over what stands now."""
        typed = cast(QueryDict, self.data).copy()
        typed["seen"] = seen(self.urge)
        self.data = typed

    @property
    def _words(self) -> dict[str, str]:
        """What is asked here as it now is, what is not asked as it was."""
        others = {name: said for name, said in self.urge.said.items() if name not in WORDS}
        return others | {name: self.cleaned_data[name] for name in WORDS if self.cleaned_data[name]}

    @property
    def was_changed_meanwhile(self) -> bool:
        """Another page wrote since this one was opened, and this one says otherwise."""
        if self.cleaned_data["seen"] in ("", seen(self.urge)):
            return False
        kept = {name: getattr(self.urge, name) for name in self.what_was_said if name != "said"}
        return kept | {"said": self.urge.said} != self.what_was_said


def _is_over(urge: Urge, given: dict[str, Any]) -> bool:
    """Minutes that were typed just now, or an end, say more than a tick from before."""
    ended = given["outcome"] not in ("", Urge.Outcome.NOT_SAID)
    return not given["is_going"] or ended or given["minutes"] not in (None, urge.minutes)


def seen(urge: Urge) -> str:
    """Which state of it a page was opened with."""
    return urge.changed_at.isoformat()


def _said_before(urge: Urge) -> dict[str, Any]:
    return {
        "outcome": "" if urge.outcome == Urge.Outcome.NOT_SAID else urge.outcome,
        "triggers": bits(urge.triggers),
        "feelings": bits(urge.feelings),
        "intensity": urge.intensity,
        "occurred_at": urge.occurred_at,
        "minutes": urge.minutes,
        "is_going": urge.is_going,
        "place": urge.place,
        "company": urge.company,
        "helped": urge.helped,
        "seen": seen(urge),
    } | _texts(urge)


def _texts(urge: Urge) -> dict[str, str]:
    return {name: str(urge.said.get(name) or "") for name in WORDS}
