"""The shelf of tools: what is half-written, what may suit, what helps with what is happening, and all of them.

Stages and happenings sort and never lock; nothing that is asked of the shelf is kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from smartrecovery.sheets import Sheet
from stages import safety
from stages.models import Behaviour, Stage

from . import search
from .models import Entry

Words = str | Promise

POINTS: dict[int, Words] = {
    1: _("Reasons to change"),
    2: _("Getting through urges"),
    3: _("Thoughts and feelings"),
    4: _("The rest of life"),
}
MINUTES = (5, 10, 20)
MOST_TYPED, MOST_SUITING = 100, 5

COMPANIONS = frozenset(
    {
        "journal",
        "enjoyable",
        "lifestyle-audit",
        "self-compassion",
        "boundaries",
        "conversation",
        "meditation",
        "muscle-relaxation",
        "calm-place",
    }
)


@dataclass(frozen=True)
class Happening:
    """What may be going on: the words of its link, and of the page it leads to; `first` helps most."""

    link: Words
    heading: Words
    first: tuple[str, ...] = ()


HAPPENINGS = {
    "urge": Happening(
        _("An urge now"),
        _("While an urge is there"),
        ("urge-plan", "disarm", "meditation", "calm-place", "muscle-relaxation", "enjoyable"),
    ),
    "decide": Happening(
        _("Can’t decide"), _("When you can’t decide"), ("cost-benefit", "future-questions")
    ),
    "upset": Happening(_("Upset"), _("When you are upset"), ("abc-upset", "beliefs")),
    "slip": Happening(_("After a slip"), _("After a slip"), ("slip-review", "acceptance")),
    "flat": Happening(_("Life feels flat"), _("When life feels flat"), ("vaci",)),
    "plan": Happening(_("Planning"), _("When you are planning"), ("week-plan", "change-plan")),
}


@dataclass(frozen=True)
class Tool:
    """What the shelf and the search know of a tool, or of a page that stands among the tools."""

    slug: str
    title: Words
    about: Words
    url: str
    lead: Words = ""
    aliases: tuple[Words, ...] = ()
    points: tuple[int, ...] = ()
    suits: tuple[str, ...] = ()
    minutes: int = 0
    helps: tuple[tuple[str, Words], ...] = ()

    def why(self, now: str) -> Words:
        return next((why for happening, why in self.helps if happening == now), "")


def of_sheets(sheets: Iterable[Sheet]) -> list[Tool]:
    before, after = reverse("tool", args=["any"]).split("any")
    return [_of_sheet(sheet, f"{before}{sheet.slug}{after}") for sheet in sheets]


def _of_sheet(sheet: Sheet, url: str) -> Tool:
    return Tool(
        sheet.slug,
        sheet.title,
        sheet.about,
        url,
        sheet.lead,
        sheet.aliases,
        sheet.points,
        sheet.suits,
        sheet.minutes,
        sheet.helps,
    )


def noting_an_urge() -> Tool:
    """It has a page of its own and no sheet."""
    return Tool(
        "urge-log",
        _("Noting an urge"),
        _("On the coping card, with one tap, when it has passed."),
        reverse("urge"),
        aliases=("Urge Log", "Log Your Urges", _("urge diary")),
        points=(2,),
        suits=(Stage.DET, Stage.ACT, Stage.MAI, Stage.REL),
        minutes=1,
    )


# First offers, stage by stage, each with what it is good for there. Where nothing is planned, or
# nothing was said, nothing is offered.
OFFERS: dict[str, tuple[tuple[str, Words], ...]] = {
    Stage.CON: (
        ("cost-benefit", _("Puts both sides of it next to each other.")),
        ("values", _("Shows what matters most to you, and how you have lived it.")),
        ("future-questions", _("Two minutes on the life you want.")),
    ),
    Stage.DET: (
        ("change-plan", _("Finds a first step small enough for this week.")),
        ("triggers", _("Shows what sets it off, before it does.")),
        ("urge-plan", _("You decide now what you will do then.")),
        ("week-plan", _("A few small things for the next seven days.")),
    ),
    Stage.ACT: (
        ("urge-log", _("Shows in time when they come, and that they pass.")),
        ("abc-urge", _("Takes one apart afterwards, so the next is less of a surprise.")),
        ("week-plan", _("One week at a time is enough.")),
        ("urge-plan", _("Fills your coping card.")),
    ),
    Stage.MAI: (
        ("staying-on-track", _("What keeps you steady, on one page.")),
        ("balance", _("Shows which part of life could do with more.")),
        ("vaci", _("Room for things that absorb you.")),
    ),
    Stage.GRA: (
        ("staying-on-track", _("One page to have by you, if you ever want it.")),
        ("balance", _("A look at the rest of life.")),
    ),
    Stage.REL: (
        ("slip-review", _("Starts with what had been working.")),
        ("acceptance", _("Looks at what happened without running you down.")),
        ("change-plan", _("Keep what worked, and change one thing.")),
    ),
}
STAGES: dict[str, Words] = {
    Stage.CON: _("You put yourself at thinking about it with {name}."),
    Stage.DET: _("You put yourself at getting ready with {name}."),
    Stage.ACT: _("You put yourself at doing it with {name}."),
    Stage.MAI: _("You put yourself at keeping it going with {name}."),
    Stage.GRA: _("You put yourself at moving on with {name}."),
    Stage.REL: _("You said you are back in it for now with {name}."),
}


@dataclass(frozen=True)
class Asked:
    """What the address asks for; anything in it that means nothing here is left unread."""

    now: str = ""
    point: int = 0
    minutes: int = 0
    q: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Asked":
        now, point, minutes = (given.get(name, "") for name in ("now", "point", "minutes"))
        return cls(
            now if now in HAPPENINGS else "",
            next((number for number in POINTS if str(number) == point), 0),
            next((number for number in MINUTES if str(number) == minutes), 0),
            given.get("q", "").replace("\0", "").strip()[:MOST_TYPED],
        )

    @property
    def url(self) -> str:
        said = {name: value for name, value in vars(self).items() if value}
        return reverse("tools") + (f"?{urlencode(said)}" if said else "")

    @property
    def narrows(self) -> bool:
        return self != Asked()

    @property
    def heading(self) -> Words:
        if self.now:
            return HAPPENINGS[self.now].heading
        if self.q:
            return _("Found")
        return POINTS.get(self.point) or up_to(self.minutes)

    @property
    def besides(self) -> list[Words]:
        """What was asked for that the heading does not say."""
        said = [
            say("“%(q)s”") % {"q": self.q} if self.q else "",
            POINTS.get(self.point, ""),
            up_to(self.minutes) if self.minutes else "",
        ]
        return [words for words in said if words and words != self.heading]


def up_to(minutes: int) -> str:
    return say("Up to %(minutes)s minutes") % {"minutes": minutes}


def about_minutes(minutes: int) -> str:
    return ngettext("About %(n)s minute.", "About %(n)s minutes.", minutes) % {"n": minutes}


@dataclass(frozen=True)
class Chip:
    """A link that asks for one thing more, or, where it is asked for already, no longer."""

    words: Words
    url: str
    chosen: bool


@dataclass(frozen=True)
class Line:
    """One tool on the shelf: what it says here, in small, and when the member last wrote with it."""

    tool: Tool
    says: Words
    small: Words = ""
    last: str = ""


@dataclass(frozen=True)
class Suiting:
    """Tools for where the member put themselves; `why` names that place in their words."""

    why: str
    lines: list[Line]
    safety: bool


@dataclass(frozen=True)
class Shelf:
    asked: Asked
    happenings: list[Chip]
    points: list[Chip]
    minutes: list[Chip]
    suiting: list[Suiting]
    found: list[Line]
    groups: list[tuple[int, Words, list[Line]]]
    companions: list[Line]
    after_a_break: bool

    @property
    def count(self) -> int:
        return sum(len(lines) for *_point, lines in self.groups) + len(self.companions)


def worked_on(member) -> list[Behaviour]:
    """Each behaviour with its stage, and whether it has been weighed up, by itself or with life as a whole."""
    weighing = Entry.objects.filter(
        Q(behaviour=OuterRef("pk")) | Q(behaviour=None),
        member=OuterRef("member"),
        tool="cost-benefit",
    )
    return list(member.behaviours.open().with_stage().annotate(weighed=Exists(weighing)))


def shelf(
    sheets: Iterable[Sheet], behaviours: list[Behaviour], last: Mapping[str, str], asked: Asked
) -> Shelf:
    """Behaviours come with `stage` and `weighed`; `last` says when each tool was last written with."""
    tools = [noting_an_urge(), *of_sheets(sheets)]
    found = _found(tools, behaviours, asked) if asked.narrows else []
    apart = [tool for tool in tools if tool.slug in COMPANIONS or not tool.points]
    groups = [
        (number, title, [_line(tool, last) for tool in tools if tool.points[:1] == (number,)])
        for number, title in POINTS.items()
    ]
    return Shelf(
        asked,
        [_chip(asked, words.link, now=now) for now, words in HAPPENINGS.items()],
        [_chip(asked, title, point=number) for number, title in POINTS.items()],
        [_chip(asked, up_to(number), minutes=number) for number in MINUTES],
        suiting=[] if asked.narrows else suiting(tools, behaviours, last),
        found=[_found_line(tool, asked, last) for tool in found],
        groups=[
            (number, title, kept)
            for number, title, lines in groups
            if (kept := [line for line in lines if line.tool not in apart])
        ],
        companions=[Line(tool, tool.about, last=last.get(tool.slug, "")) for tool in apart],
        after_a_break=any(b.kind in safety.RISKY_TO_RETURN for b in behaviours),
    )


def _chip(asked: Asked, words: Words, **one: str | int) -> Chip:
    chosen = all(getattr(asked, name) == value for name, value in one.items())
    other = replace(
        asked, **({name: "" if name == "now" else 0 for name in one} if chosen else one)
    )
    return Chip(words, other.url, chosen)


def suiting(
    tools: list[Tool], behaviours: list[Behaviour], last: Mapping[str, str]
) -> list[Suiting]:
    """A few in all, each once, for the behaviours worked on, in their order."""
    by_slug, left, named = {tool.slug: tool for tool in tools}, MOST_SUITING, set()
    groups = []
    for behaviour in (b for b in behaviours if b.state == Behaviour.State.ACTIVE):
        offered = [
            (by_slug[slug], why)
            for slug, why in OFFERS.get(behaviour.stage, ())
            if slug in by_slug and slug not in named and not _done_already(slug, behaviour)
        ][:left]
        if offered:
            named |= {tool.slug for tool, _why in offered}
            left -= len(offered)
            lines = [Line(tool, why, last=last.get(tool.slug, "")) for tool, why in offered]
            groups.append(Suiting(_place(behaviour), lines, behaviour.stage == Stage.REL))
    return groups


def _done_already(slug: str, behaviour: Behaviour) -> bool:
    """Somebody undecided who has weighed it up is not sent back to do it again."""
    return slug == "cost-benefit" and behaviour.stage == Stage.CON and behaviour.weighed


def _place(behaviour: Behaviour) -> str:
    name = format_html("<bdi>{}</bdi>", behaviour.title)
    return format_html(str(STAGES[behaviour.stage]), name=name)


def _found(tools: list[Tool], behaviours: list[Behaviour], asked: Asked) -> list[Tool]:
    """Everything asked for holds at once; what was typed decides the order, else what may suit."""
    stages = {behaviour.stage for behaviour in behaviours}
    fitting = [
        tool
        for tool in tools
        if (not asked.now or tool.why(asked.now))
        and (not asked.point or asked.point in tool.points)
        and (not asked.minutes or tool.minutes <= asked.minutes)
    ]
    if asked.q:
        return search.find(fitting, asked.q)
    first = HAPPENINGS[asked.now].first if asked.now else ()
    return sorted(fitting, key=lambda tool: _order(tool, first, stages))


def _order(tool: Tool, first: tuple[str, ...], stages: set[str]) -> tuple[int, bool, bool]:
    named = first.index(tool.slug) if tool.slug in first else len(first)
    return named, not stages & set(tool.suits), tool.slug in COMPANIONS


def _found_line(tool: Tool, asked: Asked, last: Mapping[str, str]) -> Line:
    """Why it is here: for what is happening, for the time there is, or for its other names."""
    timed = asked.minutes or (asked.now and not asked.q)
    small = about_minutes(tool.minutes) if timed else also_called(tool, most=4)
    return Line(tool, tool.why(asked.now) or tool.about, small, last.get(tool.slug, ""))


def _line(tool: Tool, last: Mapping[str, str]) -> Line:
    return Line(tool, tool.about, also_called(tool, most=2), last.get(tool.slug, ""))


def also_called(tool: Tool, most: int) -> str:
    names = ", ".join(map(str, tool.aliases[:most]))
    return say("Also called %(names)s.") % {"names": names} if names else ""


def when_it_helps(sheet: Sheet) -> list[tuple[Words, Words]]:
    """What may be happening, and why it may help then."""
    return [(HAPPENINGS[now].link, why) for now, why in sheet.helps if now in HAPPENINGS]


def suits(sheet: Sheet) -> str:
    """The stages it is often used at, in words."""
    return ", ".join(str(Stage(stage).label) for stage in sheet.suits)
