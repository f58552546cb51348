"""Every worksheet there is. Adding one is a file here and a line below."""

from smartrecovery.sheets import Sheet

from .abc import ABC_UPSET, ABC_URGE
from .acceptance import ACCEPTANCE
from .balance import BALANCE
from .beliefs import BELIEFS
from .boundaries import BOUNDARIES
from .brainstorm import BRAINSTORM
from .calm import CALM_PLACE, MEDITATION, MUSCLE_RELAXATION
from .change_plan import CHANGE_PLAN
from .conversation import CONVERSATION
from .cost_benefit import COST_BENEFIT
from .disarm import DISARM
from .enjoyable import ENJOYABLE
from .future_questions import FUTURE_QUESTIONS
from .goals import GOALS
from .journal import JOURNAL
from .lifestyle_audit import LIFESTYLE_AUDIT
from .pig import PIG
from .problem import PROBLEM
from .rehearsal import REHEARSAL
from .self_compassion import SELF_COMPASSION
from .slip_review import SLIP_REVIEW
from .staying_on_track import STAYING_ON_TRACK
from .triggers import TRIGGERS
from .urge_plan import URGE_PLAN
from .vaci import VACI
from .values import VALUES
from .week_plan import WEEK_PLAN

SHEETS = (
    COST_BENEFIT,
    CHANGE_PLAN,
    VALUES,
    FUTURE_QUESTIONS,
    TRIGGERS,
    URGE_PLAN,
    DISARM,
    ABC_URGE,
    ABC_UPSET,
    BELIEFS,
    ACCEPTANCE,
    BALANCE,
    VACI,
    GOALS,
    WEEK_PLAN,
    PROBLEM,
    BRAINSTORM,
    REHEARSAL,
    PIG,
    STAYING_ON_TRACK,
    SLIP_REVIEW,
    JOURNAL,
    ENJOYABLE,
    LIFESTYLE_AUDIT,
    SELF_COMPASSION,
    BOUNDARIES,
    CONVERSATION,
    MEDITATION,
    MUSCLE_RELAXATION,
    CALM_PLACE,
)

CATALOGUE: dict[tuple[str, int], Sheet] = {(sheet.slug, sheet.edition): sheet for sheet in SHEETS}


def latest() -> list[Sheet]:
    """The newest edition of each tool, in catalogue order."""
    return list(
        {
            slug: sheet
            for (slug, _edition), sheet in sorted(CATALOGUE.items(), key=lambda item: item[0][1])
        }.values()
    )


def newest(slug: str) -> Sheet | None:
    return next((sheet for sheet in latest() if sheet.slug == slug), None)


def sheet_of(slug: str, edition: int) -> Sheet | None:
    """The edition an entry was written in; None where a newer version of the app wrote it."""
    return CATALOGUE.get((slug, edition))


def title_of(slug: str, edition: int) -> str:
    sheet = sheet_of(slug, edition) or newest(slug)
    return str(sheet.title) if sheet else slug
