"""R-INP-01, -02 and -04: every form ana can reach, given everything anybody might send.

Forms are found by opening pages, so a new page is tried from the day it is there. A short run gives
each field a few of the values; `FUZZ=1` gives each field all of them.
"""

import os
import re
import unicodedata
from collections.abc import Iterator
from itertools import cycle, islice
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from django.urls import reverse

from smartrecovery.bench.pages import Form, forms
from stages.models import (
    Behaviour,
    CheckIn,
    CheckInPlan,
    Coped,
    CopingAction,
    Experiment,
    Score,
    Slip,
    StageMove,
    Suggestion,
    SupportShown,
    Taking,
    Urge,
)
from tools.models import Entry, PlanLine, Rating, Revision, Taken, Week

from . import belongings, hostile
from .walk import browser, everything_kept, everywhere, once

FORM, TOKEN = "application/x-www-form-urlencoded", "csrfmiddlewaretoken"
EVERY = bool(os.environ.get("FUZZ"))
A_FIELD_GETS = 2
ROW = re.compile("-[a-z0-9]{8,40}-")
TYPED = {"text", "textarea", "search", "number", "date", "datetime-local", "email", "time"}
# What pages ask of their address.
ASKED = [b"q", b"page", b"archived", b"paper", b"behaviour", b"from", b"to", b"next", b"email"]
ASKED += [b"now", b"point", b"minutes", b"about", b"step", b"check", b"weeks", b"tool"]
ASKED += [b"over", b"line", b"make", b"day", b"week", b"urge", b"soon", b"slip"]
BELONGING = ["behaviours", "stage_moves", "entries", "revisions", "devices"]
BELONGING += [
    "ratings",
    "weeks",
    "plan_lines",
    "taken",
    "urges",
    "coping_actions",
    "coped",
    "slips",
]
BELONGING += ["check_ins", "takings", "scores", "suggestions", "support_shown", "experiments"]
BELONGING += ["declined", "plans_gone"]
# Refused, with what was typed shown for sending again.
SHOWN = {200, 401, 403}
ROWS_MADE = [Behaviour, StageMove, Entry, Revision, Rating, Week, PlanLine, Taken, Urge]
ROWS_MADE += [CopingAction, Coped, Slip, CheckIn, CheckInPlan, Taking, Score, Suggestion]
ROWS_MADE += [SupportShown, Experiment]


@pytest.fixture
def of_ana(ana) -> SimpleNamespace:
    return belongings.of(ana)


@pytest.fixture
def found(ana, of_ana) -> list[tuple[str, Form]]:
    """Each form ana can reach, once, with the page it stands on."""
    return list(reachable(browser(ana), of_ana))


@pytest.fixture
def typed_into(found) -> list[tuple[str, Form]]:
    return [(url, form) for url, form in found if form.names]


def test_there_are_forms_to_try(typed_into):
    assert len(typed_into) > 5


def test_no_form_breaks_echoes_evaluates_or_loses_what_was_typed(ana, typed_into):
    client, wrong = browser(ana), []

    for url, form, name, value in tries(typed_into):
        answer = send(client, url, form, name, value)
        trouble = faults(answer)
        if answer.status_code in (200, 400) and is_html(answer):
            trouble += [f"lost {gone}" for gone in missing(form, name, value, answer)]
        wrong += [f"{url} {name} {value[:40]!r}: {fault}" for fault in trouble]

    assert wrong == []


def test_no_query_breaks_a_page_or_comes_back_in_it(ana, of_ana, settings):
    client, wrong = browser(ana), []
    values = hostile.encoded([*hostile.TEXTS, *hostile.RAW])
    turn = cycle(values)

    for url in everywhere(of_ana):
        for value in values if EVERY else islice(turn, A_FIELD_GETS):
            query = b"&".join(name + b"=" + value for name in ASKED)
            answer = once(client, "get", url, QUERY_STRING=query.decode())
            if answer.get("Location") == settings.LEAVE_URL:
                continue
            wrong += [f"{url} {value[:40]!r}: {fault}" for fault in faults(answer)]

    assert wrong == []


