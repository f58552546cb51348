"""Controls as HTML, in crispy's markup: drawn in Python, for a worksheet has hundreds and templates are slow.

Whatever a person wrote, and whatever a sheet says, passes through `safe`.
"""

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .form import Cell

# Each with the words themselves, so that an id stays theirs. They come from sheets: there are so many and no more.
KNOWN: dict[tuple[str | None, int], tuple[Promise, str, str]] = {}
NONE_OF_THESE = _("None of these")
SECOND_TIME = _("The clocks went back: the second time that hour came round")
SLIDE = _("Slide to choose")


def safe(text: Any) -> str:
    """Escaped."""
    return _known(text)[2] if isinstance(text, Promise) else escape(str(text))


def said(text: Any) -> str:
    """Words of a sheet in the language of the page."""
    return _known(text)[1] if isinstance(text, Promise) else str(text)


def _known(text: Promise) -> tuple[Promise, str, str]:
    """Looked up and escaped once a language: they stand on a page many times."""
    key = get_language(), id(text)
    if key not in KNOWN:
        words = str(text)
        KNOWN[key] = text, words, escape(words)
    return KNOWN[key]


def control(cell: "Cell") -> SafeString:
    """One question on the page."""
    return SafeString(CONTROLS[cell.question.kind](cell))


def attributes(cell: "Cell") -> str:
    said = f' aria-describedby="{cell.described_by}"' if cell.described_by else ""
    wrong = ' aria-invalid="true"' if cell.error else ""
    return f' name="{cell.name}" id="{cell.id}"{said}{wrong}'


def invalid(cell: "Cell") -> str:
    return " is-invalid" if cell.error else ""


def error(cell: "Cell") -> str:
    if not cell.error:
        return ""
    return f'<div class="invalid-feedback" id="{cell.id}error"><strong>{safe(cell.error)}</strong></div>'


def _below(cell: "Cell") -> str:
    """What is wrong with it, and what may help."""
    if not cell.question.help:
        return error(cell)
    return (
        f"{error(cell)}"
        f'<div class="form-text" id="{cell.id}_helptext">{safe(cell.question.help)}</div>'
    )


def _required(cell: "Cell") -> str:
    return " required" if cell.question.required else ""


def _labelled(cell: "Cell", box: str) -> str:
    return (
        f'<div class="mb-3"><label class="form-label" for="{cell.id}">{safe(cell.question.ask)}'
        f"</label>\n{box}\n{_below(cell)}</div>"
    )


def _text(cell: "Cell") -> str:
    """What is written there already stands in a box that grows with it, so that all of it is seen."""
    return _labelled(cell, _written(cell) if cell.value else _line(cell, cell.question.example))


def _line(cell: "Cell", example: str) -> str:
    hint = f' placeholder="{safe(example)}"' if example else ""
    return (
        f'<input type="text" class="form-control{invalid(cell)}" value="{safe(cell.value)}" '
        f'maxlength="200" data-most="200"{hint}{_required(cell)} autocomplete="off"{attributes(cell)}>'
    )


def _written(cell: "Cell") -> str:
    return (
        f'<textarea class="form-control own fits{invalid(cell)}" rows="1" data-most="200" '
        f'dir="auto"{_required(cell)}{attributes(cell)}>\n{safe(cell.value)}</textarea>'
    )


def _long(cell: "Cell") -> str:
    return _labelled(
        cell,
        f'<textarea class="textarea form-control{invalid(cell)}" rows="3" data-most="4000"'
        f"{_required(cell)}{attributes(cell)}>\n{safe(cell.value)}</textarea>",
    )


def options(cell: "Cell", kind: str) -> str:
    return "".join(
        f'<div class="form-check"><input type="{kind}" class="form-check-input" name="{cell.name}" '
        f'value="{safe(key)}" id="{cell.id}_{safe(key)}"{" checked" if chosen else ""}>'
        f'<label class="form-check-label" for="{cell.id}_{safe(key)}">{safe(words)}</label></div>'
        for key, words, chosen in cell.options
    )


def _group(cell: "Cell", look: str, inside: str, after: str = "") -> str:
    said = f' aria-describedby="{cell.described_by}"' if cell.described_by else ""
    return (
        f'<div class="mb-3 {look}"><fieldset{said}><legend class="form-label fs-6">'
        f"{safe(cell.question.ask)}</legend><div>{inside}</div>{after}{_below(cell)}</fieldset></div>"
    )


