"""The register, the export and the schema say the same about every column about a person."""

import base64
import re
from itertools import count
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from django.utils import timezone

from smartrecovery import export, restore
from smartrecovery.accounts.models import HeldImport, Session, User
from smartrecovery.vault.fields import SealedField
from tests.mine.content import NOON, answers_to, fill
from tools.catalogue import CATALOGUE

REGISTER = Path(settings.BASE_DIR, "docs", "privacy.md")
HEADING = re.compile(r"^## .+ \((\w+\.\w+)\)$")
LINE = re.compile(r"^\| `(\w+)` \|(.+)\|$")

NOBODYS = {
    "auth.Permission": "part of the framework; nobody has one",
    "auth.Group": "part of the framework; nobody is in one",
    "auth.Group_permissions": "part of the framework; always empty",
    "contenttypes.ContentType": "names of our own tables",
    "outbox.Heartbeat": "when the timetable last did its work",
    "stages.InstrumentState": "which measures this site has on, and by which right",
    "stages.Threshold": "how much it takes before a stage is suggested",
    "sessions.Session": "the framework's table; ours is accounts.Session, and this one stays empty",
}

UNSEALED_TEXT = {
    "accounts.User.username": "found by it at sign-in; a pseudonym",
    "accounts.User.password": "a hash",
    "accounts.User.email": "mail is sent to it",
    "accounts.User.zone": "from a list",
    "accounts.User.region": "from a list",
    "accounts.RecoveryCode.hashed": "a hash",
    "accounts.Session.session_key": "a random secret",
    "accounts.Session.session_data": "written by the app; the canaries below look into it",
    "accounts.Session.device": "a kind of browser, written by the app",
    "account.EmailAddress.email": "mail is sent to it",
    "account.EmailConfirmation.key": "a random secret",
    "vault.DataKey.key_id": "names a key of the server",
    "vault.DataKey.wrapped": "sealed by the keyring",
    "outbox.Message.kind": "from a list",
    "outbox.Message.about": "an id",
    "outbox.Message.occurrence": "a day or an id, written by the app",
    "outbox.Message.channel": "from a list",
    "outbox.Message.template": "from a list",
    "outbox.Message.answer": "a code",
    "outbox.Choice.kind": "from a list",
    "outbox.Reminder.kind": "from a list",
    "outbox.Reminder.about": "an id",
    "outbox.Reminder.channel": "from a list",
    "outbox.Reminder.zone": "from a list",
    "outbox.PushDevice.mark": "a digest",
    "outbox.PushDevice.made_for": "a digest",
    "outbox.PushDevice.name": "a kind of browser, written by the app",
    "stages.NoteSeen.note": "names one of our notes",
    "stages.CopingAction.row": "random, made by the page",
    "stages.Taking.instrument": "from a list",
    "stages.Taking.language": "from a list",
    "stages.Score.name": "from the instrument",
    "tools.Entry.tool": "from the catalogue",
    "tools.Entry.last_tab": "random, made by the page",
    "tools.Rating.question": "from the catalogue",
    "tools.Taken.source_row": "random, made by the page, or from the catalogue",
    "tools.Taken.question": "from the catalogue",
    "tools.Taken.row": "random, made by the page, or from the catalogue",
    "tools.Declined.question": "from the catalogue",
    "tools.PlanLine.row": "random, made by the page",
}


