"""The Celery app and the whole timetable.

Embedded, `celery beat` does the due work itself, in its own process. With Redis it only rings, and
`celery worker` does it. Either way what is due is rows, and a tick too many finds nothing to do. A tick
that was done leaves a sign of life; the ring for one lapses when the next is due.
"""

import logging
import os
from typing import NamedTuple

from celery import Celery
from celery.signals import beat_init, task_postrun, task_prerun, task_success
from django.conf import settings
from django.db import Error as DatabaseIsDown
from django.db import close_old_connections
from django.utils import timezone

from smartrecovery import reports

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smartrecovery.settings")

log = logging.getLogger(__name__)

MINUTE, HOUR = 60, 3600


class Tick(NamedTuple):
    task: str
    seconds: int
    what: str


TIMETABLE = {
    "heartbeat": Tick(
        "smartrecovery.tasks.heartbeat",
        30,
        "shows that what is rung is heard, and does nothing else",
    ),
    "plan": Tick(
        "smartrecovery.outbox.tasks.plan", 10, "posts what somebody is to be reminded of now"
    ),
    "deliver": Tick("smartrecovery.outbox.tasks.deliver", 10, "sends the messages that are due"),
    "imports": Tick(
        "smartrecovery.tasks.forget_imports",
        5 * MINUTE,
        "forgets files looked over and not brought back within the hour",
    ),
    "sessions": Tick("smartrecovery.tasks.forget_sessions", HOUR, "forgets sessions that are over"),
    "suggest_lately": Tick(
        "smartrecovery.tasks.suggest_stages_lately",
        5 * MINUTE,
        "finds what speaks for another stage in sheets just saved",
    ),
    "suggest": Tick(
        "smartrecovery.tasks.suggest_stages",
        6 * HOUR,
        "finds what time alone has brought about, such as half a year of doing it",
    ),
    "erase": Tick(
        "smartrecovery.tasks.erase_leavers",
        5 * MINUTE,
        "erases those whose time to change their mind is over",
    ),
}

NAMED = {tick.task: name for name, tick in TIMETABLE.items()}

app = Celery("smartrecovery")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    timezone="UTC",
    beat_schedule={
        name: {
            "task": tick.task,
            "schedule": tick.seconds,
            "options": {"expires": tick.seconds, "retry": False},
        }
        for name, tick in TIMETABLE.items()
    },
    beat_scheduler="smartrecovery.beat:OneBeat",
    beat_schedule_filename=str(settings.VAR_DIR / "timetable"),
    beat_max_loop_interval=10,
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "socket_timeout": 2,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "max_retries": 0,
    },
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_time_limit=10 * MINUTE,
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=500,
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
)
app.autodiscover_tasks()


@beat_init.connect
def survive_a_database_restart(**_) -> None:
    """A worker drops dead connections by itself; a timetable that works on its own must be told."""
    task_prerun.connect(lambda **_: close_old_connections(), weak=False)


@task_prerun.connect
def name_the_task(task_id: str = "", **_) -> None:
    """What is logged meanwhile says which run it belongs to."""
    reports.task_id.set(task_id)


@task_postrun.connect
def forget_the_task(**_) -> None:
    reports.task_id.set("")


@task_success.connect
def leave_a_sign(sender=None, result=None, **_) -> None:
    """Written by whoever did the work, so that it says the whole way from beat to worker is open."""
    from smartrecovery import health

    if (name := NAMED.get(sender.name)) is None:
        return
    try:
        health.done(name, TIMETABLE[name].seconds, result, timezone.now())
    except DatabaseIsDown:
        log.warning("The tick %s was done and could not say so.", name)
