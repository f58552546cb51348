"""The page for a hard moment: the card, "It passed" once, and what stands in for it with no network."""

import gzip
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from smartrecovery import offline as pages
from stages.models import Behaviour, Urge
from tests.tools.test_card import plan, rows, weighed

NOW = datetime(2026, 11, 23, 18, 41, tzinfo=UTC)
STAND_INS = ("urge_offline", "urge_card_offline")
ONCE = "6f1c2d3e-0000-4000-8000-000000000001"


@pytest.fixture
def at_six(time_machine) -> None:
    """Twenty to seven in the evening, in London."""
    time_machine.move_to(NOW, tick=False)


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def passed(browser, **said):
    return browser.post(reverse("urge_passed"), {"id": ONCE} | said)


def lengths() -> list[int | None]:
    return [urge.minutes for urge in Urge.objects.all()]


def test_the_page_shows_all_of_it(as_ana, ana):
    people = [
        {"id": "p0000000", "who": "Ben", "contact": "07700 900123"},
        {"id": "p0000001", "who": "June", "contact": "on the kitchen list"},
    ]
    plan(
        ana, delay=rows("Twenty minutes"), escape=rows("Round the block"), people=people,
        sentences=rows("I can do dull"), safe_message="Bad hour", reasons=rows("Leo"),
    )  # fmt: skip
    weighed(ana, "Awake at three")

    page = as_ana.get(reverse("urge_card")).content.decode()

    said = ["Twenty minutes", "Round the block", "I can do dull", "Leo", "Awake at three", "June"]
    assert [each for each in said if each not in page] == []
    assert 'href="tel:07700900123"' in page
    assert 'href="sms:07700900123?body=Bad%20hour"' in page
    assert "kitchen" in page
    assert re.findall(r'href="[^"]*kitchen', page) == []


def test_somebody_new_finds_something_to_do_and_a_way_to_write_their_own(as_ana):
    page = as_ana.get(reverse("urge_card")).content.decode()

    assert "This will pass" in page
    assert "Into another room" in page
    assert reverse("begin", args=["urge-plan"]) in page
    assert reverse("help") in page


def test_without_script_it_says_when_fifteen_minutes_are_over(at_six, as_ana):
    assert "It is 18:41. At 18:56, fifteen minutes" in text(as_ana.get(reverse("urge_card")))


def test_there_is_a_way_to_each_card(as_ana, ana):
    wine = Behaviour.objects.create(member=ana, kind="alcohol", label="Wine")
    phone = Behaviour.objects.create(member=ana, kind="internet", label="Phone")
    plan(ana, wine, delay=rows("No wine yet"))
    plan(ana, phone, delay=rows("Phone in the hall"))

    page = as_ana.get(reverse("urge_card"), {"about": phone.pk}).content.decode()

    head, _template, rest = page.partition("<template data-card")
    assert "Phone in the hall" in head
    assert "No wine yet" not in head
    assert "No wine yet" in rest
    assert f'href="/urge/card/?about={wine.pk}"' in head


@pytest.mark.parametrize("plans", [0, 1, 30])
def test_five_queries_however_much_is_written(as_ana, ana, plans, django_assert_max_num_queries):
    wine = Behaviour.objects.create(member=ana, kind="alcohol")
    for n in range(plans):
        plan(ana, wine if n % 2 else None, ago=n)
        weighed(ana, "kept", ago=n)

    for name in ("urge_card", "urge_print"):
        with django_assert_max_num_queries(5):
            assert as_ana.get(reverse(name)).status_code == 200


def test_it_arrives_in_25_kilobytes(as_ana, ana):
    for n in range(2):
        wine = Behaviour.objects.create(member=ana, kind="alcohol", label=f"Wine {n}")
        lines = rows(*(f"Something to do, number {i}" for i in range(6)))
        plan(ana, wine, delay=lines, escape=lines, tasks=lines, swap=lines, reasons=lines)
    scripts = [
        f"js/{name}.js"
        for name in ("app", "card", "carry", "copies", "queue", "store", "urge", "who", "words")
    ]
    files = [settings.BASE_DIR / "static" / name for name in ("site.css", "icons.svg", *scripts)]

    page = as_ana.get(reverse("urge_card")).content
    whole = [page, *(file.read_bytes() for file in files)]

    assert sum(len(gzip.compress(part)) for part in whole) <= 25_000


