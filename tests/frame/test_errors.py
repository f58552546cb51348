"""An error page looks like the rest, offers help, and needs neither database nor cache."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from smartrecovery import views
from tests.house.signs import well

from .test_crisis import no_database

PAGES = ["400.html", "403.html", "404.html", "429.html", "500.html"]
PAGES += ["503.html", "503_sealed.html"]


@pytest.mark.parametrize("page", PAGES)
def test_an_error_page_needs_nothing_and_offers_help(page):
    told = render_to_string(page)

    assert told.count(f'href="{reverse("help")}"') >= 2
    assert "<h1>" in told


def test_a_failure_is_a_page_without_a_database():
    response = views.failure(RequestFactory().get("/"))

    assert response.status_code == 500
    assert b"It is not your doing" in response.content


def test_bad_input_is_a_page_without_a_database():
    response = views.bad_request(RequestFactory().get("/"), ValueError())

    assert response.status_code == 400


def test_absent_and_forbidden_answer_alike(as_ana, ben):
    from tools.models import Entry

    theirs = Entry.objects.create(member=ben, tool="change-plan", title="Ben's")

    forbidden = as_ana.get(reverse("entry", args=[theirs.pk]))
    absent = as_ana.get(reverse("entry", args=["00000000-0000-4000-8000-000000000000"]))

    assert [forbidden.status_code, forbidden.content] == [404, absent.content]


def test_alive_says_only_that(client):
    assert client.get("/healthz").content == b"ok"


def test_ready_says_what_is_in_order(client, ana):
    well(timezone.now())

    response = client.get("/readyz")

    own = ["database", "migrations", "vault", "cache"]
    work = ["timetable", "worker", "messages"]
    assert [response.status_code, response.json()] == [200, dict.fromkeys(own + work, True)]


def test_not_ready_with_a_key_that_does_not_fit(client, ana, settings):
    settings.VAULT_KEYS = "test:" + "B" * 43 + "="

    response = client.get("/readyz")

    assert [response.status_code, response.json()["vault"]] == [503, False]


def test_what_was_being_sent_stays_on_the_page_while_the_database_is_away(as_ana):
    """R-SAV-04"""
    as_ana.raise_request_exception = False
    sent = {"version": "0", "tab": "t", "do": "save", "change": "Swim at six on payday"}
    path = "/tools/change-plan/begin/"

    with no_database():
        response = as_ana.post(path, sent)
    page = response.content.decode()

    assert response.status_code == 503
    assert all(
        f'<textarea name="{name}" hidden>\n{value}</textarea>' in page
        for name, value in sent.items()
    )
    assert f'action="{path}"' in page


def test_a_failure_looks_the_same_while_developing(client, settings):
    settings.DEBUG = True
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "smartrecovery.reports.same_pages"]

    response = client.get("/nothing/here/")

    assert response.status_code == 404
    assert "DEBUG" not in response.content.decode()
