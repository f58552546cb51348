"""Questions and paper forms, described in Python: no models.

A `Sheet` is data. `SheetForm` asks it, `Sheet.read` tells what was answered. Answers are one JSON object:
a value for each question answered, nothing for the others, and for `Lines` a list of rows, each with an `id`
that never changes and, where it was taken from somewhere else, a `from`.
"""

from .fields import tidy
from .form import SheetForm
from .lines import Lines, Pick
from .questions import (
    Around,
    Choice,
    Choices,
    Link,
    Long,
    Number,
    Percent,
    Person,
    Question,
    Scale,
    Switch,
    Text,
    Tick,
    YesNo,
    new_row_id,
)
from .sheet import Due, Section, Sheet
from .times import Clock, Day, Instant, Minutes

__all__ = [
    "Around",
    "Choice",
    "Choices",
    "Clock",
    "Day",
    "Due",
    "Instant",
    "Lines",
    "Link",
    "Long",
    "Minutes",
    "Number",
    "Percent",
    "Person",
    "Pick",
    "Question",
    "Scale",
    "Section",
    "Sheet",
    "SheetForm",
    "Switch",
    "Text",
    "Tick",
    "YesNo",
    "new_row_id",
    "tidy",
]
