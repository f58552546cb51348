"""What is changing: whose it is, how far back, and what it costs."""

import gzip
import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stages.models import CheckIn, Urge
from tests.stages.counted import DAY, TODAY, a_history, an_action, an_urge, coped
from tests.stages.helpers import NOON, a_behaviour
from tools.models import Entry

PROGRESS, SUMMARY = "/progress/", "/progress/summary/"
SPANS = ["week", "month", "quarter", "year", "all"]


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def read(client, path: str = PROGRESS, **asked) -> str:
    answer = client.get(path, asked)
    assert answer.status_code == 200
    page = html.unescape(answer.content.decode())
    return page[page.index("<main") : page.index("</main>")]


def headings(page: str) -> list[str]:
    return re.findall(r"<h2[^>]*>([^<]+)</h2>", page)


# What it says


def test_it_says_everything_there_is_to_say_in_one_order(as_ana, ana):
    a_history(a_behaviour(ana, "con", "act"))

    assert headings(read(as_ana)) == [
        "How strong", "How often", "When", "How long", "What set it off", "How I felt",
        "What helped", "Days on my plan", "My mood", "How important, how sure", "On the way",
        "In all", "Where I have been", "More",
    ]  # fmt: skip


def test_every_chart_has_a_title_a_sentence_before_it_and_its_table(as_ana, ana):
    a_history(a_behaviour(ana))

    page = read(as_ana)

    figures = re.findall(r'<figure class="figure">.*?</details>', page, re.S)
    assert len(figures) == 9
    for figure in figures:
        assert figure.index("<figcaption>") < figure.index("<svg")
        assert re.search(r'aria-labelledby="([\w-]+)"><title id="\1">\w', figure)
        assert "<table" in figure[figure.index("<details") :]
        assert not re.search(r"<details[^>]* open", figure)


def test_before_anything_is_named_it_offers_one_step(as_ana):
    page = read(as_ana)

    assert headings(page) == ["What you are working on lives here"]
    assert page.count("<a ") == page.count(reverse("behaviour_add")) == 1


def test_before_anything_is_written_it_says_what_will_show_and_from_how_many(as_ana, ana):
    a_behaviour(ana, "con")

    page = read(as_ana)

    assert headings(page)[0] == "What you notice shows here"
    assert "From your first note on, how strong. From five: how often, when" in page
    assert "<figure" not in page.replace('<figure><svg class="chart path"', "")


def test_few_notes_say_how_many_more_it_takes(as_ana, ana):
    behaviour = a_behaviour(ana)
    for n in range(3):
        an_urge(behaviour, TODAY - n * DAY)

    page = read(as_ana)

    assert "Two more notes, and you see here how often urges come, and when." in page
    assert headings(page)[:2] == ["How strong", "In all"]


def test_more_notes_are_never_read_as_worse(as_ana, ana):
    a_history(a_behaviour(ana))

    page = read(as_ana)

    assert "More notes often means more noticing, not more urges." in page
    assert not re.search(r"\b(works|better|worse|too (?:many|much)|missed)\b", page)


def test_a_slip_is_a_quiet_line_that_takes_nothing_away(as_ana, ana):
    behaviour = a_behaviour(ana)
    a_history(behaviour)
    slip = ana.slips.get()

    page = read(as_ana)

    assert reverse("slip", args=[slip.pk]) in page
    assert "It happened, and you wrote it down." in page
    assert "They take nothing away from what stands below." in page


def test_totals_are_over_everything_and_say_only_what_there_is(as_ana, ana):
    behaviour = a_behaviour(ana, created_at=NOON - timedelta(days=111, hours=3))
    a_history(behaviour)
    Entry.objects.create(member=ana, tool="change-plan", saved_at=NOON)
    Entry.objects.create(member=ana, tool="journal", saved_at=NOON)

    page = read(as_ana)

    assert "Day 112 since you began here" in page
    lines = re.search(r'id="in-all".*?</ul>', page, re.S)[0]
    assert re.findall(r"<li>([^<]+)</li>", lines)[1:] == [
        "12 urges written down",
        "12 ridden out, or met with something else",
        "Six days on my plan",
        "One plan made",
    ]


@pytest.mark.parametrize("zone", ["Pacific/Pago_Pago", "Europe/London", "Pacific/Tongatapu"])
def test_moving_to_another_zone_never_lowers_the_day(as_ana, ana, zone):
    a_behaviour(ana, created_at=NOON - timedelta(days=4, hours=1))
    ana.zone = zone
    ana.save()

    assert "Day 5 since you began here" in read(as_ana)


def test_days_in_a_row_show_once_asked_for_and_hide_again(as_ana, ana):
    behaviour = a_behaviour(ana)
    a_history(behaviour)
    switch = reverse("behaviour_run", args=[behaviour.pk])

    hidden = read(as_ana)
    as_ana.post(switch, {"shows": "1"})
    shown = read(as_ana)
    as_ana.post(switch, {"shows": "0"})

    assert "in a row, the longest" not in hidden
    assert "6 days on plan in a row, the longest so far" in shown
    grows, just_now = "These only ever grow", "6 days on plan in a row just now. This one comes and"
    assert shown.index("the longest so far") < shown.index(grows) < shown.index(just_now)
    assert "in a row, the longest" not in read(as_ana)


# Whose it is, and which


def test_each_behaviour_has_its_tab_and_all_together_one(as_ana, ana):
    wine, games = a_behaviour(ana), a_behaviour(ana, label="Games")
    an_urge(wine, intensity=9)
    an_urge(games, intensity=2)

    pages = [read(as_ana, about=about) for about in (wine.pk, games.pk, "all")]

    says = [
        re.search(r"One urge so far, at (\d)|(The middle of these two is [\d.]+)", p) for p in pages
    ]
    assert [each[1] or each[2] for each in says] == ["9", "2", "The middle of these two is 5.5"]
    assert [re.search(r'aria-current="true" dir="auto">([^<]+)', page)[1] for page in pages] == [
        "Wine on weeknights", "Games", "All together",
    ]  # fmt: skip


