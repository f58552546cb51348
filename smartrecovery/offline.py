"""What works with no network: pages that stand in for the quick form and the card, and the service worker."""

import hashlib
import json
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from stages.fields import TO_TEN
from stages.quick_form import When
from tools import card

# What those pages need.
FILES = (
    "site.css",
    "icons.svg",
    "js/app.js",
    "js/carry.js",
    "js/offline.js",
    "js/queue.js",
    "js/quick.js",
    "js/store.js",
    "js/urge.js",
    "js/who.js",
    "js/words.js",
)
# The page → what stands in for it.
STANDS_IN = {"urge": "urge_offline", "urge_card": "urge_card_offline"}


@require_safe
@login_not_required  # nobody's words stand on it
def quick(request: HttpRequest) -> HttpResponse:
    """Drawn without the request, so it knows nobody."""
    return HttpResponse(shell("urge_offline"))


@require_safe
@login_not_required  # nobody's words stand on it
def coping_card(request: HttpRequest) -> HttpResponse:
    """Drawn without the request, so it knows nobody."""
    return HttpResponse(shell("urge_card_offline"))


@require_safe
@login_not_required  # a browser asks for it at any time
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, for these addresses alone."""
    answer = HttpResponse(worker_script(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


def shell(name: str) -> str:
    context = {"card": card.Card(None, None, []), "to_ten": TO_TEN, "whens": When.choices}
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string(f"frame/{name}.html", context)


def worker_script() -> str:
    return _worker_script() if not settings.DEBUG else _worker_script.__wrapped__()


@cache
def _worker_script() -> str:
    """Its name for the cache changes with any of the files, so a release brings all of them."""
    pages = {reverse(page): reverse(name) for page, name in STANDS_IN.items()}
    files = [static(name) for name in FILES]
    code = (settings.BASE_DIR / "static" / "js" / "worker.js").read_text()
    drawn = [shell(name) for name in STANDS_IN.values()]
    version = hashlib.sha256("\n".join([*files, code, *drawn]).encode()).hexdigest()[:12]
    told = {"pages": pages, "files": files, "version": version}
    return f"const told = {json.dumps(told)};\n{code}"
