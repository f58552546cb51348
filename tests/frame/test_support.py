"""The page for somebody who may not want to live: all of it there, nothing written, nobody told."""

import re

import pytest
from django.urls import reverse

from smartrecovery import crisis
from smartrecovery.outbox.models import Message
from stages.models import Behaviour, SupportShown
from stages.support import offer_for
from tests.house.walk import everything_kept
from tests.tools.test_card import plan
from tests.tools.writing import kept
from tools import catalogue, people
from tools.models import Entry
from tools.texts import texts

HEAVY = "Some nights I want to die"


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def support(browser, **more):
    return browser.get(reverse("support"), **more)


def person(name: str, contact: str = "", row: str = "p0000000") -> dict:
    return {"id": row, "who": name, "contact": contact}


def test_all_eight_points_stand_on_it(as_ana, ana):
    ana.region = "GB"
    ana.save()
    plan(ana, people=[person("Priya", "07700 900123")], safe_message="Bad hour")

    answer = support(as_ana)
    page, said = answer.content.decode(), text(answer)

    assert "Having them does not make you bad" in said
    assert [href in page for href in ("tel:999", "tel:116123", "sms:85258?body=SHOUT")] == [
        True
    ] * 3
    assert [href in page for href in ("tel:07700900123", "sms:07700900123?body=Bad%20hour")] == [
        True
    ] * 2
    assert "A person answers, or a short message says you are in a queue" in said
    assert "give it to somebody to keep, lock it away" in said
    assert "your answers are not monitored by a person" in said
    assert "Nothing is sent to a facilitator, a group or anybody else" in said
    assert "your own record says that this was shown to you" in said


def test_opening_it_writes_nothing_and_sends_nothing(as_ana):
    before = everything_kept()

    support(as_ana)

    assert everything_kept() == before
    assert [SupportShown.objects.count(), Message.objects.count()] == [0, 0]


def test_help_leads_there_for_whoever_is_signed_in(as_ana, client, ana):
    signed_in = as_ana.get(reverse("help")).content.decode()
    client.logout()
    signed_out = client.get(reverse("help")).content.decode()

    link = f'href="{reverse("support")}"'
    assert [link in signed_in, link in signed_out] == [True, False]


@pytest.mark.parametrize("region", crisis.DIRECTORY, ids=lambda region: region.code)
def test_every_country_has_one_tap_to_somebody(as_ana, ana, region):
    ana.region = region.code.upper()
    ana.save()

    page = support(as_ana).content.decode()

    assert [line.name for line in region.lines if f'href="{line.href}"' not in page] == []
    assert f'href="tel:{region.emergency}"' in page


def test_a_chat_is_a_page_of_theirs_and_one_tap(as_ana, ana):
    ana.region = "US"
    ana.save()

    page = support(as_ana).content.decode()

    assert '<a class="btn" href="https://988lifeline.org/chat/" rel="noreferrer">' in page
    assert "Open the chat" in page


def test_with_no_country_chosen_the_browser_hints_and_it_says_so(as_ana):
    hinted = text(support(as_ana, headers={"Accept-Language": "en-AU"}))
    unknown = support(as_ana, headers={"Accept-Language": "en"})

    assert "Your browser suggests: Australia" in hinted
    assert "13 11 14" in hinted
    assert "ring your local emergency number" in text(unknown)
    assert "findahelpline.com" in text(unknown)
    assert f'href="{reverse("help")}">Numbers for your country' in unknown.content.decode()


def test_a_number_that_is_only_a_guess_says_so_beside_it(as_ana, ana):
    guessed = text(support(as_ana, headers={"Accept-Language": "en-AU"}))
    ana.region = "AU"
    ana.save()
    chosen = text(support(as_ana))

    only_a_guess = "Ring 000 This number is for: Australia. Elsewhere, ring your local one."
    assert [only_a_guess in guessed, "Ring 000 This" in chosen] == [True, False]


