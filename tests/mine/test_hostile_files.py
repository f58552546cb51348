"""Files that are no file of ours: each is refused in a sentence, and nothing is written."""

import copy
import io
import json
import re
import struct
import uuid
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartrecovery import export, restore
from smartrecovery.accounts.models import User
from smartrecovery.portable import Refused
from stages.models import Behaviour

from .content import NOON, fill
from .test_damaged_answers import places


@pytest.fixture
def document(ana) -> dict:
    """With its rows in an order that does not hang on ids made up in this run."""
    fill(ana, ["one", "two"])
    document = json.loads(json.dumps(export.gather(ana, NOON)))
    for rows in document["tables"].values():
        rows.sort(key=lambda row: re.sub(r"[0-9a-f-]{36}|[0-9]", "", json.dumps(row)))
    return document


def zipped(**files: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name.replace("__", "."), content)
    return held.getvalue()


def with_name(name: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        file.writestr("data.json", "{}")
        file.writestr(name, "x")
    return held.getvalue()


def locked() -> bytes:
    made = bytearray(zipped(data__json=b"{}"))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", made, made.index(mark) + offset, 1)
    return bytes(made)


def lying(size: int) -> bytes:
    """Says it is small, and is not."""
    made = bytearray(zipped(data__json=b" " * size))
    struct.pack_into("<I", made, made.index(b"PK\x01\x02") + 24, 10)
    struct.pack_into("<I", made, made.index(b"PK\x03\x04") + 22, 10)
    return bytes(made)


def crowd() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        for number in range(1_001):
            file.writestr(f"{number}", "")
    return held.getvalue()


def plain(**changes) -> bytes:
    whole = {"format": "footing", "version": 1, "made_at": "2026-09-14T12:00:00Z"}
    return json.dumps(whole | {"person": {}, "tables": {}} | changes).encode()


NOT_OURS = {
    "nothing": b"",
    "a picture": b"\x89PNG\r\n\x1a\n",
    "half a zip": zipped(data__json=b"{}")[:40],
    "a zip of zeros": b"PK\x03\x04" + b"\0" * 200,
    "a zip without data.json": zipped(other__json=b"{}"),
    "a locked zip": locked(),
    "a path upwards": with_name("../etc/passwd"),
    "a path from the root": with_name("/etc/passwd"),
    "a path on another drive": with_name("C:\\x"),
    "a crowd": crowd(),
    "too much": b"PK" + b"x" * restore.LARGEST_UPLOAD,
    "a bomb": zipped(data__json=b" " * 20_000_000),
    "a bomb that lies": lying(20_000_000),
    "not JSON": b"{nothing}",
    "not UTF-8": b'{"format": "\xff"}',
    "a list": zipped(data__json=b"[]"),
    "deep": b'{"a":' * 21 + b"1" + b"}" * 21,
    "very deep": b"{" + b'"a":[' * 200_000,
    "long": b'{"a":[' + b"1," * 2_000_001 + b"1]}",
    "NaN": b'{"format": NaN}',
    "a number of 5,000 digits": b'{"format": ' + b"9" * 5_000 + b"}",
    "an open string of backslashes": b'{"' + b'\\"' * 200_000,
    "another app": plain(format="other"),
    "a later version": plain(version=2),
    "version true": plain(version=True),
    "no tables": plain(tables=None),
    "no person": plain(person=[]),
    "an unknown table": plain(tables={"passwords": []}),
    "an unknown column": plain(tables={"behaviours": [{"secret": 1}]}),
    "an unknown setting": plain(person={"is_superuser": True}),
    "rows that are no list": plain(tables={"entries": {}}),
    "rows that are no rows": plain(tables={"entries": [[]]}),
    "no date": plain(made_at=None),
    "an impossible date": plain(made_at="2026-02-30T00:00:00Z"),
}


@pytest.mark.parametrize("file", NOT_OURS.values(), ids=NOT_OURS)
def test_a_file_that_is_not_ours_is_refused(file):
    with pytest.raises(Refused) as refused:
        restore.opened(file)

    assert str(refused.value).endswith(".")
    assert len(str(refused.value)) < 200


WHY = {
    "too much": "larger than 10 MB",
    "a crowd": "more than 1,000 files",
    "a bomb": "more than a hundredfold",
    "deep": "nested too deeply",
    "very deep": "nested too deeply",
    "long": "more than this place can take",
    "a path upwards": "outside itself",
    "a path from the root": "outside itself",
    "a path on another drive": "outside itself",
}


@pytest.mark.parametrize("name", WHY)
def test_a_limit_is_what_refuses_and_not_what_comes_after_it(name):
    with pytest.raises(Refused, match=WHY[name]):
        restore.opened(NOT_OURS[name])


def test_a_zip_may_not_grow_without_end(monkeypatch):
    monkeypatch.setattr(restore, "LARGEST_EXPANDED", 500_000)

    with pytest.raises(Refused, match="beyond 50 MB"):
        restore.opened(zipped(data__json=b" " * 600_000))


def test_what_is_not_asked_for_is_not_unpacked():
    file = zipped(data__json=plain(), bomb=b" " * 30_000_000)

    assert restore.opened(file)["tables"] == {}


DAMAGE = {
    "a kind nobody has": ("behaviours", "kind", "unicorns"),
    "a kind that is a list": ("behaviours", "kind", ["alcohol"]),
    "a kind that is nothing": ("behaviours", "kind", None),
    "a label that is a number": ("behaviours", "label", 7),
    "a label of 20,001 letters": ("behaviours", "label", "x" * 20_001),
    "half a character": ("behaviours", "label", "\ud800"),
    "half a character in an answer": ("entries", "answers", {"x": "\udfff"}),
    "a day that never was": ("stage_moves", "since", "2026-02-30"),
    "a day before time": ("stage_moves", "since", "0001-01-01"),
    "a day that is a number": ("stage_moves", "since", 5),
    "an instant without a zone": ("stage_moves", "at", "2026-09-14T12:00:00"),
    "an instant beyond time": ("stage_moves", "at", "9999-12-31T23:59:59-12:00"),
    "a negative number": ("stage_moves", "number", -1),
    "a number of 63 bits": ("stage_moves", "number", 2**63),
    "a number that is true": ("stage_moves", "number", True),
    "a number that is text": ("stage_moves", "number", "1"),
    "a fraction": ("stage_moves", "number", 1.5),
    "a rating of 101": ("ratings", "value", 101),
    "a rating of 400 digits": ("ratings", "value", 10**400),
    "an id that is none": ("entries", "id", "../../etc"),
    "an id that is a number": ("entries", "id", 1),
    "a reference to nothing": ("stage_moves", "behaviour", str(uuid.uuid4())),
    "a reference that is none": ("stage_moves", "behaviour", None),
    "an edition that never was": ("entries", "edition", 999),
    "a tool that never was": ("entries", "tool", "hammer"),
    "a NUL in a plain column": ("notes_seen", "note", "a\0b"),
    "a note that is too long": ("notes_seen", "note", "x" * 21),
    "answers that are a list": ("entries", "answers", []),
    "a line that is text": ("entries", "answers", {"doing_benefit": ["x"]}),
    "lines that are a number": ("entries", "answers", {"doing_benefit": 5}),
    "a row without an id": ("entries", "answers", {"doing_benefit": [{"text": "x"}]}),
    "a row added on no day": (
        "entries",
        "answers",
        {"doing_benefit": [{"id": "aaaaaaaa", "text": "x", "added": "once"}]},
    ),
    "lines as typed": ("entries", "answers", {"_raw": {"doing_benefit": "x"}}),
    "raw that is a list": ("entries", "answers", {"_raw": ["x"]}),
    "a truth that is a word": ("entries", "unsaved", "yes"),
    "a move to where it was": ("stage_moves", "to_stage", "unset"),
}


@pytest.mark.parametrize(("table", "column", "value"), DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_row_is_refused_and_nothing_is_written(document, sam, table, column, value):
    row = next(r for r in document["tables"][table] if r.get("tool") in (None, "cost-benefit"))
    row[column] = value
    if column == "to_stage":
        row["from_stage"] = value

    with pytest.raises(Refused):
        restore.bring(sam, document)

    assert restore.is_empty(sam)


SETTINGS = {
    "zone": "Mars/Olympus",
    "day_starts": "25:00",
    "theme": "loud",
    "language": "tlh",
    "region": "<b",
    "idle_minutes": 9_999,
    "shared_device": "no",
    "name": {"a": 1},
}


@pytest.mark.parametrize(("column", "value"), SETTINGS.items(), ids=SETTINGS)
def test_a_damaged_setting_is_refused_and_none_is_taken(document, sam, column, value):
    document["person"][column] = value
    before = export.PERSON.take(sam)

    with pytest.raises(Refused):
        restore.bring(sam, document)

    assert export.PERSON.take(sam) == before


def test_two_rows_with_one_id_are_refused(document, sam):
    rows = document["tables"]["behaviours"]
    rows.append(copy.deepcopy(rows[0]))

    with pytest.raises(Refused):
        restore.bring(sam, document)


def test_rows_that_contradict_each_other_are_refused(document, sam):
    twin = copy.deepcopy(document["tables"]["notes_seen"][0])
    document["tables"]["notes_seen"].append(twin | {"id": str(uuid.uuid4())})

    with pytest.raises(Refused, match="contradict"):
        restore.bring(sam, document)

    assert restore.is_empty(sam)


def test_an_undo_of_another_behaviours_move_is_refused(document, sam):
    first, *_rest, last = document["tables"]["behaviours"]
    moves = document["tables"]["stage_moves"]
    undo = next(m for m in moves if m["undoes"] and m["behaviour"] == last["id"])
    undo["undoes"] = next(m["id"] for m in moves if m["behaviour"] == first["id"])

    with pytest.raises(Refused):
        restore.bring(sam, document)


def test_somebody_elses_ids_stay_theirs(document, ana, ben, sam):
    theirs = Behaviour.objects.create(member=ben, kind="alcohol", label="ben's")
    mine = document["tables"]["behaviours"][0]
    for row in (row for table in document["tables"].values() for row in table):
        if row.get("behaviour") == mine["id"]:
            row["behaviour"] = str(theirs.pk)
    mine["id"] = str(theirs.pk)

    restore.bring(sam, document)

    assert list(Behaviour.objects.filter(member=ben)) == [theirs]
    assert Behaviour.objects.get(pk=theirs.pk).label == "ben's"
    assert theirs.moves.count() == theirs.entries.count() == 0


def test_a_link_to_an_entry_that_is_not_there_keeps_nobodys_id(document, sam):
    stranger = str(uuid.uuid4())
    row = {"id": "row00001", "text": "x", "from": {"entry": stranger, "row": "row00002"}}
    document["tables"]["entries"][0]["answers"] = {"doing_benefit": [row]}

    restore.bring(sam, document)

    assert stranger not in json.dumps(export.gather(sam, NOON))


def test_what_somebody_may_do_is_not_taken_from_a_file(document, sam):
    document["person"] |= {"role": "admin", "username": "ada", "email": "ada@example.org"}

    restore.bring(sam, document)

    member = User.objects.get(pk=sam.pk)
    assert (member.role, member.username, member.email) == ("member", "sam", "")


def test_nul_is_dropped_and_the_rest_kept(document, sam):
    document["tables"]["behaviours"][0]["label"] = "a\0b"

    restore.bring(sam, document)

    assert "ab" in [behaviour.label for behaviour in sam.behaviours.all()]


def test_a_file_does_not_go_into_an_account_with_something_in_it(document, ben):
    mine = Behaviour.objects.create(member=ben, kind="alcohol")

    with pytest.raises(Refused):
        restore.bring(ben, document)

    assert list(ben.behaviours.all()) == [mine]


def test_looking_over_writes_nothing(document, sam):
    inside = restore.look_over(sam, document)

    assert dict((str(title), number) for title, number in inside.counts)["My worksheets"] == len(
        document["tables"]["entries"]
    )
    assert restore.is_empty(sam)
    assert export.PERSON.take(User.objects.get(pk=sam.pk))[0]["zone"] == "Europe/London"


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=20)
    | st.sampled_from(["2026-09-14", "row00001", str(uuid.UUID(int=7)), "_raw", "entry"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=4,
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_any_damage_is_refused_or_harmless(document, sam, data):
    damaged = copy.deepcopy(document)
    holder, key = data.draw(st.sampled_from(list(places(damaged))))
    holder[key] = data.draw(JUNK)

    try:
        restore.look_over(sam, restore.opened(json.dumps(damaged).encode()))
    except Refused as refused:
        assert str(refused)

    assert restore.is_empty(sam)
