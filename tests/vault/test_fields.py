"""R-PRV-06: what somebody wrote opens in its own place, unchanged, or not at all."""

import copy
import pickle
import secrets

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import connection, models, transaction
from django.forms import modelform_factory
from django.test.utils import isolate_apps
from hypothesis import example, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from smartrecovery.vault import keyring, keys
from smartrecovery.vault.fields import Sealed, SealedTextField
from smartrecovery.vault.keyring import CannotOpen
from smartrecovery.vault.models import DataKey
from stages.models import Behaviour
from tools.models import Entry, Revision

TEXT = "Wine on weeknights"
KEY = bytes(range(32))

anything_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@pytest.fixture
def wine(ana):
    return Behaviour.objects.create(member=ana, kind="alcohol", label=TEXT)


def resting(row: models.Model, column: str = "label") -> bytes:
    """The column as the database has it."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM {row._meta.db_table} WHERE id = %s",
            [row._meta.pk.get_db_prep_value(row.pk, connection)],
        )
        return bytes(cursor.fetchone()[0])


def put(row: models.Model, value: bytes, column: str = "label") -> None:
    """Behind the app's back."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {row._meta.db_table} SET {column} = %s WHERE id = %s",
            [value, row._meta.pk.get_db_prep_value(row.pk, connection)],
        )


def fetched(row: models.Model) -> models.Model:
    return type(row).objects.get(pk=row.pk)


# There and back


@given(st.text(max_size=4_000))
@example("")
@example("اليوم كان صعبًا، لكنني اتصلت بصديق")
@example("one day 🌱👩🏽‍🚀 at a time")
@example("before\x00after")
@example("line\r\nline\tend \u202eright to left")
@example("ع" * 4_000)
def test_any_text_comes_back_as_it_was(wine, text):
    wine.label = text
    wine.save()

    assert fetched(wine).label == text


@tries(max_examples=50)
@given(st.dictionaries(st.text(), anything_json))
@example({})
@example({"پرسش": ["", None, 0, False, [], {}, "\x00", "🌱"]})
def test_any_answers_come_back_as_they_were(ana, answers):
    entry = Entry.objects.create(member=ana, tool="cost-benefit", answers=answers)

    assert fetched(entry).answers == answers


@given(st.binary(max_size=200), st.binary(min_size=32, max_size=32), st.text(max_size=40))
def test_sealing_is_undone_by_its_own_key_and_place_only(text, key, place):
    sealed = keyring.seal(key, text, place)

    assert keyring.unseal(key, sealed, place) == text
    with pytest.raises(CannotOpen):
        keyring.unseal(secrets.token_bytes(32), sealed, place)
    with pytest.raises(CannotOpen):
        keyring.unseal(key, sealed, place + "/")


def test_blank_stays_blank_at_rest(ana):
    row = Behaviour.objects.create(member=ana, kind="alcohol", label="")
    entry = Entry.objects.create(member=ana, tool="cost-benefit")

    at_rest = [resting(row), resting(entry, "title"), resting(entry, "answers")]

    assert at_rest == [b"", b"", b""]
    assert (fetched(row).label, fetched(entry).title, fetched(entry).answers) == ("", "", {})


def test_nothing_readable_rests_in_the_column(wine):
    assert TEXT.encode() not in resting(wine)


def test_the_same_words_never_rest_alike(ana, ben):
    rows = [
        Behaviour.objects.create(member=who, kind="food", label=TEXT) for who in (ana, ana, ben)
    ]

    assert len({resting(row) for row in rows}) == 3


def test_many_rows_at_once_are_sealed_too(ana):
    rows = [Behaviour(member=ana, kind="food", label=f"row {n}") for n in range(3)]

    Behaviour.objects.bulk_create(rows)

    assert sorted(b.label for b in Behaviour.objects.all()) == ["row 0", "row 1", "row 2"]


# Only in its own place


@given(st.data())
def test_a_cut_or_changed_value_never_opens(data):
    sealed = keyring.seal(KEY, TEXT.encode(), "place")
    at = data.draw(st.integers(0, len(sealed) - 1))
    bit = 1 << data.draw(st.integers(0, 7))

    for damaged in (sealed[:at], sealed[:at] + bytes([sealed[at] ^ bit]) + sealed[at + 1 :]):
        with pytest.raises(CannotOpen):
            keyring.unseal(KEY, damaged, "place")


