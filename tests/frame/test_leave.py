"""Leaving works without script: one POST ends the session, clears the browser and goes somewhere neutral."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from smartrecovery.accounts.models import Session


def test_one_post_ends_the_session_and_goes_to_a_neutral_page(as_ana, settings):
    response = as_ana.post(reverse("leave"))

    assert [response.status_code, response.headers["Location"]] == [303, settings.LEAVE_URL]
    assert response.headers["Clear-Site-Data"] == '"cookies", "storage"'
    assert list(Session.objects.all()) == []
    assert as_ana.get(reverse("today")).status_code == 302


def test_in_the_background_the_cache_is_cleared_too(as_ana):
    response = as_ana.post(reverse("leave"), headers={"Sec-Fetch-Dest": "empty"})

    assert response.status_code == 204
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert list(Session.objects.all()) == []


def test_a_stale_token_keeps_nobody_here(ana):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ana)

    assert strict.post(reverse("leave")).status_code == 303


def test_following_a_link_here_changes_nothing(as_ana, settings):
    response = as_ana.get(reverse("leave"))

    assert [response.status_code, response.headers["Location"]] == [303, settings.LEAVE_URL]
    assert as_ana.get(reverse("today")).status_code == 200


def test_somebody_signed_out_can_leave_too(client, db, settings):
    assert client.post(reverse("leave")).headers["Location"] == settings.LEAVE_URL


def test_the_browser_may_follow_the_form_out(client, db, settings):
    neutral = urlsplit(settings.LEAVE_URL)

    policy = client.get(reverse("help")).headers["Content-Security-Policy"]

    assert f"form-action 'self' {neutral.scheme}://{neutral.netloc}" in policy


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, db, method):
    assert getattr(client, method)(reverse("leave")).status_code == 405
