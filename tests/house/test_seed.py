"""Volume for measuring: sealed as the app seals, the same lives for the same seed."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from smartrecovery.accounts.models import User
from smartrecovery.demo import volume
from smartrecovery.vault import keys
from stages import machine
from stages.models import CheckIn, Score, StageMove, Urge
from tools.catalogue import sheet_of
from tools.models import Entry, Rating, Revision, Week

NOW = datetime(2026, 11, 20, 20, 30, tzinfo=UTC)


def grow(members: int = 2, days: int = 60, number: int = 1, **often) -> None:
    for _ in volume.seed(members, days, NOW, number, **often):
        pass


def test_a_made_up_member_signs_in_and_reads_their_own_words(db):
    grow()

    member = User.objects.get(username="m000001")
    assert member.check_password("footing-demo")
    assert member.name
    for entry in member.entries.all():
        assert sheet_of(entry.tool, entry.edition).read(entry.answers)


def test_nothing_they_wrote_rests_in_plain_sight(db):
    grow()
    words = {
        row["text"]
        for entry in Entry.objects.all()
        for _name, row in sheet_of(entry.tool, entry.edition).rows(entry.answers)
        if "text" in row
    }

    with connection.cursor() as cursor:
        cursor.execute("SELECT answers, title FROM tools_entry")
        kept = b"".join(bytes(cell) for row in cursor.fetchall() for cell in row)

    assert words
    assert [word for word in words if word.encode() in kept] == []


def test_an_entry_a_week_each_with_revisions_and_the_last_is_the_entry(db):
    grow(members=1, days=364)

    entries = Entry.objects.all()
    assert len(entries) == 52
    for entry in entries:
        revisions = list(entry.revisions.order_by("number"))
        assert revisions[-1].answers == entry.answers
        assert [r.number for r in revisions] == list(range(1, entry.version))


def test_ratings_are_what_was_answered(db):
    grow()

    for rating in Rating.objects.select_related("revision__entry"):
        entry, answers = rating.revision.entry, rating.revision.answers
        question = sheet_of(entry.tool, entry.edition).questions[rating.question]
        assert question.number(answers[rating.question]) == rating.value


def test_every_week_planned_is_counted(db):
    grow(members=5)

    planned = Entry.objects.filter(tool="week-plan").values_list("pk", flat=True)
    assert planned
    assert set(Week.objects.values_list("pk", flat=True)) == set(planned)


def test_three_urges_a_day_and_most_days_checked_in(db):
    grow(members=1, days=364)

    assert 2.8 < Urge.objects.count() / 364 < 3.2
    assert 0.7 < CheckIn.objects.count() / 364 < 0.9


def test_only_so_many_write_down_every_day(db):
    grow(members=3, days=90, urges_a_day=2, closely=1)

    counts = [
        User.objects.get(username=volume.username("m", n)).urges.count() / 90 for n in (1, 2, 3)
    ]
    assert 1.6 < counts[0] < 2.4
    assert max(counts[1:]) < 0.5


def test_every_note_stands_on_its_members_own_day_and_none_is_still_to_come(db):
    grow(members=4)

    for urge in Urge.objects.select_related("member"):
        local = urge.occurred_at.astimezone(urge.member.tz)
        assert (urge.day, urge.hour) == (urge.member.day_of(urge.occurred_at), local.hour)
        assert urge.occurred_at <= NOW
    for check_in in CheckIn.objects.all():
        assert check_in.week.weekday() == 0
        assert 0 <= (check_in.day - check_in.week).days < 7
    for score in Score.objects.select_related("taking"):
        assert score.taking.answers[score.name] == score.value


def test_every_move_is_one_the_table_knows(db):
    grow(members=5)

    kinds = {machine.kind(move.from_stage, move.to_stage) for move in StageMove.objects.all()}
    assert not kinds & {machine.Kind.OTHERWISE, machine.Kind.STAY}


def test_the_same_seed_leads_the_same_lives(db):
    grow()
    first = written()
    User.objects.all().delete()

    grow()

    assert written() == first


def written() -> list[tuple]:
    with keys.held():
        return [(row.pk, row.answers) for row in Revision.objects.order_by("pk")]


def test_made_up_members_are_refused_among_people(ana, settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="holds people"):
        call_command("seed", members=1, days=7)

    assert list(User.objects.all()) == [ana]
