"""The page where help is, for somebody who may not want to live. Opening it writes nothing and tells nobody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from tools import people

from . import crisis


@require_safe
@vary_on_headers("Accept-Language")
def support(request: HttpRequest) -> HttpResponse:
    """Lines for their country, else for the one their browser suggests; and the people they named."""
    chosen = crisis.REGIONS.get(request.user.region.lower())
    region = chosen or crisis.hinted(request.headers.get("Accept-Language", ""))
    context = {
        "place": "support",
        "region": region,
        "is_guess": chosen is None,
        "people": people.trusted(request.user),
        "anywhere": crisis.ANYWHERE,
    }
    return render(request, "safe/support.html", context)
