"""Finding a tool by any name people use: case, accents, plurals and slips of the keys are forgiven."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Protocol, TypeVar

Words = tuple[str, ...]
SMALL = frozenset(
    ["a", "an", "and", "by", "for", "from", "i", "in", "is", "it", "me", "my", "of", "on", "or"]
    + ["the", "to", "what", "when", "with"]
)
TITLE, ALIAS, SLUG, ABOUT, LEAD = 10, 9, 8, 3, 1
WHOLE, WITHIN = 100, 30
NEAR = 0.8
BEGINS = 3  # letters somebody types before the rest of a word goes without saying


class Named(Protocol):
    """What a search reads of a tool."""

    @property
    def slug(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def lead(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


T = TypeVar("T", bound=Named)


@dataclass(frozen=True)
class Told:
    """One of the things a tool says of itself, and how much it counts."""

    words: Words
    weight: int

    def of_word(self, word: str) -> int:
        if word in self.words:
            return 2 * self.weight
        begun = len(word) >= BEGINS and any(said.startswith(word) for said in self.words)
        return self.weight if begun else 0

    def of_all(self, asked: Words) -> int:
        """More where the name is the very one asked for, written together or apart."""
        if self.weight < SLUG or not self.words:
            return 0
        if "".join(asked) == "".join(self.words):
            return WHOLE + self.weight
        runs = zip(*(self.words[n:] for n in range(len(asked))), strict=False)
        return WITHIN if asked in runs else 0


def find(tools: Sequence[T], asked: str) -> list[T]:
    """Best first. Where no tool has all the words, the nearest spelling, then any of the words."""
    words = _telling(words_in(asked))
    if not words:
        return []
    told = [(tool, _told(tool)) for tool in tools]
    return (
        _ranked(told, words, every=True)
        or _ranked(told, _nearest(words, told), every=True)
        or _ranked(told, words, every=False)
    )


def words_in(text: str) -> Words:
    """Folded: without case, accents or the s of a plural."""
    text = unicodedata.normalize("NFKD", re.sub(r"['’]", "", text).casefold())
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return tuple(_one(word) for word in re.findall(r"[^\W_]+", text))


def _one(word: str) -> str:
    """One and many fold alike, and need not be a word: pie and pies are both py."""
    if len(word) > 3 and re.search(r"(?:[sxz]|ch|sh)es$", word):
        return word[:-2]
    if len(word) > 3 and not word.endswith("ss"):
        word = word.removesuffix("s")
    return re.sub("ie$", "y", word)


def _telling(words: Words) -> Words:
    """Without the small words, which are in everything."""
    return tuple(word for word in words if word not in SMALL)


@lru_cache(maxsize=1024)
def _of_ours(text: str) -> Words:
    """Kept for what tools say of themselves; never for what somebody typed."""
    return _telling(words_in(text))


def _told(tool: Named) -> list[Told]:
    return [
        Told(_of_ours(str(tool.title)), TITLE),
        *(Told(_of_ours(str(alias)), ALIAS) for alias in tool.aliases),
        Told(_of_ours(tool.slug), SLUG),
        Told(_of_ours(str(tool.about)), ABOUT),
        Told(_of_ours(str(tool.lead)), LEAD),
    ]


def _ranked(told: list[tuple[T, list[Told]]], words: Words, *, every: bool) -> list[T]:
    scored = [(_score(said, words, every), tool) for tool, said in told]
    scored.sort(key=lambda pair: -pair[0])
    return [tool for score, tool in scored if score]


def _score(said: list[Told], words: Words, every: bool) -> int:
    name = max(one.of_all(words) for one in said)
    found = [max(one.of_word(word) for one in said) for word in words]
    if every and not all(found):
        return name if name >= WHOLE else 0
    return name + sum(found)


def _nearest(words: Words, told: Sequence[tuple[Named, list[Told]]]) -> Words:
    known = sorted({word for _tool, said in told for one in said for word in one.words})
    return tuple(next(iter(get_close_matches(word, known, 1, NEAR)), word) for word in words)
