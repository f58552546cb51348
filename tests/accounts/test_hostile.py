"""R-INP-01 and R-INP-02 for every form about people: a clear answer, never a failure, nothing smuggled."""

import pytest
from django.test import Client

from smartrecovery.accounts.models import User
from tests.conftest import PASSPHRASE

from .typing import sign_up_fields

pytestmark = pytest.mark.django_db
LONG = "plum lantern tides over"
FORMS = {
    "/accounts/login/": {"login": "ana", "password": "wrong passphrase"},
    "/accounts/signup/": sign_up_fields(username="bo", email="bo@example.org"),
    "/accounts/recover/": {"login": "ana", "code": "x", "password1": LONG, "password2": LONG},
    "/accounts/password/reset/": {"email": "ana@example.org"},
    "/accounts/password/change/": {"password": "wrong", "password1": LONG, "password2": LONG},
    "/accounts/reauthenticate/": {"password": "wrong"},
    "/accounts/email/": {"email": "ana@example.org", "password": "wrong"},
    "/me/settings/": {"name": "Ana", "zone": "UTC", "day_starts": "04:00", "theme": "light",
                      "language": "en-gb", "region": "", "idle_minutes": "30"},
}  # fmt: skip
FOR_STRANGERS = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/recover/",
    "/accounts/password/reset/",
]
FIELDS = [(path, field) for path, fields in FORMS.items() for field in fields]
HOSTILE = [
    "", "\x00", "a\x00b", "\r\nBcc: x@example.org", "x" * 1_000_000, "<script>alert(1)</script>",
    "{{ 7 }}{% load x %}", "' OR 1=1 --", "-1", "9" * 400, "\u202e", "🧑‍🌾" * 50, "تجربة", "%s%n",
    "../../etc/passwd", "javascript:alert(1)", "2026-02-30", "\ufffe\uffff", "null",
]  # fmt: skip
SMUGGLED = {"is_staff": "on", "is_superuser": "on", "role": "admin", "id": "1", "pk": "1",
            "owner": "1", "user": "1", "member": "1", "consent_at": "2000-01-01"}  # fmt: skip


def browser_for(path: str, member: User) -> Client:
    client = Client()
    if path not in FOR_STRANGERS:
        client.force_login(member)
    return client


@pytest.mark.parametrize(("path", "field"), FIELDS)
def test_no_value_breaks_a_form(ana, path, field, fresh_limits):
    from django.core.cache import cache

    browser = browser_for(path, ana)
    statuses, echoed = set(), []
    for value in HOSTILE:
        cache.clear()
        answer = browser.post(path, FORMS[path] | {field: value})
        statuses.add(answer.status_code)
        echoed += [
            "<script>alert" in answer.content.decode(),
            "Traceback" in answer.content.decode(),
        ]
        if answer.status_code == 302 and path == "/accounts/signup/":
            browser = Client()

    assert statuses <= {200, 302, 400}
    assert not any(echoed)


@pytest.mark.parametrize("path", FORMS)
def test_bytes_that_are_not_text_are_answered_plainly(ana, path):
    body = b"&".join(f"{field}=".encode() + b"%ED%A0%80%FF%00%C3" for field in FORMS[path])

    answer = browser_for(path, ana).post(
        path, body, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code in {200, 302, 400}


@pytest.mark.parametrize("path", FORMS)
def test_nobody_becomes_somebody_else_by_a_form(ana, path):
    browser_for(path, ana).post(path, FORMS[path] | SMUGGLED)

    kept = (
        User.objects.filter(username="ana").values("pk", "role", "is_staff", "is_superuser").get()
    )
    assert kept == {"pk": ana.pk, "role": "member", "is_staff": False, "is_superuser": False}
    assert not User.objects.exclude(role="member", is_staff=False, is_superuser=False).exists()
    ana.refresh_from_db()
    assert ana.check_password(PASSPHRASE)


@pytest.mark.parametrize("path", FORMS)
def test_a_passphrase_never_comes_back_in_a_page(ana, path):
    secret = "tell nobody this one"

    answer = browser_for(path, ana).post(
        path, FORMS[path] | dict.fromkeys(("password", "password1", "password2"), secret)
    )

    assert secret not in answer.content.decode()


def test_the_same_sign_up_sent_twice_makes_one_person(client):
    client.post("/accounts/signup/", sign_up_fields())
    client.post("/accounts/signup/", sign_up_fields())

    assert User.objects.count() == 1
