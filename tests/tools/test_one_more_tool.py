"""R-COR-04: one more tool is a declaration, a line and an example; all the rest follows by itself."""

import io
import json
import zipfile
from dataclasses import replace

import pytest
from django.utils import timezone

from smartrecovery import export, restore, sheets
from smartrecovery.sheets import (
    Choice,
    Choices,
    Clock,
    Day,
    Instant,
    Lines,
    Link,
    Long,
    Minutes,
    Number,
    Percent,
    Person,
    Pick,
    Question,
    Scale,
    Section,
    Sheet,
    Switch,
    Text,
    Tick,
    YesNo,
)
from stages.models import Behaviour, Stage
from tests.frame.test_words import UNSAID
from tests.house.test_hostile_input import faults, send
from tests.house.test_hostile_tools import lost, tries
from tests.house.walk import browser
from tools import catalogue
from tools.models import Entry, Rating, Revision

from . import filling
from .test_every_tool import faults_of, not_in, read, seen, taken, words_of

pytestmark = pytest.mark.django_db

SIZES = (("small", "Small as a pea"), ("round", "Round and grey"), ("flat", "Flat enough to skip"))

PEBBLES = Sheet(
    slug="pebbles",
    edition=1,
    title="Pebbles in a jar",
    about="One for each thing that went well enough.",
    lead="Begin with the one that comes to mind.",
    aliases=("Jar of Pebbles", "JOP"),
    points=(4, 3),
    suits=(Stage.ACT, Stage.MAI),
    minutes=5,
    cadence="Whenever a jar is full",
    helps=(("flat", "Shows what there was, and is easy to miss."),),
    sections=(
        Section(
            "The jar",
            (
                Text("jar", "What do I call this jar?", required=True),
                Person("giver", "Who gave it to me?"),
                Long("tale", "How did it get here?"),
                Choice("size", "What are most of them like?", choices=SIZES),
                Choices("kinds", "Which kinds are in it?", choices=SIZES, charted=True),
                YesNo("lid", "Has it a lid?"),
                Tick("shelf", "It stands on the shelf"),
            ),
            step="Jar",
        ),
        Section(
            "The numbers",
            (
                Scale("full", "How full is it?", low="empty", high="to the brim", charted=True),
                Percent("mine", "How much of it is mine?", charted=True),
                Minutes("took", "How long did it take?"),
                Number("count", "How many are in it?", charted=True),
                Clock("at", "When do I look at it?"),
                Day("since", "Since which day?"),
                Instant("latest", "When did the latest go in?"),
                Link("value", "What is it for?", to=("values.top",)),
            ),
            step="Numbers",
        ),
        Section(
            "The pebbles",
            (
                Lines(
                    "pebbles",
                    "What went well enough?",
                    of=(
                        Text("text", "A pebble"),
                        Person("with", "With whom?"),
                        Choice("size", "What is it like?", choices=SIZES),
                        Choices("kinds", "Which kinds?", choices=SIZES),
                        Tick("kept", "I kept it", stamps="kept_at"),
                        Scale("weight", "How heavy?"),
                        Number("times", "How often?", most=50),
                        Clock("at", "At what time?"),
                        Day("on", "On which day?"),
                        Link("value", "For what?", to=("values.top",)),
                    ),
                    ideas=("A letter answered", "A walk before work"),
                ),
                Pick("best", "Which do I want to see again?", rows=("pebbles",)),
                Switch("more", "One more question"),
            ),
            step="Pebbles",
        ),
        Section("One more", (Long("next", "Where could the next one come from?"),), only_with="more"),
    ),
    mistakes=("Waiting for a large one.",),
    example_note="An example, about a slow week.",
    example={
        "jar": "October",
        "giver": "Priya",
        "tale": "It held honey first.",
        "size": "round",
        "kinds": ["small", "round"],
        "lid": True,
        "shelf": True,
        "full": 4,
        "mine": 90,
        "took": 25,
        "count": 12,
        "at": "20:30",
        "pebbles": [{"id": "example901", "text": "Rang the landlord back", "size": "flat"}],
        "best": ["example901"],
        "next": "The allotment on Saturday.",
    },
)  # fmt: skip
LAYOUTS = {"on one page": PEBBLES, "in steps": replace(PEBBLES, layout="steps")}


