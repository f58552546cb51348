"""Nothing is overwritten in silence, nothing is saved twice, nothing is lost."""

import random
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.http import Http404

from smartrecovery.vault.fields import Sealed
from smartrecovery.vault.keyring import CannotOpen
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

    keeping.put_over(
        keeping.save, reread(plan), PLAN, {"change": "Theirs"}, keeping.Page(1, "b"), NOW
    )

    assert reread(plan).answers == {"change": "Theirs"}
    assert [r.answers for r in Revision.objects.order_by("number")] == [
        {"change": "Mine"},
        {"change": "Theirs"},
    ]


def test_the_same_choice_sent_twice_at_once_is_made_once(plan):
    keeping.draft(plan, PLAN, {"change": "Mine"}, keeping.Page(0, "a"), NOW)
    first, second = reread(plan), reread(plan)

    for entry in (first, second):
        keeping.put_over(keeping.save, entry, PLAN, {"change": "Theirs"}, keeping.Page(1, "b"), NOW)

    assert [r.answers["change"] for r in Revision.objects.order_by("number")] == ["Mine", "Theirs"]


def test_choosing_the_same_words_again_and_again_is_choosing_once(plan):
    keeping.draft(plan, PLAN, {"change": "Mine"}, keeping.Page(0, "a"), NOW)

    for _time in range(3):
        keeping.put_over(
            keeping.draft, reread(plan), PLAN, {"change": "Mine"}, keeping.Page(1, "b"), NOW
        )

    assert (reread(plan).version, Revision.objects.count()) == (1, 0)


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


def test_saving_what_is_put_away_leaves_it_there(plan):
    keeping.save(plan, PLAN, {"change": "Swim"}, keeping.Page(0, "a"), NOW)
    plan.put_away()

    keeping.save(reread(plan), PLAN, {"change": "Swim at six"}, keeping.Page(1, "a"), NOW)

    now = reread(plan)
    assert (now.answers, now.state) == ({"change": "Swim at six"}, "archived")


@pytest.mark.parametrize("field", ["title", "answers"])
def test_what_does_not_open_is_not_written_over(plan, field):
    keeping.draft(plan, PLAN, {"change": "Swim"}, keeping.Page(0, "a"), NOW)
    damaged = Sealed(b"x" * 40)
    Entry.objects.filter(pk=plan.pk).update(**{field: damaged})

    with pytest.raises(CannotOpen):
        keeping.draft(reread(plan), PLAN, {"change": "Run"}, keeping.Page(1, "a"), NOW)

    (rests,) = Entry.objects.filter(pk=plan.pk).values_list(field, flat=True)
    assert rests == damaged


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


def test_a_form_sent_twice_at_once_is_saved_once(plan):
    """R-INP-04: both were opened before either had written."""
    page, twice = keeping.Page(0, "a"), [reread(plan), reread(plan)]

    for entry in twice:
        keeping.save(entry, PLAN, {"change": "Swim", "importance": 5}, page, NOW)

    assert [entry.version for entry in twice] == [1, 1]
    assert list(Revision.objects.values_list("number", flat=True)) == [1]
    assert Rating.objects.count() == 1


def test_a_late_draft_of_what_was_saved_leaves_it_saved(plan):
    page, early = keeping.Page(0, "a"), reread(plan)
    keeping.save(plan, PLAN, {"change": "Swim"}, page, NOW)

    keeping.draft(early, PLAN, {"change": "Swim"}, page, NOW)

    assert not reread(plan).unsaved


def test_a_page_without_a_mark_never_passes_for_the_one_that_wrote_last(plan):
    keeping.draft(plan, PLAN, {"change": "Mine"}, keeping.Page(0, ""), NOW)

    with pytest.raises(keeping.Conflict):
        keeping.draft(reread(plan), PLAN, {"change": "Theirs"}, keeping.Page(0, ""), NOW)

    assert reread(plan).answers == {"change": "Mine"}


def test_an_id_that_belongs_to_another_tool_is_not_found(ana, plan):
    with pytest.raises(Http404):
        keeping.begin(ana, catalogue.newest("cost-benefit"), plan.pk, None, NOW)
