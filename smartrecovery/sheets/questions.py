"""The kinds of question a sheet may ask, and how each keeps, shows and reads its answer."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from functools import cached_property
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from .drawing import CONTROLS
from .fields import Written, WrittenLine

SHORT, LONG = 200, 4_000
GONE = _("One that is not there any more")
FIRST_WORDS = _("Write a few words here first. Everything else can wait.")
ROW_ID = re.compile(r"[a-z0-9]{8,40}")


def new_row_id() -> str:
    return secrets.token_hex(6)


def is_blank(value: Any) -> bool:
    """Nothing was answered. Zero is an answer."""
    return value is None or value is False or value in ("", [])


@dataclass(frozen=True, eq=False)
class Around:
    """Whom a form is for: their zone, what they wrote elsewhere that a `Link` may point at, and what one points at."""

    tz: ZoneInfo = ZoneInfo("UTC")
    offers: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Question:
    """One thing asked, in a row `only_with` another question's answer. `pack` and `show` go to and from JSON."""

    name: str
    ask: str
    help: str = ""
    _: KW_ONLY
    required: bool = False
    charted: bool = False
    only_with: str = ""
    kind: ClassVar[str] = ""

    @property
    def template(self) -> str:
        """Most controls are drawn in Python; a kind with more to it has a template of its own."""
        return "sheets/_drawn.html" if self.kind in CONTROLS else f"sheets/_{self.kind}.html"

    def field(self, around: Around) -> forms.Field:
        return self._field

    @cached_property
    def _field(self) -> forms.Field:
        """Fields hold no state, so one serves every form that asks the question."""
        made = self.make_field()
        made.required = self.required
        if self.required:
            made.error_messages["required"] = FIRST_WORDS
        return made

    def make_field(self) -> forms.Field:
        raise LookupError(f"{type(self).__name__} is not asked directly")

    def raw(self, data, name: str) -> Any:
        """What was typed, untouched."""
        return data.get(name, "")

    def pack(self, value) -> Any:
        return value

    def show(self, value, around: Around) -> Any:
        """A stored value as its control holds it: text, or a list of texts."""
        return str(value)

    def empty(self) -> Any:
        """What a control shows that nobody has touched."""
        return ""

    def options(self, value, around: Around) -> list[tuple[str, str, bool]]:
        """What there is to choose from: (value, words, chosen)."""
        return []

    def read(self, value, around: Around) -> list[str]:
        """A stored value in words, a line each."""
        return [str(value)]

    def number(self, value) -> int:
        """What a charted answer counts as, 0 to 100."""
        return value


@dataclass(frozen=True, eq=False)
class Text(Question):
    """One line, up to 200 characters."""

    example: str = ""
    kind = "text"

    def make_field(self) -> forms.Field:
        return WrittenLine(max_length=SHORT)


@dataclass(frozen=True, eq=False)
class Person(Text):
    """Somebody the member names in their own way."""


@dataclass(frozen=True, eq=False)
class Long(Question):
    """Up to 4,000 characters, with line ends."""

    kind = "long"

    def make_field(self) -> forms.Field:
        return Written(max_length=LONG)

    def read(self, value, around: Around) -> list[str]:
        return str(value).split("\n")


@dataclass(frozen=True, eq=False)
class Choice(Question):
    """One of a few. `choices` are (value, words); without `chips` it is a list, and `none` its first line."""

    choices: tuple[tuple[str, str], ...] = ()
    chips: bool = True
    none: str = _("Not now")
    kind = "choice"

    def make_field(self) -> forms.Field:
        return forms.ChoiceField(choices=self.choices)

    def options(self, value, around: Around) -> list[tuple[str, str, bool]]:
        chosen = value if isinstance(value, list) else [value]
        return [(key, words, key in chosen) for key, words in self.choices]

    def read(self, value, around: Around) -> list[str]:
        chosen = value if isinstance(value, list) else [value]
        return [str(words) for key, words in self.choices if key in chosen]


@dataclass(frozen=True, eq=False)
class Choices(Choice):
    """Some of a few."""

    kind = "choices"

    def make_field(self) -> forms.Field:
        return forms.MultipleChoiceField(choices=self.choices)

    def empty(self) -> list:
        return []

    def raw(self, data, name: str) -> list[str]:
        return data.getlist(name)

    def show(self, value, around: Around) -> list[str]:
        return value if isinstance(value, list) else [str(value)]

    def number(self, value) -> int:
        return len(value)


