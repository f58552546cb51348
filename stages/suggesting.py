"""A stage somebody might say they are at: when it is suggested, and how they answer. A stage is never set here.

The only writer of suggestions. One is made where its evidence is: when a check-in is saved, or by the
timetable; a page that shows it only reads.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import evidence, thresholds
from .evidence import Evidence, Look, Reason, Source
from .models import Behaviour, Stage, StageMove, Suggestion

Words = str | Promise
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rule:
    """From here to there, where all the facts of any one way are found."""

    here: Stage
    to: Stage
    asks: Words
    ways: tuple[tuple[str, ...], ...]

    def facts(self) -> set[str]:
        return {fact for way in self.ways for fact in way}


# What is never here is never suggested: nobody is told that they are not thinking of changing, or back in it.
TABLE = (
    Rule(
        Stage.PRE,
        Stage.CON,
        _("You have been weighing this up lately. Would you say you are thinking about it?"),
        (("weighed",), ("importance_rose",)),
    ),
    Rule(
        Stage.CON,
        Stage.DET,
        _("You have been putting things in place. Would you say you are getting ready?"),
        (("step_dated",), ("start_near",), ("importance_high", "confidence_enough")),
    ),
    Rule(
        Stage.DET,
        Stage.ACT,
        _("You have started. Would you say you are doing it now?"),
        (("start_passed", "step_done"), ("on_plan",)),
    ),
    Rule(
        Stage.ACT,
        Stage.MAI,
        _("It has been a good while. Would you say you are keeping it going?"),
        (("long_in_action", "weeks_on_plan"),),
    ),
    Rule(
        Stage.MAI,
        Stage.GRA,
        _("Thinking of moving on? You can, whenever you say so. What you wrote stays here."),
        (("feels_done",), ("long_kept", "moving_on")),
    ),
)
FROM: dict[str, Rule] = {rule.here: rule for rule in TABLE}


@dataclass(frozen=True)
class Offer:
    """A suggestion as it is shown: what it asks, and everything it rests on."""

    id: UUID
    behaviour: Behaviour
    to: Stage
    asks: Words
    reasons: list[Reason]


def standing(member, now: datetime) -> QuerySet[Suggestion]:
    """Those that wait for an answer: about what is worked on, and nothing said about it since. One query."""
    moved = StageMove.objects.filter(behaviour=OuterRef("behaviour"), at__gte=OuterRef("shown_at"))
    return (
        Suggestion.objects.filter(
            ~Exists(moved),
            member=member,
            answer=Suggestion.Answer.NONE,
            shown_at__lte=now,
            expires_at__gt=now,
            behaviour__state=Behaviour.State.ACTIVE,
            behaviour__suggests=True,
        )
        .select_related("behaviour")
        .order_by("shown_at", "id")
    )


def offer(member, now: datetime, behaviour: Behaviour | None = None) -> Offer | None:
    """What to show, one at a time; nothing that cannot say why."""
    about = {} if behaviour is None else {"behaviour": behaviour}
    for made in standing(member, now).filter(**about):
        rule = FROM.get(made.from_stage)
        reasons = evidence.read(made.evidence, made.behaviour_id)
        if rule and rule.to == made.to_stage and reasons:
            return Offer(made.pk, made.behaviour, rule.to, rule.asks, reasons)
    return None


def asked_until() -> Subquery:
    """For behaviours that are fetched anyway: until when one may stand for each. Which, `offer` says."""
    made = Suggestion.objects.filter(behaviour=OuterRef("pk"), answer=Suggestion.Answer.NONE)
    return Subquery(made.order_by("-shown_at", "-id").values("expires_at")[:1])


def open_to_one(now: datetime, takes: dict[str, int]) -> QuerySet[Behaviour]:
    """Behaviours a stage may be suggested for: let, not asked about lately, and no word of theirs within a day.

    Whoever rather does not say where they are is never asked.
    """
    since = now - timedelta(days=takes["between"])
    lately = Suggestion.objects.filter(behaviour=OuterRef("pk"), shown_at__gt=since)
    return _asked_about().filter(
        ~Exists(lately), suggests=True, stage__in=list(FROM), said_at__lte=now - A_DAY
    )


def _asked_about() -> QuerySet[Behaviour]:
    """Those worked on, with when they last said where they are, and whether they work on anything else."""
    moves = StageMove.objects.filter(behaviour=OuterRef("pk")).order_by("-number")
    others = Behaviour.objects.filter(member=OuterRef("member")).exclude(pk=OuterRef("pk"))
    return (
        Behaviour.objects.with_stage()
        .select_related("member")
        .annotate(
            said_at=Subquery(moves.values("at")[:1]),
            shares=Exists(others.exclude(state=Behaviour.State.ARCHIVED)),
        )
        .filter(state=Behaviour.State.ACTIVE)
    )


def look(behaviour: Behaviour, now: datetime, more: Iterable[Source] = ()) -> Suggestion | None:
    """Suggests what the evidence speaks for, if anything. `more` finds what lies outside of stages."""
    takes = thresholds.values()
    found = open_to_one(now, takes).filter(pk=behaviour.pk).first()
    if found is None:
        return None
    rule = FROM[found.stage]
    speaks = found_for(rule, seen(found, takes, now), [*evidence.SOURCES, *more])
    return _make(found, rule, speaks, takes, now) if speaks else None


def look_about(
    member, behaviour: Behaviour | None, now: datetime, more: Iterable[Source] = ()
) -> Suggestion | None:
    """The same after something of theirs was saved; what is about nothing is about the only thing there is."""
    if behaviour is None:
        behaviours = list(member.behaviours.open()[:2])
        behaviour = behaviours[0] if len(behaviours) == 1 else None
    return look(behaviour, now, more) if behaviour else None


def seen(behaviour: Behaviour, takes: dict[str, int], now: datetime) -> Look:
    return Look(behaviour, behaviour.said_at, not behaviour.shares, takes, now)


def found_for(rule: Rule, look: Look, sources: Iterable[Source]) -> list[Evidence]:
    """What there is of every way that holds; nothing where none does."""
    asked = [source for source in sources if rule.facts() & set(source.facts)]
    found = {each.fact: each for source in asked for each in source.find(look)}
    ways = [way for way in rule.ways if all(fact in found for fact in way)]
    return [found[fact] for fact in dict.fromkeys(fact for way in ways for fact in way)]


def may_move_on(behaviour: Behaviour, now: datetime) -> Offer | None:
    """For the page about moving on, which they opened: asked there and then, and nothing written down."""
    takes, rule = thresholds.values(), FROM[Stage.MAI]
    found = _asked_about().filter(pk=behaviour.pk, stage=rule.here).first()
    if found is None or not found.suggests:
        return None
    opened = Evidence("moving_on", "moving_on", str(found.pk))
    sources = [*evidence.SOURCES, Source(("moving_on",), lambda _look: [opened])]
    speaks = found_for(rule, seen(found, takes, now), sources)
    reasons = evidence.read(evidence.as_one(speaks), found.pk)
    return Offer(found.pk, found, rule.to, rule.asks, reasons) if reasons else None


@transaction.atomic
def _make(
    behaviour: Behaviour, rule: Rule, speaks: list[Evidence], takes: dict[str, int], now: datetime
) -> Suggestion | None:
    """One at a time for a behaviour, which is locked first; what was left is not said again by the same evidence."""
    if Behaviour.objects.select_for_update().only("pk").filter(pk=behaviour.pk).first() is None:
        return None
    last = behaviour.suggestions.first()
    kept = evidence.as_one(speaks)
    if last and last.shown_at > now - timedelta(days=takes["between"]):
        return None
    if last and last.answer == Suggestion.Answer.LEFT and last.evidence == kept:
        return None
    return Suggestion.objects.create(
        member_id=behaviour.member_id,
        behaviour=behaviour,
        from_stage=rule.here,
        to_stage=rule.to,
        evidence=kept,
        shown_at=now,
        expires_at=now + timedelta(days=takes["stands"]),
    )


def answer(made: Suggestion, said: str, now: datetime) -> bool:
    """Keeps their answer, the first of two; not again is for good, until they turn it on. False where it was answered."""
    waiting = Suggestion.objects.filter(pk=made.pk, answer=Suggestion.Answer.NONE)
    with transaction.atomic():
        first = bool(waiting.update(answer=said, answered_at=now))
        if said == Suggestion.Answer.SILENCED:
            let(made.behaviour, False)
    return first


def let(behaviour: Behaviour, suggest: bool) -> None:
    """Whether a stage may be suggested for it."""
    Behaviour.objects.filter(pk=behaviour.pk).update(suggests=suggest)


def forget(member, page: str, key: UUID, now: datetime) -> None:
    """What was suggested by something that is gone now is not asked any more."""
    for made in standing(member, now):
        rests_on = [
            (piece.get("page"), piece.get("key")) for piece in evidence.pieces(made.evidence)
        ]
        if (page, str(key)) in rests_on:
            Suggestion.objects.filter(pk=made.pk).update(expires_at=now)
