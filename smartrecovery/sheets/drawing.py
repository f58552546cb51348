"""Controls as HTML, in crispy's markup: drawn in Python, for a worksheet has hundreds and templates are slow.

Whatever a person wrote, and whatever a sheet says, passes through `safe`.
"""

from collections.abc import Callable
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .form import Cell, Row

# Each with the words themselves, so that an id stays theirs. They come from sheets: there are so many and no more.
KNOWN: dict[tuple[str | None, int], tuple[Promise, str, str]] = {}
UP, DOWN, TAKE_OUT = _("Up"), _("Down"), _("Take out")
ROW_DO, NONE_OF_THESE = _("Move or take out this line"), _("None of these")
SECOND_TIME = _("The clocks went back: the second time that hour came round")
NO_LINES = _("Your lines stand here once there are some.")
FROM, FROM_GONE = _("From “%(title)s”"), _("From a sheet that is gone")
TAKE_ONE, TAKE = _("Take one from what you wrote:"), _("Take “%(text)s”")
MORE_LINES = _("More of your lines")
SLIDE, OF_TEN = _("Slide to choose"), _("of 10")


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


def _attributes(cell: "Cell") -> str:
    said = f' aria-describedby="{cell.described_by}"' if cell.described_by else ""
    wrong = ' aria-invalid="true"' if cell.error else ""
    return f' name="{cell.name}" id="{cell.id}"{said}{wrong}'


def _invalid(cell: "Cell") -> str:
    return " is-invalid" if cell.error else ""


def _error(cell: "Cell") -> str:
    if not cell.error:
        return ""
    return f'<div class="invalid-feedback" id="{cell.id}_error"><strong>{safe(cell.error)}</strong></div>'


def _below(cell: "Cell") -> str:
    """What is wrong with it, and what may help."""
    if not cell.question.help:
        return _error(cell)
    return (
        f"{_error(cell)}"
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
        f'<input type="text" class="form-control{_invalid(cell)}" value="{safe(cell.value)}" '
        f'maxlength="200" data-most="200"{hint}{_required(cell)} autocomplete="off"{_attributes(cell)}>'
    )


def _written(cell: "Cell") -> str:
    return (
        f'<textarea class="form-control own fits{_invalid(cell)}" rows="1" data-most="200" '
        f'dir="auto"{_required(cell)}{_attributes(cell)}>\n{safe(cell.value)}</textarea>'
    )


def _long(cell: "Cell") -> str:
    return _labelled(
        cell,
        f'<textarea class="textarea form-control{_invalid(cell)}" rows="3" data-most="4000"'
        f"{_required(cell)}{_attributes(cell)}>\n{safe(cell.value)}</textarea>",
    )


def _options(cell: "Cell", kind: str) -> str:
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
        return _group(cell, "chips", _options(cell, "radio"))
    return _labelled(cell, _select(cell, cell.question.none))


def _choices(cell: "Cell") -> str:
    return _group(cell, "chips", _options(cell, "checkbox"))


def _select(cell: "Cell", none: str) -> str:
    options = "".join(
        f'<option value="{safe(key)}"{" selected" if chosen else ""}>{safe(words)}</option>'
        for key, words, chosen in cell.options
    )
    return (
        f'<select class="select form-select{_invalid(cell)}"{_attributes(cell)}>'
        f'<option value="">{safe(none)}</option>{options}</select>'
    )


def _link(cell: "Cell") -> str:
    return _labelled(cell, _select(cell, NONE_OF_THESE))


def _scale(cell: "Cell") -> str:
    question = cell.question
    ends = (
        f'<p class="ends"><span>0 {safe(question.low)}</span><span>10 {safe(question.high)}</span></p>'
        if question.low
        else ""
    )
    note = f'<p class="say">{safe(cell.note)}</p>' if cell.note else ""
    return _group(cell, "scale", _options(cell, "radio"), ends) + note


