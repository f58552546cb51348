"""Doorbells for what the house forgets in time. The work is where its subject is."""

from celery import shared_task
from django.utils import timezone

from smartrecovery import restore
from smartrecovery.accounts import leaving
from smartrecovery.accounts.models import Session
from tools import evidence


@shared_task
def heartbeat() -> int:
    """Every tick that is done leaves a sign; this one has nothing else to do."""
    return 0


@shared_task
def forget_imports() -> int:
    return restore.purge_held(timezone.now())


@shared_task
def forget_sessions() -> int:
    return Session.objects.filter(expire_date__lte=timezone.now()).delete()[0]


@shared_task
def erase_leavers() -> int:
    return leaving.erase_due(timezone.now())


@shared_task
def suggest_stages_lately() -> int:
    return evidence.look_at_lately(timezone.now())


@shared_task
def suggest_stages() -> int:
    return evidence.look_at_all(timezone.now())
