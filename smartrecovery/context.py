"""What every page needs."""

from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from . import health


def site(request: HttpRequest) -> dict:
    """`alarm` is asked by the frame, for admins alone."""
    return {"SITE_NAME": settings.SITE_NAME, "alarm": partial(_alarm, request)}


def _alarm(request: HttpRequest) -> health.Standing | None:
    return health.alarm(request.user, timezone.now())
