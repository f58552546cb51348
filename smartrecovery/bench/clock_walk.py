"""A year's clock changes walked through in minutes: plans and sends at every reading of a clock that is set about.

`python -m smartrecovery.bench.clock_walk PEOPLE STRETCHES`, on a database with a crowd in it, prints how many times somebody
was to be reminded, how many of those are not in the ledger, how many are there twice, and how many messages broke a cap.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import django

ZONES = (
    "Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata",
)  # fmt: skip
HOURS = (time(0, 15), time(1, 45), time(2, 30), time(12), time(23, 30))
# A day and a half on either side of a change somewhere.
CHANGES = [date(2027, *day) for day in ((3, 14), (3, 28), (4, 4), (10, 3), (10, 31), (11, 7))]
STEP, AROUND = timedelta(minutes=15), timedelta(hours=36)
WINDOW, HOUR = timedelta(hours=4), timedelta(hours=1)
SPACED, MOST = timedelta(minutes=10), 3
KIND = "drill"


def readings(changes: list[date]) -> Iterator[datetime]:
    """Every quarter of an hour; in each stretch set back an hour, on an hour, and in one on a whole day."""
    for number, day in enumerate(changes):
        now = datetime.combine(day, time(), UTC) - AROUND
        ends, read = now + 2 * AROUND, 0
        while now < ends:
            yield now
            read += 1
            now += STEP
            now += {90: -HOUR, 150: HOUR}.get(read, timedelta())
            if number == len(changes) - 1 and read == 200:
                now += timedelta(days=1)


def walk(clock: list[datetime]) -> None:
    from smartrecovery.outbox.delivery import deliver_due
    from smartrecovery.outbox.models import Reminder
    from smartrecovery.outbox.planning import plan_due

    before = clock[0]
    for now in clock:
        if now - before > timedelta(days=1):
            Reminder.objects.update(unanswered=0)
        plan_due(now)
        deliver_due(now)
        before = now


def expected(clock: list[datetime], zone: ZoneInfo, at: time) -> set[datetime]:
    """Moments that were still in their window at some reading: those, and no others, are told."""
    days = {
        (now - shift).astimezone(zone).date() for now in clock for shift in (timedelta(), WINDOW)
    }
    moments = {first(day, at, zone) for day in days}
    return {m for m in moments if any(m <= now < m + WINDOW for now in clock)}


def first(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The first minute of that local date at or after that hour, found by looking at every one."""
    minute = datetime.combine(day, at, UTC) - timedelta(hours=15)
    while (local := minute.astimezone(zone)).date() < day or local.time() < at:
        minute += timedelta(minutes=1)
    return minute


def settle(clock: list[datetime], people: int) -> None:
    """Each of the crowd lives in one of the zones, half of them with quiet hours, each with every hour."""
    from smartrecovery.accounts.models import User
    from smartrecovery.outbox import kinds, schedule
    from smartrecovery.outbox.models import Contact, Reminder

    kinds.register(kinds.Kind(KIND, plans=lambda member, now: (), channel="email"))
    Reminder.objects.all().delete()
    begins = clock[0].date() - timedelta(days=1)
    for number, member in enumerate(User.objects.order_by("username")[:people]):
        zone = ZONES[number % len(ZONES)]
        User.objects.filter(pk=member.pk).update(zone=zone)
        if number % 2:
            Contact.objects.filter(member=member).update(quiet_from=time(22), quiet_to=time(7))
        for at in HOURS:
            said = {"kind": KIND, "about": f"{at:%H%M}", "channel": "email", "days": 127}
            when = {"at": at, "zone": zone, "first_on": begins, "next_on": begins}
            Reminder.objects.create(
                member=member, **said, **when, next_at=schedule.instant(begins, at, ZoneInfo(zone))
            )


def judge(clock: list[datetime]) -> tuple[int, int, int, int]:
    """Reminders due, missing, there twice, and messages over a cap or in quiet hours."""
    from smartrecovery.outbox.models import Message

    rows = Message.objects.filter(kind=KIND).select_related("member__contact")
    told: Counter = Counter()
    mails: dict = defaultdict(list)
    for row in rows:
        told[row.member_id, row.about, row.due_at] += 1
        if row.state == Message.State.SENT and row.went_with is None:
            mails[row.member].append(row.sent_at)
    people = {row.member for row in rows}
    moments = {(z, at): expected(clock, ZoneInfo(z), at) for z in ZONES for at in HOURS}
    wanted = {
        (member.pk, f"{at:%H%M}", moment)
        for member in people
        for at in HOURS
        for moment in moments[member.zone, at]
    }
    over = sum(broken(member, sorted(sent)) for member, sent in mails.items())
    return len(wanted), len(wanted - set(told)), sum(n - 1 for n in told.values()), over


def broken(member, sent: list[datetime]) -> int:
    """Messages too close to the one before, too many on one of their days, or in their quiet hours."""
    near = sum(later - earlier < SPACED for earlier, later in pairwise(sent))
    days = Counter(member.day_of(at) for at in sent)
    many = sum(max(0, count - MOST) for count in days.values())
    quiet = member.contact.quiet_from, member.contact.quiet_to
    hours = [at.astimezone(member.tz).time() for at in sent]
    asleep = sum(quiet[0] != quiet[1] and (hour >= quiet[0] or hour < quiet[1]) for hour in hours)
    return near + many + asleep


def main() -> None:
    django.setup()
    people, stretches = map(int, sys.argv[1:])
    clock = list(readings(CHANGES[:stretches]))
    settle(clock, people)
    walk(clock)
    print(*judge(clock))


if __name__ == "__main__":
    main()