def owners(model: type[models.Model]) -> list[models.ForeignKey]:
    """Foreign keys that lead, straight or by others, to a person."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model is not model
        and is_about_a_person(field.related_model)
    ]


def is_about_a_person(model: type[models.Model]) -> bool:
    return model is User or bool(owners(model))


ALL = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
PERSONAL = {model._meta.label: model for model in ALL if is_about_a_person(model)}
FIELDS = {
    f"{label}.{field.name}": field
    for label, model in PERSONAL.items()
    for field in model._meta.concrete_fields
}
TABLES = {table.model._meta.label: table for table in (export.PERSON, *export.TABLES)}


def register() -> dict[str, list[str]]:
    """{app.Model.field: the other cells of its line}"""
    lines, label = {}, ""
    for line in REGISTER.read_text().splitlines():
        if heading := HEADING.match(line):
            label = heading[1]
        elif row := LINE.match(line):
            lines[f"{label}.{row[1]}"] = [cell.strip() for cell in row[2].split("|")]
    return lines


def test_r_prv_13_every_column_about_a_person_is_in_the_register_and_nothing_else():
    assert set(register()) == set(FIELDS)


def test_every_line_of_the_register_says_what_why_how_long_and_how_it_rests():
    assert [name for name, cells in register().items() if len(cells) != 4 or not all(cells)] == []


def test_the_register_says_sealed_where_it_is_sealed():
    said = {name: cells[-1] for name, cells in register().items()}

    assert said == {
        name: "sealed" if isinstance(field, SealedField) else "plain"
        for name, field in FIELDS.items()
    }


def test_every_model_is_about_a_person_or_known_not_to_be():
    assert {model._meta.label for model in ALL} - set(PERSONAL) == set(NOBODYS)


def test_text_that_is_not_sealed_has_a_reason():
    free = (models.CharField, models.TextField, models.BinaryField, models.JSONField)

    found = {
        name
        for name, field in FIELDS.items()
        if isinstance(field, free) and not isinstance(field, SealedField) and not field.choices
    }

    assert found == set(UNSEALED_TEXT)


def test_no_text_about_nobody_in_particular_hides_a_persons_words():
    """A sealed field always has an owner, so a model without one has none."""
    sealed = [f for m in ALL for f in m._meta.concrete_fields if isinstance(f, SealedField)]

    assert {str(field.model._meta.label) for field in sealed} <= set(PERSONAL)
    for field in sealed:
        owner = field.model._meta.get_field(field.owner)
        assert owner.primary_key or owner.related_model is User


def test_r_prv_07_every_column_is_exported_or_left_out_for_a_reason():
    assert set(TABLES) == set(PERSONAL)
    for label, table in TABLES.items():
        named = [*table.columns, *table.stays, *table.left_out]
        assert sorted(named) == sorted(f.name for f in PERSONAL[label]._meta.concrete_fields), label
        assert all(str(why) for why in (*table.stays.values(), *table.left_out.values()))


def test_every_table_has_a_name_of_its_own():
    assert len({table.name for table in TABLES.values()}) == len(TABLES)


def test_what_is_sealed_is_always_taken_and_brought_back():
    """What somebody wrote is never left behind; a held file is a copy of what they hold, and where a browser listens nobody wrote."""
    left = {
        name
        for name, field in FIELDS.items()
        if isinstance(field, SealedField)
        and field.name not in TABLES[field.model._meta.label].columns
    }

    assert left == {"accounts.HeldImport.content", "outbox.PushDevice.told"}


def test_r_prv_08_every_row_about_a_person_is_erased_with_them():
    kept = [
        str(field)
        for model in PERSONAL.values()
        for field in owners(model)
        if field.remote_field.on_delete is not models.CASCADE
    ]

    assert kept == []


MARK = "zqxjkvWq"


def written_forms(text: str) -> list[bytes]:
    """The text as it might lie in a file: plain, UTF-16, hex, base64 at each of three offsets."""
    plain = [text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")]
    hexed = [form.hex().encode() for form in plain]
    based = [
        base64.b64encode(b"\0" * offset + form)[4 if offset else 0 : -4]
        for form in plain
        for offset in range(3)
    ]
    return [*plain, *hexed, *(form.hex().upper().encode() for form in plain), *based]


def at_rest() -> bytes:
    """Every value of every table, as the database holds it."""
    held = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            held += [raw(value) for row in cursor.fetchall() for value in row]
    return b"\n".join(held)


def raw(value) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def found(held: bytes) -> list[bytes]:
    return [form for form in written_forms(MARK) if form in held]


@pytest.mark.parametrize("form", written_forms(MARK))
def test_the_search_would_find_a_canary(db, form):
    """The search itself works, in every form it looks for."""
    Session.objects.create(
        session_key="x", session_data=form.decode("latin-1").replace("\0", "~"), expire_date=NOON
    )

    assert form.replace(b"\0", b"~") in at_rest()
    assert found(b"before" + form + b"after")


def test_r_prv_01_no_word_of_a_thousand_rests_readable(as_ana, ana, sam):
    words = (f"{MARK}{number:04}" for number in count())
    ana.name = next(words)
    ana.save()
    fill(ana, [next(words) for _each in range(60)])
    for behaviour in ana.behaviours.all():
        behaviour.label = next(words)
        behaviour.save()
    for entry in ana.entries.all():
        sheet = CATALOGUE[entry.tool, entry.edition]
        entry.answers = {
            name: spread(value, words)
            for name, value in answers_to(sheet, "?", str(entry.pk)).items()
        }
        entry.title = next(words)
        entry.save()
    restore.hold(ana, restore.opened(export.zip_of(ana, NOON)), timezone.now())
    restore.bring(sam, restore.opened(export.zip_of(ana, NOON)))
    as_ana.post("/me/bring/", {"file": SimpleUploadedFile("x", MARK.encode())})
    as_ana.post("/me/take/", {"passphrase": MARK})

    sessions = " ".join(str(session.get_decoded()) for session in Session.objects.all())

    assert int(next(words)[len(MARK) :]) > 1_000
    assert found(at_rest()) == []
    assert found(sessions.encode()) == []
    assert HeldImport.objects.filter(member=ana).exists()


def spread(value, words):
    """A canary of its own for every text."""
    if isinstance(value, list):
        return [spread(one, words) for one in value]
    if isinstance(value, dict):
        return {name: spread(one, words) for name, one in value.items()}
    return next(words) if value == "?" else value
