"""Pages that fit the tool: what each asks and hides, what stays in view, and what comes out on paper."""

from collections import Counter
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.urls import reverse

from smartrecovery.sheets import Around
from stages.models import Behaviour, NoteSeen, Stage, StageMove
from tests.stages.helpers import at_stage
from tools import catalogue, heads
from tools.models import Entry

from . import writing

pytestmark = [pytest.mark.django_db, pytest.mark.page]
SHEETS = [pytest.param(sheet, id=sheet.slug) for sheet in catalogue.latest()]
IN_STEPS = [each for each in SHEETS if len(each.values[0].steps) > 1]
every_tool = pytest.mark.parametrize("sheet", SHEETS)
every_tool_in_steps = pytest.mark.parametrize("sheet", IN_STEPS)
OURS = {"csrfmiddlewaretoken", "version", "tab", "id", "edition", "behaviour", "step", "do", "away"}
MANY = {"radio", "checkbox", "hidden", "submit"}


class Page(HTMLParser):
    """The ids of a page, the controls of its worksheet, and what it says; templates for script stand apart."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.controls: list[tuple[str, str]] = []
        self.buttons: list[tuple[str, str]] = []
        self.filled: list[str] = []
        self.current: list[str] = []
        self.pieces: list[str] = []
        self.inside: Counter[str] = Counter()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        has = dict(attrs)
        if tag in ("template", "form"):
            self.inside[tag] += 1
        if self.inside["template"]:
            return
        if "id" in has:
            self.ids.append(has["id"])
        if "btn-primary" in (has.get("class") or ""):
            self.filled.append(has.get("value") or has.get("href") or "")
        if "aria-current" in has and tag == "button":
            self.current.append(has["value"])
        if tag == "button" and has.get("name") == "do":
            self.buttons.append((has["name"], has["value"]))
        elif tag in ("input", "select", "textarea") and has.get("name"):
            self.controls.append((has["name"], has.get("type", tag)))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("template", "form"):
            self.inside[tag] -= 1

    def handle_data(self, data: str) -> None:
        if not self.inside["template"]:
            self.pieces.append(" ".join(data.split()))

    @property
    def said(self) -> str:
        return " ".join(filter(None, self.pieces))

    @property
    def asked(self) -> set[str]:
        """The questions asked, by name: of lines, the list itself, and each cell that is asked in a row."""
        names = {name for name, _kind in self.controls} - OURS
        return {name.partition("-")[0] for name in names}

    @property
    def twice(self) -> list[str]:
        """Ids, and names of controls that hold one value, that stand there more than once."""
        ids = [each for each, count in Counter(self.ids).items() if count > 1]
        names = Counter(name for name, kind in self.controls if kind not in MANY)
        return ids + [name for name, count in names.items() if count > 1]


def look(client, url: str) -> Page:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return Page(answer.content.decode())


def kept(member, slug: str, answers: dict | None = None, **more) -> Entry:
    """With its example in it, where nothing else is said."""
    example = catalogue.newest(slug).worked_example
    return writing.kept(member, slug, example if answers is None else answers, **more)


def pages_of(sheet, entry) -> list[str]:
    return [f"/tools/{sheet.slug}/begin/"] + [
        f"/entries/{entry.pk}/?step={step.number}" for step in sheet.steps
    ]


@every_tool
def test_no_page_of_a_tool_has_an_id_or_a_control_twice(as_ana, ana, sheet):
    ana.behaviours.create(kind="alcohol", label="Wine on weeknights")
    entry = kept(ana, sheet.slug)

    pages = [look(as_ana, url) for url in pages_of(sheet, entry)]

    assert [page.twice for page in pages] == [[]] * len(pages)


@every_tool
def test_every_page_of_a_tool_has_one_filled_button(as_ana, ana, sheet):
    entry = kept(ana, sheet.slug)

    filled = [look(as_ana, url).filled for url in pages_of(sheet, entry)[1:]]

    onward = "save" if sheet.apart else "next"
    assert filled == [[onward]] * (len(sheet.steps) - 1) + [["save"]]


@every_tool_in_steps
def test_a_step_asks_its_own_questions_and_no_others(as_ana, ana, sheet):
    entry = kept(ana, sheet.slug)

    for step in sheet.steps:
        page = look(as_ana, f"/entries/{entry.pk}/?step={step.number}")

        wanted = {question.name for section in step.sections for question in section.questions}
        assert page.asked == wanted
        assert page.current == [f"go:{step.number}"]


@every_tool_in_steps
def test_what_was_written_on_earlier_steps_stays_in_view(as_ana, ana, sheet):
    entry = kept(ana, sheet.slug)
    told: list[str] = []

    for step in sheet.steps:
        page = look(as_ana, f"/entries/{entry.pk}/?step={step.number}")
        assert [line for line in told if " ".join(line.split()) not in page.said] == []
        for section in step.sections:
            said = sheet.read_section(section, entry.answers, Around(ana.tz))
            told += [line for _ask, lines in said for line in lines]


@pytest.mark.parametrize("slug", ["abc-urge", "abc-upset"])
def test_the_letters_stand_in_the_order_they_are_worked(as_ana, ana, slug):
    page = look(as_ana, f"/tools/{slug}/begin/")

    steps = [value for _do, value in page.buttons if value.startswith("go:")]
    assert steps == ["go:1", "go:2", "go:3", "go:4", "go:5"]
    assert "".join(piece for piece in page.pieces if piece in tuple("ABCDE")).startswith("ACBDE")


@every_tool_in_steps
def test_a_tool_in_steps_can_be_left_on_every_one_of_them(as_ana, ana, sheet):
    entry = kept(ana, sheet.slug)

    for step in sheet.steps:
        page = look(as_ana, f"/entries/{entry.pk}/?step={step.number}")
        assert ("do", "later") in page.buttons
        assert (("do", "back") in page.buttons) == (step.number > 1 and not sheet.apart)


def test_what_was_written_is_kept_when_it_is_left(as_ana, ana):
    key = uuid4()
    begun = {"id": key, "version": "0", "tab": "t", "what": "Two beers at the match", "do": "next"}
    as_ana.post("/tools/slip-review/begin/", begun)

    answer = as_ana.post(
        f"/entries/{key}/",
        {"version": "1", "tab": "t", "step": "2", "worked_until": "Leaving early", "do": "later"},
    )

    assert answer.url == "/tools/"
    entry = Entry.objects.get()
    assert (entry.unsaved, entry.answers["what"], entry.answers["worked_until"]) == (
        True,
        "Two beers at the match",
        "Leaving early",
    )


@pytest.mark.parametrize(
    "slug, switch, first, opened",
    [
        ("future-questions", "five", {"want": "A flat"}, {"could_do", "feel_then", "feel_then_rate"}),
        ("values", "reveal", {"all": [{"id": "aaaaaaaa", "text": "Leo"}]}, {"behaviour_rank"}),
    ],
)  # fmt: skip
def test_what_a_button_opens_is_not_asked_before(as_ana, ana, slug, switch, first, opened):
    entry = kept(ana, slug, first)
    here = f"/entries/{entry.pk}/"
    before = look(as_ana, here)

    as_ana.post(here, {"version": "1", "tab": "t", "do": f"turn:{switch}"})

    after = look(as_ana, here)
    assert before.asked & (opened | {switch}) == set()
    assert ("do", f"turn:{switch}") in before.buttons
    assert after.asked & opened == opened
    assert ("do", f"turn:{switch}") not in after.buttons
    assert (switch, "hidden") in after.controls
    assert f"open-{switch}" in after.ids


def test_ideas_are_not_judged_before_sorting_is_asked_for(as_ana, ana):
    rows = [{"id": "aaaaaaaa", "text": "Swim"}]
    entry = kept(ana, "brainstorm", {"question": "What could six look like?", "ideas": rows})
    here = f"/entries/{entry.pk}/"
    before = dict(look(as_ana, here).controls)

    as_ana.post(here, {
        "version": "1", "tab": "t", "do": "turn:sorting", "question": "What could six look like?",
        "ideas": ["aaaaaaaa"], "ideas-aaaaaaaa-text": "Swim",
    })  # fmt: skip

    after = look(as_ana, here)
    assert before.get("ideas-aaaaaaaa-starred") is None
    assert dict(after.controls)["ideas-aaaaaaaa-starred"] == "checkbox"
    assert [button for button in after.buttons if "aaaaaaaa" in button[1]] == [
        ("do", f"{way}:ideas:aaaaaaaa") for way in ("up", "down", "remove")
    ]


def test_each_point_of_the_loop_can_be_chosen(as_ana, ana):
    page = as_ana.get("/tools/pig/begin/").content.decode()

    choices = catalogue.newest("pig").questions["exit_at"].choices
    assert page.count('type="radio" class="form-check-input" name="exit_at"') == len(choices) == 5
    assert [key for key, _words in choices if f'value="{key}" id="id_exit_at_' not in page] == []


def test_a_script_stands_whole_where_there_is_no_script(as_ana):
    sheet = catalogue.newest("meditation")

    page = look(as_ana, "/tools/meditation/begin/")

    assert [words for words in sheet.script if str(words) not in page.said] == []


# A slip: safety first, nothing set.


def alcohol(member, stage: str = "act") -> Behaviour:
    return at_stage(member, stage)


def test_a_look_at_a_slip_starts_with_safety_and_gates_nothing(as_ana, ana):
    behaviour = alcohol(ana)

    page = look(as_ana, f"/tools/slip-review/begin/?behaviour={behaviour.pk}")

    first = page.said.index("Are you safe right now?")
    assert first < page.said.index("Stopping safely") < page.said.index("What happened?")
    assert "water, food, sleep" in page.said
    assert ("do", "next") in page.buttons
    assert NoteSeen.objects.count() == 0


@pytest.mark.parametrize(
    "kind, notes",
    [
        ("alcohol", ["Stopping safely"]),
        ("opioids", ["Staying alive comes first"]),
        ("benzos", ["Staying alive comes first", "Stopping safely"]),
        ("gambling", []),
    ],
)
def test_the_notes_fit_what_it_is_about(as_ana, ana, kind, notes):
    behaviour = ana.behaviours.create(kind=kind)

    page = look(as_ana, f"/tools/slip-review/begin/?behaviour={behaviour.pk}")

    both = ["Staying alive comes first", "Stopping safely"]
    assert [note for note in both if note in page.said] == notes


def test_what_had_been_working_is_asked_before_what_went_otherwise():
    names = list(catalogue.newest("slip-review").questions)

    assert names.index("worked_until") < names.index("before") < names.index("situation")


def test_another_stage_is_offered_once_saved_and_never_set(as_ana, ana):
    behaviour = alcohol(ana)
    moves = StageMove.objects.count()
    answers = {"what": "Two beers at the match", "stage_answer": "thinking"}
    draft = kept(ana, "slip-review", answers, behaviour=behaviour, saved=False)
    saved = kept(ana, "slip-review", answers, behaviour=behaviour)

    half, whole = (as_ana.get(f"/entries/{each.pk}/").content.decode() for each in (draft, saved))

    link = f"/behaviours/{behaviour.pk}/move/?to=con"
    assert "See the stage page" not in half
    assert "See the stage page" in whole
    assert link.split("/behaviours")[1] in whole
    assert StageMove.objects.count() == moves
    assert "my triggers" in whole


@pytest.mark.parametrize(
    "answer, stage, offered",
    [
        ("still", Stage.ACT, (False, "")),
        ("still", Stage.GRA, (False, "")),
        ("still", Stage.CON, (True, "")),
        ("planning", Stage.DET, (False, "det")),
        ("planning", Stage.ACT, (True, "det")),
        ("thinking", Stage.ACT, (True, "con")),
        ("not_now", Stage.REL, (True, "pre")),
        ("not_now", Stage.PRE, (False, "pre")),
        ("thinking", Stage.UNSET, (False, "")),
        ("", Stage.ACT, (False, "")),
    ],
)
def test_an_answer_is_compared_by_its_meaning(answer, stage, offered):
    behaviour = Behaviour()
    behaviour.stage = stage.value

    assert heads.says_another_stage(answer, behaviour) == offered


def test_every_answer_about_the_stage_has_a_meaning():
    choices = catalogue.newest("slip-review").questions["stage_answer"].choices

    assert [key for key, _words in choices] == list(heads.MEANS)


# On paper.


@every_tool
def test_paper_carries_the_notice_and_asks_what_a_pen_can_answer(as_ana, sheet):
    page = look(as_ana, f"/tools/{sheet.slug}/print/")

    asked = [q for q in sheet.questions.values() if q.name not in sheet.switches]
    assert "Not affiliated with or endorsed by SMART Recovery" in page.said
    assert [str(q.ask) for q in asked if str(q.ask) not in page.said] == []
    assert page.twice == []


@every_tool
def test_cells_of_a_row_stand_over_the_columns_of_a_blank_table(as_ana, sheet):
    page = look(as_ana, f"/tools/{sheet.slug}/print/").said

    wanted = [
        str(cell.ask)
        for question in sheet.questions.values()
        if question.kind == "lines" and len(question.of) > 1 and sheet.layout != "cross"
        for cell in question.of
        if not cell.only_with
    ]
    assert [words for words in wanted if words not in page] == []


def test_rows_of_several_cells_are_printed_as_a_table(as_ana, ana):
    entry = kept(ana, "week-plan")

    page = as_ana.get(f"/entries/{entry.pk}/print/").content.decode()

    action = entry.answers["actions"][0]["text"]
    assert f'<td dir="auto" class="own">{action}</td>' in page


def test_ideas_worth_keeping_are_read_first(as_ana, ana):
    rows = [
        {"id": "aaaaaaaa", "text": "Paint the door"},
        {"id": "bbbbbbbb", "text": "Swim at six", "starred": True},
    ]
    answers = {"question": "What could six look like?", "ideas": rows, "sorting": True}
    entry = kept(ana, "brainstorm", answers)

    page = look(as_ana, f"/entries/{entry.pk}/print/").said

    assert page.count("Swim at six") == page.count("Paint the door") == 1
    assert page.index("Swim at six") < page.index("Paint the door")


def test_letters_stand_on_paper(as_ana, ana):
    blank = as_ana.get("/tools/urge-plan/print/").content.decode()
    entry = kept(ana, "abc-urge")
    filled = as_ana.get(f"/entries/{entry.pk}/print/").content.decode()

    sides = [str(section.side) for section in catalogue.newest("urge-plan").sections]
    assert [side for side in sides if f'<b class="letter">{side}</b>' not in blank] == []
    assert [letter for letter in "ACBDE" if f'<b class="letter">{letter}</b>' not in filled] == []


@pytest.mark.parametrize("slug, title", [("balance", "A wheel"), ("pig", "A loop")])
def test_there_is_a_figure_to_fill_in_by_hand(as_ana, slug, title):
    assert f"{title} with" in look(as_ana, f"/tools/{slug}/print/").said


def test_accepting_somebody_begins_with_people_to_talk_to(as_ana):
    page = as_ana.get("/tools/acceptance/begin/").content.decode()

    before, _form, _after = page.partition('<form class="sheet"')
    assert f'<a class="next" href="{reverse("help")}">People to talk to</a>' in before


def test_after_a_slip_where_it_may_lead_stands_on_the_last_step_alone(as_ana, ana):
    entry = kept(ana, "slip-review")

    said = [look(as_ana, f"/entries/{entry.pk}/?step={step}").said for step in range(1, 8)]

    assert ["Thanks for writing it down." in each for each in said] == [False] * 6 + [True]


def test_what_was_written_before_is_folded_but_for_the_last_of_it(as_ana, ana):
    entry = kept(ana, "abc-urge")

    folds = []
    for step in range(1, 6):
        page = as_ana.get(f"/entries/{entry.pk}/?step={step}").content.decode()
        folded = page.partition("What you wrote before")[2].partition("</details>")[0]
        every, hidden = (
            text.count('small" type="submit" name="do" value="go:') for text in (page, folded)
        )
        folds.append((hidden, every - hidden))

    assert folds == [(0, 0), (0, 1), (1, 1), (3, 0), (3, 1)]


def test_a_tool_in_steps_opens_where_it_was_left(as_ana, ana):
    entry = kept(ana, "abc-urge", {"a": "An e-mail", "c_do": "Hand on the door"}, saved=False)

    opened = [look(as_ana, f"/entries/{entry.pk}/{more}").current for more in ("", "?step=1")]

    assert opened == [["go:2"], ["go:1"]]


@pytest.mark.parametrize("step, do", [(1, "later"), (4, "later"), (7, "save")])
def test_a_page_on_which_nothing_was_written_is_left_without_a_word_of_complaint(as_ana, step, do):
    page = {"id": uuid4(), "version": "0", "tab": "t", "step": step, "do": do}

    answer = as_ana.post("/tools/slip-review/begin/", page, follow=True)

    assert answer.redirect_chain == [("/tools/slip-review/", 302)]
    assert Entry.objects.count() == 0
