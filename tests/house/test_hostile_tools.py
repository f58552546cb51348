"""R-INP-01 for every field of every tool: whatever is sent, nothing breaks and nothing else is lost.

Fields are found on the page of each step. A short run gives each a few of the values; `FUZZ=1` gives all.
"""

from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from django.db import transaction
from django.urls import reverse

from smartrecovery.bench.pages import Form, forms
from smartrecovery.sheets import tidy
from tools import catalogue
from tools.models import Entry

from . import hostile
from .test_hostile_input import A_FIELD_GETS, EVERY, answered, faults, kinds_of_field, send
from .walk import browser, once

pytestmark = pytest.mark.django_db
SLUGS = [sheet.slug for sheet in catalogue.latest()]
VALUES = hostile.encoded([*hostile.TEXTS, *hostile.RAW])
FORM, WORDS = "application/x-www-form-urlencoded", {"text", "textarea"}


@pytest.fixture
def worked(ana, slug) -> Entry:
    sheet = catalogue.newest(slug)
    switched = {name: True for name in sheet.switches}
    return Entry.objects.create(
        member=ana, tool=slug, answers=sheet.worked_example | switched, version=1
    )


@pytest.mark.parametrize("slug", SLUGS)
def test_no_field_of_a_tool_breaks_or_loses_what_stands_beside_it(ana, worked, slug):
    client, wrong = browser(ana), []

    for url, form, name, value in tries(client, worked):
        trouble = faults(send(client, url, form, name, value))
        if form.kinds.get(name, "hidden") != "hidden":
            trouble += [f"lost {gone!r}" for gone in lost(client, worked, form, name, value)]
        wrong += [f"{url} {name} {value[:40]!r}: {fault}" for fault in trouble]

    assert wrong == []


def tries(client: Any, entry: Entry) -> Iterator[tuple[str, Form, str, bytes]]:
    turn = cycle(VALUES[_start(entry.tool) :] + VALUES[: _start(entry.tool)])
    for url, form in _pages(client, entry):
        for name in [*kinds_of_field(form), "do"]:
            for value in VALUES if EVERY else islice(turn, A_FIELD_GETS):
                yield url, form, name, value


def _start(slug: str) -> int:
    """Each tool begins elsewhere, so that together they try every value on every kind of field."""
    return sum(map(ord, slug)) % len(VALUES)


def _pages(client: Any, entry: Entry) -> Iterator[tuple[str, Form]]:
    here = reverse("entry", args=[entry.pk])
    for step in catalogue.newest(entry.tool).steps:
        url = f"{here}?step={step.number}"
        page = once(client, "get", url)
        yield url, next(form for form in forms(page.text) if "version" in form.names)


def lost(client: Any, entry: Entry, form: Form, name: str, value: bytes) -> list[str]:
    """Words that were on the page and are not among what an autosave of it kept."""
    said = [(n, v) for n, values in answered(form).items() if n != "do" for v in values]
    body = hostile.as_body(said, name, value)
    with transaction.atomic():
        answer = client.generic(
            "POST", form.action, body, content_type=FORM, headers={"X-Autosave": "1"}
        )
        texts = [squeezed(text) for text in _texts(Entry.objects.get(pk=entry.pk).answers)]
        transaction.set_rollback(True)
    if answer.status_code != 200:
        return [] if answer.status_code == 400 else [f"all of it: {answer.status_code}"]
    sent = unquote_to_bytes(value.replace(b"+", b" ")).decode(errors="replace")
    typed = [v for n, v in said if n != name and form.kinds.get(n) in WORDS]
    typed += [sent] if form.kinds[name] in WORDS else []
    return [each for each in map(squeezed, typed) if each and not any(each in t for t in texts)]


def squeezed(text: str) -> str:
    return " ".join(tidy(text).split())[:4_000]


def _texts(answers: Any) -> Iterator[str]:
    if isinstance(answers, dict):
        for value in answers.values():
            yield from _texts(value)
    elif isinstance(answers, list):
        for value in answers:
            yield from _texts(value)
    elif isinstance(answers, str):
        yield answers
