import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import hashers
from django.core import signing
from django.test import Client

from smartrecovery.accounts.models import Session, User
from tests.conftest import PASSPHRASE

from .typing import NEW_PASSPHRASE, without_tokens

pytestmark = pytest.mark.django_db
PAGE = "/accounts/login/"
NOON = "2026-06-01T12:00:00Z"


def attempt(name: str, passphrase: str, place: str = "10.0.0.1", **more):
    return Client(REMOTE_ADDR=place).post(PAGE, {"login": name, "password": passphrase, **more})


@pytest.mark.parametrize("typed", ["ana", " ANA ", "ａｎａ"])
def test_the_name_may_be_typed_in_any_case(ana, typed):
    assert attempt(typed, PASSPHRASE)["Location"] == "/"


def test_a_confirmed_address_signs_in_too(ana_with_email):
    assert attempt("Ana@Example.org", PASSPHRASE)["Location"] == "/"


def test_wrong_and_unknown_are_answered_alike(ana_with_email):
    answers = {
        without_tokens(attempt(name, "wrong passphrase here"))[1].replace(name, "")
        for name in ("ana", "nobody", "ana@example.org", "nobody@example.org")
    }

    assert len(answers) == 1
    assert "That did not match." in answers.pop()


@pytest.fixture
def many_ways_to_be_here(ana_with_email, ben, cleo, finn, gita) -> list[str]:
    """Names and addresses of people known in every way there is, and of nobody."""
    finn.set_unusable_password()
    finn.save()
    User.objects.filter(pk=gita.pk).update(is_active=False)
    for person in (ben, cleo):
        EmailAddress.objects.create(user=person, email="shared@example.org")
    people = ["ana", "finn", "gita", "nobody"]
    return [*people, *(f"{name}@example.org" for name in ("ana", "shared", "nobody"))]


def test_wrong_and_unknown_cost_one_hash_each(many_ways_to_be_here, monkeypatch):
    made = []
    hasher = hashers.get_hasher()
    real = type(hasher).encode
    monkeypatch.setattr(
        type(hasher), "encode", lambda self, *given: made.append(1) or real(self, *given)
    )

    costs = {}
    for name in many_ways_to_be_here:
        made.clear()
        attempt(name, "wrong passphrase here")
        costs[name] = len(made)

    assert costs == dict.fromkeys(many_ways_to_be_here, 1)


def test_an_address_lets_in_whoever_confirmed_it_and_nobody_who_only_gave_it(ana_with_email, ben):
    ben.set_password(NEW_PASSPHRASE)
    ben.save()
    EmailAddress.objects.create(user=ben, email="ana@example.org")

    assert attempt("ana@example.org", NEW_PASSPHRASE).status_code == 200
    assert attempt("ana@example.org", PASSPHRASE).status_code == 302


def test_an_address_given_at_sign_up_lets_in_before_it_is_confirmed(ben):
    EmailAddress.objects.create(user=ben, email="ben@example.org")

    assert attempt("Ben@example.org", PASSPHRASE).status_code == 302


@pytest.mark.parametrize("typed", ["ſam", "SAM", "ｓａｍ", "sam"])
def test_twins_of_a_name_are_the_one_person(sam, typed):
    assert attempt(typed, PASSPHRASE).status_code == 302


@pytest.mark.parametrize(
    ("proxies", "said"),
    [
        (0, "10.{i}.0.1"),
        (1, "203.0.113.9"),
        (1, "10.{i}.0.1, 203.0.113.9"),
        (1, "{i}, x, 203.0.113.9"),
        (2, "10.{i}.0.1"),
    ],
)
def test_what_somebody_says_of_where_they_are_counts_for_nothing(ana, settings, proxies, said):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    statuses = [
        Client(headers={"x-forwarded-for": said.format(i=i)})
        .post(PAGE, {"login": f"name{i}", "password": "wrong passphrase"})
        .status_code
        for i in range(11)
    ]

    assert statuses == [200] * 10 + [429]


