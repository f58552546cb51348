"""The home page, and the pages that belong to nobody's app."""

from django.http import HttpRequest, HttpResponse


def today(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Today")
