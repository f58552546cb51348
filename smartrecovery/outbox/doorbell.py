"""The hint that something is due. Losing it costs one tick of the timetable, and no request waits for it."""

import logging
import threading
import time

from django.conf import settings

log = logging.getLogger(__name__)

QUIET_SECONDS = 30
_quiet_until = 0.0
_ringing = threading.Lock()


def ring() -> None:
    """In the embedded shape nobody listens: the timetable looks by itself, and Celery stays unloaded.

    Aside, because a broker that accepts and never answers would hold the request; and one at a time.
    """
    if settings.CELERY_TASK_ALWAYS_EAGER or time.monotonic() < _quiet_until:
        return
    if _ringing.acquire(blocking=False):
        threading.Thread(target=_ring_aside, daemon=True).start()


def _ring_aside() -> None:
    global _quiet_until
    from kombu.exceptions import OperationalError

    from smartrecovery.celery import app

    try:
        app.send_task("smartrecovery.outbox.tasks.deliver", retry=False, expires=60)
    except (OperationalError, OSError) as error:
        _quiet_until = time.monotonic() + QUIET_SECONDS
        log.warning("The broker does not answer the doorbell: %s.", type(error).__name__)
    finally:
        _ringing.release()
