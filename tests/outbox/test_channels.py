"""By mail and in here: what goes over the wire, what its answers mean, and who is told of a closed mailbox."""

import email
import smtplib
from datetime import UTC, datetime, timedelta
from email import policy
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from smartrecovery.accounts import tokens
from smartrecovery.bench.sink import Sink
from smartrecovery.outbox.channels import CHANNELS, Gone, NotNow, Outgoing, Refused, code_of, wire
from smartrecovery.outbox.models import Contact, Message

from .post_office import Line

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
STOP = "https://testserver/stop/abc/"
YES = ["250 ok", "250 ok", "354 go on", "250 taken"]


def outgoing(**more) -> Outgoing:
    said = {
        "id": UUID(int=7),
        "member_id": UUID(int=1),
        "at": NOW,
        "subject": "You have a reminder",
        "text": "You have a reminder.\n",
        "html": "<p>You have a reminder.</p>\n",
        "to": "ana@example.org",
        "sender": "Reminders",
        "stop": STOP,
    }
    return Outgoing(**said | more)


def read(raw: bytes):
    return email.message_from_bytes(raw, policy=policy.default)


def parts(message) -> list[tuple[str, str]]:
    return [
        (part.get_content_type(), part.get_content().replace("\r\n", "\n"))
        for part in message.walk()
        if not part.is_multipart()
    ]


def test_a_mail_has_these_headers_and_no_others():
    message = read(wire.bytes_of(outgoing()))

    assert {name: str(value) for name, value in message.items()} == {
        "From": "Reminders <noreply@testserver>",
        "To": "ana@example.org",
        "Subject": "You have a reminder",
        "Date": "Mon, 02 Mar 2026 09:00:00 +0000",
        "Message-ID": f"<{UUID(int=7)}@testserver>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{STOP}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/alternative; boundary="part-{UUID(int=7).hex}"',
    }
    assert parts(message) == [
        ("text/plain", "You have a reminder.\n"),
        ("text/html", "<p>You have a reminder.</p>\n"),
    ]


def test_every_attempt_is_the_same_message():
    first, again = (wire.bytes_of(outgoing(at=NOW + timedelta(minutes=m))) for m in (0, 5))

    assert read(first)["Message-ID"] == read(again)["Message-ID"]
    assert wire.bytes_of(outgoing()) == first


def test_what_cannot_be_stopped_does_not_offer_it():
    message = read(wire.bytes_of(outgoing(stop="", html="")))

    assert (message["List-Unsubscribe"], message.get_content_type()) == (None, "text/plain")


LINES = st.text(
    st.characters(exclude_categories=["C", "Z"], include_characters=" .\t"), max_size=200
)


@settings(max_examples=15)
@given(lines=st.lists(LINES, min_size=1, max_size=5))
def test_whatever_it_says_arrives(lines):
    said = "\n".join(lines).strip("\n") + "\n"

    raw = wire.bytes_of(outgoing(text=said))

    arrived = parts(read(raw))[0][1]
    assert arrived == said
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_a_long_line_and_other_letters_arrive():
    said = f"{'x' * 5000}\nça – 日本\n"

    message = read(wire.bytes_of(outgoing(text=said, subject="Une pensée", sender="Rappels à toi")))

    assert (parts(message)[0][1], message["Subject"]) == (said, "Une pensée")
    assert message["From"].addresses[0].display_name == "Rappels à toi"


@pytest.mark.parametrize("part", ["subject", "sender"])
@pytest.mark.parametrize("bad", ["\n", "\r", "\r\n", "\x00", "\x0b", "\u2028", "\x85"])
def test_nothing_begins_a_header_of_its_own(part, bad):
    with pytest.raises(Refused, match="header"):
        wire.bytes_of(outgoing(**{part: f"A{bad}Bcc: sam@example.org"}))


@pytest.mark.parametrize(
    "to",
    [
        "", "ana", "@example.org", "ana@", "ana@example.org\r\nBcc: sam@example.org", "a b@example.org",
        "ana@example.org,sam@example.org", "<ana@example.org>", "Ana <ana@example.org>",
        "ana@example.org> RCPT TO:<sam@example.org", "ána@example.org", "ana@exa\u0000mple.org",
    ],
)  # fmt: skip
def test_one_mailbox_and_nothing_else(to):
    with pytest.raises(Gone):
        wire.bytes_of(outgoing(to=to))


