"""What a sheet may take from others, where its lines came from, and where they are used: all of it from one query.

What the urge log offers besides is `tools/noted.py`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from smartrecovery.portable import is_id
from smartrecovery.sheets import Lines, Sheet

from . import catalogue, following, links, noted
from .copies import Copy, address, can_take, copies, written
from .links import Flow, told
from .models import Entry, Taken

OF_A_TOOL, USERS, SHOWN = 6, 20, 12


@dataclass(frozen=True)
class Offer:
    """A line that may be taken."""

    entry: UUID
    row: str
    text: str

    @property
    def value(self) -> str:
        return f"{self.entry}:{self.row}"


@dataclass(frozen=True)
class Group:
    """What one tool offers; lines beyond the first dozen of all groups are `more`."""

    title: str
    offers: list[Offer]


@dataclass(frozen=True)
class Offered:
    groups: list[Group]
    more: list[Group]
    log: Sequence[noted.Noticed] = ()

    @property
    def several(self) -> bool:
        return len(self.groups) > 1

    @property
    def few(self) -> bool:
        return not self.more and sum(len(group.offers) for group in self.groups) < 4


@dataclass(frozen=True)
class Place:
    """A sheet in the web: what kind it is, what it is called, and where in it the line stands."""

    title: str
    name: str
    url: str


@dataclass(frozen=True)
class Used:
    """A line of this sheet, and where it was taken to."""

    line: str
    places: list[Place]


@dataclass(frozen=True)
class Page:
    """What a worksheet's page shows of the web, by question, by origin, and by line."""

    offers: dict[str, Offered] = field(default_factory=dict)
    origins: dict[str, dict[str, Place]] = field(default_factory=dict)
    alone: dict[str, dict[str, str]] = field(default_factory=dict)
    used: list[Used] = field(default_factory=list)
    follows: list[following.Question] = field(default_factory=list)

    @property
    def beside(self) -> set[str]:
        """Single answers with something to show beside them."""
        return {*self.offers, *self.alone}


def for_page(
    member,
    entry: Entry,
    sheet: Sheet,
    answers: dict,
    asked: Collection[str],
    beside: list[Entry] | None = None,
) -> Page:
    """`answers` as they stand on the page, `asked` the questions on it, and what was found `beside` it before."""
    flows = [flow for flow in _open(sheet, answers) if flow.to_question in asked]
    found = found_beside(member, entry, sheet, answers, flows) if beside is None else beside
    here = list(copies(sheet, answers))
    myself = _as_on_page(entry, sheet, answers)
    users = [one for one in found if one.takes_here] + [myself]
    offered = _offers(sheet, answers, flows, _sources(found, entry), myself)
    log = noted.offers(member, entry.behaviour_id, sheet, answers, asked)
    return Page(
        offers=offered | {name: _with_log(log[name], offered.get(name)) for name in log},
        origins=_origins(here, [*found, myself]),
        alone=answers.get("_from", {}),
        used=_used(sheet, entry, answers, users),
        follows=following.asked(entry, sheet, users) if entry.version else [],
    )


def _as_on_page(entry: Entry, sheet: Sheet, answers: dict) -> Entry:
    """The entry itself, for lines that move within one sheet."""
    return Entry(
        pk=entry.pk,
        member_id=entry.member_id,
        tool=sheet.slug,
        edition=sheet.edition,
        behaviour_id=entry.behaviour_id,
        version=entry.version,
        answers=answers,
        title=sheet.title_of(answers),
    )


def _open(sheet: Sheet, answers: dict) -> list[Flow]:
    return [flow for flow in links.into(sheet.slug) if can_take(sheet, flow.to_question, answers)]


