from celery import shared_task
from django.utils import timezone

from . import delivery, planning


@shared_task
def plan() -> int:
    return planning.plan_due(timezone.now())


@shared_task
def deliver() -> int:
    return delivery.deliver_due(timezone.now(), clock=timezone.now)
