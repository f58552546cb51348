"""What figures are drawn from, fetched: one query each, however much there is."""

from datetime import UTC, date, datetime

from django.db.models import OuterRef, Q, Subquery

from smartrecovery.sheets import Sheet
from tools.models import Entry, Rating, Revision

from . import ACROSS, NAMED, OPENS, OVER_TIME, OVERLAID, Figure, of_answers, of_tool
from .seen import Earlier, Reading

MOST_RATINGS, MOST_OPENED = 200, 20


def entry_shows(entry: Entry, sheet: Sheet) -> list[Figure]:
    """What one entry shows back, with what its figures take from other days."""
    kept = entry.version > 0
    readings = readings_of_entry(entry) if kept and sheet.slug in OVER_TIME else []
    earlier = earlier_than(entry) if kept and sheet.slug in OVERLAID else None
    return of_answers(sheet, entry.answers, readings, earlier)


def tool_shows(member, sheet: Sheet) -> list[Figure]:
    """What all of a member's entries with one tool show together."""
    if sheet.slug not in ACROSS:
        return []
    readings = readings_of_tool(member, sheet.slug, titled=sheet.slug in NAMED)
    return of_tool(sheet, readings, opened(member, sheet.slug) if sheet.slug in OPENS else [])


def readings_of_entry(entry: Entry) -> list[Reading]:
    """The numbers it was saved with, oldest first: on each of the member's days, the last of each."""
    found: dict[date, dict[str, int]] = {}
    rows = Rating.objects.filter(revision__entry=entry).order_by("-revision__number")
    for at, question, value in rows.values_list("revision__at", "question", "value")[:MOST_RATINGS]:
        found.setdefault(entry.member.day_of(at), {}).setdefault(question, value)
    return [Reading(day, values) for day, values in sorted(found.items())]


def readings_of_tool(member, slug: str, *, titled: bool = False) -> list[Reading]:
    """The numbers each entry was last saved with, oldest entry first. Those put away stay out."""
    latest = Revision.objects.filter(entry=OuterRef("revision__entry")).order_by("-number")
    rows = (
        member.ratings.filter(revision__entry__member=member, revision__entry__tool=slug)
        .filter(revision__number=Subquery(latest.values("number")[:1]))
        .exclude(revision__entry__state=Entry.State.ARCHIVED)
        .order_by("-revision__entry__occurred_at", "revision__entry_id")
        .select_related("revision__entry")
        .only(
            "member",
            "question",
            "value",
            "revision__entry__occurred_at",
            "revision__entry__title",
            "revision__entry__member",
        )
    )
    entries: dict = {}
    for rating in rows[:MOST_RATINGS]:
        entry = rating.revision.entry
        entries.setdefault(entry.pk, (entry, {}))[1][rating.question] = rating.value
    return [
        Reading(member.day_of(entry.occurred_at), values, entry.title if titled else "")
        for entry, values in reversed(entries.values())
    ]


def opened(member, slug: str) -> list[dict]:
    """The answers of the last entries, oldest first, for what no column says."""
    latest = member.entries.filter(tool=slug).exclude(state=Entry.State.ARCHIVED)
    found = latest.only("answers", "member").order_by("-occurred_at", "-id")[:MOST_OPENED]
    return [entry.answers for entry in reversed(found)]


def earlier_than(entry: Entry) -> Earlier | None:
    """As it was saved on a day before it was last changed: this entry, or else the latest of another one."""
    member = entry.member
    mine = Q(entry__tool=entry.tool) & (Q(entry=entry) | ~Q(entry__state=Entry.State.ARCHIVED))
    found = (
        member.revisions.filter(mine, at__lt=_start_of(member, member.day_of(entry.changed_at)))
        .alias(own=Q(entry=entry))
        .order_by("-own", "-at")
        .first()
    )
    return found and Earlier(member.day_of(found.at), found.answers)


def _start_of(member, day: date) -> datetime:
    """The instant a member's day begins."""
    return datetime.combine(day, member.day_starts, member.tz).astimezone(UTC)
