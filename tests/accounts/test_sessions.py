import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client

from smartrecovery.accounts import devices
from smartrecovery.accounts.models import Session, User
from tests.conftest import PASSPHRASE

from .typing import NEW_PASSPHRASE

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"
START = "2026-06-01T08:00:00Z"


def at(clock: str) -> str:
    return f"2026-06-01T{clock}Z"


def is_in(browser: Client) -> bool:
    return browser.get("/me/").status_code == 200


@pytest.mark.parametrize(
    ("who", "minutes", "last", "first_out"),
    [
        ("ana", 30, "08:29:00", "08:30:01"),
        ("ana", 5, "08:04:00", "08:05:01"),
        ("ana", 240, "11:59:00", "12:00:01"),
        ("finn", 30, "08:14:00", "08:15:01"),
        ("ada", 240, "08:14:00", "08:15:01"),
    ],
)
def test_a_session_ends_after_the_idle_time(
    request, sign_in, time_machine, who, minutes, last, first_out
):
    request.getfixturevalue(who)
    User.objects.update(idle_minutes=minutes)
    time_machine.move_to(START, tick=False)
    waits, leaves = sign_in(who), sign_in(who)

    time_machine.move_to(at(first_out), tick=False)
    assert not is_in(leaves)
    time_machine.move_to(at(last), tick=False)
    assert is_in(waits)


def test_being_here_keeps_a_session_for_twelve_hours_and_no_more(ana, sign_in, time_machine):
    time_machine.move_to(START, tick=False)
    browser = sign_in()
    seen = []

    for half_hours in range(1, 26):
        minutes = half_hours * 29
        time_machine.move_to(at(f"{8 + minutes // 60:02}:{minutes % 60:02}:00"), tick=False)
        seen.append(is_in(browser))

    assert seen == [True] * 24 + [False]


def test_a_save_does_not_begin_a_session_anew(ana, sign_in, time_machine):
    time_machine.move_to(START, tick=False)
    browser = sign_in(user_agent=FIREFOX)
    before = Session.objects.values("handle", "began_at", "device").get()

    time_machine.move_to(at("08:20:00"), tick=False)
    session = browser.session
    session["something"] = "new"
    session.save()

    row = Session.objects.get()
    assert Session.objects.values("handle", "began_at", "device").get() == before
    assert before["device"] == "Firefox on Android"
    assert row.get_decoded()["something"] == "new"


def test_a_save_does_not_make_the_twelve_hours_longer(ana, sign_in, time_machine):
    time_machine.move_to(START, tick=False)
    User.objects.update(idle_minutes=720)
    browser = sign_in()
    time_machine.move_to(at("19:00:00"), tick=False)
    session = browser.session
    session["something"] = "new"
    session.save()
    assert is_in(browser)

    time_machine.move_to(at("20:00:01"), tick=False)
    assert not is_in(browser)


def test_an_ordinary_page_asks_for_session_and_person_only(
    ana, sign_in, django_assert_num_queries, time_machine
):
    time_machine.move_to(START, tick=False)
    browser = sign_in()

    time_machine.move_to(at("08:00:30"), tick=False)
    with django_assert_num_queries(2):
        browser.get("/me/")

    time_machine.move_to(at("08:01:01"), tick=False)
    with django_assert_num_queries(3):
        browser.get("/me/")
    with django_assert_num_queries(2):
        browser.get("/me/")


def test_asking_for_the_time_left_does_not_give_more_of_it(ana, sign_in, time_machine):
    time_machine.move_to(START, tick=False)
    browser = sign_in()
    time_machine.move_to(at("08:20:00"), tick=False)

    first = browser.get("/accounts/session/").json()
    time_machine.move_to(at("08:25:00"), tick=False)
    second = browser.get("/accounts/session/").json()
    extended = browser.post("/accounts/session/extend/").json()

    assert [first["seconds"], second["seconds"], extended["seconds"]] == [600, 300, 1800]
    assert first["signed_in"] is True and first["csrf"] != ""


def test_signed_out_is_said_plainly(client):
    state = client.get("/accounts/session/")

    told = state.json()
    assert [told["signed_in"], told["seconds"]] == [False, 0]
    assert client.post("/accounts/session/extend/").status_code == 401


def test_the_end_of_the_day_counts_when_it_comes_before_the_idle_time(ana, sign_in, time_machine):
    time_machine.move_to(START, tick=False)
    User.objects.update(idle_minutes=240)
    browser = sign_in()
    for clock in ("11:59:00", "15:58:00", "19:50:00"):
        time_machine.move_to(at(clock), tick=False)
        assert is_in(browser)

    assert browser.get("/accounts/session/").json()["seconds"] == 600


def test_changing_the_passphrase_signs_out_the_others_and_renews_this_one(ana, sign_in):
    here, elsewhere = sign_in(), sign_in()
    before = here.cookies["s"].value

    answer = here.post(
        "/accounts/password/change/",
        {"password": PASSPHRASE, "password1": NEW_PASSPHRASE, "password2": NEW_PASSPHRASE},
    )

    assert answer["Location"] == "/me/"
    assert here.cookies["s"].value != before
    assert [is_in(here), is_in(elsewhere)] == [True, False]
    assert Session.objects.count() == 1


def test_the_passphrase_so_far_is_asked_for(ana, sign_in):
    here = sign_in()

    here.post(
        "/accounts/password/change/",
        {"password": "wrong", "password1": NEW_PASSPHRASE, "password2": NEW_PASSPHRASE},
    )

    ana.refresh_from_db()
    assert ana.check_password(PASSPHRASE)


def test_my_devices_are_listed_and_can_be_signed_out(ana, ben, sign_in):
    phone, laptop = sign_in(user_agent=FIREFOX), sign_in()
    bens = sign_in("ben")
    handle = Session.objects.get(pk=phone.cookies["s"].value).handle

    assert "Firefox on Android" in laptop.get("/me/devices/").content.decode()
    assert bens.post(f"/me/devices/{handle}/end/").status_code == 404
    laptop.post(f"/me/devices/{handle}/end/")

    assert [is_in(phone), is_in(laptop), is_in(bens)] == [False, True, True]


def test_all_other_devices_end_at_once(ana, ben, sign_in):
    browsers = [sign_in(), sign_in(), sign_in(), sign_in("ben")]

    browsers[0].post("/me/devices/end/")

    assert [is_in(browser) for browser in browsers] == [True, False, False, True]


def test_a_device_signed_out_in_mid_request_is_not_brought_back(ana, sign_in):
    browser = sign_in()
    session = browser.session
    session["late"] = "save"
    Session.objects.all().delete()

    with pytest.raises(UpdateError):
        session.save()

    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (FIREFOX, "Firefox on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/128.0 Safari/537.36 Edg/128.0", "Edge on Windows"),
        ("curl/8.0", ""),
        ("x" * 100_000, ""),
    ],
)  # fmt: skip
def test_devices_have_coarse_names(agent, label):
    assert devices.label(agent) == label


def test_signed_in_pages_are_kept_nowhere(ana, sign_in):
    assert sign_in().get("/me/")["Cache-Control"] == "no-store, private"