def test_a_megabyte_is_refused_or_kept_and_never_breaks(ana, typed_into):
    client, wrong = browser(ana), []
    large = hostile.LARGE.replace(" ", "+").encode()

    for url, form in typed_into:
        for name in long_fields(form)[:1]:
            answer = send(client, url, form, name, large)
            wrong += [f"{url} {name}: {fault}" for fault in faults(answer)]

    assert wrong == []


def test_a_form_without_its_token_changes_nothing(ana, found):
    """But for leaving at once, which asks for none: all it can do is end this session. Whoever holds a mail may stop it."""
    client = browser(ana, enforce_csrf_checks=True)
    posted = [
        where_to(url, form)
        for url, form in found
        if form.method == "post"
        and not where_to(url, form).startswith((reverse("leave"), "/stop/"))
    ]
    before = everything_kept()

    said = {TOKEN: "forged", "do": "save", "change": "Written by somebody else"}
    answers = {to: once(client, "post", to, said, undo=False) for to in posted}

    assert {to: a.status_code for to, a in answers.items() if a.status_code not in SHOWN} == {}
    assert everything_kept() == before


def test_ids_of_other_people_lead_nowhere(ana, ben, found):
    theirs, client = belongings.of(ben), browser(ana)
    ids = [each for name, each in vars(theirs).items() if name != "row"]
    kept = of(ben)

    wrong = []
    for url, form in found:
        for name, value in zip(kinds_of_field(form), cycle(ids), strict=False):
            answer = send(client, url, form, name, str(value).encode(), undo=True)
            wrong += [f"{url} {name}: {fault}" for fault in faults(answer)]
            if of(ben) != kept:
                wrong.append(f"{url} {name}: changed what is ben's")
                kept = of(ben)

    assert wrong == []


def test_lists_where_one_value_was_meant_break_nothing(ana, typed_into):
    client, wrong = browser(ana), []

    for url, form in typed_into:
        for name in kinds_of_field(form):
            body = {f"{name}[]": ["1", "2"], f"{name}[0]": "1", name: ["a"] * 60}
            answer = once(client, form.method, where_to(url, form), body)
            wrong += [f"{url} {name}: {fault}" for fault in faults(answer)]

    assert wrong == []


def test_a_form_sent_twice_is_a_form_sent_once(ana, found, transactional_rows):
    client, doubled = browser(ana), []

    for url, form in found:
        if form.method != "post":
            continue
        with transactional_rows():
            said = answered(form)
            client.post(where_to(url, form), said)
            first = counts()
            client.post(where_to(url, form), said)
            if counts() != first:
                doubled.append(f"{url}: {first} then {counts()}")

    assert doubled == []


@pytest.fixture
def transactional_rows(ana):
    """What happens within is taken back."""
    from contextlib import contextmanager

    from django.db import transaction

    @contextmanager
    def taken_back():
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return taken_back


def reachable(client: Any, of_ana: SimpleNamespace) -> Iterator[tuple[str, Form]]:
    seen = set()
    for url in everywhere(of_ana):
        answer = once(client, "get", url)
        if answer.status_code != 200 or not is_html(answer):
            continue
        for form in forms(answer.text):
            key = (where_to(url, form), form.method, tuple(sorted(form.names)))
            if key not in seen and urlsplit(where_to(url, form)).netloc == "":
                seen.add(key)
                yield url, form


def tries(found: list[tuple[str, Form]]) -> Iterator[tuple[str, Form, str, bytes]]:
    """Every value in every field, or a few in each and every value somewhere."""
    values = hostile.encoded([*hostile.TEXTS, *hostile.RAW])
    turn = cycle(values)
    for url, form in found:
        for name in [*kinds_of_field(form), *dict(form.buttons)]:
            for value in values if EVERY else islice(turn, A_FIELD_GETS):
                yield url, form, name, value