def test_a_fault_of_ours_closes_nobodys_mailbox(settings):
    settings.DEFAULT_FROM_EMAIL = "Footing <noreply@[::1]>"

    with pytest.raises(ImproperlyConfigured):
        wire.bytes_of(outgoing())


def test_a_domain_in_other_letters_is_written_as_servers_know_it():
    assert wire.address("ana@bücher.example") == "ana@xn--bcher-kva.example"


def test_all_at_once_where_the_other_side_takes_it_so():
    line = Line(*YES)

    code = wire.hand_over(line, "ana@example.org", b"Subject: a\r\n\r\n.dot\r\n")

    envelope = "MAIL FROM:<noreply@testserver>\r\nRCPT TO:<ana@example.org>\r\nDATA\r\n"
    assert (code, line.said) == ("250", [envelope, "Subject: a\r\n\r\n..dot\r\n.\r\n"])


def test_one_by_one_where_it_does_not():
    line = Line(*YES, pipelining=False)

    wire.hand_over(line, "ana@example.org", b"\r\na\r\n")

    assert [said.split()[0] for said in line.said] == ["MAIL", "RCPT", "DATA", "a"]


@pytest.mark.parametrize(
    ("answers", "raised", "code"),
    [
        (["250", "550 5.1.1 nobody"], Gone, "550"),
        (["250", "550 no such person"], Gone, "550"),
        (["250", "550 5.2.1 disabled"], Gone, "550"),
        (["250", "552 5.2.2 full"], Refused, "552"),
        (["250", "550 5.7.1 not liked"], Refused, "550"),
        (["250", "553 5.1.8 your address"], Refused, "553"),
        (["250", "550 relay not permitted"], Refused, "550"),
        (["250", "451 4.7.1 later"], smtplib.SMTPRecipientsRefused, "451"),
        (["250", "450 busy"], smtplib.SMTPRecipientsRefused, "450"),
        (["550 5.7.1 not you"], smtplib.SMTPSenderRefused, "550"),
        (["250", "250", "451 later"], smtplib.SMTPDataError, "451"),
        (["250", "250", "354", "554 5.7.1 not this"], Refused, "554"),
        (["250", "250", "354", "452 4.3.1 no room"], smtplib.SMTPDataError, "452"),
    ],
)
@pytest.mark.parametrize("pipelining", [True, False])
def test_an_answer_means_this(answers, raised, code, pipelining):
    more = ["503 first things first"] * (3 - len(answers)) if pipelining else []
    line = Line(*answers, *more, pipelining=pipelining)

    with pytest.raises(raised) as caught:
        wire.hand_over(line, "ana@example.org", b"\r\na\r\n")

    assert (type(caught.value), code_of(caught.value)) == (raised, code)
    assert line.rested == (0 if "354" in answers else 1)


def test_nothing_is_sent_to_nobody():
    line = Line("250", "550 5.1.1 nobody", "354 go on all the same", "554 no one")

    with pytest.raises(Gone):
        wire.hand_over(line, "ana@example.org", b"Subject: a\r\n\r\nsecret\r\n")

    assert line.said[1:] == [".\r\n"]


@pytest.mark.parametrize("answers", [[], ["421 bye"], ["250", "421 bye"], ["250", "250"]])
def test_who_hangs_up_before_the_message_may_be_asked_again(answers):
    with pytest.raises(wire.HungUp):
        wire.hand_over(Line(*answers, pipelining=False), "ana@example.org", b"\r\na\r\n")


def test_who_hangs_up_after_the_message_may_have_it():
    line = Line("250", "250", "354")

    with pytest.raises(smtplib.SMTPServerDisconnected):
        wire.hand_over(line, "ana@example.org", b"\r\na\r\n")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Gone("550"), "550"),
        (NotNow(503), "503"),
        (smtplib.SMTPDataError(451, b"words of theirs"), "451"),
        (TimeoutError("ana@example.org"), "TimeoutError"),
    ],
)
def test_the_ledger_keeps_codes_and_no_words(error, code):
    assert code_of(error) == code


@pytest.fixture(scope="module")
def sink():
    with Sink() as sink:
        yield sink


