"""A four-box sheet laid out for paper."""

from dataclasses import dataclass

from smartrecovery.sheets import Around, Sheet

from .catalogue.cost_benefit import BOXES


@dataclass(frozen=True)
class Cross:
    """What stands above the boxes, the boxes, filled or not, and what stands below."""

    before: list
    four: list[tuple[str, str, list[str]]]
    after: list


def cross(sheet: Sheet, answers: dict, around: Around) -> Cross | None:
    """None for a sheet of another layout."""
    if sheet.layout != "cross":
        return None
    said = sheet.read(answers, around)
    titles = {str(s.title): s.questions[0] for s in sheet.sections if s.questions[0].name in BOXES}
    told = dict(said)
    four = [
        (title, str(question.ask), told[title][0][1] if title in told else [])
        for title, question in titles.items()
    ]
    first = str(sheet.sections[0].title)
    before = [section for section in said if section[0] == first]
    after = [section for section in said if section[0] != first and section[0] not in titles]
    return Cross(before, four, after)