def test_one_behaviour_alone_has_no_tabs_until_something_is_about_nothing(as_ana, ana):
    behaviour = a_behaviour(ana)
    an_urge(behaviour)

    assert "All together" not in read(as_ana)

    ana.urges.update(behaviour=None)
    assert "All together" in read(as_ana)


def test_one_that_is_put_away_opens_by_its_address(as_ana, ana):
    a_behaviour(ana)
    away = a_behaviour(ana, label="Old business", state="archived")

    assert "Old business" not in read(as_ana)
    assert "Old business" in read(as_ana, about=away.pk)


@pytest.mark.parametrize("path", [PROGRESS, SUMMARY])
def test_somebody_elses_behaviour_is_not_found(as_ana, ana, ben, path):
    a_behaviour(ana)
    theirs = a_behaviour(ben)

    answers = [as_ana.get(path, {"about": about}) for about in (theirs.pk, NOON, "\0", "x" * 9000)]

    assert [answer.status_code for answer in answers] == [404] * 4


def test_nothing_of_somebody_else_shows(as_ana, ana, ben):
    a_behaviour(ana)
    a_history(a_behaviour(ben, label="Theirs"))

    page = read(as_ana, about="all", over="all")

    assert headings(page)[0] == "What you notice shows here"
    assert "Theirs" not in page


def test_somebody_elses_run_is_not_switched(as_ana, ben):
    theirs = a_behaviour(ben)

    answer = as_ana.post(reverse("behaviour_run", args=[theirs.pk]), {"shows": "1"})

    theirs.refresh_from_db()
    assert (answer.status_code, theirs.shows_run) == (404, False)


@pytest.mark.parametrize("over", [*SPANS, "", "decade", "\0"])
def test_an_unknown_span_is_three_months(as_ana, ana, over):
    a_history(a_behaviour(ana))

    page = read(as_ana, over=over)

    names = dict(zip(SPANS, ["Week", "Month", "3 months", "Year", "All"], strict=True))
    assert f'aria-current="true">{names.get(over, "3 months")}</a>' in page


def test_words_of_ours_are_escaped(as_ana, ana):
    behaviour = a_behaviour(ana, label="<script>alert(1)</script>")
    action = an_action(ana, "<img src=x> {{ 7|add:7 }}")
    coped(action, *(an_urge(behaviour, TODAY - n * DAY) for n in range(5)))

    for path in (PROGRESS, SUMMARY):
        page = as_ana.get(path, {"about": "all"}).content.decode()
        assert "&lt;img src=x&gt; {{ 7|add:7 }}" in page
        assert "<img" not in page
        assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("zone", "instant", "day"),
    [
        ("Pacific/Pago_Pago", datetime(2026, 11, 9, 11, 0, tzinfo=UTC), "9 Nov"),
        ("Pacific/Tongatapu", datetime(2026, 11, 8, 19, 0, tzinfo=UTC), "9 Nov"),
        ("Europe/London", datetime(2026, 11, 9, 5, 0, tzinfo=UTC), "9 Nov"),
    ],
)
def test_weeks_begin_on_the_members_own_monday(as_ana, ana, time_machine, zone, instant, day):
    """At these instants it is Monday there for some, Sunday night for others; their own clock decides."""
    ana.zone = zone
    ana.save()
    time_machine.move_to(instant, tick=False)
    behaviour = a_behaviour(ana)
    for n in range(5):
        an_urge(behaviour, ana.today(instant) - n * DAY)

    page = read(as_ana)

    last = re.findall(r'<tr><th scope="row" dir="auto">([^<]+)', page)
    monday = ana.today(instant) - DAY * ana.today(instant).weekday()
    assert f"{monday.day} {monday:%b} 2026" in last


# What it costs


def volume(behaviour, rows: int) -> None:
    member = behaviour.member
    days = [TODAY - n // 3 * DAY for n in range(rows)]
    made = Urge.objects.bulk_create(
        Urge(
            member=member, behaviour=behaviour, occurred_at=NOON, day=day, hour=(7 * n) % 24,
            intensity=n % 11, minutes=n % 40, triggers=1 << n % 11, feelings=1 << n % 11,
            outcome=Urge.Outcome.RODE_IT_OUT, got_by=True, helped=n % 11,
        )
        for n, day in enumerate(days)
    )  # fmt: skip
    for n in range(12):
        coped(an_action(member, f"What I did, number {n}"), *made[n::12])
    CheckIn.objects.bulk_create(
        CheckIn(
            member=member, behaviour=behaviour, day=day, week=day - DAY * day.weekday(),
            plan="yes", counted=1, mood=n % 11, importance=n % 11, confidence=n % 11,
        )
        for n, day in enumerate(sorted(set(days)))
    )  # fmt: skip


def test_it_asks_as_often_with_thousands_of_rows_as_with_one(as_ana, ana):
    counts = {}
    for rows in [1, 3, 100, 3_000]:
        behaviour = a_behaviour(ana, "con", "act", label=f"With {rows}")
        volume(behaviour, rows)
        for over in SPANS:
            asked = {"about": behaviour.pk, "over": over}
            as_ana.get(PROGRESS, asked)
            with CaptureQueriesContext(connection) as statements:
                page = read(as_ana, **asked)
            counts[rows, over] = len(statements)
            assert len(gzip.compress(page.encode(), 6)) <= 30_000

    assert set(counts.values()) == {7}
