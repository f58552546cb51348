"""What the frame says even where no context processor ran, as on the page for a failure."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def site_name() -> str:
    return settings.SITE_NAME


@register.simple_tag
def leave_url() -> str:
    return settings.LEAVE_URL
