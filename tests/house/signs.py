"""Signs of life, as a timetable that is well leaves them."""

from datetime import datetime, timedelta

from smartrecovery.celery import TIMETABLE
from smartrecovery.outbox import heartbeats

LEASE = timedelta(seconds=30)


def well(now: datetime) -> None:
    heartbeats.hold("here", now, LEASE)
    for name, tick in TIMETABLE.items():
        heartbeats.done(name, tick.seconds, now)
