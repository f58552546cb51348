"""R-PRV-11 and R-PRV-03: what every answer carries, and that no page names another host."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings as ours
from django.urls import reverse

OUT = ["help", "about", "privacy", "account_login"]
IN = ["today", "urge", "group", "help", "about", "privacy"]
LINKED = {"988lifeline.org", "findahelpline.com", "smartrecovery.org"}


@pytest.mark.parametrize("name", OUT)
def test_a_page_for_anybody_is_strict(client, db, name):
    response = client.get(reverse(name))

    assert strictness(response) == STRICT


@pytest.mark.parametrize("name", IN)
def test_a_page_of_somebody_signed_in_is_strict_and_stays_nowhere(as_ana, name):
    response = as_ana.get(reverse(name))

    assert strictness(response) == STRICT
    assert "no-store" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]


STRICT = {
    "default-src": True,
    "unsafe": False,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def strictness(response) -> dict:
    policy = response.headers["Content-Security-Policy"]
    return {
        "default-src": "default-src 'self'" in policy,
        "unsafe": "unsafe" in policy or "*" in policy,
    } | {name: response.headers[name] for name in list(STRICT)[2:]}


@pytest.mark.parametrize("name", IN)
def test_nothing_on_a_page_is_fetched_from_elsewhere(as_ana, name):
    page = as_ana.get(reverse(name)).content.decode()
    fetched = re.findall(r'(?:src|href|action|srcset|poster)="(https?://[^"]+)"', page)

    hosts = {re.sub(r"https?://([^/]+).*", r"\1", url) for url in fetched}

    assert hosts <= LINKED
    assert all(f'href="{url}" rel="noreferrer"' in page for url in fetched)


def test_production_settings_raise_no_warning(tmp_path):
    fresh = {
        "SECRET_KEY": "check-" + "0123456789abcdefghijABCDEFGHIJ" * 2,
        "VAULT_KEYS": "check:" + "A" * 43 + "=",
        "SITE_URL": "https://footing.example.org",
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "DEBUG": "false",
        "DJANGO_SETTINGS_MODULE": "smartrecovery.settings",
        "PATH": os.environ["PATH"],
    }

    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "INFO"],
        cwd=ours.BASE_DIR, env=fresh, capture_output=True, text=True,
    )  # fmt: skip

    assert done.stdout + done.stderr == "System check identified no issues (0 silenced).\n"


def test_strict_transport_is_asked_for_a_year(client, db, settings):
    assert ours.SECURE_HSTS_SECONDS >= 31_536_000

    response = client.get(reverse("help"), secure=True)

    assert response.headers["Strict-Transport-Security"].startswith("max-age=31536000")
