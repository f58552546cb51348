"""Which tools are offered first, for where the member put themselves. It sorts; nothing is locked."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from stages import machine
from stages.models import Behaviour, Stage

from .asked import Words
from .models import Entry
from .shelf import Line, Tool

MOST_SUITING = 5

# Stage by stage, each with what it is good for there. Where nothing is planned or said, nothing is offered.
OFFERS: dict[str, tuple[tuple[str, Words], ...]] = {
    stage: tuple((offer.slug, offer.why) for offer in about.offers)
    for stage, about in machine.ABOUT.items()
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
class Suiting:
    """Tools for where the member put themselves; `why` names that place in their words."""

    why: str
    lines: list[Line]
    safety: bool


def worked_on(member) -> list[Behaviour]:
    """Each behaviour with its stage, and whether it has been weighed up, by itself or with life as a whole."""
    weighing = Entry.objects.filter(
        Q(behaviour=OuterRef("pk")) | Q(behaviour=None),
        member=OuterRef("member"),
        tool="cost-benefit",
    )
    return list(member.behaviours.open().with_stage().annotate(weighed=Exists(weighing)))


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
