"""The quick form: three taps, four queries, any moment of the last year, and nothing that breaks it."""

import re
from datetime import UTC, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.urls import reverse

from smartrecovery.accounts.models import Session
from stages.models import Behaviour, Urge
from tests.house.walk import browser

from .test_urge import text

NOW = datetime(2026, 11, 23, 18, 41, tzinfo=UTC)
ONCE = "6f1c2d3e-0000-4000-8000-000000000001"


@pytest.fixture(autouse=True)
def at_six(time_machine) -> None:
    """Twenty to seven in the evening, in London."""
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def wine(ana) -> Behaviour:
    long_ago = NOW - timedelta(days=30)
    return Behaviour.objects.create(member=ana, kind="alcohol", label="Wine", created_at=long_ago)


def note(client, headers=None, **said):
    said = {"id": ONCE, "intensity": "7", "when": "now"} | said
    return client.post(reverse("urge_note"), said, headers=headers or {})


def page(client) -> str:
    return client.get(reverse("urge")).content.decode()


def moments() -> list[datetime]:
    return [urge.occurred_at for urge in Urge.objects.all()]


def test_it_asks_how_strong_and_nothing_else_has_to_be_said(as_ana):
    asked = page(as_ana)

    assert re.findall(r'name="(\w+)"[^>]*required', asked) == ["intensity"] * 11
    assert re.findall(r'value="(\w+)" id="id_intensity', asked) == [str(n) for n in range(11)]
    assert 'name="intensity"' in asked and " checked" not in asked
    assert asked.count("btn-primary") == 1
    assert reverse("urge_card") in asked


def test_every_page_leads_there_in_one_tap(as_ana):
    for name in ("today", "tools", "me", "urge_card", "urges"):
        assert 'class="urge" href="/urge/"' in as_ana.get(reverse(name)).content.decode()


def test_what_is_chosen_is_written_down(as_ana, ana, wine):
    answer = note(as_ana, about=wine.pk)

    (urge,) = Urge.objects.all()
    kept = [urge.member, urge.behaviour, urge.intensity, urge.occurred_at, urge.is_going]
    assert kept == [ana, wine, 7, NOW, False]
    assert answer.headers["Location"] == reverse("urge_written", args=[urge.pk])
    said = text(as_ana.get(answer.headers["Location"]))
    assert ["Written down" in said, "7 of 10" in said, "Wine" in said] == [True] * 3


def test_with_one_thing_to_work_on_it_is_not_asked_about_what(as_ana, ana, wine):
    assert f'type="hidden" name="about" value="{wine.pk}"' in page(as_ana)
    assert "<option" in page(as_ana)
    assert "Wine" not in page(as_ana)


def test_of_several_the_last_one_noted_is_chosen(as_ana, ana, wine):
    phone = Behaviour.objects.create(member=ana, kind="internet", label="Phone")
    first = page(as_ana)
    note(as_ana, about=phone.pk)
    then = page(as_ana)
    phone.state = "archived"
    phone.save()
    Behaviour.objects.create(member=ana, kind="food", label="Crisps")

    chosen = r'<option value="([\w-]*)" selected>'
    assert [re.findall(chosen, each) for each in (first, then, page(as_ana))] == [
        [str(wine.pk)], [str(phone.pk)], [str(wine.pk)],
    ]  # fmt: skip
    assert '<option value="">Anything</option>' in then


def test_one_taken_back_chooses_nothing(as_ana, ana, wine):
    phone = Behaviour.objects.create(member=ana, kind="internet", label="Phone")
    note(as_ana, about=phone.pk)
    as_ana.post(reverse("urge_take_back", args=[Urge.objects.get().pk]))

    assert f'<option value="{wine.pk}" selected>' in page(as_ana)


@pytest.mark.parametrize(
    ("when", "ago"),
    [("now", 0), ("", 0), ("hour", 30), ("earlier", 180)],
)
def test_a_rough_answer_is_a_rough_moment(as_ana, when, ago):
    note(as_ana, when=when)

    assert moments() == [NOW - timedelta(minutes=ago)]


def test_earlier_today_is_never_yesterday(as_ana, time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 5, 10, tzinfo=UTC), tick=False)

    note(as_ana, when="earlier")

    assert moments() == [datetime(2026, 11, 23, 4, 0, tzinfo=UTC)]


def test_earlier_today_is_never_still_to_come(as_ana, ana, time_machine):
    """Their day begins in the hour that is skipped, so the instant it begins at is after this one."""
    ana.zone, ana.day_starts = "America/New_York", time(2, 30)
    ana.save()
    at = datetime(2026, 3, 8, 7, 10, tzinfo=UTC)
    time_machine.move_to(at, tick=False)

    note(as_ana, when="earlier")

    assert moments() == [at]


