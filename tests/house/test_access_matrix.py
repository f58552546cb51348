"""R-ACC-01 and A5: every URL × every role × GET and POST has the outcome the table declares."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, resolve_url
from django.urls import path

from smartrecovery.access import ACCESS, Opens
from smartrecovery.management.commands.urls import addresses, unsettled
from smartrecovery.urls import handler400, handler500  # noqa: F401
from smartrecovery.urls import urlpatterns as ours
from tools.models import Entry

from . import belongings
from .walk import SAID, browser, everything_kept, once, where, writing

ROLES = ["anonymous", "ana", "ben", "finn", "gita", "sam", "ada"]
OWNER = "ana"
METHODS = ["get", "post"]
# Shown, sent on, or told what is wrong with what was sent; never missing, forbidden or broken.
SERVED = {200, 204, 301, 302, 303, 400, 405, 409}


@pytest.fixture
def cast(ana, ben, finn, gita, sam, ada) -> dict[str, Any]:
    people = {"ana": ana, "ben": ben, "finn": finn, "gita": gita, "sam": sam, "ada": ada}
    return {"anonymous": None} | people


@pytest.fixture
def of_ana(ana) -> SimpleNamespace:
    return belongings.of(ana)


@pytest.mark.parametrize("role", ROLES)
def test_every_url_has_the_outcome_its_row_declares(role, cast, of_ana):
    assert breaches(role, cast, of_ana) == []


def test_every_url_name_has_a_row_and_every_row_a_url_name():
    assert unsettled(list(addresses())) == []


@pytest.mark.parametrize("role", ROLES)
def test_opening_every_page_changes_nothing(role, cast, of_ana):
    client = browser(cast[role])
    before = everything_kept()

    changed = []
    for address in addresses():
        with writing() as written:
            once(client, "get", where(address, of_ana), undo=False)
        if written and (now := everything_kept()) != before:
            changed.append((address.name, [table for table in now if now[table] != before[table]]))
            before = now

    assert changed == []


def test_the_matrix_goes_red_when_a_check_is_missing(settings, monkeypatch, cast, of_ana):
    settings.ROOT_URLCONF = __name__
    for name, opens in FAULTY.items():
        monkeypatch.setitem(ACCESS, name, opens)

    found = {role: breaches(role, cast, of_ana, only=FAULTY) for role in ROLES}

    assert {role: [line.split(":")[0] for line in lines] for role, lines in found.items()} == {
        "anonymous": ["get entry_open", "post entry_open"],
        "ana": ["get entry_shut", "post entry_shut"],
        **{
            role: ["get entry_anybodys", "post entry_anybodys", "get entry_open", "post entry_open"]
            for role in ["ben", "finn", "gita", "sam", "ada"]
        },
    }


def breaches(
    role: str, cast: dict[str, Any], of_ana: SimpleNamespace, only: Iterable[str] = ()
) -> list[str]:
    """One line for each URL and method whose answer is not the declared one."""
    client, owner = browser(cast[role]), browser(cast[OWNER])
    found = []
    for address in addresses():
        if only and address.name not in only:
            continue
        url = where(address, of_ana)
        for method in METHODS:
            said = [SAID[address.name]()] if method == "post" and address.name in SAID else []
            answer = once(client, method, url, *said)
            closed_to_all = answer.status_code == 405 and (
                once(owner, method, url, *said).status_code == 405
            )
            opens = ACCESS.get(address.name)
            if not (closed_to_all or allowed(opens, role, answer)):
                status, sent_to = answer.status_code, answer.get("Location", "")
                found.append(f"{method} {address.name}: {status} {sent_to}")
    return found


def allowed(opens: Opens | None, role: str, answer: Any) -> bool:
    """The table in code: what an answer to this role may be."""
    served = answer.status_code in SERVED and not asks_to_sign_in(answer)
    match opens:
        case Opens.ANYONE:
            return served
        case Opens.SIGNED_OUT:
            return answer.status_code in SERVED | {401}
        case Opens.SIGNED_IN:
            return to_sign_in(answer) if role == "anonymous" else served
        case Opens.OWNER if role == "anonymous":
            return to_sign_in(answer)
        case Opens.OWNER:
            return served if role == OWNER else answer.status_code == 404
        case Opens.ADMIN if role == "anonymous":
            return to_sign_in(answer)
        case Opens.ADMIN:
            return served if role == "ada" else answer.status_code == 404
        case Opens.MONITOR:
            return answer.status_code in {404, 405}
    return False


def to_sign_in(answer: Any) -> bool:
    leads_there = answer.get("Location", "").startswith(resolve_url("account_login"))
    return answer.status_code == 401 or (answer.status_code == 302 and leads_there)


def asks_to_sign_in(answer: Any) -> bool:
    """Turned away, to come back after; somebody who signs out is led there too, with no way back."""
    return to_sign_in(answer) and "next=" in answer.get("Location", "next=")


def anybodys(request, pk):
    """A page that forgot whose it is."""
    return HttpResponse(str(get_object_or_404(Entry, pk=pk)))


@login_not_required
def unguarded(request, pk):
    """A page that forgot that people sign in."""
    return HttpResponse(str(get_object_or_404(Entry, pk=pk)))


def shut(request, pk):
    """A page that keeps its owner out."""
    raise Http404


FAULTY = dict.fromkeys(["entry_anybodys", "entry_open", "entry_shut"], Opens.OWNER)
urlpatterns = [
    path("faulty/anybodys/<uuid:pk>/", anybodys, name="entry_anybodys"),
    path("faulty/open/<uuid:pk>/", unguarded, name="entry_open"),
    path("faulty/shut/<uuid:pk>/", shut, name="entry_shut"),
    *ours,
]
