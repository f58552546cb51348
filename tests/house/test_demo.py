"""The demo cast: believable, made once, never outside DEBUG."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction

from smartrecovery.accounts.models import User
from smartrecovery.demo import cast
from smartrecovery.outbox import news
from smartrecovery.sheets import SheetForm
from smartrecovery.today import today_for
from smartrecovery.vault import keys
from stages import experiments
from stages.models import (
    Behaviour,
    CheckIn,
    Coped,
    Experiment,
    Score,
    Slip,
    Stage,
    StageMove,
    Suggestion,
    Urge,
)
from tools.catalogue import latest, sheet_of
from tools.models import Entry, Rating, Revision

pytestmark = pytest.mark.page

NOW = datetime(2026, 11, 20, 20, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def cast_for_all(django_db_setup, django_db_blocker):
    """Told once; what a test does to it is taken back with the test."""
    with django_db_blocker.unblock(), keys.held(), transaction.atomic():
        cast.make(NOW)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def told(cast_for_all, db):
    """Six weeks of everybody."""


def test_the_demo_is_refused_when_debug_is_off(db, settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="DEBUG"):
        call_command("demo")

    assert not User.objects.exists()


def test_the_cast_can_sign_in(told):
    signs_in = {u.username: u.check_password("footing-demo") for u in User.objects.all()}

    assert signs_in == dict.fromkeys(["ana", "ben", "finn", "cleo", "gita", "sam", "ada"], True)


def test_telling_it_twice_changes_nothing(told):
    before = rows()

    made = cast.make(NOW + timedelta(days=1))

    assert (made, rows()) == ([], before)


def test_what_reminded_ana_went_by_mail_and_what_she_wrote_answered_it(told):
    ana = User.objects.get(username="ana")
    sent = ana.messages_sent.filter(kind="check-in")

    written = set(ana.check_ins.values_list("day", flat=True))
    assert {(m.state, m.channel, m.answer) for m in sent} == {("sent", "email", "250")}
    assert [m.answered_at is not None for m in sent] == [m.day in written for m in sent]
    assert {m.answered_at is not None for m in sent} == {True, False}
    assert ana.reminders.get(kind="check-in").next_at > NOW


def test_something_waits_for_ben_in_here(told):
    ben = User.objects.get(username="ben")

    assert ben.has_news
    assert [each.channel for each in news.waiting(ben)] == ["inbox"]


def test_nothing_happened_later_than_now(told):
    latest = [
        StageMove.objects.latest("at").at,
        Revision.objects.latest("at").at,
        Entry.objects.latest("changed_at").changed_at,
        Urge.objects.latest("changed_at").changed_at,
        Urge.objects.latest("occurred_at").occurred_at,
        Slip.objects.latest("created_at").created_at,
        CheckIn.objects.latest("changed_at").changed_at,
        Suggestion.objects.latest("shown_at").shown_at,
    ]

    assert max(latest) <= NOW


def test_ana_came_back_once_and_goes_on(told):
    moves = StageMove.objects.filter(member__username="ana").order_by("number")

    assert [move.to_stage for move in moves] == [
        Stage.CON, Stage.DET, Stage.ACT, Stage.REL, Stage.ACT,
    ]  # fmt: skip


def test_ana_weighed_it_over_weeks_and_her_numbers_rose(told):
    weighed = Revision.objects.filter(member__username="ana", entry__tool="cost-benefit")
    planned = Rating.objects.filter(revision__entry__tool="change-plan", member__username="ana")
    ratings = planned.filter(question="confidence").order_by("revision__number")

    assert len(weighed) == 4
    assert [rating.value for rating in ratings] == [4, 4, 5, 7, 7, 7]


def test_anas_reasons_lead_back_to_what_she_weighed(told):
    plan = Entry.objects.get(member__username="ana", tool="change-plan", state=Entry.State.SAVED)
    weighed = Entry.objects.get(member__username="ana", tool="cost-benefit")

    assert [(row["text"], row["from"]["entry"]) for row in plan.answers["reasons"]] == [
        ("Mornings with Leo", str(weighed.pk)),
        ("Awake at three in the morning", str(weighed.pk)),
    ]


def test_today_has_something_to_show(told):
    ana = User.objects.get(username="ana")

    assert [entry.title for entry in ana.entries.half_written()] == ["Phone out of the bedroom"]
    assert today_for(ana, NOW).steps


def test_every_answer_of_the_demo_stands_on_its_sheet(told):
    for entry in Entry.objects.all():
        sheet = sheet_of(entry.tool, entry.edition)
        assert set(entry.answers) <= set(sheet.questions), entry.tool
        assert SheetForm(sheet=sheet, answers=entry.answers, checking=True).errors == {}, entry.tool
        assert sheet.read(entry.answers)


def test_every_tool_has_been_tried_by_somebody(told):
    tried = set(Entry.objects.values_list("tool", flat=True))

    assert {sheet.slug for sheet in latest()} - tried == set()


def test_ana_drew_her_balance_twice_a_month_apart(told):
    first, *_rest, last = Revision.objects.filter(
        member__username="ana", entry__tool="balance"
    ).order_by("number")

    assert last.at.date() - first.at.date() == timedelta(days=30)
    assert [row["satisfaction"] for row in first.answers["slices"]] == [4, 6, 7, 3, 2, 1]
    assert [row["satisfaction"] for row in last.answers["slices"]] == [5, 7, 6, 4, 4, 4, 4]


def test_anas_card_has_people_reasons_and_sentences(told):
    (card,) = Entry.objects.filter(member__username="ana", tool="urge-plan")

    said = {name: len(card.answers[name]) for name in ("people", "reasons", "sentences", "moments")}

    assert said == {"people": 2, "reasons": 2, "sentences": 2, "moments": 2}


def test_anas_weeks_were_looked_back_at_or_closed_by_themselves(told):
    weeks = Entry.objects.filter(member__username="ana", tool="week-plan").order_by("created_at")

    learned = ["learned" in week.answers for week in weeks]

    assert learned == [True, False, True, False]


def test_the_friday_by_the_crown_is_told_as_it_was(told):
    (urge,) = (
        urge
        for urge in Urge.objects.filter(member__username="ana")
        if urge.said.get("trigger") == "Walking past the Crown"
    )

    local = urge.occurred_at.astimezone(urge.member.tz)
    assert f"{local:%A %H:%M}" == "Friday 18:40"
    assert (urge.intensity, urge.minutes, urge.helped, urge.outcome) == (8, 12, 7, "rode_it_out")
    assert (urge.place, urge.company, urge.triggers) == ("out", "alone", 0b101)
    assert {coped.action.label for coped in urge.coped.all()} == {"Crossed the road", "Rang Priya"}
    assert (urge.said["thought"], urge.said["next_time"]) == ("I’ve earned it", "Tram, not walk")


def test_what_helped_ana_was_noted_often_enough_to_be_told(told):
    labels = [coped.action.label for coped in Coped.objects.filter(member__username="ana")]

    often = {label for label in labels if labels.count(label) >= 5}

    assert often == {
        "Play the guitar, one song",
        "Out the back, round the block",
        "Twenty minutes, then decide",
    }


def test_a_slip_moved_nothing_and_rulers_were_taken(told):
    assert Slip.objects.filter(member__username="ana").count() == 2
    assert Score.objects.filter(member__username="ana", name="confidence").count() == 6


def test_one_suggestion_waits_and_it_is_cleos(told):
    (made,) = Suggestion.objects.all()

    assert (made.member.username, made.to_stage, made.answer) == ("cleo", Stage.DET, "")
    assert {"importance_high", "confidence_enough"} <= {
        each["fact"] for each in made.evidence["facts"]
    }


def test_ana_tried_something_that_can_be_told_and_tries_the_next(told):
    over, under_way = Experiment.objects.filter(member__username="ana").order_by("starts_on")
    today = over.member.today(NOW)

    assert experiments.compare(over, today).chance is not None
    assert over.learned
    assert not experiments.is_over(under_way, today)


def test_sam_would_rather_not_say(told):
    behaviour = Behaviour.objects.with_stage().get(member__username="sam")

    assert behaviour.stage == Stage.UNSET


def rows() -> dict[str, list]:
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models()
    }
