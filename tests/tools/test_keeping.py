"""Nothing is overwritten in silence, nothing is saved twice, nothing is lost."""

import random
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.http import Http404

from tools import catalogue, keeping
from tools.models import Entry, Rating, Revision

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
PLAN = catalogue.newest("change-plan")


@pytest.fixture
def plan(ana) -> Entry:
    return keeping.begin(ana, PLAN, uuid4(), None, NOW)


def reread(entry: Entry) -> Entry:
    return Entry.objects.get(pk=entry.pk)


def test_the_same_id_twice_is_one_entry(ana, plan):
    again = keeping.begin(ana, PLAN, plan.pk, None, NOW)

    assert again == plan
    assert Entry.objects.count() == 1


def test_an_id_that_is_somebody_elses_is_not_found(ben, plan):
    with pytest.raises(Http404):
        keeping.begin(ben, PLAN, plan.pk, None, NOW)


def test_a_draft_is_not_counted(plan):
    keeping.draft(plan, PLAN, {"change": "Swim", "importance": 5}, keeping.Page(0, "a"), NOW)

    now = reread(plan)
    assert (now.answers, now.state, now.unsaved) == (
        {"change": "Swim", "importance": 5},
        "draft",
        True,
    )
    assert (Revision.objects.count(), Rating.objects.count()) == (0, 0)


def test_saving_the_same_words_twice_is_saving_once(plan):
    page = keeping.Page(0, "a")

    keeping.save(plan, PLAN, {"change": "Swim", "importance": 5}, page, NOW)
    keeping.save(reread(plan), PLAN, {"change": "Swim", "importance": 5}, page, NOW)

    assert list(Revision.objects.values_list("number", flat=True)) == [1]
    assert list(Rating.objects.values_list("question", "value")) == [("importance", 5)]


def test_a_page_may_go_on_with_its_own_words_though_an_answer_was_lost(plan):
    page = keeping.Page(0, "a")
    keeping.draft(plan, PLAN, {"change": "Sw"}, page, NOW)

    keeping.draft(reread(plan), PLAN, {"change": "Swim"}, page, NOW)

    assert reread(plan).answers == {"change": "Swim"}


def test_another_page_is_told_and_overwrites_nothing(plan):
    keeping.draft(plan, PLAN, {"change": "Mine"}, keeping.Page(0, "a"), NOW)

    with pytest.raises(keeping.Conflict) as told:
        keeping.save(reread(plan), PLAN, {"change": "Theirs"}, keeping.Page(0, "b"), NOW)

    assert told.value.entry.answers == {"change": "Mine"}
    assert reread(plan).answers == {"change": "Mine"}
    assert Revision.objects.count() == 0


def test_choosing_one_keeps_the_other_as_a_revision(plan):
    keeping.draft(plan, PLAN, {"change": "Mine"}, keeping.Page(0, "a"), NOW)

    keeping.save_over(reread(plan), PLAN, {"change": "Theirs"}, keeping.Page(1, "b"), NOW)

    assert reread(plan).answers == {"change": "Theirs"}
    assert [r.answers for r in Revision.objects.order_by("number")] == [
        {"change": "Mine"},
        {"change": "Theirs"},
    ]


def test_eight_pages_writing_at_random_never_overwrite_in_silence(plan):
    """R-SAV-01: whatever a page was told is kept stays until that page or a page that saw it writes."""
    dice = random.Random(7)
    opened = {tab: 0 for tab in "abcdefgh"}
    for turn in range(300):
        tab = dice.choice("abcdefgh")
        before = reread(plan)
        if dice.random() < 0.3:
            opened[tab] = before.version
            continue
        try:
            kept = keeping.draft(
                before, PLAN, {"change": f"{tab} {turn}"}, keeping.Page(opened[tab], tab), NOW
            )
        except keeping.Conflict:
            assert reread(plan).answers == before.answers
            assert before.last_tab != tab
            assert before.version != opened[tab]
        else:
            assert before.version in (0, opened[tab]) or before.last_tab == tab
            opened[tab] = kept.version


def test_the_next_day_is_the_earliest_step_that_is_open(plan):
    steps = [
        {"id": "aaaaaaaa", "text": "Swim", "when": "2026-11-24", "done": True},
        {"id": "bbbbbbbb", "text": "Ring Ben", "when": "2026-11-26"},
    ]

    keeping.save(
        plan,
        PLAN,
        {"change": "x", "steps": steps, "review_on": "2026-12-01"},
        keeping.Page(0, "a"),
        NOW,
    )

    assert str(reread(plan).next_on) == "2026-11-26"


def test_a_row_is_taken_once_and_says_where_it_came_from(ana, plan):
    sheet = catalogue.newest("cost-benefit")
    source = keeping.begin(ana, sheet, uuid4(), None, NOW)
    keeping.draft(
        source,
        sheet,
        {"doing_cost": [{"id": "cccccccc", "text": "62 a week"}]},
        keeping.Page(0, "a"),
        NOW,
    )

    once = keeping.taken({}, "reasons", source, "cccccccc", NOW.date())
    twice = keeping.taken(once, "reasons", source, "cccccccc", NOW.date())

    assert once == twice
    (row,) = once["reasons"]
    assert (row["text"], row["from"]) == ("62 a week", {"entry": str(source.pk), "row": "cccccccc"})


def test_moving_keeps_every_row():
    rows = [{"id": "aaaaaaaa"}, {"id": "bbbbbbbb"}, {"id": "cccccccc"}]

    def order(do, row_id):
        return "".join(r["id"][0] for r in keeping.moved({"q": rows}, "q", row_id, do)["q"])

    assert [
        order("up", "cccccccc"),
        order("up", "aaaaaaaa"),
        order("down", "aaaaaaaa"),
        order("down", "cccccccc"),
    ] == ["acb", "abc", "bac", "abc"]
    assert order("remove", "bbbbbbbb") == "ac"
    assert order("up", "nobodyss") == "abc"


def test_revisions_are_added_day_after_day(plan):
    for day in range(3):
        entry = reread(plan)
        keeping.save(
            entry,
            PLAN,
            {"change": f"day {day}"},
            keeping.Page(entry.version, "a"),
            NOW + timedelta(days=day),
        )

    assert [r.answers["change"] for r in reread(plan).revisions.order_by("number")] == [
        "day 0",
        "day 1",
        "day 2",
    ]
