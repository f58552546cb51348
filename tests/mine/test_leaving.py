from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from smartrecovery import export, restore
from smartrecovery.accounts import leaving
from smartrecovery.accounts.models import User
from smartrecovery.vault import keys
from smartrecovery.vault.fields import SealedField
from smartrecovery.vault.keyring import CannotOpen
from smartrecovery.vault.models import DataKey
from stages import urges
from stages.models import Behaviour
from tests.tools.writing import kept, kept_again
from tools import catalogue, links, offers
from tools.models import Entry

from .content import NOON, fill

WEEK = timedelta(days=7)


def rows_with(text: str) -> dict[str, int]:
    """Every table of ours that holds the text anywhere, and how often."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = [row for row in cursor.fetchall() if text in readable(row)]
            if rows:
                found[table] = len(rows)
    return found


def readable(row: tuple) -> str:
    return " ".join(str(value).replace("-", "") for value in row)


def test_leaving_waits_seven_days(ana):
    fill(ana, ["one"])

    leaving.ask_to_leave(ana, NOON)

    assert ana.leaving_at == NOON + WEEK
    assert leaving.erase_due(NOON + WEEK - timedelta(seconds=1)) == 0
    assert leaving.erase_due(NOON + WEEK) == 1
    assert not User.objects.filter(pk=ana.pk).exists()


def test_leaving_can_be_at_once(ana):
    leaving.ask_to_leave(ana, NOON, waive=True)

    assert not User.objects.filter(pk=ana.pk).exists()


def test_a_changed_mind_finds_everything(ana):
    fill(ana, ["one"])
    leaving.ask_to_leave(ana, NOON)

    assert leaving.change_mind(ana)

    assert leaving.erase_due(NOON + WEEK) == 0
    assert ana.behaviours.get().label == "one"


def test_a_mind_changed_at_the_last_moment_wins(ana):
    leaving.ask_to_leave(ana, NOON)
    listed = User.objects.get(pk=ana.pk)
    leaving.change_mind(ana)

    assert not leaving.erase(listed, NOON + WEEK)

    assert DataKey.objects.filter(owner=ana).exists()


def test_a_life_of_worksheets_is_taken_along_erased_and_brought_back_equal(ana, sam):
    live(ana)
    before, told = export.content_of(export.gather(ana, NOON)), retold(ana)
    file, whose = export.zip_of(ana, NOON), ana.pk.hex

    leaving.ask_to_leave(ana, NOON, waive=True)
    left = rows_with(whose)
    restore.bring(sam, restore.opened(file))

    sam = User.objects.get(pk=sam.pk)
    assert left == {}
    assert (export.content_of(export.gather(sam, NOON)), retold(sam)) == (before, told)
    assert [
        len(rows) > least for rows, least in zip(told.values(), (15, 1, 3, 0), strict=True)
    ] == [True] * 4


def live(member) -> None:
    """Every tool, every line that may flow, two weeks, one looked back at, and an urge that passed."""
    wine = Behaviour.objects.create(member=member, kind="alcohol", label="Wine", created_at=NOON)
    found = {
        sheet.slug: kept(member, sheet.slug, sheet.worked_example, NOON, behaviour=wine)
        for sheet in catalogue.latest()
    }
    for flow in links.LINKS:
        source, target = found[flow.from_tool], found[flow.to_tool]
        sheet, theirs = catalogue.newest(flow.to_tool), catalogue.newest(flow.from_tool)
        for row in flow.rows(theirs, source.answers)[:1]:
            line = f"{flow.to_question}:{source.pk}:{row['id']}"
            answers = offers.take(member, target, sheet, target.answers, line, NOON.date())
            kept_again(target, answers or target.answers, NOON)
    plan = {"intention": "Evenings", "starts_on": "2026-09-07", "learned": "Early is easier"}
    row = {"id": "actions001", "text": "Swim", "days": ["mon", "wed"], "done_on": ["mon"]}
    kept(member, "week-plan", plan | {"actions": [row]}, NOON, behaviour=wine)
    urges.passed(member, uuid4(), wine, NOON, 12, NOON)


def retold(member) -> dict[str, list]:
    """What is counted and remembered besides the answers; by titles, as ids are new."""
    return {
        "taken": values(member.taken, "source__tool", "source_row", "entry__tool", "question", "row"),
        "weeks": values(
            member.weeks, "starts_on", "state", "reviewed_at", "planned", "done", "changed", "confidence"
        ),
        "lines": values(
            member.plan_lines, "week__starts_on", "what", "row", "days", "at", "target", "did", "done_days"
        ),
        "urges": values(member.urges, "occurred_at", "minutes", "outcome", "behaviour__kind"),
    }  # fmt: skip


def values(rows, *names: str) -> list[str]:
    return sorted(map(str, rows.values_list(*names)))


def test_nothing_of_an_erased_person_is_left(as_ana, ana, ben):
    fill(ana, ["one"])
    fill(ben, ["one"])
    before = rows_with(ben.pk.hex)

    leaving.ask_to_leave(ana, NOON, waive=True)

    assert rows_with(ana.pk.hex) == {}
    assert rows_with(ben.pk.hex) == before
    assert ben.behaviours.get().label == "one"


def test_a_crash_in_between_leaves_nothing_readable_and_is_finished_later(as_ana, ana, monkeypatch):
    fill(ana, ["one"])
    entry = ana.entries.first()

    def crash(member_id):
        raise SystemExit

    with monkeypatch.context() as broken, pytest.raises(SystemExit):
        broken.setattr(leaving, "_take_away", crash)
        leaving.ask_to_leave(ana, NOON, waive=True)

    with keys.held(), pytest.raises(CannotOpen):
        _ = Entry.objects.get(pk=entry.pk).answers
    assert not User.objects.filter(username="ana").exists()
    assert as_ana.get("/").status_code != 200
    assert leaving.erase_due(NOON) == 1
    assert rows_with(ana.pk.hex) == {}


def test_r_prv_08_a_backup_from_before_opens_nothing_with_the_keys_of_today(ana):
    """Content is backed up without the key table; of the keys only the newest copy is kept."""
    fill(ana, ["one"])
    models = [model for model in apps.get_models() if model is not DataKey]
    backup = [(model, raw_rows(model)) for model in models]

    leaving.ask_to_leave(ana, NOON, waive=True)
    with connection.constraint_checks_disabled():
        for model, rows in backup:
            put_back(model, rows)
        tried = unopened()

    assert set(tried) >= {"Behaviour.label", "Entry.answers", "Revision.answers", "StageMove.note"}


def test_whoever_was_erased_since_a_backup_is_erased_again_after_it(ana, ben):
    DataKey.objects.filter(owner=ana).delete()

    assert leaving.erase_keyless() == 1

    assert list(User.objects.all()) == [ben]


def test_the_command_after_a_restore_counts_first_and_erases_when_told(ana, ben, capsys):
    DataKey.objects.filter(owner=ana).delete()

    call_command("restored")
    counted = User.objects.count()
    call_command("restored", "--erase")

    assert capsys.readouterr().out == "1 members have no key.\nErased 1 members without a key.\n"
    assert (counted, list(User.objects.all())) == (2, [ben])


def test_a_restore_without_any_keys_erases_nobody(ana):
    DataKey.objects.all().delete()

    with pytest.raises(CannotOpen):
        leaving.erase_keyless()

    assert list(User.objects.all()) == [ana]


def raw_rows(model) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
        names = [column[0] for column in cursor.description]
        return [(names, row) for row in cursor.fetchall()]


def put_back(model, rows: list[tuple]) -> None:
    """Only what is gone, as a restore would find it."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        for names, row in rows:
            row = [str(one) if isinstance(one, time) else one for one in row]
            columns = ", ".join(map(connection.ops.quote_name, names))
            marks = ", ".join(["%s"] * len(row))
            cursor.execute(
                f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING", row
            )