@pytest.fixture
def over_the_wire(settings, sink):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    sink.behave()
    sink.forget()
    return sink


def outcomes(count: int) -> list[str]:
    said = []
    with CHANNELS["email"].open() as session:
        for number in range(count):
            try:
                said.append(session.deliver(outgoing(id=UUID(int=number), stop="")))
            except Exception as error:
                said.append(code_of(error))
    return said


def test_one_connection_for_a_batch(over_the_wire):
    said = outcomes(20)

    ids = [taken.id for taken in over_the_wire.taken()]
    assert (said, over_the_wire.connections()) == (["250"] * 20, 1)
    assert ids == [f"<{UUID(int=number)}@testserver>" for number in range(20)]


def test_a_server_that_is_down_is_asked_once_in_a_batch(over_the_wire, monkeypatch):
    asked = []
    connect = smtplib.SMTP.connect
    monkeypatch.setattr(
        smtplib.SMTP, "connect", lambda *a, **k: asked.append(1) or connect(*a, **k)
    )
    over_the_wire.behave(down=True)

    said = outcomes(3)

    assert (said, len(asked)) == (["ConnectionRefusedError"] * 3, 1)


def test_a_server_that_never_answers_is_waited_for_once_in_a_batch(over_the_wire, settings):
    settings.EMAIL_TIMEOUT = 0.1
    over_the_wire.behave(slow=30)

    said = outcomes(3)

    assert (said, over_the_wire.connections()) == (["TimeoutError"] * 3, 1)


def test_a_line_lost_after_a_message_is_that_messages_trouble_alone(over_the_wire):
    over_the_wire.behave(drop=1)

    said = outcomes(3)

    assert said == ["SMTPServerDisconnected", "250", "250"]
    assert (over_the_wire.count(), over_the_wire.connections()) == (3, 2)


def test_an_address_that_is_refused_is_nobody_elses_trouble(over_the_wire):
    over_the_wire.behave(refuses=["ana@example.org"])

    with CHANNELS["email"].open() as session:
        with pytest.raises(Gone, match="550"):
            session.deliver(outgoing(stop=""))
        code = session.deliver(outgoing(to="ben@example.org"))

    assert (code, [taken.to for taken in over_the_wire.taken()]) == ("250", ["ben@example.org"])
    assert over_the_wire.connections() == 1


def test_elsewhere_it_is_the_very_same_mail():
    with CHANNELS["email"].open() as session:
        session.deliver(outgoing())

    [sent] = mail.outbox
    by_django, by_us = read(sent.message().as_bytes()), read(wire.bytes_of(outgoing()))
    ours = {name: str(value) for name, value in by_us.items() if name != "Content-Type"}
    theirs = {name: str(value) for name, value in by_django.items() if name != "Content-Type"}
    assert (theirs, parts(by_django)) == (ours, parts(by_us))


def refused(sink, person, **more) -> None:
    sink.behave(refuses=["ana@example.org"])
    with CHANNELS["email"].open() as session, pytest.raises(Gone):
        session.deliver(outgoing(member_id=person.pk, **more))


def test_a_closed_mailbox_is_noted_and_told_in_here(ana, over_the_wire):
    refused(over_the_wire, ana)
    refused(over_the_wire, ana)

    assert Contact.objects.get(member=ana).email_broken_at == NOW
    assert list(Message.objects.values_list("kind", "occurrence", "channel")) == [
        ("by-another-way", "email:2026-03-02", "inbox")
    ]


def test_an_address_that_was_never_confirmed_says_nothing_of_the_mailbox(ana, over_the_wire):
    refused(over_the_wire, ana, stop="")

    assert (Contact.objects.count(), Message.objects.count()) == (0, 0)


def test_an_address_that_is_confirmed_works_again(client, ana):
    Contact.objects.create(member=ana, email_broken_at=NOW)
    address = EmailAddress.objects.create(user=ana, email="ana@example.org")

    client.post(reverse("account_confirm_email", kwargs={"key": tokens.to_confirm(address)}))

    assert Contact.objects.get(member=ana).email_broken_at is None


def test_what_comes_in_here_is_news(ana):
    with CHANNELS["inbox"].open() as session:
        code = session.deliver(outgoing(member_id=ana.pk))

    ana.refresh_from_db()
    assert (code, ana.has_news) == ("here", True)