@pytest.mark.parametrize(
    "away",
    ["//e", "https:e", "https://e.example", "/\\e", "javascript:alert(1)", "%2f%2fe", "\x00//e"],
)
def test_next_never_leads_away(ana, away):
    assert attempt("ana", PASSPHRASE, next=away)["Location"] == "/"


def test_next_leads_on_within(ana):
    assert attempt("ana", PASSPHRASE, next="/me/settings/")["Location"] == "/me/settings/"


def test_signing_in_changes_the_session_id(ana):
    browser = Client()
    stranger = Session.get_session_store_class()()
    stranger["planted"] = True
    stranger.create()
    browser.cookies["s"] = stranger.session_key

    browser.post(PAGE, {"login": "ana", "password": PASSPHRASE})

    assert browser.cookies["s"].value != stranger.session_key
    assert not Session.objects.filter(pk=stranger.session_key).exists()


def test_ten_failures_from_one_network_are_the_most(ana, time_machine):
    time_machine.move_to(NOON, tick=False)
    answers = [attempt(f"name{i}", "wrong passphrase", f"10.0.0.{i}") for i in range(11)]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert answers[-1]["Retry-After"] == "900"
    assert attempt("ana", PASSPHRASE, "10.0.0.99").status_code == 429

    time_machine.move_to("2026-06-01T12:15:01Z", tick=False)
    assert attempt("ana", PASSPHRASE, "10.0.0.99").status_code == 302


def test_ten_failures_for_one_name_are_the_most_and_lock_nobody_out(ana, time_machine):
    time_machine.move_to(NOON, tick=False)
    answers = [attempt("ana", "wrong passphrase", f"10.0.{i}.1") for i in range(12)]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 2
    assert answers[-1]["Retry-After"] == "42"
    assert attempt("ana", PASSPHRASE, "10.0.11.1").status_code == 429
    assert attempt("ana", PASSPHRASE, "10.0.77.1").status_code == 302

    time_machine.move_to("2026-06-01T12:00:43Z", tick=False)
    assert attempt("ana", PASSPHRASE, "10.0.11.1").status_code == 302


def test_a_name_nobody_has_is_limited_just_the_same(ana):
    seen = {
        name: [attempt(name, "wrong passphrase", f"10.{n}.{i}.1").status_code for i in range(12)]
        for n, name in enumerate(("ana", "nobody"))
    }

    assert seen["ana"] == seen["nobody"]


def test_right_ones_are_not_counted(ana):
    answers = [attempt("ana", PASSPHRASE).status_code for _ in range(15)]

    assert answers == [302] * 15


def test_signing_out_is_a_post_and_the_old_cookie_is_worth_nothing(ana, sign_in):
    browser = sign_in()
    cookie = browser.cookies["s"].value

    assert browser.get("/accounts/logout/").status_code == 200
    assert browser.get("/me/").status_code == 200
    browser.post("/accounts/logout/")

    replayed = Client()
    replayed.cookies["s"] = cookie
    assert replayed.get("/me/")["Location"] == "/accounts/login/?next=/me/"


def test_somebody_not_active_does_not_get_in(ana):
    User.objects.filter(pk=ana.pk).update(is_active=False)

    assert attempt("ana", PASSPHRASE)["Location"] == "/accounts/inactive/"


def test_pages_of_the_package_we_do_not_use_are_not_there(client, ana):
    client.force_login(ana)
    for path in (
        "password/set/",
        "login/code/",
        "login/code/confirm/",
        "phone/verify/",
        "confirm-email/",
    ):
        assert client.get(f"/accounts/{path}").status_code == 404


def test_a_signed_value_of_another_kind_confirms_nothing(client, ana_with_email):
    key = signing.dumps("quiet-heron-4821", salt="offered sign-in name")

    assert "no longer works" in client.get(f"/accounts/confirm-email/{key}/").content.decode()
