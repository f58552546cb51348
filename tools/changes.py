"""What changed between two states of an entry, in words."""

from dataclasses import dataclass, field

from smartrecovery.sheets import Around, Lines, Sheet


@dataclass(frozen=True)
class Change:
    """One question whose answer differs: what is new, what is gone, what was reworded."""

    ask: str
    added: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    reworded: list[tuple[str, str]] = field(default_factory=list)
    reordered: bool = False


def compare(sheet: Sheet, before: dict, after: dict, around: Around) -> list[Change]:
    """Question by question, in the sheet's order; rows are matched by their id."""
    changes = []
    for name, question in sheet.questions.items():
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if isinstance(question, Lines):
            change = _rows(question, old or [], new or [], around)
        else:
            was, now = (sheet.said(question, answers, around) for answers in (before, after))
            change = _lines(str(question.ask), was, now)
        if change.added or change.gone or change.reworded or change.reordered:
            changes.append(change)
    return changes


def _lines(ask: str, was: list[str], now: list[str]) -> Change:
    """One answer that became another was reworded; of several, some are new and some are gone."""
    if len(was) == len(now) == 1:
        return Change(ask, reworded=[(was[0], now[0])])
    added = [line for line in now if line not in was]
    return Change(ask, added, gone=[line for line in was if line not in now])


def _rows(question: Lines, old: list[dict], new: list[dict], around: Around) -> Change:
    was, now = ({row["id"]: question.read_row(row, around) for row in rows} for rows in (old, new))
    both = [row_id for row_id in now if row_id in was]
    return Change(
        str(question.ask),
        added=[text for row_id, text in now.items() if row_id not in was],
        gone=[text for row_id, text in was.items() if row_id not in now],
        reworded=[(was[row_id], now[row_id]) for row_id in both if was[row_id] != now[row_id]],
        reordered=both != [row_id for row_id in was if row_id in now],
    )
