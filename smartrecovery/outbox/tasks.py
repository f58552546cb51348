from celery import shared_task
from django.utils import timezone

from . import delivery


@shared_task
def deliver() -> int:
    return delivery.deliver_due(timezone.now())
