"""The links in a mail: opening any changes nothing, and one press stops what came."""

from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from smartrecovery.outbox import answering, stopping, words
from smartrecovery.outbox.models import Choice, Contact, Message, Reminder

from .test_words import every_reminder, links

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def sent_to(member, **more) -> Message:
    said = {"state": "sent", "sent_at": NOW, "due_at": NOW, "occurrence": "a"}
    return Message.objects.create(member=member, **{"kind": "check-in"} | said | more)


def everything_kept() -> list:
    models = (Message, Choice, Contact, Reminder)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("signed_in", [True, False])
def test_opening_any_link_in_any_mail_changes_nothing(ana, signed_in):
    """A scanner opens them all, and so does a browser that looks ahead."""
    client = Client()
    if signed_in:
        client.force_login(ana)
    came = [
        sent_to(ana, kind=kind, occurrence=kind, number=6, about=uuid4().hex)
        for kind in every_reminder()
    ]
    sent = [words.outgoing([one], Contact(says_what=True), "p@example.org", NOW) for one in came]
    before, person = everything_kept(), type(ana).objects.values().get(pk=ana.pk)

    answers = [
        getattr(client, method)(urlsplit(link).path).status_code
        for link in sorted({link for one in sent for link in links(one)})
        for method in ("get", "head")
    ]

    assert set(answers) <= {200, 302}
    assert (everything_kept(), type(ana).objects.values().get(pk=ana.pk)) == (before, person)


def one_click(message: Message, **more):
    """As a mail program presses it: no cookie, no token, from nowhere."""
    client = Client(enforce_csrf_checks=True)
    said = {"List-Unsubscribe": "One-Click"} | more
    return client.post(urlsplit(stopping.link_of(message.pk)).path, said)


def chosen(member) -> dict[str, str]:
    return dict(Choice.objects.filter(member=member).values_list("kind", "channel"))


def test_one_press_stops_what_came_in_that_mail_and_nothing_else(ana, ben):
    first = sent_to(ana)
    sent_to(ana, kind="step", occurrence="b", went_with=first.pk)
    waiting = sent_to(ana, occurrence="c", state="queued", sent_at=None)
    other = sent_to(ana, kind="review", occurrence="d", state="queued", sent_at=None)
    his = sent_to(ben, occurrence="e", state="queued", sent_at=None)

    answer = one_click(first)

    for row in (waiting, other, his):
        row.refresh_from_db()
    assert (answer.status_code, chosen(ana), chosen(ben)) == (
        200,
        {"check-in": "none", "step": "none"},
        {},
    )
    assert [waiting.state, other.state, his.state] == ["cancelled", "queued", "queued"]


def test_pressed_again_it_stays_stopped(ana):
    first = sent_to(ana)

    codes = [one_click(first).status_code for _ in range(2)]

    assert (codes, chosen(ana)) == ([200, 200], {"check-in": "none"})


@pytest.mark.parametrize(
    ("kind", "more"), [("check-in", {"everything": "1"}), ("now", {}), ("stopped", {})]
)
def test_everything_can_be_stopped(ana, kind, more):
    one_click(sent_to(ana, kind=kind), **more)

    assert set(chosen(ana)) >= {"check-in", "action", "risk", "step", "review"}
    assert set(chosen(ana).values()) == {"none"}


@pytest.mark.parametrize(("kind", "offers_some"), [("check-in", True), ("now", False)])
def test_what_nobody_chose_offers_to_stop_everything_alone(ana, kind, offers_some):
    page = Client().get(urlsplit(stopping.link_of(sent_to(ana, kind=kind).pk)).path)

    words = page.content.decode()
    assert ("Stop these<" in words, "Stop all reminders<" in words) == (offers_some, True)


def test_a_link_that_is_not_ours_finds_nothing(ana, ben, client):
    mine = stopping.token_of(sent_to(ana).pk)
    other = stopping.token_of(sent_to(ben).pk)
    tampered = [
        mine[:-1] + ("A" if mine[-1] != "A" else "B"),
        other[:22] + mine[22:],
        mine[:30],
        "A",
        "_",
    ]

    codes = {client.post(reverse("stop_messages", args=[token])).status_code for token in tampered}

    assert (codes, Choice.objects.count()) == ({404}, 0)


def test_a_link_made_with_the_key_before_still_stops(ana, settings):
    first = sent_to(ana)
    link = urlsplit(stopping.link_of(first.pk)).path
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-" * 8

    assert Client().post(link).status_code == 200
    assert chosen(ana) == {"check-in": "none"}


def test_what_was_stopped_can_be_chosen_again(ana):
    answering.stop(ana, "check-in", NOW)
    page = Client().get(urlsplit(stopping.link_of(sent_to(ana).pk)).path)

    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
