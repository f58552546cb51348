"""Writing an urge down, and the page of what is changing: what both cost, at one year and at ten."""

from collections.abc import Callable
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from .ground import Ground, expect, note, opens, posts, ratio
from .pages import forms
from .visitor import Visitor

TIMES, SAVES = 80, 80


def urge_against_bare(ground: Ground) -> float:
    return ratio("urge", notes_urges(ground.young), posts(ground.young, reverse("urge")), SAVES)


def notes_urges(visitor: Visitor) -> Callable[[], float]:
    """A new urge each time; reading the page first is not counted."""
    url = reverse("urge_note")
    form = next(form for form in visitor.get(reverse("urge")).forms if form.action == url)

    def once() -> float:
        said = form.filled(id=str(uuid4()), intensity="6")
        return expect(visitor.post(url, said), 302, url).seconds

    return once


def note_in_process(client: Client, plan: str) -> Callable[[], None]:
    """One more urge; what is counted is its sending alone."""
    url = reverse("urge_note")
    form = next(form for form in forms(client.get(reverse("urge")).text) if form.action == url)
    said = dict(form.filled(id=str(uuid4()), intensity="6"))

    def act() -> None:
        if (status := client.post(url, said).status_code) != 302:
            raise RuntimeError(f"Writing an urge down answered {status}.")

    return act


def progress_against_bare_list(over: str) -> Callable[[Ground], float]:
    """The page of the member with ten years, who has most to count."""

    def take(ground: Ground) -> float:
        page = opens(ground.old, f"{reverse('progress')}?over={over}")
        return ratio(f"progress over {over}", page, opens(ground.young, "/bare/list/"), TIMES)

    return take


def progress_at_ten_years(over: str) -> Callable[[Ground], float]:
    def take(ground: Ground) -> float:
        url = f"{reverse('progress')}?over={over}"
        name = f"progress over {over} at ten years"
        return ratio(name, opens(ground.old, url), opens(ground.young, url), TIMES)

    return take


def progress_bytes(ground: Ground) -> float:
    """kB of the page itself as it crosses the wire, the largest of its spans, for the member of ten years."""
    sizes = {
        over: len(ground.old.get(f"{reverse('progress')}?over={over}").body) / 1000
        for over in ("week", "month", "quarter", "year", "all")
    }
    note(" · ".join(f"{over} {size:.1f} kB" for over, size in sizes.items()))
    return max(sizes.values())