@dataclass(frozen=True, eq=False)
class YesNo(Choice):
    choices: tuple[tuple[str, str], ...] = (("yes", _("Yes")), ("no", _("No")))

    def pack(self, value) -> bool:
        return value == "yes"

    def show(self, value, around: Around) -> str:
        return {True: "yes", False: "no"}.get(value, str(value))

    def read(self, value, around: Around) -> list[str]:
        return super().read(self.show(value, around), around)


@dataclass(frozen=True, eq=False)
class Tick(Question):
    """A box to tick. `stamps` names where a row keeps the day it was ticked."""

    stamps: str = ""
    kind = "tick"

    def make_field(self) -> forms.Field:
        return forms.BooleanField()

    def show(self, value, around: Around) -> str:
        return "on" if value and value != "false" else ""

    def read(self, value, around: Around) -> list[str]:
        return [say("Yes")]


@dataclass(frozen=True, eq=False)
class Switch(Tick):
    """A button that opens more of the sheet. Once on, it stays on: what it opened may hold answers."""

    kind = "switch"


@dataclass(frozen=True, eq=False)
class Scale(Question):
    """0 to 10 on a ruler, nothing chosen beforehand. `note` is said kindly under answers below seven."""

    low: str = ""
    high: str = ""
    note: str = ""
    kind = "scale"
    steps: ClassVar[range] = range(11)

    def make_field(self) -> forms.Field:
        return forms.IntegerField(min_value=0, max_value=10)

    def options(self, value, around: Around) -> list[tuple[str, str, bool]]:
        return [(str(n), str(n), str(n) == value) for n in self.steps]

    def read(self, value, around: Around) -> list[str]:
        return [say("%(value)s out of 10") % {"value": value}]


@dataclass(frozen=True, eq=False)
class Percent(Question):
    """0 to 100: a number, with a slider beside it."""

    kind = "percent"

    def make_field(self) -> forms.Field:
        return forms.IntegerField(min_value=0, max_value=100)

    def read(self, value, around: Around) -> list[str]:
        return [f"{value} %"]


@dataclass(frozen=True, eq=False)
class Number(Question):
    """A whole number, from nought to `most`."""

    most: int = 999
    kind = "number"

    def make_field(self) -> forms.Field:
        return forms.IntegerField(min_value=0, max_value=self.most)


@dataclass(frozen=True, eq=False)
class Link(Question):
    """A row the member wrote in another entry; `to` are `slug.question` names it may come from."""

    to: tuple[str, ...] = ()
    kind = "link"

    def offers(self, around: Around) -> list[tuple[str, str]]:
        """Once each, though two sources may hold the same."""
        found = (offer for source in self.to for offer in around.offers.get(source, ()))
        return list(dict.fromkeys(found))

    def options(self, value, around: Around) -> list[tuple[str, str, bool]]:
        """What may be pointed at; and what is pointed at, where it is not offered any more."""
        offers = self.offers(around)
        if value and value not in dict(offers):
            offers.append((value, GONE))
        return [(key, words, key == value) for key, words in offers]

    def field(self, around: Around) -> forms.Field:
        kept = [(key, GONE) for key in around.kept]
        return forms.ChoiceField(choices=self.offers(around) + kept, required=self.required)

    def pack(self, value: str) -> dict[str, str]:
        entry, _slash, row = value.partition("/")
        return {"entry": entry, "row": row}

    def show(self, value, around: Around) -> str:
        return f"{value['entry']}/{value['row']}" if isinstance(value, dict) else str(value)

    def read(self, value, around: Around) -> list[str]:
        return [
            str(words)
            for _key, words, chosen in self.options(self.show(value, around), around)
            if chosen
        ]


def shown(question: Question, holder: dict, around: Around) -> Any:
    """What the control of `question` shows: what was typed and refused, or what is stored, or nothing."""
    if question.name in (typed := holder.get("_raw") or {}):
        return typed[question.name]
    if (stored := holder.get(question.name)) is None:
        return question.empty()
    return question.show(stored, around)