@pytest.fixture(params=LAYOUTS.values(), ids=LAYOUTS.keys())
def pebbles(request, monkeypatch) -> Sheet:
    """The one line that puts it into the catalogue."""
    monkeypatch.setitem(catalogue.CATALOGUE, ("pebbles", 1), request.param)
    return request.param


@pytest.fixture
def said(ana, pebbles) -> filling.Values:
    return filling.filled(pebbles, sources=filling.sources(ana, pebbles))


def kinds(questions) -> set[type[Question]]:
    found = {type(question) for question in questions}
    for lines in (q for q in questions if isinstance(q, Lines)):
        found |= kinds(lines.of)
    return found


def test_it_asks_every_kind_of_question_there_is():
    there = {
        one
        for one in vars(sheets).values()
        if isinstance(one, type) and issubclass(one, Question) and one is not Question
    }

    assert there - kinds(PEBBLES.questions.values()) == set()


def test_it_is_the_newest_of_its_name_and_last_on_the_shelf(pebbles):
    assert catalogue.newest("pebbles") is pebbles
    assert catalogue.latest()[-1] is pebbles


@pytest.mark.parametrize(
    "asked", ["q=pebbles", "q=pebble+in+jars", "q=JOP", "q=jar+of+Pébbles", "point=3", "point=4", "now=flat", "minutes=5",
              "now=flat&point=4&minutes=5&q=jop", ""],
)  # fmt: skip
def test_it_is_found_by_its_names_its_points_its_time_and_what_is_happening(as_ana, pebbles, asked):
    assert '<a class="go" href="/tools/pebbles/">' in as_ana.get(f"/tools/?{asked}").content.decode()  # fmt: skip


@pytest.mark.parametrize("asked", ["q=CBA", "point=1", "now=urge"])
def test_it_is_not_found_by_what_it_is_not(as_ana, pebbles, asked):
    assert "/tools/pebbles/" not in as_ana.get(f"/tools/?{asked}").content.decode()


def test_it_says_why_it_may_help(as_ana, pebbles):
    assert "easy to miss" in seen(as_ana, "/tools/?now=flat")
    assert "About 5 minutes." in seen(as_ana, "/tools/?minutes=5&q=pebbles")


def test_its_page_says_what_it_is_for(as_ana, pebbles):
    told = [pebbles.about, pebbles.lead, pebbles.cadence, "JOP", "Life feels flat", "easy to miss"]
    told += [*pebbles.mistakes, "The allotment on Saturday.", "Rang the landlord back"]

    assert not_in(seen(as_ana, "/tools/pebbles/"), told) == []


def test_it_is_filled_in_saved_read_back_and_counted(as_ana, pebbles, said):
    entry = filling.work(as_ana, pebbles, said)

    answers = filling.stored(pebbles, said)
    assert filling.cells_alone(pebbles, entry.answers) == answers
    assert filling.not_held(as_ana, entry, said) == []
    assert entry.answers["pebbles"][0]["kept_at"] == entry.member.today().isoformat()
    latest = Revision.objects.filter(entry=entry).latest("number")
    assert dict(Rating.objects.filter(revision=latest).values_list("question", "value")) == {
        "kinds": len(answers["kinds"]),
        "full": answers["full"],
        "mine": answers["mine"],
        "count": answers["count"],
    }


def test_it_is_left_and_gone_on_with(as_ana, pebbles, said):
    entry = filling.work(as_ana, pebbles, said, **{"X-Autosave": "1"})
    here = f"/entries/{entry.pk}/"

    left = as_ana.get("/tools/pebbles/").content.decode()
    held = filling.not_held(as_ana, entry, said)
    filling.send(as_ana, here, entry.pk, pebbles, pebbles.steps[-1], said, "save")

    entry.refresh_from_db()
    assert (f'href="{here}">Go on with the one from today' in left, held) == (True, [])
    assert (entry.unsaved, Revision.objects.count()) == (False, 1)


