"""The stage machine: which move is of which kind, and what each stage means. Data, and no rows."""

from dataclasses import dataclass
from enum import Enum, auto

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
                "cost-benefit", _("Weighing it up"), _("Put both sides of it next to each other.")
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
                _("Your reasons, your steps, and who could help."),
            ),
            Offer(
                "cost-benefit",
                _("Weighing it up"),
                _("The reasons to change, ready to take into the plan."),
            ),
        ),
    ),
    ACT: About(
        means=_("You have changed what you do, some time in the last six months."),
        said=_("“It is hard, but I am doing it.”"),
        helps=_("Knowing what you will do when an urge comes, and one week at a time."),
        offers=(
            Offer(
                "change-plan",
                _("My change plan"),
                _("Look at what is working, and change what is not."),
            ),
            Offer("cost-benefit", _("Weighing it up"), _("Your reasons, for a hard day.")),
        ),
    ),
    MAI: About(
        means=_("The change has lasted six months or so. It is becoming part of your life."),
        said=_("“Mostly fine. Some days are not.”"),
        helps=_("Noticing what keeps you steady, and making room for the rest of life."),
        offers=(
            Offer(
                "change-plan",
                _("My change plan"),
                _("See what you still use, and what you want next."),
            ),
            Offer(
                "cost-benefit", _("Weighing it up"), _("What has come true, and what matters now.")
            ),
        ),
    ),
    GRA: About(
        means=_("This does not run your life any more, and you say you are ready to move on."),
        said=_("“I am done, thank you.”"),
        helps=_("Take a copy of what you wrote. The door stays open."),
    ),
    REL: About(
        means=_("You are back in an earlier pattern. You say so; nobody else does."),
        said=_("“It is back.”"),
        helps=_(
            "What you learnt is still yours, and the time before still happened. "
            "What would help next: water, food, sleep, someone to ring?"
        ),
        offers=(
            Offer(
                "change-plan",
                _("My change plan"),
                _("What had been working? Keep that, and change one thing."),
            ),
            Offer("cost-benefit", _("Weighing it up"), _("What you want, as you see it today.")),
        ),
    ),
}
