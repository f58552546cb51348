"""What somebody's own counts look like: pure functions from a tally to figures, in the order of the page."""

from smartrecovery.drawing import Figure
from stages.spans import Axis
from stages.tallies import Tally

from .helped import WhatHelped, what_helped
from .hours import when
from .over_time import how_often, how_strong, to_today
from .paper import begun_with
from .plan import days_on_plan
from .reasons import how_i_felt, how_long, what_set_it_off
from .scales import mood, rulers

__all__ = ["WhatHelped", "begun_with", "of_check_ins", "of_urges", "to_today", "what_helped"]


def of_urges(tally: Tally, axis: Axis, day_starts: int) -> list[Figure]:
    drawn = (
        how_strong(tally, axis),
        how_often(tally, axis),
        when(tally, day_starts),
        how_long(tally),
        what_set_it_off(tally),
        how_i_felt(tally),
    )
    return [figure for figure in drawn if figure]


def of_check_ins(tally: Tally, axis: Axis) -> list[Figure]:
    drawn = days_on_plan(tally), mood(tally, axis), rulers(tally, axis)
    return [figure for figure in drawn if figure]