def test_a_line_is_begun_with_words_that_are_offered(as_ana, pebbles):
    step = next(step for step in pebbles.steps if any(s.title == "The pebbles" for s in step.sections))  # fmt: skip
    page = {"id": str(filling.uuid4()), "version": "0", "tab": "t", "step": step.number}

    as_ana.post("/tools/pebbles/begin/", page | {"do": "idea:pebbles:1"})

    assert Entry.objects.get().answers["pebbles"][0]["text"] == "A walk before work"


def test_two_days_of_it_are_compared(as_ana, ana, pebbles, said):
    entry = filling.work(as_ana, pebbles, said)
    after = filling.filled(pebbles, mark="later", sources=filling.sources(ana, pebbles))
    for step in pebbles.steps:
        filling.send(as_ana, f"/entries/{entry.pk}/", entry.pk, pebbles, step, after, "save")

    numbers = list(entry.revisions.order_by("number").values_list("number", flat=True))
    told = seen(as_ana, f"/entries/{entry.pk}/changes/?from={numbers[0]}&to={numbers[-1]}")

    assert not_in(told, filling.texts(pebbles, said) + filling.texts(pebbles, after)) == []


def test_it_is_printed_blank_and_filled(as_ana, pebbles, said):
    entry = filling.work(as_ana, pebbles, said)
    asked = [q.ask for q in pebbles.questions.values() if not isinstance(q, Pick | Switch)]

    blank = seen(as_ana, "/tools/pebbles/print/")
    printed = seen(as_ana, f"/entries/{entry.pk}/print/")

    assert not_in(blank, asked) == []
    assert not_in(printed, filling.texts(pebbles, said) + asked) == []


def test_it_is_taken_along_and_brought_back(as_ana, ana, sam, pebbles, said):
    entry = filling.work(as_ana, pebbles, said)

    data, copy = taken(ana)
    restore.bring(sam, restore.opened(export.zip_of(ana, timezone.now())))

    kept = next(row for row in data["tables"]["entries"] if row["tool"] == "pebbles")
    brought = sam.entries.get(tool="pebbles")
    assert kept["answers"] == entry.answers
    assert not_in(copy, [pebbles.title, *filling.texts(pebbles, said)]) == []
    assert brought.answers == pointing_at(entry.answers, sam.entries.get(tool="values").pk)


def pointing_at(answers: dict, source) -> dict:
    """The same answers, with links that lead to another account's copy of what they point at."""
    told = json.dumps(answers)
    old = answers["value"]["entry"]
    return json.loads(told.replace(old, str(source)))


def test_a_file_that_says_nonsense_for_it_is_refused(ana, sam, as_ana, pebbles, said):
    filling.work(as_ana, pebbles, said)
    spoilt = restore.opened(export.zip_of(ana, timezone.now()))
    row = next(row for row in spoilt["tables"]["entries"] if row["tool"] == "pebbles")
    row["answers"]["full"] = 11

    with pytest.raises(restore.Refused):
        restore.bring(sam, spoilt)

    assert sam.entries.count() == 0


def test_whatever_is_sent_breaks_nothing_and_loses_nothing(as_ana, ana, pebbles, said):
    entry, client = filling.work(as_ana, pebbles, said), browser(ana)

    wrong = []
    for url, form, name, value in tries(client, entry):
        trouble = faults(send(client, url, form, name, value))
        if form.kinds.get(name, "hidden") != "hidden":
            trouble += [f"lost {gone!r}" for gone in lost(client, entry, form, name, value)]
        wrong += [f"{name} {value[:40]!r}: {fault}" for fault in trouble]

    assert wrong == []


