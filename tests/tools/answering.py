"""A sheet answered through its form, page by page, without a member or a server."""

from django.http import QueryDict

from smartrecovery.sheets import (
    Around,
    Lines,
    Sheet,
    SheetForm,
)


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
