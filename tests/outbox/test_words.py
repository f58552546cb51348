"""What a message says, and R-REM-10: to whoever looks over a shoulder, nothing."""

import json
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as house
from django.utils import translation

from smartrecovery.outbox import kinds, people, stopping, words
from smartrecovery.outbox.channels import push, wire
from smartrecovery.outbox.kinds import Kind, Mail
from smartrecovery.outbox.models import Contact, Message
from tests.frame import pages
from tests.frame.test_words import SENSITIVE, UNSAID

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
REVEALING = re.compile(
    SENSITIVE.pattern
    + r"|\b(smart|wine|beer|vodka|heroin|cocaine|cannabis|crystal|opioid\w*|nicotine|porn\w*|bet(?:s|ting)?"
    r"|crav\w*|trigger\w*|abstin\w*|clean|meeting\w*|group\w*|facilitator\w*|therap\w*|treatment\w*"
    r"|behaviours?|habits?|worksheet\w*|check(?:ing)?[ -]in\w*|plans?|progress|footing|ana|ben|finn)\b",
    re.I,
)
LANGUAGES = [code for code, _name in house.LANGUAGES]


@pytest.fixture(autouse=True)
def a_kind_that_could_tell(monkeypatch):
    """Everything it may say is something nobody else is to read."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    kinds.register(
        Kind(
            "told",
            "Wine with Ben",
            "action",
            plans=lambda member, now: (),
            details=lambda message: {"text": "No wine\r\nwith <b>Ben</b> & Finn"},
            backs_off=True,
        )
    )


def message(member, kind: str = "told", **more) -> Message:
    return Message(member=member, kind=kind, occurrence=f"wine:{NOW.date()}", due_at=NOW, **more)


def outgoing(member, *kind: str, says_what: bool = False, **more):
    messages = [message(member, each, **more) for each in kind or ["told"]]
    contact = Contact(member=member, says_what=says_what)
    return words.outgoing(messages, contact, "p@example.org", NOW)


def every_reminder() -> list[str]:
    return [kind.name for kind in kinds.everyone() if kind.compose is None]


def seen(sent) -> dict[str, str]:
    """What a mailbox list, a lock screen, the page and a proxy on the way get to see."""
    return {
        "subject": sent.subject,
        "from": wire.headers_of(sent)["From"],
        "text": without_links(sent.text),
        "html": without_links(re.sub(r"<[^>]*>", " ", sent.html.partition("<body>")[2])),
        "title": "".join(re.findall("<title>(.*?)</title>", sent.html)),
        "push": push.payload(sent).decode(),
        "links": " ".join(urlsplit(link).path for link in links(sent)),
        "headers": " ".join(wire.headers_of(sent)),
    }


def without_links(said: str) -> str:
    return re.sub(r"https://\S+", " ", said)


def links(sent) -> list[str]:
    """Every address in it, wherever it stands."""
    found = re.findall(r"https?://[^\s\"<>]+", f"{sent.text} {sent.html} {sent.link} {sent.stop}")
    return sorted(set(found))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("number", [1, 6])
def test_R_REM_10_nothing_tells_what_it_is_about(ana, language, count, number):
    ana.language = language

    told = [
        (kind, where, REVEALING.findall(said))
        for kind in every_reminder()
        for where, said in seen(outgoing(ana, *[kind] * count, number=number)).items()
        if REVEALING.search(re.sub(r"[0-9a-f-]{32,}|/stop/[\w-]+", " ", said))
    ]

    assert told == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", ["reset", "confirm", "changed"])
def test_R_REM_10_nor_do_links_that_were_asked_for(language, template):
    with translation.override(language):
        mail = people._mail(template, "p@example.org", "/accounts/")

    said = f"{mail.subject} {without_links(mail.body)}"
    assert REVEALING.findall(said) == []


def test_R_REM_10_nor_does_any_template_that_is_sent():
    ours = [path for path in pages.templates() if "outbox" in pages.named(path)]
    page = ["outbox/_push.html", "outbox/stop.html"]

    found = [
        (pages.named(path), REVEALING.findall(said))
        for path in ours
        if "/says/" not in pages.named(path) and not pages.named(path).endswith(tuple(page))
        for said in pages.words_in(path)
        if REVEALING.search(said)
    ]

    assert (found, len(ours) > 5) == ([], True)


@pytest.mark.parametrize("said", ["Your urge", "SMART group", "Time to check in", "Wine with Ben"])
def test_the_scan_can_fail(said):
    assert REVEALING.search(said)


def test_a_push_is_small_and_the_same_whatever_it_is_about(ana):
    said = [json.loads(push.payload(outgoing(ana, kind)))["say"] for kind in every_reminder()]
    longest = max(len(push.payload(outgoing(ana, kind))) for kind in every_reminder())

    assert (set(said), longest <= 200) == ({"You have a reminder"}, True)


def test_its_words_are_as_plain_as_any(ana):
    sent = outgoing(ana, "told", "check-in", says_what=True, number=6)

    assert UNSAID.findall(sent.text.replace(sent.link, "")) == []


def test_nothing_in_it_tells_who_opened_it(ana):
    sent = outgoing(ana)

    class Fetching(HTMLParser):
        tags: list[str] = []

        def handle_starttag(self, tag, attrs):
            self.tags.append(tag)

    reader = Fetching()
    reader.feed(sent.html)
    hosts = {urlsplit(link).netloc for link in links(sent)}
    assert not {"img", "link", "script", "style", "iframe", "video", "object"} & set(reader.tags)
    assert (hosts, [link for link in links(sent) if "?" in link]) == ({"testserver"}, [])


def test_one_reminder(ana):
    [one] = sent = [message(ana)]

    drawn = words.said(sent, detailed=False)

    assert drawn.subject == "You have a reminder"
    assert drawn.text.strip().splitlines() == [
        "You have a reminder. Open it here:",
        "",
        f"https://testserver/r/{one.pk}/",
        "",
        "Not a good moment? That page can put it off.",
        "",
        "To stop these:",
        stopping.link_of(one.pk),
    ]


def test_several_are_one_message_with_a_link_each(ana):
    several = [message(ana) for _ in range(11)]

    drawn = words.said(several, detailed=False)
    sent = words.outgoing(several, Contact(), "p@example.org", NOW)

    assert (drawn.subject, sent.id) == ("You have 11 reminders", several[0].pk)
    for said in (drawn.text, drawn.html):
        assert re.findall(r"/r/([0-9a-f-]{36})/", said) == [str(one.pk) for one in several]
        assert "\x02" not in said


def test_who_wants_to_know_is_told_in_a_line_and_the_subject_still_says_nothing(ana):
    drawn = words.said([message(ana), message(ana, "check-in")], detailed=True)

    assert drawn.subject == "You have 2 reminders"
    assert "You planned: No wine with <b>Ben</b> & Finn\n" in drawn.text
    assert "You planned: No wine with &lt;b&gt;Ben&lt;/b&gt; &amp; Finn</a>" in drawn.html


def test_their_words_cannot_pass_for_our_links(ana, monkeypatch):
    kinds.register(
        Kind(
            "told",
            template="action",
            details=lambda message: {"text": "\x02stop\x03 \x02link0\x03"},
        )
    )

    one = message(ana)
    drawn = words.said([one], detailed=True)

    assert drawn.text.count(stopping.link_of(one.pk)) == 1
    assert drawn.text.count(words.link_of(one.pk)) == 1


@pytest.mark.parametrize(
    ("kind", "number", "asks"), [("told", 5, False), ("told", 6, True), ("now", 6, False)]
)
@pytest.mark.parametrize("says_what", [True, False])
def test_after_five_without_an_answer_it_asks_whether_less_would_be_better(
    ana, kind, number, asks, says_what
):
    sent = outgoing(ana, kind, number=number, says_what=says_what)

    assert ("less often" in sent.text, "less often" in sent.html) == (asks, asks)
    for said in (sent.text, sent.html):
        assert (f"{sent.link}#less" in said) == asks


@pytest.mark.parametrize(("kind", "can_wait"), [("told", True), ("now", False), ("stopped", False)])
@pytest.mark.parametrize("says_what", [True, False])
def test_only_what_was_asked_for_can_be_put_off(ana, kind, can_wait, says_what):
    sent = outgoing(ana, kind, says_what=says_what, template=kind if kind != "told" else "")

    for said in (sent.text, sent.html):
        assert ("Not a good moment" in said) == can_wait
        assert ("what you asked" in said) == (can_wait and says_what)


def test_the_form_that_says_nothing_is_drawn_once(ana, ben, django_assert_num_queries, monkeypatch):
    outgoing(ana)
    monkeypatch.setattr(words, "render_to_string", None)

    with django_assert_num_queries(0):
        sent = [outgoing(who) for who in (ana, ben)]

    assert sent[0].text != sent[1].text


def test_a_kind_with_words_of_its_own_goes_by_them(ana):
    kinds.register(Kind("link", compose=lambda message: Mail("Your link", "Here", "q@example.org")))
    kinds.register(Kind("over", compose=lambda message: None))

    sent, over = outgoing(ana, "link"), outgoing(ana, "over")

    assert (sent.subject, sent.text, sent.to, sent.stop) == (
        "Your link",
        "Here",
        "q@example.org",
        "",
    )
    assert over is None


def test_mail_goes_to_the_address_they_confirmed(ana, ben, sam, django_assert_num_queries):
    for who, verified in ((ana, True), (ben, False)):
        EmailAddress.objects.create(
            user=who, email=f"{who.username}@example.org", verified=verified
        )
    EmailAddress.objects.create(user=ana, email="new@example.org", verified=False)

    with django_assert_num_queries(1):
        found = words.addresses([ana.pk, ben.pk, sam.pk])

    assert found == {ana.pk: "ana@example.org"}


def test_what_goes_as_one_is_good_as_long_as_the_last_of_it(ana):
    several = [message(ana, expires_at=NOW + timedelta(hours=hours)) for hours in (1, 4)]

    sent = words.outgoing(several, Contact(), "p@example.org", NOW)

    assert sent.expires_at == NOW + timedelta(hours=4)
