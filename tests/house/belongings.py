"""Something of one person's on every page there is, for tests that walk them all."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from smartrecovery.accounts.models import Session
from stages.models import Behaviour, Stage, StageMove, Urge
from tests.tools.writing import kept
from tools.models import Entry, Rating, Revision

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
    return SimpleNamespace(
        behaviour=behaviour.pk,
        entry=_plan(person, behaviour).pk,
        week=_week(person, behaviour).pk,
        device=device.handle,
        row=ROW,
        urge=Urge.objects.create(member=person, behaviour=behaviour, minutes=12).pk,
    )


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
