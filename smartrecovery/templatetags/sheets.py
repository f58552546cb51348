"""What the pieces of a sheet look up while they are drawn."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from smartrecovery.sheets import lists

register = template.Library()


@register.simple_tag(takes_context=True)
def lines(context: template.Context) -> SafeString:
    """A list of rows, with where each came from and what may be taken from elsewhere."""
    cell, section = context["cell"], context.get("section")
    offered = at(context.get("offers"), cell.name)
    return lists.lines(
        cell, section.title if section else "", context.get("origins") or {}, offered
    )


@register.simple_tag(takes_context=True)
def beside(context: template.Context) -> SafeString:
    """A single answer's origin, and what may be taken while it is empty."""
    cell = context["cell"]
    origin = lists.origin(at(context.get("alone"), cell.name), context.get("origins") or {})
    offered = at(context.get("offers"), cell.name)
    offers = (
        format_html('<div class="beside">{}</div>', lists.offers(cell, offered)) if offered else ""
    )
    return SafeString(origin + offers)


@register.filter
def at(found: Any, key: Any) -> Any:
    """What stands under a key; nothing where there is no such key, or nothing to look in."""
    return found.get(key) if isinstance(found, dict) else None
