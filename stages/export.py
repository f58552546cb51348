"""What a person takes with them: what they work on, and where they have been."""

from django.utils.translation import gettext_lazy as _

from smartrecovery.portable import Refused, Table

from .models import Behaviour, NoteSeen, StageMove, Urge

OWNER = {"member": _("it is you")}


def called(behaviour: dict) -> str:
    return behaviour["label"] or str(Behaviour.Kind(behaviour["kind"]).label)


def undone_where_made(moves: list[StageMove]) -> None:
    """An undo undoes a move of its own behaviour."""
    behaviour_of = {move.pk: move.behaviour_id for move in moves}
    if any(m.undoes_id and behaviour_of[m.undoes_id] != m.behaviour_id for m in moves):
        raise Refused(_("a move undoes one of another behaviour"))


TABLES = (
    Table(
        "behaviours",
        Behaviour,
        _("What I work on"),
        columns=("id", "kind", "label", "goal", "state", "created_at"),
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
            "minutes",
            "outcome",
            "created_at",
            "taken_back_at",
        ),
        left_out=OWNER,
        by="occurred_at",
    ),
)