def _choice(cell: "Cell") -> str:
    if cell.question.chips:
        return _group(cell, "chips", options(cell, "radio"))
    return _labelled(cell, select(cell, cell.question.none))


def _choices(cell: "Cell") -> str:
    return _group(cell, "chips", options(cell, "checkbox"))


def select(cell: "Cell", none: str) -> str:
    options = "".join(
        f'<option value="{safe(key)}"{" selected" if chosen else ""}>{safe(words)}</option>'
        for key, words, chosen in cell.options
    )
    return (
        f'<select class="select form-select{invalid(cell)}"{attributes(cell)}>'
        f'<option value="">{safe(none)}</option>{options}</select>'
    )


def _link(cell: "Cell") -> str:
    return _labelled(cell, select(cell, NONE_OF_THESE))


def _scale(cell: "Cell") -> str:
    question = cell.question
    ends = (
        f'<p class="ends"><span>0 {safe(question.low)}</span><span>10 {safe(question.high)}</span></p>'
        if question.low
        else ""
    )
    note = f'<p class="say">{safe(cell.note)}</p>' if cell.note else ""
    return _group(cell, "scale", options(cell, "radio"), ends) + note


def tick(cell: "Cell") -> str:
    return (
        f'<div class="form-check"><input type="checkbox" class="form-check-input" value="on"'
        f"{' checked' if cell.value else ''}{attributes(cell)}>"
        f'<label class="form-check-label" for="{cell.id}">{safe(cell.question.ask)}</label></div>'
        f"\n{_below(cell)}"
    )


def day_box(cell: "Cell") -> str:
    return (
        f'<input type="date" class="form-control short{invalid(cell)}" min="1900-01-01" '
        f'max="2199-12-31" value="{safe(cell.value)}"{attributes(cell)}>'
    )


def clock_box(cell: "Cell") -> str:
    return (
        f'<input type="time" class="form-control short{invalid(cell)}" '
        f'value="{safe(cell.value)}"{attributes(cell)}>'
    )


def number_box(cell: "Cell", most: int) -> str:
    return (
        f'<input type="number" class="form-control short{invalid(cell)}" min="0" max="{most}" '
        f'inputmode="numeric" value="{safe(cell.value)}"{attributes(cell)}>'
    )


def _percent(cell: "Cell") -> str:
    unset = "" if cell.value else " unset"
    return _labelled(
        cell,
        f'<div class="range"><input type="range" class="form-range{unset}" min="0" max="100" '
        f'value="{safe(cell.value or 50)}" data-beside="{cell.id}" aria-label="{safe(SLIDE)}">'
        f'<input type="number" class="form-control{invalid(cell)}" min="0" max="100" '
        f'inputmode="numeric" value="{safe(cell.value)}"{attributes(cell)}></div>',
    )


def _instant(cell: "Cell") -> str:
    """A wall time, in the zone it is told in; which of two, in the hour the clocks went back."""
    zone = safe(_("Your time: %(zone)s.") % {"zone": cell.zone})
    again = "".join(
        f'<div class="form-check"><input type="checkbox" class="form-check-input" name="{cell.name}-second" '
        f'id="{cell.id}_second" value="1"{" checked" if chosen else ""}>'
        f'<label class="form-check-label" for="{cell.id}_second">{safe(SECOND_TIME)}</label></div>'
        for _key, _words, chosen in cell.options
    )
    return _labelled(
        cell,
        f'<input type="datetime-local" class="form-control{invalid(cell)}" value="{safe(cell.wall)}"'
        f'{attributes(cell)}>\n<div class="form-text">{zone}</div>{again}',
    )


CONTROLS: dict[str, Callable[["Cell"], str]] = {
    "text": _text,
    "long": _long,
    "choice": _choice,
    "choices": _choices,
    "link": _link,
    "scale": _scale,
    "tick": tick,
    "day": lambda cell: _labelled(cell, day_box(cell)),
    "clock": lambda cell: _labelled(cell, clock_box(cell)),
    "number": lambda cell: _labelled(cell, number_box(cell, cell.question.most)),
    "minutes": lambda cell: _labelled(cell, number_box(cell, 14_400)),
    "percent": _percent,
    "instant": _instant,
}
