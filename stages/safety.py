"""Safety notes: when one is called for, and whether it was read. They gate nothing."""

from dataclasses import dataclass

from .models import Behaviour, NoteSeen, Stage

WITHDRAWAL, AFTER_A_BREAK = NoteSeen.WITHDRAWAL, "after-a-break"

RISKY_TO_STOP = {Behaviour.Kind.ALCOHOL, Behaviour.Kind.BENZOS, Behaviour.Kind.SEDATIVES}
RISKY_TO_RETURN = {Behaviour.Kind.OPIOIDS, Behaviour.Kind.BENZOS, Behaviour.Kind.OTHER_DRUG}
STOPPING = {Behaviour.Goal.STOP, Behaviour.Goal.CUT_DOWN, Behaviour.Goal.PAUSE}
CHANGING = {Stage.DET, Stage.ACT}
CHANGED = {Stage.ACT, Stage.MAI, Stage.GRA}


@dataclass(frozen=True)
class Note:
    """One note about one behaviour: open where it is called for now, else a line that opens.

    One about coming back stands for as long as they are back; the other is read once a goal.
    """

    slug: str
    behaviour: Behaviour
    open: bool


def notes_for(behaviour: Behaviour, member) -> list[Note]:
    """What the pages of a behaviour show about stopping, and about coming back, safely."""
    notes = []
    if behaviour.kind in RISKY_TO_STOP:
        read = _read_for(behaviour, member)
        called_for = behaviour.goal in STOPPING or behaviour.stage in CHANGING
        if called_for or read:
            notes.append(Note(WITHDRAWAL, behaviour, called_for and behaviour.goal not in read))
    if behaviour.kind in RISKY_TO_RETURN and behaviour.stage in CHANGED | {Stage.REL}:
        notes.append(Note(AFTER_A_BREAK, behaviour, behaviour.stage == Stage.REL))
    return notes


def notes_for_goal(behaviour: Behaviour, goal: str, member) -> list[Note]:
    """The same for a goal named elsewhere, such as on a plan, where that calls for a note."""
    if goal in STOPPING:
        behaviour.goal = goal
    return notes_for(behaviour, member)


def notes_for_slip(behaviour: Behaviour | None) -> list[Note]:
    """What stands beside a look at a slip, open whatever was read before: staying alive, then stopping safely."""
    if behaviour is None:
        return []
    called_for = {AFTER_A_BREAK: RISKY_TO_RETURN, WITHDRAWAL: RISKY_TO_STOP}
    return [
        Note(slug, behaviour, open=True)
        for slug, kinds in called_for.items()
        if behaviour.kind in kinds
    ]


def notes_for_slips(behaviours: list[Behaviour]) -> list[Note]:
    """The same where they have not said yet which it is about: each note once for each kind."""
    notes = [note for behaviour in behaviours for note in notes_for_slip(behaviour)]
    once = {
        (note.slug, note.behaviour.kind if note.slug == WITHDRAWAL else ""): note
        for note in reversed(notes)
    }
    return sorted(once.values(), key=lambda note: note.slug)


def seen(behaviour: Behaviour, member, goal: str = "") -> None:
    """They read the note about stopping, for the goal it stood beside."""
    NoteSeen.objects.get_or_create(
        member=member, behaviour=behaviour, note=WITHDRAWAL, goal=goal or behaviour.goal
    )


def _read_for(behaviour: Behaviour, member) -> set[str]:
    """The goals it was read for; where the behaviour came `with_notes_read`, it says so itself."""
    goals = [goal for goal in Behaviour.Goal.values if hasattr(behaviour, f"read_{goal}")]
    if goals:
        return {goal for goal in goals if getattr(behaviour, f"read_{goal}")}
    rows = NoteSeen.objects.filter(member=member, behaviour=behaviour, note=WITHDRAWAL)
    return set(rows.values_list("goal", flat=True))