def test_a_value_moved_to_another_row_does_not_open(ana, wine):
    other = Behaviour.objects.create(member=ana, kind="alcohol", label="Beer")
    put(other, resting(wine))

    with pytest.raises(CannotOpen):
        _ = fetched(other).label


def test_a_value_moved_to_another_owner_does_not_open(ben, wine):
    others = Behaviour.objects.create(member=ben, kind="alcohol", label="Beer")
    put(others, resting(wine))

    with pytest.raises(CannotOpen):
        _ = fetched(others).label


def test_a_row_given_to_another_owner_does_not_open(ben, wine):
    Behaviour.objects.filter(pk=wine.pk).update(member=ben)

    with pytest.raises(CannotOpen):
        _ = fetched(wine).label


def test_a_value_moved_to_another_field_does_not_open(ana):
    entry = Entry.objects.create(member=ana, tool="cost-benefit", title='{"a": 1}')
    put(entry, resting(entry, "title"), "answers")

    with pytest.raises(CannotOpen):
        _ = fetched(entry).answers


def test_a_value_moved_to_another_table_does_not_open(ana):
    entry = Entry.objects.create(member=ana, tool="cost-benefit", answers={"a": "1"})
    revision = Revision.objects.create(
        pk=entry.pk, member=ana, entry=entry, number=1, edition=1, answers={"a": "2"}
    )
    put(revision, resting(entry, "answers"), "answers")

    with pytest.raises(CannotOpen):
        _ = fetched(revision).answers


def test_a_copied_row_is_refused_rather_than_written_unreadable(wine):
    copied = fetched(wine)
    copied.pk = Behaviour().pk
    copied._state.adding = True

    with pytest.raises(CannotOpen):
        copied.save()


def test_the_trouble_names_the_column_and_no_word_of_it(wine):
    put(wine, resting(wine)[:-1])

    with pytest.raises(
        CannotOpen, match=r"^A value of stages_behaviour/label did not open\."
    ) as found:
        _ = fetched(wine).label
    assert (TEXT in str(found.value), str(wine.pk) in str(found.value)) == (False, False)


def test_without_its_key_nothing_opens(ana, wine):
    DataKey.objects.filter(owner=ana).delete()

    with keys.held(), pytest.raises(CannotOpen):
        _ = fetched(wine).label


# Never written over


@pytest.fixture
def damaged(wine):
    put(wine, resting(wine)[:-1])
    return fetched(wine)


def test_saving_what_nobody_touched_leaves_it_as_it_rests(damaged):
    before = resting(damaged)
    damaged.goal = "stop"

    damaged.save()

    assert (resting(damaged), fetched(damaged).goal) == (before, "stop")


def test_assigning_over_what_does_not_open_is_refused(damaged):
    before = resting(damaged)

    with pytest.raises(CannotOpen):
        damaged.label = "Something new"
    damaged.save()

    assert resting(damaged) == before


def test_assigning_over_a_deferred_value_that_does_not_open_is_refused(damaged):
    row = Behaviour.objects.defer("label").get()

    with pytest.raises(CannotOpen):
        row.label = "Something new"


def test_a_form_does_not_write_over_what_does_not_open(damaged):
    before = resting(damaged)
    form_class = modelform_factory(Behaviour, fields=["label", "kind", "goal"])

    with pytest.raises(CannotOpen):
        form_class({"label": "New", "kind": "food", "goal": "stop"}, instance=damaged).save()

    assert resting(damaged) == before


def test_update_or_create_does_not_write_over_what_does_not_open(damaged):
    before = resting(damaged)

    with pytest.raises(CannotOpen):
        Behaviour.objects.update_or_create(pk=damaged.pk, defaults={"label": "New"})

    assert resting(damaged) == before


def test_refreshing_what_does_not_open_is_loud(damaged):
    with pytest.raises(CannotOpen):
        damaged.refresh_from_db()


@pytest.mark.parametrize("value", ["plain", b"plain", "", b"", None, memoryview(b"plain")])
def test_nothing_plain_reaches_the_column_by_update(wine, value):
    with pytest.raises(FieldError), transaction.atomic():
        Behaviour.objects.filter(pk=wine.pk).update(label=value)


