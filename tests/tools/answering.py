"""A sheet answered through its form, page by page, without a member or a server."""

from django.http import QueryDict

from smartrecovery.sheets import (
    Around,
    Choice,
    Choices,
    Clock,
    Day,
    Instant,
    Lines,
    Link,
    Minutes,
    Number,
    Percent,
    Pick,
    Question,
    Scale,
    Sheet,
    SheetForm,
    Tick,
    YesNo,
)

ROWS = 2


class Filling:
    """Something different for every question there is; `words` are what was written, `offers` what was linked."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.offers: dict[str, tuple[tuple[str, str], ...]] = {}

    @property
    def around(self) -> Around:
        return Around(offers=self.offers)

    def whole(self, sheet: Sheet) -> dict:
        picks = [q for q in sheet.questions.values() if isinstance(q, Pick)]
        said = {
            name: self.answer(question)
            for name, question in sheet.questions.items()
            if question not in picks
        }
        return said | {q.name: [row["id"] for n in q.rows for row in said[n]] for q in picks}

    def answer(self, question: Question):
        match question:
            case Lines():
                return [self.row(question, number) for number in range(ROWS)]
            case Tick():
                return True
            case YesNo():
                return False
            case Choices():
                return [key for key, _words in question.choices[:2]]
            case Choice():
                return question.choices[-1][0]
            case Scale() | Number() | Minutes() | Percent():
                return 7
            case Day():
                return "2026-03-05"
            case Clock():
                return "18:40"
            case Instant():
                return "2026-03-05T18:40:00Z"
            case Link():
                return self.link(question)
        self.words.append(f"{question.name} in words, number {len(self.words)}")
        return self.words[-1]

    def row(self, lines: Lines, number: int) -> dict:
        cells = {cell.name: self.answer(cell) for cell in lines.of}
        return {"id": f"row{lines.name.replace('_', '')}{number:05}"} | cells

    def link(self, question: Link) -> dict:
        words = f"{question.name} linked"
        self.words.append(words)
        self.offers[question.to[0]] = (("e1/r1", words),)
        return {"entry": "e1", "row": "r1"}


def written(sheet: Sheet, wanted: dict, around: Around | None = None) -> dict:
    """What is kept when somebody writes `wanted` page by page; cells of other pages go along as they are kept."""
    kept: dict = {}
    for step in sheet.steps:
        page = form(sheet, wanted, around, step=step.number)
        kept = form(sheet, kept, around, data=sent(page, kept), step=step.number).answers
    return kept


def form(
    sheet: Sheet,
    answers: dict,
    around: Around | None = None,
    data: QueryDict | None = None,
    step: int = 1,
) -> SheetForm:
    made = SheetForm(data, sheet=sheet, answers=answers, around=around, step=step)
    made.is_valid()
    return made


def sent(page: SheetForm, kept: dict) -> QueryDict:
    data, before = QueryDict(mutable=True), form(page.sheet, kept, page.around)
    for name in page.asked:
        if not isinstance(page.sheet.questions[name], Lines):
            _put(data, name, page.typed(name))
            continue
        stored = {row["id"]: row["cells"] for row in before.typed(name)}
        for row in page.typed(name):
            data.appendlist(name, row["id"])
            for cell, typed in row["cells"].items():
                asked = cell in page.cells_asked[name]
                if said := typed if asked else stored.get(row["id"], {}).get(cell):
                    _put(data, f"{name}-{row['id']}-{cell}", said)
    return data


def _put(data: QueryDict, name: str, typed: str | list[str]) -> None:
    data.setlist(name, typed if isinstance(typed, list) else [typed])
