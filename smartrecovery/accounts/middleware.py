"""Each request runs as one person: their zone, their language, nothing cached."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.utils import timezone, translation


class PersonMustSignIn(LoginRequiredMiddleware):
    pass


def person(get_response):
    def middleware(request):
        user = request.user
        if not user.is_authenticated:
            return get_response(request)
        with timezone.override(user.tz), translation.override(user.language):
            response = get_response(request)
        response["Cache-Control"] = "no-store, private"
        return response

    return middleware
