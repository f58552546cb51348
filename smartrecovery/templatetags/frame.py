"""What the frame says even where no context processor ran, as on the page for a failure."""

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def site_name() -> str:
    return settings.SITE_NAME


@register.simple_tag
def leave_url() -> str:
    return settings.LEAVE_URL


_drawn: dict[tuple, SafeString] = {}


@register.simple_tag(takes_context=True)
def still(context, name: str) -> SafeString:
    """A piece that is the same for everybody in one place and language, drawn once a process."""
    place = context.get("place", "")
    key = name, place, get_language(), settings.SITE_NAME, settings.LEAVE_URL
    if key not in _drawn or settings.DEBUG:
        _drawn[key] = render_to_string(name, {"place": place})
    return _drawn[key]
