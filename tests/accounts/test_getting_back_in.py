import re

import pytest
from allauth.account.models import EmailAddress
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client

from smartrecovery.accounts import codes
from smartrecovery.accounts.models import Session, User
from smartrecovery.outbox.models import Message
from smartrecovery.vault import keyring
from tests.conftest import PASSPHRASE

from .typing import NEW_PASSPHRASE, deliver_mail, link_in, sign_up_fields, without_tokens

pytestmark = pytest.mark.django_db
NEW = {"password1": NEW_PASSPHRASE, "password2": NEW_PASSPHRASE}
NOW = "2026-06-01T12:00:00Z"


class MailIsDown(BaseEmailBackend):
    def __init__(self, *args, **kwargs):
        raise ConnectionRefusedError


def ask_for_link(address: str = "ana@example.org"):
    return Client().post("/accounts/password/reset/", {"email": address})


def knows(member: User, passphrase: str) -> bool:
    member.refresh_from_db()
    return member.check_password(passphrase)


def test_a_link_sets_a_new_passphrase_once_and_ends_every_session(ana_with_email, sign_in):
    elsewhere = sign_in()
    ask_for_link()
    [message] = deliver_mail()

    first = Client().post(link_in(message), NEW)
    second = Client().post(link_in(message), NEW | {"password1": "another long passphrase"})

    assert [message.subject, message.to] == ["Your link", ["ana@example.org"]]
    assert first["Location"] == "/accounts/login/"
    assert "no longer works" in second.content.decode()
    assert knows(ana_with_email, NEW_PASSPHRASE)
    assert elsewhere.get("/me/").status_code == 302


def test_opening_a_link_changes_nothing(ana_with_email):
    ask_for_link()
    [message] = deliver_mail()
    before = [list(model.objects.values()) for model in (User, Session, Message, EmailAddress)]

    for _ in range(2):
        assert "Choose a new passphrase" in Client().get(link_in(message)).content.decode()
        Client().head(link_in(message))

    assert [
        list(model.objects.values()) for model in (User, Session, Message, EmailAddress)
    ] == before


def test_only_the_newest_link_works_and_only_for_an_hour(ana_with_email, time_machine):
    time_machine.move_to(NOW, tick=False)
    ask_for_link()
    [older] = deliver_mail()
    ask_for_link()
    [newer] = deliver_mail()

    assert "no longer works" in Client().get(link_in(older)).content.decode()
    assert "Choose a new" in Client().get(link_in(newer)).content.decode()
    time_machine.move_to("2026-06-01T13:00:01Z", tick=False)
    assert "no longer works" in Client().get(link_in(newer)).content.decode()


def test_a_link_dies_when_the_address_goes(ana_with_email, sign_in):
    ask_for_link()
    [message] = deliver_mail()

    sign_in().post("/accounts/email/", {"do": "remove", "password": PASSPHRASE})

    assert "no longer works" in Client().get(link_in(message)).content.decode()


def test_asked_twice_before_delivery_only_one_mail_goes(ana_with_email):
    ask_for_link()
    ask_for_link()

    assert len(deliver_mail()) == 1


def test_the_answer_is_the_same_for_known_and_unknown(ana_with_email):
    answers = {
        (without_tokens(answer), answer["Location"])
        for answer in (ask_for_link(), ask_for_link("nobody@example.org"))
    }

    assert len(answers) == 1


