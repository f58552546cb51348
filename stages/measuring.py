"""Measures that were taken. Nothing else writes them; the answers rest sealed, the scores in columns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.db.models import OuterRef, QuerySet, Subquery

from smartrecovery.drawing import MOST_POINTS

from . import suggesting
from .measures import engine
from .measures.catalogue import CATALOGUE
from .measures.instrument import Instrument, Scoring
from .measures.wording import Wording
from .models import Behaviour, Score, Taking

CAN_BE_TAKEN_BACK = timedelta(hours=24)
# Of each measure about each thing the latest times, as many as are drawn; oldest first.
DRAWN = """
SELECT taken.id, instrument, name, behaviour_id, day, value FROM (
    SELECT id, instrument, behaviour_id, day, taken_at, ROW_NUMBER() OVER (
        PARTITION BY instrument, behaviour_id ORDER BY taken_at DESC, id DESC
    ) AS nth
    FROM stages_taking WHERE {which}
) AS taken
JOIN stages_score ON stages_score.taking_id = taken.id
WHERE nth <= {most} AND stages_score.member_id = %s ORDER BY taken_at, taken.id
"""


@dataclass(frozen=True)
class Point:
    """One score of one day."""

    taking: UUID
    instrument: str
    name: str
    behaviour: UUID | None
    day: date
    value: int


@dataclass(frozen=True)
class Trend:
    """One score over time, oldest first, of one measure about one behaviour or about none."""

    instrument: Instrument
    scoring: Scoring
    behaviour: UUID | None
    points: tuple[Point, ...]


@transaction.atomic
def take(
    member,
    once: UUID,
    instrument: Instrument,
    wording: Wording,
    answers: Mapping[str, int],
    now: datetime,
    *,
    behaviour: Behaviour | None = None,
    words: str = "",
) -> Taking:
    """Keeps what was answered, and each score it comes to. The same send twice is one row."""
    if not engine.fits(instrument, answers):
        raise ValueError("An answer is not one of those to choose from.")
    taking, is_new = Taking.objects.get_or_create(
        pk=uuid5(member.pk, str(once)),
        defaults={
            "member": member,
            "behaviour": behaviour,
            "instrument": instrument.slug,
            "edition": wording.edition,
            "language": wording.language,
            "taken_at": now,
            "day": member.day_of(now),
            "answers": dict(answers),
            "words": words,
        },
    )
    if is_new:
        Score.objects.bulk_create(
            Score(member=member, taking=taking, name=name, value=value)
            for name, value in engine.scores(instrument, answers).items()
        )
    return taking


def can_be_taken_back(taking: Taking, now: datetime) -> bool:
    return now - taking.taken_at < CAN_BE_TAKEN_BACK


def take_back(taking: Taking, now: datetime) -> bool:
    """It goes, with its scores, within the day it was taken; later it stays.

    That help was shown stays written down, and says no more what it was about.
    """
    if not can_be_taken_back(taking, now):
        return False
    with transaction.atomic():
        suggesting.forget(taking.member, "taking", taking.pk, now)
        taking.support_shown.update(taking=None)
        taking.delete()
    return True


def latest(member) -> QuerySet[Taking]:
    """The last taking of each measure, without what was answered."""
    last = Taking.objects.filter(member=member, instrument=OuterRef("instrument"))
    newest = last.order_by("-taken_at", "-id").values("pk")[:1]
    return Taking.objects.filter(member=member, pk=Subquery(newest)).defer("answers", "words")


def alike(taking: Taking) -> QuerySet[Taking]:
    """The same measure about the same thing, newest first, without what was answered."""
    return Taking.objects.filter(
        member_id=taking.member_id,
        instrument=taking.instrument,
        behaviour_id=taking.behaviour_id,
    ).defer("answers", "words")


def trends(
    member, behaviour: Behaviour | None = None, since: date | None = None, *, only: str = ""
) -> list[Trend]:
    """Every score over time, as far back as is drawn, in one query that opens nothing sealed.

    With a behaviour: what is about it, and what is about nothing in particular.
    """
    which = {"member_id = %s": _stored("member", member.pk)}
    if behaviour is not None:
        of_it = "(behaviour_id = %s OR behaviour_id IS NULL)"
        which[of_it] = _stored("behaviour", behaviour.pk)
    if since is not None:
        which["day >= %s"] = _stored("day", since)
    if only:
        which["instrument = %s"] = only
    sql = DRAWN.format(which=" AND ".join(which), most=MOST_POINTS)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*which.values(), _stored("member", member.pk)])
        return _lines(_point(*row) for row in cursor.fetchall())


def _stored(field: str, value: Any) -> Any:
    """As the database in use keeps it."""
    return Taking._meta.get_field(field).get_db_prep_value(value, connection)


def _point(taking: Any, instrument: str, name: str, behaviour: Any, day: Any, value: int) -> Point:
    """The other way about: SQLite keeps keys and days as text."""
    key, date_of = Taking._meta.get_field("id").to_python, Taking._meta.get_field("day").to_python
    return Point(key(taking), instrument, name, key(behaviour), date_of(day), value)


def _lines(points: Iterable[Point]) -> list[Trend]:
    """One line for each score, in the order of the catalogue; what is not declared any more is no line."""
    lines: dict[tuple[str, str, UUID | None], list[Point]] = {}
    for point in points:
        lines.setdefault((point.instrument, point.name, point.behaviour), []).append(point)
    return [
        Trend(instrument, scoring, behaviour, tuple(said))
        for slug, instrument in CATALOGUE.items()
        for scoring in instrument.scorings
        for (of, name, behaviour), said in lines.items()
        if (of, name) == (slug, scoring.name)
    ]
