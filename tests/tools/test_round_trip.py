"""R-INP-03: whatever anybody writes, in any script, comes back the same: stored, shown, printed, taken along."""

import json
import random
import unicodedata
import zipfile
from html.parser import HTMLParser
from io import BytesIO
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.utils import timezone

from smartrecovery import export
from smartrecovery.bench.pages import forms
from tools.models import Entry

pytestmark = pytest.mark.django_db
SHEETS, LINES = 25, 50
BOXES = ("doing_benefit", "doing_cost", "changing_benefit", "changing_cost")
LONGS = ("reflection", "why_now")
URLENCODED = "application/x-www-form-urlencoded"
PIECES = [
    "👩‍👩‍👧‍👦", "👍🏽", "🏳️‍🌈", "🇺🇦", "1️⃣", "e\u0301", "n\u0303\u0323", "q\u0307\u0323", "\u1112\u1161\u11ab", "क्षि", "ไทย",
    "مرحبا", "\u202eשלום\u202c", "\u2067עברית\u2069", "\u200f!", "𐍈", "𝒜", "𠀋", "\u0958", "\ufb2c", "ﬁ", "İ", "ı", "ß", "ſ", "Å",
    "<b>", "</textarea>", "&amp;", "&#x27;", "{{ 7 }}", "{% x %}", "'", '"', "\\", "\u00a0x", "\u200b", "\u2060", "\ufeff",
    "\ufffd", "\ufffe", "\U0010ffff", "\ue000", "\u0085x", "\u2028x", "=1+1", "\tx", "%s", "\\u0041", "a b",
]  # fmt: skip
SURROGATES = range(0xD800, 0xE000)


class Texts:
    """The same texts at every run: pieces that are easily broken, and characters from anywhere."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def piece(self) -> str:
        if self.dice.random() < 0.6:
            return self.dice.choice(PIECES)
        number = self.dice.randrange(0xA0, 0x110000 if self.dice.random() < 0.3 else 0x3000)
        return "?" if number in SURROGATES else chr(number)

    def long(self, most: int) -> str:
        """Up to so many characters as they will be kept."""
        wanted, text = self.dice.randrange(1, most), self.dice.choice("aéصก漢")
        while len(text) < wanted:
            text += "\n\nx" if self.dice.random() < 0.02 else self.piece()
        return text if len(kept(text)) <= most else text[: most // 3]

    def line(self) -> str:
        return self.long(40).replace("\n", " ") + self.piece()


def kept(text: str) -> str:
    """What was typed, composed, without blanks around it."""
    return unicodedata.normalize("NFC", text).strip()


def filled(number: int) -> dict[str, list[tuple[str, str]] | str]:
    """One sheet: fifty lines in each box, two long answers up to what fits, and a title."""
    texts = Texts(number)
    rows = {
        box: [(f"{box.replace('_', '')}{line:02}", texts.line()) for line in range(LINES)]
        for box in BOXES
    }
    return rows | {name: texts.long(4_000) for name in LONGS} | {"title": texts.line()}


def posted(key: UUID, said: dict) -> str:
    """As a browser sends it, which has its own line ends."""
    pairs = [("id", key), ("version", "0"), ("tab", "t"), ("do", "save")]
    for name, value in said.items():
        if isinstance(value, str):
            pairs.append((name, value.replace("\n", "\r\n")))
            continue
        for row, text in value:
            pairs += [(name, row), (f"{name}-{row}-text", text)]
    return urlencode(pairs)


def expected(said: dict) -> dict:
    return {
        name: kept(value) if isinstance(value, str) else [(row, kept(text)) for row, text in value]
        for name, value in said.items()
    }


def stored(answers: dict) -> dict:
    return {
        name: value if isinstance(value, str) else [(row["id"], row["text"]) for row in value]
        for name, value in answers.items()
    }


def on_page(html: str) -> dict:
    """What the controls of the worksheet hold, but for the empty row at the end of each list."""
    form = next(form for form in forms(html) if "version" in form.names)
    fields = dict(form.fields)
    rows = {
        box: [
            (row, text)
            for name, row in form.fields
            if name == box and (text := fields[f"{box}-{row}-text"])
        ]
        for box in BOXES
    }
    return rows | {name: fields[name] for name in (*LONGS, "title")}


class Lines(HTMLParser):
    """The text of every element on a page, each on its own."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def lines_of(wanted: dict) -> list[str]:
    """Every line as it is read out: a long answer is shown line by line."""
    texts = [text for box in BOXES for _row, text in wanted[box]]
    return texts + [line for name in (*LONGS, "title") for line in wanted[name].split("\n") if line]


def not_shown(wanted: dict, html: str) -> list[str]:
    said = set(Lines(html).said)
    return [line for line in lines_of(wanted) if line not in said]


def test_five_thousand_texts_come_back_the_same(as_ana, ana):
    sheets = {UUID(int=number): filled(number) for number in range(1, SHEETS + 1)}
    wanted = {key: expected(said) for key, said in sheets.items()}

    answers = [
        as_ana.post("/tools/cost-benefit/begin/", posted(key, said), content_type=URLENCODED)
        for key, said in sheets.items()
    ]

    assert {answer.status_code for answer in answers} == {302}
    assert sum(len(lines_of(said)) for said in wanted.values()) > 5_000
    for key, said in wanted.items():
        assert stored(Entry.objects.get(pk=key).answers) == said
        assert on_page(as_ana.get(f"/entries/{key}/").content.decode()) == said
        assert not_shown(said, as_ana.get(f"/entries/{key}/print/").content.decode()) == []


def test_they_come_back_the_same_in_the_file_to_take_along(as_ana, ana):
    said = {UUID(int=number): filled(number) for number in range(1, 4)}
    for key, typed in said.items():
        as_ana.post("/tools/cost-benefit/begin/", posted(key, typed), content_type=URLENCODED)

    with zipfile.ZipFile(BytesIO(export.zip_of(ana, timezone.now()))) as file:
        data, copy = json.loads(file.read("data.json")), file.read("index.html").decode()

    wanted = {str(key): expected(typed) for key, typed in said.items()}
    assert {row["id"]: stored(row["answers"]) for row in data["tables"]["entries"]} == wanted
    assert [not_shown(typed, copy) for typed in wanted.values()] == [[], [], []]