def test_what_it_says_is_looked_over_like_all_the_others():
    bad = replace(PEBBLES, helps=(("bored", "You must."),), aliases=(), example={"jar": "October"})

    assert faults_of(PEBBLES) == []
    assert [text for text in words_of(PEBBLES) if UNSAID.search(text)] == []
    assert faults_of(bad) == ["has no other name", "helps with what nobody asks", "the example leaves out"]  # fmt: skip
    assert [text for text in words_of(bad) if UNSAID.search(text)] == ["You must."]


def test_only_its_own_owner_opens_it(as_ana, pebbles, said, client, sam):
    entry = filling.work(as_ana, pebbles, said)
    client.force_login(sam)

    pages = [
        f"/entries/{entry.pk}/",
        f"/entries/{entry.pk}/print/",
        f"/entries/{entry.pk}/changes/",
    ]

    assert [client.get(page).status_code for page in pages] == [404] * 3


def test_it_is_about_what_it_is_about(as_ana, ana, pebbles, said):
    wine = Behaviour.objects.create(member=ana, kind="alcohol", label="Wine")
    entry = filling.work(as_ana, pebbles, said)
    Entry.objects.filter(pk=entry.pk).update(behaviour=wine)

    page = seen(as_ana, f"/tools/entries/?tool=pebbles&behaviour={wine.pk}")

    assert entry.title in page


# Reading all editions: a second one beside the first.

SECOND = replace(
    PEBBLES,
    edition=2,
    title="A jar of pebbles",
    sections=(
        Section("The jar", (Text("jar", "What is this jar called now?", required=True),)),
        Section("Since", (Long("since_then", "What has changed since?"),)),
    ),
)


@pytest.fixture
def written(as_ana, pebbles, said, monkeypatch) -> Entry:
    """Written in the first edition, before there was a second."""
    entry = filling.work(as_ana, pebbles, said)
    monkeypatch.setitem(catalogue.CATALOGUE, ("pebbles", 2), SECOND)
    return entry


def test_an_entry_of_the_first_edition_still_opens_and_prints(as_ana, pebbles, said, written):
    assert filling.not_held(as_ana, written, said) == []
    printed = seen(as_ana, f"/entries/{written.pk}/print/")
    assert not_in(printed, read(pebbles, written)[:3] + filling.texts(pebbles, said)) == []
    assert "What is this jar called now?" not in printed


def test_it_is_taken_along_as_it_was_written_and_brought_back(ana, sam, pebbles, said, written):
    with zipfile.ZipFile(io.BytesIO(export.zip_of(ana, timezone.now()))) as file:
        copy = file.read("index.html").decode()
    restore.bring(sam, restore.opened(export.zip_of(ana, timezone.now())))

    brought = sam.entries.get(tool="pebbles")
    assert (brought.edition, brought.title) == (1, written.title)
    assert not_in(copy, filling.texts(pebbles, said)) == []


def test_it_is_saved_in_its_own_edition(as_ana, ana, pebbles, written):
    again = filling.filled(pebbles, mark="again", sources=filling.sources(ana, pebbles))

    for step in pebbles.steps:
        filling.send(as_ana, f"/entries/{written.pk}/", written.pk, pebbles, step, again, "save")

    written.refresh_from_db()
    assert written.edition == 1
    assert filling.cells_alone(pebbles, written.answers) == filling.stored(pebbles, again)
    assert set(written.revisions.values_list("edition", flat=True)) == {1}


def test_a_new_one_begins_in_the_second(as_ana, written):
    page = as_ana.get("/tools/pebbles/begin/").content.decode()

    entry = filling.work(as_ana, SECOND, filling.filled(SECOND))

    assert entry.edition == 2
    assert ("What is this jar called now?" in page, "Who gave it to me?" in page) == (True, False)


def test_the_shelf_has_it_once_under_its_new_name(as_ana, written):
    page = as_ana.get("/tools/?q=pebbles").content.decode()

    assert page.count('<a class="go" href="/tools/pebbles/">') == 1
    assert "A jar of pebbles" in page
