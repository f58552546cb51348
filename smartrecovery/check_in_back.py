"""What a check-in gives back at once: one true sentence, and what somebody said they would like."""

from dataclasses import dataclass, field

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartrecovery.accounts.models import User
from stages import check_ins
from stages.models import Behaviour, CheckIn
from tools import card, catalogue, people
from tools.shelf import Line, Tool, noting_an_urge, of_sheets
from tools.suiting import suiting, worked_on

from . import crisis

Like = CheckIn.Like
MOST_LINES, TWO = 3, 2
# Where they are says nothing yet about what suits.
SUIT_ANYBODY = ("week-plan", "urge-plan", "values")


@dataclass(frozen=True)
class Liked:
    """What was asked for, and nothing else."""

    own: list[str] = field(default_factory=list)
    ideas: list[Line] = field(default_factory=list)
    people: list[card.Contact] = field(default_factory=list)
    region: crisis.Region | None = None


def sentence(check_in: CheckIn) -> str:
    """True by what they wrote, and never about what they did not."""
    if check_in.weekly:
        return _of_week(check_in)
    on_plan, days = check_ins.lately(check_in.member, check_in.behaviour)
    if not on_plan:
        return _("It is written down. That much of it is out of your head.")
    if days == 1:
        return _("You did your plan, or part of it.")
    return _(
        "You did your plan, or part of it, on %(on_plan)s of the last %(days)s days you wrote about."
    ) % {"on_plan": apnumber(on_plan), "days": apnumber(days)}


def _of_week(check_in: CheckIn) -> str:
    if not check_in.days:
        return _("Seven days looked back at. What you saw in them is yours to use.")
    return ngettext(
        "You were on your own plan on %(days)s of these seven days.",
        "You were on your own plan on %(days)s of these seven days.",
        check_in.days,
    ) % {"days": apnumber(check_in.days)}


def in_words(check_in: CheckIn) -> list[str]:
    """Everything that was chosen, for a list; the note stands by itself."""
    numbers = (
        (_("%(n)s of 7 days on plan"), check_in.days),
        (_("Mood %(n)s"), check_in.mood),
        (_("Strongest urge %(n)s"), check_in.urge),
        (_("Importance %(n)s"), check_in.importance),
        (_("How sure %(n)s"), check_in.confidence),
    )
    done = _("I feel done with this") if check_in.feels_done else ""
    told = [words % {"n": n} for words, n in numbers if n is not None]
    return [words for words in (_plan(check_in), *told, _liked(check_in), done) if words]


def _plan(check_in: CheckIn) -> str:
    if check_in.plan == CheckIn.Plan.SKIP:
        return _("Plan: left open")
    return _("Plan: %(word)s") % {"word": check_in.get_plan_display()} if check_in.plan else ""


def _liked(check_in: CheckIn) -> str:
    if check_in.would_like in ("", Like.NOTHING):
        return ""
    return _("I’d like: %(what)s") % {"what": check_in.get_would_like_display()}


def liked(check_in: CheckIn) -> Liked:
    member, behaviour = check_in.member, check_in.behaviour
    if check_in.would_like == Like.ENCOURAGEMENT:
        return Liked(own=_own_words(member, behaviour))
    if check_in.would_like == Like.IDEAS:
        return Liked(ideas=_ideas(member, behaviour))
    if check_in.would_like == Like.CALL:
        named = people.trusted(member, check_in.behaviour_id)
        return Liked(people=named, region=crisis.REGIONS.get(member.region.lower()))
    return Liked()


def _own_words(member: User, behaviour: Behaviour | None) -> list[str]:
    """What they tell themselves, then why they do this; of several cards the one about this."""
    shown = card.chosen(card.cards(member), str(behaviour.pk) if behaviour else card.FOR_ALL)
    return list(dict.fromkeys([*shown.sentences, *shown.reasons]))[:MOST_LINES]


def _ideas(member: User, behaviour: Behaviour | None) -> list[Line]:
    """Two tools for where they put themselves with it; where that says none, two that suit anybody."""
    tools = [noting_an_urge(), *of_sheets(catalogue.latest())]
    about = [each for each in worked_on(member) if behaviour is None or each == behaviour]
    lines = [line for group in suiting(tools, about, {}) for line in group.lines]
    named = {line.tool.slug for line in lines}
    return [*lines, *(_line(tools, slug) for slug in SUIT_ANYBODY if slug not in named)][:TWO]


def _line(tools: list[Tool], slug: str) -> Line:
    tool = next(tool for tool in tools if tool.slug == slug)
    return Line(tool, tool.about)
