"""How often something may be tried, and how long to wait. Never a lasting lock-out.

Ten failures in a quarter of an hour, by sign-in name and by network. A name under attack still lets
in, from any quiet network, one try each 42 seconds: nobody can keep somebody else out.
"""

import math
import time
from collections.abc import Callable
from functools import wraps

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

APP = "people"
RATES = {
    "sign-in": "10/15m/ip",
    "sign-in-name": "10/15m/key",
    "sign-in-slowly": "1/42s/key",
    "sign-up": "20/10m/ip",
    "recover": "10/15m/ip",
    "recover-name": "10/15m/key",
    "reset": "20/15m/ip",
    "reset-address": "5/15m/key",
    "reset-link": "20/15m/ip",
    "passphrase": "10/15m/user",
    "address": "10/15m/user",
}


def take(request: HttpRequest, action: str, key: str = "") -> ratelimit.RateLimitUsage | None:
    """One try, or None where there were too many. `rollback()` gives it back."""
    return ratelimit.consume(request, app=APP, action=action, config=RATES, key=key)


def wait(request: HttpRequest, action: str, key: str = "") -> int:
    """Whole seconds until the next try is let in."""
    longest, now = 0.0, time.time()
    for rate in ratelimit.parse_rates(RATES[action]):
        name = ratelimit.get_cache_key(request, app=APP, action=action, rate=rate, key=key)
        tries = [at for at in cache.get(name, []) if at > now - rate.duration]
        if len(tries) >= rate.amount:
            longest = max(longest, tries[rate.amount - 1] + rate.duration - now)
    return max(1, math.ceil(longest))


def refuse(request: HttpRequest, seconds: int) -> HttpResponse:
    context = {"seconds": seconds, "minutes": math.ceil(seconds / 60)}
    answer = render(request, "429.html", context, status=429)
    return slow_down(answer, seconds)


def slow_down(answer: HttpResponse, seconds: int) -> HttpResponse:
    answer.status_code = 429
    answer["Retry-After"] = str(seconds)
    answer["Cache-Control"] = "no-store, private"
    return answer


def refused(request: HttpRequest) -> HttpResponse:
    """The answer to a limit that is not ours."""
    return refuse(request, 60)


def evenly(view: Callable) -> Callable:
    """Answers a form no sooner than a set time after it came, so that the work behind it does not show."""

    @wraps(view)
    def evened(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        began = time.perf_counter()
        answer = view(request, *args, **kwargs)
        if request.method == "POST":
            time.sleep(max(0, settings.EVEN_SECONDS - (time.perf_counter() - began)))
        return answer

    return evened


class SignInTry:
    """One try at signing in: counted when begun, given back when it was right."""

    def __init__(self, request: HttpRequest, name: str) -> None:
        self.request, self.name = request, name
        self.taken: list[ratelimit.RateLimitUsage] = []
        self.slowly = False

    def begin(self) -> int:
        """0, or the seconds to wait."""
        if not self._take("sign-in"):
            return wait(self.request, "sign-in")
        if self._take("sign-in-name", self.name):
            return 0
        self.slowly = True
        own_slot = f"{self.name} {ratelimit.get_ip(self.request)}"
        if self._take("sign-in-slowly", own_slot):
            return 0
        self.taken.pop().rollback()
        return wait(self.request, "sign-in-slowly", own_slot)

    def failed(self) -> int:
        """Seconds to wait where this name is under attack, else 0."""
        return 42 if self.slowly else 0

    def succeeded(self) -> None:
        for usage in self.taken:
            usage.rollback()

    def _take(self, action: str, key: str = "") -> bool:
        usage = take(self.request, action, key)
        if usage is not None:
            self.taken.append(usage)
        return usage is not None
