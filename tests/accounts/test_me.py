from datetime import time

import pytest

from smartrecovery.accounts.models import User

pytestmark = pytest.mark.django_db
PAGE = "/me/settings/"
TYPED = {
    "name": "Ana Lu",
    "zone": "Asia/Calcutta",
    "day_starts": "05:30",
    "theme": "dark",
    "language": "en-us",
    "region": "NZ",
    "idle_minutes": "60",
    "shared_device": "on",
}
KEPT = {
    "name": "Ana Lu",
    "zone": "Asia/Kolkata",
    "day_starts": time(5, 30),
    "theme": "dark",
    "language": "en-us",
    "region": "NZ",
    "idle_minutes": 60,
    "shared_device": True,
}


def settings_of(member: User) -> dict:
    fresh = User.objects.get(pk=member.pk)
    return {field: getattr(fresh, field) for field in KEPT}


def test_every_setting_asked_for_is_kept_and_shown(as_ana, ana):
    as_ana.post(PAGE, TYPED)

    page = as_ana.get(PAGE).content.decode()
    assert settings_of(ana) == KEPT
    assert 'value="Ana Lu"' in page and '<option value="NZ" selected>' in page


def test_the_theme_applies_at_once(as_ana):
    answer = as_ana.post(PAGE, TYPED, follow=True)

    assert 'data-theme="dark"' in answer.content.decode()


def test_nothing_else_can_be_smuggled_in(as_ana, ana):
    smuggled = {
        "role": "admin", "is_staff": "on", "is_superuser": "on", "is_active": "", "id": "1",
        "username": "root", "password": "x", "is_adult": "", "resets": "9", "email": "a@b.example",
        "leaving_at": "2026-01-01", "user": "1", "owner": "1", "member": "1",
    }  # fmt: skip
    fields = ["pk", "username", "password", "role", "is_staff", "is_superuser", "is_active",
              "is_adult", "resets", "email", "leaving_at"]  # fmt: skip
    before = User.objects.values(*fields).get()

    as_ana.post(PAGE, TYPED | smuggled)

    assert User.objects.values(*fields).get() == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("zone", "Mars/Olympus"),
        ("zone", "../../etc/passwd"),
        ("zone", "UTC\x00"),
        ("day_starts", "25:00"),
        ("day_starts", "soon"),
        ("theme", "pink"),
        ("language", "tlh"),
        ("region", "ZZ"),
        ("idle_minutes", "7"),
        ("idle_minutes", "-1"),
        ("idle_minutes", "9" * 400),
        ("name", "x" * 61),
        ("name", "x" * 1_000_000),
    ],
)
def test_what_cannot_be_is_refused_by_the_field_with_the_rest_still_there(
    as_ana, ana, field, value
):
    before = settings_of(ana)

    answer = as_ana.post(PAGE, TYPED | {field: value})

    assert answer.status_code == 200
    assert "is-invalid" in answer.content.decode()
    assert ("Ana Lu" in answer.content.decode()) == (field != "name")
    assert settings_of(ana) == before


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("A\u030ana", "\u00c5na"),
        ("Ana\x00\r\nBcc: x", "Ana Bcc: x"),
        ("🧑\u200d🌾 عنا", "🧑\u200d🌾 عنا"),
        ("<b>{{ 1 }}</b>", "<b>{{ 1 }}</b>"),
        ("\u202eana", "\u202eana"),
    ],
)
def test_a_name_is_kept_composed_on_one_line(as_ana, ana, typed, kept):
    as_ana.post(PAGE, TYPED | {"name": typed})

    assert settings_of(ana)["name"] == kept
    assert "<b>{{" not in as_ana.get(PAGE).content.decode()


def test_who_sees_others_cannot_stay_longer(client, finn):
    client.force_login(finn)

    client.post(PAGE, TYPED)

    assert settings_of(finn)["idle_minutes"] == 30
    assert finn.idle_time.total_seconds() == 15 * 60


def test_the_hub_leads_to_everything_about_me(as_ana):
    page = as_ana.get("/me/").content.decode()

    links = ["settings", "devices", "codes", "consent", "take", "bring", "leave"]
    assert all(f'href="/me/{link}/"' in page for link in links)
    assert 'href="/accounts/email/"' in page and 'href="/accounts/password/change/"' in page
