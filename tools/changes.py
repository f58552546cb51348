"""What changed between two states of an entry, or two entries of one tool, in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from smartrecovery.sheets import Around, Lines, Pick, Sheet


@dataclass(frozen=True)
class Change:
    """One question whose answer differs: what is new, what is gone, what was reworded."""

    ask: str
    added: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    reworded: list[tuple[str, str]] = field(default_factory=list)
    reordered: bool = False


def compare(
    sheet: Sheet, before: dict, after: dict, around: Around, was: Sheet | None = None
) -> list[Change]:
    """Question by question, in the sheet's order; rows are matched by their id. `was` is the edition of `before`."""
    was = was or sheet
    changes = []
    for name in sheet.questions | was.questions:
        if before.get(name) == after.get(name):
            continue
        change = _change(name, was, before, sheet, after, around)
        if change.added or change.gone or change.reworded or change.reordered:
            changes.append(change)
    return changes


def aligned(sheet: Sheet, before: dict, after: dict) -> dict:
    """`before`, of another entry, with its rows under the ids of those in `after` that begin with the same words."""
    lines = [q for q in sheet.questions.values() if isinstance(q, Lines)]
    ids: dict[str, str] = {}
    for question in lines:
        ids |= _same_words(question, before.get(question.name, ()), after.get(question.name, ()))
    answers = dict(before)
    for name, asked in sheet.questions.items():
        if isinstance(asked, Lines) and name in before:
            answers[name] = [row | {"id": ids.get(row["id"], row["id"])} for row in before[name]]
        elif isinstance(asked, Pick) and name in before:
            answers[name] = [ids.get(row_id, row_id) for row_id in before[name]]
    return answers


def _same_words(question: Lines, old: Iterable[dict], new: Iterable[dict]) -> dict[str, str]:
    """The id that each old row has among the new ones, each new one taken once."""
    first, before = question.of[0].name, {row["id"] for row in old}
    there: dict[str, list[str]] = {}
    for row in new:
        if row["id"] not in before:
            there.setdefault(_bare(row.get(first)), []).append(row["id"])
    kept = {row["id"] for row in new}
    alike = ((row["id"], there.get(_bare(row.get(first)))) for row in old if row["id"] not in kept)
    return {row_id: ids.pop(0) for row_id, ids in alike if ids}


def _bare(words: object) -> str:
    return " ".join(str(words or "").casefold().split())


def _change(
    name: str, was: Sheet, before: dict, sheet: Sheet, after: dict, around: Around
) -> Change:
    asked, asks = was.questions.get(name), sheet.questions.get(name)
    ask = str((asks or asked).ask)
    if isinstance(asked, Lines) and isinstance(asks, Lines):
        old, new = before.get(name) or [], after.get(name) or []
        return _rows(ask, asked, old, asks, new, around)
    old = was.said(asked, before, around) if asked else []
    return _lines(ask, old, sheet.said(asks, after, around) if asks else [])


def _lines(ask: str, was: list[str], now: list[str]) -> Change:
    """One answer that became another was reworded; of several, some are new and some are gone."""
    if was == now:
        return Change(ask)
    if len(was) == len(now) == 1:
        return Change(ask, reworded=[(was[0], now[0])])
    added = [line for line in now if line not in was]
    return Change(ask, added, gone=[line for line in was if line not in now])


def _rows(
    ask: str, asked: Lines, old: list[dict], asks: Lines, new: list[dict], around: Around
) -> Change:
    was, now = {row["id"]: row for row in old}, {row["id"]: row for row in new}
    both = [row_id for row_id in now if row_id in was]
    pairs = (_differing(asked, was[row_id], asks, now[row_id], around) for row_id in both)
    return Change(
        ask,
        added=[asks.read_row(row, around) for row_id, row in now.items() if row_id not in was],
        gone=[asked.read_row(row, around) for row_id, row in was.items() if row_id not in now],
        reworded=[(before, after) for before, after in pairs if before != after],
        reordered=both != [row_id for row_id in was if row_id in now],
    )


def _differing(asked: Lines, old: dict, asks: Lines, new: dict, around: Around) -> tuple[str, str]:
    """The row twice, in words: how it begins, and only those of its cells that are not the same."""
    same = {name for name in old.keys() & new.keys() if old[name] == new[name]}
    same -= {asked.of[0].name, asks.of[0].name}
    before, after = ({k: v for k, v in row.items() if k not in same} for row in (old, new))
    return asked.read_row(before, around), asks.read_row(after, around)
