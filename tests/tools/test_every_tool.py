"""R-COR-04 for every tool there is: what it says of itself is whole, and every field is kept and shown."""

import io
import json
import re
import zipfile
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from smartrecovery import export
from smartrecovery.sheets import (
    Day,
    Instant,
    Lines,
    Link,
    Pick,
    Question,
    Section,
    Sheet,
    Switch,
    Text,
    Tick,
)
from stages.models import Stage
from tests.frame.test_words import UNSAID
from tools import catalogue
from tools.asked import HAPPENINGS, POINTS
from tools.models import Entry, Revision
from tools.shelf import noting_an_urge
from tools.suiting import OFFERS

from . import answering, filling

pytestmark = [pytest.mark.django_db, pytest.mark.page]
SHEETS = [pytest.param(sheet, id=f"{sheet.slug}-{sheet.edition}") for sheet in catalogue.CATALOGUE.values()]  # fmt: skip
every_tool = pytest.mark.parametrize("sheet", SHEETS)


class Page(HTMLParser):
    """What a page says, piece by piece and as one."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.pieces.append(" ".join(data.split()))

    @property
    def said(self) -> str:
        return " ".join(self.pieces)


def seen(client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return Page(answer.content.decode()).said


def not_in(said: str, wanted: list[str]) -> list[str]:
    return [line for line in wanted if " ".join(str(line).split()) not in said]


def taken(member) -> tuple[dict, str]:
    """The data of the file to take along, and what its readable copy says."""
    with zipfile.ZipFile(io.BytesIO(export.zip_of(member, timezone.now()))) as file:
        return json.loads(file.read("data.json")), Page(file.read("index.html").decode()).said


def read(sheet: Sheet, entry: Entry) -> list[str]:
    """Every answer of an entry in words, each cell by itself; where a link leads is said by what it leads to."""
    answers = entry.answers
    told = [line for q in sheet.questions.values() if alone(q) and q.name not in sheet.switches for line in sheet.said(q, answers, filling.HERE)]  # fmt: skip
    for name, row in sheet.rows(answers):
        cells = [cell for cell in sheet.questions[name].of if alone(cell) and cell.name in row]
        told += [line for cell in cells for line in in_a_row(cell, row)]
    return told


def in_a_row(cell: Question, row: dict) -> list[str]:
    """What a cell says; a tick says what was asked."""
    return [str(cell.ask)] if isinstance(cell, Tick) else cell.read(row[cell.name], filling.HERE)


def alone(question: Question) -> bool:
    return not isinstance(question, Lines | Link)


def words_of(value) -> list[str]:
    """Every word a sheet may show, its example included."""
    if isinstance(value, dict):
        return [text for each in value.values() for text in words_of(each)]
    if isinstance(value, list | tuple):
        return [text for each in value for text in words_of(each)]
    if hasattr(value, "__dataclass_fields__"):
        return [text for name in value.__dataclass_fields__ for text in words_of(getattr(value, name))]  # fmt: skip
    return [] if value is None or callable(value) or isinstance(value, bool) else [str(value)]


def faults_of(sheet: Sheet) -> list[str]:
    """What a sheet still lacks before it may stand in the catalogue."""
    happenings = [now for now, _why in sheet.helps]
    return [
        fault
        for fault, so in {
            "no title": not str(sheet.title),
            "does not say what it is about": not str(sheet.about),
            "does not lead in": not str(sheet.lead),
            "has no other name": not any(map(str, sheet.aliases)),
            "stands under no point": not set(sheet.points) or set(sheet.points) - set(POINTS),
            "suits no stage": not sheet.suits or set(sheet.suits) - set(Stage.values),
            "takes no time, or all day": not 0 < sheet.minutes <= 60,
            "does not say how often": not str(sheet.cadence),
            "helps with nothing, or twice": not happenings or len(set(happenings)) < len(happenings),
            "helps with what nobody asks": set(happenings) - set(HAPPENINGS),
            "does not say why it helps": not all(str(why) for _now, why in sheet.helps),
            "does not say what gets in the way": not all(map(str, sheet.mistakes)) or not sheet.mistakes,
            "does not say whose example it is": not str(sheet.example_note),
            "the example leaves out": unanswered(sheet),
        }.items()
        if so
    ]  # fmt: skip


UNSAID_IN_EXAMPLES = Day | Instant | Link  # days go by, and what points at others says nothing


def unanswered(sheet: Sheet) -> set[str]:
    """Questions the example never answers, but for those that only open others."""
    asked = {q.name for q in sheet.questions.values() if not isinstance(q, UNSAID_IN_EXAMPLES)}
    return asked - set(sheet.example) - sheet.switches


def unanswered_cells(sheet: Sheet) -> set[str]:
    lines = [q for q in sheet.questions.values() if isinstance(q, Lines)]
    asked = {
        f"{q.name}.{c.name}" for q in lines for c in q.of if not isinstance(c, UNSAID_IN_EXAMPLES)
    }
    return asked - {f"{name}.{cell}" for name, row in sheet.rows(sheet.example) for cell in row}


@every_tool
def test_a_tool_says_all_there_is_to_say_of_itself(sheet):
    assert faults_of(sheet) == []


@every_tool
def test_a_tool_says_nothing_unsaid(sheet):
    allowed = {"A name only you need to know"}

    found = [text for text in words_of(sheet) if UNSAID.search(text) and text not in allowed]

    assert found == []


@every_tool
def test_its_example_uses_every_cell_but_what_comes_later(sheet):
    later = {"steps.done"} if sheet.slug == "change-plan" else set()
    later |= {f"{q}.weight" for q in sheet.questions if sheet.slug == "cost-benefit"}

    assert unanswered_cells(sheet) - later == set()


@every_tool
def test_its_example_comes_back_as_it_was_written(sheet):
    assert answering.written(sheet, sheet.worked_example) == sheet.worked_example


@every_tool
def test_no_more_than_the_first_question_is_asked_of_everybody(sheet):
    required = [q.name for q in sheet.questions.values() if q.required]

    assert required == ([] if sheet.layout == "script" else [sheet.first.name])


def test_no_two_tools_share_a_title():
    titles = [str(sheet.title).casefold() for sheet in catalogue.latest()]

    assert len(set(titles)) == len(titles)


def test_there_are_thirty_tools():
    assert len(catalogue.latest()) >= 30


def test_every_tool_offered_for_a_stage_or_a_happening_is_there():
    there = {sheet.slug for sheet in catalogue.latest()} | {noting_an_urge().slug}
    offered = {slug for offers in OFFERS.values() for slug, _why in offers}
    first = {slug for happening in HAPPENINGS.values() for slug in happening.first}

    assert (offered | first) - there == set()


@every_tool
def test_what_is_said_in_every_field_is_stored_shown_printed_and_taken_along(as_ana, ana, sheet):
    said = filling.filled(sheet, sources=filling.sources(ana, sheet))

    entry = filling.work(as_ana, sheet, said)

    answers = filling.stored(sheet, said)
    assert filling.cells_alone(sheet, entry.answers) == answers
    assert (entry.unsaved, entry.state) == (False, Entry.State.SAVED)
    assert filling.cells_alone(sheet, Revision.objects.get(entry=entry).answers) == answers
    assert filling.not_held(as_ana, entry, said) == []
    lines = filling.texts(sheet, said) + read(sheet, entry)
    assert not_in(seen(as_ana, f"/entries/{entry.pk}/print/"), lines) == []
    data, copy = taken(ana)
    kept = next(row for row in data["tables"]["entries"] if row["id"] == str(entry.pk))
    assert kept["answers"] == entry.answers
    assert not_in(copy, lines) == []


@every_tool
def test_no_two_texts_it_was_filled_with_are_the_same(ana, sheet):
    said = filling.texts(sheet, filling.filled(sheet))

    assert len(set(said)) == len(said)


@every_tool
def test_a_draft_is_kept_shown_first_and_gone_on_with(as_ana, ana, sheet):
    said = filling.filled(sheet, sources=filling.sources(ana, sheet))

    entry = filling.work(as_ana, sheet, said, **{"X-Autosave": "1"})

    assert (entry.unsaved, Revision.objects.count()) == (True, 0)
    assert filling.not_held(as_ana, entry, said) == []
    here = f"/entries/{entry.pk}/"
    assert here in as_ana.get("/tools/").content.decode()
    assert f'btn-primary full" href="{here}"' in as_ana.get(f"/tools/{sheet.slug}/").content.decode()  # fmt: skip
    last = sheet.steps[-1]
    filling.send(as_ana, here, entry.pk, sheet, last, said, "save")
    entry.refresh_from_db()
    assert (entry.unsaved, Revision.objects.count()) == (False, 1)


@every_tool
def test_what_was_said_otherwise_the_second_time_can_be_compared(as_ana, ana, sheet):
    sources = filling.sources(ana, sheet)
    before, after = (filling.filled(sheet, mark=mark, sources=sources) for mark in ("a", "b"))
    entry = filling.work(as_ana, sheet, before)
    for step in sheet.steps:
        filling.send(as_ana, f"/entries/{entry.pk}/", entry.pk, sheet, step, after, "save")

    first, last = Revision.objects.filter(entry=entry).order_by("number").values_list("number", flat=True)[:: len(sheet.steps)]  # fmt: skip
    told = seen(as_ana, f"/entries/{entry.pk}/changes/?from={first}&to={last}")

    assert not_in(told, filling.texts(sheet, before) + filling.texts(sheet, after)) == []


@every_tool
def test_a_blank_one_asks_everything_on_paper(as_ana, sheet):
    asked = [q for q in sheet.questions.values() if not isinstance(q, Pick | Switch) and q.name not in sheet.switches]  # fmt: skip

    for paper in ("a4", "letter"):
        printed = seen(as_ana, f"/tools/{sheet.slug}/print/?paper={paper}")
        assert not_in(printed, [q.ask for q in asked]) == []


@every_tool
def test_every_word_offered_to_begin_a_line_with_begins_one(as_ana, ana, sheet):
    ideas = [
        (step, lines, number, str(words))
        for step in sheet.steps
        for section in step.sections
        for lines in section.questions
        if isinstance(lines, Lines)
        for number, words in enumerate(lines.ideas)
    ]

    begun = []
    for step, lines, number, _words in ideas:
        page = {"id": str(filling.uuid4()), "version": "0", "tab": "t", "step": step.number}
        as_ana.post(f"/tools/{sheet.slug}/begin/", page | {"do": f"idea:{lines.name}:{number}"})
        row = Entry.objects.get(pk=page["id"]).answers[lines.name][0]
        begun.append(row[lines.of[0].name])

    assert begun == [words for *_place, words in ideas]


@every_tool
def test_what_was_written_in_an_edition_stays_in_it_when_there_is_a_newer(
    as_ana, ana, monkeypatch, sheet
):
    sources = filling.sources(ana, sheet)
    said, again = (filling.filled(sheet, mark=mark, sources=sources) for mark in ("", "again"))
    entry = filling.work(as_ana, sheet, said)
    new = Section("Asked since", (Text("asked_since", "What is asked since?"),))
    newer = replace(sheet, edition=sheet.edition + 1, sections=(*sheet.sections, new))
    monkeypatch.setitem(catalogue.CATALOGUE, (sheet.slug, newer.edition), newer)

    for step in sheet.steps:
        filling.send(as_ana, f"/entries/{entry.pk}/", entry.pk, sheet, step, again, "save")
    begun = filling.work(as_ana, newer, said | {"asked_since": "Something new"})

    entry.refresh_from_db()
    assert (entry.edition, begun.edition) == (sheet.edition, newer.edition)
    assert filling.cells_alone(sheet, entry.answers) == filling.stored(sheet, again)
    asked = {name for _step, form in filling.worksheets(as_ana, entry) for name in form.names}
    assert "asked_since" not in asked
    assert not_in(seen(as_ana, f"/entries/{entry.pk}/print/"), read(sheet, entry)) == []
    assert not_in(taken(ana)[1], [*read(sheet, entry), "Something new"]) == []


@every_tool
def test_its_example_is_shown_whole(as_ana, sheet):
    told = [line for _title, said in sheet.read(sheet.example) for ask, lines in said for line in [ask, *lines]]  # fmt: skip

    assert not_in(seen(as_ana, f"/tools/{sheet.slug}/"), [unescape(line) for line in told]) == []


def test_the_test_of_words_can_fail():
    sheet = catalogue.newest("journal")

    words = words_of([sheet.title, ("You must", {"x": "ok"})])

    assert [w for w in words if UNSAID.search(w)] == ["You must"]
    assert re.search("[a-z]", words[0])