def test_no_request_waits_for_the_mail_server_or_hears_that_it_is_down(
    ana_with_email, sign_in, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = f"{__name__}.MailIsDown"
    browser = sign_in()

    with django_capture_on_commit_callbacks(execute=True):
        answers = [
            ask_for_link(),
            ask_for_link("nobody@example.org"),
            Client().post("/accounts/signup/", sign_up_fields(email="ana@example.org")),
            Client().post("/accounts/signup/", sign_up_fields(email="bo@example.org")),
            browser.post("/accounts/email/", {"email": "new@example.org", "password": PASSPHRASE}),
            browser.post("/accounts/email/", {"do": "again"}),
        ]

    assert [answer.status_code for answer in answers] == [302] * 6
    assert set(Message.objects.values_list("state", flat=True)) == {"queued"}
    assert Message.objects.count() == 6


def test_an_address_not_confirmed_gets_no_link(ana):
    EmailAddress.objects.create(user=ana, email="mistyped@example.org", primary=True)

    ask_for_link("mistyped@example.org")

    assert deliver_mail() == []


def test_links_are_made_from_the_site_and_not_from_the_request(ana_with_email, settings):
    settings.ALLOWED_HOSTS = ["testserver", "evil.example"]

    Client(headers={"host": "evil.example"}).post(
        "/accounts/password/reset/", {"email": "ana@example.org"}
    )

    [message] = deliver_mail()
    assert "evil" not in message.body and "https://testserver/" in message.body


def test_no_mail_says_what_this_place_is(ana_with_email, sign_in):
    browser = sign_in()
    ask_for_link()
    said = deliver_mail()[:]
    browser.post("/accounts/email/", {"email": "new@example.org", "password": PASSPHRASE})
    said += deliver_mail()

    words = " ".join(f"{message.subject} {message.body} {message.from_email}" for message in said)
    assert len(said) == 3
    assert (
        re.findall(r"(?i)smart|recover|addict|alcohol|behaviour|urge|lapse|group|ana", words) == []
    )


@pytest.mark.parametrize(
    "typed", [str.upper, lambda code: code.replace("-", " "), lambda code: f" {code} "]
)
def test_a_code_lets_back_in_once_however_it_is_typed(ana, sign_in, typed):
    elsewhere = sign_in()
    code = typed(codes.make(ana)[3])

    first = Client().post("/accounts/recover/", {"login": "Ana", "code": code} | NEW)
    second = Client().post("/accounts/recover/", {"login": "ana", "code": code} | NEW)

    assert [first.status_code, second.status_code] == [302, 200]
    assert knows(ana, NEW_PASSPHRASE)
    assert codes.left(ana) == 9
    assert elsewhere.get("/me/").status_code == 302


def test_every_wrong_way_in_has_one_answer(ana, ben):
    used, *_ = codes.make(ana)
    codes.use(ana, used)
    bens = codes.make(ben)[0]

    pages = {
        without_tokens(Client().post("/accounts/recover/", {"login": name, "code": code} | NEW))[1]
        .replace(f'value="{name}"', "")
        .replace(f'value="{code}"', "")
        for name, code in (("ana", used), ("ana", bens), ("ana", "nonsense"), ("nobody", bens))
    }

    assert len(pages) == 1
    assert knows(ana, PASSPHRASE)


def test_what_is_wrong_with_a_passphrase_says_nothing_about_the_name(ana):
    short = {"code": "x", "password1": "short", "password2": "short"}

    pages = {
        without_tokens(Client().post("/accounts/recover/", {"login": name} | short))[1].replace(
            f'value="{name}"', ""
        )
        for name in ("ana", "ann")
    }

    assert len(pages) == 1


def test_new_codes_end_the_old_ones_and_survive_a_new_keyring(ana, settings):
    old, new = codes.make(ana)[0], codes.make(ana)[0]
    settings.VAULT_KEYS = f"{keyring.new_key()},{settings.VAULT_KEYS}"
    ana.data_key.rewrap()

    assert [codes.use(ana, old), codes.use(ana, new)] == [False, True]


def test_trying_codes_is_limited(ana, time_machine):
    time_machine.move_to(NOW, tick=False)
    codes.make(ana)
    guess = {"login": "ana", "code": "0000-0000-0000-0000"} | NEW

    answers = [
        Client(REMOTE_ADDR=f"10.9.{i}.1").post("/accounts/recover/", guess) for i in range(11)
    ]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert answers[-1]["Retry-After"] == "900"


def test_asking_for_links_is_limited(ana_with_email):
    known = [ask_for_link().status_code for _ in range(6)]
    unknown = [ask_for_link("nobody@example.org").status_code for _ in range(6)]

    assert known == unknown == [302] * 5 + [429]


def test_new_codes_are_made_after_the_passphrase(ana, sign_in):
    browser = sign_in()

    asked = browser.get("/me/codes/")
    back = browser.post(asked["Location"], {"password": PASSPHRASE, "next": "/me/codes/"})
    shown = browser.post("/me/codes/").content.decode()

    assert asked["Location"] == "/accounts/reauthenticate/?next=%2Fme%2Fcodes%2F"
    assert back["Location"] == "/me/codes/"
    assert codes.use(ana, re.findall(r"<code[^>]*>([^<]+)</code>", shown)[0])


def test_the_passphrase_holds_for_five_minutes(ana, sign_in, time_machine):
    time_machine.move_to(NOW, tick=False)
    browser = sign_in()
    browser.post("/accounts/reauthenticate/", {"password": PASSPHRASE})
    assert browser.get("/me/codes/").status_code == 200

    time_machine.move_to("2026-06-01T12:05:01Z", tick=False)

    assert browser.post("/me/codes/").status_code == 302
    assert codes.left(ana) == 0


def test_guessing_the_passphrase_from_inside_is_limited(ana, sign_in):
    browser = sign_in()

    answers = [
        browser.post("/accounts/reauthenticate/", {"password": "wrong"}).status_code
        for _ in range(11)
    ]

    assert answers == [200] * 10 + [429]


def test_one_network_tries_ten_codes_whatever_the_names(ana):
    answers = [
        Client().post("/accounts/recover/", {"login": f"name{i}", "code": "x"} | NEW).status_code
        for i in range(11)
    ]

    assert answers == [200] * 10 + [429]


def test_one_network_asks_for_twenty_links_whatever_the_addresses(db):
    answers = [ask_for_link(f"somebody{i}@example.org").status_code for i in range(21)]

    assert answers == [302] * 20 + [429]


def test_a_link_takes_twenty_tries_from_one_network(ana_with_email):
    ask_for_link()
    [message] = deliver_mail()

    answers = [
        Client().post(link_in(message), {"password1": "short"}).status_code for _ in range(21)
    ]

    assert answers == [200] * 20 + [429]


def test_asking_for_the_link_again_is_limited(ana, sign_in):
    browser = sign_in()

    answers = [browser.post("/accounts/email/", {"do": "again"}).status_code for _ in range(11)]

    assert answers == [302] * 10 + [429]


def test_asking_takes_as_long_for_nobody_as_for_somebody(ana_with_email, settings, monkeypatch):
    settings.EVEN_SECONDS = 60
    waited = []
    monkeypatch.setattr("time.sleep", waited.append)

    ask_for_link()
    ask_for_link("nobody@example.org")
    for name in ("ana", "nobody"):
        Client().post("/accounts/recover/", {"login": name, "code": "x"} | NEW)
    Client().get("/accounts/password/reset/")

    assert [50 < seconds < 60 for seconds in waited] == [True] * 4
