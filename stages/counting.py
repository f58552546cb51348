"""Everything a progress page counts, asked in one statement: `kind, key, value, n, got` a line.

It reads plain columns alone. The lines are few however much there is; a sum over all days comes as one.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    F,
    Func,
    IntegerField,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, Substr

from . import check_ins
from .models import Behaviour, CheckIn, Coped, Slip, Urge
from .spans import Span

LATELY = 30
SPOKEN = (CheckIn.Plan.YES, CheckIn.Plan.PARTLY, CheckIn.Plan.NO, CheckIn.Plan.CHANGED)
# Hours, lengths, triggers and what helped are told of these; how often and how strong of all there are.
MOST_NOTES = 1_000
SCALES = ("mood", "importance", "confidence")

Line = tuple[str, Any, int, int]

# What stands in a statement until it is asked for somebody and some days.
WHO, WHAT = UUID(int=1), UUID(int=2)
FIRST, LAST, LATE = (date(1, 1, day) for day in (1, 2, 3))


def counted(
    member, behaviour: Behaviour | None, span: Span, plans: Any = None
) -> dict[str, list[Line]]:
    """Lines by kind. `plans` is an expression on the member that counts what this app does not know of."""
    sql, holes = _statement(
        connection.vendor,
        behaviour is not None,
        span.first is not None,
        span.key_length,
        bool(behaviour and behaviour.shows_run),
        plans,
    )
    late = span.last - timedelta(days=LATELY - 1)
    told = _prepared(
        member.pk, behaviour.pk if behaviour else WHAT, span.first or FIRST, span.last, late
    )
    given = dict(zip(_prepared(WHO, WHAT, FIRST, LAST, LATE), told, strict=True))
    found = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(sql, [given.get(hole, hole) for hole in holes])
        for kind, *line in cursor.fetchall():
            found[kind].append(tuple(line))
    return found


def _prepared(who: UUID, what: UUID, *days: date) -> list[Any]:
    """As the database in use wants them."""
    ids, day = Urge._meta.get_field("id"), Urge._meta.get_field("day")
    prepared = [ids.get_db_prep_value(each, connection) for each in (who, what)]
    return prepared + [day.get_db_prep_value(each, connection) for each in days]


@cache
def _statement(
    _vendor: str, about_one: bool, has_first: bool, key_length: int, with_run: bool, plans: Any
) -> tuple[str, tuple]:
    """Built once for each shape: putting this together takes longer than answering it."""
    about = {"member": WHO} | ({"behaviour": WHAT} if about_one else {})
    days = {"day__lte": LAST} | ({"day__gte": FIRST} if has_first else {})
    key = Substr(_text("day"), 1, key_length)
    parts = [*_of_urges(about, days, key), *_of_check_ins(about, days, key), *_of_everything(plans)]
    if with_run:
        parts.append(_days_in_months(about))
    first, *others = parts
    return first.union(*others, all=True).query.sql_with_params()


def _of_urges(about: dict, days: dict, key: Substr) -> Iterator[QuerySet]:
    urges = Urge.objects.standing().filter(**about, **days)
    yield _lines("strength", urges, key=key, value=F("intensity"))
    slips = Slip.objects.standing().filter(**about, **days)
    name = Concat(_text("day"), Value(" "), Cast("pk", CharField()), output_field=CharField())
    yield _lines("slip", slips, key=name)
    if "day__gte" not in days:
        days = days | {"day__gte": _day_of_the_last(MOST_NOTES, about)}
        urges = Urge.objects.standing().filter(**about, **days)
    yield _lines("hour", urges, value=_Weekday("day") * 24 + F("hour"))
    yield _lines("minutes", urges.filter(minutes__isnull=False), value=F("minutes"))
    yield _lines("triggers", urges.filter(triggers__gt=0), value=F("triggers"))
    yield _lines("feelings", urges.filter(feelings__gt=0), value=F("feelings"))
    within = {f"urge__{name}": said for name, said in (about | days).items()}
    coped = Coped.objects.filter(urge__taken_back_at=None, **within)
    yield _lines(
        "coped",
        coped,
        key=Cast("action_id", CharField()),
        value=F("urge__helped"),
        got=Count(Case(When(urge__outcome__in=Urge.GOT_BY, then=1))),
    )


def _day_of_the_last(notes: int, about: dict) -> Coalesce:
    """Since the beginning, but for what is told of the latest notes alone: the day so many go back."""
    latest = Urge.objects.standing().filter(**about).order_by("-day").values("day")
    return Coalesce(Subquery(latest[notes - 1 : notes]), Value(date.min, DateField()))


def _of_check_ins(about: dict, days: dict, key: Substr) -> Iterator[QuerySet]:
    said = CheckIn.objects.filter(**about, **days)
    for name in SCALES:
        given = said.filter(**{f"{name}__isnull": False})
        yield _lines(name, given, key=key, value=F(name))
    lately = CheckIn.objects.filter(**about, day__gte=LATE, day__lte=LAST)
    place = Case(*(When(plan=plan, then=n) for n, plan in enumerate(SPOKEN)))
    spoken = lately.filter(weekly=False, plan__in=SPOKEN)
    yield _lines("plan_day", spoken, key=_text("day"), value=place)
    weeks = lately.filter(weekly=True, days__isnull=False)
    yield _lines("plan_week", weeks, key=_text("week"), value=F("days"))


def _of_everything(plans: Any) -> Iterator[QuerySet]:
    """Totals, whatever they are about: one that was taken back is counted, and stays so."""
    yield _lines(
        "total", Urge.objects.filter(member=WHO), got=Count(Case(When(got_by=True, then=1)))
    )
    mine = get_user_model().objects.filter(pk=WHO)
    weeks = check_ins.by_week(CheckIn.objects.filter(member=WHO), "behaviour")
    yield _lines("on_plan", mine, value=_SumOf(weeks, output_field=IntegerField()))
    if plans is not None:
        yield _lines("plans", mine, value=plans)


def _days_in_months(about: dict) -> QuerySet:
    """Days on plan as a bit each, a line for each month: the runs of ten years are 120 lines."""
    day = Cast(Substr(_text("day"), 9, 2), IntegerField())
    days = CheckIn.objects.filter(**about, weekly=False, counted=1)
    bits = Sum(Value(1).bitleftshift(day - 1))
    return _lines("run", days, key=Substr(_text("day"), 1, 7), n=bits)


def _lines(kind: str, rows: QuerySet, key=None, value=None, n=None, got=None) -> QuerySet:
    """One line for each key and value; all lines have the same columns, so that they come as one."""
    return (
        rows.order_by()
        .values(
            kind=Value(kind, CharField()),
            key=key if key is not None else Value("", CharField()),
            value=value if value is not None else Value(0, IntegerField()),
        )
        .annotate(
            n=n if n is not None else Count("*"),
            got=got if got is not None else Value(0, IntegerField()),
        )
        .values_list("kind", "key", "value", "n", "got")
    )


def _text(name: str) -> Cast:
    """A day as 2026-11-23, which is how both databases write one out."""
    return Cast(name, CharField())


class _Weekday(Func):
    """Monday is 0. Django's own would be a function in Python on SQLite, called for each row."""

    output_field = IntegerField()
    template = "(CAST(EXTRACT(ISODOW FROM %(expressions)s) AS integer) - 1)"

    def as_sqlite(self, compiler, connection, **more):
        template = "((CAST(strftime('%%%%w', %(expressions)s) AS integer) + 6) %%%% 7)"
        return self.as_sql(compiler, connection, template=template, **more)


class _SumOf(Subquery):
    """The sum of one column of a statement that groups."""

    template = "(SELECT CAST(COALESCE(SUM(on_plan), 0) AS integer) FROM (%(subquery)s) AS weeks)"
