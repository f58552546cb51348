"""What the pieces of a sheet look up while they are drawn."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def at(found: Any, key: Any) -> Any:
    """What stands under a key; nothing where there is no such key, or nothing to look in."""
    return found.get(key) if isinstance(found, dict) else None
