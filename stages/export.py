"""What a person takes with them: what they work on, and where they have been."""

from itertools import groupby
from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from smartrecovery.portable import Refused, Table

from . import urge_words
from .measures import copied
from .models import (
    Behaviour,
    CheckIn,
    CheckInPlan,
    Coped,
    CopingAction,
    Experiment,
    NoteSeen,
    Score,
    Slip,
    Stage,
    StageMove,
    Suggestion,
    SupportShown,
    Taking,
    Urge,
)

OWNER = {"member": _("it is you")}


def called(behaviour: dict) -> str:
    return behaviour["label"] or str(Behaviour.Kind(behaviour["kind"]).label)


def moves_follow(moves: list[StageMove]) -> None:
    """Of each behaviour a way without a gap: `stages/moves.py` writes no other, and pages count on it."""
    in_order = sorted(moves, key=attrgetter("behaviour_id", "number"))
    for _behaviour, said in groupby(in_order, key=attrgetter("behaviour_id")):
        here = str(Stage.UNSET)
        standing: list[StageMove] = []
        for move in said:
            if move.from_stage != here:
                raise Refused(_("a move does not begin where the one before it ended"))
            if move.undoes_id is None:
                standing.append(move)
            elif not (standing and _takes_back(move, standing.pop())):
                raise Refused(_("a move undoes one that was not the latest"))
            here = move.to_stage


def _takes_back(move: StageMove, last: StageMove) -> bool:
    return move.undoes_id == last.pk and move.to_stage == last.from_stage


def words_said(urges: list[Urge]) -> None:
    if any(isinstance(words, list | dict) for urge in urges for words in urge.said.values()):
        raise Refused(_("what is said of one is no text"))


def days_chosen(plans: list[CheckInPlan]) -> None:
    if any(plan.rhythm == CheckInPlan.Rhythm.DAYS and not plan.days for plan in plans):
        raise Refused(_("it asks on days of the week, and names none"))


def scores_fit(scores: list[Score]) -> None:
    """Each fits the measure it says it is of."""
    of = {score.taking_id for score in scores}
    takings = Taking.objects.filter(pk__in=of).values_list("pk", "instrument") if of else ()
    copied.scores_fit(scores, dict(takings))


TABLES = (
    Table(
        "behaviours",
        Behaviour,
        _("What I work on"),
        columns=("id", "kind", "label", "goal", "state", "suggests", "shows_run", "created_at"),
        left_out=OWNER,
        called=called,
        by="created_at",
        machinery=("label",),
    ),
    Table(
        "stage_moves",
        StageMove,
        _("Where I have been"),
        columns=(
            "id",
            "behaviour",
            "number",
            "from_stage",
            "to_stage",
            "note",
            "since",
            "at",
            "undoes",
        ),
        left_out=OWNER,
        check=moves_follow,
        by="at",
        machinery=("number",),
    ),
    Table(
        "notes_seen",
        NoteSeen,
        _("Safety notes I have read"),
        columns=("id", "behaviour", "note", "goal", "at"),
        by="at",
        left_out=OWNER,
    ),
    Table(
        "urges",
        Urge,
        _("Urges I wrote down"),
        columns=(
            "id",
            "behaviour",
            "occurred_at",
            "day",
            "hour",
            "intensity",
            "minutes",
            "is_going",
            "triggers",
            "feelings",
            "place",
            "company",
            "helped",
            "outcome",
            "got_by",
            "said",
            "created_at",
            "changed_at",
            "taken_back_at",
        ),
        left_out=OWNER,
        check=words_said,
        by="occurred_at",
        called=urge_words.name_of,
        read=lambda row, rows: [("", urge_words.in_copy(row))],
        machinery=("occurred_at", "hour", "triggers", "feelings", "got_by", "changed_at"),
    ),
    Table(
        "coping_actions",
        CopingAction,
        _("What I do about urges"),
        columns=("id", "label", "entry", "row", "created_at"),
        left_out=OWNER,
        called=lambda row: row["label"],
        by="created_at",
        machinery=("label", "entry", "row"),
    ),
    Table(
        "coped",
        Coped,
        _("What I did about which urge"),
        columns=("id", "urge", "action"),
        left_out=OWNER,
    ),
    Table(
        "slips",
        Slip,
        _("Slips I wrote down"),
        columns=(
            "id",
            "behaviour",
            "occurred_at",
            "day",
            "extent",
            "said",
            "created_at",
            "taken_back_at",
        ),
        left_out=OWNER,
        by="occurred_at",
    ),
    Table(
        "check_in_plan",
        CheckInPlan,
        _("When I check in"),
        columns=("id", "rhythm", "days", "at", "prompts", "paused_until", "changed_at"),
        left_out=OWNER,
        check=days_chosen,
    ),
    Table(
        "check_ins",
        CheckIn,
        _("My check-ins"),
        columns=(
            "id",
            "behaviour",
            "day",
            "week",
            "weekly",
            "plan",
            "mood",
            "urge",
            "days",
            "importance",
            "confidence",
            "counted",
            "would_like",
            "feels_done",
            "note",
            "at",
            "changed_at",
        ),
        left_out=OWNER,
        by="day",
        machinery=("week", "counted", "changed_at"),
    ),
    Table(
        "takings",
        Taking,
        _("Measures I took"),
        columns=(
            "id",
            "behaviour",
            "instrument",
            "edition",
            "language",
            "taken_at",
            "day",
            "answers",
            "words",
        ),
        left_out=OWNER,
        check=copied.takings_fit,
        called=copied.called,
        read=copied.read,
        by="taken_at",
        machinery=("instrument", "edition", "language", "day"),
    ),
    Table(
        "scores",
        Score,
        _("Scores of my measures"),
        columns=("id", "taking", "name", "value"),
        left_out=OWNER,
        check=scores_fit,
        in_copy=False,
    ),
    Table(
        "suggestions",
        Suggestion,
        _("Stages that were suggested to me"),
        columns=(
            "id",
            "behaviour",
            "from_stage",
            "to_stage",
            "evidence",
            "shown_at",
            "expires_at",
            "answer",
            "answered_at",
        ),
        left_out=OWNER,
        by="shown_at",
    ),
    Table(
        "support_shown",
        SupportShown,
        _("When help lines were shown to me"),
        columns=("id", "why", "taking", "at"),
        left_out=OWNER,
        by="at",
    ),
    Table(
        "experiments",
        Experiment,
        _("What I tried out"),
        columns=(
            "id",
            "behaviour",
            "change",
            "looks_at",
            "starts_on",
            "days",
            "stopped_on",
            "learned",
            "created_at",
        ),
        left_out=OWNER,
        by="starts_on",
    ),
)