def test_pressed_on_a_phone_whose_clock_is_fast_it_is_now(as_ana):
    note(as_ana, at=(NOW + timedelta(minutes=5)).isoformat())

    assert moments() == [NOW]


def test_another_time_is_theirs(as_ana):
    note(as_ana, when="other", on="2026-07-01T18:40")

    assert moments() == [datetime(2026, 7, 1, 17, 40, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("zone", "wall", "at"),
    [
        ("America/New_York", "2026-11-01T01:30", datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        ("America/New_York", "2026-03-08T02:30", datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),
        ("Europe/London", "2026-10-25T01:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("Europe/London", "2026-03-29T01:30", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", "2026-04-05T01:45", datetime(2026, 4, 4, 14, 45, tzinfo=UTC)),
        ("Australia/Lord_Howe", "2026-10-04T02:15", datetime(2026, 10, 3, 15, 45, tzinfo=UTC)),
        ("Australia/Sydney", "2026-04-05T02:30", datetime(2026, 4, 4, 15, 30, tzinfo=UTC)),
        ("Australia/Sydney", "2026-10-04T02:30", datetime(2026, 10, 3, 16, 30, tzinfo=UTC)),
    ],
)
def test_no_time_is_refused_for_the_clocks_having_changed(as_ana, ana, zone, wall, at):
    ana.zone = zone
    ana.save()

    answer = note(as_ana, when="other", on=wall)

    (urge,) = Urge.objects.all()
    local = at.astimezone(ZoneInfo(zone))
    assert (urge.occurred_at, urge.day, urge.hour) == (at, ana.day_of(at), local.hour)
    assert answer.status_code == 302


def test_the_second_of_two_hours_can_be_said_and_is_told(as_ana):
    answer = note(as_ana, when="other", on="2026-10-25T01:30", **{"on-second": "1"})

    assert moments() == [datetime(2026, 10, 25, 1, 30, tzinfo=UTC)]
    assert "01:30 GMT" in text(as_ana.get(answer.headers["Location"]))


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("", "Give the day and the time."),
        ("\0", "Give a day and a time"),
        ("yesterday", "Give a day and a time"),
        ("x" * 100_000, "Give a day and a time"),
        ("2026-11-23T18:52", "That is still to come."),
        ("2199-01-01T00:00", "That is still to come."),
        ("9999-12-31T23:59", "Give a day and a time"),
        ("0001-01-01T00:00", "Give a day and a time"),
        ("2025-11-22T12:00", "Give a time within the last year."),
    ],
)
def test_a_time_that_cannot_be_is_refused_kindly_and_nothing_is_lost(as_ana, wine, on, said):
    answer = note(as_ana, when="other", on=on, is_going="1")

    asked = answer.content.decode()
    assert said in text(answer)
    assert 'value="7" id="id_intensity_7" required checked' in asked
    assert '<option value="other" selected>' in asked
    assert 'id="id_is_going" checked' in asked
    assert ONCE in asked
    assert Urge.objects.count() == 0


def test_a_clock_a_little_fast_is_taken_as_now(as_ana):
    note(as_ana, when="other", on="2026-11-23T18:50")

    assert moments() == [NOW]


@pytest.mark.parametrize("intensity", ["", "11", "-1", "7.5", "x" * 9999, "\0", "٣", "NaN"])
def test_without_a_number_on_the_ruler_nothing_is_written(as_ana, intensity):
    answer = note(as_ana, intensity=intensity)

    assert (answer.status_code, Urge.objects.count()) == (200, 0)
    assert "Choose a number" in text(answer)


@pytest.mark.parametrize("once", ["", "1", "\0", "x" * 5000, "{}", "6f1c2d3e"])
def test_without_an_id_nothing_is_written(as_ana, once):
    assert note(as_ana, id=once).status_code == 400
    assert Urge.objects.count() == 0


@pytest.mark.parametrize("about", ["all", "nonsense", "\0", "x" * 5000, str(uuid4()), "ben's"])
def test_about_what_is_not_mine_is_about_nothing_in_particular(as_ana, ben, about):
    theirs = Behaviour.objects.create(member=ben, kind="alcohol")

    note(as_ana, about=theirs.pk if about == "ben's" else about)

    assert [urge.behaviour for urge in Urge.objects.all()] == [None]


