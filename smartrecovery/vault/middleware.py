"""Data keys leave memory with the request."""

from django.shortcuts import render

from . import keys
from .keyring import CannotOpen


def keys_for_this_request(get_response):
    def middleware(request):
        with keys.held():
            return get_response(request)

    def sealed_shut(request, error):
        """What cannot be opened is said plainly, and left as it is."""
        if isinstance(error, CannotOpen):
            return render(request, "503_sealed.html", status=503)
        return None

    middleware.process_exception = sealed_shut
    return middleware
