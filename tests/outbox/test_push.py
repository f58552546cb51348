"""Messages to devices: sealed for one browser, sent only where push services are, and honest when one is gone."""

import json
import socket
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.urls import reverse
from py_vapid import Vapid02

from smartrecovery.accounts import consent
from smartrecovery.outbox import delivery, devices, kinds, posting
from smartrecovery.outbox.channels import (
    CHANNELS,
    Gone,
    NotNow,
    Outgoing,
    Refused,
    endpoints,
    vapid,
)
from smartrecovery.outbox.channels import push as by_push
from smartrecovery.outbox.channels.endpoints import NotAllowed
from smartrecovery.outbox.models import Contact, Message, PushDevice

from .post_office import Browser, called_at, push_service

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOST = "fcm.googleapis.com"
PUBLIC = "142.250.74.10"


@pytest.fixture(scope="module")
def service():
    with push_service() as (service, port):
        service.port = port
        yield service


@pytest.fixture(autouse=True)
def near(service, settings, monkeypatch):
    """The push service is on this machine; its name says that it is not."""
    settings.VAPID_PRIVATE_KEY = KEY
    monkeypatch.setattr(endpoints, "resolve", lambda host: [PUBLIC])
    monkeypatch.setattr(by_push, "connect", called_at(service.port))
    service.answers, service.came = {}, []


KEY = vapid.new_key()


def listening(member, name: str = "one") -> Browser:
    browser = Browser(f"https://{HOST}/send/{name}")
    devices.remember(member, browser.told, "Firefox on Linux", NOW)
    return browser


def reminder(member, **more) -> Outgoing:
    said = {
        "id": UUID(int=7),
        "member_id": member.pk,
        "at": NOW,
        "subject": "You have a reminder",
        "text": "You have a reminder.",
        "link": f"https://testserver/r/{UUID(int=7)}/",
        "expires_at": NOW + timedelta(hours=4),
    }
    return Outgoing(**said | more)


def deliver(outgoing: Outgoing) -> str:
    with CHANNELS["push"].open() as session:
        return session.deliver(outgoing)


def told_by(member) -> list[tuple]:
    return list(
        Message.objects.filter(member=member).values_list("kind", "occurrence", "channel", "state")
    )


def test_what_comes_is_for_that_browser_alone_and_says_nothing(ana, service):
    browser = listening(ana)

    code = deliver(reminder(ana))

    [(headers, body)] = service.at("/send/one")
    opened = browser.read(body)
    assert code == "201"
    assert json.loads(opened) == {
        "say": "You have a reminder",
        "go": f"/r/{UUID(int=7)}/",
        "tag": UUID(int=7).hex,
    }
    assert len(opened) <= 200
    assert b"reminder" not in body
    assert Vapid02.verify(headers["Authorization"])


def test_it_is_kept_for_a_device_that_is_off_until_it_would_come_too_late(ana, service):
    listening(ana)

    deliver(reminder(ana))
    deliver(reminder(ana, expires_at=NOW - timedelta(hours=1)))
    deliver(reminder(ana, expires_at=None))

    told = [(headers["TTL"], headers["Topic"]) for headers, _ in service.at("/send/one")]
    topic = UUID(int=7).hex
    assert told == [("14400", topic), ("0", topic), ("86400", topic)]
    assert len(topic) == 32


@pytest.mark.parametrize("code", [404, 410])
def test_a_device_that_is_gone_is_forgotten_and_its_owner_told_another_way(ana, service, code):
    listening(ana)
    service.answers["/send/one"] = (code, {})

    with pytest.raises(Gone, match=str(code)):
        deliver(reminder(ana))

    mark = devices.sha256(f"https://{HOST}/send/one".encode()).hexdigest()[:16]
    occurrence = f"push:{mark}:2026-03-02"
    assert PushDevice.objects.count() == 0
    assert told_by(ana) == [("by-another-way", occurrence, "inbox", "queued")]


def test_it_is_told_by_mail_where_there_is_a_mailbox_that_works(ana, ben, service):
    for who in (ana, ben):
        EmailAddress.objects.create(user=who, email=f"{who.username}@example.org", verified=True)
        listening(who, who.username)
        service.answers[f"/send/{who.username}"] = (410, {})
    Contact.objects.create(member=ben, email_broken_at=NOW)

    for who in (ana, ben):
        with pytest.raises(Gone):
            deliver(reminder(who))

    assert [told_by(who)[0][2] for who in (ana, ben)] == ["email", "inbox"]


def test_one_device_of_two_is_enough(ana, service):
    listening(ana, "old"), listening(ana, "new")
    service.answers["/send/old"] = (410, {})

    code = deliver(reminder(ana))

    assert (code, [device.told["endpoint"][-3:] for device in PushDevice.objects.all()]) == (
        "201",
        ["new"],
    )


