"""Answering a measure, and entering the words of one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets.fields import Written, WrittenLine

from .fields import TOO_LONG, Once
from .measures.instrument import Instrument, Item, Scale, Words
from .measures.wording import Wording
from .models import Behaviour

NOT_ONE = _("Choose one of these, or leave it.")
WORDS_LONG, LINE_LONG, INTRO_LONG, EVIDENCE_LONG = 2000, 500, 1000, 1000
LANGUAGE = re.compile(r"^[a-z]{2,3}(-[a-z0-9]{2,8})?$", re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    """One item as it stands on the page."""

    item: Item
    field: forms.BoundField
    ends: tuple[Words, Words] | None

    @property
    def last(self) -> int:
        return self.item.scale.values[-1]

    @property
    def kind(self) -> str:
        """How its answers are laid out: a ruler by its length, or words."""
        return f"scale of-{len(self.item.scale.values)}" if self.item.scale.is_ruler else "chips"


class TakingForm(forms.Form):
    """Every item may be left. `once` makes a form sent twice one taking."""

    once = Once()

    def __init__(
        self,
        data: Any = None,
        *,
        instrument: Instrument,
        wording: Wording,
        behaviours: Sequence[Behaviour] = (),
        about: str = "",
    ) -> None:
        super().__init__(data, initial={"about": about})
        self.instrument, self.wording = instrument, wording
        self.behaviours = {str(each.pk): each for each in behaviours}
        if self.behaviours:
            self.fields["about"] = _about(behaviours)
        for item in instrument.items:
            self.fields[_field_of(item)] = _question(item, wording)
        if instrument.asks_own_words:
            self.fields["words"] = Written(
                label=instrument.asks_own_words,
                required=False,
                max_length=WORDS_LONG,
                widget=forms.Textarea(attrs={"rows": 3, "class": "form-control", "dir": "auto"}),
                error_messages={"max_length": TOO_LONG},
            )

    @property
    def asked(self) -> list[Asked]:
        return [
            Asked(item, self[_field_of(item)], self.wording.ends(item.scale))
            for item in self.instrument.items
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and not self.answers and not said.get("words"):
            raise forms.ValidationError(say("Nothing is answered yet. One answer is enough."))
        return said

    @property
    def answers(self) -> dict[str, int]:
        """What was answered, by item; what was left is not in it."""
        said = {item.name: self.cleaned_data.get(_field_of(item)) for item in self.instrument.items}
        return {name: value for name, value in said.items() if value is not None}

    @property
    def behaviour(self) -> Behaviour | None:
        return self.behaviours.get(self.cleaned_data.get("about", ""))


def _field_of(item: Item) -> str:
    return f"item-{item.name}"


def _question(item: Item, wording: Wording) -> forms.Field:
    choices = [(str(each.value), each.says) for each in wording.choices(item.scale)]
    return forms.TypedChoiceField(
        label=wording.items[item.name],
        choices=choices,
        coerce=int,
        required=False,
        empty_value=None,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"invalid_choice": NOT_ONE},
    )


def _about(behaviours: Sequence[Behaviour]) -> forms.Field:
    return forms.ChoiceField(
        label=_("About"),
        required=False,
        choices=[("", _("Nothing in particular")), *((str(b.pk), b.title) for b in behaviours)],
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"invalid_choice": _("Choose one of these.")},
    )


class WordingForm(forms.Form):
    """The exact words of a measure, line by line; the right number of them, and none left out."""

    def __init__(self, data: Any = None, *, instrument: Instrument, kept: dict, language: str):
        super().__init__(data)
        self.instrument = instrument
        self.fields["language"] = forms.CharField(
            label=_("Language of these words"),
            initial=language,
            max_length=12,
            widget=forms.TextInput(attrs={"class": "form-control short"}),
            help_text=_("As a code, such as en-gb or es."),
            validators=[RegexValidator(LANGUAGE, _("Give a code, such as en-gb or es."))],
        )
        self.fields["intro"] = Written(
            label=_("What stands above the questions"),
            initial=kept.get("intro", ""),
            required=False,
            max_length=INTRO_LONG,
            widget=forms.Textarea(attrs={"rows": 2, "class": "form-control", "dir": "auto"}),
            error_messages={"max_length": TOO_LONG},
        )
        self.fields["notice"] = WrittenLine(
            label=_("Copyright line, as published"),
            initial=kept.get("notice", ""),
            required=False,
            max_length=LINE_LONG,
            widget=forms.TextInput(attrs={"class": "form-control", "dir": "auto"}),
            error_messages={"max_length": TOO_LONG},
        )
        items = [*kept.get("items", []), *[""] * len(instrument.items)]
        for number, (item, was) in enumerate(zip(instrument.items, items, strict=False), start=1):
            about = f" ({item.about})" if item.about else ""
            self.fields[_field_of(item)] = _line(
                say("Question %(number)s%(about)s") % {"number": number, "about": about}, was
            )
        for scale in instrument.scales:
            was = [*kept.get("labels", {}).get(scale.name, []), *[""] * scale.words_needed]
            for name, title, words in zip(_names(scale), _titles(scale), was, strict=False):
                self.fields[name] = _line(title, words)

    @property
    def parts(self) -> list[tuple[Words, list[forms.BoundField]]]:
        """The questions, then the answers to choose from, a part for each kind of them."""
        items = [self[_field_of(item)] for item in self.instrument.items]
        scales = [
            (scale.title, [self[name] for name in _names(scale)])
            for scale in self.instrument.scales
        ]
        top = (_("Above them"), [self["language"], self["intro"], self["notice"]])
        return [top, (_("The questions"), items), *scales]

    @property
    def words(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "intro": said["intro"],
            "notice": said["notice"],
            "items": [said[_field_of(item)] for item in self.instrument.items],
            "labels": {
                scale.name: [said[name] for name in _names(scale)]
                for scale in self.instrument.scales
            },
        }


def _line(label: Words, initial: str) -> forms.Field:
    return WrittenLine(
        label=label,
        initial=initial,
        max_length=LINE_LONG,
        widget=forms.TextInput(attrs={"class": "form-control", "dir": "auto"}),
        error_messages={
            "required": _("Enter these words as they are published."),
            "max_length": TOO_LONG,
        },
    )


def _names(scale: Scale) -> list[str]:
    return [f"label-{scale.name}-{number}" for number in range(scale.words_needed)]


def _titles(scale: Scale) -> list[str]:
    if scale.is_ruler:
        low, high = scale.values[0], scale.values[-1]
        return [say("Under %(value)s") % {"value": value} for value in (low, high)]
    return [say("Answer that counts %(value)s") % {"value": value} for value in scale.values]


class RightsForm(forms.Form):
    """By what this site may use a measure."""

    evidence = Written(
        label=_("What gives this site the right to use it?"),
        max_length=EVIDENCE_LONG,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control", "dir": "auto"}),
        help_text=_("A licence, a letter, a page with its date: something another admin can find."),
        error_messages={
            "required": _("Say where the right is written down."),
            "max_length": TOO_LONG,
        },
    )
    sure = forms.BooleanField(
        label=_("I have looked at it, and this site may use these words."),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        error_messages={"required": _("Tick this once you have looked.")},
    )
