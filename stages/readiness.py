"""Two short questions about changing, and where somebody could put themselves by their own answers. Nothing is kept."""

from django.utils.translation import gettext_lazy as _

from .models import Stage

NOW = (
    ("over", _("Yes, for more than six months")),
    ("under", _("Yes, for less than six months")),
    ("no", _("No")),
)
SOON = (
    ("month", _("In the next month")),
    ("half", _("In the next six months")),
    ("not", _("Not at the moment")),
    ("unsaid", _("Rather not say")),
)
CHANGING = {"over": Stage.MAI, "under": Stage.ACT}
PLANNING = {
    "month": Stage.DET,
    "half": Stage.CON,
    "not": Stage.PRE,
    "unsaid": Stage.UNSET,
}


def place(changing: str, planning: str) -> Stage | None:
    """Where their own answers would put them; None until enough is answered."""
    return CHANGING.get(changing) or (PLANNING.get(planning) if changing == "no" else None)