def kinds_of_field(form: Form) -> list[str]:
    """One field of each kind: rows of one list ask the same."""
    return list({ROW.sub("-row-", name): name for name in form.names}.values())


def send(client: Any, url: str, form: Form, name: str, value: bytes, undo: bool = True) -> Any:
    body = hostile.as_body(pairs(answered(form)), name, value)
    if form.method == "get":
        return once(client, "get", where_to(url, form) + "?" + body.decode(), undo=undo)
    return once(client, "generic", "POST", where_to(url, form), body, content_type=FORM, undo=undo)


def faults(answer: Any) -> list[str]:
    """What no answer may ever be, or hold."""
    said = answer.getvalue().decode(errors="replace")
    sent_to = urlsplit(answer.get("Location", ""))
    return [
        fault
        for fault, is_so in {
            f"answered {answer.status_code}": answer.status_code >= 500,
            "markup came back as markup": is_html(answer)
            and (hostile.SCRIPT in said or "<img src=x" in said),
            "a template was evaluated": hostile.EVALUATED in said,
            "told of its insides": "Traceback (most recent" in said or "syntax error at" in said,
            "a header was injected": "X-Injected" in answer.headers,
            "led elsewhere": sent_to.netloc not in ("", "testserver") or "evil" in sent_to.netloc,
        }.items()
        if is_so
    ]


def missing(form: Form, name: str, value: bytes, answer: Any) -> list[str]:
    """Text fields whose words are not on the page of the refused form any more."""
    shown = next((f for f in forms(answer.text) if set(f.names) >= set(form.names)), None)
    if shown is None or "invalid" not in answer.text:
        return []
    on_page: dict[str, list[str]] = {}
    for field, words in shown.fields:
        on_page.setdefault(field, []).append(plain(words))
    said = dict(pairs(answered(form)))
    said.pop(name, None)
    if form.kinds.get(name) in ("text", "textarea", "search"):
        said[name] = unquote_to_bytes(value.replace(b"+", b" ")).decode(errors="replace")
    return [
        field
        for field, words in said.items()
        if form.kinds.get(field) in TYPED
        and plain(words)
        and plain(words) not in on_page.get(field, [])
    ]


def plain(words: str) -> str:
    """As a page can show it: one kind of line end, composed, nothing invisible at the ends."""
    kept = "".join(c for c in words if c not in hostile.CHARACTERS_A_PAGE_CANNOT_SHOW)
    return unicodedata.normalize("NFC", kept).strip()


def answered(form: Form) -> dict[str, list[str]]:
    """A form filled in by somebody in a good mood."""
    said: dict[str, list[str]] = {}
    for name, value in form.fields:
        said.setdefault(name, []).append(value)
    for name, kind in form.kinds.items():
        if kind not in ("hidden", "password") and not any(said.get(name, [])):
            said[name] = [good_answer(form, name, kind)]
    if form.buttons:
        button, value = form.buttons[-1]
        said[button] = [value]
    return said


def good_answer(form: Form, name: str, kind: str) -> str:
    if options := [option for option in form.options.get(name, []) if option]:
        return options[0]
    return {
        "number": "5",
        "range": "5",
        "date": "2026-12-01",
        "datetime-local": "2026-12-01T18:40",
        "time": "04:00",
        "email": "ana@example.org",
    }.get(kind, "Plain words")


def pairs(said: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, values in said.items() for value in values]


def long_fields(form: Form) -> list[str]:
    return [n for n, kind in form.kinds.items() if kind in ("textarea", "text")]


def where_to(url: str, form: Form) -> str:
    return form.action or url


def is_html(answer: Any) -> bool:
    return answer.get("Content-Type", "").startswith("text/html")


def counts() -> list[int]:
    return [model.objects.count() for model in ROWS_MADE]


def of(person: Any) -> list:
    """Everything of one person's, as it rests."""
    return [
        list(person._meta.model.objects.filter(pk=person.pk).values_list()),
        *(list(getattr(person, name).order_by("pk").values_list()) for name in BELONGING),
    ]