def test_nothing_plain_reaches_the_column_by_bulk_update(wine):
    wine.label = "Beer"

    with pytest.raises(FieldError), transaction.atomic():
        Behaviour.objects.bulk_update([wine], ["label"])
    assert fetched(wine).label == TEXT


# Read, not searched


@pytest.mark.parametrize(
    "search",
    [
        lambda rows: rows.filter(label=TEXT),
        lambda rows: rows.exclude(label=TEXT),
        lambda rows: rows.filter(label__icontains="wine"),
        lambda rows: rows.filter(label__in=[TEXT]),
        lambda rows: rows.filter(label__isnull=True),
        lambda rows: rows.filter(label__length=3),
        lambda rows: rows.get_or_create(label=TEXT),
    ],
)
def test_searching_is_refused(wine, search):
    with pytest.raises(FieldError, match="sealed"):
        search(Behaviour.objects.all())


def test_values_give_no_words(wine):
    [value] = Behaviour.objects.values_list("label", flat=True)

    assert (str(value), repr(value), f"{value}", f"{value:>10}") == (
        "<sealed>",
        "<sealed>",
        "<sealed>",
        "  <sealed>",
    )


def test_dumpdata_is_refused(wine):
    with pytest.raises(FieldError, match="sealed"):
        serializers.serialize("json", Behaviour.objects.all())


# The ways a row is handled


def test_a_deferred_value_costs_one_query_when_it_is_read(wine, django_assert_num_queries):
    row = Behaviour.objects.defer("label").get()

    with django_assert_num_queries(1):
        assert row.label == TEXT


def test_saving_a_deferred_row_leaves_it_alone(wine):
    before = resting(wine)
    row = Behaviour.objects.defer("label").get()

    row.save()

    assert resting(wine) == before


def test_refreshing_brings_what_was_written_elsewhere(wine):
    elsewhere = fetched(wine)
    elsewhere.label = "Wine at all"
    elsewhere.save()

    wine.refresh_from_db()

    assert wine.label == "Wine at all"


def test_answers_changed_in_place_are_saved(ana):
    Entry.objects.create(member=ana, tool="cost-benefit", answers={"a": [1]})
    entry = Entry.objects.get()

    entry.answers["a"].append(2)
    entry.save()

    assert fetched(entry).answers == {"a": [1, 2]}


@pytest.mark.parametrize(
    "duplicate", [copy.copy, copy.deepcopy, lambda row: pickle.loads(pickle.dumps(row))]
)
def test_a_copy_of_an_unread_row_is_still_sealed(wine, duplicate):
    copied = duplicate(fetched(wine))

    assert type(copied.__dict__["label"]) is Sealed
    assert copied.label == TEXT


def test_a_page_of_rows_fetches_their_key_once(ana, django_assert_num_queries):
    Behaviour.objects.bulk_create(
        [Behaviour(member=ana, kind="food", label=str(n)) for n in range(9)]
    )

    with keys.held(), django_assert_num_queries(2):
        labels = {row.label for row in Behaviour.objects.all()}

    assert len(labels) == 9


def test_many_members_keys_come_in_one_query(ana, ben, django_assert_num_queries):
    for who in (ana, ben):
        Behaviour.objects.create(member=who, kind="food", label=who.username)

    with keys.held(), django_assert_num_queries(2):
        keys.load([ana.pk, ben.pk])
        labels = {row.label for row in Behaviour.objects.all()}

    assert labels == {"ana", "ben"}


def test_keys_are_let_go_with_the_request(ana, wine, django_assert_num_queries):
    with keys.held():
        _ = fetched(wine).label

    with keys.held(), django_assert_num_queries(2):
        _ = fetched(wine).label


@isolate_apps("stages")
def test_a_sealed_field_needs_a_key_that_exists_before_its_row():
    class Numbered(models.Model):
        member = models.ForeignKey("stages.Behaviour", models.CASCADE)
        note = SealedTextField()

        class Meta:
            app_label = "stages"

    assert [problem.id for problem in Numbered._meta.get_field("note").check()] == ["vault.E001"]
