"""Keeping what was answered, once; which measures are on, and by which right; lines over time."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from smartrecovery import crisis
from smartrecovery.drawing import MOST_POINTS
from stages import measuring, switching
from stages.figures import measures as figures
from stages.measures import copied
from stages.measures.catalogue import CATALOGUE, MEASURES
from stages.models import Behaviour, InstrumentState, Score, SupportShown, Taking

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ONCE = UUID("6f1c2d3e-0000-4000-8000-000000000001")


def words_for(slug: str) -> dict:
    """As many made-up words as the measure has places for."""
    measure = CATALOGUE[slug]
    return {
        "intro": "Read this first",
        "notice": "Printed by nobody",
        "items": [f"Question {n} as printed" for n, _item in enumerate(measure.items, start=1)],
        "labels": {
            scale.name: [f"{scale.name} {n}" for n in range(scale.words_needed)]
            for scale in measure.scales
        },
    }


def switched_on(slug: str) -> switching.Standing:
    standing = switching.standing(slug)
    if not standing.instrument.has_text:
        switching.enter(standing, words_for(slug), "en-gb", NOON)
        switching.confirm(switching.standing(slug), "A letter of 3 May", NOON)
    if not standing.state.is_on:
        switching.switch(switching.standing(slug), True, NOON)
    return switching.standing(slug)


def take(member, slug: str, answers: dict[str, int], at=NOON, once: UUID | None = None, **more):
    standing = switching.standing(slug)
    return measuring.take(
        member, once or uuid4(), standing.instrument, standing.wording, answers, at, **more
    )


def every(slug: str, value: int) -> dict[str, int]:
    return dict.fromkeys(CATALOGUE[slug].item, value)


def scores(taking: Taking) -> dict[str, int]:
    return dict(taking.scores.values_list("name", "value"))


@pytest.fixture
def wine(ana) -> Behaviour:
    return Behaviour.objects.create(member=ana, kind="alcohol", label="Wine")


# Keeping answers.


def test_answers_are_kept_with_edition_and_language_and_scores_stand_in_columns(ana, wine):
    taking = take(ana, "rulers", {"importance": 8, "confidence": 3}, behaviour=wine)

    taking = Taking.objects.get(pk=taking.pk)
    assert [taking.member, taking.behaviour, taking.instrument, taking.edition, taking.language] == [
        ana, wine, "rulers", 1, "en-gb",
    ]  # fmt: skip
    assert [taking.day, taking.answers] == [date(2026, 11, 23), {"importance": 8, "confidence": 3}]
    assert scores(taking) == {"importance": 8, "confidence": 3}


def test_what_was_answered_rests_sealed(ana):
    take(ana, "phq-2", {"1": 3, "2": 3}, words="zqxjk")

    with connection.cursor() as cursor:
        cursor.execute("SELECT answers, words FROM stages_taking")
        rested = [bytes(cell) for cell in cursor.fetchone()]

    assert [b'"1"' in rested[0], b"zqxjk" in rested[1]] == [False, False]
    assert [len(cell) > 20 for cell in rested] == [True, True]


def test_the_same_send_twice_is_one_taking(ana):
    for _again in range(3):
        take(ana, "phq-2", {"1": 2, "2": 1}, once=ONCE)

    assert [Taking.objects.count(), Score.objects.count()] == [1, 1]


def test_the_database_itself_keeps_each_score_of_a_taking_once(ana):
    taking = take(ana, "rulers", {"importance": 8})

    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.create(member=ana, taking=taking, name="importance", value=7)


def test_the_same_id_from_two_people_is_two_takings(ana, ben):
    first, second = (take(each, "phq-2", {"1": 0, "2": 1}, once=ONCE) for each in (ana, ben))

    assert [first.member, second.member] == [ana, ben]
    assert Taking.objects.count() == 2


def test_with_one_left_there_is_no_total_and_the_answers_are_kept(ana):
    taking = take(ana, "phq-2", {"1": 2})

    assert [taking.answers, scores(taking)] == [{"1": 2}, {}]


def test_parts_that_are_whole_are_scored_without_the_rest(ana):
    switched_on("audit")

    taking = take(ana, "audit", {"1": 4, "2": 3, "3": 3})

    assert scores(taking) == {"use": 10}


@pytest.mark.parametrize("answers", [{"1": 4}, {"1": -1}, {"3": 0}, {"1": True}, {"1": 2**40}])
def test_what_is_not_on_the_scale_is_never_written(ana, answers):
    with pytest.raises(ValueError):
        take(ana, "phq-2", answers)

    assert Taking.objects.count() == 0


def test_before_the_day_starts_it_belongs_to_the_day_before(ana):
    taking = take(ana, "phq-2", {"1": 1, "2": 1}, datetime(2026, 11, 24, 2, tzinfo=UTC))

    assert taking.day == date(2026, 11, 23)


def test_no_score_out_of_range_is_ever_in_a_column(ana):
    taking = take(ana, "phq-2", {"1": 1, "2": 1})

    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.create(member=ana, taking=taking, name="other", value=101)


def test_it_is_taken_back_within_a_day_and_stays_after(ana):
    early, late = (take(ana, "phq-2", {"1": 1, "2": 1}) for _each in range(2))

    taken_back = measuring.take_back(early, NOON + timedelta(hours=23, minutes=59))
    stayed = measuring.take_back(late, NOON + timedelta(hours=24))

    assert [taken_back, stayed] == [True, False]
    assert [*Taking.objects.all()] == [late]
    assert [score.taking_id for score in Score.objects.all()] == [late.pk]


def test_that_help_was_shown_stays_when_the_answers_are_taken_back(ana):
    switched_on("phq-9")
    taking = take(ana, "phq-9", {"9": 1})
    SupportShown.objects.create(member=ana, why="measure", taking=taking, at=NOON)

    measuring.take_back(taking, NOON)

    assert [each.taking for each in SupportShown.objects.all()] == [None]


def test_keeping_one_looks_once_and_writes_twice(ana):
    standing = switching.standing("phq-2")

    with CaptureQueriesContext(connection) as asked:
        measuring.take(ana, ONCE, standing.instrument, standing.wording, {"1": 1, "2": 0}, NOON)

    kinds = [query["sql"].split()[0] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert kinds == ["SELECT", "INSERT", "INSERT"]


# Over time.


def test_lines_are_per_score_oldest_first_and_apart_for_each_behaviour(ana, ben, wine):
    phone = Behaviour.objects.create(member=ana, kind="internet")
    first = take(ana, "rulers", {"importance": 5, "confidence": 2}, behaviour=wine)
    later = take(ana, "rulers", {"importance": 7}, NOON + timedelta(days=9), behaviour=wine)
    other = take(ana, "rulers", {"confidence": 9}, behaviour=phone)
    mood = take(ana, "phq-2", {"1": 1, "2": 2})
    take(ben, "phq-2", {"1": 3, "2": 3})

    def told(lines):
        return [
            (line.instrument.slug, line.scoring.name, line.behaviour,
             [(point.taking, point.value) for point in line.points])
            for line in lines
        ]  # fmt: skip

    of_wine = [
        ("rulers", "importance", wine.pk, [(first.pk, 5), (later.pk, 7)]),
        ("rulers", "confidence", wine.pk, [(first.pk, 2)]),
        ("phq-2", "total", None, [(mood.pk, 3)]),
    ]
    assert told(measuring.trends(ana, wine)) == of_wine
    assert (phone.pk, [(other.pk, 9)]) in [
        (behaviour, points) for *_names, behaviour, points in told(measuring.trends(ana))
    ]
    assert told(measuring.trends(ana, wine, since=date(2026, 12, 1))) == [
        ("rulers", "importance", wine.pk, [(later.pk, 7)])
    ]


@pytest.mark.parametrize("times", [1, 3, 100])
def test_one_query_however_many_and_nothing_sealed_is_read(ana, wine, times):
    for n in range(times):
        take(ana, "phq-2", {"1": n % 4, "2": 1}, NOON + timedelta(days=n))

    with CaptureQueriesContext(connection) as asked:
        lines = measuring.trends(ana, wine)

    assert len(asked) == 1
    assert "answers" not in asked[0]["sql"]
    assert [len(line.points) for line in lines] == [min(times, MOST_POINTS)]


def test_years_of_it_are_cut_to_what_is_drawn(ana):
    takings = Taking.objects.bulk_create(
        Taking(
            member=ana, instrument="phq-2", language="en", day=NOON.date(),
            taken_at=NOON + timedelta(days=n),
        )
        for n in range(MOST_POINTS + 5)
    )  # fmt: skip
    Score.objects.bulk_create(
        Score(member=ana, taking=each, name="total", value=n % 7) for n, each in enumerate(takings)
    )

    (line,) = measuring.trends(ana)

    assert [point.taking for point in line.points] == [each.pk for each in takings[5:]]


def test_lines_may_be_of_one_measure_and_from_a_day_on(ana):
    for value in (2, 1, 0):
        take(ana, "phq-2", {"1": value, "2": 0}, NOON - timedelta(days=value))
    take(ana, "gad-2", {"1": 3, "2": 3})

    (line,) = measuring.trends(ana, since=date(2026, 11, 22), only="phq-2")

    assert [point.value for point in line.points] == [1, 0]


def test_the_latest_of_each_measure_is_one_query(ana, ben, django_assert_num_queries):
    take(ben, "rulers", {"importance": 9}, NOON + timedelta(days=5))
    for day in range(3):
        take(ana, "rulers", {"importance": day}, NOON + timedelta(days=day))
    take(ana, "phq-2", {"1": 1})

    with django_assert_num_queries(1):
        found = {each.instrument: each.taken_at for each in measuring.latest(ana)}

    assert found == {"rulers": NOON + timedelta(days=2), "phq-2": NOON}


# As a picture.


def test_one_time_is_no_line(ana):
    take(ana, "phq-2", {"1": 1, "2": 1})

    assert figures.every(measuring.trends(ana)) == []


def test_a_figure_says_where_it_began_and_where_it_is_and_has_its_table(ana):
    for days, value in ((0, 3), (30, 1), (60, 2)):
        take(ana, "phq-2", {"1": value, "2": value}, NOON + timedelta(days=days))

    (figure,) = figures.every(measuring.trends(ana))

    assert figure.title == "Low mood, in two questions"
    assert figure.says == (
        "Answered three times since 23 Nov 2026: first 6, now 4, between 2 and 6 all along."
    )
    assert figure.head == ("Day", "All of it")
    assert figure.rows == (("22 Jan 2027", "4"), ("23 Dec 2026", "2"), ("23 Nov 2026", "6"))


def test_two_rulers_are_two_strips_of_one_figure(ana, wine):
    take(ana, "rulers", {"importance": 8, "confidence": 3}, behaviour=wine)
    take(
        ana, "rulers", {"importance": 8, "confidence": 6}, NOON + timedelta(days=7), behaviour=wine
    )

    (figure,) = figures.every(measuring.trends(ana))

    assert figure.says == (
        "Answered two times since 23 Nov 2026."
        " Importance: 8, as at first. Confidence: 3 at first, 6 now."
    )
    assert figure.rows == (("30 Nov 2026", "8", "6"), ("23 Nov 2026", "8", "3"))


def test_several_times_on_one_day_still_stand_apart(ana):
    for value in (0, 1, 2):
        take(ana, "phq-2", {"1": value, "2": value}, NOON + timedelta(hours=value))

    (figure,) = figures.every(measuring.trends(ana))

    assert len(set(figure.marks.split('cx="')[1:4])) == 3


# Which measures are on.


def test_a_site_that_said_nothing_has_three_on(db):
    assert [each.instrument.slug for each in switching.all_standing() if each.is_open] == [
        "rulers", "phq-2", "gad-2",
    ]  # fmt: skip
    assert InstrumentState.objects.count() == 0


def test_one_query_for_all_of_them(db, django_assert_num_queries):
    switched_on("who-5")

    with django_assert_num_queries(1):
        found = [(each.instrument.slug, each.is_open) for each in switching.all_standing()]

    assert dict(found)["who-5"]


@pytest.mark.parametrize("slug", [each.slug for each in MEASURES if not each.has_text])
def test_without_the_right_it_cannot_be_on_though_its_words_are_here(db, slug):
    switching.enter(switching.standing(slug), words_for(slug), "en-gb", NOON)

    with pytest.raises(ValidationError, match="right"):
        switching.switch(switching.standing(slug), True, NOON)

    assert not switching.standing(slug).is_open


def test_without_its_words_it_cannot_be_on_though_it_may_be_used(db):
    switching.confirm(switching.standing("who-5"), "A letter", NOON)

    with pytest.raises(ValidationError, match="words"):
        switching.switch(switching.standing("who-5"), True, NOON)


@pytest.mark.parametrize("state", [
    {"slug": "who-5"},
    {"slug": "who-5", "rights": "confirmed", "evidence": "A letter"},
    {"slug": "who-5", "wording": words_for("who-5")},
    {"slug": "who-5", "rights": "confirmed", "wording": words_for("who-5")},
    {"slug": "who-5", "rights": "confirmed", "evidence": "  ", "wording": words_for("who-5")},
    {"slug": "phq-2", "rights": "unconfirmed"},
    {"slug": "no-such-measure", "rights": "confirmed", "evidence": "A letter"},
])  # fmt: skip
def test_saving_a_row_cannot_switch_it_on_either(db, state):
    with pytest.raises(ValidationError):
        InstrumentState(is_on=True, **state).save()

    assert InstrumentState.objects.count() == 0


def test_the_database_itself_keeps_what_may_not_be_used_off(db):
    InstrumentState.objects.create(slug="who-5")

    with pytest.raises(IntegrityError), transaction.atomic():
        InstrumentState.objects.filter(pk="who-5").update(is_on=True)


def test_a_row_that_was_switched_on_past_the_rules_opens_nothing(db):
    InstrumentState.objects.create(slug="who-5", rights="confirmed")
    InstrumentState.objects.filter(pk="who-5").update(is_on=True)

    assert not switching.standing("who-5").is_open


def test_a_right_that_is_gone_switches_it_off_and_keeps_the_words(db):
    standing = switched_on("who-5")

    switching.withdraw(standing, NOON)

    standing = switching.standing("who-5")
    assert [standing.is_open, standing.state.is_on, standing.wording is None] == [
        False, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize("slug", ["phq-9", "gad-7"])
def test_what_needs_help_at_hand_is_on_only_while_help_is_there(db, slug, monkeypatch):
    switched_on(slug)
    there = switching.standing(slug).is_open

    monkeypatch.setattr(crisis, "DIRECTORY", ())

    assert [there, switching.standing(slug).is_open] == [True, False]
    with pytest.raises(ValidationError, match="danger"):
        switching.switch(switching.standing(slug), True, NOON)
    with pytest.raises(ValidationError, match="danger"):
        InstrumentState(slug=slug, rights="confirmed", evidence="Pfizer", is_on=True).save()


@pytest.mark.parametrize("broken", [
    {"items": []},
    {"items": ["Only one"]},
    {"items": ["A", "B", "C", "D", "E", "F"]},
    {"items": ["A", "B", "", "D", "E"]},
    {"labels": {}},
    {"labels": {"how-often": ["one", "two"]}},
    {"labels": {"how-often": ["a", "b", "c", "", "e", "f"]}},
])  # fmt: skip
def test_a_count_of_words_that_is_not_right_is_no_wording(db, broken):
    switching.confirm(switching.standing("who-5"), "A letter", NOON)
    switching.enter(switching.standing("who-5"), words_for("who-5") | broken, "en-gb", NOON)

    assert switching.standing("who-5").wording is None


def test_other_words_are_another_edition_and_what_was_answered_keeps_its_own(ana):
    first = take(ana, "who-5", every("who-5", 3)) if switched_on("who-5") else None
    other = words_for("who-5") | {"intro": "Other words"}

    switching.enter(switching.standing("who-5"), other, "en-gb", NOON)
    switching.enter(switching.standing("who-5"), other, "en-gb", NOON)
    second = take(ana, "who-5", every("who-5", 3))
    switching.enter(switching.standing("who-5"), other, "es", NOON)
    third = take(ana, "who-5", every("who-5", 3))

    assert [(each.edition, each.language) for each in (first, second, third)] == [
        (1, "en-gb"), (2, "en-gb"), (3, "es"),
    ]  # fmt: skip


@pytest.mark.parametrize("slug", ["phq-2", "phq-9", "gad-2", "gad-7", "rulers"])
def test_words_that_stand_here_are_never_written_over(db, slug):
    with pytest.raises(ValidationError):
        switching.enter(switching.standing(slug), words_for(slug), "en-gb", NOON)


# What is taken along.


def row(slug: str, answers: dict[str, int]) -> dict:
    return {"instrument": slug, "answers": answers}


def test_a_copy_has_the_answers_in_words_and_what_they_came_to():
    assert copied.read(row("phq-2", {"1": 0, "2": 3}), []) == [
        (
            "PHQ-2",
            [
                ("Little interest or pleasure in doing things", ["Not at all"]),
                ("Feeling down, depressed, or hopeless", ["Nearly every day"]),
            ],
        ),
        ("What it came to", [("All of it", ["3, from 0 to 6"])]),
    ]


def test_words_that_are_not_ours_to_copy_stay_out_of_it():
    assert copied.read(row("tea", {"health": 7}), []) == [
        ("Treatment Effectiveness Assessment (TEA)", [("Health", ["7, from 1 to 10"])]),
        ("What it came to", [("Health", ["7, from 1 to 10"])]),
    ]
    assert copied.read(row("who-5", {"2": 4}), []) == [
        ("WHO-5 Well-Being Index", [("Question 2", ["4, from 0 to 5"])])
    ]


def test_what_nobody_can_read_is_copied_as_it_is_kept():
    assert copied.read(row("of-old", {"1": 2}), []) == [("", [("1", ["2"])])]
    assert copied.read(row("phq-2", {"1": 9}), []) == [("", [("1", ["9"])])]


@pytest.mark.parametrize(
    ("slug", "answers"),
    [("of-old", {}), ("phq-2", {"1": 4}), ("phq-2", {"3": 1}), ("phq-2", {"1": "1"})],
)
def test_a_file_with_answers_to_nothing_is_not_brought_back(slug, answers):
    with pytest.raises(copied.Refused):
        copied.takings_fit([Taking(instrument=slug, answers=answers)])


@pytest.mark.parametrize(("name", "value"), [("total", 7), ("other", 1)])
def test_a_file_with_a_score_there_cannot_be_is_not_brought_back(name, value):
    taking = Taking(instrument="phq-2")

    with pytest.raises(copied.Refused):
        copied.scores_fit([Score(taking=taking, name=name, value=value)], {taking.pk: "phq-2"})
