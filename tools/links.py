"""What may flow from one tool into another, so that a thing is written once: one table."""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from datetime import date, timedelta
from functools import cached_property

from smartrecovery.sheets import (
    Choice,
    Choices,
    Day,
    Lines,
    Link,
    Long,
    Pick,
    Question,
    Sheet,
    Text,
    new_row_id,
)
from smartrecovery.sheets.questions import SHORT
from smartrecovery.sheets.sheet import WEEKDAYS

from . import catalogue

WORDS = (("text", "text"),)


@dataclass(frozen=True)
class Flow:
    """Lines of one question that another may take.

    A source is lines, a pick among lines, or one answer, which counts as a line by its question's name; a target
    is lines, or one answer while it is empty. `cells` are the words, which may follow their source later; `carried`
    come along once. Of the lines, those with the highest `first` come first, and with `open_only` none that is done.
    """

    source: str
    target: str
    cells: tuple[tuple[str, str], ...] = WORDS
    _: KW_ONLY
    carried: tuple[tuple[str, str], ...] = ()
    first: str = ""
    open_only: bool = False

    @cached_property
    def from_tool(self) -> str:
        return self.source.partition(".")[0]

    @cached_property
    def from_question(self) -> str:
        return self.source.partition(".")[2]

    @cached_property
    def to_tool(self) -> str:
        return self.target.partition(".")[0]

    @cached_property
    def to_question(self) -> str:
        return self.target.partition(".")[2]

    @property
    def within(self) -> bool:
        """Lines that move on one sheet, and not between two of its kind."""
        return self.from_tool == self.to_tool

    def rows(self, sheet: Sheet, answers: dict) -> list[dict]:
        """What may be taken from one entry."""
        return [
            row
            for row in rows_of(sheet, answers, self.from_question)
            if row.get(self.cells[0][0]) and not (self.open_only and row.get("done"))
        ]

    def weight(self, row: dict) -> int:
        """What comes first among lines: the riskiest, the starred."""
        return int(row.get(self.first) or 0)

    def row(self, sheet: Sheet, answers: dict, row_id: str) -> dict | None:
        """The line a copy was taken from, as it is now; picked or not, done or not."""
        names = [self.from_question]
        if isinstance(picked := sheet.questions.get(self.from_question), Pick):
            names = list(picked.rows)
        rows = [
            row for name in names for row in rows_of(sheet, answers, name) if row["id"] == row_id
        ]
        return next((row for row in rows if row.get(self.cells[0][0])), None)

    def words(self, row: dict, target: Question) -> dict[str, str]:
        """What a copy of this line says, by the target's cells."""
        asked = {cell.name: cell for cell in target.of} if isinstance(target, Lines) else {}
        return {
            to: fitted(str(row[cell]), asked.get(to, target))
            for cell, to in self.cells
            if row.get(cell)
        }

    def told(self, words: dict[str, str]) -> str:
        """The words of a copy in one text, to be compared with what they were."""
        return "\n".join(words.get(to, "") for _cell, to in self.cells)

    def copied(self, row: dict, target: Lines, origin: dict, since: date, today: date) -> dict:
        """A new row for the target; days are the weekdays of the week that begins on `since`."""
        more = {}
        for cell, to in self.carried:
            question = next(one for one in target.of if one.name == to)
            value = row.get(cell)
            if value and isinstance(question, Choices):
                value = _weekdays(value, since)
            if value and not more.get(to):
                more[to] = value
        words = self.words(row, target)
        return {"id": new_row_id()} | words | more | {"added": today.isoformat(), "from": origin}


def told(words: str) -> str:
    """On one line, to be shown."""
    return " · ".join(filter(None, words.split("\n")))


