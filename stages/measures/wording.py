"""The exact words of a measure: those declared here, or those an admin of this site entered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .instrument import Instrument, Item, Scale, Words


@dataclass(frozen=True)
class Choice:
    value: int
    says: Words


@dataclass(frozen=True)
class Wording:
    """All that is put before somebody, and which edition and language of it that was."""

    edition: int
    language: str
    intro: Words
    items: Mapping[str, Words]
    labels: Mapping[str, tuple[Words, ...]]
    notice: Words = ""

    def choices(self, scale: Scale) -> tuple[Choice, ...]:
        """Each value with its words; on a ruler the number itself."""
        if scale.is_ruler:
            return tuple(Choice(value, str(value)) for value in scale.values)
        said = zip(scale.values, self.labels[scale.name], strict=True)
        return tuple(Choice(value, words) for value, words in said)

    def ends(self, scale: Scale) -> tuple[Words, Words] | None:
        if not scale.is_ruler:
            return None
        low, high = self.labels[scale.name]
        return low, high

    def said(self, item: Item, answer: int) -> str:
        """An answer in words, as it was chosen."""
        if item.scale.is_ruler:
            return f"{answer} ({item.scale.values[0]}–{item.scale.values[-1]})"
        return str(dict(zip(item.scale.values, self.labels[item.scale.name], strict=True))[answer])


def declared(instrument: Instrument) -> Wording | None:
    """The words that stand here, where they may."""
    if not instrument.has_text:
        return None
    return Wording(
        instrument.edition,
        instrument.language,
        instrument.intro,
        {item.name: item.says for item in instrument.items},
        {scale.name: scale.labels for scale in instrument.scales},
        instrument.notice,
    )


def entered(instrument: Instrument, kept: Mapping[str, Any], language: str) -> Wording | None:
    """What an admin entered, where all of it is there; a count that is not right is no wording."""
    items, labels = kept.get("items", []), kept.get("labels", {})
    if len(items) != len(instrument.items) or not all(items):
        return None
    if any(
        len(labels.get(scale.name, [])) != scale.words_needed or not all(labels[scale.name])
        for scale in instrument.scales
    ):
        return None
    return Wording(
        kept.get("edition", instrument.edition),
        language,
        kept.get("intro", ""),
        {item.name: says for item, says in zip(instrument.items, items, strict=True)},
        {scale.name: tuple(labels[scale.name]) for scale in instrument.scales},
        kept.get("notice", ""),
    )