@pytest.mark.parametrize(
    ("code", "raised"),
    [(429, NotNow), (500, NotNow), (503, NotNow), (400, Refused), (413, Refused)],
)
def test_a_service_that_asks_for_patience_is_asked_again(ana, service, code, raised):
    listening(ana)
    service.answers["/send/one"] = (code, {})

    with pytest.raises(raised, match=str(code)):
        deliver(reminder(ana))

    assert (PushDevice.objects.count(), told_by(ana)) == (1, [])


def test_nobody_is_followed_elsewhere(ana, service):
    listening(ana)
    service.answers["/send/one"] = (307, {"Location": "/send/elsewhere"})

    with pytest.raises(Refused, match="307"):
        deliver(reminder(ana))

    assert service.at("/send/elsewhere") == []


def test_a_service_that_hangs_up_is_asked_again(ana, monkeypatch):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    listening(ana)
    monkeypatch.setattr(by_push, "connect", called_at(port))

    with pytest.raises(NotNow):
        deliver(reminder(ana))


def test_one_connection_serves_a_batch(ana, ben, service, monkeypatch):
    opened = []
    connect = by_push.connect
    monkeypatch.setattr(by_push, "connect", lambda where: opened.append(where) or connect(where))
    listening(ana, "a"), listening(ben, "b")

    with CHANNELS["push"].open() as session:
        codes = [session.deliver(reminder(who)) for who in (ana, ben)]

    assert (codes, len(opened)) == (["201", "201"], 1)


def test_nobody_without_a_device_is_sent_anything(ana, ben, settings, service):
    listening(ben)
    type(ben).objects.filter(pk=ben.pk).update(shared_device=True)

    for who in (ana, ben):
        with pytest.raises(Gone, match="no device"):
            deliver(reminder(who))
    settings.VAPID_PRIVATE_KEY = ""
    with pytest.raises(Gone, match="no push here"):
        deliver(reminder(ben))

    assert service.came == []


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://127.0.0.1:1/",
        "https://169.254.169.254/",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com@10.0.0.1/x",
        "https://user:word@fcm.googleapis.com/x",
        "https://evil.example/fcm.googleapis.com",
        "https://fcm.googleapis.com.evil.example/x",
        "https://notfcm.googleapis.com/x",
        "https://notify.windows.com/x",
        "https://evilnotify.windows.com/x",
        "https://fcm.googleapis.com\\@evil.example/x",
        "https://fcm.googleapis.com/x\r\nHost: evil.example",
        "https://fcm.googleapis.com/a b",
        "https://fcm.googleapis.com:99999/",
        "https://.push.apple.com/",
        "https://a..push.apple.com/",
        "https://127.0.0.1\\.push.apple.com/",
        "https://" + "a" * 64 + ".push.apple.com/",
        "https://" + "a." * 130 + "push.apple.com/",
        "https://[::1]/x",
        "https://[fcm.googleapis.com/",
        "//fcm.googleapis.com/x",
        "file:///etc/passwd",
        "https://fcm.googleapis.com/" + "x" * 3000,
        "https://fcm.googleapis.com/\u0430",
        "",
    ],
)
def test_nothing_but_a_known_push_service_is_kept(ana, endpoint):
    told = Browser(endpoint).told

    with pytest.raises(NotAllowed):
        devices.remember(ana, told, "", NOW)

    assert PushDevice.objects.count() == 0


@pytest.mark.parametrize(
    "endpoint", ["https://fcm.googleapis.com:443/a?b", "https://FCM.googleapis.com/a"]
)
def test_a_known_one_is(ana, endpoint):
    assert devices.remember(ana, Browser(endpoint).told, "", NOW).pk


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1",
        "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "224.0.0.1", "nonsense",
        "64:ff9b::10.0.0.1", "64:ff9b:1::10.0.0.1", "::10.0.0.1", "fec0::1", "ff0e::1",
    ],
)  # fmt: skip
def test_a_name_that_leads_into_the_house_is_refused_at_save_and_at_send(
    ana, monkeypatch, service, address
):
    listening(ana)
    monkeypatch.setattr(endpoints, "resolve", lambda host: [PUBLIC, address])

    with pytest.raises(NotAllowed):
        listening(ana, "two")
    with pytest.raises(Gone):
        deliver(reminder(ana))

    assert service.came == []


def test_a_name_without_an_answer_is_asked_again(ana, monkeypatch):
    listening(ana)

    def nothing(host: str) -> list[str]:
        raise socket.gaierror

    monkeypatch.setattr(endpoints, "resolve", nothing)

    with pytest.raises(NotNow):
        deliver(reminder(ana))
    with pytest.raises(NotAllowed):
        listening(ana, "two")

    assert PushDevice.objects.count() == 1


def test_the_address_that_was_looked_at_is_the_one_that_is_called(monkeypatch):
    asked = []

    def refuse(address, *more):
        asked.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(by_push, "create_connection", refuse)

    with pytest.raises(ConnectionRefusedError):
        by_push.Pinned(endpoints.place(f"https://{HOST}/x")).request("POST", "/x", b"")

    assert asked == [(PUBLIC, 443)]


