"""What Django itself costs behind a login: the yardstick of `docs/performance.md`."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from smartrecovery.demo import words

from .models import Line

BYTES = 10_000
ROWS = 30


def _ten_kilobytes() -> str:
    """Numbered prose, so that compressing it costs what compressing a page costs."""
    lines = (f"<p>{n} {words.SENTENCES[n % len(words.SENTENCES)]}</p>\n" for n in range(BYTES))
    return ("<!doctype html><title>Bare</title>" + "".join(lines))[:BYTES]


PAGE = _ten_kilobytes()


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE)


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    return render(
        request, "bench/list.html", {"lines": Line.objects.filter(member=request.user)[:ROWS]}
    )


@require_POST
def line(request: HttpRequest) -> HttpResponse:
    Line.objects.create(member=request.user, text=request.POST["text"])
    return redirect("bare_page")