def test_a_made_up_when_is_asked_again(as_ana):
    answer = note(as_ana, when="<script>")

    assert (answer.status_code, Urge.objects.count()) == (200, 0)
    assert b"<script>" not in answer.content.partition(b"<main")[2]


def test_however_often_it_is_sent_it_is_one(as_ana):
    places = {note(as_ana).headers["Location"] for _each in range(3)}

    assert (len(places), Urge.objects.count()) == (1, 1)


@pytest.mark.parametrize("behaviours", [0, 1, 40])
def test_four_queries_save_it(as_ana, ana, behaviours, django_assert_max_num_queries):
    made = [Behaviour.objects.create(member=ana, kind="food") for _each in range(behaviours)]

    with django_assert_max_num_queries(4):
        answer = note(as_ana, about=made[0].pk if made else "")

    assert (answer.status_code, Urge.objects.count()) == (302, 1)


@pytest.mark.parametrize("urges", [0, 1, 60])
def test_the_pages_take_as_many_queries_however_much_was_noted(
    as_ana, ana, urges, django_assert_max_num_queries
):
    two = [Behaviour.objects.create(member=ana, kind="food", label=str(n)) for n in range(2)]
    for n in range(urges):
        note(as_ana, id=uuid4(), about=two[n % 2].pk)
    last = note(as_ana, about=two[0].pk).headers["Location"]

    for url, most in ((reverse("urge"), 4), (last, 5), (f"{reverse('urge_card')}?urge={ONCE}", 5)):
        with django_assert_max_num_queries(most):
            assert as_ana.get(url).status_code == 200


def test_a_page_that_waits_gets_the_address_or_what_is_wrong(as_ana):
    waits = {"X-Autosave": "1"}
    refused, taken = note(as_ana, waits, intensity=""), note(as_ana, waits)
    later = note(as_ana, waits, intensity="", kept="1")

    (urge,) = Urge.objects.all()
    assert (refused.status_code, list(refused.json()["errors"])) == (200, ["intensity"])
    assert later.status_code == 400
    assert taken.json() == {"url": reverse("urge_written", args=[urge.pk])}


def test_one_kept_without_a_network_counts_when_it_was_pressed(as_ana):
    pressed = (NOW - timedelta(hours=5)).isoformat()

    note(as_ana, at=pressed, when="hour", kept="1")

    assert moments() == [NOW - timedelta(hours=5, minutes=30)]


@pytest.mark.parametrize("on", ["", "\0", "2199-01-01T00:00", "1999-01-01T00:00"])
@pytest.mark.parametrize("at", ["", "\0", "2199-01-01T00:00Z", "1999-01-01T00:00Z"])
def test_one_kept_without_a_network_is_never_refused(as_ana, at, on):
    answer = note(as_ana, {"X-Autosave": "1"}, at=at, on=on, when="other", kept="1")

    assert (answer.status_code, moments()) == (200, [NOW])


def test_a_strong_one_is_offered_the_card_before_anything_else(as_ana):
    for strength, first in (("8", "Written down"), ("9", "A strong one"), ("10", "A strong one")):
        said = note(as_ana, id=uuid4(), intensity=strength).headers["Location"]
        shown = as_ana.get(said).content.decode().partition("<main")[2]
        assert first in re.search(r"<h1>(.*?)</h1>", shown).group(1)
        urge = Urge.objects.get(pk=said.split("/")[2])
        offered = f'btn-primary full" href="/urge/card/?urge={urge.pk}"'
        assert (offered in shown) == (strength != "8")


def test_a_strong_one_of_last_week_is_offered_nothing_now(as_ana):
    said = note(as_ana, intensity="10", when="other", on="2026-11-16T18:00")

    assert "A strong one" not in text(as_ana.get(said.headers["Location"]))


def test_still_going_it_leads_to_the_card_with_the_time_since_it_began(as_ana, ana, wine):
    answer = note(as_ana, about=wine.pk, when="hour", is_going="1")

    (urge,) = Urge.objects.all()
    assert answer.headers["Location"] == f"/urge/card/?urge={urge.pk}"
    shown = as_ana.get(answer.headers["Location"])
    assert "It began at 18:11. Fifteen minutes have gone by." in text(shown)
    assert f'name="urge" value="{urge.pk}"' in shown.content.decode()