def _tick(cell: "Cell") -> str:
    return (
        f'<div class="form-check"><input type="checkbox" class="form-check-input" value="on"'
        f"{' checked' if cell.value else ''}{_attributes(cell)}>"
        f'<label class="form-check-label" for="{cell.id}">{safe(cell.question.ask)}</label></div>'
        f"\n{_below(cell)}"
    )


def _day_box(cell: "Cell") -> str:
    return (
        f'<input type="date" class="form-control short{_invalid(cell)}" min="1900-01-01" '
        f'max="2199-12-31" value="{safe(cell.value)}"{_attributes(cell)}>'
    )


def _clock_box(cell: "Cell") -> str:
    return (
        f'<input type="time" class="form-control short{_invalid(cell)}" '
        f'value="{safe(cell.value)}"{_attributes(cell)}>'
    )


def _number_box(cell: "Cell", most: int) -> str:
    return (
        f'<input type="number" class="form-control short{_invalid(cell)}" min="0" max="{most}" '
        f'inputmode="numeric" value="{safe(cell.value)}"{_attributes(cell)}>'
    )


def _percent(cell: "Cell") -> str:
    unset = "" if cell.value else " unset"
    return _labelled(
        cell,
        f'<div class="range"><input type="range" class="form-range{unset}" min="0" max="100" '
        f'value="{safe(cell.value or 50)}" data-beside="{cell.id}" aria-label="{safe(SLIDE)}">'
        f'<input type="number" class="form-control{_invalid(cell)}" min="0" max="100" '
        f'inputmode="numeric" value="{safe(cell.value)}"{_attributes(cell)}></div>',
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
        f'<input type="datetime-local" class="form-control{_invalid(cell)}" value="{safe(cell.wall)}"'
        f'{_attributes(cell)}>\n<div class="form-text">{zone}</div>{again}',
    )


CONTROLS: dict[str, Callable[["Cell"], str]] = {
    "text": _text,
    "long": _long,
    "choice": _choice,
    "choices": _choices,
    "link": _link,
    "scale": _scale,
    "tick": _tick,
    "day": lambda cell: _labelled(cell, _day_box(cell)),
    "clock": lambda cell: _labelled(cell, _clock_box(cell)),
    "number": lambda cell: _labelled(cell, _number_box(cell, cell.question.most)),
    "minutes": lambda cell: _labelled(cell, _number_box(cell, 14_400)),
    "percent": _percent,
    "instant": _instant,
}


def lines(cell: "Cell", title: str, origins: dict, offered: Any) -> SafeString:
    """A list with its rows, and what may be added to it. `title` stands over lines asked about once more."""
    question, name = cell.question, cell.name
    heading = title if cell.fixed else question.ask
    helped = f'<p class="form-text">{safe(question.help)}</p>' if question.help else ""
    rows = "".join(
        f"{_row_start(row)}{origin(row.kept.get('from'), origins)}{_row_end(row)}"
        for row in cell.rows
    )
    if cell.fixed:
        nothing = "" if cell.rows else f'<p class="quiet">{safe(NO_LINES)}</p>'
        inside = f'<ol class="lines" role="list">{rows}</ol>{nothing}'
    else:
        blank = _row_start(cell.blank) + _row_end(cell.blank) if cell.room else ""
        inside = f'{helped}<ol class="lines" role="list">{rows}{blank}</ol>{_adding(cell, offered)}'
    return SafeString(
        f'<div class="mb-3 rows" id="rows-{name}" data-rows="{name}" data-full="{question.most}" '
        f'role="group" aria-labelledby="ask-{name}"><h2 class="ask" id="ask-{name}">{safe(heading)}</h2>'
        f"{_error(cell)}{inside}</div>"
    )


