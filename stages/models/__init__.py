"""Where I am: behaviours and stages, urges, slips, check-ins, measures, suggestions, tries."""

from .behaviours import AppendOnly, Behaviour, BehaviourQuerySet, NoteSeen, Stage, StageMove
from .check_ins import CheckIn, CheckInPlan
from .measures import InstrumentState, Score, Taking
from .suggestions import Experiment, Suggestion, Threshold
from .urges import Coped, CopingAction, Slip, SupportShown, Urge

__all__ = [
    "AppendOnly",
    "Behaviour",
    "BehaviourQuerySet",
    "CheckIn",
    "CheckInPlan",
    "Coped",
    "CopingAction",
    "Experiment",
    "InstrumentState",
    "NoteSeen",
    "Score",
    "Slip",
    "Stage",
    "StageMove",
    "Suggestion",
    "SupportShown",
    "Taking",
    "Threshold",
    "Urge",
]