@pytest.mark.parametrize("given", ["pk", "once"])
def test_it_passed_on_the_card_completes_that_one(as_ana, given):
    note(as_ana, when="hour", is_going="1")
    (urge,) = Urge.objects.all()
    asked = {"id": uuid4(), "urge": urge.pk if given == "pk" else ONCE}

    for _each in range(2):
        answer = as_ana.post(reverse("urge_passed"), asked)

    (kept,) = Urge.objects.all()
    assert [kept.minutes, kept.outcome, kept.got_by, kept.is_going, kept.intensity] == [
        30, "rode_it_out", True, False, 7,
    ]  # fmt: skip
    assert answer.headers["Location"] == reverse("urge_written", args=[urge.pk])
    assert "Written down: 30 minutes." in text(as_ana.get(answer.headers["Location"]))


def test_what_passed_while_there_was_no_network_lasted_until_it_was_pressed(as_ana):
    note(as_ana, at=(NOW - timedelta(hours=2)).isoformat(), kept="1", is_going="1")
    began = (NOW - timedelta(hours=2)).isoformat()

    said = {"id": uuid4(), "urge": ONCE, "began": began, "minutes": "14", "intensity": "7"}
    as_ana.post(reverse("urge_passed"), said)

    assert [(u.minutes, u.intensity) for u in Urge.objects.all()] == [(14, 7)]


def test_a_stopwatch_cannot_run_ahead_of_the_clock(as_ana):
    note(as_ana, at=(NOW - timedelta(minutes=20)).isoformat(), is_going="1")
    began = (NOW - timedelta(minutes=5)).isoformat()

    as_ana.post(
        reverse("urge_passed"), {"id": uuid4(), "urge": ONCE, "began": began, "minutes": "60"}
    )

    assert [u.minutes for u in Urge.objects.all()] == [20]


def test_its_end_may_arrive_before_it(as_ana, ana, wine):
    began = (NOW - timedelta(minutes=14)).isoformat()
    said = {"id": uuid4(), "urge": ONCE, "began": began, "minutes": "14", "intensity": "9"}

    as_ana.post(reverse("urge_passed"), said | {"about": wine.pk})
    note(as_ana, at=began, kept="1", is_going="1", intensity="9", about=wine.pk)

    assert [(u.minutes, u.intensity, u.behaviour) for u in Urge.objects.all()] == [(14, 9, wine)]


def test_a_card_for_one_that_is_over_is_a_new_card(as_ana, ana, ben):
    note(as_ana, is_going="1")
    (urge,) = Urge.objects.all()
    as_ana.post(reverse("urge_passed"), {"id": uuid4(), "urge": urge.pk})
    theirs = Urge.objects.create(member=ben, day=NOW.date(), hour=1, is_going=True)

    for asked in (urge.pk, theirs.pk, uuid4(), "nonsense", "\0"):
        shown = as_ana.get(reverse("urge_card"), {"urge": asked}).content.decode()
        assert 'name="urge" value=""' in shown


def test_a_card_for_one_that_was_taken_back_is_a_new_card(as_ana):
    note(as_ana, is_going="1")
    (urge,) = Urge.objects.all()
    as_ana.post(reverse("urge_take_back", args=[urge.pk]))

    shown = as_ana.get(reverse("urge_card"), {"urge": urge.pk}).content.decode()

    assert 'name="urge" value=""' in shown


def test_it_passed_for_one_that_is_anothers_leaves_theirs_alone(as_ana, ben):
    theirs = Urge.objects.create(member=ben, day=NOW.date(), hour=1, is_going=True)

    as_ana.post(reverse("urge_passed"), {"id": uuid4(), "urge": theirs.pk})

    theirs.refresh_from_db()
    assert (theirs.is_going, theirs.got_by) == (True, False)


def test_what_was_sent_after_the_session_ended_is_offered_again(as_ana):
    Session.objects.all().delete()

    answer = note(as_ana)

    assert answer.status_code == 401
    assert 'name="unsaved"' in answer.content.decode()


def test_without_its_token_nothing_is_written(ana):
    assert note(browser(ana, enforce_csrf_checks=True)).status_code in (200, 403)
    assert Urge.objects.count() == 0


def test_words_of_theirs_are_only_ever_text(as_ana, ana):
    for n in range(2):
        Behaviour.objects.create(member=ana, kind="food", label=f"<img src=x>{{{{ 7|add:7 }}}}{n}")

    assert "<img" not in page(as_ana)
    assert "{{ 7|add:7 }}" in page(as_ana)


def test_it_is_small(as_ana, ana):
    scripts = ("app", "carry", "copies", "note", "queue", "quick", "store", "who", "words")
    files = [settings.BASE_DIR / "static" / "js" / f"{name}.js" for name in scripts]

    assert len(page(as_ana)) < 16_000
    assert sum(len(file.read_bytes()) for file in files) < 30_000
