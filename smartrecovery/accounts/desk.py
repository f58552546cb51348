"""Pages of the desk: for admins of this site, about the site and never about a person."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

from .models import User


def for_admins(view: Callable) -> Callable:
    """Everybody else finds nothing there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.role != User.Role.ADMIN:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
