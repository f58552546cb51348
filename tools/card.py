"""The coping card: what a member wrote on a calm day, for a hard moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Around
from stages.models import Behaviour

from .catalogue import sheet_of
from .models import Entry

PLAN, WEIGHED = "urge-plan", "cost-benefit"
FOR_ALL = "all"
MOST_CARDS = 8
IN_NUMBERS = set("+0123456789 ().-/\N{NO-BREAK SPACE}\N{NON-BREAKING HYPHEN}")
DIGITS = range(3, 16)


@dataclass(frozen=True)
class Heading:
    """One of the letters: the question it stands for, and an idea for somebody who wrote nothing under it."""

    name: str
    letter: str
    word: Promise
    idea: Promise


LETTERS = (
    Heading("delay", "D", _("Delay"), _("“Not for the next fifteen minutes. Then I can decide.”")),
    Heading(
        "escape", "E", _("Escape"), _("Into another room, or out of the door. Keys, coat, go.")
    ),
    Heading(
        "neutralise",
        "N",
        _("Neutralise"),
        _("It is a wave. Watch it rise, stay a while and fall. It wants nothing from you."),
    ),
    Heading(
        "tasks", "T", _("Tasks"), _("Wash up, shower, sort one drawer: anything for the hands.")
    ),
    Heading("swap", "S", _("Swap"), _("Something cold to drink, something to eat, one loud song.")),
)


@dataclass(frozen=True)
class Letter:
    heading: Heading
    lines: list[str]


@dataclass(frozen=True)
class Contact:
    """Somebody on the plan. Only what looks like a number becomes something to tap."""

    who: str
    contact: str
    message: str = ""

    @property
    def number(self) -> str:
        digits = "".join(c for c in self.contact if c in "+0123456789")
        plain = set(self.contact) <= IN_NUMBERS and "+" not in digits[1:]
        return digits if plain and len(digits.lstrip("+")) in DIGITS else ""

    @property
    def ring(self) -> str:
        return f"tel:{self.number}" if self.number else ""

    @property
    def write(self) -> str:
        """Their own message stands in it already; nothing is sent before they press send."""
        body = f"?body={quote(self.message)}" if self.message else ""
        return f"sms:{self.number}{body}" if self.number else ""


@dataclass(frozen=True)
class Card:
    """What to show about one thing they work on, or about none in particular."""

    about: Behaviour | None
    plan: Entry | None
    reasons: list[str]

    @property
    def key(self) -> str:
        return str(self.about.pk) if self.about else FOR_ALL

    @property
    def letters(self) -> list[Letter]:
        return [Letter(heading, self._rows(heading.name)) for heading in LETTERS]

    @property
    def opening(self) -> str:
        """The first thing they tell themselves."""
        return next(iter(self._rows("delay")), "")

    @property
    def sentences(self) -> list[str]:
        return self._rows("sentences")

    @property
    def people(self) -> list[Contact]:
        return [
            Contact(_line(row, "who"), _line(row, "contact"), self.message)
            for row in self._answers().get("people", ())
            if _line(row, "who")
        ]

    @property
    def first_to_ring(self) -> Contact | None:
        return next((person for person in self.people if person.number), None)

    @property
    def message(self) -> str:
        return str(self._answers().get("safe_message") or "")

    def _rows(self, name: str) -> list[str]:
        return [text for row in self._answers().get(name, ()) if (text := _line(row, "text"))]

    def _answers(self) -> dict:
        return self.plan.answers if self.plan else {}


def cards(member) -> list[Card]:
    """A card for each thing they work on, and one for the rest; the plans come first. Two queries."""
    behaviours = list(member.behaviours.open()[:MOST_CARDS])
    found = {(entry.tool, entry.behaviour_id): entry for entry in _latest(member)}
    plan_for_all = found.get((PLAN, None))
    made = [_card(behaviour, found, plan_for_all) for behaviour in behaviours]
    if plan_for_all or not made:
        made.append(_card(None, found, plan_for_all))
    return sorted(made, key=lambda card: card.plan is None or card.plan.behaviour_id != _id(card))


def chosen(of: Iterable[Card], about: str) -> Card:
    """The one asked for; for anything else the first."""
    of = list(of)
    return next((card for card in of if card.key == about), of[0])


def _latest(member) -> Iterable[Entry]:
    """The newest plan, and the newest saved page of reasons, about each thing."""
    newest = Window(
        RowNumber(), partition_by=["tool", "behaviour"], order_by=[F("changed_at").desc(), "-id"]
    )
    usable = Q(tool=PLAN) | Q(tool=WEIGHED, state=Entry.State.SAVED)
    mine = member.entries.filter(usable).exclude(state=Entry.State.ARCHIVED)
    return mine.annotate(nth=newest).filter(nth=1).order_by("changed_at", "id")


def _card(
    behaviour: Behaviour | None, found: dict[tuple[str, UUID | None], Entry], for_all: Entry | None
) -> Card:
    about = behaviour.pk if behaviour else None
    plan = found.get((PLAN, about)) or for_all
    weighed = found.get((WEIGHED, about)) or found.get((WEIGHED, None))
    if weighed is None and behaviour is None:
        weighed = next((e for (tool, _), e in reversed(found.items()) if tool == WEIGHED), None)
    own = [text for row in _rows_of(plan, "reasons") if (text := _line(row, "text"))]
    return Card(behaviour, plan, list(dict.fromkeys(own + _kept(weighed))))


def _rows_of(entry: Entry | None, name: str) -> list[dict]:
    return entry.answers.get(name, []) if entry else []


def _kept(entry: Entry | None) -> list[str]:
    """The lines they marked for a hard day."""
    sheet = sheet_of(entry.tool, entry.edition) if entry else None
    if entry is None or sheet is None:
        return []
    return sheet.said(sheet.questions["keep_reasons"], entry.answers, Around())


def _line(row: dict, cell: str) -> str:
    return str(row.get(cell) or "").strip()


def _id(card: Card) -> UUID | None:
    return card.about.pk if card.about else None
