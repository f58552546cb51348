import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from smartrecovery import export, restore
from smartrecovery.accounts import leaving
from smartrecovery.accounts.models import Consent, HeldImport, User
from stages.models import Behaviour
from tests.conftest import PASSPHRASE

from .content import NOON, fill

TAKE, BRING, LEAVE = "/me/take/", "/me/bring/", "/me/leave/"


@pytest.fixture
def as_sam(client, sam):
    client.force_login(sam)
    return client


@pytest.fixture
def file(ana) -> bytes:
    fill(ana, ["one"])
    return export.zip_of(ana, NOON)


def send(browser, content: bytes):
    return browser.post(BRING, {"file": SimpleUploadedFile("mine.zip", content)})


def test_everything_is_taken_after_the_passphrase(as_ana, ana):
    fill(ana, ["one"])

    answer = as_ana.post(TAKE, {"passphrase": PASSPHRASE})

    data = json.loads(zipfile.ZipFile(io.BytesIO(answer.content)).read("data.json"))
    assert data["tables"]["behaviours"][0]["label"] == "one"
    assert re.fullmatch(
        r'attachment; filename="footing-\d{4}-\d\d-\d\d\.zip"', answer["Content-Disposition"]
    )
    assert answer["Cache-Control"] == "no-store, private"


def test_a_file_with_something_missing_is_never_given_out(as_ana, ana):
    """What does not open is said so; a file without it would look whole."""
    fill(ana, ["one"])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE stages_behaviour SET label = (SELECT name FROM accounts_user)")

    answer = as_ana.post(TAKE, {"passphrase": PASSPHRASE})

    assert answer.status_code == 503
    assert "text/html" in answer["Content-Type"]


@pytest.mark.parametrize("said", ["", "wrong", "x" * 100_000, "a\0b"])
@pytest.mark.parametrize("page", [TAKE, LEAVE])
def test_nothing_is_done_without_the_passphrase(as_ana, ana, page, said):
    answer = as_ana.post(page, {"passphrase": said, "now": "on"})

    assert answer.status_code == 200
    assert "text/html" in answer["Content-Type"]
    assert answer.context["form"].errors["passphrase"]
    assert User.objects.get(pk=ana.pk).leaving_at is None


def test_guessing_is_slowed_down(as_ana):
    for _try in range(10):
        as_ana.post(TAKE, {"passphrase": "wrong"})

    answer = as_ana.post(TAKE, {"passphrase": PASSPHRASE})

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_a_file_is_shown_before_it_is_brought_back(as_sam, sam, file):
    answer = send(as_sam, file)

    shown = as_sam.get(answer.url)
    assert restore.is_empty(sam)
    assert dict(shown.context["inside"].counts)["What I work on"] == 1

    answer = as_sam.post(reverse("me_bring_confirm"))

    assert answer.url == "/"
    assert sam.behaviours.get().label == "one"
    assert not HeldImport.objects.exists()


def test_a_second_yes_brings_nothing_twice(as_sam, sam, file):
    send(as_sam, file)
    as_sam.post(reverse("me_bring_confirm"))

    answer = as_sam.post(reverse("me_bring_confirm"))

    assert answer.url == BRING
    assert sam.behaviours.count() == 1


def test_a_file_can_be_dropped(as_sam, sam, file):
    send(as_sam, file)

    as_sam.post(reverse("me_bring_forget"))

    assert not HeldImport.objects.exists()
    assert as_sam.get(BRING).context["form"] is not None


def test_a_file_waits_an_hour_and_no_longer(as_sam, sam, file):
    restore.hold(sam, restore.opened(file), timezone.now() - timedelta(hours=1))

    as_sam.post(reverse("me_bring_confirm"))

    assert restore.is_empty(sam)
    assert restore.purge_held(timezone.now()) == 1


