"""The card gathers what was written on calm days: letters, people, sentences, reasons, about the one thing asked for."""

from datetime import UTC, datetime, timedelta

import pytest

from stages.models import Behaviour
from tools.card import LETTERS, Contact, cards, chosen
from tools.models import Entry

NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)


def rows(*texts: str) -> list[dict]:
    return [{"id": f"line{n:06}", "text": text} for n, text in enumerate(texts)]


def plan(member, about: Behaviour | None = None, *, state="saved", ago: int = 0, **answers):
    return Entry.objects.create(
        member=member, behaviour=about, tool="urge-plan", state=state, unsaved=False,
        answers={"delay": rows("Wait")} | answers, changed_at=NOW - timedelta(ago),
    )  # fmt: skip


def weighed(member, text: str, about: Behaviour | None = None, *, state="saved", ago: int = 0):
    return Entry.objects.create(
        member=member, behaviour=about, tool="cost-benefit", state=state, unsaved=False,
        answers={"doing_cost": rows(text), "keep_reasons": ["line000000"]},
        changed_at=NOW - timedelta(ago),
    )  # fmt: skip


@pytest.fixture
def wine(ana):
    return Behaviour.objects.create(member=ana, kind="alcohol", label="Wine")


@pytest.fixture
def phone(ana):
    return Behaviour.objects.create(
        member=ana, kind="internet", label="Phone", created_at=NOW + timedelta(1)
    )


def summary(member) -> list[tuple[str, str, list[str]]]:
    return [
        (each.about.title if each.about else "all", each.opening, each.reasons)
        for each in cards(member)
    ]


def test_somebody_new_has_one_card_with_our_ideas(ana):
    (only,) = cards(ana)

    assert (only.about, only.plan, only.reasons, only.people) == (None, None, [], [])
    assert [letter.heading for letter in only.letters] == list(LETTERS)
    assert [letter.lines for letter in only.letters] == [[]] * 5


def test_what_was_written_stands_under_its_letter(ana):
    names = ["delay", "escape", "neutralise", "tasks", "swap"]
    plan(ana, **{name: rows(f"{name} one", f"{name} two") for name in names})

    (only,) = cards(ana)

    assert [letter.lines for letter in only.letters] == [[f"{n} one", f"{n} two"] for n in names]
    assert only.opening == "delay one"


def test_each_thing_worked_on_has_its_card_with_its_plan_and_reasons(ana, wine, phone):
    plan(ana, phone, delay=rows("Phone in the hall"))
    weighed(ana, "Evenings", phone)
    weighed(ana, "Mornings", wine)

    assert summary(ana) == [
        ("Phone", "Phone in the hall", ["Evenings"]),
        ("Wine", "", ["Mornings"]),
    ]


def test_a_plan_for_everything_stands_in_where_there_is_none(ana, wine, phone):
    plan(ana, delay=rows("Wait, whatever it is"))
    plan(ana, wine, delay=rows("No wine yet"))

    assert summary(ana) == [
        ("Wine", "No wine yet", []),
        ("all", "Wait, whatever it is", []),
        ("Phone", "Wait, whatever it is", []),
    ]


def test_the_newest_counts_and_what_is_put_away_or_somebody_elses_does_not(ana, ben):
    plan(ana, ago=2, delay=rows("older"))
    plan(ana, ago=1, delay=rows("newer"))
    plan(ana, state="archived", delay=rows("put away"))
    plan(ben, delay=rows("ben's"))
    weighed(ana, "kept", ago=1)
    weighed(ana, "half-written", state="draft")

    assert summary(ana) == [("all", "newer", ["kept"])]


def test_a_half_written_plan_is_better_than_none(ana):
    plan(ana, state="draft", delay=rows("Wait"))

    assert summary(ana) == [("all", "Wait", [])]


def test_a_reason_in_both_places_is_read_once(ana):
    plan(ana, reasons=rows("Mornings", "Sleep"))
    weighed(ana, "Mornings")

    assert cards(ana)[0].reasons == ["Mornings", "Sleep"]


def test_without_a_card_of_its_own_reasons_about_anything_are_shown(ana, wine):
    plan(ana)
    weighed(ana, "Mornings", wine)
    Behaviour.objects.update(state="archived")

    assert summary(ana) == [("all", "Wait", ["Mornings"])]


@pytest.mark.parametrize("about", ["", "all", "nonsense", "\0", "0" * 5000])
def test_what_is_not_there_shows_the_first(ana, wine, about):
    plan(ana, wine)

    assert chosen(cards(ana), about).about == wine


def test_the_one_asked_for_is_shown(ana, wine, phone):
    assert chosen(cards(ana), str(phone.pk)).about == phone


def test_two_queries_however_much_was_written(ana, django_assert_num_queries):
    for n in range(12):
        about = Behaviour.objects.create(member=ana, kind="other", label=f"{n}")
        for ago in range(3):
            plan(ana, about, ago=ago)
            weighed(ana, "kept", about, ago=ago)

    with django_assert_num_queries(2):
        assert len(cards(ana)) == 8


@pytest.mark.parametrize(
    ("contact", "number"),
    [
        ("07700 900123", "07700900123"),
        ("+44 (0)7700-900 123", "+4407700900123"),
        ("020.7946.0018", "02079460018"),
        ("999", "999"),
        ("", ""),
        ("12", ""),
        ("1" * 16, ""),
        ("ben@example.org", ""),
        ("07700 900123 after six", ""),
        ("07700;body=x", ""),
        ("00+1", ""),
        ("٠٧٧٠٠", ""),
        ("javascript:alert(1)", ""),
        ("----", ""),
    ],
)
def test_only_a_number_becomes_something_to_tap(contact, number):
    ben = Contact("Ben", contact)

    assert (ben.number, ben.ring, ben.write) == (
        (number, f"tel:{number}", f"sms:{number}") if number else ("", "", "")
    )


def test_a_text_begins_with_their_own_message():
    ben = Contact("Ben", "07700 900123", "Bad hour & more?")

    assert ben.write == "sms:07700900123?body=Bad%20hour%20%26%20more%3F"
