"""The stage machine: which move is of which kind, and what each stage means. Data, and no rows."""

from dataclasses import dataclass
from enum import Enum, auto

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Stage

Words = str | Promise


class Kind(Enum):
    """What a page does before a move is written down."""

    STAY = auto()  # there already: nothing is written
    EXPECTED = auto()  # one tap
    SKIP = auto()  # one optional line: what changed?
    SINCE = auto()  # C1: asks roughly when the change began
    SLIP = auto()  # C2: first offers to stay where they are
    LEAVING = auto()  # C3: a short confirmation, a copy to take, where help is
    OTHERWISE = auto()  # not straight from here: the page offers the nearest way


# fmt: off
UNSET, PRE, CON, DET, ACT, MAI, GRA, REL = Stage
at, E, S, C1, C2, C3, no = Kind
TABLE: dict[Stage, tuple[Kind, ...]] = {
    # to:  UNSET PRE CON DET ACT MAI GRA REL
    UNSET: (at,  E,  E,  E,  E,  E,  E,  E),
    PRE:   (E,   at, E,  S,  S,  C1, no, no),
    CON:   (E,   E,  at, E,  S,  C1, no, no),
    DET:   (E,   S,  E,  at, E,  C1, no, C2),
    ACT:   (E,   S,  S,  E,  at, E,  C3, E),
    MAI:   (E,   S,  S,  S,  E,  at, E,  E),
    GRA:   (E,   no, S,  S,  E,  E,  at, E),
    REL:   (E,   E,  E,  E,  E,  E,  no, at),
}
# Where the table says no: the stage to pass through. Putting the behaviour away is always another way.
VIA: dict[tuple[Stage, Stage], Stage] = {
    (PRE, GRA): MAI, (CON, GRA): MAI, (DET, GRA): MAI, (REL, GRA): MAI,
    (PRE, REL): ACT, (CON, REL): ACT,
    (GRA, PRE): CON,
}
# fmt: on

CLIMB = (PRE, CON, DET, ACT, MAI, GRA)


def kind(here: Stage | str, to: Stage | str) -> Kind:
    return TABLE[Stage(here)][list(Stage).index(Stage(to))]


def via(here: Stage | str, to: Stage | str) -> Stage:
    """The stage to pass through where the table has no straight way."""
    return VIA[Stage(here), Stage(to)]


def comes_round(here: Stage | str, to: Stage | str) -> bool:
    """Whether a move returns to ground covered before: drawn as a loop, never as a fall."""
    if REL in (here, to):
        return to == REL
    return UNSET not in (here, to) and CLIMB.index(to) < CLIMB.index(here)


@dataclass(frozen=True)
class Offer:
    """A tool that often suits, and why. It sorts; it never closes another."""

    slug: str
    title: Words
    why: Words

    @property
    def url(self) -> str:
        """Urges are noted on a page that is not a sheet; every other tool has one of its own."""
        return reverse("urge") if self.slug == "urge-log" else reverse("tool", args=[self.slug])


@dataclass(frozen=True)
class About:
    """A stage in plain words: what it means, what people in it often say, what often helps."""

    means: Words
    said: Words = ""
    helps: Words = ""
    offers: tuple[Offer, ...] = ()


ABOUT: dict[Stage, About] = {
    UNSET: About(
        means=_("You have not said where you are. That is fine, and every tool is open to you."),
    ),
    PRE: About(
        means=_("You do not plan to change this in the next six months."),
        said=_("“It is not a problem.” “Other people think it is.” “I tried, and let it be.”"),
        helps=_("Nothing is asked of you here. If you get curious, the tools are there."),
    ),
    CON: About(
        means=_("You may change this in the next six months. Part of you wants to, part does not."),
        said=_("“Yes, but…”"),
        helps=_("Seeing both sides on paper, in your own words."),
        offers=(
            Offer(
                "cost-benefit", _("Weighing it up"), _("Puts both sides of it next to each other.")
            ),
            Offer(
                "values",
                _("What matters to me"),
                _("Shows what matters most to you, and how you have lived it."),
            ),
            Offer(
                "future-questions", _("Where I want to be"), _("Two minutes on the life you want.")
            ),
        ),
    ),
    DET: About(
        means=_("You have decided, and want to begin within a month or so. Small steps count."),
        said=_("“How do I start?”"),
        helps=_("A plan with one small first step, and knowing what sets it off."),
        offers=(
            Offer(
                "change-plan",
                _("My change plan"),
                _("Finds a first step small enough for this week."),
            ),
            Offer("triggers", _("What sets it off"), _("Shows what sets it off, before it does.")),
            Offer(
                "urge-plan",
                _("My plan for hard moments"),
                _("You decide now what you will do then."),
            ),
            Offer("week-plan", _("My week"), _("A few small things for the next seven days.")),
        ),
    ),
    ACT: About(
        means=_("You have changed what you do, some time in the last six months."),
        said=_("“It is hard, but I am doing it.”"),
        helps=_("Knowing what you will do when an urge comes, and one week at a time."),
        offers=(
            Offer(
                "urge-log",
                _("Noting an urge"),
                _("Shows in time when they come, and that they pass."),
            ),
            Offer(
                "abc-urge",
                _("Taking a strong pull apart"),
                _("Takes one apart afterwards, so the next is less of a surprise."),
            ),
            Offer("week-plan", _("My week"), _("One week at a time is enough.")),
            Offer("urge-plan", _("My plan for hard moments"), _("Fills your coping card.")),
        ),
    ),
    MAI: About(
        means=_("The change has lasted six months or so. It is becoming part of your life."),
        said=_("“Mostly fine. Some days are not.”"),
        helps=_("Noticing what keeps you steady, and making room for the rest of life."),
        offers=(
            Offer(
                "staying-on-track",
                _("What keeps me steady"),
                _("What keeps you steady, on one page."),
            ),
            Offer(
                "balance",
                _("How life is balanced"),
                _("Shows which part of life could do with more."),
            ),
            Offer("vaci", _("Something that absorbs me"), _("Room for things that absorb you.")),
        ),
    ),
    GRA: About(
        means=_("This does not run your life any more, and you say you are ready to move on."),
        said=_("“I am done, thank you.”"),
        helps=_("Take a copy of what you wrote. The door stays open."),
        offers=(
            Offer(
                "staying-on-track",
                _("What keeps me steady"),
                _("One page to have by you, if you ever want it."),
            ),
            Offer("balance", _("How life is balanced"), _("A look at the rest of life.")),
        ),
    ),
    REL: About(
        means=_("You are back in an earlier pattern. You say so; nobody else does."),
        said=_("“It is back.”"),
        helps=_(
            "What you learnt is still yours, and the time before still happened. "
            "What would help next: water, food, sleep, someone to ring?"
        ),
        offers=(
            Offer("slip-review", _("After it happened"), _("Starts with what had been working.")),
            Offer(
                "acceptance",
                _("Going easier on people"),
                _("Looks at what happened without running you down."),
            ),
            Offer("change-plan", _("My change plan"), _("Keep what worked, and change one thing.")),
        ),
    ),
}
