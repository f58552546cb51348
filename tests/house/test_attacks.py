"""Trust B2, R-PRV-11, R-SES-04: what somebody else's page, network or device might try."""

import re
from types import SimpleNamespace

import pytest
from django.conf import settings as ours
from django.template import Context
from django.test import Client
from django.urls import reverse
from django.utils import translation

from smartrecovery.accounts.models import Session
from smartrecovery.management.commands.urls import addresses
from smartrecovery.templatetags import frame
from tests.conftest import PASSPHRASE
from tests.frame.test_crisis import no_database

from . import belongings
from .walk import SAID, browser, everything_kept, once, where

FROM_ELSEWHERE = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"referer": "https://evil.example/page"},
]
DRAWN_ONCE = re.compile(r'{% still "([^"]+)" %}')
STILL = sorted(
    {
        name
        for page in (ours.BASE_DIR / "templates").rglob("*.html")
        for name in DRAWN_ONCE.findall(page.read_text())
    }
)


@pytest.fixture
def of_ana(ana) -> SimpleNamespace:
    return belongings.of(ana)


@pytest.mark.parametrize("headers", FROM_ELSEWHERE)
def test_another_site_signs_nobody_out_and_empties_no_browser(as_ana, headers):
    answer = as_ana.post("/leave/", headers=headers | {"sec-fetch-dest": "empty"})

    assert [answer.status_code, answer["Location"]] == [303, ours.LEAVE_URL]
    assert "Clear-Site-Data" not in answer
    assert Session.objects.count() == 1


def test_only_leaving_and_the_link_of_a_mail_ask_for_no_token(ana, of_ana):
    client = browser(ana, enforce_csrf_checks=True, headers={"sec-fetch-site": "cross-site"})

    taken = {
        address.name
        for address in addresses()
        if once(client, "post", where(address, of_ana), *said(address)).status_code
        not in (401, 403, 405)
    }

    assert taken == {"leave", "stop_messages"}


@pytest.mark.parametrize("method", ["head", "options", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("who", ["ana", None])
def test_no_other_method_changes_anything(request, of_ana, method, who):
    client = browser(who and request.getfixturevalue(who))
    before = everything_kept()

    broken = [
        address.name
        for address in addresses()
        if once(client, method, where(address, of_ana), undo=False).status_code >= 500
    ]

    assert broken == []
    assert everything_kept() == before


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "options"])
def test_nothing_told_to_somebody_signed_in_is_kept_by_any_cache(ana, of_ana, method):
    client = browser(ana)

    kept = []
    for address in addresses():
        more = said(address) if method == "post" else []
        answer = once(client, method, where(address, of_ana), *more)
        if answer.get("Cache-Control") != "no-store, private":
            kept.append((address.name, answer.status_code, answer.get("Cache-Control")))

    assert kept == []


def test_a_page_with_a_token_in_it_is_kept_by_no_cache(db, of_ana):
    client = browser()

    kept = []
    for address in addresses():
        for method in ("get", "post"):
            answer = once(client, method, where(address, of_ana))
            holds_token = b"csrfmiddlewaretoken" in answer.content or b'"csrf"' in answer.content
            if holds_token and "no-store" not in answer.get("Cache-Control", ""):
                kept.append((method, address.name))

    assert kept == []


def test_what_was_being_sent_is_not_kept_by_a_cache_either(as_ana):
    as_ana.raise_request_exception = False

    with no_database():
        answer = as_ana.post("/tools/change-plan/begin/", {"change": "Swim at six"})

    assert [answer.status_code, answer["Cache-Control"]] == [503, "no-store, private"]
    assert "Swim at six" in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/accounts/login/", {"login": "ana", "password": PASSPHRASE}),
        ("/me/take/", {"passphrase": PASSPHRASE}),
        ("/me/leave/", {"passphrase": PASSPHRASE}),
    ],
)
def test_a_passphrase_is_on_no_page_while_the_database_is_away(as_ana, path, sent):
    as_ana.raise_request_exception = False

    with no_database():
        answer = as_ana.post(path, sent)

    assert answer.status_code == 503
    assert PASSPHRASE not in answer.content.decode()


def test_markup_somebody_was_sending_stays_text_while_the_database_is_away(as_ana):
    as_ana.raise_request_exception = False
    sent = {"</textarea><script>": "</textarea><script>alert(1)</script> x"}

    with no_database():
        answer = as_ana.post('/tools/change-plan/begin/?"><script>', sent)

    assert answer.status_code == 503
    assert "<script>" not in answer.content.decode()


def test_help_is_not_kept_for_somebody_who_speaks_otherwise(client, db):
    assert "Accept-Language" in client.get("/help/")["Vary"]


def test_cookies_are_for_this_visit_and_no_script_reads_them(ana):
    client = Client()
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": "ana", "password": PASSPHRASE})

    told = {
        name: [cookie[key] for key in ("httponly", "samesite", "path", "domain", "max-age")]
        for name, cookie in client.cookies.items()
    }

    assert told == {"s": [True, "Lax", "/", "", ""], "c": [True, "Lax", "/", "", ""]}


def test_another_name_is_not_answered_to(client, db):
    statuses = [
        client.get("/accounts/login/", headers={"host": host}).status_code
        for host in ("evil.example", "testserver.evil.example", "testserver@evil.example", "a b")
    ]

    assert statuses == [400] * 4


def test_a_header_gives_this_place_no_other_name(client, db):
    headers = {"x-forwarded-host": "evil.example", "x-host": "evil.example", "forwarded": "host=e"}

    answer = client.get("/accounts/login/", headers=headers)

    assert "evil" not in answer.content.decode() + str(answer.headers)


@pytest.mark.parametrize(
    "away",
    ["//e", "/\\e", "https://e.example/", "https:e", "javascript:alert(1)", "x", "today", "\n//e",
     "/\t/e.example", "%2f%2fe", "", "\x00"],
)  # fmt: skip
def test_reading_a_note_leads_back_into_this_place(as_ana, of_ana, away):
    here = reverse("behaviour", args=[of_ana.behaviour])

    answer = as_ana.post(f"{here}note/", {"note": "withdrawal", "goal": "stop", "next": away})

    assert [answer.status_code, answer["Location"]] == [302, here]


@pytest.mark.parametrize(
    "path",
    ["/var/keys.env", "/static/../var/keys.env", "/static/%2e%2e/var/keys.env", "/.env", "/var/",
     "/static//etc/passwd", "/static/", "/static/js/", "/db.sqlite3", "/.git/config"],
)  # fmt: skip
def test_no_file_of_ours_is_handed_out(client, db, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("name", STILL)
def test_a_piece_drawn_once_for_everybody_is_drawn_from_the_place_alone(ana, rf, name):
    drawn = []
    for more in ({}, {"user": ana, "request": rf.get("/"), "behaviour": ana, "csrf_token": "x"}):
        frame._drawn.clear()
        drawn.append(frame.still(Context({"place": "me"} | more), name))

    assert drawn[0] == drawn[1]


def test_a_piece_drawn_once_is_drawn_for_each_place(db):
    places = ["today", "tools", "progress", "group", "me", "urge"]

    drawn = {frame.still(Context({"place": place}), "frame/_places.html") for place in places}

    assert len(drawn) == len(places)


def test_a_piece_drawn_once_is_drawn_for_each_language(db):
    frame._drawn.clear()

    for language in ("en-gb", "en-us"):
        with translation.override(language):
            frame.still(Context({}), "frame/_foot.html")

    assert len(frame._drawn) == 2


def said(address) -> list[dict]:
    return [SAID[address.name]()] if address.name in SAID else []
