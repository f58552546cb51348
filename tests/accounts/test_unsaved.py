import re
from html import unescape

import pytest
from django.test import Client

from smartrecovery.accounts import unsaved
from smartrecovery.accounts.models import Session, User
from tests.conftest import PASSPHRASE

pytestmark = pytest.mark.django_db
NOW = "2026-06-01T12:00:00Z"
BEGIN = "/tools/cost-benefit/begin/"
SENTENCE = 'Mornings "quiet" <b>\r\nتجربة 🌿 {{ x }}'
FIELDS = {"now_good": SENTENCE, "steps": ["aaaaaaaa", "bbbbbbbb"], "do": "save"}


def sealed_in(answer) -> str:
    found = re.search(r'name="unsaved" value="([^"]*)"', answer.content.decode())
    return unescape(found.group(1)) if found else ""


def sign_in_with(answer, browser: Client, name: str = "ana", passphrase: str = PASSPHRASE):
    fields = {"login": name, "password": passphrase, "unsaved": sealed_in(answer)}
    return browser.post("/accounts/login/", fields)


def offered_in(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'<textarea name="([^"]*)" hidden>\r?\n(.*?)</textarea>', page, re.DOTALL)
    return [(unescape(name), unescape(value)) for name, value in found]


def test_what_was_sent_after_the_session_ended_is_offered_after_signing_in(
    ana, sign_in, time_machine
):
    time_machine.move_to(NOW, tick=False)
    browser = sign_in()
    time_machine.move_to("2026-06-01T12:31:00Z", tick=False)

    refused = browser.post(BEGIN, FIELDS)
    page = sign_in_with(refused, browser)

    assert refused.status_code == 401
    assert "Please sign in again" in refused.content.decode()
    assert f'action="{BEGIN}"' in page.content.decode()
    assert offered_in(page.content.decode()) == [
        ("now_good", SENTENCE),
        ("steps", "aaaaaaaa"),
        ("steps", "bbbbbbbb"),
        ("do", "save"),
    ]


def test_the_words_cannot_be_read_in_the_page_nor_on_the_server(ana):
    answer = Client().post(BEGIN, {"now_good": "Mornings are quiet"})

    assert "Mornings" not in answer.content.decode()
    assert Session.objects.count() == 0
    assert answer["Cache-Control"] == "no-store, private"


def test_a_wrong_passphrase_does_not_lose_them(ana):
    browser = Client()
    refused = browser.post(BEGIN, FIELDS)

    wrong = sign_in_with(refused, browser, passphrase="not the right one")
    page = sign_in_with(wrong, browser)

    assert dict(offered_in(page.content.decode()))["now_good"] == SENTENCE


def test_too_many_tries_do_not_lose_them(ana):
    browser = Client()
    answer = browser.post(BEGIN, FIELDS)

    for _ in range(11):
        answer = sign_in_with(answer, browser, passphrase="not the right one")

    assert answer.status_code == 429
    assert sealed_in(answer) != ""


def test_somebody_else_signing_in_does_not_see_them(ana, ben, sign_in, time_machine):
    time_machine.move_to(NOW, tick=False)
    browser = sign_in()
    time_machine.move_to("2026-06-01T12:31:00Z", tick=False)
    refused = browser.post(BEGIN, FIELDS)

    assert sign_in_with(refused, browser, name="ben").status_code == 302


def test_they_wait_for_twelve_hours(ana, time_machine):
    time_machine.move_to(NOW, tick=False)
    sealed = sealed_in(Client().post(BEGIN, FIELDS))

    time_machine.move_to("2026-06-01T23:59:00Z", tick=False)
    assert unsaved.unseal(sealed).path == BEGIN
    time_machine.move_to("2026-06-02T00:00:01Z", tick=False)
    assert unsaved.unseal(sealed) is None


@pytest.mark.parametrize("made_up", ["x", "AAAA", "Zm9vYmFy" * 20, "é", "\x00"])
def test_what_we_did_not_seal_is_not_offered(ana, made_up):
    fields = {"login": "ana", "password": PASSPHRASE, "unsaved": made_up}

    assert Client().post("/accounts/login/", fields).status_code == 302


def test_nothing_is_carried_out_by_signing_in(ana, sign_in, time_machine):
    from tools.models import Entry

    browser = Client()
    sign_in_with(browser.post(BEGIN, FIELDS), browser)

    assert Entry.objects.count() == 0


def test_a_megabyte_and_a_half_comes_back(ana):
    browser = Client()
    long = "Grüße 🌿 " * 100_000

    page = sign_in_with(browser.post(BEGIN, {"now_good": long}), browser)

    assert dict(offered_in(page.content.decode()))["now_good"] == long


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"referer": "https://evil.example/x"},
    ],
)
def test_what_another_site_made_the_browser_send_is_not_carried(ana, headers):
    assert sealed_in(Client(headers=headers).post(BEGIN, FIELDS)) == ""


@pytest.mark.parametrize("path", ["/me/leave/", "/me/take/", "/accounts/password/change/"])
def test_passphrases_and_goodbyes_are_not_carried(ana, path):
    answer = Client().post(path, {"password": PASSPHRASE})

    assert [answer.status_code, sealed_in(answer)] == [401, ""]
    assert PASSPHRASE not in answer.content.decode()


def test_autosave_is_told_in_json(client, ana):
    answer = client.post(BEGIN, FIELDS, headers={"X-Autosave": "1"})

    assert [answer.status_code, answer.json()] == [401, {"signed_out": True}]


class TestWithoutAValidToken:
    """The browser's own check of forms is on, as it is outside of tests."""

    HERE = {"sec-fetch-site": "same-origin"}

    def browser(self, **headers) -> Client:
        return Client(enforce_csrf_checks=True, headers=self.HERE | headers)

    def test_a_stranger_gets_the_sign_in_page_with_their_words_in_it(self, ana):
        answer = self.browser().post(BEGIN, FIELDS)

        assert answer.status_code == 401
        assert unsaved.unseal(sealed_in(answer)).path == BEGIN

    def test_a_page_from_before_signing_in_is_offered_again_and_not_carried_out(self, ana):
        browser = self.browser()
        browser.force_login(ana)

        answer = browser.post(BEGIN, FIELDS)

        assert dict(offered_in(answer.content.decode()))["now_good"] == SENTENCE
        assert ana.entries.count() == 0

    def test_another_site_gets_nothing(self, ana):
        browser = self.browser(**{"sec-fetch-site": "cross-site"})
        browser.force_login(ana)

        answer = browser.post(BEGIN, FIELDS)

        assert answer.status_code == 403
        assert "<textarea" not in answer.content.decode()

    def test_signing_in_in_another_tab_first_still_brings_them_back(self, ana):
        browser = self.browser()
        sealed = sealed_in(browser.post(BEGIN, FIELDS))
        browser.force_login(ana)

        answer = browser.post("/accounts/login/", {"unsaved": sealed})

        assert dict(offered_in(answer.content.decode()))["now_good"] == SENTENCE

    def test_signing_in_needs_a_token(self, ana):
        browser = self.browser()
        browser.post("/accounts/login/", {"login": "ana", "password": PASSPHRASE})

        assert browser.get("/me/").status_code == 302
        assert User.objects.get().last_login is None