def test_words_of_theirs_are_only_ever_text(as_ana, ana):
    bad = '<img src=x onerror=alert(1)>{{ 7|add:7 }}"'
    plan(ana, delay=rows(bad), people=[{"id": "p0000000", "who": bad, "contact": bad}],
         safe_message=bad, sentences=rows(bad), reasons=rows(bad))  # fmt: skip

    for name in ("urge_card", "urge_print"):
        page = as_ana.get(reverse(name)).content.decode()
        assert "<img" not in page
        assert "{{ 7|add:7 }}" in page


def test_it_passed_is_written_down_and_said(at_six, as_ana, ana):
    wine = Behaviour.objects.create(member=ana, kind="alcohol", label="Wine")
    began = (NOW - timedelta(minutes=12)).isoformat()

    answer = passed(as_ana, about=wine.pk, began=began, minutes="12")

    (urge,) = Urge.objects.all()
    assert answer.headers["Location"] == reverse("urge_written", args=[urge.pk])
    assert [urge.member, urge.behaviour, urge.occurred_at, urge.minutes, urge.outcome] == [
        ana, wine, NOW - timedelta(minutes=12), 12, "rode_it_out",
    ]  # fmt: skip
    assert "Written down: 12 minutes." in text(as_ana.get(answer.headers["Location"]))


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(None, "Written down"), (0, "less than a minute."), (1, "Written down: 1 minute.")],
)
def test_any_length_is_said(as_ana, ana, minutes, said):
    urge = Urge.objects.create(member=ana, minutes=minutes, day=NOW.date(), hour=18)

    assert said in text(as_ana.get(reverse("urge_written", args=[urge.pk])))


def test_without_script_the_time_since_the_page_was_opened_counts(at_six, as_ana):
    passed(as_ana, began=(NOW - timedelta(minutes=9, seconds=50)).isoformat(), minutes="")

    assert lengths() == [9]


def test_the_same_send_twice_is_one_row(as_ana):
    first, second = passed(as_ana, minutes="3"), passed(as_ana, minutes="4")

    assert lengths() == [3]
    assert first.headers["Location"] == second.headers["Location"]


def test_the_same_id_of_two_people_is_two_rows(as_ana, ana, ben, client):
    passed(as_ana, minutes="3")
    client.force_login(ben)
    passed(client, minutes="4")

    assert sorted((u.member.username, u.minutes) for u in Urge.objects.all()) == [
        ("ana", 3), ("ben", 4),
    ]  # fmt: skip


def test_taken_back_it_says_nothing_and_goes_on_counting_where_it_counted(as_ana, ana):
    wine = Behaviour.objects.create(member=ana, kind="alcohol")
    passed(as_ana, minutes="3", about=wine.pk)
    urge = Urge.objects.get()

    as_ana.post(reverse("urge_take_back", args=[urge.pk]))
    first = Urge.objects.get().taken_back_at
    as_ana.post(reverse("urge_take_back", args=[urge.pk]))
    passed(as_ana, minutes="3", about=wine.pk)

    assert [(u.minutes, u.outcome, u.behaviour, u.got_by) for u in Urge.objects.all()] == [
        (None, "prefer_not_to_say", wine, True)
    ]
    assert list(Urge.objects.standing()) == []
    assert Urge.objects.get().taken_back_at == first
    assert "Taken back" in text(as_ana.get(reverse("urge_written", args=[urge.pk])))


@pytest.mark.parametrize(
    "minutes", ["181", "-1", "9" * 5000, "NaN", "1e3", "12.5", "\0", "٣", "<b>", "99999"]
)
def test_a_length_nobody_means_is_left_open(as_ana, minutes):
    assert passed(as_ana, minutes=minutes).status_code == 302
    assert lengths() == [None]


