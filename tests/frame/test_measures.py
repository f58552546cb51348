"""The pages of measures: answering one, what it says, and the desk where they are switched on."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from smartrecovery import crisis
from stages import measuring, switching
from stages.measures.catalogue import CATALOGUE
from stages.models import Behaviour, InstrumentState, SupportShown, Taking
from tests.frame.test_support import offer
from tests.house.hostile import SCRIPT, TEXTS
from tests.stages.helpers import a_behaviour
from tests.stages.test_measuring import every, switched_on, take, words_for

pytestmark = pytest.mark.page

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ONCE = "6f1c2d3e-0000-4000-8000-000000000001"


@pytest.fixture(autouse=True)
def noon(time_machine):
    return time_machine.move_to(NOON, tick=False)


@pytest.fixture
def as_ada(client, ada):
    """A browser signed in as an admin."""
    client.force_login(ada)
    return client


def text(answer) -> str:
    """What stands between the head and the foot of the page, without its tags."""
    page = answer.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def send(browser, slug: str, answers: dict[str, object], **more):
    said = {f"item-{name}": value for name, value in answers.items()}
    return browser.post(reverse("measure", args=[slug]), {"once": ONCE} | said | more)


def result(browser, taking: Taking, **query):
    return browser.get(reverse("taking", args=[taking.pk]), query)


def asked(browser, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(url).status_code == 200
    return len(queries)


# The list.


def test_only_what_is_on_is_offered_each_with_why_how_long_and_who_sees_it(as_ana):
    said = text(as_ana.get(reverse("measures")))

    assert [name in said for name in ("Readiness rulers", "PHQ-2", "GAD-2")] == [True] * 3
    assert [name in said for name in ("PHQ-9", "WHO-5", "AUDIT", "BARC-10")] == [False] * 4
    assert "A first look at low mood" in said
    assert "about a minute" in said
    assert "seen by you alone" in said


def test_it_says_when_each_was_answered_last_with_a_way_there(as_ana, ana):
    take(ana, "phq-2", {"1": 1, "2": 0}, NOON - timedelta(days=40))
    last = take(ana, "phq-2", {"1": 1, "2": 0}, NOON - timedelta(days=10))

    page = as_ana.get(reverse("measures")).content.decode()

    assert "Last on 13 November" in page
    assert page.count(reverse("taking", args=[last.pk])) == 1
    assert "14 October" not in page


def test_what_was_answered_stays_though_the_measure_is_off_now(as_ana, ana):
    switched_on("who-5")
    taking = take(ana, "who-5", every("who-5", 3))
    switching.switch(switching.standing("who-5"), False, NOON)

    page = as_ana.get(reverse("measures")).content.decode()

    assert "What you answered before" in page
    assert reverse("taking", args=[taking.pk]) in page
    assert "Answer again" not in text(result(as_ana, taking))


@pytest.mark.parametrize("slug", ["who-5", "phq-9", "gad-7", "audit", "no-such-measure"])
def test_what_is_off_can_be_neither_opened_nor_sent(as_ana, slug):
    opened = as_ana.get(reverse("measure", args=[slug])).status_code
    sent = send(as_ana, slug, {"1": 1}).status_code

    assert [opened, sent, Taking.objects.count()] == [404, 404, 0]


def test_the_same_queries_with_one_and_with_many(as_ana, ana):
    take(ana, "rulers", {"importance": 3})
    few = asked(as_ana, reverse("measures"))
    for n in range(30):
        take(ana, "phq-2", {"1": 1, "2": 0}, NOON - timedelta(days=n))
        take(ana, "rulers", {"importance": 3}, NOON - timedelta(days=n))

    assert [few, asked(as_ana, reverse("measures"))] == [few, few]
    assert few <= 4


# Answering.


def test_the_questions_stand_in_their_published_words_with_nothing_chosen(as_ana):
    page = as_ana.get(reverse("measure", args=["phq-2"])).content.decode()

    assert "Over the last 2 weeks, how often have you been bothered by any of the following" in page
    assert "Little interest or pleasure in doing things" in page
    assert page.count('type="radio"') == 8
    assert "checked" not in page
    assert re.findall(r"<input[^>]* required", page) == []
    assert "No permission required to reproduce, translate, display or distribute." in page
    assert 'lang="en-gb"' in page


def test_opening_a_page_writes_nothing(as_ana, ana):
    taking = take(ana, "phq-2", {"1": 1, "2": 0})

    for url in ("measures",):
        as_ana.get(reverse(url))
    as_ana.get(reverse("measure", args=["phq-2"]))
    result(as_ana, taking)

    assert [Taking.objects.count(), SupportShown.objects.count()] == [1, 0]
    assert InstrumentState.objects.count() == 0


def test_answers_lead_to_what_they_may_mean(as_ana, ana):
    answer = send(as_ana, "phq-2", {"1": 2, "2": 1})

    (taking,) = Taking.objects.all()
    assert answer["Location"] == reverse("taking", args=[taking.pk])
    said = text(as_ana.get(answer["Location"]))
    assert "Your answers come to 3, from 0 to 6." in said
    assert "Answers like these are worth a talk with a doctor or nurse." in said
    assert "The published line: 3 or more (Kroenke, Spitzer and Williams, 2003)." in said
    assert "Your answers are at or above it." in said
    assert "This is not a diagnosis." in said


def test_sent_twice_it_is_one(as_ana, ana):
    first, second = (send(as_ana, "phq-2", {"1": 2, "2": 1}) for _each in range(2))

    assert first["Location"] == second["Location"]
    assert Taking.objects.count() == 1


def test_sent_again_with_other_answers_it_says_that_the_first_stand(as_ana, ana):
    send(as_ana, "phq-2", {"1": 2, "2": 1})

    answer = send(as_ana, "phq-2", {"1": 0, "2": 0})

    assert Taking.objects.get().answers == {"1": 2, "2": 1}
    assert "This was kept before" in text(as_ana.get(answer["Location"]))


def test_any_may_be_left_and_then_there_is_no_total(as_ana, ana):
    answer = send(as_ana, "phq-2", {"2": 3})

    assert Taking.objects.get().answers == {"2": 3}
    said = text(as_ana.get(answer["Location"]))
    assert "Some were left, so there is no total." in said
    assert "come to" not in said


def test_with_nothing_answered_nothing_is_kept(as_ana):
    answer = send(as_ana, "phq-2", {})

    assert [answer.status_code, Taking.objects.count()] == [200, 0]
    assert "Nothing is answered yet" in text(answer)


def test_it_may_be_about_one_thing_i_work_on_and_never_about_anybody_elses(as_ana, ana, ben):
    wine = Behaviour.objects.create(member=ana, kind="alcohol", label="Wine")
    theirs = Behaviour.objects.create(member=ben, kind="food", label="Bread at night")

    kept = send(as_ana, "rulers", {"importance": 8}, about=str(wine.pk))
    refused = send(as_ana, "rulers", {"importance": 8}, about=str(theirs.pk))

    assert [each.behaviour for each in Taking.objects.all()] == [wine]
    assert [kept.status_code, refused.status_code] == [302, 200]
    assert "Bread at night" not in refused.content.decode()


@pytest.mark.parametrize("value", ["4", "-1", "1.5", "9" * 400, "NaN", "on", "٣", "\x00", SCRIPT])
def test_what_is_not_on_the_scale_is_asked_for_again_and_the_rest_stays(as_ana, value):
    answer = send(as_ana, "phq-2", {"1": value, "2": "3"})

    page = answer.content.decode()
    assert [answer.status_code, Taking.objects.count()] == [200, 0]
    assert "Choose one of these, or leave it." in page
    assert page.count("checked") == 1
    assert SCRIPT not in page


@pytest.mark.parametrize("once", TEXTS)
def test_whatever_stands_for_the_id_it_is_kept_or_refused_and_never_breaks(as_ana, once):
    answer = send(as_ana, "phq-2", {"1": 1, "2": 1}, once=once)

    assert [answer.status_code, Taking.objects.count()] in ([302, 1], [200, 0])


def test_own_words_are_kept_as_they_were_written_and_too_many_are_not_lost(as_ana, ana):
    switched_on("tea")
    mine = "I sleep.\n<b>& I eat</b> {{ 7|add:7 }}"

    answer = send(as_ana, "tea", every("tea", 5), words=mine)
    too_long = send(as_ana, "tea", every("tea", 5), words="x" * 2001)

    assert Taking.objects.get().words == mine
    page = as_ana.get(answer["Location"]).content.decode()
    assert "I sleep.<br>&lt;b&gt;&amp; I eat&lt;/b&gt; {{ 7|add:7 }}" in page
    assert "x" * 2001 in too_long.content.decode()


def test_words_that_sound_like_more_are_met_with_an_offer_and_a_private_note(as_ana, ana):
    switched_on("tea")

    answer = send(as_ana, "tea", {"use": 1}, words="I want to die")

    assert [each.why for each in SupportShown.objects.all()] == ["words"]
    assert offer(as_ana.get(answer["Location"])) == "seen"


# The question about harm.


@pytest.mark.parametrize("value", [1, 2, 3])
@pytest.mark.parametrize("others", [{}, {str(n): 0 for n in range(1, 9)}])
def test_an_answer_about_harm_leads_to_help_before_any_number(as_ana, ana, value, others):
    switched_on("phq-9")

    answer = send(as_ana, "phq-9", others | {"9": value})

    (taking,) = Taking.objects.all()
    assert answer["Location"] == reverse("support")
    assert [(each.member, each.why, each.taking) for each in SupportShown.objects.all()] == [
        (ana, "measure", taking)
    ]
    page = as_ana.get(answer["Location"])
    assert page.status_code == 200
    assert "come to" not in text(page)


def test_sent_twice_help_is_noted_once(as_ana):
    switched_on("phq-9")

    answers = [send(as_ana, "phq-9", {"9": 2}) for _each in range(2)]

    assert [each["Location"] for each in answers] == [reverse("support")] * 2
    assert SupportShown.objects.count() == 1


def test_a_changed_mind_on_a_page_sent_before_still_leads_to_help(as_ana):
    switched_on("phq-9")
    send(as_ana, "phq-9", every("phq-9", 0))

    answer = send(as_ana, "phq-9", every("phq-9", 0) | {"9": 1})

    assert answer["Location"] == reverse("support")
    assert SupportShown.objects.count() == 1


def test_no_low_number_speaks_over_an_answer_about_harm(as_ana, ana):
    switched_on("phq-9")
    taking = take(ana, "phq-9", every("phq-9", 0) | {"9": 1})

    page = result(as_ana, taking)

    said = text(page)
    assert said.index("You can talk to somebody about that now") < said.index("come to 1")
    assert "Whatever the number is" in said
    assert "Little of this has bothered you" not in said
    assert "under it" not in said


@pytest.mark.parametrize("answers", [every("phq-9", 0), {"9": 0}])
def test_a_nought_about_harm_never_says_that_all_is_well(as_ana, ana, answers):
    switched_on("phq-9")
    taking = take(ana, "phq-9", answers)

    said = text(result(as_ana, taking))

    assert "One page of answers cannot show how you are." in said
    assert "People to talk to" in said
    assert not re.search(r"\b(fine|all is well|no risk|low risk|not at risk|safe)\b", said, re.I)


def test_while_help_is_not_in_place_it_is_neither_offered_nor_taken(as_ana, monkeypatch):
    switched_on("phq-9")
    monkeypatch.setattr(crisis, "DIRECTORY", ())

    sent = send(as_ana, "phq-9", {"9": 1})

    assert [sent.status_code, Taking.objects.count()] == [404, 0]
    assert "PHQ-9" not in text(as_ana.get(reverse("measures")))


# What it says over time.


def test_a_line_begins_with_the_second_time(as_ana, ana):
    first = take(ana, "phq-2", {"1": 3, "2": 3}, NOON - timedelta(days=30))
    alone = text(result(as_ana, first))
    second = take(ana, "phq-2", {"1": 1, "2": 1})

    both = result(as_ana, second)

    assert "A line begins with the second time." in alone
    assert "Answered two times since 24 Oct 2026: first 6, now 2." in text(both)
    assert re.search(r"<figcaption>Answered two times[^<]*</figcaption><svg", both.content.decode())
    assert both.content.decode().count('<svg class="chart"') == 1


def test_the_line_of_one_behaviour_holds_nothing_of_another(as_ana, ana):
    wine, phone = (Behaviour.objects.create(member=ana, kind=k) for k in ("alcohol", "internet"))
    for n, about in enumerate((wine, phone, wine)):
        latest = take(
            ana, "rulers", {"importance": n}, NOON - timedelta(days=9 - n), behaviour=about
        )

    said = text(result(as_ana, latest))

    assert "Answered two times" in said
    assert "Importance: 0 at first, 2 now." in said


def test_earlier_ones_are_listed_a_page_at_a_time_in_the_same_queries(as_ana, ana):
    for n in range(3):
        latest = take(ana, "phq-2", {"1": 1, "2": 1}, NOON - timedelta(days=3 - n))
    few = asked(as_ana, reverse("taking", args=[latest.pk]))
    for n in range(40):
        take(ana, "phq-2", {"1": 1, "2": 1}, NOON - timedelta(days=10 + n))

    many = asked(as_ana, reverse("taking", args=[latest.pk]))
    first, third = (result(as_ana, latest, page=n).content.decode() for n in (1, 3))

    assert [many, few <= 9] == [few, True]
    assert [page.count('<span class="small quiet">2</span>') for page in (first, third)] == [20, 3]


def test_higher_answers_about_drinking_bring_the_note_about_stopping(as_ana, ana):
    switched_on("audit")
    line = CATALOGUE["audit"].stopping_from
    takings = [take(ana, "audit", every("audit", value)) for value in (0, 2, 2)]
    for taking, total in zip(takings, (line - 1, line, line + 1), strict=True):
        taking.scores.filter(name="total").update(value=total)

    said = [text(result(as_ana, each)) for each in takings]

    assert ["stopping or cutting down all at once" in each for each in said] == [False, True, True]
    assert "for women" in said[2] and "for men" in said[2]


def test_words_that_changed_since_are_not_put_to_old_answers(as_ana, ana):
    switched_on("who-5")
    taking = take(ana, "who-5", every("who-5", 3))
    before = text(result(as_ana, taking))
    switching.enter(
        switching.standing("who-5"), words_for("who-5") | {"intro": "Other"}, "en-gb", NOON
    )

    after = text(result(as_ana, taking))

    assert ["Question 1 as printed" in page for page in (before, after)] == [True, False]


def test_words_in_one_language_are_not_put_to_answers_in_another(as_ana, ana):
    switched_on("who-5")
    taking = take(ana, "who-5", every("who-5", 3))
    Taking.objects.filter(pk=taking.pk).update(language="es")

    assert "Question 1 as printed" not in text(result(as_ana, taking))


def test_it_can_be_taken_back_for_a_day(as_ana, ana, time_machine):
    early, late = (take(ana, "phq-2", {"1": 1, "2": 1}) for _each in range(2))

    gone = as_ana.post(reverse("taking_take_back", args=[early.pk]))
    time_machine.move_to(NOON + timedelta(hours=25), tick=False)
    as_ana.force_login(ana)
    stays = as_ana.post(reverse("taking_take_back", args=[late.pk]))

    assert [gone["Location"], stays["Location"]] == [
        reverse("measures"), reverse("taking", args=[late.pk]),
    ]  # fmt: skip
    assert [*Taking.objects.all()] == [late]
    assert "Take it back" not in text(result(as_ana, late))


def test_nobody_else_finds_it(client, ana, ben, finn, ada):
    taking = take(ana, "phq-2", {"1": 1, "2": 1})

    for person in (ben, finn, ada):
        client.force_login(person)
        assert result(client, taking).status_code == 404
        assert client.post(reverse("taking_take_back", args=[taking.pk])).status_code == 404
    assert Taking.objects.count() == 1


# The desk.

DESK = ["/desk/measures/", "/desk/measures/who-5/", "/desk/measures/no-such-measure/"]


@pytest.mark.parametrize("url", DESK)
def test_for_everybody_but_an_admin_there_is_no_desk(client, ana, finn, url):
    for person in (ana, finn):
        client.force_login(person)
        answers = [client.get(url), client.post(url, {"do": "confirm"})]
        assert {each.status_code for each in answers} <= {404, 405}
    assert InstrumentState.objects.count() == 0


def test_the_way_to_the_desk_stands_on_an_admins_page_alone(client, ana, ada):
    found = []
    for person in (ana, ada):
        client.force_login(person)
        found.append(reverse("desk_measures") in client.get(reverse("me")).content.decode())

    assert found == [False, True]


def test_the_desk_shows_every_measure_and_nobodys_answers(as_ada, ana):
    take(ana, "phq-2", {"1": 3, "2": 3}, words="zqxjk")

    said = text(as_ada.get(reverse("desk_measures")))

    assert "PHQ-9" in said and "Severity of Dependence Scale" in said
    assert "right not confirmed" in said
    assert "ana" not in said.split() and "zqxjk" not in said


def desk(browser, slug: str, do: str, **said):
    return browser.post(reverse("desk_measure", args=[slug]), {"do": do} | said)


def wording_sent(slug: str) -> dict[str, str]:
    words = words_for(slug)
    measure = switching.standing(slug).instrument
    items = {
        f"item-{item.name}": says for item, says in zip(measure.items, words["items"], strict=True)
    }
    labels = {
        f"label-{scale}-{n}": says
        for scale, said in words["labels"].items()
        for n, says in enumerate(said)
    }
    top = {"intro": words["intro"], "notice": words["notice"], "language": "en-gb"}
    return top | items | labels


def test_an_admin_enters_the_words_says_the_right_and_switches_it_on(as_ada, ana):
    desk(as_ada, "audit", "words", **wording_sent("audit"))
    desk(as_ada, "audit", "confirm", evidence="A letter of 3 May", sure="on")
    desk(as_ada, "audit", "on")

    standing = switching.standing("audit")
    assert standing.is_open
    assert standing.state.evidence == "A letter of 3 May"
    as_ada.force_login(ana)
    page = as_ada.get(reverse("measure", args=["audit"])).content.decode()
    assert "Question 10 as printed" in page and "Printed by nobody" in page
    assert page.count('type="radio"') == 8 * 5 + 2 * 3


@pytest.mark.parametrize("do", ["on", "words", "confirm"])
@pytest.mark.parametrize("slug", ["who-5", "barc-10", "tea", "audit", "audit-c", "sds"])
def test_one_button_alone_switches_nothing_on(as_ada, slug, do):
    desk(as_ada, slug, do, evidence="A letter", sure="on", **wording_sent(slug))
    answer = desk(as_ada, slug, "on")

    assert answer.status_code == 302
    assert not switching.standing(slug).is_open
    assert "comes first" in text(as_ada.get(answer["Location"])) or "come first" in text(
        as_ada.get(answer["Location"])
    )


def test_a_right_without_its_evidence_or_its_tick_is_no_right(as_ada):
    answers = [
        desk(as_ada, "who-5", "confirm", evidence="", sure="on"),
        desk(as_ada, "who-5", "confirm", evidence="   ", sure="on"),
        desk(as_ada, "who-5", "confirm", evidence="A letter"),
    ]

    assert [each.status_code for each in answers] == [200] * 3
    assert "A letter" in answers[-1].content.decode()
    assert not switching.standing("who-5").has_right


def test_a_question_left_out_is_asked_for_and_the_others_stay_as_typed(as_ada):
    said = wording_sent("who-5") | {"item-3": " "}

    answer = desk(as_ada, "who-5", "words", **said)

    page = answer.content.decode()
    assert [answer.status_code, InstrumentState.objects.count()] == [200, 0]
    assert "Enter these words as they are published." in page
    assert 'value="Question 4 as printed"' in page


@pytest.mark.parametrize(
    ("field", "value"),
    [("item-1", "x" * 501), ("intro", "x" * 1001), ("language", "../etc"), ("language", ""),
     ("notice", "x" * 501)],
)  # fmt: skip
def test_what_cannot_stand_there_is_refused(as_ada, field, value):
    answer = desk(as_ada, "who-5", "words", **(wording_sent("who-5") | {field: value}))

    assert [answer.status_code, InstrumentState.objects.count()] == [200, 0]


def test_words_that_stand_here_have_no_fields_and_cannot_be_sent(as_ada):
    page = as_ada.get(reverse("desk_measure", args=["phq-9"])).content.decode()
    desk(as_ada, "phq-9", "words", **wording_sent("phq-9"))

    assert 'name="item-1"' not in page
    assert "Little interest or pleasure in doing things" in page
    assert InstrumentState.objects.count() == 0


def test_switching_off_and_the_right_gone_close_it_at_once(as_ada):
    switched_on("who-5")

    desk(as_ada, "who-5", "off")
    off = switching.standing("who-5")
    switched_on("who-5")
    desk(as_ada, "who-5", "withdraw")
    gone = switching.standing("who-5")

    assert [(each.is_open, each.has_right) for each in (off, gone)] == [
        (False, True), (False, False),
    ]  # fmt: skip


@pytest.mark.parametrize("do", ["", "drop", "ON", "on\x00", "words "])
def test_a_button_nobody_has_is_refused(as_ada, do):
    assert desk(as_ada, "who-5", do).status_code == 400


def test_without_help_in_place_the_desk_says_what_is_missing(as_ada, monkeypatch):
    monkeypatch.setattr(crisis, "DIRECTORY", ())

    desk(as_ada, "phq-9", "on")

    said = text(as_ada.get(reverse("desk_measure", args=["phq-9"])))
    assert "It can be on once the page for somebody who may be in danger is in place" in said
    assert not switching.standing("phq-9").state.is_on


def test_what_an_admin_enters_is_only_ever_text(as_ada, ana):
    said = wording_sent("who-5") | {"item-1": SCRIPT, "intro": SCRIPT, "notice": SCRIPT}
    desk(as_ada, "who-5", "words", **said)
    desk(as_ada, "who-5", "confirm", evidence=SCRIPT, sure="on")
    desk(as_ada, "who-5", "on")

    at_the_desk = as_ada.get(reverse("desk_measure", args=["who-5"])).content.decode()
    as_ada.force_login(ana)
    answered = as_ada.get(reverse("measure", args=["who-5"])).content.decode()

    assert SCRIPT not in at_the_desk
    assert SCRIPT not in answered


def test_the_desk_asks_as_much_with_one_row_as_with_all(as_ada):
    few = asked(as_ada, reverse("desk_measures"))
    for slug in ("who-5", "tea", "audit"):
        switched_on(slug)

    assert asked(as_ada, reverse("desk_measures")) == few


def test_taking_lists_are_all_of_one_member(as_ana, ana, ben):
    take(ben, "phq-2", {"1": 3, "2": 3})
    mine = take(ana, "phq-2", {"1": 1, "2": 1})
    take(ana, "phq-2", {"1": 2, "2": 2}, behaviour=a_behaviour(ana))

    assert [*measuring.alike(mine)] == [mine]
    assert "Answered" not in text(result(as_ana, mine))


def test_a_ruler_is_about_the_one_thing_they_work_on(as_ana, ana):
    def chosen() -> list[str]:
        page = as_ana.get(reverse("measure", args=["rulers"])).content.decode()
        return re.findall(r'<option value="([^"]*)" selected', page)

    wine = a_behaviour(ana)
    alone = chosen()
    a_behaviour(ana, kind="gambling")

    assert [alone, chosen()] == [[str(wine.pk)], [""]]
