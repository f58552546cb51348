"""What of a week plan is found without opening it: its days, its counts, how it stands.

The only writer of weeks and their lines. A plan never saved has none; saved, it is active; saved with anything
said on looking back, it is reviewed; and one that nobody looks back at stops being current by itself.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models

from smartrecovery.sheets import Sheet
from smartrecovery.sheets.sheet import WEEKDAYS

from .models import Entry, PlanLine, Revision, Week

SLUG = "week-plan"
MOST_LINES = 50
CARRIED = ("id", "text", "days", "at", "target")

Lines = dict[tuple[str, str], PlanLine]


class Counted(NamedTuple):
    week: Week
    lines: Lines


def keep(entry: Entry, sheet: Sheet, answers: dict, now: datetime) -> None:
    """Called where an entry is saved, in the same transaction; what has not changed is not written."""
    if sheet.slug != SLUG:
        return
    was = Week.objects.filter(pk=entry.pk).first()
    before = Counted(was, _by_row(was.lines.all())) if was else None
    week, lines = _counted(entry, answers, before, now)
    if before is None or _values(week) != _values(before.week):
        week.save(force_insert=before is None, force_update=before is not None)
    _keep_lines(lines, before.lines if before else {})


def keep_ticks(entry: Entry, answers: dict) -> None:
    """Days ticked while the page is half-written count at once, though the rest waits to be saved."""
    week = Week.objects.filter(pk=entry.pk).first()
    if week is None:
        return
    lines = _by_row(week.lines.all())
    _tick(Counted(week, lines), answers)
    PlanLine.objects.bulk_update(lines.values(), ["done_days"])
    week.save(update_fields=["done"])


def rebuild(member) -> None:
    """Everything here, told again from what was saved: after a file was brought back."""
    entries = {each.pk: each for each in member.entries.filter(tool=SLUG, saved_at__isnull=False)}
    saved = Revision.objects.filter(entry__in=entries).order_by("entry", "number")
    told = {
        entry: [(each.answers, each.at) for each in rows]
        for entry, rows in groupby(saved, key=lambda revision: revision.entry_id)
    }
    found = [_retold(entry, told.get(entry.pk, [])) for entry in entries.values()]
    Week.objects.bulk_create(each.week for each in found)
    PlanLine.objects.bulk_create(
        (line for each in found for line in each.lines.values()), batch_size=500
    )


def following_each_other(latest_first: list[Week]) -> list[Week]:
    """The same as `with_next` says, for weeks that are here up to the latest: no query works it out again."""
    begun: dict[UUID | None, date] = {}
    for week in latest_first:
        week.next_on = begun.get(week.entry.behaviour_id)
        begun[week.entry.behaviour_id] = week.starts_on
    return latest_first


def offered(member, today: date, behaviour=None) -> dict[str, Any]:
    """What a new plan opens with, nothing of it stored: what was carried, who knows, the day after.

    From the last plan, once it was looked back at or is over; of one nobody looked back at, all that was planned.
    """
    last = _last(member, behaviour)
    if last is None:
        return {}
    stands = last.stands(today)
    begins = {"starts_on": max(today, last.starts_on + Week.DAYS).isoformat()}
    if stands in (Week.Stands.AHEAD, Week.Stands.RUNNING):
        return begins if behaviour else {}
    looked_back = stands == Week.Stands.REVIEWED
    rows = [row for row in _rows(last.entry.answers, "actions") if _goes_on(row, looked_back)]
    carried = [_carried(last.entry, row, today) for row in rows]
    support = last.entry.answers.get("support")
    return (
        begins
        | ({"actions": carried} if carried else {})
        | ({"support": support} if support else {})
    )


def actions_on(answers: dict, day: date) -> list[dict]:
    """Actions for this day of the week, done today or not; what they have said the last word on is left out.

    One without days may be done on any of them, until it has been as often as was planned.
    """
    return [row for row in _rows(answers, "actions") if not row.get("did") and _falls_on(row, day)]


def risks_on(answers: dict, day: date) -> list[dict]:
    return [row for row in _rows(answers, "risks") if row.get("day") == weekday(day)]


def origins(answers: dict) -> set[tuple[str, str]]:
    """The lines of other entries that these actions were taken from."""
    taken = [row["from"] for row in _rows(answers, "actions") if row.get("from")]
    return {(origin["entry"], origin["row"]) for origin in taken}


def is_done_on(row: dict, day: date) -> bool:
    return weekday(day) in row.get("done_on", ())


def ticked(answers: dict, row_id: str, day: date, done: bool) -> dict:
    """Answers with one action done on the weekday of `day`, or open again."""
    rows = [dict(row) for row in answers.get("actions", ())]
    for row in rows:
        if row["id"] == row_id:
            others = set(row.pop("done_on", ())) - {weekday(day)}
            days = others | ({weekday(day)} if done else set())
            row |= {"done_on": [d for d in WEEKDAYS if d in days]} if days else {}
    return answers | {"actions": rows} if rows else answers


def weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def _falls_on(row: dict, day: date) -> bool:
    if days := row.get("days"):
        return weekday(day) in days
    often = min(row.get("target") or 1, len(WEEKDAYS))
    return is_done_on(row, day) or len(row.get("done_on", ())) < often


def _last(member, behaviour) -> Week | None:
    weeks = member.weeks.out().with_next().select_related("entry").latest_first()
    if behaviour is not None:
        weeks = weeks.filter(models.Q(entry__behaviour=behaviour) | models.Q(entry__behaviour=None))
    return weeks.first()


def _goes_on(row: dict, looked_back: bool) -> bool:
    return bool(row.get("carry")) if looked_back else row.get("did") != PlanLine.Did.CHANGED


def _carried(entry: Entry, row: dict, today: date) -> dict:
    """The row as it was planned, under its own id, so that its page knows it again when it is written."""
    origin = row.get("from") or {"entry": str(entry.pk), "row": row["id"]}
    kept = {name: row[name] for name in CARRIED if row.get(name)}
    return kept | {"added": today.isoformat(), "from": origin}


# Counting


def _counted(entry: Entry, answers: dict, before: Counted | None, at: datetime) -> Counted:
    """What is kept of a plan saved with these answers at this moment, after what was kept of it before."""
    day = entry.member.today(at)
    lines = _lines_of(entry, answers, before.lines if before else {})
    week = Week(
        entry=entry,
        member_id=entry.member_id,
        starts_on=_starts_on(answers, before, day),
        confidence=answers.get("confidence"),
        planned=sum(line.planned_times for line in _actions(lines)),
        done=sum(line.done_times for line in _actions(lines)),
        changed=sum(line.did == PlanLine.Did.CHANGED for line in _actions(lines)),
    )
    if before and before.week.reviewed_at:
        week.state, week.reviewed_at = before.week.state, before.week.reviewed_at
    elif _looks_back(answers) or (day > week.last_day and _more_done(before, lines)):
        week.state, week.reviewed_at = Week.State.REVIEWED, at
    return Counted(week, lines)


def _starts_on(answers: dict, before: Counted | None, day: date) -> date:
    if said := answers.get("starts_on"):
        return date.fromisoformat(said)
    return before.week.starts_on if before else day


def _looks_back(answers: dict) -> bool:
    """Anything said of how it went. A day ticked during the week is not looking back yet."""
    return bool(answers.get("learned")) or any(
        row.get("did") or row.get("carry") for row in _rows(answers, "actions")
    )


def _more_done(before: Counted | None, lines: Lines) -> bool:
    was = before.lines if before else {}
    return any(
        line.done_days & ~(was[key].done_days if key in was else 0) for key, line in lines.items()
    )


def _lines_of(entry: Entry, answers: dict, before: Lines) -> Lines:
    actions = [
        PlanLine(
            what=PlanLine.What.ACTION,
            row=row["id"],
            days=_bits(row.get("days", ())),
            at=time.fromisoformat(row["at"]) if row.get("at") else None,
            target=row.get("target"),
            did=row.get("did", ""),
            done_days=_bits(row.get("done_on", ())),
        )
        for row in _rows(answers, "actions")
    ]
    risks = [
        PlanLine(
            what=PlanLine.What.RISK,
            row=row["id"],
            days=_bits([row["day"]] if row.get("day") else ()),
        )
        for row in _rows(answers, "risks")
    ]
    lines = _by_row([*actions, *risks])
    for key, line in lines.items():
        line.week_id, line.member_id = entry.pk, entry.member_id
        line.id = before[key].id if key in before else line.id
    return lines


def _keep_lines(lines: Lines, before: Lines) -> None:
    if gone := [line.pk for key, line in before.items() if key not in lines]:
        PlanLine.objects.filter(pk__in=gone).delete()
    new = [
        line
        for key, line in lines.items()
        if key not in before or _values(line) != _values(before[key])
    ]
    PlanLine.objects.bulk_create(
        new,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["days", "at", "target", "did", "done_days"],
    )


def _retold(entry: Entry, saved: list[tuple[dict, datetime]]) -> Counted:
    """One save after the other, as it went; where none came back, as it stands."""
    (answers, at), *later = saved or [(entry.answers, entry.saved_at or entry.changed_at)]
    counted = _counted(entry, answers, None, at)
    for answers, at in later:
        counted = _counted(entry, answers, counted, at)
    if entry.unsaved:
        _tick(counted, entry.answers)
    return counted


def _tick(counted: Counted, answers: dict) -> None:
    for row in _rows(answers, "actions"):
        if line := counted.lines.get((PlanLine.What.ACTION, row["id"])):
            line.done_days = _bits(row.get("done_on", ()))
    counted.week.done = sum(line.done_times for line in _actions(counted.lines))


def _actions(lines: Lines) -> list[PlanLine]:
    return [line for line in lines.values() if line.what == PlanLine.What.ACTION]


def _by_row(lines: Iterable[PlanLine]) -> Lines:
    return {(line.what, line.row): line for line in lines}


def _rows(answers: dict, name: str) -> list[dict]:
    return list(answers.get(name, ()))[:MOST_LINES]


def _bits(days: Iterable[str]) -> int:
    return sum(1 << WEEKDAYS.index(day) for day in set(days))


def _values(row: models.Model) -> list[Any]:
    return [getattr(row, field.attname) for field in row._meta.concrete_fields]
