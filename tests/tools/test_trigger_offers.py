"""What the urge log offers a sheet: from three notes on, taken or declined, one's own only."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stages import coping, urges
from stages.models import Behaviour, Urge
from tools import catalogue, noted
from tools.models import Declined, Entry

from .writing import NOW, kept

TRIGGERS, PLAN = catalogue.newest("triggers"), catalogue.newest("urge-plan")
CROWN = "walking past the Crown"
HOSTILE = "‮مرحبا 🍷 <script>alert(1)</script> {{ 7|add:7 }} ' OR 1=1 --"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_six(time_machine):
    time_machine.move_to(NOW, tick=False)


def noted_down(member, *words: str, kinds: tuple[int, ...] = (), behaviour=None) -> list[Urge]:
    """One urge for each of the words, the last of them the latest."""
    mask, made = sum(1 << kind for kind in kinds), []
    for n, trigger in enumerate(words):
        then = NOW - timedelta(hours=len(words) - n)
        urge = urges.note(member, uuid4(), urges.Quick(then, 6, behaviour), then)
        urges.add(urge, then, triggers=mask, said={"trigger": trigger} if trigger else {})
        made.append(Urge.objects.get(pk=urge.pk))
    return made


def coped(member, words: str, times: int = 3) -> None:
    for urge in noted_down(member, *[""] * times):
        coping.tried(urge, [], words, [], NOW)


def offered(member, answers: dict | None = None, behaviour=None, sheet=TRIGGERS, name="triggers"):
    about = behaviour and behaviour.pk
    found = noted.offers(member, about, sheet, answers or {}, {name})
    return [(one.words, one.times, one.kinds) for one in found.get(name, ())]


def button(member, do: str, sheet=TRIGGERS, name: str = "triggers") -> str:
    (one,) = noted.offers(member, None, sheet, {}, {name})[name]
    return f"{do}:{name}:{one.value}"


def page(**more: str) -> dict:
    return {"version": "1", "tab": "t"} | more


def rows(name: str = "triggers") -> list[dict]:
    return Entry.objects.get().answers.get(name, [])


@pytest.mark.parametrize("times, found", [(2, []), (3, [(CROWN, 3, ())]), (4, [(CROWN, 4, ())])])
def test_from_three_notes_on_a_trigger_is_offered(ana, times, found):
    noted_down(ana, *[CROWN] * times)

    assert offered(ana) == found


def test_the_same_words_are_one_trigger_as_they_were_written_last(ana):
    noted_down(ana, CROWN, "Walking  past the CROWN", " walking past\tthe Crown. ")
    assert offered(ana) == []

    noted_down(ana, "WALKING PAST THE CROWN")
    assert offered(ana) == [("WALKING PAST THE CROWN", 3, ())]


def test_it_comes_with_the_kinds_most_of_the_notes_say(ana):
    noted_down(ana, CROWN, CROWN, kinds=(Urge.Trigger.PLACE, Urge.Trigger.SENSES))
    noted_down(ana, CROWN, kinds=(Urge.Trigger.TIME, Urge.Trigger.PLACE, Urge.Trigger.UNKNOWN))

    assert offered(ana) == [(CROWN, 3, ("place", "sense"))]


def test_a_kind_that_comes_up_in_other_words_each_time_is_offered_too(ana):
    noted_down(ana, "June rang", "", "rent", kinds=(Urge.Trigger.MONEY, Urge.Trigger.UNKNOWN))

    assert offered(ana) == [("Money in my pocket", 3, ("money",))]
    assert (
        offered(ana, {"triggers": [{"id": "aaaaaaaa", "text": "Payday", "kind": ["money"]}]}) == []
    )


def test_the_kinds_are_those_of_the_sheet(ana):
    assert [kind for kind, _words in noted.KINDS] == [
        {"senses": "sense"}.get(kind.name.lower(), kind.name.lower()) for kind in Urge.Trigger
    ]
    assert set(noted.OF_A_KIND) == set(Urge.Trigger) - {Urge.Trigger.UNKNOWN}


def test_one_that_stands_there_is_not_offered_however_it_is_written(ana):
    noted_down(ana, *[CROWN] * 3)

    assert offered(ana, {"triggers": [{"id": "aaaaaaaa", "text": "Walking past the crown"}]}) == []


def test_only_what_is_about_the_same_or_about_nothing_is_offered(ana, ben):
    wine, phone = (Behaviour.objects.create(member=ana, kind=kind) for kind in ("alcohol", "food"))
    noted_down(ana, *[CROWN] * 3, behaviour=wine)
    noted_down(ana, *["in bed"] * 3, behaviour=phone)
    noted_down(ana, *["bored"] * 3)
    noted_down(ben, *["nobody’s business"] * 3)

    def words(about) -> set[str]:
        return {trigger for trigger, _times, _kinds in offered(ana, behaviour=about)}

    assert words(wine) == {CROWN, "bored"}
    assert words(phone) == {"in bed", "bored"}
    assert words(None) == {CROWN, "in bed", "bored"}


def test_notes_taken_back_do_not_count(ana):
    for urge in noted_down(ana, *[CROWN] * 3)[:1]:
        urges.take_back(urge, NOW)

    assert offered(ana) == []


def test_taking_one_writes_the_line_with_its_kind_and_what_was_typed(as_ana, ana):
    noted_down(ana, *[CROWN] * 3, kinds=(Urge.Trigger.PLACE,))
    entry = kept(ana, "triggers", {"triggers": [{"id": "aaaaaaaa", "text": "Payday"}]})
    typed = {"triggers": "aaaaaaaa", "triggers-aaaaaaaa-text": "Payday, alone"}

    answer = as_ana.post(f"/entries/{entry.pk}/", page(do=button(ana, "take")) | typed)

    assert answer.url == f"/entries/{entry.pk}/#rows-triggers"
    assert [(row["text"], row.get("kind")) for row in rows()] == [
        ("Payday, alone", None), (CROWN, ["place"]),
    ]  # fmt: skip
    assert CROWN in as_ana.get(answer.url).content.decode()


def test_a_line_that_was_taken_and_reworded_is_not_offered_again(as_ana, ana):
    noted_down(ana, *[CROWN] * 3)
    entry = kept(ana, "triggers", {"triggers": []}, saved=False)
    as_ana.post(f"/entries/{entry.pk}/", page(do=button(ana, "take")))
    (row,) = rows()
    typed = {"triggers": row["id"], f"triggers-{row['id']}-text": "The Crown, on Fridays"}

    as_ana.post(f"/entries/{entry.pk}/", page(version="2", do="save") | typed)

    assert [row["text"] for row in rows()] == ["The Crown, on Fridays"]
    assert offered(ana, Entry.objects.get().answers) == []


def test_taking_one_is_enough_to_begin_with(as_ana, ana):
    noted_down(ana, *[CROWN] * 3)
    begun = {"id": str(uuid4()), "version": "0", "tab": "t"}

    as_ana.post("/tools/triggers/begin/", begun | {"do": button(ana, "take")})

    assert [row["text"] for row in rows()] == [CROWN]


def test_one_that_is_declined_is_not_offered_again_on_any_sheet(as_ana, ana):
    noted_down(ana, *[CROWN] * 3)
    entry = kept(ana, "triggers", {"triggers": [{"id": "aaaaaaaa", "text": "Payday"}]})
    typed = {"triggers": "aaaaaaaa", "triggers-aaaaaaaa-text": "Payday, alone"}

    for _each in range(2):
        as_ana.post(f"/entries/{entry.pk}/", page(do=f"decline:triggers:{wanted(CROWN)}") | typed)
    noted_down(ana, *[CROWN.upper()] * 3)

    assert offered(ana) == []
    assert [row["text"] for row in rows()] == ["Payday, alone"]
    assert [declined.words for declined in ana.declined.all()] == [CROWN]
    assert CROWN not in as_ana.get("/tools/triggers/begin/").content.decode()


def wanted(words: str) -> str:
    return noted.Noticed(words, 3).value


def test_declining_on_a_page_nothing_was_written_on_begins_nothing(as_ana, ana):
    noted_down(ana, *[CROWN] * 3)
    begun = {"id": str(uuid4()), "version": "0", "tab": "t"}

    answer = as_ana.post("/tools/triggers/begin/", begun | {"do": button(ana, "decline")})

    assert (answer.status_code, Entry.objects.count()) == (200, 0)
    assert CROWN not in answer.content.decode()
    assert offered(ana) == []


@pytest.mark.parametrize("do", ["take", "decline"])
def test_nobody_takes_or_declines_for_another(as_ana, ana, ben, do):
    noted_down(ben, *[CROWN] * 3)
    entry = kept(ana, "triggers", {"triggers": [{"id": "aaaaaaaa", "text": "Payday"}]})
    typed = {"triggers": "aaaaaaaa", "triggers-aaaaaaaa-text": "Payday"}

    as_ana.post(f"/entries/{entry.pk}/", page(do=f"{do}:triggers:{wanted(CROWN)}") | typed)

    assert [row["text"] for row in rows()] == ["Payday"]
    assert Declined.objects.count() == 0
    assert offered(ben) == [(CROWN, 3, ())]


@pytest.mark.parametrize("do", ["take", "decline"])
@pytest.mark.parametrize(
    "at", ["triggers:noted:", "triggers:noted", "triggers:noted:zzz", "nothing:noted:zzz", "noted:",
           "triggers:noted:\0", f"triggers:noted:{'x' * 999}", ":noted:", "triggers:noted:noted:zzz"],
)  # fmt: skip
def test_a_button_that_fits_nothing_changes_nothing(as_ana, ana, do, at):
    noted_down(ana, *[CROWN] * 3)
    entry = kept(ana, "triggers", {"triggers": [{"id": "aaaaaaaa", "text": "Payday"}]})
    typed = {"triggers": "aaaaaaaa", "triggers-aaaaaaaa-text": "Payday"}

    answer = as_ana.post(f"/entries/{entry.pk}/", page(do=f"{do}:{at}") | typed)

    assert answer.status_code == 302
    assert [row["text"] for row in rows()] == ["Payday"]
    assert Declined.objects.count() == 0


def test_words_are_only_ever_text(as_ana, ana):
    noted_down(ana, *[HOSTILE] * 3)

    shown = as_ana.get("/tools/triggers/begin/").content.decode()

    assert "<script>alert" not in shown
    assert "{{ 7|add:7 }}" in shown
    assert "in 3 of your notes" in shown


@pytest.mark.parametrize("many", [1, 3, 300])
def test_a_page_costs_the_same_however_much_was_noted(as_ana, ana, many):
    noted_down(ana, *[CROWN] * many)

    with CaptureQueriesContext(connection) as asked:
        assert as_ana.get("/tools/triggers/begin/").status_code == 200

    assert len(asked) <= 7


# What was often done


def done(member, answers: dict | None = None):
    return offered(member, answers, sheet=PLAN, name="swap")


def test_what_was_done_three_times_is_offered_to_the_plan(as_ana, ana):
    coped(ana, "Ginger beer")
    coped(ana, "Counted trams", times=2)

    assert done(ana) == [("Ginger beer", 3, ())]
    assert done(ana, {"tasks": [{"id": "aaaaaaaa", "text": "ginger beer"}]}) == []
    entry = kept(ana, "urge-plan", {"delay": [{"id": "aaaaaaaa", "text": "Wait"}]})
    typed = {"delay": "aaaaaaaa", "delay-aaaaaaaa-text": "Wait"}
    as_ana.post(f"/entries/{entry.pk}/", page(do=button(ana, "take", PLAN, "swap")) | typed)
    assert [row["text"] for row in rows("swap")] == ["Ginger beer"]


def test_what_stands_in_the_plan_is_not_offered_to_it(ana):
    coped(ana, "Ginger beer")
    line = coping.Line(uuid4(), "aaaaaaaa", "Ginger beer")
    (urge,) = noted_down(ana, "")

    coping.tried(urge, [line.key], "", [line], NOW)

    assert done(ana) == []


def test_what_was_done_is_declined_for_the_plan_alone(ana):
    coped(ana, "Ginger beer")
    noted_down(ana, *["Ginger beer"] * 3)

    noted.decline(ana, None, PLAN, "swap", noted.Noticed("Ginger beer", 3).key, NOW)

    assert done(ana) == []
    assert [words for words, _times, _kinds in offered(ana)] == ["Ginger beer"]
