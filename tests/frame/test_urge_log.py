"""More about an urge for two days, all of them in a list, and what writing one down gives back."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from smartrecovery import urge_log
from stages import urges
from stages.models import Behaviour, Coped, StageMove, Urge
from tests.frame.test_support import HEAVY, offer
from tests.tools.test_card import plan, rows

NOW = datetime(2026, 11, 23, 18, 41, tzinfo=UTC)
HOSTILE = "‮مرحبا 🍷 <script>alert(1)</script> {{ 7|add:7 }} {% now 'Y' %} ' OR 1=1 --"
WORDS = {
    "trigger": "walking past the Crown",
    "where": "King Street",
    "who": "nobody I know",
    "thought": "I’ve earned it\nand it is Friday",
    "next_time": "Tram, not walk",
}
ALL_OF_IT = WORDS | {
    "outcome": "rode_it_out",
    "triggers": ["0", "2"],
    "feelings": ["6", "7"],
    "own": "Rang Priya",
    "helped": "7",
    "intensity": "8",
    "occurred_at": "2026-11-23T18:05",
    "minutes": "12",
    "place": "out",
    "company": "alone",
}


@pytest.fixture(autouse=True)
def at_six(time_machine):
    """Twenty to seven in the evening, in London."""
    time_machine.move_to(NOW, tick=False)
    return time_machine


def an_urge(member, ago: timedelta = timedelta(hours=1), behaviour=None, **more) -> Urge:
    """Written down that long ago, and half an hour before it was sent."""
    then = NOW - ago
    said = urges.Quick(then - timedelta(minutes=30), 6, behaviour)
    urge = urges.note(member, uuid4(), said, then)
    if more:
        urges.add(urge, then, **more)
    return fresh(urge)


def fresh(urge: Urge) -> Urge:
    return Urge.objects.select_related("member").get(pk=urge.pk)


def page_of(urge: Urge) -> str:
    return reverse("urge_more", args=[urge.pk])


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def form_of(answer) -> dict:
    """What the page would send if nobody touched it."""
    form = answer.context["form"]
    held = {name: form[name].value() for name in form.fields}
    told = {"occurred_at": form.fields["occurred_at"].widget.format_value(held["occurred_at"])}
    told["is_going"] = "on" if held["is_going"] else ""
    return {name: value for name, value in (held | told).items() if value not in (None, "")}


def kept(urge: Urge) -> dict:
    """Every column there is to say something in."""
    row = fresh(urge)
    names = sorted(urges.MORE - {"behaviour"} | {"behaviour_id", "day", "hour", "got_by"})
    return {name: getattr(row, name) for name in names}


# More about one


def test_everything_that_can_be_said_is_kept_and_shown_again(as_ana, ana):
    plan(ana, delay=rows("Cross the road"))
    urge = an_urge(ana)
    ways = as_ana.get(page_of(urge)).context["form"].fields["did"].choices
    (key,) = [key for key, words in ways if words == "Cross the road"]

    answer = as_ana.post(page_of(urge), ALL_OF_IT | {"did": [key]})

    assert answer.url == reverse("urge_written", args=[urge.pk])
    assert kept(urge) == {
        "behaviour_id": None,
        "company": "alone",
        "day": date(2026, 11, 23),
        "feelings": 0b11000000,
        "got_by": True,
        "helped": 7,
        "hour": 18,
        "intensity": 8,
        "is_going": False,
        "minutes": 12,
        "occurred_at": datetime(2026, 11, 23, 18, 5, tzinfo=UTC),
        "outcome": "rode_it_out",
        "place": "out",
        "said": WORDS,
        "triggers": 0b101,
    }
    assert {one.action.label for one in urge.coped.all()} == {"Cross the road", "Rang Priya"}
    again = form_of(as_ana.get(page_of(urge)))
    assert {name: again[name] for name in WORDS} == WORDS
    assert (again["triggers"], again["helped"], len(again["did"])) == (["0", "2"], 7, 2)


def test_once_two_days_have_gone_by_all_of_it_is_there_to_read(as_ana, ana, at_six):
    urge = an_urge(ana)
    as_ana.post(page_of(urge), ALL_OF_IT)
    at_six.move_to(NOW + timedelta(hours=48), tick=False)
    as_ana.force_login(ana)

    page = text(as_ana.get(page_of(urge)))

    said = [line for words in WORDS.values() for line in words.split("\n")]
    said += ["8 out of 10", "12 minutes", "It passed", "A place, The time of day", "Rang Priya"]
    said += ["7 out of 10", "Out", "Alone", "Tired, Stressed", "stays as you wrote it then"]
    assert [words for words in said if words not in page] == []
    assert "Save it" not in page


@pytest.mark.parametrize(
    "ago, may",
    [(timedelta(hours=47, minutes=59), True), (timedelta(hours=48), True), (timedelta(hours=48, seconds=1), False)],
)  # fmt: skip
def test_it_is_two_days_from_when_it_was_written_down_whenever_it_was(as_ana, ana, ago, may):
    said = urges.Quick(NOW - timedelta(days=30), 6)
    urge = urges.note(ana, uuid4(), said, NOW - ago)

    as_ana.post(page_of(urge), {"trigger": "the Crown", "seen": ""})

    assert ("trigger" in fresh(urge).said) is may


def test_what_comes_too_late_changes_nothing_and_is_shown_to_be_copied(as_ana, ana):
    urge = an_urge(ana, timedelta(hours=49), said={"trigger": "as it was"})
    before = kept(urge)

    page = text(as_ana.post(page_of(urge), ALL_OF_IT))

    assert kept(urge) == before
    assert Coped.objects.count() == 0
    assert [
        words for words in ("Not kept", "Tram, not walk", "Rang Priya") if words not in page
    ] == []


@pytest.mark.parametrize("typed", [{}, {"own": HEAVY}, {"trigger": HEAVY}])
@pytest.mark.parametrize("said", [{}, {"trigger": HEAVY}])
def test_an_old_one_is_read_with_help_beside_words_that_call_for_it(as_ana, ana, said, typed):
    urge = an_urge(ana, timedelta(hours=49), said=said)

    answer = as_ana.post(page_of(urge), typed)

    assert offer(answer) == ("seen" if said or typed else "missing")


def test_nothing_has_to_be_said(as_ana, ana):
    urge = an_urge(ana)
    before = kept(urge)

    answer = as_ana.post(page_of(urge), form_of(as_ana.get(page_of(urge))))

    assert answer.status_code == 302
    assert kept(urge) == before


def test_a_page_sent_as_it_came_changes_nothing_that_was_said(as_ana, ana):
    wine = Behaviour.objects.create(member=ana, kind="alcohol")
    urge = an_urge(ana, behaviour=wine)
    as_ana.post(page_of(urge), ALL_OF_IT)
    before = kept(urge)

    as_ana.post(page_of(urge), form_of(as_ana.get(page_of(urge))))

    assert kept(urge) == before
    assert urge.coped.count() == 1


@pytest.mark.parametrize(
    "wrong, told",
    [
        ({"minutes": "-1"}, "Give 0 minutes or more."),
        ({"minutes": "1441"}, "Give at most 1440 minutes"),
        ({"minutes": "a while"}, "Give whole minutes"),
        ({"intensity": "11"}, "Choose a number from 0 to 10"),
        ({"helped": "½"}, "Choose a number from 0 to 10"),
        ({"triggers": ["0", "11"]}, "Choose any of these, or none."),
        ({"feelings": ["-1"]}, "Choose any of these, or none."),
        ({"feelings": ["\0"]}, "Choose any of these, or none."),
        ({"outcome": "won"}, "Choose one of these, or none."),
        ({"place": "moon"}, "Choose one of these, or none."),
        ({"company": "x" * 5000}, "Choose one of these, or none."),
        ({"occurred_at": "yesterday"}, "Give a day and a time"),
        ({"occurred_at": "2026-11-25T10:00"}, "still to come"),
        ({"occurred_at": "2024-11-25T10:00"}, "within the last year"),
        ({"occurred_at": "1800-01-01T10:00"}, "Give a day and a time"),
        ({"trigger": "x" * 201}, "Keep it to 200 characters. It has 201 now."),
        ({"own": "x" * 201}, "Keep it to 200 characters."),
        ({"thought": "x" * 4001}, "Keep it to 4000 characters."),
    ],
)  # fmt: skip
def test_bad_input_is_told_kindly_keeps_nothing_and_loses_nothing(as_ana, ana, wrong, told):
    urge = an_urge(ana)
    before = kept(urge)

    answer = as_ana.post(page_of(urge), ALL_OF_IT | wrong)

    assert (answer.status_code, kept(urge), Coped.objects.count()) == (200, before, 0)
    page = answer.content.decode()
    assert told in page
    held = {name: answer.context["form"][name].value() for name in ALL_OF_IT}
    assert held == ALL_OF_IT | wrong
    assert "Not yet" in page


def test_a_part_with_something_to_look_at_again_is_open(as_ana, ana):
    urge = an_urge(ana)

    calm = as_ana.get(page_of(urge)).content.decode()
    wrong = as_ana.post(page_of(urge), {"minutes": "-1"}).content.decode()

    assert calm.count('<details class="fold-in" open>') == 0
    assert calm.count('<details class="fold-in">') == 4
    assert wrong.count('<details class="fold-in" open>') == 1


def test_words_are_only_ever_text(as_ana, ana, at_six):
    urge = an_urge(ana)
    as_ana.post(page_of(urge), dict.fromkeys((*WORDS, "own"), HOSTILE))
    assert set(fresh(urge).said) == set(WORDS)

    pages = [as_ana.get(url) for url in (page_of(urge), reverse("urges"))]
    at_six.move_to(NOW + timedelta(days=3), tick=False)
    as_ana.force_login(ana)
    pages.append(as_ana.get(page_of(urge)))

    for page in pages:
        assert "<script>alert" not in page.content.decode()
        assert "{{ 7|add:7 }}" in page.content.decode()


@pytest.mark.parametrize("did", [["no-such-key"], [str(UUID(int=3))], ["\0"], [f"{UUID(int=3)}:x"]])
def test_a_line_that_went_from_the_plan_meanwhile_stops_nothing(as_ana, ana, did):
    urge = an_urge(ana)
    plan(ana, escape=rows("Out the back"))

    answer = as_ana.post(page_of(urge), {"did": did, "trigger": "the Crown"})

    assert answer.status_code == 302
    assert (fresh(urge).said, urge.coped.count()) == ({"trigger": "the Crown"}, 0)


def test_what_it_is_about_may_be_said_once_and_not_changed(as_ana, ana, ben):
    wine = Behaviour.objects.create(member=ana, kind="alcohol", label="Wine")
    phone = Behaviour.objects.create(member=ana, kind="internet", label="Phone")
    theirs = Behaviour.objects.create(member=ben, kind="food")
    urge = an_urge(ana)

    refused = as_ana.post(page_of(urge), {"behaviour": str(theirs.pk)})
    as_ana.post(page_of(urge), {"behaviour": str(wine.pk)})
    as_ana.post(page_of(urge), {"behaviour": str(phone.pk)})

    assert refused.status_code == 200
    assert fresh(urge).behaviour == wine
    assert 'name="behaviour"' not in as_ana.get(page_of(urge)).content.decode()


def test_minutes_or_an_end_say_more_than_a_tick_from_before(as_ana, ana):
    length, end, still = (an_urge(ana, is_going=True) for _each in range(3))

    as_ana.post(page_of(length), {"is_going": "on", "minutes": "12"})
    as_ana.post(page_of(end), {"is_going": "on", "outcome": "did_something_else"})
    as_ana.post(page_of(still), {"is_going": "on", "trigger": "the Crown"})

    found = [(row.is_going, row.minutes, row.got_by) for row in map(fresh, (length, end, still))]
    assert found == [(False, 12, False), (False, None, True), (True, None, False)]


def test_an_end_told_otherwise_later_takes_nothing_from_what_was_counted(as_ana, ana):
    urge = an_urge(ana)

    as_ana.post(page_of(urge), {"outcome": "rode_it_out"})
    as_ana.post(page_of(urge), {"outcome": "acted"})

    assert (fresh(urge).outcome, fresh(urge).got_by) == ("acted", True)


def test_when_it_was_may_be_told_otherwise_and_moves_to_its_day(as_ana, ana):
    urge = an_urge(ana)

    as_ana.post(page_of(urge), {"occurred_at": "2026-11-22T01:30"})

    row = fresh(urge)
    told = (row.occurred_at, row.day, row.hour)
    assert told == (datetime(2026, 11, 22, 1, 30, tzinfo=UTC), ana.day_of(row.occurred_at), 1)


def test_a_moment_left_as_it_is_shown_keeps_its_seconds(as_ana, ana, at_six):
    then = NOW - timedelta(minutes=7, seconds=13)
    urge = urges.note(ana, uuid4(), urges.Quick(then, 6), NOW)

    as_ana.post(page_of(urge), form_of(as_ana.get(page_of(urge))))

    assert fresh(urge).occurred_at == then


@pytest.mark.parametrize(
    "zone, wall", [("Europe/London", "2026-10-25T01:30"), ("America/New_York", "2026-11-01T01:30"),
                   ("Australia/Lord_Howe", "2026-04-05T01:45")],
)  # fmt: skip
@pytest.mark.parametrize("second", [0, 1])
def test_in_the_hour_that_comes_twice_it_is_the_one_they_mean(as_ana, ana, zone, wall, second):
    ana.zone = zone
    ana.save()
    urge = an_urge(ana)
    first = {"occurred_at": wall} | ({"occurred_at-second": "1"} if second else {})

    as_ana.post(page_of(urge), first)
    page = as_ana.get(page_of(urge)).content.decode()

    local = fresh(urge).occurred_at.astimezone(ana.tz)
    assert (local.strftime("%Y-%m-%dT%H:%M"), local.fold) == (wall, second)
    assert 'name="occurred_at-second"' in page
    assert ('value="1" checked' in page) == bool(second)


def test_another_page_is_not_written_over_unseen(as_ana, ana, at_six):
    urge = an_urge(ana)
    first, second = (form_of(as_ana.get(page_of(urge))) for _each in range(2))
    at_six.move_to(NOW + timedelta(minutes=1), tick=False)
    as_ana.post(page_of(urge), first | {"trigger": "the Crown"})

    asked = as_ana.post(page_of(urge), second | {"thought": "I’ve earned it"})

    assert fresh(urge).said == {"trigger": "the Crown"}
    assert "something else was written here" in asked.content.decode()
    assert "I’ve earned it" in asked.content.decode()
    as_ana.post(page_of(urge), form_of(asked))
    assert fresh(urge).said == {"thought": "I’ve earned it"}


def test_the_same_page_sent_twice_is_one_page(as_ana, ana, at_six):
    urge = an_urge(ana)
    sent = form_of(as_ana.get(page_of(urge))) | {"trigger": "the Crown", "own": "Rang Priya"}
    at_six.move_to(NOW + timedelta(minutes=1), tick=False)

    answers = [as_ana.post(page_of(urge), sent) for _each in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert (urge.coped.count(), ana.coping_actions.count()) == (1, 1)


@pytest.mark.parametrize("outcome", ["acted", "acted_a_bit"])
def test_having_acted_on_it_writes_no_slip_and_moves_nothing(as_ana, ana, outcome):
    wine = Behaviour.objects.create(member=ana, kind="alcohol")
    urge = an_urge(ana, behaviour=wine)

    page = as_ana.get(as_ana.post(page_of(urge), {"outcome": outcome}).url).content.decode()

    assert "Thanks for writing it down" in page
    assert f"{reverse('slip_new')}?about={wine.pk}" in page
    assert (ana.slips.count(), StageMove.objects.count()) == (0, 0)


def test_an_urge_that_passed_says_nothing_of_slips(as_ana, ana):
    urge = an_urge(ana)

    page = as_ana.get(as_ana.post(page_of(urge), {"outcome": "rode_it_out"}).url)

    assert reverse("slip_new") not in page.content.decode()


@pytest.mark.parametrize("name", ["thought", "own"])
def test_words_about_not_wanting_to_live_bring_an_offer_and_stop_nothing(as_ana, ana, name):
    urge = an_urge(ana)

    answer = as_ana.post(page_of(urge), {name: "I want to kill myself"})
    page = as_ana.get(answer.url).content.decode()

    did = [each.action.label for each in urge.coped.select_related("action")]
    assert [*fresh(urge).said.values(), *did] == ["I want to kill myself"]
    assert reverse("support") in page
    assert [shown.why for shown in ana.support_shown.all()] == ["words"]


def test_one_taken_back_is_nothing_to_add_to(as_ana, ana):
    urge = an_urge(ana)
    urges.take_back(urge, NOW)

    opened = as_ana.get(page_of(urge))
    sent = as_ana.post(page_of(urge), ALL_OF_IT)

    assert (opened.url, sent.status_code) == (reverse("urge_written", args=[urge.pk]), 200)
    assert (fresh(urge).said, fresh(urge).intensity) == ({}, None)


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_finds_it(client, ana, ben, method):
    urge = an_urge(ana)
    client.force_login(ben)

    assert getattr(client, method)(page_of(urge), ALL_OF_IT).status_code == 404
    assert getattr(client, method)(f"/urge/{uuid4()}/more/", ALL_OF_IT).status_code == 404
    assert fresh(urge).said == {}


@pytest.mark.parametrize("much", [1, 3, 40])
def test_the_page_is_six_queries_however_much_there_is(as_ana, ana, much):
    for n in range(much):
        plan(ana, escape=rows(*(f"Way out {i}" for i in range(8))), ago=n)
        as_ana.post(page_of(an_urge(ana)), {"own": f"Something, number {n}"})
        Behaviour.objects.create(member=ana, kind="alcohol")
    urge = an_urge(ana)
    as_ana.get(page_of(urge))  # tells of what was saved

    assert queries(as_ana, page_of(urge)) <= 6


def queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


# All of them


@pytest.mark.parametrize("many", [1, 3, 100])
def test_the_list_is_six_queries_however_long(as_ana, ana, many):
    wine = Behaviour.objects.create(member=ana, kind="alcohol")
    for n in range(many):
        an_urge(ana, timedelta(hours=n), wine if n % 2 else None, said={"trigger": f"Number {n}"})

    assert queries(as_ana, reverse("urges")) <= 6
    assert queries(as_ana, f"{reverse('urges')}?page=2") <= 6


def test_the_list_is_newest_first_and_each_line_leads_to_its_page(as_ana, ana, ben):
    wine = Behaviour.objects.create(member=ana, kind="alcohol", label="Wine", state="archived")
    older = an_urge(ana, timedelta(days=400), wine, outcome="rode_it_out", minutes=12)
    newer = an_urge(ana, said={"trigger": "walking past the Crown"})
    an_urge(ben, said={"trigger": "nobody’s business"})
    urges.take_back(an_urge(ana, said={"trigger": "taken back"}), NOW)

    lines = as_ana.get(reverse("urges")).context["lines"]

    assert lines == [
        urge_log.Line(
            page_of(newer), "walking past the Crown", "6 out of 10", "6 out of 10", "23 Nov, 17:11"
        ),
        urge_log.Line(
            page_of(older), "", "6 out of 10", "It passed · 12 minutes · Wine", "19 Oct 2025, 19:11"
        ),
    ]


def test_thirty_stand_on_a_page(as_ana, ana):
    for n in range(61):
        an_urge(ana, timedelta(hours=n))

    pages = [as_ana.get(reverse("urges"), {"page": n}).context for n in (1, 2, 3, 4)]

    assert [len(page["lines"]) for page in pages] == [30, 30, 1, 0]
    assert [(page["previous"], page["next"]) for page in pages[:3]] == [
        ("", "/urge/all/?page=2"), ("/urge/all/", "/urge/all/?page=3"), ("/urge/all/?page=2", ""),
    ]  # fmt: skip


def test_the_list_is_narrowed_by_what_they_are_about(as_ana, ana, ben):
    wine, phone = (Behaviour.objects.create(member=ana, kind=kind) for kind in ("alcohol", "food"))
    theirs = Behaviour.objects.create(member=ben, kind="food")
    about_wine, unsaid = an_urge(ana, behaviour=wine), an_urge(ana)
    everything = {page_of(about_wine), page_of(unsaid)}

    def found(about: object) -> set[str]:
        answer = as_ana.get(reverse("urges"), {"about": about})
        return {line.url for line in answer.context["lines"]}

    assert found(wine.pk) == {page_of(about_wine)}
    assert found(phone.pk) == set()
    assert found("none") == {page_of(unsaid)}
    assert [found(odd) for odd in (theirs.pk, "x", "\0", "🍷" * 99)] == [everything] * 4


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, "½", "", "\0"])
def test_a_page_nobody_has_is_one_there_is_or_an_empty_one(as_ana, ana, number):
    an_urge(ana)

    assert as_ana.get(reverse("urges"), {"page": number}).status_code == 200


def test_ones_that_passed_are_invited_first(as_ana, ana):
    empty = text(as_ana.get(reverse("urges")))
    an_urge(ana)
    full = text(as_ana.get(reverse("urges")))

    assert "Begin with one that passed by itself" in empty
    assert "The ones that passed by themselves are worth a line first of all" in full


def test_a_page_of_thirty_arrives_in_forty_kilobytes(as_ana, ana):
    for n in range(31):
        an_urge(ana, timedelta(hours=n), said={"trigger": "x" * 200})

    assert len(as_ana.get(reverse("urges")).content) < 40_000


# What one gives back


def told(member) -> str:
    return urge_log.gives_back(member, NOW)


def test_the_first_is_told_that_it_is_the_first(ana, django_assert_num_queries):
    an_urge(ana)

    with django_assert_num_queries(1):
        said = told(ana)

    assert said.startswith("That is the first one written down.")


def some(member, many: int, day: int = 0, **said) -> None:
    for _each in range(many):
        an_urge(member, timedelta(days=day, hours=1), **said)


@pytest.mark.parametrize(
    "passed, not_said, before, sentence",
    [
        (5, 2, 0, "Seven urges written down in the last seven days."
                  " Five of them passed, or you did something else."),
        (1, 2, 0, "Three urges written down in the last seven days."
                  " One of them passed, or you did something else."),
        (2, 0, 0, "Two urges written down in the last seven days."
                  " Every one of them passed, or you did something else."),
        (0, 3, 2, "Three urges written down in the last seven days."
                  " More notes often mean more noticing, not more urges."),
        (0, 2, 3, "Two urges written down in the last seven days."),
        (0, 1, 12, "13 urges written down so far."
                   " Each one shows a little more of when they come."),
    ],
)  # fmt: skip
def test_what_is_given_back_is_true(ana, ben, passed, not_said, before, sentence):
    some(ana, passed, outcome="rode_it_out")
    some(ana, not_said)
    some(ana, before, day=7)
    some(ben, 3, outcome="rode_it_out")
    urges.take_back(an_urge(ana, outcome="rode_it_out"), NOW)

    assert told(ana) == sentence


def test_one_taken_back_gives_nothing_back(as_ana, ana):
    urge = an_urge(ana)
    urges.take_back(urge, NOW)

    page = text(as_ana.get(reverse("urge_written", args=[urge.pk])))

    assert "first one written down" not in page


def test_the_answer_page_gives_something_back_and_leads_on(as_ana, ana):
    urge = an_urge(ana)

    page = as_ana.get(reverse("urge_written", args=[urge.pk])).content.decode()

    assert "That is the first one written down." in page
    assert page_of(urge) in page
    assert reverse("urges") in page


def test_whatever_a_file_brought_back_is_shown(as_ana, ana, at_six):
    odd = {"trigger": ["x"], "where": {"a": 1}, "thought": None, "next_time": 7, "more": [1]}
    urge = an_urge(ana, said=odd)

    pages = [page_of(urge), reverse("urges"), reverse("urge_written", args=[urge.pk])]
    pages.append("/tools/triggers/begin/")

    assert [as_ana.get(page).status_code for page in pages] == [200] * 4
