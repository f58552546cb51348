"""Help, leaving and the pages about the site stand when the database does not."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.db import Error as DatabaseIsDown
from django.http import HttpRequest, HttpResponse

PATHS = ("/help/", "/leave/", "/about/", "/privacy/", "/healthz", "/readyz")


def without_database(get_response: Callable[[HttpRequest], HttpResponse]):
    """On these pages somebody whose session cannot be read is nobody, and is still helped."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(PATHS):
            try:
                bool(request.user.is_authenticated)
            except DatabaseIsDown:
                request.user = AnonymousUser()
                # Read as empty without another try; the cookie stays, for when it can be read.
                request.session._session_cache = {}
        return get_response(request)

    return middleware
