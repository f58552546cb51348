import re
from html import unescape

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from smartrecovery.accounts import names
from smartrecovery.accounts.models import Consent, Session, User

from .typing import NEW_PASSPHRASE, deliver_mail, sign_up_fields, without_tokens

pytestmark = pytest.mark.django_db
PAGE = "/accounts/signup/"


def offered_on(page: str) -> dict[str, str]:
    return {
        field: unescape(re.search(rf'name="{field}"[^>]*?value="([^"]*)"', page).group(1))
        for field in ("username", "offered")
    }


def test_the_offered_name_is_used_as_it_is(client):
    offered = offered_on(client.get(PAGE).content.decode())

    answer = client.post(PAGE, sign_up_fields(**offered), follow=True)

    assert answer.request["PATH_INFO"] == "/accounts/welcome/"
    assert list(User.objects.values_list("username", flat=True)) == [offered["username"]]
    assert offered["username"] in answer.content.decode()


def test_a_name_of_ones_own_always_gets_four_digits(client):
    client.post(PAGE, sign_up_fields(username="Quiet  Ön"))

    assert re.fullmatch(r"quiet-ön-\d{4}", User.objects.get().username)


def test_an_offered_name_that_was_taken_meanwhile_is_drawn_again(client, ana):
    offered = offered_on(client.get(PAGE).content.decode())
    User.objects.filter(pk=ana.pk).update(username=offered["username"])

    answer = client.post(PAGE, sign_up_fields(**offered))

    assert answer.status_code == 302
    drawn = User.objects.exclude(pk=ana.pk).get().username
    assert re.fullmatch(r"[a-z]+-[a-z]+-\d{4}", drawn) and drawn != offered["username"]


def test_an_offer_somebody_made_up_is_a_name_of_their_own(client):
    client.post(PAGE, sign_up_fields(username="calm-otter-1111", offered="calm-otter-1111:x:y"))

    assert re.fullmatch(r"calm-otter-1111-\d{4}", User.objects.get().username)


def test_names_that_look_alike_are_one_name():
    assert names.plain("ＡＮＡ  Ana\u0000!") == names.plain("ana-ana") == "ana-ana"


def test_signing_up_keeps_what_was_typed_and_no_more(client):
    client.post(
        PAGE,
        sign_up_fields(role="admin", is_staff="on", is_superuser="on", id="1", zone="US/Eastern"),
    )

    bo = User.objects.get()
    kept = [bo.name, bo.email, bo.zone, bo.is_adult, bo.role, bo.is_staff, bo.is_superuser]
    assert kept == ["Bo", "", "America/New_York", True, "member", False, False]
    assert bo.check_password(NEW_PASSPHRASE)
    assert list(bo.consents.values_list("edition", "given")) == [(1, True)]


def test_under_18_gets_a_kind_page_and_nothing_is_kept(client):
    answer = client.post(PAGE, sign_up_fields(is_adult="no"))

    assert answer.status_code == 200
    assert "for people of 18 and over" in answer.content.decode()
    assert [User.objects.count(), Consent.objects.count(), Session.objects.count()] == [0, 0, 0]


def test_under_18_cannot_try_again_in_the_same_browser(client):
    client.post(PAGE, sign_up_fields(is_adult="no"))

    answer = client.post(PAGE, sign_up_fields())

    assert "for people of 18 and over" in answer.content.decode()
    assert User.objects.count() == 0


@pytest.mark.parametrize("missing", ["is_adult", "consent", "password1", "password2", "zone"])
def test_what_is_needed_is_asked_for_again_with_the_rest_still_there(client, missing):
    answer = client.post(PAGE, sign_up_fields(**{missing: ""}, email="bo@example.org"))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert User.objects.count() == 0
    assert all(f'value="{typed}"' in page for typed in ("bo", "Bo", "bo@example.org"))