def fitted(text: str, question: Question) -> str:
    """Long words, cut to one line where only a line may stand."""
    if isinstance(question, Long):
        return text
    line = " ".join(text.split())
    if len(line) <= SHORT:
        return line
    cut = line[: SHORT - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(",;:–- ") + "…"


def rows_of(sheet: Sheet, answers: dict, name: str) -> list[dict]:
    """The lines of a question; one answer is a line of its own."""
    question, said = sheet.questions.get(name), answers.get(name)
    if not question or not said:
        return []
    if isinstance(question, Lines):
        return said
    if isinstance(question, Pick):
        rows = {row["id"]: row for line in question.rows for row in answers.get(line, ())}
        return [rows[row_id] for row_id in said if row_id in rows]
    return [{"id": name, "text": said}]


def first_cell(sheet: Sheet, name: str) -> str:
    question = sheet.questions[name]
    return question.of[0].name if isinstance(question, Lines) else "text"


def _weekdays(value: str, since: date) -> list[str]:
    """A weekday, or the weekday of a day in the week that begins then."""
    if value in WEEKDAYS:
        return [value]
    day = date.fromisoformat(value)
    return [WEEKDAYS[day.weekday()]] if since <= day < since + timedelta(days=7) else []


PEOPLE = (("who", "who"), ("contact", "contact"))
PLAN = (("text", "text"), ("plan_text", "then"))
IF_THEN = (("if", "if"), ("then", "then"))
SAID = (("says", "text"), ("reply", "reply"))

LINKS = (
    # Reasons
    Flow("cost-benefit.doing_cost", "change-plan.reasons"),
    Flow("cost-benefit.changing_benefit", "change-plan.reasons"),
    Flow("values.top", "change-plan.reasons"),
    Flow("cost-benefit.keep_reasons", "urge-plan.reasons"),
    Flow("cost-benefit.doing_cost", "urge-plan.reasons"),
    Flow("values.top", "urge-plan.reasons"),
    Flow("cost-benefit.why_now", "staying-on-track.why_it_matters"),
    # What matters, and what to do about it
    Flow("values.all", "values.top"),
    Flow("values.top", "balance.slices"),
    Flow("cost-benefit.doing_benefit", "vaci.gives_back"),
    Flow("cost-benefit.changing_benefit", "goals.goal"),
    Flow("balance.one_change", "goals.goal"),
    Flow("lifestyle-audit.first_move", "goals.goal"),
    Flow("enjoyable.activities", "vaci.activity", open_only=True),
    # The week
    Flow(
        "change-plan.steps",
        "week-plan.actions",
        carried=(("dow", "days"), ("when", "days")),
        open_only=True,
    ),
    Flow("goals.steps", "week-plan.actions", carried=(("when", "days"),), open_only=True),
    Flow("problem.plan", "week-plan.actions", carried=(("when", "days"),), open_only=True),
    Flow("enjoyable.activities", "week-plan.actions", open_only=True),
    Flow("vaci.activity", "week-plan.actions"),
    Flow("values.next_act", "week-plan.actions"),
    Flow("brainstorm.ideas", "week-plan.actions", first="starred"),
    Flow("brainstorm.ideas", "problem.ideas", first="starred"),
    # Risky moments
    Flow("slip-review.small_choices", "triggers.triggers"),
    Flow("slip-review.next_time", "triggers.triggers", (("if", "text"),)),
    Flow("triggers.triggers", "week-plan.risks", PLAN, first="risk"),
    Flow("triggers.triggers", "staying-on-track.high_risk", PLAN, first="risk"),
    Flow("triggers.triggers", "urge-plan.moments", first="risk"),
    Flow("triggers.triggers", "rehearsal.situation", first="risk"),
    Flow("week-plan.risks", "urge-plan.moments"),
    Flow("change-plan.obstacles", "staying-on-track.if_then", IF_THEN),
    Flow("slip-review.next_time", "staying-on-track.if_then", IF_THEN),
    # What helps then
    Flow("slip-review.next_time", "urge-plan.swap", (("then", "text"),)),
    Flow("pig.other_move", "urge-plan.swap"),
    Flow("staying-on-track.if_then", "urge-plan.escape", (("then", "text"),)),
    Flow("change-plan.helpers", "urge-plan.people", (("who", "who"),)),
    Flow("urge-plan.people", "staying-on-track.people", PEOPLE),
    # Beliefs, and words to have ready
    Flow("abc-urge.b", "beliefs.belief"),
    Flow("abc-upset.b", "beliefs.belief"),
    Flow("abc-urge.e_belief", "urge-plan.sentences"),
    Flow("abc-upset.e_belief", "urge-plan.sentences"),
    Flow("beliefs.new_belief", "urge-plan.sentences"),
    Flow("acceptance.accepting_line", "urge-plan.sentences"),
    Flow("disarm.lines", "rehearsal.exchange", SAID),
    Flow("disarm.refusal", "rehearsal.exit_line"),
)


def into(tool: str, question: str = "") -> list[Flow]:
    """The flows into a tool, or into one of its questions."""
    return [flow for flow in LINKS if flow.to_tool == tool and question in ("", flow.to_question)]


def between(source: str, target: str, question: str) -> list[Flow]:
    """The flows by which one tool's lines come into a question of another."""
    return [flow for flow in into(target, question) if flow.from_tool == source]


def linkable(sheet: Sheet) -> set[str]:
    """The `slug.question` names the links of a sheet may point at."""
    asked = [*sheet.questions.values()]
    asked += [cell for lines in asked if isinstance(lines, Lines) for cell in lines.of]
    return {name for question in asked if isinstance(question, Link) for name in question.to}


def pointed_at(sheet: Sheet) -> set[str]:
    """The tools its links may point at."""
    return {name.partition(".")[0] for name in linkable(sheet)}


def wrong() -> list[str]:
    """Every name in the table, or in a link, that the newest sheets do not know or could not take."""
    return [said for flow in LINKS for said in _wrong(flow)] + [
        f"{sheet.slug}: no {name}"
        for sheet in catalogue.latest()
        for name in sorted(linkable(sheet))
        if not isinstance(_question(name), Lines | Text)
    ]


def _wrong(flow: Flow) -> Iterator[str]:
    source, target = _question(flow.source), _question(flow.target)
    if not isinstance(source, Lines | Pick | Text | Long):
        yield f"{flow.source} is nothing to take from"
        return
    if not isinstance(target, Lines | Text | Long):
        yield f"{flow.target} is nothing to take into"
        return
    given, asked = _cells(flow, source), _cells(flow, target)
    for cell, to in flow.cells:
        if not isinstance(given.get(cell), Text | Long) or not isinstance(
            asked.get(to), Text | Long
        ):
            yield f"{flow.source} → {flow.target}: {cell} → {to}"
    for cell, to in flow.carried:
        same = isinstance(given.get(cell), Choice | Day) and isinstance(asked.get(to), Choices)
        if not same and type(given.get(cell)) is not type(asked.get(to)):
            yield f"{flow.source} → {flow.target}: {cell} → {to}"
    if flow.first and flow.first not in given:
        yield f"{flow.source}: no {flow.first}"
    if flow.open_only and "done" not in given:
        yield f"{flow.source}: nothing says what is done"


def _question(name: str) -> Question | None:
    tool, _dot, question = name.partition(".")
    sheet = catalogue.newest(tool)
    return sheet.questions.get(question) if sheet else None


def _cells(flow: Flow, question: Question) -> dict[str, Question]:
    if isinstance(question, Lines):
        return {cell.name: cell for cell in question.of}
    if isinstance(question, Pick):
        sheet = catalogue.newest(flow.from_tool)
        return {cell.name: cell for name in question.rows for cell in sheet.questions[name].of}
    return {"text": Text("text", "")} if isinstance(question, Text) else {"text": Long("text", "")}
