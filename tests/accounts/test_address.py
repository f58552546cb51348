import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from tests.conftest import PASSPHRASE

from .typing import deliver_mail, link_in, without_tokens

pytestmark = pytest.mark.django_db
PAGE = "/accounts/email/"


def change(browser: Client, email: str, passphrase: str = PASSPHRASE):
    return browser.post(PAGE, {"email": email, "password": passphrase})


def kept(member) -> list[tuple[str, bool]]:
    addresses = EmailAddress.objects.filter(user=member).order_by("email")
    return list(addresses.values_list("email", "verified"))


def test_a_first_address_counts_once_confirmed(ana, sign_in):
    change(sign_in(), "Ana@Example.org")
    [message] = deliver_mail()

    opened = Client().get(link_in(message))
    assert kept(ana) == [("ana@example.org", False)]
    Client().post(link_in(message))

    ana.refresh_from_db()
    assert "ana@example.org" in opened.content.decode()
    assert [kept(ana), ana.email] == [[("ana@example.org", True)], "ana@example.org"]


def test_changing_needs_the_passphrase(ana_with_email, sign_in):
    answer = change(sign_in(), "new@example.org", "wrong")

    assert answer.status_code == 200
    assert 'value="new@example.org"' in answer.content.decode()
    assert kept(ana_with_email) == [("ana@example.org", True)]


def test_the_address_so_far_is_told_and_holds_until_the_new_one_is_confirmed(
    ana_with_email, sign_in
):
    change(sign_in(), "new@example.org")
    told, asked = deliver_mail()
    assert [told.to, asked.to] == [["ana@example.org"], ["new@example.org"]]
    assert kept(ana_with_email) == [("ana@example.org", True), ("new@example.org", False)]

    Client().post(link_in(asked))

    assert kept(ana_with_email) == [("new@example.org", True)]


def test_a_link_confirms_once_and_only_the_newest(ana, sign_in, time_machine):
    time_machine.move_to("2026-06-01T12:00:00Z", tick=False)
    browser = sign_in()
    change(browser, "ana@example.org")
    [older] = deliver_mail()
    browser.post(PAGE, {"do": "again"})
    [newer] = deliver_mail()

    assert "no longer works" in Client().post(link_in(older)).content.decode()
    Client().post(link_in(newer))
    assert "no longer works" in Client().post(link_in(newer)).content.decode()
    assert kept(ana) == [("ana@example.org", True)]


def test_a_link_is_too_old_after_an_hour(ana, sign_in, time_machine):
    time_machine.move_to("2026-06-01T12:00:00Z", tick=False)
    change(sign_in(), "ana@example.org")
    [message] = deliver_mail()
    time_machine.move_to("2026-06-01T13:00:01Z", tick=False)

    Client().post(link_in(message))

    assert kept(ana) == [("ana@example.org", False)]


def test_somebody_elses_address_is_answered_like_any_other(ana_with_email, ben, sign_in):
    browser = sign_in("ben")

    answers = [change(browser, "ana@example.org"), change(browser, "nobody@example.org")]

    assert without_tokens(answers[0]) == without_tokens(answers[1])
    assert answers[0]["Location"] == answers[1]["Location"] == PAGE


def test_an_address_somebody_confirmed_first_stays_theirs(ana_with_email, ben, sign_in):
    change(sign_in("ben"), "ana@example.org")
    [message] = deliver_mail()

    Client().post(link_in(message))

    assert kept(ana_with_email) == [("ana@example.org", True)]
    assert kept(ben) == [("ana@example.org", False)]


def test_taking_the_address_away_needs_the_passphrase(ana_with_email, sign_in):
    browser = sign_in()

    browser.post(PAGE, {"do": "remove", "password": "wrong"})
    assert kept(ana_with_email) == [("ana@example.org", True)]
    browser.post(PAGE, {"do": "remove", "password": PASSPHRASE})

    ana_with_email.refresh_from_db()
    assert [kept(ana_with_email), ana_with_email.email] == [[], ""]


def test_the_link_again_says_the_same_with_and_without_an_address(ana, ben, sign_in):
    EmailAddress.objects.create(user=ben, email="ben@example.org")

    answers = [sign_in(name).post(PAGE, {"do": "again"}) for name in ("ana", "ben")]

    assert without_tokens(answers[0]) == without_tokens(answers[1])