@pytest.mark.parametrize(
    ("passphrase", "holds"),
    [
        ("fourteen chars", False),
        ("fifteen charss!", True),
        ("footing footing footing", False),
        ("x" * 128 + "plum lantern", True),
        ("  blanks at both ends  ", True),
        ("日本語のとても長い合言葉です。", True),
    ],
)
def test_passphrases_are_long_and_otherwise_free(client, passphrase, holds):
    client.post(PAGE, sign_up_fields(password1=passphrase, password2=passphrase))

    assert User.objects.count() == holds


def test_the_box_for_consent_is_not_ticked(client):
    box = re.search(r"<input[^>]*name=\"consent\"[^>]*>", client.get(PAGE).content.decode())

    assert "checked" not in box.group(0)


def test_a_known_address_gets_the_same_answer_as_an_unknown_one(ana_with_email):
    answers = []
    for address in ("ana@example.org", "nobody@example.org"):
        answer = Client().post(PAGE, sign_up_fields(email=address))
        answers.append((without_tokens(answer), answer["Location"]))

    assert answers[0] == answers[1]
    assert [message.to for message in deliver_mail()] == [
        ["ana@example.org"],
        ["nobody@example.org"],
    ]
    assert EmailAddress.objects.get(email="ana@example.org", verified=True).user == ana_with_email


def test_welcome_shows_ten_codes_and_a_second_tap_ten_others(client):
    client.post(PAGE, sign_up_fields())

    first, second = (client.post("/accounts/welcome/").content.decode() for _ in range(2))
    later = [client.get("/accounts/welcome/"), client.post("/accounts/welcome/")]

    never_seen, codes = (
        set(re.findall(r"<code[^>]*>([^<]+)</code>", page)) for page in (first, second)
    )
    hashes = set(User.objects.get().recovery_codes.values_list("hashed", flat=True))
    assert [len(codes), len(never_seen & codes), len(hashes)] == [10, 0, 10]
    assert not hashes & codes
    assert [answer["Location"] for answer in later] == ["/", "/"]


def test_sign_ups_from_one_network_are_limited(client):
    answers = [client.post(PAGE, {"username": "x"}).status_code for _ in range(20)]

    refused = client.post(PAGE, sign_up_fields())

    assert answers == [200] * 20
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 600
    cache.clear()
    assert client.post(PAGE, sign_up_fields()).status_code == 302


def test_the_same_page_sent_twice_is_one_person(client):
    """R-INP-04: the second was sent before the first was answered, so it brought no session."""
    fields = sign_up_fields(**offered_on(client.get(PAGE).content.decode())) | {"username": "bo"}

    answers = [Client().post(PAGE, fields)["Location"] for _ in range(3)]

    assert answers == ["/accounts/welcome/"] * 3
    assert [User.objects.count(), Consent.objects.count()] == [1, 1]


def test_the_same_page_with_another_passphrase_lets_nobody_into_the_first_account(client):
    fields = sign_up_fields(**offered_on(client.get(PAGE).content.decode()))
    other = "harbour candle north wind"

    for passphrase in (NEW_PASSPHRASE, other):
        Client().post(PAGE, fields | {"password1": passphrase, "password2": passphrase})

    people = User.objects.order_by("date_joined")
    assert [person.check_password(NEW_PASSPHRASE) for person in people] == [True, False]
    assert [person.devices.count() for person in people] == [1, 1]


def test_a_page_nobody_was_given_is_a_person_each_time(client):
    for _ in range(2):
        Client().post(PAGE, sign_up_fields(offered="calm-otter-1111:x:y"))

    assert User.objects.count() == 2


def test_what_is_wrong_is_listed_above_in_the_order_of_the_page(client):
    answer = client.post(PAGE, sign_up_fields(email="nope", is_adult="", password1="short"))

    told = re.search(r'<div class="alert alert-danger".*?</div>', answer.content.decode(), re.S)[0]
    assert re.findall(r'href="#(\w+)"', told) == [
        "div_id_password1",
        "div_id_email",
        "div_id_is_adult",
    ]
    assert "One looks like name@example.org." in answer.content.decode()