def found_beside(
    member, entry: Entry, sheet: Sheet, answers: dict, flows: list[Flow] | None = None
) -> list[Entry]:
    """The latest of each tool there is something to take from or point at, and those lines came from or went to."""
    flows = _open(sheet, answers) if flows is None else flows
    tools = {flow.from_tool for flow in flows if not flow.within} | links.pointed_at(sheet)
    named = {copy.origin["entry"] for copy in copies(sheet, answers)}
    named |= {key.partition("/")[0] for key in sheet.pointed_at(answers)}
    others = [pk for pk in named if is_id(pk) and pk != str(entry.pk)]
    given = Taken.objects.filter(source=entry.pk, member=member)
    if not (tools or others or entry.version):
        return []
    users = Entry.objects.filter(member=member, pk__in=given.values("entry")).values("pk")
    wanted = Q(pk__in=users[:USERS]) | Q(pk__in=others)
    if tools:
        wanted |= Q(pk__in=_latest(member, entry, tools))
    mine = Entry.objects.filter(wanted, member=member).exclude(pk=entry.pk)
    return list(mine.annotate(takes_here=Exists(given.filter(entry=OuterRef("pk")))))


def _latest(member, entry: Entry, tools: set[str]) -> QuerySet:
    """The newest of each of these tools, of the same behaviour or of none."""
    numbered = Window(RowNumber(), partition_by=F("tool"), order_by=F("changed_at").desc())
    fitting = _fitting(Entry.objects.filter(member=member, tool__in=tools), entry)
    return fitting.annotate(nth=numbered).filter(nth__lte=OF_A_TOOL).values("pk")


def _fitting(entries: QuerySet, entry: Entry) -> QuerySet:
    """Of the same behaviour, or of none, and not put away."""
    entries = entries.exclude(state=Entry.State.ARCHIVED)
    if entry.behaviour_id is None:
        return entries
    return entries.filter(Q(behaviour=entry.behaviour_id) | Q(behaviour=None))


def _sources(found: list[Entry], entry: Entry) -> list[Entry]:
    """Those lines may be taken from; the others are here for what came or went."""
    return [
        one
        for one in found
        if one.state != Entry.State.ARCHIVED
        and (entry.behaviour_id is None or one.behaviour_id in (None, entry.behaviour_id))
    ]


def _offers(
    sheet: Sheet, answers: dict, flows: list[Flow], sources: list[Entry], myself: Entry
) -> dict[str, Offered]:
    lines: dict[str, list[tuple[Flow, Entry, dict]]] = {}
    for flow in flows:
        from_here = [myself] if flow.within else sources
        lines.setdefault(flow.to_question, []).extend(_lines(flow, from_here))
    offered = {name: _offered(sheet, name, answers, theirs) for name, theirs in lines.items()}
    return {name: some for name, some in offered.items() if some.groups}


def _lines(flow: Flow, sources: list[Entry]) -> list[tuple[Flow, Entry, dict]]:
    """What a flow brings: newest sheet first, but the heaviest before all."""
    found = [
        (flow, source, row)
        for source in sources
        if source.tool == flow.from_tool
        and (sheet := catalogue.sheet_of(source.tool, source.edition))
        for row in flow.rows(sheet, source.answers)
    ]
    return sorted(found, key=lambda line: flow.weight(line[2]), reverse=True)


def _offered(
    sheet: Sheet, name: str, answers: dict, lines: list[tuple[Flow, Entry, dict]]
) -> Offered:
    """Lines that are not on the sheet yet, in the order of the table, each once."""
    rows = answers.get(name, ()) if isinstance(sheet.questions[name], Lines) else ()
    here = {(row["from"]["entry"], row["from"]["row"]) for row in rows if row.get("from")}
    said = {_alike(str(row.get(links.first_cell(sheet, name), ""))) for row in rows}
    groups: dict[str, list[Offer]] = {}
    for flow, source, row in lines:
        first = _alike(str(row[flow.cells[0][0]]))
        if (str(source.pk), row["id"]) not in here and first not in said:
            said.add(first)
            words = told(flow.told(flow.words(row, sheet.questions[name])))
            title = catalogue.title_of(source.tool, source.edition)
            groups.setdefault(title, []).append(Offer(source.pk, row["id"], words))
    return _cut(groups)


def _with_log(noticed: list[noted.Noticed], offered: Offered | None) -> Offered:
    """What the urge log offers stands by itself, in view."""
    return Offered(offered.groups, offered.more, noticed) if offered else Offered([], [], noticed)


def _alike(words: str) -> str:
    return " ".join(words.casefold().split())