def _adding(cell: "Cell", offered: Any) -> str:
    """An empty row to copy, and the ways to add one: by hand, with words offered, from elsewhere."""
    name = cell.name
    ideas = "".join(
        f'<button class="btn small" type="submit" name="do" value="idea:{name}:{number}" formnovalidate>'
        f"{safe(words)}</button> "
        for number, words in cell.ideas
    )
    begun = f'<p class="ideas">{ideas}</p>' if ideas else ""
    taken = offers(cell, offered) if offered else ""
    return (
        f'<template data-row-template="{name}">{_row_start(cell.pattern)}{_row_end(cell.pattern)}</template>'
        f'<button class="btn" type="submit" name="do" value="add:{name}" formnovalidate>{_icon("plus")}'
        f'<span class="add-words">{safe(cell.question.add)}</span></button>{begun}{taken}'
    )


@cache
def _icon(name: str) -> str:
    return f'<svg class="i" aria-hidden="true"><use href="{static("icons.svg")}#{name}"/></svg>'


def origin(origin: dict | None, origins: dict) -> SafeString:
    """Where a line came from, as a link while that is still there."""
    if not origin:
        return SafeString("")
    source = (origins.get(origin["entry"]) or {}).get(origin["row"])
    if source:
        words = safe(said(FROM) % {"title": source.title})
        inside = f'<a href="{safe(source.url)}">{words}</a>'
    else:
        inside = f'<span class="quiet">{safe(FROM_GONE)}</span>'
    return SafeString(f'<p class="small origin">{inside}</p>')


def offers(cell: "Cell", offered: Any) -> SafeString:
    """Lines written elsewhere that may be taken here, by the tool they stand in."""
    titles = ", ".join(f"“{safe(group.title)}”" for group in offered.groups)
    more = (
        f'<details class="offers"><summary>{safe(MORE_LINES)}</summary>'
        f"{_offered(cell, offered.more, offered.several)}</details>"
        if offered.more
        else ""
    )
    return SafeString(
        f'<details class="offers"{" open" if offered.few else ""}><summary>{safe(TAKE_ONE)} '
        f"{titles}</summary>{_offered(cell, offered.groups, offered.several)}{more}</details>"
    )


def _offered(cell: "Cell", groups: list, several: bool) -> str:
    return "".join(
        (f'<p class="small quiet">“{safe(group.title)}”</p>' if several else "")
        + f'<ul class="lines">{_takeable(cell, group.offers)}</ul>'
        for group in groups
    )


def _takeable(cell: "Cell", found: list) -> str:
    plus, take = _icon("plus"), said(TAKE)
    return "".join(
        f'<li><span class="own" dir="auto">{safe(offer.text)}</span>'
        f'<button class="btn" type="submit" name="do" value="take:{cell.name}:{offer.value}" '
        f'formnovalidate>{plus}<span class="visually-hidden">{safe(take % {"text": offer.text})}'
        f"</span></button></li>"
        for offer in found
    )


def _row_start(row: "Row") -> str:
    """A row up to where its origin may stand."""
    name, lines, fresh, fixed = row.name, row.lines, row.fresh, row.fixed
    drawn = [
        _in_row(cell, first=n == 0, fresh=fresh, labelled=lines.labelled, fixed=fixed)
        for n, cell in enumerate(row.cells)
    ]
    if any(not cell.waits for cell in row.folded):
        folded = "".join(_in_row(cell) for cell in row.folded)
        says = safe(row.says or lines.fold)
        drawn.append(
            f'<details class="fold"><summary>{says}</summary><div>{folded}</div></details>'
        )
    else:
        drawn += [_in_row(cell) for cell in row.folded]
    look = " fresh" if fresh else ""
    return (
        f'<li class="row-of{look}" data-row="{row.id}" id="row-{row.id}">'
        f'<input type="hidden" name="{name}" value="{row.id}"><div class="cells">{"".join(drawn)}'
    )


