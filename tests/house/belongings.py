"""Something of one person's on every page there is, for tests that walk them all."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from smartrecovery.accounts.models import Session
from smartrecovery.outbox.models import Message
from stages.models import (
    Behaviour,
    CheckIn,
    Experiment,
    Slip,
    Stage,
    StageMove,
    Suggestion,
    Taking,
    Urge,
)
from tests.tools.writing import kept
from tools.models import Entry, Rating, Revision

from . import signs

ROW = "belonging01"
ANSWERS = {
    "change": "No wine on weeknights",
    "importance": 9,
    "confidence": 5,
    "steps": [{"id": ROW, "text": "Pack the swimming bag", "added": "2026-09-01"}],
}


def of(person: Any) -> SimpleNamespace:
    behaviour = Behaviour.objects.create(member=person, kind="alcohol", label="Wine on weeknights")
    StageMove.objects.create(
        member=person, behaviour=behaviour, number=1, since=date(2026, 9, 1),
        from_stage=Stage.UNSET, to_stage=Stage.CON,
    )  # fmt: skip
    device = Session.objects.create(
        session_key=f"{person.username}s-other-device",
        member=person,
        expire_date="2100-01-01T00:00Z",
    )
    signs.well(timezone.now())
    return SimpleNamespace(
        behaviour=behaviour.pk,
        entry=_plan(person, behaviour).pk,
        week=_week(person, behaviour).pk,
        device=device.handle,
        row=ROW,
        **_where_they_are(person, behaviour),
    )


def _where_they_are(person: Any, behaviour: Behaviour) -> dict[str, Any]:
    """The id of one of each kind of thing they wrote down about it."""
    day, about = date(2026, 9, 14), {"member": person, "behaviour": behaviour}
    now = timezone.now()
    made = {
        "urge": Urge(day=day, hour=18, minutes=12, intensity=6, **about),
        "slip": Slip(day=day, extent=Slip.Extent.ONCE, said="Two glasses", **about),
        "check_in": CheckIn(day=day, week=day, plan=CheckIn.Plan.YES, counted=1, **about),
        "taking": Taking(instrument="rulers", language="en-gb", day=day, **about),
        "experiment": Experiment(change="Supper before six", starts_on=day, **about),
        "message": Message(
            member=person,
            kind="check-in",
            template="check_in",
            occurrence=f":{day}",
            day=day,
            state=Message.State.SENT,
            sent_at=now,
            channel="inbox",
        ),
        "suggestion": Suggestion(
            from_stage=Stage.CON,
            to_stage=Stage.DET,
            evidence={"facts": []},
            expires_at=now,
            **about,
        ),
    }
    for each in made.values():
        each.save()
    return {name: each.pk for name, each in made.items()}


def _plan(person: Any, behaviour: Behaviour) -> Entry:
    entry = Entry.objects.create(
        member=person, behaviour=behaviour, tool="change-plan", state=Entry.State.SAVED,
        title=ANSWERS["change"], answers=ANSWERS, unsaved=False, version=2,
    )  # fmt: skip
    for number in (1, 2):
        revision = Revision.objects.create(
            member=person, entry=entry, number=number, edition=1, answers=ANSWERS
        )
        Rating.objects.create(member=person, revision=revision, question="importance", value=9)
    return entry


def _week(person: Any, behaviour: Behaviour) -> Entry:
    answers = {"intention": "Evenings that are mine", "actions": [{"id": ROW, "text": "Swim"}]}
    return kept(person, "week-plan", answers, timezone.now(), behaviour=behaviour)
