"""One row of every table of stages, each column said, about one behaviour."""

from datetime import UTC, date, datetime, time

from stages.models import (
    Behaviour,
    CheckIn,
    CheckInPlan,
    Coped,
    CopingAction,
    Experiment,
    NoteSeen,
    Score,
    Slip,
    StageMove,
    Suggestion,
    SupportShown,
    Taking,
    Urge,
)

NOON = datetime(2026, 9, 14, 12, tzinfo=UTC)
DAY = date(2026, 9, 14)
SAID = ("trigger", "where", "who", "thought", "next_time")


def fill_once(member, text: str) -> None:
    """What there is one of for a member, and what is about no behaviour."""
    CheckInPlan.objects.create(
        member=member, rhythm="days", days=0b10101, at=time(21, 30), prompts=0b1111,
        paused_until=date(2026, 9, 20), changed_at=NOON,
    )  # fmt: skip
    CheckIn.objects.create(member=member, day=DAY, week=DAY, mood=4, note=text, at=NOON)
    SupportShown.objects.create(member=member, why="words", at=NOON)


def fill_behaviour(member, text: str) -> Behaviour:
    behaviour = Behaviour.objects.create(member=member, kind="alcohol", label=text, created_at=NOON)
    _moves(member, behaviour, text)
    NoteSeen.objects.create(
        member=member, behaviour=behaviour, note="withdrawal", goal="stop", at=NOON
    )
    _urges(member, behaviour, text)
    _check_ins(member, behaviour, text)
    _measured(member, behaviour, text)
    _tried(member, behaviour, text)
    return behaviour


def _moves(member, behaviour, text: str) -> None:
    common = {"member": member, "behaviour": behaviour, "since": date(2026, 9, 1), "at": NOON}
    StageMove.objects.create(number=1, from_stage="unset", to_stage="con", note=text, **common)
    there = StageMove.objects.create(number=2, from_stage="con", to_stage="act", **common)
    StageMove.objects.create(number=3, from_stage="act", to_stage="con", undoes=there, **common)


def _urges(member, behaviour, text: str) -> None:
    moment = {"occurred_at": NOON, "day": DAY, "created_at": NOON, "changed_at": NOON}
    common = {"member": member, "behaviour": behaviour} | moment
    urge = Urge.objects.create(
        hour=13, intensity=8, minutes=12, is_going=True, triggers=0b101, feelings=0b10,
        place="out", company="alone", helped=7, outcome="rode_it_out", got_by=True,
        said=dict.fromkeys(SAID, text), **common,
    )  # fmt: skip
    Urge.objects.create(hour=13, taken_back_at=NOON, member=member, **moment)
    action = CopingAction.objects.create(member=member, label=text, row="row00001", created_at=NOON)
    Coped.objects.create(member=member, urge=urge, action=action)
    Slip.objects.create(
        member=member, behaviour=behaviour, occurred_at=NOON, day=DAY, extent="once", said=text,
        created_at=NOON, taken_back_at=NOON,
    )  # fmt: skip


def _check_ins(member, behaviour, text: str) -> None:
    common = {"member": member, "behaviour": behaviour, "note": text, "at": NOON}
    CheckIn.objects.create(
        day=DAY, week=DAY, plan="yes", mood=6, urge=3, counted=1, would_like="ideas",
        changed_at=NOON, **common,
    )  # fmt: skip
    CheckIn.objects.create(
        day=date(2026, 9, 20), week=DAY, weekly=True, days=5, counted=5, importance=8,
        confidence=6, feels_done=True, changed_at=NOON, **common,
    )  # fmt: skip


def _measured(member, behaviour, text: str) -> None:
    taking = Taking.objects.create(
        member=member, behaviour=behaviour, instrument="rulers", language="en-gb", taken_at=NOON,
        day=DAY, answers={"importance": 7, "confidence": 5}, words=text,
    )  # fmt: skip
    for name, value in taking.answers.items():
        Score.objects.create(member=member, taking=taking, name=name, value=value)
    SupportShown.objects.create(member=member, why="measure", taking=taking, at=NOON)


def _tried(member, behaviour, text: str) -> None:
    common = {"member": member, "behaviour": behaviour}
    Suggestion.objects.create(
        from_stage="con", to_stage="det", evidence={"facts": [{"said": text}]}, shown_at=NOON,
        expires_at=datetime(2026, 9, 28, 12, tzinfo=UTC), answer="left", answered_at=NOON, **common,
    )  # fmt: skip
    Experiment.objects.create(
        change=text, looks_at="mood", starts_on=date(2026, 8, 1), days=21,
        stopped_on=date(2026, 8, 15), learned=text, created_at=NOON, **common,
    )  # fmt: skip