@pytest.mark.parametrize(
    "began",
    ["", "\0", "yesterday", "2026-11-23T18:00", "2090-01-01T00:00Z", "1900-01-01T00:00Z",
     "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "x" * 5000],
)  # fmt: skip
def test_a_time_nobody_means_is_now(at_six, as_ana, began):
    assert passed(as_ana, began=began, minutes="5").status_code == 302
    assert [(u.occurred_at, u.minutes) for u in Urge.objects.all()] == [(NOW, 5)]


@pytest.mark.parametrize("about", ["all", "nonsense", "\0", str(uuid4()), "ben's"])
def test_about_what_is_not_mine_is_about_nothing_in_particular(as_ana, ben, about):
    theirs = Behaviour.objects.create(member=ben, kind="alcohol")

    passed(as_ana, about=theirs.pk if about == "ben's" else about)

    assert [urge.behaviour for urge in Urge.objects.all()] == [None]


@pytest.mark.parametrize("once", ["", "1", "\0", "x" * 5000])
def test_without_an_id_nothing_is_written(as_ana, once):
    answer = as_ana.post(reverse("urge_passed"), {"id": once})

    assert (answer.status_code, Urge.objects.count()) == (400, 0)


def test_a_page_that_waits_gets_the_address(as_ana):
    answer = as_ana.post(reverse("urge_passed"), {"id": ONCE}, headers={"X-Autosave": "1"})

    assert answer.json() == {"url": reverse("urge_written", args=[Urge.objects.get().pk])}


@pytest.mark.parametrize("minutes", [1441, 30_000])
def test_the_database_refuses_more_than_a_day(ana, minutes):
    with pytest.raises(IntegrityError), transaction.atomic():
        Urge.objects.create(member=ana, minutes=minutes, day=NOW.date(), hour=18)


@pytest.mark.parametrize("paper", ["a4", "letter", "huge"])
def test_on_paper_it_is_the_card_alone(as_ana, ana, paper):
    plan(ana, delay=rows("Twenty minutes"), people=[{"id": "p", "who": "Ben", "contact": "999"}])

    page = as_ana.get(reverse("urge_print"), {"paper": paper}).content.decode()

    assert f"on-{'letter' if paper == 'letter' else 'a4'}" in page
    assert ["Twenty minutes" in page, "Ben" in page] == [True, True]


@pytest.mark.parametrize("name", STAND_INS)
def test_what_stands_in_for_a_page_is_nobodys(as_ana, ana, client, name):
    plan(ana, delay=rows("Twenty minutes"))
    Behaviour.objects.create(member=ana, kind="alcohol", label="Wine on weeknights")

    mine, anybodys = as_ana.get(reverse(name)), client.get(reverse(name))

    assert mine.content == anybodys.content
    assert b"data-person" not in mine.content
    assert b"csrf" not in mine.content
    assert b"Wine" not in mine.content


def test_what_stands_in_for_the_card_says_whom_to_ring(client, db):
    mine = client.get(reverse("urge_card_offline"))

    assert "ring your local emergency number" in text(mine)
    assert "findahelpline.com" in text(mine)


def test_the_worker_is_ours_alone_and_always_asked_for_anew(client, db):
    answer = client.get(reverse("urge_worker"))

    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
    assert (
        '{"/urge/": "/urge/offline/", "/urge/card/": "/urge/card/offline/"}'
        in answer.content.decode()
    )
    assert "http" not in answer.content.decode()


def test_the_worker_changes_with_what_it_keeps(monkeypatch):
    before = pages._worker_script.__wrapped__()
    monkeypatch.setattr(pages, "shell", lambda name: "another page")

    assert pages._worker_script.__wrapped__() != before


def test_every_file_the_page_without_a_network_asks_for_is_kept(client, db):
    page = "".join(client.get(reverse(name)).content.decode() for name in STAND_INS)
    asked = list(re.findall(r'(?:href|src)="/static/([\w./]+)', page))

    for name in asked:  # grows as scripts name others
        if name.endswith(".js"):
            code = (settings.BASE_DIR / "static" / name).read_text()
            named = re.findall(r'(?:from|import) "\./(\w+\.js)"', code)
            asked += [f"js/{each}" for each in named if f"js/{each}" not in asked]

    assert set(asked) == set(pages.FILES)


def test_nobody_elses_is_found(as_ana, ben):
    urge = Urge.objects.create(member=ben, minutes=3, day=NOW.date(), hour=18)

    answers = [
        as_ana.get(reverse("urge_written", args=[urge.pk])),
        as_ana.post(reverse("urge_take_back", args=[urge.pk])),
        as_ana.get(reverse("urge_written", args=[UUID(int=0)])),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert lengths() == [3]