def unopened() -> dict[str, int]:
    """How many values of each sealed field are there and do not open."""
    tried: dict[str, int] = {}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if not isinstance(field, SealedField):
                continue
            for row in model._base_manager.all():
                if row.__dict__[field.attname]:
                    with keys.held(), pytest.raises(CannotOpen):
                        getattr(row, field.attname)
                    name = f"{model.__name__}.{field.name}"
                    tried[name] = tried.get(name, 0) + 1
    return tried


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a matter of the one file")
def test_what_is_deleted_is_overwritten_in_the_file(db):
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)


def test_a_pause_has_an_end(ana):
    leaving.pause(ana, date(2026, 10, 1))

    assert User.objects.get(pk=ana.pk).paused_until == date(2026, 10, 1)

    leaving.end_pause(ana)

    assert User.objects.get(pk=ana.pk).paused_until is None


def test_whoever_was_shut_out_for_good_has_no_session_and_no_address_left(as_ana, ana, monkeypatch):
    """Before a single row of what they wrote is gone."""
    EmailAddress.objects.create(user=ana, email="ana@example.org", verified=True)
    monkeypatch.setattr(leaving, "_take_away", lambda member_id: None)

    leaving.ask_to_leave(ana, NOON, waive=True)

    shut = User.objects.get(pk=ana.pk)
    assert [shut.email, shut.is_active, shut.has_usable_password()] == ["", False, False]
    assert [shut.devices.count(), EmailAddress.objects.filter(user=ana).count()] == [0, 0]