def _cut(groups: dict[str, list[Offer]]) -> Offered:
    """The first dozen in view, shared out among the tools; the rest behind a word."""
    share = max(1, SHOWN // max(1, len(groups)))
    first = {title: offers[:share] for title, offers in groups.items()}
    return Offered(
        [Group(title, offers) for title, offers in first.items()],
        [Group(title, offers[share:]) for title, offers in groups.items() if offers[share:]],
    )


def _origins(here: list[Copy], entries: list[Entry]) -> dict[str, dict[str, Place]]:
    """By entry and row, as far as the entry is still there."""
    there = {str(entry.pk): entry for entry in entries}
    found: dict[str, dict[str, Place]] = {}
    for copy in here:
        entry_id, row_id = copy.source
        if entry := there.get(entry_id):
            found.setdefault(entry_id, {})[row_id] = _place(entry, row_id)
    return found


def _place(entry: Entry, row_id: str) -> Place:
    sheet = catalogue.sheet_of(entry.tool, entry.edition)
    answers = entry.answers if sheet and len(sheet.steps) > 1 else {}
    title = catalogue.title_of(entry.tool, entry.edition)
    return Place(title, entry.title, address(entry.pk, sheet, answers, row_id))


def _used(sheet: Sheet, entry: Entry, answers: dict, users: list[Entry]) -> list[Used]:
    """Lines that were taken elsewhere, in the order they stand here; last those that are here no more."""
    lines = {
        row["id"]: str(row.get(links.first_cell(sheet, name), ""))
        for name, row in sheet.rows(answers)
    }
    lines |= {name: said for name, said in answers.items() if isinstance(said, str)}
    taken: dict[str, list[Place]] = {}
    for user in users:
        target = catalogue.sheet_of(user.tool, user.edition)
        for copy in copies(target, user.answers) if target else ():
            if copy.origin["entry"] == str(entry.pk):
                taken.setdefault(copy.origin["row"], []).append(_place(user, copy.row["id"]))
    here = [Used(words, taken[row]) for row, words in lines.items() if row in taken]
    return here + [Used("", places) for row, places in taken.items() if row not in lines]


def take(
    member, entry: Entry, sheet: Sheet, answers: dict, wanted: str, today: date
) -> dict | None:
    """Answers with a line taken, by `question:entry:row`; None where the line is not there to take any more."""
    name, _colon, rest = wanted.partition(":")
    entry_id, _colon, row_id = rest.partition(":")
    if not links.into(sheet.slug, name) or name not in sheet.questions:
        return answers
    if entry_id == noted.FROM_LOG:
        return noted.take(member, entry.behaviour_id, sheet, answers, name, row_id, today)
    if entry_id == str(entry.pk):
        own = _as_on_page(entry, sheet, answers)
        return taken(answers, sheet, name, own, row_id, today)
    mine = Entry.objects.filter(member=member).exclude(state=Entry.State.ARCHIVED)
    source = mine.filter(pk=entry_id).first() if is_id(entry_id) else None
    return taken(answers, sheet, name, source, row_id, today) if source else None


def taken(
    answers: dict, sheet: Sheet, name: str, source: Entry, row_id: str, today: date
) -> dict | None:
    """Answers with one line of the source, traceable back; once is enough, and nothing is written over."""
    theirs = catalogue.sheet_of(source.tool, source.edition)
    if theirs is None:
        return None
    for flow in links.between(source.tool, sheet.slug, name):
        row = next((r for r in flow.rows(theirs, source.answers) if r["id"] == row_id), None)
        if row is not None:
            return _with(answers, sheet, name, flow, row, str(source.pk), today)
    return None


def _with(
    answers: dict, sheet: Sheet, name: str, flow: Flow, row: dict, source: str, today: date
) -> dict:
    question = sheet.questions[name]
    words = flow.words(row, question)
    origin = {"entry": source, "row": row["id"], "said": flow.told(words)}
    here = [copy.source for copy in copies(sheet, answers) if copy.question == name]
    if (source, row["id"]) in here or not can_take(sheet, name, answers):
        return answers
    if not isinstance(question, Lines):
        return written(answers, Copy(name, {}, origin, alone=True), words, origin["said"])
    since = date.fromisoformat(answers["starts_on"]) if answers.get("starts_on") else today
    row = flow.copied(row, question, origin, since, today)
    return answers | {name: [*answers.get(name, ()), row]}
