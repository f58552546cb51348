"""The tools somebody worked with before, beside a behaviour they came back to or are leaving again."""

from datetime import timedelta
from typing import Any

from django import template
from django.utils import timezone

from stages.models import Behaviour, Stage, StageMove
from tools.at_hand import earlier

register = template.Library()

JUST_LEFT = timedelta(days=14)


@register.inclusion_tag("safe/_at_hand.html")
def at_hand(behaviour: Behaviour, latest: StageMove | None) -> dict[str, Any]:
    """While they are back in it, and for two weeks after they say they are not; nothing at other times."""
    left = latest is not None and latest.from_stage == Stage.REL
    just_left = left and timezone.now() - latest.at <= JUST_LEFT
    near = behaviour.stage == Stage.REL or just_left
    return {"lines": earlier(behaviour) if near else [], "near": near}
