import pytest

from smartrecovery.accounts import consent
from smartrecovery.accounts.models import Consent

pytestmark = pytest.mark.django_db
OPEN = [
    "/me/",
    "/me/settings/",
    "/me/consent/",
    "/help/",
    "/about/",
    "/privacy/",
    "/accounts/email/",
]
SHUT = ["/", "/tools/", "/progress/", "/urge/", "/group/"]


def statuses(browser, paths: list[str]) -> list[int]:
    return [browser.get(path).status_code for path in paths]


def test_withdrawing_shuts_what_would_keep_more_and_leaves_the_rest_open(ana, sign_in):
    browser = sign_in()

    browser.post("/me/consent/withdraw/")

    assert statuses(browser, OPEN) == [200] * len(OPEN)
    assert [browser.get(path)["Location"] for path in SHUT] == ["/me/consent/"] * len(SHUT)
    assert browser.post("/tools/cost-benefit/begin/")["Location"] == "/me/consent/"
    assert browser.post("/urge/", headers={"X-Autosave": "1"}).status_code == 403


def test_it_can_be_given_again(ana, sign_in):
    browser = sign_in()
    browser.post("/me/consent/withdraw/")

    browser.post("/me/consent/")

    assert statuses(browser, SHUT[:1]) == [200]
    answers = list(ana.consents.order_by("at").values_list("edition", "given"))
    assert answers == [(1, True), (1, False), (1, True)]


def test_said_twice_is_kept_once(ana, sign_in):
    browser = sign_in()

    for _ in range(3):
        browser.post("/me/consent/")

    assert ana.consents.count() == 1


def test_a_new_edition_is_asked_for_before_the_next_page_but_not_amid_a_save(
    ana, sign_in, monkeypatch
):
    browser = sign_in()
    monkeypatch.setitem(consent.EDITIONS, 2, consent.EDITIONS[1])
    monkeypatch.setattr(consent, "EDITION", 2)

    assert browser.get("/")["Location"] == "/me/consent/"
    assert browser.post("/tools/cost-benefit/begin/").get("Location") != "/me/consent/"
    assert "There is a new edition" in browser.get("/me/consent/").content.decode()
    browser.post("/me/consent/")

    assert browser.get("/").status_code == 200
    assert list(ana.consents.values_list("edition", "given")) == [(2, True), (1, True)]


def test_somebody_who_never_answered_is_asked(ana, sign_in):
    Consent.objects.all().delete()

    assert sign_in().get("/")["Location"] == "/me/consent/"


def test_the_document_is_there_to_read_before_and_after(client, ana, sign_in):
    headings = [str(part.heading) for part in consent.EDITIONS[1]]

    for page in (client.get("/accounts/consent/"), sign_in().get("/me/consent/")):
        assert all(heading in page.content.decode() for heading in headings)


def test_withdrawing_takes_as_many_taps_as_giving(ana, sign_in):
    browser = sign_in()

    browser.post("/me/consent/withdraw/")
    assert Consent.objects.filter(given=False).count() == 1
    browser.post("/me/consent/")
    assert Consent.objects.filter(given=True).count() == 2