def test_a_file_of_this_hour_is_not_cleared_away(sam):
    HeldImport.objects.create(member=sam, content="x", at=NOON)

    cleared = [restore.purge_held(NOON + timedelta(minutes=minutes)) for minutes in (59, 60)]

    assert cleared == [0, 1]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"{}", b'{"a":' * 50, b"x" * 10_500_000])
def test_a_file_that_is_none_of_ours_is_refused_beside_the_field(as_sam, content):
    answer = send(as_sam, content)

    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not HeldImport.objects.exists()


def test_no_file_at_all_is_said_beside_the_field(as_sam):
    answer = as_sam.post(BRING, {})

    assert answer.context["form"].errors["file"]


def test_an_account_with_something_in_it_takes_no_file(as_sam, sam, file):
    mine = Behaviour.objects.create(member=sam, kind="other")

    answer = send(as_sam, file)

    assert answer.context["form"].errors["file"]
    assert as_sam.get(BRING).context["form"] is None
    assert list(sam.behaviours.all()) == [mine]


def test_somebody_leaving_sees_only_the_way_out_and_back(as_ana, ana):
    as_ana.post(LEAVE, {"passphrase": PASSPHRASE})

    assert as_ana.get("/").url == LEAVE
    assert as_ana.get(BRING).url == LEAVE
    assert as_ana.get(TAKE).status_code == as_ana.get("/help/").status_code == 200
    assert reverse("me_stay") in as_ana.get(LEAVE).content.decode()

    as_ana.post(reverse("me_stay"))

    assert as_ana.get("/").status_code == 200
    assert User.objects.get(pk=ana.pk).leaving_at is None


def test_erasing_at_once_ends_the_session_and_says_so(as_ana, ana):
    answer = as_ana.post(LEAVE, {"passphrase": PASSPHRASE, "now": "on"})

    assert "erased" in answer.content.decode()
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not User.objects.filter(pk=ana.pk).exists()
    assert as_ana.get(TAKE).status_code != 200


def test_an_erased_name_is_a_name_nobody_has(client, ana):
    leaving.ask_to_leave(ana, NOON, waive=True)

    erased, unknown = (
        client.post("/accounts/login/", {"login": name, "password": PASSPHRASE})
        for name in ("ana", "nobody-at-all")
    )

    assert said(erased, "ana") == said(unknown, "nobody-at-all")
    assert erased.status_code == unknown.status_code


def said(answer, name: str) -> str:
    page = answer.content.decode().replace(name, "NAME")
    return re.sub(r'(name="(csrfmiddlewaretoken|unsaved)" value=")[^"]*', r"\1", page)


def test_messages_can_be_paused_and_taken_up_again(as_ana, ana):
    day = ana.today() + timedelta(days=30)

    as_ana.post(reverse("me_pause"), {"until": day.isoformat()})

    assert User.objects.get(pk=ana.pk).paused_until == day

    as_ana.post(reverse("me_unpause"))

    assert User.objects.get(pk=ana.pk).paused_until is None


@pytest.mark.parametrize("until", ["", "yesterday", "2020-01-01", "9999-12-31", "2026-02-30", "\0"])
def test_a_pause_without_a_day_ahead_is_not_taken(as_ana, ana, until):
    answer = as_ana.post(reverse("me_pause"), {"until": until})

    assert answer.status_code == 200
    assert answer.context["pause"].errors["until"]
    assert User.objects.get(pk=ana.pk).paused_until is None


def test_nothing_is_brought_back_without_agreement(as_sam, sam, file):
    restore.hold(sam, restore.opened(file), timezone.now())
    Consent.objects.create(member=sam, edition=1, given=False)

    answers = [send(as_sam, file), as_sam.post(reverse("me_bring_confirm"))]

    assert [answer.url for answer in answers] == [reverse("me_consent")] * 2
    assert restore.is_empty(sam)


def test_an_upload_never_touches_the_disk(as_sam, file, monkeypatch):
    def refused(*args, **kwargs):
        raise AssertionError("a file on disk")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refused)

    assert send(as_sam, file + b"\0" * 5_000_000).status_code in (200, 302)
