"""What a person takes with them: what they work on, and where they have been."""

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
    StageMove,
    Suggestion,
    SupportShown,
    Taking,
    Urge,
)

OWNER = {"member": _("it is you")}


def called(behaviour: dict) -> str:
    return behaviour["label"] or str(Behaviour.Kind(behaviour["kind"]).label)


def undone_where_made(moves: list[StageMove]) -> None:
    """An undo undoes a move of its own behaviour."""
    behaviour_of = {move.pk: move.behaviour_id for move in moves}
    if any(m.undoes_id and behaviour_of[m.undoes_id] != m.behaviour_id for m in moves):
        raise Refused(_("a move undoes one of another behaviour"))


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
        check=undone_where_made,
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