def _row_end(row: "Row") -> str:
    """What may be done with a row, and its end. The empty one at the bottom, and a fixed one, only stay."""
    if row.fixed or (row.fresh and row.id != "__row__"):
        return "</div></li>"
    name = row.name
    buttons = "".join(
        f'<button class="btn" type="submit" name="do" value="{do}:{name}:{row.id}" formnovalidate>'
        f"{safe(words)}</button>"
        for do, words in (("up", UP), ("down", DOWN), ("remove", TAKE_OUT))
    )
    summary = safe(ROW_DO)
    return (
        f'</div><details class="row-do"><summary><span class="visually-hidden">{summary}</span>'
        f'<span aria-hidden="true">···</span></summary><div class="acts">{buttons}</div></details></li>'
    )


def _in_row(
    cell: "Cell",
    first: bool = False,
    fresh: bool = False,
    labelled: bool = False,
    fixed: bool = False,
) -> str:
    if cell.waits:
        words = f'<p class="own" dir="auto">{safe(cell.value)}</p>' if first and fixed else ""
        return words + _waiting(cell)
    if cell.question.kind == "text":
        return _text_in_row(cell, hidden=first and not labelled, fresh=fresh)
    if cell.question.kind in IN_ROWS:
        return IN_ROWS[cell.question.kind](cell)
    return f'<div class="cell small">{CONTROLS[cell.question.kind](cell)}</div>'


def _waiting(cell: "Cell") -> str:
    """Not asked for now: what it holds goes along unseen."""
    held = cell.value if isinstance(cell.value, list) else [cell.value]
    return "".join(
        f'<input type="hidden" name="{cell.name}" value="{safe(one)}">' for one in held if one
    )


def _text_in_row(cell: "Cell", hidden: bool, fresh: bool) -> str:
    look = "visually-hidden" if hidden else "small"
    label = f'<label class="{look}" for="{cell.id}">{safe(cell.question.ask)}</label>'
    if fresh:
        box = (
            f'<input type="text" class="form-control" value="{safe(cell.value)}" maxlength="200" '
            f'data-most="200" autocomplete="off" placeholder="{safe(cell.question.example or " ")}"'
            f"{_attributes(cell)}>"
        )
    else:
        box = (
            f'<textarea class="form-control own one-line{_invalid(cell)}" rows="1" data-most="200" '
            f'dir="auto" placeholder="{safe(cell.question.example or " ")}"{_attributes(cell)}>\n'
            f"{safe(cell.value)}</textarea>"
        )
    return f'<div class="cell text">{label}{box}{_error(cell)}</div>'


def _chips_in_row(cell: "Cell", kind: str, seen: bool) -> str:
    look = "small" if seen else "visually-hidden"
    return (
        f'<div class="cell chips small"><fieldset><legend class="{look}">{safe(cell.question.ask)}'
        f"</legend><div>{_options(cell, kind)}</div></fieldset>{_error(cell)}</div>"
    )


def _choice_in_row(cell: "Cell") -> str:
    if cell.question.chips:
        return _chips_in_row(cell, "radio", seen=False)
    return _boxed(cell, _select(cell, cell.question.none))


def _boxed(cell: "Cell", box: str) -> str:
    return (
        f'<div class="cell"><label class="small" for="{cell.id}">{safe(cell.question.ask)}</label>'
        f"{box}{_error(cell)}</div>"
    )


def _in_tens(cell: "Cell") -> str:
    """Nought to ten in a row is a number: a ruler a row would be a wall."""
    return _boxed(
        cell, f'{_number_box(cell, 10)}<span class="of-ten small quiet">{safe(OF_TEN)}</span>'
    )


IN_ROWS: dict[str, Callable[["Cell"], str]] = {
    "choice": _choice_in_row,
    "choices": lambda cell: _chips_in_row(cell, "checkbox", seen=True),
    "tick": lambda cell: f'<div class="cell">{_tick(cell)}</div>',
    "day": lambda cell: _boxed(cell, _day_box(cell)),
    "clock": lambda cell: _boxed(cell, _clock_box(cell)),
    "number": lambda cell: _boxed(cell, _number_box(cell, cell.question.most)),
    "scale": _in_tens,
    "link": lambda cell: _boxed(cell, _select(cell, NONE_OF_THESE)),
}