def test_with_nobody_named_it_asks_who_might_be(as_ana):
    said = text(support(as_ana))

    assert "Is there somebody who would want to know?" in said
    assert "From what you wrote yourself" not in said


# Whom they named


def named(member, behaviour=None) -> list[tuple[str, str]]:
    return [(each.who, each.number) for each in people.trusted(member, behaviour)]


def test_people_come_from_every_sheet_that_names_some(ana):
    plan(ana, people=[person("Priya", "07700 900123")])
    steady = {"why_it_matters": "Leo", "people": [person("June", "07700 900456")], "tell": "Ade"}
    kept(ana, "staying-on-track", steady)
    kept(ana, "change-plan", {"change": "No wine", "helpers": [{"id": "h0000000", "who": "Sam"}]})
    kept(ana, "week-plan", {"intention": "Evenings", "support": "Ben"})

    assert named(ana) == [
        ("Priya", "07700900123"), ("June", "07700900456"), ("Ade", ""), ("Sam", ""), ("Ben", ""),
    ]  # fmt: skip


def test_somebody_named_twice_is_one_with_a_number(ana):
    plan(ana, people=[person("priya  k", "at work")])
    kept(
        ana,
        "staying-on-track",
        {"why_it_matters": "Leo", "people": [person("Priya K", "07700 900123")]},
    )

    assert named(ana) == [("Priya K", "07700900123")]


def test_those_named_about_this_come_first(ana):
    wine = Behaviour.objects.create(member=ana, kind="alcohol")
    plan(ana, people=[person("June", "07700 900456")])
    plan(ana, wine, ago=30, people=[person("Priya", "07700 900123")])

    assert [who for who, _number in named(ana, wine.pk)] == ["Priya", "June"]


def test_nobody_elses_people_and_nothing_put_away(ana, ben):
    plan(ben, people=[person("June", "07700 900456")])
    plan(ana, people=[person("Priya", "07700 900123")])
    Entry.objects.filter(member=ana).update(state=Entry.State.ARCHIVED)

    assert named(ana) == []


@pytest.mark.parametrize("sheets", [0, 1, 40])
def test_one_query_however_much_is_written(ana, sheets, django_assert_num_queries):
    for n in range(sheets):
        plan(ana, ago=n, people=[person(f"Person {n}", "07700 900123")])

    with django_assert_num_queries(1):
        found = people.trusted(ana)

    assert len(found) == min(sheets, people.SHEETS_OF_A_KIND)


# The soft offer on a worksheet


def worksheet(browser, **said):
    entry = {"id": "6f1c2d3e-0000-4000-8000-000000000002", "version": "0", "do": "save"}
    return browser.post(reverse("begin", args=["journal"]), entry | said, follow=True)


def offer(answer) -> str:
    """Whether the quiet block is seen, waits, or is missing."""
    block = re.search(r"<aside[^>]*data-near[^>]*>", answer.content.decode())
    return "missing" if block is None else "waits" if " hidden>" in block.group() else "seen"


def test_words_saved_on_a_worksheet_open_the_quiet_block(as_ana, ana):
    answer = worksheet(as_ana, words=HEAVY)

    assert [offer(answer), answer.status_code] == ["seen", 200]
    assert [row.why for row in ana.support_shown.all()] == ["words"]
    assert Entry.objects.get(member=ana).state == Entry.State.SAVED


def test_other_words_leave_it_waiting(as_ana, ana):
    answer = worksheet(as_ana, words="Killing time until the bus")

    assert [offer(answer), ana.support_shown.count()] == ["waits", 0]


@pytest.mark.parametrize("slug", [sheet.slug for sheet in catalogue.latest()])
def test_no_example_of_ours_raises_an_alarm(slug):
    assert not offer_for(texts(catalogue.newest(slug).worked_example))


def test_a_draft_is_not_watched(as_ana, ana):
    worksheet(as_ana, do="later", words=HEAVY)

    assert [Entry.objects.filter(member=ana).count(), ana.support_shown.count()] == [1, 0]
