"""Everything a progress page counts, asked in one statement: `kind, key, value, n, got` a line.

It reads plain columns alone. The lines are few however much there is; a sum over all days comes as one.
"""

from collections import defaultdict
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connection

from .models import Behaviour, CheckIn, Urge
from .spans import BY_MONTH, BY_YEAR, Span

LATELY = 30
SPOKEN = (CheckIn.Plan.YES, CheckIn.Plan.PARTLY, CheckIn.Plan.NO, CheckIn.Plan.CHANGED)
# Hours, lengths, triggers and what helped are told of these; how often and how strong of all there are.
MOST_NOTES = 1_000
SCALES = ("mood", "importance", "confidence")

Line = tuple[str, Any, int, int]

# Stands for a member in what another app counts, until it is asked for one.
WHO = UUID(int=1)

# A day written out is 2026-11-23 on both databases. `looked` is read once and counted four ways.
COUNTED = """
WITH looked AS (
    SELECT id, day, hour, minutes, triggers, feelings, helped, outcome
    FROM stages_urge WHERE {about} AND taken_back_at IS NULL AND {days} AND {latest}
)
SELECT 'strength' AS kind, {key} AS key, intensity AS value, COUNT(*) AS n, 0 AS got
FROM stages_urge WHERE {about} AND taken_back_at IS NULL AND {days} GROUP BY {by}, intensity
UNION ALL SELECT 'slip', CAST(day AS varchar) || ' ' || CAST(id AS varchar), 0, 1, 0
FROM stages_slip WHERE {about} AND taken_back_at IS NULL AND {days}
UNION ALL SELECT 'hour', '', {weekday} * 24 + hour, COUNT(*), 0 FROM looked GROUP BY 3
UNION ALL SELECT 'minutes', '', minutes, COUNT(*), 0
FROM looked WHERE minutes IS NOT NULL GROUP BY minutes
UNION ALL SELECT 'triggers', '', triggers, COUNT(*), 0
FROM looked WHERE triggers > 0 GROUP BY triggers
UNION ALL SELECT 'feelings', '', feelings, COUNT(*), 0
FROM looked WHERE feelings > 0 GROUP BY feelings
UNION ALL SELECT 'coped', CAST(action_id AS varchar), helped, COUNT(*),
    COUNT(CASE WHEN outcome IN ({got_by}) THEN 1 END)
FROM looked JOIN stages_coped ON urge_id = looked.id AND member_id = %(who)s GROUP BY action_id, helped
{scales}
UNION ALL SELECT 'plan_day', CAST(day AS varchar), CASE plan {spoken} END, 1, 0
FROM stages_checkin WHERE {about} AND day BETWEEN %(late)s AND %(last)s
    AND NOT weekly AND plan IN ({plans_spoken})
UNION ALL SELECT 'plan_week', CAST(week AS varchar), days, 1, 0
FROM stages_checkin WHERE {about} AND day BETWEEN %(late)s AND %(last)s
    AND weekly AND days IS NOT NULL
UNION ALL SELECT 'total', '', 0, COUNT(*), COUNT(CASE WHEN got_by THEN 1 END)
FROM stages_urge WHERE member_id = %(who)s
UNION ALL SELECT 'on_plan', '', (
    SELECT CAST(COALESCE(SUM(on_plan), 0) AS integer) FROM (
        SELECT {larger}(
            COALESCE(SUM(counted) FILTER (WHERE NOT weekly), 0),
            COALESCE(MAX(counted) FILTER (WHERE weekly), 0)
        ) AS on_plan
        FROM stages_checkin WHERE member_id = %(who)s GROUP BY behaviour_id, week
    ) AS weeks
), 1, 0
"""
SCALE = """UNION ALL SELECT '{name}', {key}, {name}, COUNT(*), 0
FROM stages_checkin WHERE {about} AND {days} AND {name} IS NOT NULL GROUP BY {by}, {name}
"""
PLANS = "UNION ALL SELECT 'plans', '', ({plans}), 1, 0\n"
# Days on plan as a bit each, a line for each month: the runs of ten years are 120 lines.
RUN = """UNION ALL SELECT 'run', {month}, 0, SUM(1 << CAST(SUBSTR(CAST(day AS varchar), 9, 2) AS integer) - 1), 0
FROM stages_checkin WHERE {about} AND NOT weekly AND counted = 1 GROUP BY {month}
"""
# Since the beginning, but for what is told of the latest notes alone: the day so many go back.
LATEST = """day >= COALESCE((
    SELECT day FROM stages_urge WHERE {about} AND taken_back_at IS NULL
    ORDER BY day DESC LIMIT 1 OFFSET {most}
), '0001-01-01')"""
POSTGRESQL = {
    "larger": "GREATEST",
    "weekday": "(CAST(EXTRACT(ISODOW FROM day) AS integer) - 1)",
    # Ten thousand days are quicker told apart by a number than by letters.
    "year": "date_part('year', day)",
}
SQLITE = {
    "larger": "MAX",
    "weekday": "((CAST(strftime('%%w', day) AS integer) + 6) %% 7)",
    "year": f"SUBSTR(day, 1, {BY_YEAR})",
}