@pytest.mark.parametrize("part", ["p256dh", "auth"])
@pytest.mark.parametrize("said", ["", "x", "AAAA", "=" * 9, "\u0430", "B" * 5000, None])
def test_keys_that_are_no_keys_are_refused(ana, part, said):
    told = Browser(f"https://{HOST}/x").told
    told[part] = told[part][:9] + "!!" + told[part][9:] if said is None else said

    with pytest.raises(NotAllowed):
        devices.remember(ana, told, "", NOW)


def test_nothing_is_locked_while_a_name_server_takes_its_time(ana, monkeypatch):
    def resolve(host: str) -> list[str]:
        locked.append(len(connection.atomic_blocks))
        return [PUBLIC]

    locked, before = [], len(connection.atomic_blocks)
    monkeypatch.setattr(endpoints, "resolve", resolve)

    listening(ana)

    assert locked == [before]


def test_a_browser_belongs_to_whoever_allowed_it_last(ana, ben):
    browser = listening(ana)

    devices.remember(ben, browser.told, "Firefox on Linux", NOW)

    assert [device.member for device in PushDevice.objects.all()] == [ben]


def test_the_oldest_of_too_many_go(ana):
    for number in range(devices.AT_MOST + 2):
        browser = Browser(f"https://{HOST}/send/{number}")
        devices.remember(ana, browser.told, "", NOW + timedelta(minutes=number))

    kept = {device.told["endpoint"].rpartition("/")[2] for device in ana.push_devices.all()}
    assert kept == {str(number) for number in range(2, devices.AT_MOST + 2)}


def test_a_device_is_turned_on_and_off_by_its_owner_alone(as_ana, ana, ben):
    hers, his = Browser(f"https://{HOST}/send/a"), listening(ben)

    on = as_ana.post(reverse("push_on"), hers.told, headers={"user-agent": "Firefox/1 Linux"})
    device, of_ben = ana.push_devices.get(), ben.push_devices.get()
    off = as_ana.post(reverse("push_off"), {"device": device.pk})
    not_hers = as_ana.post(reverse("push_off"), {"device": of_ben.pk})
    nothing = as_ana.post(reverse("push_off"), {"device": "none"})

    assert his and device.name == "Firefox on Linux"
    assert [one.status_code for one in (on, off, not_hers, nothing)] == [302] * 4
    assert list(PushDevice.objects.all()) == [of_ben]


def test_nothing_is_turned_on_where_others_use_the_device(as_ana, ana, settings):
    told = Browser(f"https://{HOST}/send/a").told
    ana.shared_device = True
    ana.save(update_fields=["shared_device"])

    shared = as_ana.post(reverse("push_on"), told)
    ana.shared_device, settings.VAPID_PRIVATE_KEY = False, ""
    ana.save(update_fields=["shared_device"])
    no_key = as_ana.post(reverse("push_on"), told)

    assert (shared.status_code, no_key.status_code) == (302, 302)
    assert PushDevice.objects.count() == 0


def test_nothing_is_kept_of_those_who_did_not_agree(as_ana, ana):
    consent.withdraw(ana)

    answer = as_ana.post(reverse("push_on"), Browser(f"https://{HOST}/send/a").told)

    assert (answer.url, PushDevice.objects.count()) == (reverse("me_consent"), 0)


def test_where_it_listens_rests_sealed(ana, django_db_blocker):
    from django.db import connection

    listening(ana, "a-secret-place")

    with connection.cursor() as cursor:
        cursor.execute("SELECT told FROM outbox_pushdevice")
        [(at_rest,)] = cursor.fetchall()
    assert b"a-secret-place" not in bytes(at_rest)


def test_a_key_is_made_by_one_command(capsys):
    from django.core.management import call_command

    call_command("vapid")

    said = capsys.readouterr().out.strip()
    assert (len(vapid.from_text(said)), "\n" in said) == (32, False)


def test_a_reminder_for_a_device_that_died_comes_by_mail_once_and_says_why(
    ana, service, monkeypatch
):
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    kinds.register(kinds.Kind("hello", plans=lambda member, now: ()))
    EmailAddress.objects.create(user=ana, email="ana@example.org", verified=True)
    Contact.objects.create(member=ana, quiet_from=time(0), quiet_to=time(0))
    listening(ana)
    service.answers["/send/one"] = (410, {})
    posting.post(ana, "hello", "monday", channel="push", due_at=NOW)

    for minute in range(3):
        delivery.deliver_due(NOW + timedelta(minutes=minute))

    told = Message.objects.order_by("kind", "channel").values_list("kind", "channel", "state")
    assert list(told) == [
        ("by-another-way", "email", "sent"),
        ("hello", "email", "sent"),
        ("hello", "push", "failed"),
    ]
    assert [sent.subject for sent in mail.outbox] == ["You have 2 reminders"]
