"""What made-up members write: plausible lengths and shapes, drawn by chance for any sheet there is."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from smartrecovery import sheets
from smartrecovery.sheets.questions import is_blank

NAMES = ["Wren", "Jo", "Sky", "Robin", "Ash", "Kit", "Rowan", "Max", "Ali", "Noor", "Sasha", "Lee"]
BEHAVIOURS = [
    ("alcohol", "Wine on weeknights"),
    ("alcohol", ""),
    ("nicotine", "Smoking at work"),
    ("gambling", "Betting apps"),
    ("cannabis", "Evenings alone"),
    ("internet", "Phone in bed"),
    ("shopping", "Late-night orders"),
    ("stimulants", ""),
    ("food", "Eating when it gets quiet"),
]
SENTENCES = [
    "Switches my head off after work.",
    "Missed the match on the third of May and he noticed.",
    "Awake at three in the morning with my heart going.",
    "I want mornings back, and the walk to school.",
    "Friday feels flat for a while without it.",
    "Sixty a week that I cannot account for.",
    "Go round to my sister's before the shops close.",
    "Put the card in the drawer at my brother's until payday.",
    "It is worst between six and eight, when the house is empty.",
    "Ring Sam and say how it is, not how it should be.",
    "Swim on Tuesday; the bag is packed and by the door.",
    "I slept through twice this week, which I had not done since spring.",
    "If they ask again I will say I am driving.",
    "Blood pressure down a little at the last check.",
    "What I get out of it is over within two hours.",
    "I said no once and nothing terrible happened.",
]
ACTIONS = [
    "Rang Priya",
    "Walked round the block",
    "Waited twenty minutes",
    "Washed up with the radio on",
    "Played one song",
    "A long shower",
    "Ginger beer, feet up",
    "Wrote it down first",
]
# A handful of sentences for a long answer, fewer than a dozen rows in a list.
LONG_ANSWER, ROWS, MOST_ROWS = (1, 6), (2, 5), 12


def sentence(chance: random.Random) -> str:
    return chance.choice(SENTENCES)


def some(chance: random.Random, least: int, most: int) -> str:
    return " ".join(sentence(chance) for _ in range(chance.randint(least, most)))


def answers(chance: random.Random, sheet: sheets.Sheet, at: datetime) -> dict:
    """Every question of a sheet that is asked answered, as its form would have kept it."""
    kept: dict[str, Any] = {}
    for section in sheet.sections:
        if section.only_with and not kept.get(section.only_with):
            continue
        for question in section.questions:
            value = kept.get(question.name) or _answer(chance, question, at, kept)
            if not is_blank(value):
                kept[question.name] = value
    return kept


def grown(chance: random.Random, sheet: sheets.Sheet, was: dict, at: datetime) -> dict:
    """The same answers days later: a row more in one list, the charted numbers a little moved."""
    kept = dict(was)
    for name in sheet.charted:
        if isinstance(kept.get(name), int):
            most = 100 if isinstance(sheet.questions[name], sheets.Percent) else 10
            kept[name] = min(most, max(0, kept[name] + chance.choice([-1, 1, 1])))
    lists = [q for q in sheet.questions.values() if isinstance(q, sheets.Lines)]
    grows = chance.choice(lists) if lists else None
    if grows and len(kept.get(grows.name, ())) < min(MOST_ROWS, grows.most):
        kept[grows.name] = [*kept.get(grows.name, ()), _row(chance, grows, at, kept)]
    return kept


def _answer(chance: random.Random, question: sheets.Question, at: datetime, kept: dict) -> Any:
    for kind, write in WRITTEN.items():
        if isinstance(question, kind):
            return write(chance, question, at, kept)
    return None


def _row(chance: random.Random, lines: sheets.Lines, at: datetime, kept: dict) -> dict:
    cells = {q.name: _answer(chance, q, at, kept) for q in lines.of}
    row_id = f"{chance.getrandbits(48):012x}"
    told = {name: value for name, value in cells.items() if value not in (None, "", [], False)}
    return {"id": row_id, "added": at.date().isoformat()} | told


def _picked(chance: random.Random, pick: sheets.Pick, at: datetime, kept: dict) -> list[str]:
    rows = [row["id"] for name in pick.rows for row in kept.get(name, ())]
    return chance.sample(rows, min(2, len(rows)))


Write = Callable[[random.Random, Any, datetime, dict], Any]
# Kinds that build on another kind stand before it.
WRITTEN: dict[type, Write] = {
    sheets.Person: lambda chance, question, at, kept: chance.choice(NAMES),
    sheets.Text: lambda chance, question, at, kept: sentence(chance),
    sheets.Long: lambda chance, question, at, kept: some(chance, *LONG_ANSWER),
    sheets.YesNo: lambda chance, question, at, kept: chance.random() < 0.5,
    sheets.Choices: lambda chance, question, at, kept: [chance.choice(question.choices)[0]],
    sheets.Choice: lambda chance, question, at, kept: chance.choice(question.choices)[0],
    sheets.Tick: lambda chance, question, at, kept: chance.random() < 0.3,
    sheets.Scale: lambda chance, question, at, kept: chance.randint(2, 9),
    sheets.Number: lambda chance, question, at, kept: chance.randint(1, min(5, question.most)),
    sheets.Clock: lambda chance, question, at, kept: f"{chance.randint(7, 22):02}:30",
    sheets.Percent: lambda chance, question, at, kept: chance.randint(0, 100),
    sheets.Minutes: lambda chance, question, at, kept: chance.randint(2, 90),
    sheets.Day: lambda chance, question, at, kept: _soon(chance, at).date().isoformat(),
    sheets.Instant: lambda chance, question, at, kept: _soon(chance, at).isoformat(),
    sheets.Lines: lambda chance, question, at, kept: [
        _row(chance, question, at, kept) for _ in range(min(question.most, chance.randint(*ROWS)))
    ],
    sheets.Pick: _picked,
}


def _soon(chance: random.Random, at: datetime) -> datetime:
    return at + timedelta(days=chance.randint(1, 21))