def counted(
    member, behaviour: Behaviour | None, span: Span, plans: Any = None
) -> dict[str, list[Line]]:
    """Lines by kind. `plans` is an expression on the member that counts what this app does not know of."""
    sql, others = _statement(
        connection.vendor,
        behaviour is not None,
        span.first is not None,
        span.key_length,
        bool(behaviour and behaviour.shows_run),
        plans,
    )
    ids, day = Urge._meta.get_field("id"), Urge._meta.get_field("day")
    who = ids.get_db_prep_value(member.pk, connection)
    given = {
        "who": who,
        "about": ids.get_db_prep_value(behaviour.pk if behaviour else None, connection),
        "first": day.get_db_prep_value(span.first, connection),
        "last": day.get_db_prep_value(span.last, connection),
        "late": day.get_db_prep_value(span.last - timedelta(days=LATELY - 1), connection),
    }
    hole = ids.get_db_prep_value(WHO, connection)
    given |= {name: who if said == hole else said for name, said in others.items()}
    found = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        for kind, *line in cursor.fetchall():
            found[kind].append(tuple(line))
    return found


@cache
def _statement(
    vendor: str, about_one: bool, has_first: bool, key_length: int, with_run: bool, plans: Any
) -> tuple[str, dict[str, Any]]:
    """Put together once for each shape, with what is said in it besides whose and which days."""
    dialect = POSTGRESQL if vendor == "postgresql" else SQLITE
    about = "member_id = %(who)s" + (" AND behaviour_id = %(about)s" if about_one else "")
    text = f"SUBSTR(CAST(day AS varchar), 1, {key_length})"
    by = dialect["year"] if key_length == BY_YEAR else text
    parts = dialect | {
        "about": about,
        "days": "day <= %(last)s" + (" AND day >= %(first)s" if has_first else ""),
        "latest": "TRUE" if has_first else LATEST.format(about=about, most=MOST_NOTES - 1),
        "by": by,
        "key": f"CAST({by} AS varchar)",
        "month": f"SUBSTR(CAST(day AS varchar), 1, {BY_MONTH})",
        "got_by": ", ".join(f"'{outcome}'" for outcome in Urge.GOT_BY),
        "plans_spoken": ", ".join(f"'{plan}'" for plan in SPOKEN),
        "spoken": " ".join(f"WHEN '{plan}' THEN {n}" for n, plan in enumerate(SPOKEN)),
    }
    scales = "".join(SCALE.format(**parts, name=name) for name in SCALES)
    sql = COUNTED.format(**parts, scales=scales) + (RUN.format(**parts) if with_run else "")
    counts, others = _plans(plans) if plans is not None else ("", {})
    return sql + counts, others


def _plans(plans: Any) -> tuple[str, dict[str, Any]]:
    rows = get_user_model().objects.filter(pk=WHO).order_by().values_list(plans)
    sql, said = rows.query.sql_with_params()
    names = [f"plans{n}" for n in range(len(said))]
    text = sql % tuple(f"%({name})s" for name in names)
    return PLANS.format(plans=text), dict(zip(names, said, strict=True))
