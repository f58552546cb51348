"""Moving on: a look back over the whole way, a copy to take, a thank-you, and a door that stays open.

The page moves nobody. Its one button goes through the stage page, as every move does.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from stages import check_ins, machine, path, suggesting
from stages.forms import StageMoveForm
from stages.models import Behaviour, Stage
from tools import reasons


@dataclass(frozen=True)
class LookBack:
    """What there was since the start. Nothing here ever falls."""

    began: date
    urges: int
    got_by: int
    days_on_plan: int
    worksheets: int
    reasons: list[str]


class MovingOnForm(StageMoveForm):
    """The same move, with room for a line to whoever they will be."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("A line to yourself, for later")
        self.fields["note"].help_text = _(
            "If you like. It stands beside this step, and only you see it."
        )


@require_safe
def moving_on(request: HttpRequest, pk: UUID) -> HttpResponse:
    behaviour = get_object_or_404(request.user.behaviours.with_stage(), pk=pk)
    today, kind = request.user.today(), machine.kind(behaviour.stage, Stage.GRA)
    form = MovingOnForm(
        kind=machine.Kind.LEAVING,
        today=today,
        initial={"to": Stage.GRA, "was": behaviour.stage, "asked": True},
    )
    form.helper.form_action = reverse("stage_move", args=[behaviour.pk])
    context = {
        "behaviour": behaviour,
        "back": look_back(behaviour, request.user),
        "drawing": path.draw(list(behaviour.moves.all()), today),
        "form": None if kind in (machine.Kind.STAY, machine.Kind.OTHERWISE) else form,
        "offer": suggesting.may_move_on(behaviour, timezone.now()),
        "is_there": kind is machine.Kind.STAY,
        "place": "progress",
    }
    return render(request, "safe/moving_on.html", context)


def look_back(behaviour: Behaviour, member) -> LookBack:
    """Five queries, however much was written."""
    urges = behaviour.urges
    return LookBack(
        began=member.day_of(behaviour.created_at),
        urges=urges.count(),
        got_by=urges.filter(got_by=True).count(),
        days_on_plan=check_ins.on_plan_days(behaviour),
        worksheets=behaviour.entries.exclude(saved_at=None).count(),
        reasons=reasons.first(behaviour),
    )
