"""Lists of rows as HTML: their cells, what may be done with them, what may be added from elsewhere."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from . import drawing
from .drawing import NONE_OF_THESE, safe, said

if TYPE_CHECKING:
    from .form import Cell, Row

UP, DOWN, TAKE_OUT = _("Up"), _("Down"), _("Take out")
ROW_DO, OF_TEN = _("Move or take out this line"), _("of 10")
NO_LINES = _("Your lines stand here once there are some.")
FROM, FROM_GONE = _("From “%(title)s”"), _("From a sheet that is gone")
TAKE_ONE, TAKE = _("Take one from what you wrote:"), _("Take “%(text)s”")
MORE_LINES = _("More of your lines")
FROM_NOTES = _("From the urges you wrote down:")
DECLINE, DECLINE_ONE = _("Not this"), _("Not this: “%(text)s”")


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
        f"{drawing.error(cell)}{inside}</div>"
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
    taken = noted(cell, offered.log) if offered and offered.log else ""
    taken += offers(cell, offered) if offered and offered.groups else ""
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


def noted(cell: "Cell", found: Any) -> str:
    """Lines found in what was noted elsewhere, each with how often; one that is not wanted is not offered again."""
    plus, take, not_this = _icon("plus"), said(TAKE), said(DECLINE_ONE)
    lines = "".join(
        f'<li><span><span class="own" dir="auto">{safe(one.text)}</span> '
        f'<span class="small quiet">{safe(one.noticed)}</span></span>'
        f'<button class="btn" type="submit" name="do" value="take:{cell.name}:{one.value}" formnovalidate '
        f'aria-label="{safe(take % {"text": one.text})}">{plus}</button>'
        f'<button class="btn" type="submit" name="do" value="decline:{cell.name}:{one.value}" formnovalidate '
        f'aria-label="{safe(not_this % {"text": one.text})}">{safe(DECLINE)}</button></li>'
        for one in found
    )
    return f'<p class="small quiet gap">{safe(FROM_NOTES)}</p><ul class="lines noted">{lines}</ul>'


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
    return f'<div class="cell small">{drawing.CONTROLS[cell.question.kind](cell)}</div>'


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
            f"{drawing.attributes(cell)}>"
        )
    else:
        box = (
            f'<textarea class="form-control own one-line{drawing.invalid(cell)}" rows="1" data-most="200" '
            f'dir="auto" placeholder="{safe(cell.question.example or " ")}"{drawing.attributes(cell)}>\n'
            f"{safe(cell.value)}</textarea>"
        )
    return f'<div class="cell text">{label}{box}{drawing.error(cell)}</div>'


def _chips_in_row(cell: "Cell", kind: str, seen: bool) -> str:
    look = "small" if seen else "visually-hidden"
    return (
        f'<div class="cell chips small"><fieldset><legend class="{look}">{safe(cell.question.ask)}'
        f"</legend><div>{drawing.options(cell, kind)}</div></fieldset>{drawing.error(cell)}</div>"
    )


def _choice_in_row(cell: "Cell") -> str:
    if cell.question.chips:
        return _chips_in_row(cell, "radio", seen=False)
    return _boxed(cell, drawing.select(cell, cell.question.none))


def _boxed(cell: "Cell", box: str) -> str:
    return (
        f'<div class="cell"><label class="small" for="{cell.id}">{safe(cell.question.ask)}</label>'
        f"{box}{drawing.error(cell)}</div>"
    )


def _in_tens(cell: "Cell") -> str:
    """Nought to ten in a row is a number: a ruler a row would be a wall."""
    return _boxed(
        cell,
        f'{drawing.number_box(cell, 10)}<span class="of-ten small quiet">{safe(OF_TEN)}</span>',
    )


IN_ROWS: dict[str, Callable[["Cell"], str]] = {
    "choice": _choice_in_row,
    "choices": lambda cell: _chips_in_row(cell, "checkbox", seen=True),
    "tick": lambda cell: f'<div class="cell">{drawing.tick(cell)}</div>',
    "day": lambda cell: _boxed(cell, drawing.day_box(cell)),
    "clock": lambda cell: _boxed(cell, drawing.clock_box(cell)),
    "number": lambda cell: _boxed(cell, drawing.number_box(cell, cell.question.most)),
    "scale": _in_tens,
    "link": lambda cell: _boxed(cell, drawing.select(cell, NONE_OF_THESE)),
}
