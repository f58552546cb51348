"""R-PRV-04, R-PRV-05: keys change while people write; a wrong key stops loudly and changes nothing."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from smartrecovery.vault import keyring, keys
from smartrecovery.vault.keyring import CannotOpen
from smartrecovery.vault.models import DataKey
from stages.models import Behaviour

OLD = "old:" + "A" * 43 + "="
NEW = "new:" + "B" * 42 + "A="
OLD_ID_OTHER_KEY = "old:" + "B" * 42 + "A="


@pytest.fixture
def under(settings):
    def ring(*entries: str) -> None:
        settings.VAULT_KEYS = ",".join(entries)

    ring(OLD)
    return ring


@pytest.fixture
def wine(under, ana):
    return Behaviour.objects.create(member=ana, kind="alcohol", label="Wine on weeknights")


def label() -> str:
    with keys.held():
        return Behaviour.objects.get().label


def run(what: str, capsys) -> str:
    call_command("vault", what)
    return capsys.readouterr().out


def key_ids() -> list[str]:
    return list(DataKey.objects.order_by("created_at").values_list("key_id", flat=True))


@pytest.mark.parametrize(
    "spec",
    [
        "",
        "nothing",
        "k:",
        ":" + "A" * 43 + "=",
        "k:" + "A" * 42,
        "k:" + "A" * 43,
        "k:" + "A" * 64,
        "k:é" + "A" * 42 + "=",
        OLD + ",",
        OLD + "," + OLD,
        OLD + "," + NEW[:-10],
    ],
)
def test_a_keyring_that_is_not_one_is_refused(spec):
    with pytest.raises(ImproperlyConfigured, match="VAULT_KEYS entry"):
        keyring.parse(spec)


def test_the_refusal_does_not_repeat_the_key():
    with pytest.raises(ImproperlyConfigured) as refused:
        keyring.parse(OLD + "," + NEW[:-10])

    assert "BBBB" not in str(refused.value)


def test_a_new_key_fits_the_keyring():
    one, other = keyring.new_key(), keyring.new_key()

    assert len(keyring.parse(f"{one},{other}")) == 2


def test_a_data_key_opens_for_its_owner_only(under, ana, ben):
    mine = ana.data_key

    with pytest.raises(CannotOpen):
        keyring.unwrap(mine.key_id, mine.wrapped, ben.pk)


def test_rotation_leaves_every_word_readable_and_the_old_key_unneeded(under, wine, capsys):
    under(NEW, OLD)

    said = [run("check", capsys), run("rotate", capsys), run("check", capsys)]
    under(NEW)

    assert said == [
        "All 1 data keys open. 1 to rewrap under 'new'.\n",
        "Rewrapped 1 data keys under 'new'.\n"
        "The other keys can leave VAULT_KEYS once `vault check` says 0 to rewrap.\n",
        "All 1 data keys open. 0 to rewrap under 'new'.\n",
    ]
    assert label() == "Wine on weeknights"


def test_rotation_rewraps_keys_and_touches_no_row_of_words(under, wine):
    before = list(Behaviour.objects.values_list("label", flat=True))
    under(NEW, OLD)

    DataKey.objects.all().rewrap()

    assert list(Behaviour.objects.values_list("label", flat=True)) == before


def test_rotation_stopped_half_way_goes_on_from_there(under, wine, ben, sam, monkeypatch):
    under(NEW, OLD)
    rewrap, done = DataKey.rewrap, []

    def stop_at_the_second(data_key):
        if len(done) == 1:
            raise KeyboardInterrupt
        done.append(data_key)
        return rewrap(data_key)

    with monkeypatch.context() as interrupted, pytest.raises(KeyboardInterrupt):
        interrupted.setattr(DataKey, "rewrap", stop_at_the_second)
        DataKey.objects.all().rewrap()
    half_way = sorted(key_ids())
    readable_half_way = label()
    again = DataKey.objects.all().rewrap()
    under(NEW)

    assert (half_way, again, key_ids()) == (["new", "old", "old"], (2, 0), ["new"] * 3)
    assert (readable_half_way, label()) == ("Wine on weeknights", "Wine on weeknights")


def test_two_rotations_at_once_do_each_row_once(under, ana):
    under(NEW, OLD)
    mine, same = DataKey.objects.get(), DataKey.objects.get()

    assert [mine.rewrap(), same.rewrap()] == [True, False]


def test_one_damaged_key_does_not_keep_the_others_from_rotating(under, ana, ben, capsys):
    DataKey.objects.filter(owner=ana).update(wrapped=b"damaged")
    under(NEW, OLD)

    with pytest.raises(CommandError, match="1 under 'old' \\(wrong key, or damaged\\)"):
        call_command("vault", "rotate")

    assert sorted(key_ids()) == ["new", "old"]


@pytest.mark.parametrize(
    ("ring", "why"),
    [(NEW, "'old' (not in VAULT_KEYS)"), (OLD_ID_OTHER_KEY, "'old' (wrong key, or damaged)")],
)
def test_the_wrong_keyring_is_said_and_nothing_is_changed(under, wine, ring, why):
    before = list(DataKey.objects.values_list("key_id", "wrapped"))
    under(ring)

    for what in ("check", "rotate"):
        try:
            call_command("vault", what)
        except CommandError as error:
            assert f"1 under {why}" in str(error)
    with pytest.raises(CannotOpen):
        label()
    with keys.held(), pytest.raises(CannotOpen):
        Behaviour.objects.get().label = "Something new"

    assert list(DataKey.objects.values_list("key_id", "wrapped")) == before
    under(OLD)
    assert label() == "Wine on weeknights"


def test_check_counts_what_does_not_open_by_key(under, ana, ben, sam):
    DataKey.objects.filter(owner=ben).update(key_id="lost")
    DataKey.objects.filter(owner=sam).update(wrapped=b"damaged")

    assert DataKey.objects.shut() == {"lost": 1, "old": 1}


def test_samples_hold_the_ends_under_every_key(under, ana, ben, sam):
    DataKey.objects.filter(owner=sam).update(key_id="lost")

    assert {data_key.key_id for data_key in DataKey.objects.samples()} == {"old", "lost"}


def test_the_secret_key_has_no_part_in_it(wine, settings):
    settings.SECRET_KEY = "another " * 8

    assert label() == "Wine on weeknights"


def test_what_cannot_be_opened_is_a_plain_page_and_not_a_failure(wine, as_ana, ana):
    DataKey.objects.filter(owner=ana).update(wrapped=b"damaged")

    answer = as_ana.get("/progress/")

    assert answer.status_code == 503
